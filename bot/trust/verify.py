"""A saved answer against the library it came from: every citation where it says, every figure bound."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Literal, Protocol

from pydantic import BaseModel

from bot.results.replay import replayed
from bot.schema import Answer, Citation, Computation, Segment, Support
from bot.trust.ledger import unbound_figures, unbound_in_segment
from bot.trust.verify_citations import misplaced, mistold_rows
from retriever.figures import find_values
from retriever.library import open_library
from retriever.types import Document
from retriever.values import ValueType

# What an answer may ask of the checker, far beyond any that was ever given: 100 figures over 50,000 characters. Without
# a limit a body of 250 KB made up for the purpose keeps a core busy for an hour.
MAX_CHARS_READ, MAX_FIGURES_TIMES_CHARS = 500_000, 5_000_000
_LAST_DIGIT = 1e-6  # floating point: a half of the last printed digit may fall on either side


class Problem(BaseModel):
    """One thing in a saved answer that doesn't hold."""

    kind: Literal["citation", "table", "structure", "computation", "figure"]
    detail: str


class Report(BaseModel):
    """What came of checking a saved answer."""

    type: Literal["verification"] = "verification"
    answer_id: str
    verified: bool
    """Whether nothing was found wrong."""
    problems: list[Problem]
    citations: int
    """How many were looked up in the library."""
    figures: int
    """How many figures of the sentences were looked for in what each sentence cites."""
    recomputed: bool
    """Whether the answer computes something, which was then worked out again: over its tables or from its operands."""
    answered_from: str
    """Version of the library that the answer names."""
    checked_against: str
    """Version of the library in force; where they differ, coverage has changed since."""


class Documents(Protocol):
    """A library, as far as checking needs one."""

    @property
    def version(self) -> str: ...
    def document(self, document_id: str) -> Document: ...


def verify_answer(answer: Answer, library: Path) -> Report:
    """The report on a saved answer, checked against the library at that path."""
    opened = open_library(library)
    try:
        return check_answer(answer, opened)
    finally:
        opened.close()


def check_answer(answer: Answer, library: Documents) -> Report:
    """The report on a saved answer, checked against an open library."""
    documents = {name: _document(library, name) for name in _documents_named(answer)}
    works = answer.computation.every if answer.computation is not None else []
    held = [document for document in documents.values() if document is not None]
    problems = [
        *(Problem(kind="citation", detail=text) for text in misplaced(answer, documents)),
        *(Problem(kind="table", detail=text) for text in mistold_rows(answer, documents)),
        *(Problem(kind="structure", detail=text) for text in _inconsistent(answer)),
        *(Problem(kind="computation", detail=text) for work in works for text in _miscalculated(work, answer)),
        *(Problem(kind="computation", detail=text) for work in works for text in replayed(work, answer, held)),
        *(Problem(kind="figure", detail=text) for text in _unbound(answer)),
    ]
    return Report(
        answer_id=answer.id,
        verified=not problems,
        problems=problems,
        citations=len(answer.citations),
        figures=sum(len(find_values(segment.text)) for segment in answer.segments if segment.citations),
        recomputed=bool(works) and all(_is_kept(work) or _operands(work) is not None for work in works),
        answered_from=answer.corpus.version,
        checked_against=library.version,
    )


def _documents_named(answer: Answer) -> list[str]:
    closest = answer.abstention.closest if answer.abstention else []
    tables = [table.id.rpartition("#")[0] for table in answer.tables]
    works = answer.computation.every if answer.computation is not None else []
    tables += [name.rpartition("#")[0] for work in works if work.replay is not None for name in work.replay.tables]
    return sorted({*tables, *(c.document_id for c in (*answer.citations, *closest, *(answer.passages or ())))})


def _is_kept(work: Computation) -> bool:
    """Whether the computation is kept as a plan over tables."""
    return work.replay is not None


def _document(library: Documents, document_id: str) -> Document | None:
    try:
        return library.document(document_id)
    except KeyError:
        return None


def _miscalculated(work: Computation, answer: Answer) -> Iterator[str]:
    """What is wrong with a computed difference, mean or total when it is worked out again from its operands."""
    if _is_kept(work):
        return
    plan, result, operands = work.plan, work.result, _operands(work)
    if operands is None:
        yield f"computation {plan!r} doesn't tell from what it can be made again"
        return
    working, _, told = plan.rpartition(" = ")
    found = find_values(told)[0].value
    if working.startswith("median"):
        expected = median(operands)
    elif working.startswith(("average", "total")):
        expected = sum(operands) / (len(operands) if working.startswith("average") else 1)
    else:
        expected = abs(operands[0] - operands[1]) if len(operands) > 1 else operands[0]
    if abs(expected - (found.number or 0.0)) > found.precision + _LAST_DIGIT or told != result:
        yield f"computation {plan!r} does not come out: worked out again it is {expected:g}"
    if _is_too_much(answer):
        return
    # The operands themselves must stand in what is cited, else two wrong figures could agree with a third.
    cited = [citation for citation in answer.citations if citation.n in work.inputs]
    for figure in unbound_in_segment(Segment(text=working, citations=[c.n for c in cited]), cited):
        yield f"computation {plan!r}: operand {figure!r} is not in what it cites"


