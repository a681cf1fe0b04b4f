"""Figures of an answer that nothing cited holds: the count that has to be zero."""

import re
from collections.abc import Iterable

from bot.schema import Answer, Citation, Segment, Support
from evals.normalise import normalise

# A time, decimal, whole number or ordinal of normalised text; the figures of "m1500" or "x-3y" are parts of words.
_FIGURE = re.compile(r"(?<![\w.:])\d+(?:[:.]\d+)*(?:st|nd|rd|th)?(?![\d])")
_SMALL_WORDS = frozenset({"1", "1st"})  # "one of the", "at first": a figure only where a digit is printed


def unbound_figures(answer: Answer, *, asked: Iterable[str] = ()) -> list[str]:
    """Figures of the answer that no citation of their segment, computation or question holds, in order."""
    cited = {citation.n: citation for citation in answer.citations}
    loose: list[str] = []
    for segment in answer.segments:
        known = figures_in(" ; ".join([*_grounds(segment, cited, answer), *asked]))
        loose += [figure for figure in _printed_figures(segment.text) if not _is_known(figure, known)]
    return loose


def figures_in(text: str) -> list[str]:
    """Figures of a text in normal form, in order."""
    return [match.group() for match in _FIGURE.finditer(normalise(text))]


def _printed_figures(text: str) -> list[str]:
    return [figure for figure in figures_in(text) if figure not in _SMALL_WORDS or "1" in text]


def _is_known(figure: str, known: list[str]) -> bool:
    """Ranks are printed with and without their ending: "1" in the cell is "1st" in the sentence."""
    return figure in known or re.sub(r"(?<=\d)[a-z]+$", "", figure) in known or f"{figure}" in _plain_ordinals(known)


def _plain_ordinals(known: list[str]) -> set[str]:
    return {re.sub(r"(?<=\d)[a-z]+$", "", figure) for figure in known}


def _grounds(segment: Segment, cited: dict[int, Citation], answer: Answer) -> list[str]:
    grounds = [text for n in segment.citations if n in cited for text in _shown_by(cited[n])]
    if segment.support is Support.COMPUTED and answer.computation:
        grounds += [answer.computation.result]
    return grounds


def _shown_by(citation: Citation) -> list[str]:
    """Everything a reader sees at the citation: the words, their headings, title and date, the row and its table."""
    shown = [citation.quote, citation.title, *citation.section, citation.posted or "", citation.published_at or ""]
    if citation.table:
        shown += [citation.table.caption, citation.table.row_label or ""]
        shown += [f"{label} ; {cell}" for label, cell in citation.table.values.items()]
    return shown
