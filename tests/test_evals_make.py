"""Generated questions have the gold they claim, and nothing that is asked falsely is true."""

import random
import re
from pathlib import Path

import pytest

from evals.cases import Case, Expect, load_cases
from evals.make import make_cases, write_cases, write_shuffled
from evals.make_facts import facts_of, named_tables, ordinal_of, question_of
from evals.make_variants import respelled_cases, shuffled_csv
from retriever.types import Document
from retriever.values import ValueType
from tests.evals_doubles import make_case, table_document

COLUMNS = (("Rank", ValueType.RANK), ("Athlete", ValueType.TEXT), ("Nation", ValueType.TEXT), ("Time", ValueType.TIME))
GAMES = {"competition": "2024 Olympic Games", "event": "Women's 800m"}
FINAL = table_document(
    "final",
    [("1", "Ada Bergström", "Norway", "1:56.10"), ("2", "Eva Lindqvist", "Sweden", "1:56.40"),
     ("3", "Mia Castellano", "Italy", "1:57.00")],
    columns=COLUMNS, title="800m final", round="Final", **GAMES,
)  # fmt: skip
SEMI = table_document(
    "semi",
    [("1", "Eva Lindqvist", "Sweden", "1:58.00"), ("2", "Ada Bergström", "Norway", "1:58.20"),
     ("3", "Zoë Okonkwo", "Nigeria", "1:59.99")],
    columns=COLUMNS, title="800m semi-final", round="Semi-final", **GAMES,
)  # fmt: skip
LEAGUE = table_document(
    "league",
    [("1", "Rovers", "17", "41"), ("2", "United", "17", "38"), ("3", "Athletic", "17", "30")],
    columns=(("Pos", ValueType.RANK), ("Club", ValueType.TEXT), ("Played", ValueType.NUMBER),
             ("Points", ValueType.NUMBER)),
    title="Second division table 2023",
)  # fmt: skip
CLAIM = r"(?:finish|win|was the \w+ of …) (\S+) in "
MEDAL_PLACES = {"gold": "1st", "silver": "2nd", "bronze": "3rd"}
LIBRARY = [FINAL, SEMI, LEAGUE]
CASES = make_cases(LIBRARY)


def cases_named(part: str, cases: list[Case] = CASES) -> list[Case]:
    return [case for case in cases if part in case.id]


def test_a_table_is_named_by_its_event_or_else_by_its_title() -> None:
    assert [table.name for table in named_tables(LIBRARY)] == [
        "the Women's 800m, Final, 2024 Olympic Games",
        "the Women's 800m, Semi-final, 2024 Olympic Games",
        "Second division table 2023",
    ]


def test_tables_that_can_be_mistaken_for_each_other_are_not_asked_about() -> None:
    rows = [("1", "A B", "X", "1:00.00")]
    twin = table_document("copy", rows, columns=COLUMNS, title="Copy", round="Final", **GAMES)

    assert [table.document.document_id for table in named_tables([FINAL, twin, SEMI])] == ["semi"]


def test_a_table_that_names_a_subject_twice_is_not_asked_about() -> None:
    repeated = table_document("r", [("1", "Ada Berg", "X", "1:00.00")] * 3, columns=COLUMNS)

    assert named_tables([repeated]) == []


def test_a_fact_has_its_row_as_evidence_and_its_cell_as_answer() -> None:
    fact = next(f for f in facts_of(named_tables(LIBRARY)[0]) if f.subject == "Eva Lindqvist" and f.label == "time")

    assert fact.answers == ("1:56.40",)
    assert fact.evidence.quote == "| 2 | Eva Lindqvist | Sweden | 1:56.40 |"
    assert (fact.evidence.doc, fact.evidence.column, fact.evidence.value) == ("final", "Time", "1:56.40")
    assert [question_of(fact, n) for n in (0, 3)] == [
        "What was the time of Eva Lindqvist in the Women's 800m, Final, 2024 Olympic Games?",
        "Can you tell me Eva Lindqvist's time in the Women's 800m, Final, 2024 Olympic Games?",
    ]


