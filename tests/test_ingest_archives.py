"""ZIP archives and workbooks: what is inside lands, what is unsafe is refused by name."""

import zipfile
from io import BytesIO

import pytest
from ingest_samples import FEED, cells, documents_of, workbook, zipped

from ingest.contents import read_contents
from ingest.files import RefusedError
from retriever.values import ValueType

REPORT = "Harriers win\n\nThe Harriers won 3–2 on Tuesday.\n"


def test_files_of_an_archive_are_pieces_named_by_their_paths() -> None:
    packed = zipped(
        {
            "heats/final.csv": "Rank,Name,Time\n1,Ann Lee,3:27.65\n",
            "report.txt": REPORT,
            "feed.rss": FEED,
            "readme.txt": "About.",
            "__MACOSX/._report.txt": "x",
            "sources.toml": '["report.txt"]\npublisher = "The Gazette"\n["feed.rss"]\ntitle = "T"\nlicence = "CC0"\n',
        }
    )
    contents = read_contents("night.zip", packed)

    assert [piece.name for piece in contents.pieces] == [
        "heats/final.csv", "report.txt", "feed.rss/harriers-draw", "feed.rss/gazette-77",
    ]  # fmt: skip
    assert [(piece.stated.publisher, piece.stated.title, piece.stated.licence) for piece in contents.pieces] == [
        (None, None, None), ("The Gazette", None, None), (None, None, "CC0"), (None, None, "CC0"),
    ]  # fmt: skip
    assert contents.refused == ()


@pytest.mark.parametrize("name", ["../report.txt", "/etc/report.txt", "a/../../report.txt", "C:report.txt", "a\\b.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused_and_the_rest_lands(name: str) -> None:
    contents = read_contents("a.zip", zipped({name: REPORT, "good.txt": REPORT}))

    assert [piece.name for piece in contents.pieces] == ["good.txt"]
    assert [reason for _, reason in contents.refused] == [
        "its name leads out of the archive: pack it again with plain relative names"
    ]


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    contents = read_contents("a.zip", zipped({"bomb.txt": b"0" * 40_000_000, "good.txt": REPORT}))

    assert [piece.name for piece in contents.pieces] == ["good.txt"]
    assert contents.refused[0][0] == "bomb.txt"
    assert "a decompression bomb" in contents.refused[0][1]


def test_a_size_that_the_archive_lies_about_is_found_while_unpacking() -> None:
    packed = bytearray(zipped({"bomb.txt": b"ab" * 5_000_000}))
    at = packed.rindex(b"PK\x01\x02") + 24
    packed[at : at + 4] = (100).to_bytes(4, "little")

    contents = read_contents("a.zip", bytes(packed))

    assert contents.pieces == ()
    assert "bomb" in contents.refused[0][1] or "unpacked" in contents.refused[0][1]


def test_an_archive_in_an_archive_and_a_picture_are_refused_by_name() -> None:
    contents = read_contents("a.zip", zipped({"in.zip": zipped({"a.txt": REPORT}), "b.jpg": b"x", "c.txt": REPORT}))

    assert [name for name, _ in contents.refused] == ["in.zip", "b.jpg"]
    assert "inside an archive: unpack it" in contents.refused[0][1]


@pytest.mark.parametrize("size", [4, 20, 60, 100])
def test_a_truncated_archive_is_refused(size: int) -> None:
    with pytest.raises(RefusedError, match="not readable as a ZIP archive"):
        read_contents("a.zip", zipped({"a.txt": REPORT})[:size])


def test_an_encrypted_file_is_refused() -> None:
    packed = bytearray(zipped({"a.txt": REPORT}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        packed[packed.index(mark) + offset] |= 1

    assert "encrypted" in read_contents("a.zip", bytes(packed)).refused[0][1]


def test_an_empty_archive_is_refused() -> None:
    packed = BytesIO()
    zipfile.ZipFile(packed, "w").close()

    with pytest.raises(RefusedError, match="an archive without files"):
        read_contents("a.zip", packed.getvalue())


def test_tables_of_a_workbook_are_read_with_captions_times_and_merged_headers() -> None:
    (document,) = documents_of("book.xlsx", workbook())

    assert [(t.caption, t.section, cells(t)) for t in document.tables] == [
        ("Men's 1500m, Final", ("1500 m",), [
            ["Rank", "Athlete", "Time", "Date"],
            ["1", "Cole Ray", "3:27.65", "2030-08-06"],
            ["2", "Jo Kerr", "3:27.79", "2030-08-06"]]),
        ("1500 m", ("1500 m",), [["Lap", "Split"], ["1", "54.9"], ["2", "56.25"]]),
        ("League", ("League",), [
            ["Team", "Home W", "Home L", "Share"], ["Harriers", "3", "1", "62.5%"], ["Lions", "2", "2", "50.0%"]]),
    ]  # fmt: skip
    assert document.tables[0].columns[2].type is ValueType.TIME
    assert document.tables[0].rows[0].cells[2].value.number == pytest.approx(207.65)
    assert (document.tables[0].event, document.tables[0].round) == ("Men's 1500m", "Final")
    assert "Weather: dry" in [p.text for p in document.passages]


def test_a_formula_counts_with_the_value_that_was_saved_with_it() -> None:
    """openpyxl writes no cached values, so the sheet is mended by hand: a formula that was saved with its result."""
    packed = BytesIO(workbook())
    mended = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(mended, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "xl/worksheets/sheet2.xml":
                content = content.replace(b'<c r="B3" t="n"><v>3</v></c>', b'<c r="B3"><f>1+2</f><v>7</v></c>')
                assert b"<f>" in content
            new.writestr(member, content)
    (document,) = documents_of("book.xlsx", mended.getvalue())

    assert cells(document.tables[2])[1] == ["Harriers", "7", "1", "62.5%"]


def test_a_broken_workbook_is_refused() -> None:
    broken = zipped({"xl/workbook.xml": "<nothing", "[Content_Types].xml": "<Types/>"})

    with pytest.raises(RefusedError, match="not readable as a workbook"):
        read_contents("book.xlsx", broken)
