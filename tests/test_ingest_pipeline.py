"""Files to library: what is read again, refused, renamed and removed."""

import json
import re
from io import StringIO
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import typer
from ingest_samples import zipped
from rich.console import Console
from typer.testing import CliRunner

from ingest.command import ingest, progress_bar
from ingest.files import decode
from ingest.names import document_ids
from ingest.pipeline import IngestReport, ingest_paths
from retriever.library import open_library
from retriever.types import DocumentKind


class LengthEncoder:
    """Unit vectors that are a pure function of the text's length; counts what it encoded."""

    name, dimension, digest = "length", 2, "0" * 64

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: list[str]) -> np.ndarray:  # type: ignore[type-arg] # shape and type are the protocol's
        self.encoded += len(texts)
        angles = np.array([len(text) for text in texts], dtype=np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    coverage = tmp_path / "coverage"
    (coverage / "heats").mkdir(parents=True)
    (coverage / "report.txt").write_text("Harriers win\n\nThe Harriers won 3–2 on Tuesday.\n")
    (coverage / "final.csv").write_text("# Final\nRank,Name,Time\n1,Ann Lee,3:27.65\n")
    (coverage / "README.md").write_text("# About this folder\n")
    (coverage / ".hidden.txt").write_text("Not coverage.\n")
    return coverage


def run(folder: Path, *, encoder: LengthEncoder | None = None) -> IngestReport:
    return ingest_paths([folder], folder.parent / "library", encoder=encoder or LengthEncoder())


def test_a_folder_becomes_a_library(folder: Path) -> None:
    report = run(folder)

    assert report.added == ("final", "report")
    assert (report.passages, report.tables, report.refused) == (2, 1, ())
    opened = open_library(folder.parent / "library")
    assert opened.document("report").text == "Harriers win\n\nThe Harriers won 3–2 on Tuesday.\n"
    opened.close()


def test_unchanged_files_are_neither_read_nor_embedded_again(folder: Path) -> None:
    run(folder)
    encoder = LengthEncoder()

    report = run(folder, encoder=encoder)

    assert report.unchanged == ("final", "report")
    assert (report.added, report.changed, report.removed, report.embedded, encoder.encoded) == ((), (), (), 0, 0)
    assert (report.passages, report.tables) == (2, 1)


def test_only_the_changed_file_is_read_again(folder: Path) -> None:
    run(folder)
    (folder / "report.txt").write_text("Harriers lose\n\nThe Harriers lost 3–2 on Tuesday.\n")

    report = run(folder)

    assert (report.changed, report.unchanged, report.embedded) == (("report",), ("final",), 1)


def test_metadata_that_changed_changes_the_document(folder: Path) -> None:
    run(folder)
    (folder / "sources.toml").write_text(
        '["report.txt"]\npublisher = "The Gazette"\ndate = 2030-05-02\nkind = "reference"\n'
    )

    report = run(folder)

    assert report.changed == ("report",)
    opened = open_library(folder.parent / "library")
    document = opened.document("report")
    opened.close()
    assert (document.publisher, document.published_at, document.kind, document.title) == (
        "The Gazette", "2030-05-02", DocumentKind.REFERENCE, "Harriers win",
    )  # fmt: skip


def test_every_problem_of_sources_toml_is_named_at_once_and_the_files_still_land(folder: Path) -> None:
    (folder / "sources.toml").write_text(
        '["report.txt"]\ndate = "7 Aug"\nkind = "blog"\n["none.txt"]\ntitle = "x"\n'
        '["final.csv"]\ncolour = "red"\nurl = 3\n'
    )

    report = run(folder)

    assert report.added == ("final", "report")
    assert [Path(refused.source).name for refused in report.refused] == ["sources.toml"]
    for part in (
        "entry 'report.txt': published '7 Aug' is not a date like 2024-08-07; kind 'blog' is not one of",
        "entry 'none.txt': there is no such file",
        "entry 'final.csv': field 'colour' is not one of",
        "entry 'final.csv': url 3 is not a string",
    ):
        assert part in report.refused[0].reason


def test_a_file_that_vanished_from_its_folder_is_removed(folder: Path) -> None:
    run(folder)
    (folder / "report.txt").unlink()

    report = run(folder)

    assert (report.removed, report.unchanged, report.passages) == (("report",), ("final",), 1)


def test_files_named_one_by_one_remove_nothing(folder: Path) -> None:
    run(folder)
    (folder / "report.txt").unlink()

    report = ingest_paths([folder / "final.csv"], folder.parent / "library", encoder=LengthEncoder())

    assert (report.removed, report.unchanged) == ((), ("final",))


def test_only_the_units_of_a_changed_file_that_changed_are_embedded_again(folder: Path) -> None:
    run(folder)
    (folder / "final.csv").write_text("# Final\nRank,Name,Time\n1,Ann Lee,3:27.65\n2,Bo Holm,3:28.00\n")
    encoder = LengthEncoder()

    report = run(folder, encoder=encoder)

    assert (report.changed, report.embedded, encoder.encoded) == (("final",), 1, 1)


def feed(*titles: str) -> str:
    item = "<item><title>{0}</title><guid>x:{0}</guid><description>{0} won.</description></item>"
    items = "".join(item.format(title) for title in titles)
    return f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'


def test_items_of_a_feed_keep_their_ids_when_newer_ones_come_above_them(folder: Path) -> None:
    (folder / "feed.rss").write_text(feed("Ann", "Bo"))
    first = run(folder)
    (folder / "feed.rss").write_text(feed("Cy", "Ann", "Bo"))

    report = run(folder)

    assert first.added == ("ann", "bo", "final", "report")
    assert (report.added, report.changed, report.removed, report.unchanged) == (
        ("cy",), ("ann", "bo"), (), ("final", "report"),
    )  # fmt: skip
    assert report.embedded == 1


def test_an_item_that_left_its_feed_is_removed_and_a_feed_that_vanished_takes_all_along(folder: Path) -> None:
    (folder / "feed.rss").write_text(feed("Ann", "Bo"))
    run(folder)
    (folder / "feed.rss").write_text(feed("Bo"))
    without_ann = run(folder)
    unchanged = run(folder)
    (folder / "feed.rss").unlink()

    without_feed = run(folder)

    assert (without_ann.removed, without_ann.changed) == (("ann",), ("bo",))
    assert unchanged.unchanged == ("bo", "final", "report")
    assert without_feed.removed == ("bo",)


def test_files_in_an_archive_are_documents_and_each_problem_in_it_is_named(folder: Path) -> None:
    report_text = "Lions lose\n\nThe Lions lost 1–0.\n"
    packed = {"night/report.txt": report_text, "night/photo.jpg": "x", "heat.csv": "a,b\n1,2\n"}
    (folder / "night.zip").write_bytes(zipped(packed))
    (folder / "sources.toml").write_text('["night.zip"]\npublisher = "The Gazette"\ntitle = "Not of each"\n')

    report = run(folder)

    assert set(report.added) == {"final", "heat", "night-report-txt", "coverage-report-txt"}
    assert [(Path(r.source).relative_to(folder).as_posix(), r.reason[:18]) for r in report.refused] == [
        ("night.zip/night/photo.jpg", "unsupported format")
    ]
    assert run(folder).refused == report.refused  # the archive did not change, and is not read again
    opened = open_library(folder.parent / "library")
    document = opened.document("night-report-txt")
    opened.close()
    assert (document.title, document.publisher) == ("Lions lose", "The Gazette")


def test_a_file_that_moved_within_the_folder_keeps_its_id(folder: Path) -> None:
    run(folder)
    (folder / "report.txt").rename(folder / "heats" / "report.txt")

    report = run(folder)

    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert report.unchanged == ("final", "report")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "binary"),
        ("photo.jpg", b"words", "unsupported format .jpg"),
        ("wrong.txt", b"\xff\xfeH\x00\x00\xd8x", "utf-16"),
        ("comments.csv", b"# nothing else\n", "no records"),
        ("million.csv", b"1,Ann\n" * 1_000_000, "more than the 200,000 rows that one table may have: split it"),
        ("front.md", b"---\ndate: soon\n---\nText.\n", "published 'soon'"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_reason_and_the_rest_lands(
    folder: Path, name: str, content: bytes, reason: str
) -> None:
    (folder / name).write_bytes(content)

    report = run(folder)

    assert report.added == ("final", "report")
    assert [Path(refused.source).name for refused in report.refused] == [name]
    assert reason in report.refused[0].reason


def test_two_hundred_megabytes_of_text_are_refused_unread(folder: Path) -> None:
    with (folder / "archive.txt").open("wb") as file:
        file.truncate(200_000_000)

    report = run(folder)

    assert report.added == ("final", "report")
    assert [refused.reason for refused in report.refused] == [
        "200,000,000 bytes, more than the 52,428,800 that one file may have: split it"
    ]


NORWEGIAN = "Nordås løper fort, sa treneren på stadion. Været var dårlig, og Müller ble nummer to i går.\n"
RUSSIAN = "Бегун выиграл забег на тысячу пятьсот метров и установил рекорд соревнований, сообщил тренер.\n"
JAPANESE = "日本代表は昨日の試合で三対二の勝利を収めました。選手たちは喜びました。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((NORWEGIAN, name) for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be-mark")),
        *((NORWEGIAN, name) for name in ("cp1252", "iso8859-15", "mac-roman", "cp850")),
        *((RUSSIAN, name) for name in ("cp1251", "koi8-r", "iso8859-5")),
        *((JAPANESE, name) for name in ("shift_jis", "euc_jp", "iso2022_jp")),
    ],
)
def test_words_in_another_encoding_are_read_as_they_were_written(text: str, encoding: str) -> None:
    marked = encoding == "utf-32-be-mark"
    content = b"\0\0\xfe\xff" + text.encode("utf-32-be") if marked else (text * 4).encode(encoding)

    assert decode(content) == (text if marked else text * 4)


