"""Blocks of a document put together from the top down: headings open sections, the rest stands in them."""

from ingest.lines import Line
from ingest.parsed import Grid
from retriever.types import Block, BlockKind

_SHORTENED_CHARS = 100


class Outline:
    """Collects the blocks of one document; knows the headings and the post that the next block stands under."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self.posted: str | None = None
        self._open: list[tuple[int, str]] = []

    @property
    def section(self) -> tuple[str, ...]:
        """Headings that are open, outermost first."""
        return tuple(title for _, title in self._open)

    def add_title(self, line: Line) -> None:
        """The document's title: a heading that no section path contains."""
        self.blocks.append(Block(BlockKind.HEADING, line.start, line.end, level=1))

    def add_heading(self, line: Line, level: int) -> None:
        """A heading closes those of its level and below, and opens its own section."""
        self.close(level)
        self.blocks.append(Block(BlockKind.HEADING, line.start, line.end, self.section, level, self.posted))
        self._open.append((level, line.text))

    def add_stamp(self, line: Line, level: int, stamp: str | None = None) -> None:
        """A stamp opens a post; it is a heading on the page but no part of the section path."""
        self.close(level)
        self.posted = stamp or line.text
        self.blocks.append(Block(BlockKind.HEADING, line.start, line.end, self.section, level, self.posted))

    def close(self, level: int) -> None:
        """End the sections of this level and below."""
        self._open = [heading for heading in self._open if heading[0] < level]

    def add(self, kind: BlockKind, start: int, end: int) -> None:
        """A block of any other kind, under the open headings."""
        self.blocks.append(Block(kind, start, end, self.section, posted=self.posted))

    def add_grid(self, grid: Grid) -> None:
        """A table, as a block and as its cells."""
        self.grids.append(grid)
        self.add(BlockKind.TABLE, grid.start, grid.end)


def shortened(sentence: str) -> str:
    """A sentence cut to the length of a title, at a word."""
    if len(sentence) <= _SHORTENED_CHARS:
        return sentence
    return sentence[:_SHORTENED_CHARS].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
