"""Question sets are checked on load, and every problem is named."""

import json
import os
from pathlib import Path

import pytest

from evals.cases import Expect, InvalidSetError, load_cases, possible_ids, read_texts, set_digest

SHARED = Path(os.environ.get("PRESSBOX_SHARED", Path(__file__).parent.parent.parent / "shared"))
GOOD = {"id": "q1", "question": "Who won?", "answers": ["Ada Berg"], "type": "lookup-table", "expect": "answer"}


def write_set(folder: Path, *questions: object) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(q if isinstance(q, str) else json.dumps(q) for q in questions), encoding="utf-8")
    return path


def test_extra_descriptive_fields_are_welcome(tmp_path: Path) -> None:
    cases = load_cases(write_set(tmp_path, {**GOOD, "notes": "trap", "style": "terse", "verified_by": "x.py:1"}))

    assert [case.id for case in cases] == ["q1"]
    assert cases[0].expect is Expect.ANSWER


def test_every_problem_of_a_set_is_named_at_once(tmp_path: Path) -> None:
    evidence = [{"doc": "final.txt", "quote": "Berg lost"}, {"doc": "heat.txt", "quote": "Berg"}]
    path = write_set(
        tmp_path,
        GOOD,
        {**GOOD, "expect": "anser"},
        "{not json",
        {"id": "q3", "question": " ", "type": "list", "expect": "answer", "answers": ["x"]},
        {**GOOD, "evidence": evidence},
        {**GOOD, "id": "q5", "must_inclde": ["Berg"]},
        {**GOOD, "id": "q6", "expect": "abstain"},
        {**GOOD, "id": "q7", "answers": []},
    )

    with pytest.raises(InvalidSetError) as caught:
        load_cases(path, {"final": "Ada Berg won."})

    assert str(caught.value).splitlines()[1:] == [
        "set.jsonl line 2 (q1): expect is 'anser': Input should be 'answer', 'abstain', 'correct-premise' "
        "or 'both-values'",
        "set.jsonl line 3: not JSON (Expecting property name enclosed in double quotes at column 2): '{not json'",
        "set.jsonl line 4 (q3): question is ' ': String should match pattern '\\S'",
        "set.jsonl line 6 (q5): unknown field 'must_inclde'; did you mean 'must_include'?",
        "set.jsonl line 1 (q1): id 'q1' is used 2 times; ids must be unique",
        "set.jsonl line 5 (q1): id 'q1' is used 2 times; ids must be unique",
        "set.jsonl line 5 (q1): evidence quote 'Berg lost' does not stand in 'final.txt'",
        "set.jsonl line 5 (q1): evidence document 'heat.txt' is not among the 1 documents",
        "set.jsonl line 7 (q6): expect is 'abstain' but answers is ['Ada Berg']; expected []",
        "set.jsonl line 8 (q7): answers, must_include, evidence and gold_docs are all empty; nothing could be judged",
    ]


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetError, match=r"line 1 \(q1\): field 'expect' is missing"):
        load_cases(write_set(tmp_path, {name: value for name, value in GOOD.items() if name != "expect"}))


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetError, match="holds no questions"):
        load_cases(write_set(tmp_path, ""))


def test_the_digest_of_a_set_changes_with_its_gold_and_with_its_order(tmp_path: Path) -> None:
    one = load_cases(write_set(tmp_path, GOOD, {**GOOD, "id": "q2"}))
    regraded = load_cases(write_set(tmp_path, GOOD, {**GOOD, "id": "q2", "answers": ["Bo Dahl"]}))

    assert set_digest(one) == set_digest(load_cases(write_set(tmp_path, GOOD, {**GOOD, "id": "q2"})))
    assert len({set_digest(one), set_digest(regraded), set_digest(list(reversed(one)))}) == 3


def test_alternatives_are_needed_once_and_members_of_a_list_all(tmp_path: Path) -> None:
    alternatives, members, stated = load_cases(
        write_set(
            tmp_path,
            {**GOOD, "answers": ["Berg", "Ada Berg"]},
            {**GOOD, "id": "q2", "answers": ["Berg", "Dahl"], "answer_is_list": True},
            {**GOOD, "id": "q3", "must_include": ["Berg|Ada", "3:27.65"]},
        )
    )

    assert alternatives.required == (("Berg", "Ada Berg"),)
    assert members.required == (("Berg",), ("Dahl",))
    assert stated.required == (("Berg", "Ada"), ("3:27.65",))


@pytest.mark.parametrize(
    ("doc", "ids"),
    [
        ("final.txt", {"final", "final-txt"}),
        ("heats/final.csv", {"final", "final-csv", "heats-final-csv"}),
        ("final", {"final"}),
        ("st.louis 2024", {"st.louis 2024", "st.louis-2024"}),
    ],
)
def test_gold_names_a_document_by_file_or_by_id(doc: str, ids: set[str]) -> None:
    assert possible_ids(doc) == ids


def test_a_row_of_a_csv_file_is_quoted_as_the_library_shows_it(tmp_path: Path) -> None:
    (tmp_path / "final.csv").write_text('# Final\nRank,Name,Time\n1,"Berg, Ada",3:27.65\n', encoding="utf-8")
    quotes = ("| 1 | Berg, Ada |", "| 2 | Berg")
    right, wrong = ({**GOOD, "evidence": [{"doc": "final.csv", "quote": quote}]} for quote in quotes)

    assert load_cases(write_set(tmp_path, right), read_texts(tmp_path))
    with pytest.raises(InvalidSetError, match="does not stand in"):
        load_cases(write_set(tmp_path, wrong), read_texts(tmp_path))


def test_a_quote_may_stand_in_either_of_two_files_of_one_name(tmp_path: Path) -> None:
    for folder, text in (("a", "Berg won."), ("b", "Dahl won.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "final.txt").write_text(text, encoding="utf-8")
    texts = read_texts(tmp_path)

    assert list(texts) == ["a/final.txt", "b/final.txt"]
    assert load_cases(write_set(tmp_path, {**GOOD, "evidence": [{"doc": "final.txt", "quote": "Dahl"}]}), texts)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared development sets are not beside the project")
def test_the_seed_set_loads_and_all_its_quotes_stand_in_their_articles() -> None:
    cases = load_cases(SHARED / "evalsets" / "seeds" / "dev.jsonl", read_texts(SHARED / "seeds"))

    assert len(cases) == 120
