"""Text extracted from formats that are no text themselves, written together with the blocks that point into it."""

from collections.abc import Sequence

from ingest.captions import is_boilerplate, is_caption
from ingest.lines import Line
from ingest.outline import Outline
from ingest.parsed import Grid, Metadata, Parsed
from ingest.pipe_tables import write_rows
from retriever.types import BlockKind, DocumentKind

_SECTION_LEVEL = 2  # level 1 is the title's


class Writer:
    """The extracted text as it grows: a paragraph a line, blank lines between, tables as pipe tables."""

    def __init__(self) -> None:
        self.text = ""
        self.outline = Outline()

    def title(self, text: str) -> None:
        """The document's title as its first line."""
        self.outline.add_title(self._line(text))

    def heading(self, text: str, level: int = _SECTION_LEVEL) -> None:
        """A heading that opens a section."""
        self.outline.add_heading(self._line(text), max(level, _SECTION_LEVEL))

    def stamp(self, posted: str) -> None:
        """The stamp that opens a live-blog post."""
        self.outline.add_stamp(self._line(posted), _SECTION_LEVEL, posted)

    def paragraph(self, text: str, kind: BlockKind | None = None) -> None:
        """A paragraph; without a kind, captions and boilerplate are told by how they read."""
        line = self._line(text)
        if kind is None:
            kind = BlockKind.CAPTION if is_caption(text) else BlockKind.PARAGRAPH
            kind = BlockKind.BOILERPLATE if is_boilerplate(text) else kind
        self.outline.add(kind, line.start, line.end)

    def table(
        self,
        records: Sequence[Sequence[str]],
        *,
        header_rows: int | None,
        caption: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """A table with its caption above it; `notes` speak about all its rows (date, wind)."""
        if caption:
            self.paragraph(caption, BlockKind.CAPTION)
        rows, lines = write_rows(records, len(self.text))
        self.text += lines + "\n"
        self.outline.add_grid(Grid(rows, self.outline.section, caption, header_rows, notes))

    def parsed(self, kind: DocumentKind, metadata: Metadata) -> Parsed:
        """What was written, as a piece of coverage."""
        return Parsed(self.text, kind, tuple(self.outline.blocks), tuple(self.outline.grids), metadata)

    def _line(self, text: str) -> Line:
        start = len(self.text)
        self.text += text + "\n\n"
        return Line(text, start, start + len(text))
