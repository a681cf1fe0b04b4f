"""Lines that a publisher prints under story after story: marked by their repetition, whatever their words."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.passages import read_passages
from retriever.text import fold
from retriever.types import Block, BlockKind, Document, DocumentKind

MIN_STORIES = 5  # agencies' copies and follow-ups share a paragraph among a few; what stands under five is furniture
_MAX_CHARS = 200  # longer paragraphs tell something, however often they are printed
_TOLD = (DocumentKind.ARTICLE, DocumentKind.LIVE_BLOG)  # results and reference pages repeat venues and rules

_Line = tuple[str | None, bytes]  # publisher, digest of the words


@dataclass(frozen=True, slots=True)
class _Lines:
    """What of a document may be such a line, by the number of its block, and what tells its story from others."""

    lines: dict[int, _Line]
    story: bytes
    marked: frozenset[int]


def with_repeats_marked(
    changed: Sequence[Document], kept: Iterable[Document], whole: Callable[[str], Document]
) -> tuple[Document, ...]:
    """`changed`, and those of `kept` (tables may be missing there) whose marks change with them, as `whole` has them.

    A line is marked where it stands under five different stories of one publisher. Stories differ in their longest
    paragraph, so copies of one report count once. Lines with figures or a colon state something and are left alone.
    """
    new = [_lines_of(document) for document in changed]
    old = [(document.document_id, _lines_of(document)) for document in kept]
    stories: defaultdict[_Line, set[bytes]] = defaultdict(set)
    for found in (*new, *(lines for _, lines in old)):
        for line in found.lines.values():
            stories[line].add(found.story)
    repeated = {line for line, under in stories.items() if len(under) >= MIN_STORIES}
    marked = [_marked(document, lines, repeated) for document, lines in zip(changed, new, strict=True)]
    stale = [(name, lines) for name, lines in old if _repeats(lines, repeated) != lines.marked]
    marked += [_marked(whole(name), lines, repeated) for name, lines in stale]
    return tuple(marked)


def _lines_of(document: Document) -> _Lines:
    told = [
        (number, document.text[block.start : block.end], block)
        for number, block in enumerate(document.blocks if document.kind in _TOLD else ())
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.REPEATED)
    ]
    lines = {number: (document.publisher, _digest(words)) for number, words, _ in told if _may_repeat(words)}
    longest = max((words for _, words, _ in told), key=len, default="")
    marked = frozenset(number for number, _, block in told if block.kind is BlockKind.REPEATED)
    return _Lines(lines, _digest(longest), marked)


def _may_repeat(words: str) -> bool:
    return len(words) <= _MAX_CHARS and ":" not in words and not any(map(str.isdigit, words))


def _digest(words: str) -> bytes:
    return hashlib.blake2b(" ".join(fold(words).split()).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _repeats(found: _Lines, repeated: set[_Line]) -> frozenset[int]:
    return frozenset(number for number, line in found.lines.items() if line in repeated)


def _marked(document: Document, found: _Lines, repeated: set[_Line]) -> Document:
    numbers = _repeats(found, repeated)
    if numbers == found.marked:
        return document
    blocks = tuple(
        _as_kind(block, repeats=number in numbers) if number in numbers | found.marked else block
        for number, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks, passages=read_passages(document.document_id, document.text, blocks))


def _as_kind(block: Block, *, repeats: bool) -> Block:
    return replace(block, kind=BlockKind.REPEATED if repeats else BlockKind.PARAGRAPH)
