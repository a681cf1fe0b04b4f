"""The same questions in other clothes: as follow-ups, with names respelled, over tables with their rows shuffled."""

import csv
import io
import random
import unicodedata
from collections.abc import Iterator, Sequence

from bot.schema import Turn
from evals.cases import Case
from evals.make_facts import Fact, NamedTable, as_case, facts_of, question_of

_SAME_MEANING = {
    "rank": "Position", "pos": "Rank", "position": "Place", "place": "Rank", "athlete": "Name", "name": "Athlete",
    "player": "Name", "driver": "Name", "rider": "Name", "swimmer": "Name", "nation": "Country", "country": "Nation",
    "nationality": "Country", "noc": "Nation", "points": "Pts", "pts": "Points", "club": "Team", "team": "Club",
    "mark": "Result", "notes": "Remarks", "date": "Day", "venue": "Location", "location": "Venue", "w": "Wins",
    "wins": "W", "d": "Draws", "l": "Losses", "losses": "L", "gf": "Goals for", "ga": "Goals against",
    "apps": "Appearances", "appearances": "Apps", "attendance": "Crowd",
}  # fmt: skip
_MIN_SWAPPED_CHARS = 7  # in a shorter name two swapped letters may make another name


def follow_up_cases(table: NamedTable, others: Sequence[NamedTable], *, draw: random.Random) -> Iterator[Case]:
    """The same subject in another round of the event, and another column of the same row."""
    facts = facts_of(table)
    measured = [fact for fact in facts if fact.is_measured]
    rounds = [pair for fact in measured if (pair := _in_another_round(fact, others))]
    if rounds:
        first, second = draw.choice(rounds)
        place = second.where.table.round or second.where.name
        article = "" if place[-1].isdigit() else "the "  # "in Round 1", "in the final"
        yield _follow_up(first, second, f"And in {article}{place}?", name="next-round")
    same_row = [(a, b) for a in facts for b in facts if a.row.index == b.row.index and a.column != b.column]
    if asked := [(a, b) for a, b in same_row if not b.is_rank]:
        first, second = draw.choice(asked)
        yield _follow_up(first, second, f"And the {second.label}?", name="next-column")


def respelled_cases(case: Case, subject: str, *, draw: random.Random) -> Iterator[Case]:
    """The question with its subject respelled; the answer must stay the same (`pair`)."""
    spellings = [spelling for spelling in _respellings(subject, draw) if spelling != subject]
    if spellings and subject in case.question:
        spelling = draw.choice(spellings)
        question = case.question.replace(subject, spelling)
        yield case.model_copy(update={"id": f"{case.id}-respelled", "question": question, "pair": case.id})


def shuffled_csv(table: NamedTable, *, draw: random.Random | None, renamed: bool = False) -> str:
    """The table as CSV under a comment line with its name; with `draw` its rows are in another order.

    `renamed`: columns are called by other labels of the same meaning, where sport has one and none is called so.
    """
    rows = [[cell.raw for cell in row.cells] for row in table.table.rows]
    if draw:
        draw.shuffle(rows)
    sheet = io.StringIO()
    sheet.write(f"# {' '.join(table.name.split())}\n")
    writer = csv.writer(sheet, lineterminator="\n")
    labels = [column.label for column in table.table.columns]
    writer.writerow([_renamed(label, labels) for label in labels] if renamed else labels)
    writer.writerows(rows)
    return sheet.getvalue()


def _renamed(label: str, labels: Sequence[str]) -> str:
    """Another label of the same meaning; the same where there is none, or the table has that too."""
    other = _SAME_MEANING.get(label.strip().lower(), label)
    taken = {name.strip().lower() for name in labels}
    return label if other.lower() in taken else other


def _in_another_round(fact: Fact, others: Sequence[NamedTable]) -> tuple[Fact, Fact] | None:
    """The same subject and column in another round of the same event."""
    event, label = fact.where.table.event, fact.where.table.columns[fact.column].label
    for other in others:
        if event and other.table.event == event and other.table.competition == fact.where.table.competition:
            found = [f for f in facts_of(other) if f.subject == fact.subject]
            for second in found:
                if other.table.columns[second.column].label == label and other.table.round != fact.where.table.round:
                    return fact, second
    return None


def _follow_up(first: Fact, second: Fact, question: str, *, name: str) -> Case:
    turns = (Turn(role="user", content=question_of(first)), Turn(role="assistant", content=_told(first)))
    case = as_case(second, question, name=f"{name}-{second.row.index}-{second.column}")
    more = {"type": "followup", "under": "lookup-table", "standalone": question_of(second), "conversation": turns}
    return case.model_copy(update={**more, "id": f"{first.where.table.table_id}/{name}"})


def _told(fact: Fact) -> str:
    return f"{fact.subject}: {fact.answers[-1]}."


def _respellings(subject: str, draw: random.Random) -> list[str]:
    """Without accents, in small letters, family name first, two inner letters swapped."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", subject) if not unicodedata.combining(c))
    words = subject.split()
    turned = " ".join([words[-1], *words[:-1]])
    return [plain, subject.lower(), turned, *_swapped(subject, draw)]


def _swapped(subject: str, draw: random.Random) -> list[str]:
    longest = max(subject.split(), key=len)
    if len(longest) < _MIN_SWAPPED_CHARS:
        return []
    at = draw.randrange(2, len(longest) - 2)
    wrong = longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :]
    return [subject.replace(longest, wrong)]