def test_a_unit_after_the_label_is_not_part_of_the_question() -> None:
    columns = (*COLUMNS[:3], ("Time (min)", ValueType.TIME))
    rows = [("1", "Ada Berg", "X", "1:56.10"), ("2", "Eva Lind", "X", "1:56.40"), ("3", "Mia Kast", "X", "1:57.00")]
    fact = facts_of(named_tables([table_document("t", rows, columns=columns, title="Town final")])[0])[-1]

    assert question_of(fact) == "What was the time of Mia Kast in Town final?"
    assert fact.evidence.column == "Time (min)"


def test_a_place_is_accepted_with_and_without_its_ending() -> None:
    rank = next(fact for fact in facts_of(named_tables(LIBRARY)[0]) if fact.is_rank)

    assert rank.answers == ("1", "1st")
    assert question_of(rank) == "Where did Ada Bergström finish in the Women's 800m, Final, 2024 Olympic Games?"


def test_every_generated_quote_stands_in_its_document_and_every_id_is_unique(tmp_path: Path) -> None:
    write_cases(tmp_path / "made.jsonl", CASES)

    loaded = load_cases(tmp_path / "made.jsonl", {document.document_id: document.text for document in LIBRARY})
    assert loaded == CASES


def test_the_same_seed_makes_the_same_set_and_another_seed_another() -> None:
    assert make_cases(LIBRARY) == CASES
    assert make_cases(LIBRARY, seed=1) != CASES


def test_what_is_asked_of_one_table_does_not_change_with_its_neighbours() -> None:
    alone = make_cases([FINAL])

    assert cases_named("final#t0/fact", alone) == cases_named("final#t0/fact")
    assert cases_named("final#t0/false", alone) == cases_named("final#t0/false")


@pytest.mark.parametrize("seed", range(20))
def test_a_false_twin_states_what_its_row_denies(seed: int) -> None:
    twins = cases_named("/false-", make_cases(LIBRARY, seed=seed))

    assert {case.id.split("/")[1] for case in twins} == {"false-value", "false-person", "false-medal"}
    for case in twins:
        assert case.expect is Expect.CORRECT_PREMISE
        row = case.evidence[0].quote
        subject = row.split(" | ")[1]
        true, claimed = case.answers[0], re.search(CLAIM, case.question.replace(subject, "…"))
        assert claimed is not None, case.question
        assert MEDAL_PLACES.get(claimed[1], claimed[1]) != true


@pytest.mark.parametrize("seed", range(20))
def test_medals_are_asked_for_only_in_the_final_of_games_that_give_them(seed: int) -> None:
    medals = cases_named("/false-medal", make_cases(LIBRARY, seed=seed))

    assert [case.id for case in medals] == ["final#t0/false-medal"]
    assert any(f"win {medal} in" in medals[0].question for medal in ("gold", "silver", "bronze"))


@pytest.mark.parametrize("seed", range(20))
def test_a_near_miss_asks_for_what_its_document_does_not_hold(seed: int) -> None:
    texts = {document.document_id: document.text for document in LIBRARY}
    cases = make_cases(LIBRARY, seed=seed)

    for case in cases_named("/absent-subject", cases):
        stranger = case.question.split(" of ")[1].split(" in ")[0]
        assert stranger not in texts[case.id.split("#")[0]]
        assert (case.expect, case.answers) == (Expect.ABSTAIN, ())
    for case in cases_named("/absent-year", cases):
        assert "2024" not in case.question
        assert "2023" not in case.question
    assert cases_named("/absent-subject", cases)
    assert cases_named("/absent-column", cases)
    assert cases_named("/absent-year", cases)


def test_a_follow_up_moves_the_same_subject_to_another_round() -> None:
    case = cases_named("semi#t0/next-round")[0]

    assert case.question == "And in the Final?"
    assert case.under == "lookup-table"
    subject = case.evidence[0].quote.split(" | ")[1]
    assert subject in case.conversation[0].content
    assert subject in (case.standalone or "")
    assert "Final, 2024" in (case.standalone or "")