def test_an_older_encoding_is_read(folder: Path) -> None:
    text = "Nordås løper fort\n\nNarve Gilje Nordås løp på 3.36,41 i går, sa treneren på stadion. Været var dårlig.\n"
    (folder / "norsk.txt").write_bytes(text.encode("cp1252"))

    run(folder)

    opened = open_library(folder.parent / "library")
    assert opened.document("norsk").text == text
    opened.close()


def test_a_byte_order_mark_is_no_part_of_the_text(folder: Path) -> None:
    (folder / "report.txt").write_bytes(b"\xef\xbb\xbfHarriers win\n\nThey won.\n")

    run(folder)

    opened = open_library(folder.parent / "library")
    assert opened.document("report").text == "Harriers win\n\nThey won.\n"
    opened.close()


def test_two_files_of_one_name_get_ids_that_tell_them_apart() -> None:
    paths = ["/a/heats/final.csv", "/a/finals/final.csv", "/a/finals/final.txt", "/a/x y#1.txt"]

    ids = document_ids(paths, {})

    assert [ids[path] for path in paths] == ["heats-final-csv", "finals-final-csv", "final-txt", "x-y-1"]
    assert document_ids(paths, {"/a/finals/final.csv": "final"})[paths[1]] == "final"


def test_a_missing_path_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    report = ingest_paths([tmp_path / "none"], tmp_path / "library", encoder=LengthEncoder())

    assert [refused.reason for refused in report.refused] == ["there is no such file or folder"]
    assert not (tmp_path / "library").exists()