def _operands(work: Computation) -> list[float] | None:
    """The numbers a computation starts from; None where it can't be worked out again.

    What was computed over tables is not among them: `bot.results.replay` makes that again.
    """
    working, _, result = work.plan.rpartition(" = ")
    found = [figure.value for figure in find_values(result)]
    if not found or found[0].number is None:
        return None
    values = [v.value for v in find_values(working) if v.value.number is not None]
    terms = [v for v in values if v.type is found[0].type]
    if not terms:  # "19.46 - 9.79 = 9.67 s": what has a unit only in its column
        terms = [v for v in values if v.type is ValueType.NUMBER and "." in v.text]
    return [term.number or 0.0 for term in terms] or None


def _inconsistent(answer: Answer) -> Iterator[str]:
    """Breaches of what every answer promises about its own parts."""
    if "".join(segment.text for segment in answer.segments) != answer.answer:
        yield "the segments joined are not the answer"
    used = list(dict.fromkeys(n for segment in answer.segments for n in segment.citations))
    numbers = [citation.n for citation in answer.citations]
    if used != numbers:
        yield f"citations are numbered {numbers} but used in the order {used}"
    for segment in answer.segments:
        if segment.support is not Support.NONE and not segment.citations:
            yield f"{segment.text!r} is {segment.support} but cites nothing"
    for where, named in _named_elsewhere(answer):
        if unknown := [n for n in named if n not in numbers]:
            yield f"{where} names citations {unknown} that there are not"


def _named_elsewhere(answer: Answer) -> Iterator[tuple[str, Sequence[int]]]:
    """Citation numbers outside the sentences."""
    yield "the premise", answer.premise.citations if answer.premise else []
    for work in answer.computation.every if answer.computation else []:
        yield "the computation", work.inputs
    for conflict in answer.conflicts:
        yield f"the conflict about {conflict.subject!r}", [n for value in conflict.values for n in value.citations]
    for table in answer.tables:
        yield f"table {table.id!r}", [cell.citation for row in table.rows for cell in row if cell.citation is not None]


def _unbound(answer: Answer) -> Iterator[str]:
    """Figures that stand in nothing cited for them."""
    if _is_too_much(answer):
        yield "there are more figures over more cited text than can be checked"
        return
    yield from (f"figure {figure!r} is not in what its sentence cites" for figure in unbound_figures(answer))
    cited = {citation.n: citation for citation in answer.citations}
    results = " ".join(work.result for work in answer.computation.every) if answer.computation else ""
    for conflict in answer.conflicts:
        for value in conflict.values:
            said = Segment(text=value.value, citations=value.citations, support=Support.COMPUTED)
            for figure in unbound_in_segment(said, _known(value.citations, cited), results):
                yield f"figure {figure!r} of the conflict about {conflict.subject!r} is not in what it cites"
    if answer.premise is not None and answer.premise.correction is not None:
        said = Segment(text=answer.premise.correction, citations=answer.premise.citations, support=Support.COMPUTED)
        for figure in unbound_in_segment(said, _known(answer.premise.citations, cited), results):
            yield f"figure {figure!r} of the corrected premise is not in what it cites"


def _is_too_much(answer: Answer) -> bool:
    said = [(segment.text, segment.citations) for segment in answer.segments]
    said += [(value.value, value.citations) for conflict in answer.conflicts for value in conflict.values]
    if answer.premise is not None:
        said.append((answer.premise.correction or "", answer.premise.citations))
    if answer.computation is not None:
        said += [(work.plan, work.inputs) for work in answer.computation.every]
    chars = {citation.n: len(citation.model_dump_json()) for citation in answer.citations}
    read = [(len(find_values(text)), sum(chars.get(n, 0) for n in numbers)) for text, numbers in said]
    figures_times_chars = sum(figures * cited for figures, cited in read)
    return sum(cited for _, cited in read) > MAX_CHARS_READ or figures_times_chars > MAX_FIGURES_TIMES_CHARS


def _known(numbers: Sequence[int], cited: dict[int, Citation]) -> list[Citation]:
    return [cited[n] for n in numbers if n in cited]
