"""Questions that must not simply be answered: false twins (one slot swapped) and near misses (nothing says)."""

import random
import re
from collections.abc import Iterator, Sequence

from evals.cases import Case, Expect
from evals.make_facts import Fact, NamedTable, facts_of, ordinal_of
from evals.normalise import normalise
from retriever.text import fold
from retriever.types import Document

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MEDALS = {1: "gold", 2: "silver", 3: "bronze"}
_GIVES_MEDALS = re.compile(r"olympic|paralympic|championship|medal|commonwealth games|asian games", re.I)


def false_twin_cases(table: NamedTable, *, draw: random.Random) -> Iterator[Case]:
    """At most one question for each slot that can be swapped: the person, the value, the medal."""
    ranks = [fact for fact in facts_of(table) if fact.is_rank]
    values = [fact for fact in facts_of(table) if not fact.is_rank and fact.is_measured]
    if pair := _differing_pair(values, draw):
        yield _swapped_value(*pair)
    if pair := _differing_pair(ranks, draw):
        yield _swapped_person(*pair)
    if pair := _differing_pair([fact for fact in ranks if _medal_of(fact)], draw):
        yield _swapped_medal(*pair)


def near_miss_cases(table: NamedTable, others: Sequence[NamedTable], *, draw: random.Random) -> Iterator[Case]:
    """Questions that sound like this table's and are answered nowhere in its document, or nowhere at all."""
    text = fold(table.document.text)
    strangers = [s for other in others for s in other.subjects if fold(s) not in text and _last_word(s) not in text]
    measured = [fact for fact in facts_of(table) if fact.is_measured]
    if strangers and measured:
        asked = draw.choice(measured)
        stranger = draw.choice(sorted(set(strangers)))
        yield _unanswerable(table, f"What was the {asked.label} of {stranger} in {table.name}?", "absent-subject")
    labels = {f.label for other in others for f in facts_of(other) if f.is_measured and fold(f.label) not in text}
    if labels and table.subjects:
        label, subject = draw.choice(sorted(labels)), draw.choice(table.subjects)
        yield _unanswerable(table, f"What was the {label} of {subject} in {table.name}?", "absent-column")


def other_year_cases(table: NamedTable, documents: Sequence[Document], *, draw: random.Random) -> Iterator[Case]:
    """The table's question moved to a year that the library never mentions."""
    years = _YEAR.findall(table.name)
    measured = [fact for fact in facts_of(table) if fact.is_measured]
    if not years or not measured:
        return
    known = {year for document in documents for year in _YEAR.findall(f"{document.title} {document.text}")}
    free = [str(year) for year in range(int(years[0]) - 12, int(years[0])) if str(year) not in known]
    if free:
        year, fact = draw.choice(free), draw.choice(measured)
        name = table.name.replace(years[0], year)
        yield _unanswerable(table, f"What was the {fact.label} of {fact.subject} in {name}?", "absent-year")


def _swapped_value(fact: Fact, other: Fact) -> Case:
    wrong = other.cell.value.text
    question = f"Why was the {fact.label} of {fact.subject} {wrong} in {fact.where.name}?"
    return _false(fact, question, answers=fact.answers, name="false-value")


def _swapped_person(fact: Fact, other: Fact) -> Case:
    wrong = ordinal_of(other.cell)
    question = f"How did {fact.subject} come to finish {wrong} in {fact.where.name}?"
    return _false(fact, question, answers=(ordinal_of(fact.cell), other.subject), name="false-person")


def _swapped_medal(fact: Fact, other: Fact) -> Case:
    question = f"How did {fact.subject} win {_medal_of(other)} in {fact.where.name}?"
    true = (ordinal_of(fact.cell), _medal_of(fact) or "", other.subject)
    return _false(fact, question, answers=true, name="false-medal")


def _false(fact: Fact, question: str, *, answers: Sequence[str], name: str) -> Case:
    """The truth about the subject, or who it is true of, puts the premise right."""
    return Case.model_validate(
        {
            "id": f"{fact.where.table.table_id}/{name}",
            "question": question,
            "answers": answers,
            "must_include": ["|".join(answer.replace("|", "/") for answer in answers)],
            "type": "false-premise",
            "expect": Expect.CORRECT_PREMISE,
            "evidence": [fact.evidence],
            "style": "generated",
        }
    )


def _unanswerable(table: NamedTable, question: str, name: str) -> Case:
    return Case.model_validate(
        {
            "id": f"{table.table.table_id}/{name}",
            "question": question,
            "answers": [],
            "type": "unanswerable",
            "expect": Expect.ABSTAIN,
            "style": "generated",
        }
    )


def _differing_pair(facts: Sequence[Fact], draw: random.Random) -> tuple[Fact, Fact] | None:
    """Two facts of one column whose values differ; None where there are none."""
    if not facts:
        return None
    fact = draw.choice(facts)
    column = [f for f in facts if f.column == fact.column]
    others = [f for f in column if normalise(f.cell.value.text) != normalise(fact.cell.value.text)]
    return (fact, draw.choice(others)) if others else None


def _medal_of(fact: Fact) -> str | None:
    """The medal that goes with the place, in the final of a competition that gives medals."""
    table = fact.where.table
    around = " ".join([fact.where.name, fact.where.document.title, table.competition or ""])
    early = re.search(r"heat|semi|quarter|repechage|round|qualif", f"{fact.where.name} {table.round or ''}", re.I)
    return None if early or not _GIVES_MEDALS.search(around) else _MEDALS.get(int(fact.cell.value.number or 0))


def _last_word(subject: str) -> str:
    return fold(subject).split()[-1]