def test_the_library_inside_the_folder_is_no_coverage(folder: Path) -> None:
    inside = folder / "library"
    ingest_paths([folder], inside, encoder=LengthEncoder())

    report = ingest_paths([folder], inside, encoder=LengthEncoder())

    assert (report.unchanged, report.refused) == (("final", "report"), ())


def test_progress_tells_how_far_reading_is(folder: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    ingest_paths(
        [folder],
        folder.parent / "library",
        encoder=LengthEncoder(),
        progress=lambda step, done, total: seen.append((step, done, total)),
    )

    assert [step for step in seen if step[0] == "reading"] == [("reading", 1, 2), ("reading", 2, 2)]


def test_the_bar_tells_rate_and_time_left() -> None:
    seconds = count()
    screen = StringIO()
    bar = progress_bar(Console(file=screen, force_terminal=True, width=100))
    bar.get_time = lambda: float(next(seconds))  # type: ignore[method-assign]  # a clock that ticks when looked at
    task = bar.add_task("reading", total=100)
    for done in (10, 20, 30):
        bar.update(task, completed=done)
    shown = "".join(segment.text for segment in bar.console.render(bar.get_renderable()))

    assert "reading" in shown
    assert "30/100" in shown
    assert re.search(r"\d+/s", shown), "no rate"
    assert re.search(r"\d\d:\d\d", shown), "no time left"


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setattr("ingest.pipeline.load_encoder", LengthEncoder)
    app = typer.Typer()
    app.command()(ingest)
    return app


def test_the_command_prints_one_json_value(folder: Path, command: typer.Typer) -> None:
    result = CliRunner().invoke(command, [str(folder), "--library", str(folder.parent / "library"), "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["added"] == ["final", "report"]


def test_the_command_tells_refusals_apart_from_results(folder: Path, command: typer.Typer) -> None:
    (folder / "photo.jpg").write_bytes(b"x")

    result = CliRunner().invoke(command, [str(folder)], env={"PRESSBOX_LIBRARY": str(folder.parent / "library")})

    assert result.exit_code == 0
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 1 refused" in result.stdout
    assert "photo.jpg: unsupported format .jpg" in result.stderr
    assert (folder.parent / "library" / "CURRENT").exists()


def test_the_command_fails_where_nothing_could_be_read(tmp_path: Path, command: typer.Typer) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none"), "--library", str(tmp_path / "library")])

    assert result.exit_code == 1
    assert "there is no such file or folder" in result.stderr


def test_the_command_without_a_path_is_wrong_usage(command: typer.Typer) -> None:
    assert CliRunner().invoke(command, []).exit_code == 2


def test_the_command_follows_a_folder_and_tells_every_round(
    folder: Path, command: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_burst(_paths: list[Path], _library: Path) -> list[str]:
        (folder / "report.txt").unlink()
        return ["report.txt"]

    monkeypatch.setattr("ingest.command.load_encoder", LengthEncoder)
    monkeypatch.setattr("ingest.command.bursts_of_changes", one_burst)
    arguments = [str(folder), "--library", str(folder.parent / "library"), "--watch", "--json"]
    ingest_paths([folder], folder.parent / "library", encoder=LengthEncoder())

    result = CliRunner().invoke(command, arguments)

    rounds = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["removed"], one["unchanged"]) for one in rounds] == [(["report"], ["final"]), ([], ["final"])]
