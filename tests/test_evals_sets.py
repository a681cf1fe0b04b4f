"""The question sets say only what the sample coverage holds: quotes, differences, counts and extremes are checked."""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path
from typing import Any  # a question is JSON as written; the harness has the typed form

import pytest

from retriever.text import fold

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = Path(os.environ.get("PRESSBOX_SHARED", ROOT.parent / "shared"))
DEV_SET = SHARED / "evalsets" / "seeds" / "dev.jsonl"
SETS = sorted((ROOT / "evals" / "sets").glob("*.jsonl"))
SAMPLE = ROOT / "evals" / "sets" / "sample.jsonl"
FIELDS = {
    "id", "question", "answers", "type", "evidence", "must_include", "must_not_include", "expect", "conversation"
}  # fmt: skip
TYPES = {
    "lookup-table", "lookup-prose", "compute", "compare", "superlative", "count", "multi-hop", "quote", "who-said",
    "timeline", "why", "list", "yesno", "false-premise", "unanswerable", "conflict", "followup", "summary",
}  # fmt: skip
EXPECT = {"unanswerable": "abstain", "false-premise": "correct-premise", "conflict": "both-values"}
ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "seventh": "7th",
            "tenth": "10th"}  # fmt: skip
MARKS = ("Time", "Time (s)", "Distance (m)", "Height (m)", "Points")

Question = dict[str, Any]


def questions_of(path: Path) -> list[Question]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


QUESTIONS = [question for path in SETS for question in questions_of(path)]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])


@lru_cache(maxsize=100)
def document_text(name: str) -> str:
    """The text of a document as the contract fixes it: a results file becomes comment lines and pipe rows."""
    text = (CORPUS / name).read_text(encoding="utf-8")
    if not name.endswith(".csv"):
        return text
    comments = [line for line in text.splitlines() if line.startswith("#")]
    records = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    return "\n".join([*comments, "", *("| " + " | ".join(record) + " |" for record in records)])


def rows_of(name: str) -> list[dict[str, str]]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def amount(printed: str) -> float:
    """Seconds of a time, or the plain figure."""
    total = 0.0
    for part in printed.split(":"):
        total = total * 60 + float(part)
    return total


def mark_of(row: dict[str, str]) -> float:
    return amount(next(row[column] for column in MARKS if column in row))


def figures(text: str) -> set[float]:
    return {amount(found) for found in re.findall(r"(?<![\w.:,])(?:\d{1,2}:)*\d+(?:\.\d+)?(?![\d:])", text)}


def plain(text: str) -> str:
    return re.sub(r"[a-z]+", lambda word: ORDINALS.get(word.group(), word.group()), fold(text))


def meets(text: str, wanted: str) -> bool:
    """Whether one of the alternatives `a|b|c` stands in `text` as whole words."""
    return any(re.search(rf"(?<![\w.:]){re.escape(plain(one))}(?!\w|[.:]\d)", plain(text)) for one in wanted.split("|"))


def groups_of(question: Question) -> dict[int, list[dict[str, Any]]]:
    groups: dict[int, list[dict[str, Any]]] = {}
    for evidence in question["evidence"]:
        groups.setdefault(evidence["group"], []).append(evidence)
    return groups


def test_ids_are_unique_over_all_sets() -> None:
    assert [name for name, times in Counter(question["id"] for question in QUESTIONS).items() if times > 1] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(fold(q["question"]) for q in QUESTIONS if not q["conversation"])

    assert [question for question, times in asked.items() if times > 1] == []


def test_the_sample_set_has_every_type_at_least_six_times() -> None:
    questions = questions_of(SAMPLE)
    counts = Counter(question["type"] for question in questions)

    assert len(questions) >= 200
    assert set(counts) == TYPES
    assert min(counts.values()) >= 6


@each_question
def test_a_question_has_the_fields_of_the_contract(question: Question) -> None:
    assert set(question) == FIELDS
    assert question["expect"] in {"answer", *EXPECT.values()}
    if question["type"] != "followup":
        assert question["expect"] == EXPECT.get(question["type"], "answer")
    assert bool(question["conversation"]) == (question["type"] == "followup")
    roles = [turn["role"] for turn in question["conversation"]]
    assert roles == ["user", "assistant"] * (len(roles) // 2)


@each_question
def test_every_quote_stands_in_the_document_it_names(question: Question) -> None:
    for evidence in question["evidence"]:
        assert set(evidence) == {"doc", "quote", "group"}
        assert evidence["quote"].strip()
        assert evidence["quote"] in document_text(evidence["doc"])


@each_question
def test_evidence_and_answers_are_there_exactly_when_the_coverage_answers(question: Question) -> None:
    groups = sorted(groups_of(question))
    answerable = question["expect"] != "abstain"

    assert groups == list(range(len(groups)))
    assert bool(groups) == answerable
    assert bool(question["answers"]) == answerable
    assert bool(question["must_include"]) == answerable


@each_question
def test_the_accepted_answers_meet_their_own_conditions(question: Question) -> None:
    answers = " ; ".join(question["answers"])

    assert [wanted for wanted in question["must_include"] if not meets(answers, wanted)] == []
    assert [banned for banned in question["must_not_include"] if meets(answers, banned)] == []


@each_question
def test_repeating_the_question_is_not_an_answer(question: Question) -> None:
    conditions = question["must_include"]

    assert question["expect"] == "abstain" or not all(meets(question["question"], wanted) for wanted in conditions)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q["type"] == "conflict"], ids=lambda q: q["id"])
