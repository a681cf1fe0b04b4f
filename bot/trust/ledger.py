"""The ledger: every figure of a sentence is bound to an equal value in what the sentence cites, or it is not said."""

import re
from collections.abc import Sequence

from bot.schema import Answer, Citation, Segment, Support
from retriever.figures import find_values
from retriever.values import Value, ValueType, parse_value, sides, values_agree


def unbound_figures(answer: Answer) -> list[str]:
    """Figures of the answer's segments that nothing cited there holds and no computation gives."""
    cited = {citation.n: citation for citation in answer.citations}
    result = answer.computation.told if answer.computation else ""
    return [
        figure
        for segment in answer.segments
        for figure in unbound_in_segment(segment, [cited[n] for n in segment.citations if n in cited], result)
    ]


def unbound_in_segment(segment: Segment, citations: Sequence[Citation], computed: str = "") -> list[str]:
    """Figures of one segment that its citations don't hold.

    `computed`: plan and result of a computation; in a computed segment its figures are held too, the limits that the
    question set among them.
    """
    held = [found.value for text in _held_texts(citations) for found in find_values(text)]
    held += [parse_value(raw) for c in citations if c.table is not None for raw in c.table.values.values()]
    if segment.support is Support.COMPUTED:
        held += [found.value for found in find_values(computed)]
    verbatim = " ".join(_held_texts(citations))
    return [
        segment.text[found.start : found.end]
        for found in find_values(segment.text)
        if not _stands_in(segment.text[found.start : found.end], verbatim) and not _is_held(found.value, held)
    ]


def _stands_in(figure: str, text: str) -> bool:
    """Whether the text prints the figure as it is and whole: "7" does not stand in "1:57.24"."""
    return bool(re.search(rf"(?<!\w)(?<!\d[.,:]){re.escape(figure)}(?!\w|[.,:]\d)", text))


def _held_texts(citations: Sequence[Citation]) -> list[str]:
    """What the citations show: the words, the headings above them, and each cell by itself."""
    texts: list[str] = []
    for citation in citations:
        texts += [citation.quote, citation.title, *citation.section, citation.posted or "", citation.published_at or ""]
        if citation.table is not None:
            texts += [citation.table.caption, *citation.table.columns, *citation.table.values.values()]
    return texts


def _is_held(value: Value, held: Sequence[Value]) -> bool:
    """Whether an equal value is held, or, for a score put together from two rows, the points of each side."""
    if value.type is ValueType.SCORE and not any(values_agree(value, other) for other in held):
        numbers = {other.number for other in held}
        return all(point in numbers for side in sides(value.text) for point in side)
    return _is_equal(value, held)


def _is_equal(value: Value, held: Sequence[Value]) -> bool:
    """Whether an equal value is held; a rank or count compares by number, since a rank cell prints a bare number."""
    return any(values_agree(value, other) or (_counts(value, other) and value.number == other.number) for other in held)


def _counts(value: Value, other: Value) -> bool:
    kinds = {ValueType.RANK, ValueType.NUMBER}
    return value.type in kinds and other.type in kinds