def test_a_follow_up_may_ask_for_another_column_of_the_same_row() -> None:
    case = cases_named("league#t0/next-column")[0]

    assert case.question in {"And the played?", "And the points?"}
    assert case.evidence[0].value in case.answers


def test_a_respelled_question_differs_only_in_the_name_and_points_at_its_pair() -> None:
    case = make_case(id="q1", question="What was the time of Ada Bergström in the final?")
    made = [next(respelled_cases(case, "Ada Bergström", draw=random.Random(n))) for n in range(30)]

    assert {m.pair for m in made} == {"q1"}
    spellings = {m.question.removeprefix("What was the time of ").removesuffix(" in the final?") for m in made}
    assert {"Ada Bergstrom", "ada bergström", "Bergström Ada"} <= spellings
    assert len(spellings) > 3  # and letters swapped
    assert all(m.answers == case.answers for m in made)


def test_shuffling_keeps_every_row_and_changes_their_order() -> None:
    table = named_tables(LIBRARY)[2]
    plain = shuffled_csv(table, draw=None).splitlines()
    shuffled = [shuffled_csv(table, draw=random.Random(n)).splitlines() for n in range(5)]

    assert plain == ["# Second division table 2023", "Pos,Club,Played,Points", "1,Rovers,17,41", "2,United,17,38",
                     "3,Athletic,17,30"]  # fmt: skip
    assert all(sorted(lines) == sorted(plain) and lines[:2] == plain[:2] for lines in shuffled)
    assert any(lines != plain for lines in shuffled)


def test_renamed_columns_keep_their_rows_and_mean_the_same() -> None:
    table = named_tables(LIBRARY)[0]

    plain, renamed = (shuffled_csv(table, draw=None, renamed=renamed).splitlines() for renamed in (False, True))

    assert renamed[2:] == plain[2:]
    assert (plain[1], renamed[1]) == ("Rank,Athlete,Nation,Time", "Position,Name,Country,Time")


def test_shuffled_tables_come_with_one_set_for_all_kinds(tmp_path: Path) -> None:
    assert write_shuffled(tmp_path, LIBRARY) == 3

    cases = load_cases(tmp_path / "questions.jsonl")
    files = [sorted(path.name for path in (tmp_path / kind).iterdir()) for kind in ("plain", "shuffled", "renamed")]
    assert files[0] == files[1] == ["table-0000.csv", "table-0001.csv", "table-0002.csv"]
    assert {case.gold_docs for case in cases} == {("table-0000",), ("table-0001",), ("table-0002",)}
    assert all(not case.evidence for case in cases)


def test_after_a_tie_nobody_asks_who_was_second() -> None:
    rows = [("1", "Ada Berg", "X", "1:56.10"), ("2", "Eva Lind", "X", "1:56.40"), ("2", "Mia Kast", "X", "1:56.40")]
    tied = table_document("tied", rows, columns=COLUMNS, title="Town final")

    for seed in range(10):
        who = [case.question for case in make_cases([tied], seed=seed) if case.question.startswith("Who")]
        assert who == ["Who was 1st in Town final?"]


def test_another_heat_of_the_same_round_is_no_next_round() -> None:
    rows = [("1", "Ada Berg", "X", "1:56.10"), ("2", "Eva Lind", "X", "1:56.40"), ("3", "Mia Kast", "X", "1:57.00")]
    heats = [table_document(f"h{n}", rows, columns=COLUMNS, round="Heats", heat=f"Heat {n}", **GAMES) for n in (1, 2)]

    assert cases_named("/next-round", make_cases(heats)) == []
    assert cases_named("/next-column", make_cases(heats)) != []


def test_a_library_without_tables_gives_no_questions() -> None:
    assert make_cases([Document("x", "X", "Words.", FINAL.kind)]) == []


def test_ordinals_have_their_endings() -> None:
    rows = [(str(n), f"Runner {chr(64 + n)}{chr(96 + n)}", "X", "1:00.00") for n in range(1, 25)]
    ranks = [row.cells[0] for row in table_document("t", rows, columns=COLUMNS).tables[0].rows]

    assert [ordinal_of(ranks[n - 1]) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd",
    ]  # fmt: skip
