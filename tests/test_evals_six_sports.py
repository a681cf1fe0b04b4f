"""The questions on six other sports: they load, and the documents that their gold names are there."""

from pathlib import Path

from evals.cases import load_cases, possible_ids

FOLDER = Path(__file__).parents[1] / "evals" / "six_sports"


def test_every_document_that_the_gold_names_is_in_the_coverage() -> None:
    there = {name for path in (FOLDER / "coverage").iterdir() for name in possible_ids(path.name)}

    cases = load_cases(FOLDER / "questions.jsonl")

    assert len(cases) == 116
    assert {document for case in cases for document in case.gold_docs or ()} <= there
