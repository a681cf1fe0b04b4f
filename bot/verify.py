"""A saved answer against the library it came from: every citation where it says, every figure bound."""

from pathlib import Path

from bot.ledger import unbound_figures
from bot.schema import Answer, Citation, Support
from retriever.figures import find_values
from retriever.library import Library, open_library

_LAST_DIGIT = 1e-6  # floating point: a half of the last printed digit may fall on either side


def verify_answer(answer: Answer, library: Path) -> list[str]:
    """Everything that doesn't hold, in words; empty when the answer stands."""
    opened = open_library(library)
    try:
        problems = [problem for citation in answer.citations for problem in _misplaced(citation, opened)]
    finally:
        opened.close()
    problems += _inconsistent(answer)
    problems += _miscalculated(answer)
    problems += [f"figure {figure!r} is not in what its sentence cites" for figure in unbound_figures(answer)]
    return problems


def _misplaced(citation: Citation, library: Library) -> list[str]:
    where = f"citation [{citation.n}], document {citation.document_id!r}"
    try:
        text = library.document(citation.document_id).text
    except KeyError:
        return [f"{where}: the library has no such document"]
    found = text[citation.start : citation.end]
    if found != citation.quote:
        return [f"{where}: at {citation.start}–{citation.end} stands {found!r}, the answer quotes {citation.quote!r}"]
    return []


def _miscalculated(answer: Answer) -> list[str]:
    """What is wrong with a computed difference, mean or total when it is worked out again from its operands.

    Counts are not among them: their plan names the rows' condition, not the rows.
    """
    plan = answer.computation.plan if answer.computation else ""
    working, _, result = plan.rpartition(" = ")
    found = [figure.value for figure in find_values(result)]
    if not found or found[0].number is None or ", counted" in working:
        return []
    terms = [v.value for v in find_values(working) if v.value.type is found[0].type and v.value.number is not None]
    numbers = [term.number or 0.0 for term in terms]
    if not numbers:
        return []
    if working.startswith(("average", "total")):
        expected = sum(numbers) / (len(numbers) if working.startswith("average") else 1)
    else:
        expected = abs(numbers[0] - numbers[1]) if len(numbers) > 1 else numbers[0]
    tolerance = found[0].precision + _LAST_DIGIT
    told = answer.computation.result if answer.computation else ""
    if abs(expected - found[0].number) <= tolerance and result == told:
        return []
    return [f"computation {plan!r} does not come out: worked out again it is {expected:g}"]


def _inconsistent(answer: Answer) -> list[str]:
    """Breaches of what every answer promises about its own parts."""
    problems: list[str] = []
    if "".join(segment.text for segment in answer.segments) != answer.answer:
        problems.append("the segments joined are not the answer")
    used = list(dict.fromkeys(n for segment in answer.segments for n in segment.citations))
    if used != [citation.n for citation in answer.citations]:
        problems.append(f"citations are numbered {[c.n for c in answer.citations]} but used in the order {used}")
    bare = [s for s in answer.segments if s.support is not Support.NONE and not s.citations]
    return problems + [f"{segment.text!r} is {segment.support} but cites nothing" for segment in bare]
