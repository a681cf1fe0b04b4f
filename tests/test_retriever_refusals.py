"""What ingest left out is remembered by folder: mended files go, others stay."""

from pathlib import Path

from retriever.refusals import FILE_NAME, Refusal, keep_refusals, read_refusals


def refusal(path: Path) -> Refusal:
    return Refusal(source=str(path), reason="no format is known for it")


def test_a_folder_read_again_replaces_its_own_refusals_only(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    keep_refusals(tmp_path, [one], [refusal(one / "b.mp4"), refusal(one / "a.mp4")])
    keep_refusals(tmp_path, [other], [refusal(other / "c.mp4")])
    assert read_refusals(tmp_path) == [refusal(one / "a.mp4"), refusal(one / "b.mp4"), refusal(other / "c.mp4")]

    keep_refusals(tmp_path, [one], [refusal(one / "b.mp4")])

    assert read_refusals(tmp_path) == [refusal(one / "b.mp4"), refusal(other / "c.mp4")]


def test_a_folder_beside_one_of_a_longer_name_keeps_its_own(tmp_path: Path) -> None:
    keep_refusals(tmp_path, [tmp_path / "cup2"], [refusal(tmp_path / "cup2" / "a.mp4")])
    keep_refusals(tmp_path, [tmp_path / "cup"], [])

    assert read_refusals(tmp_path) == [refusal(tmp_path / "cup2" / "a.mp4")]


def test_without_a_library_or_with_a_broken_file_there_are_none(tmp_path: Path) -> None:
    keep_refusals(tmp_path / "nowhere", [tmp_path], [refusal(tmp_path / "a.mp4")])
    (tmp_path / FILE_NAME).write_text("[{", encoding="utf-8")

    assert not (tmp_path / "nowhere").exists()
    assert read_refusals(tmp_path / "nowhere") == read_refusals(tmp_path) == []
