"""Blocks become passages: whole sentences of one section or one post, sized for search."""

from collections.abc import Iterable, Sequence

from retriever.text import sentence_bounds
from retriever.types import Block, BlockKind, Passage

MAX_CHARS = 700  # about what the encoder reads at once (256 word pieces) with title and section before it
_MERGE_CHARS = 300  # one-sentence paragraphs and infobox lines say more together
_MERGED = (BlockKind.PARAGRAPH, BlockKind.FIELD)
_KINDS = (BlockKind.PARAGRAPH, BlockKind.FIELD, BlockKind.CAPTION)


def read_passages(document_id: str, text: str, blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """Passages in the order of the text; none crosses a heading, a post or a block of another kind."""
    spans = [span for group in _groups(blocks) for span in _spans(text, group)]
    return tuple(
        Passage(
            f"{document_id}#p{number}",
            document_id,
            start,
            end,
            text[start:end],
            section=block.section,
            posted=block.posted,
            kind=block.kind,
        )
        for number, (start, end, block) in enumerate(spans, start=1)
    )


def _groups(blocks: Sequence[Block]) -> Iterable[list[Block]]:
    """Neighbouring blocks that one passage may hold, short ones together."""
    group: list[Block] = []
    for index, block in enumerate(blocks):
        if group and not _joins(group, block):
            yield group
            group = []
        if block.kind in _KINDS:
            group.append(block)
        elif _is_bare_post(blocks, index):
            yield [block]
    if group:
        yield group


def _joins(group: Sequence[Block], block: Block) -> bool:
    last = group[-1]
    return (
        block.kind is last.kind
        and block.kind in _MERGED
        and (block.section, block.posted) == (last.section, last.posted)
        and block.end - group[0].start <= _MERGE_CHARS
    )


def _is_bare_post(blocks: Sequence[Block], index: int) -> bool:
    """Whether a post is nothing but its heading: "GOAL! 2–1" must be found too."""
    block = blocks[index]
    if block.kind is not BlockKind.HEADING or block.posted is None or index == 0:
        return False
    opens_post = blocks[index - 1].kind is BlockKind.HEADING and blocks[index - 1].posted == block.posted
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return opens_post and (following is None or following.kind is BlockKind.HEADING)


def _spans(text: str, group: Sequence[Block]) -> Iterable[tuple[int, int, Block]]:
    """The group's span, cut between sentences where it is too long."""
    start, end = group[0].start, group[-1].end
    if end - start <= MAX_CHARS:
        yield start, end, group[0]
        return
    begin, until = start, start
    for first, last in _pieces(text, start, end):
        if until > begin and last - begin > MAX_CHARS:
            yield begin, until, group[0]
            begin = first
        until = last
    yield begin, until, group[0]


def _pieces(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Sentences, those too long for a passage cut at blanks."""
    for begin, last in sentence_bounds(text, start, end):
        first = begin
        while last - first > MAX_CHARS:
            cut = text.rfind(" ", first + 1, first + MAX_CHARS)
            cut = cut if cut > first else first + MAX_CHARS
            yield first, cut
            first = cut + len(text[cut:last]) - len(text[cut:last].lstrip())
        if last > first:
            yield first, last
