"""What a file holds: one piece of coverage, or the several of a feed, a news message or an archive."""

from pathlib import PurePath

from ingest.archive import parse_archive
from ingest.files import RefusedError, decode
from ingest.formats import parse, require_readable
from ingest.json_file import parse_json
from ingest.parsed import Contents, Parsed, Piece
from ingest.pdf import parse_pdf
from ingest.workbook import is_workbook, parse_workbook
from ingest.xml_file import looks_like_xml, parse_xml

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, .doc, .ppt
_PDF = b"%PDF-"
_HEAD_BYTES = 1024  # a PDF may begin after so many bytes of anything
_NOTHING = "nothing to read: no text and no table was found in it"


def read_contents(name: str, content: bytes) -> Contents:
    """Every piece of coverage in a file called `name`; raises RefusedError where nothing of it can be read."""
    if content.startswith(_ZIP) and not is_workbook(content):
        return parse_archive(content, _read_file)
    return _read_file(name, content)


def _read_file(name: str, content: bytes) -> Contents:
    """A file that stands by itself or in an archive; no archive in an archive."""
    found = _parse(name, content)
    pieces = tuple(piece for piece in found.pieces if piece.parsed.text.strip())
    if not pieces:
        raise RefusedError(found.refused[0][1] if found.refused else _NOTHING)
    empty = tuple((piece.name, _NOTHING) for piece in found.pieces if piece not in pieces)
    return Contents(pieces, (*found.refused, *empty))


def _parse(name: str, content: bytes) -> Contents:
    if is_workbook(content):
        return _one(parse_workbook(content))
    if content.startswith(_ZIP):
        raise RefusedError("an archive or office document inside an archive: unpack it")
    if content.startswith(_OLD_OFFICE):
        raise RefusedError("an old office format: save it as .xlsx, .csv or .pdf")
    if _PDF in content[:_HEAD_BYTES]:
        return _one(parse_pdf(content))
    if looks_like_xml(content):
        return parse_xml(content)
    require_readable(name)
    text = decode(content)
    if PurePath(name).suffix.lower() == ".json":
        return Contents(parse_json(text))
    return _one(parse(name, text))


def _one(parsed: Parsed) -> Contents:
    return Contents((Piece("", parsed),))
