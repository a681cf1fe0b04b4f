"""Whether citations hold the gold evidence: recall over evidence groups, precision over citations, spans and cells.

Recall and precision of citations after Gao et al. 2023, "Enabling Large Language Models to Generate Text with
Citations" (ALCE, arXiv 2305.14627), with gold spans in place of a language model as judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.schema import Citation
from evals.cases import Case, GoldEvidence, possible_ids
from evals.normalise import normalise, states


class Level(IntEnum):
    """How near a citation comes to a piece of gold evidence."""

    ELSEWHERE = 0  # another document
    DOCUMENT = 1  # the right document, another place: never counts
    TABLE = 2  # the right table, another row
    EXACT = 3  # the words themselves, their paragraph, or the row


# For these the whole table is the evidence, so another of its rows will do.
AGGREGATES = frozenset({"count", "superlative", "compute", "compare", "list", "summary", "yesno"})
_MAX_SPAN_CHARS = 1200  # a longer span cites everything; only one whole table may be longer
_MAX_HEADING_CHARS = 200  # of a heading cited together with its table


@dataclass(frozen=True, slots=True)
class CitationScore:
    """The citations of one answer against the gold evidence of its question."""

    recall: float
    """Share of evidence groups with a citation that holds a member; 1 means enough is cited."""
    precision: float
    """Share of the citations that hold gold evidence; 0 where nothing is cited but something should be."""
    invalid: tuple[int, ...]
    """Numbers of citations whose quote does not stand in their document."""


def judge_citations(case: Case, citations: Sequence[Citation], texts: Mapping[str, str]) -> CitationScore:
    """Recall and precision at span level. `texts` holds documents' text by id; without it quotes are compared."""
    enough = Level.TABLE if {case.type, case.plain_type} & AGGREGATES else Level.EXACT
    groups = case.groups
    held = sum(any(level_of(e, c, texts) >= enough for e in group for c in citations) for group in groups.values())
    good = sum(any(level_of(e, c, texts) >= Level.TABLE for e in case.evidence) for c in citations)
    invalid = tuple(c.n for c in citations if c.document_id in texts and c.quote not in texts[c.document_id])
    recall = held / len(groups) if groups else 1.0
    return CitationScore(recall, good / len(citations) if citations else float(not groups), invalid)


def judge_cells(case: Case, citations: Sequence[Citation], texts: Mapping[str, str]) -> CitationScore | None:
    """The same at cell level: the cited row must be the gold row and hold the gold value in its cells.

    None where no evidence of the question is a table row.
    """
    rows = {number: [e for e in group if _is_cell(e)] for number, group in case.groups.items()}
    groups = {number: group for number, group in rows.items() if group}
    if not groups:
        return None
    cited = [c for c in citations if c.table is not None]
    held = sum(any(_cell_holds(case, e, c, texts) for e in group for c in cited) for group in groups.values())
    good = sum(any(_cell_holds(case, e, c, texts) for group in groups.values() for e in group) for c in cited)
    return CitationScore(held / len(groups), good / len(cited) if cited else 0.0, ())


def level_of(evidence: GoldEvidence, citation: Citation, texts: Mapping[str, str]) -> Level:
    """How near the citation comes to the evidence, at any place where the evidence's words stand."""
    if citation.document_id not in possible_ids(evidence.doc):
        return Level.ELSEWHERE
    text = texts.get(citation.document_id)
    if text is None:
        return _level_of_quotes(evidence.quote, citation.quote)
    if citation.quote not in text or _cites_everything(citation, text):
        return Level.DOCUMENT
    length = len(evidence.quote)
    levels = (_level_at(text, at, at + length, citation) for at in _occurrences(text, evidence.quote))
    return max(levels, default=Level.DOCUMENT)


def _level_of_quotes(gold: str, quote: str) -> Level:
    held = gold in quote or (quote in gold and 2 * len(quote) >= len(gold))
    return Level.EXACT if held and len(quote) <= _MAX_SPAN_CHARS else Level.DOCUMENT


def _occurrences(text: str, quote: str) -> list[int]:
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _level_at(text: str, start: int, end: int, citation: Citation) -> Level:
    if citation.start <= start and end <= citation.end:
        return Level.EXACT
    line_start, line_end = _line_around(text, start, end)
    table = table_around(text, start)
    if table:
        if citation.start < line_end and line_start < citation.end:
            return Level.EXACT
        return Level.TABLE if citation.start < table[1] and table[0] < citation.end else Level.DOCUMENT
    overlap = min(citation.end, end) - max(citation.start, start)
    in_paragraph = line_start <= citation.start and citation.end <= line_end and overlap > 0
    return Level.EXACT if in_paragraph or 2 * overlap >= end - start else Level.DOCUMENT


def _line_around(text: str, start: int, end: int) -> tuple[int, int]:
    line_end = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end


def table_around(text: str, position: int) -> tuple[int, int] | None:
    """Span of the table whose line holds `position`: neighbouring lines that begin with "|"; None in prose."""
    start, end = _line_around(text, position, position)
    if not text.startswith("|", start):
        return None
    while start > 0 and text.startswith("|", above := text.rfind("\n", 0, start - 1) + 1):
        start = above
    while end < len(text) and text.startswith("|", end + 1):
        end = _line_around(text, end + 1, end + 1)[1]
    return start, end


def _cites_everything(citation: Citation, text: str) -> bool:
    if citation.end - citation.start <= _MAX_SPAN_CHARS:
        return False
    bar = text.find("|", citation.start)
    table = table_around(text, bar) if bar >= 0 else None
    return not table or citation.start < table[0] - _MAX_HEADING_CHARS or citation.end > table[1] + 1


def _is_cell(evidence: GoldEvidence) -> bool:
    return evidence.value is not None or evidence.quote.lstrip().startswith("|")


def _cell_holds(case: Case, evidence: GoldEvidence, citation: Citation, texts: Mapping[str, str]) -> bool:
    if citation.table is None or level_of(evidence, citation, texts) < Level.EXACT:
        return False
    cells = citation.table.values
    if evidence.value is not None:
        held = [cells.get(evidence.column, "")] if evidence.column else list(cells.values())
        return any(normalise(cell) == normalise(evidence.value) for cell in held)
    row = " | ".join([citation.table.row_label or "", *cells.values()])
    # Without a named cell: the row holds every part of the answer that its gold quote holds.
    needed = [group for group in case.required if any(states(evidence.quote, phrase) for phrase in group)]
    return all(any(states(row, phrase) for phrase in group) for group in needed)
