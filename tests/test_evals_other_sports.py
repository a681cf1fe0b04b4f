"""The questions on other sports: they load, and the documents that their gold names are there."""

from pathlib import Path

import pytest

from evals.cases import load_cases, possible_ids

EVALS = Path(__file__).parents[1] / "evals"


SETS = [
    ("six_sports", 116), ("twelve_sports", 206), ("prose_sports", 155), ("fourteen_sports", 155), ("club", 100),
    ("season", 44), ("talk_sports", 13), ("two_accounts", 111), ("long_prose", 120), ("two_places", 96),
    ("layouts", 201), ("eight_sports", 151), ("told_twice", 194), ("plain_words", 208),
    ("mixed_tables", 188), ("ten_sports", 162),
]  # fmt: skip


@pytest.mark.parametrize(("name", "count"), SETS)
def test_every_document_that_the_gold_names_is_in_the_coverage(name: str, count: int) -> None:
    there = {named for path in (EVALS / name / "coverage").iterdir() for named in possible_ids(path.name)}

    cases = load_cases(EVALS / name / "questions.jsonl")

    assert len(cases) == count
    assert {document for case in cases for document in case.gold_docs or ()} <= there


@pytest.mark.parametrize(
    ("path", "coverage", "count"),
    [
        ("six_sports/tellings.jsonl", EVALS / "six_sports" / "coverage", 7),
        ("twelve_sports/tellings.jsonl", EVALS / "twelve_sports" / "coverage", 13),
        ("sample_talks/tellings.jsonl", EVALS.parent / "corpus", 7),
        ("six_sports/conversations.jsonl", EVALS / "six_sports" / "coverage", 40),
        ("twelve_sports/conversations.jsonl", EVALS / "twelve_sports" / "coverage", 56),
        ("sample_talks/conversations.jsonl", EVALS.parent / "corpus", 19),
        ("talk_sports/tellings.jsonl", EVALS / "talk_sports" / "coverage", 20),
        ("table_talk/conversations.jsonl", EVALS / "table_talk" / "coverage", 166),
        ("talk_sports/conversations.jsonl", EVALS / "talk_sports" / "coverage", 137),
    ],
)
def test_follow_ups_and_tellings_are_of_documents_that_are_there_and_follow_ups_follow_an_answer(
    path: str, coverage: Path, count: int
) -> None:
    there = {named for file in coverage.iterdir() for named in possible_ids(file.name)}

    cases = load_cases(EVALS / path)

    assert len(cases) == count
    assert {document for case in cases for document in case.gold_docs or ()} <= there
    assert all(
        [turn.role for turn in case.conversation][-2:] == ["user", "assistant"]
        for case in cases
        if case.type == "followup"
    )