def test_a_conflict_has_two_values_each_in_a_document_of_its_own(question: Question) -> None:
    sides = [{evidence["doc"] for evidence in group} for group in groups_of(question).values()]

    assert len(sides) == len(question["must_include"]) == 2
    assert sides[0] & sides[1] == set()


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q["type"] == "compute"], ids=lambda q: q["id"])
def test_a_computed_answer_is_the_difference_or_the_mean_of_its_evidence(question: Question) -> None:
    sides = [set().union(*(figures(e["quote"]) for e in group)) for group in groups_of(question).values()]
    differences = {round(abs(a - b), 2) for one, other in combinations(sides, 2) for a, b in product(one, other)}
    means = {round(sum(values) / len(values), 2) for values in product(*(side for side in sides))}
    wanted = figures(question["answers"][0])

    assert wanted & (means if len(sides) > 2 else differences)


def nation(name: str) -> Callable[[dict[str, str]], bool]:
    return lambda row: row["Nation"] == name


COUNTED: dict[str, tuple[str, Callable[[dict[str, str]], bool]]] = {
    "How many runners broke 3:30 in the men's 1500m final?": ("mens-1500m", lambda row: mark_of(row) < 210),
    "How many Americans ran in the women's 400m hurdles final?": ("womens-400m-hurdles", nation("United States")),
    "how many finns threw in the mens javelin final": ("mens-javelin-throw", nation("Finland")),
    "How many walkers are down as DNF in the men's 20km race walk?": (
        "mens-20km-race-walk",
        lambda row: row["Note"] == "DNF",
    ),
    "How many Ethiopians were in the women's 5000m final?": ("womens-5000m", nation("Ethiopia")),
    "How many men went over 8,500 points in the decathlon?": (
        "mens-decathlon",
        lambda row: bool(row["Place"]) and mark_of(row) > 8500,
    ),
    "How many women cleared 1.95 metres or more in the high jump final?": (
        "womens-high-jump",
        lambda row: bool(row["Place"]) and mark_of(row) >= 1.95,
    ),
    "How many teams are placed in the mixed 4x400 relay final?": ("mixed-4x400m-relay", lambda row: row["Place"] != ""),
    "How many throwers passed 69 metres in the men's discus final?": (
        "mens-discus-throw",
        lambda row: mark_of(row) > 69,
    ),
    "How many Kenyans ran in the men's 1500m final?": ("mens-1500m", nation("Kenya")),
    "How many New Zealanders competed in the women's pole vault final?": ("womens-pole-vault", nation("New Zealand")),
    "How many women ran under nine minutes in the steeplechase final?": (
        "womens-3000m-steeplechase",
        lambda row: mark_of(row) < 540,
    ),
}


@pytest.mark.parametrize("asked", COUNTED)
def test_a_count_is_the_number_of_rows_that_meet_its_condition(asked: str) -> None:
    question = next(q for q in QUESTIONS if q["question"] == asked)
    event, condition = COUNTED[asked]
    count = sum(condition(row) for row in rows_of(f"paris-2024-{event}-final.csv"))

    assert question["type"] == "count"
    assert question["answers"][0] == str(count)


def result_row(question: Question) -> tuple[dict[str, str], list[dict[str, str]]] | None:
    """The row of a final that the evidence quotes, with all placed rows of that final."""
    for evidence in question["evidence"]:
        if evidence["doc"].endswith("-final.csv"):
            rows = [row for row in rows_of(evidence["doc"]) if row["Place"]]
            return next(row for row in rows if f"| {row['Athlete']} |" in evidence["quote"]), rows
    return None


SUPERLATIVES = [q for q in QUESTIONS if q["type"] == "superlative" and result_row(q)]


@pytest.mark.parametrize("question", SUPERLATIVES, ids=lambda q: q["id"])
def test_a_superlative_is_first_or_last_of_the_final_or_of_its_nation(question: Question) -> None:
    found = result_row(question)
    assert found
    row, rows = found
    compatriots = [other for other in rows if other["Nation"] == row["Nation"]]

    assert any(row in (group[0], group[-1]) for group in (rows, compatriots))


@pytest.mark.skipif(not DEV_SET.is_file(), reason="the development set is not beside the project")
def test_no_question_is_taken_from_the_development_set() -> None:
    theirs = {fold(q["question"]).strip(" ?.") for q in questions_of(DEV_SET)}

    assert [q["question"] for q in QUESTIONS if fold(q["question"]).strip(" ?.") in theirs] == []
