"""A saved answer against the library it came from: every citation where it says, every figure bound."""

from pathlib import Path

from bot.ledger import unbound_figures
from bot.schema import Answer, Citation, Support
from retriever.library import Library, open_library


def verify_answer(answer: Answer, library: Path) -> list[str]:
    """Everything that doesn't hold, in words; empty when the answer stands."""
    opened = open_library(library)
    try:
        problems = [problem for citation in answer.citations for problem in _misplaced(citation, opened)]
    finally:
        opened.close()
    problems += _inconsistent(answer)
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
