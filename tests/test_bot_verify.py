"""A saved answer stands only if every citation, cell and figure of it holds in the library it came from."""

from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import make_bot

from bot.schema import Answer, AskRequest, CitedRow, Conflict, ConflictValue, Premise, Support
from bot.trust.verify import verify_answer
from retriever.figures import find_values

Change = Callable[[Answer], None]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("newsroom")
    answer = make_bot(folder).ask(AskRequest(question="How many women ran under 1:58 in the final?"))
    return folder / "library", answer.model_dump_json()


def _shift(answer: Answer) -> None:
    answer.citations[0].start += 1


def _misquote(answer: Answer) -> None:
    answer.citations[0].quote = answer.citations[0].quote.replace("1:57.10", "1:57.11")


def _move(answer: Answer) -> None:
    answer.citations[0].document_id = "elsewhere"


def _add_words(answer: Answer) -> None:
    answer.answer += " And more."


def _swap_numbers(answer: Answer) -> None:
    answer.segments[0].citations.reverse()


def _cite_nothing(answer: Answer) -> None:
    for segment in answer.segments:
        segment.citations = []


def _change_result(answer: Answer) -> None:
    assert answer.segments[0].support is Support.COMPUTED
    answer.segments[0].text = "7" + answer.segments[0].text[1:]
    answer.answer = "".join(segment.text for segment in answer.segments)


def _row(answer: Answer) -> CitedRow:
    row = answer.citations[0].table
    assert row is not None
    return row


def _change_a_cell(answer: Answer) -> None:
    _row(answer).values["Time"] = "1:57.01"


def _cite_another_row(answer: Answer) -> None:
    _row(answer).row = 2


def _rename_the_row(answer: Answer) -> None:
    _row(answer).row_label = "Bea Okoro"


def _rename_a_column(answer: Answer) -> None:
    _row(answer).columns[-1] = "Reaction time"


def _change_the_title(answer: Answer) -> None:
    answer.citations[0].title += " 1:50.00"


def _date_it(answer: Answer) -> None:
    answer.citations[0].published_at = "2031-07-01"


def _change_the_heading(answer: Answer) -> None:
    answer.citations[0].section[-1] = "Heat 7"


def _call_it_a_passage(answer: Answer) -> None:
    answer.citations[0].kind = "passage"


def _change_a_shown_row(answer: Answer) -> None:
    answer.tables[0].rows[1][3].text = "1:57.19"


def _cite_from_nowhere_in_a_table(answer: Answer) -> None:
    answer.tables[0].rows[1][3].citation = 9


def _make_up_a_conflict(answer: Answer) -> None:
    values = [ConflictValue(value="1:57.10", citations=[1]), ConflictValue(value="1:56.00", citations=[2])]
    answer.conflicts = [Conflict(subject="winning time", values=values, preferred=0, rule="two against one")]


def _make_up_a_premise(answer: Answer) -> None:
    answer.premise = Premise(claim="x", verdict="contradicted", correction="She ran 1:56.00.", citations=[1, 8])


def test_an_answer_as_it_was_given_stands(newsroom: tuple[Path, str]) -> None:
    library, saved = newsroom
    answer = Answer.model_validate_json(saved)

    report = verify_answer(answer, library)

    assert (report.verified, report.problems, report.recomputed) == (True, [], True)
    assert (report.citations, report.figures) == (3, len(find_values(answer.answer)))
    assert report.answer_id == answer.id
    assert report.answered_from == report.checked_against == answer.corpus.version


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_shift, "citation [1], document 'harbour-800': at "),
        (_misquote, "the answer quotes '| 1 | Ada Lind | Sweden | 1:57.11 |'"),
        (_move, "citation [1], document 'elsewhere': the library has no such document"),
        (_add_words, "the segments joined are not the answer"),
        (_swap_numbers, "citations are numbered [1, 2, 3] but used in the order [3, 2, 1]"),
        (_cite_nothing, "is computed but cites nothing"),
        (_change_result, "figure '7' is not in what its sentence cites"),
        (_change_a_cell, "'Time' of row 0 is '1:57.10', the answer says '1:57.01'"),
        (_cite_another_row, "'Athlete' of row 2 is 'Cleo Marsh', the answer says 'Ada Lind'"),
        (_rename_the_row, "is not about 'Bea Okoro'"),
        (_rename_a_column, "the columns of "),
        (_change_the_title, "its title is "),
        (_date_it, "its published_at is None, the answer says '2031-07-01'"),
        (_change_the_heading, "Heat 7"),
        (_call_it_a_passage, "the document has no passage None"),
        (_change_a_shown_row, "shows the row '2 | Bea Okoro | Nigeria | 1:57.19'"),
        (_cite_from_nowhere_in_a_table, "names citations [9] that there are not"),
        (_make_up_a_conflict, "figure '1:56.00' of the conflict about 'winning time'"),
        (_make_up_a_premise, "figure '1:56.00' of the corrected premise"),
        (_make_up_a_premise, "the premise names citations [8] that there are not"),
    ],
)
def test_every_kind_of_tampering_is_named(newsroom: tuple[Path, str], change: Change, said: str) -> None:
    library, saved = newsroom
    answer = Answer.model_validate_json(saved)

    change(answer)

    assert [problem.detail for problem in verify_answer(answer, library).problems if said in problem.detail]


def test_a_declined_answers_closest_passages_are_looked_up_too(tmp_path: Path) -> None:
    answer = make_bot(tmp_path).ask(AskRequest(question="What was the attendance on Wednesday?"))
    assert answer.abstention is not None
    answer.abstention.closest[0].quote = "Made up afterwards."

    report = verify_answer(answer, tmp_path / "library")

    assert [problem.kind for problem in report.problems] == ["citation"]


def test_an_answer_made_up_to_keep_the_checker_busy_is_refused_at_once(newsroom: tuple[Path, str]) -> None:
    library, saved = newsroom
    answer = Answer.model_validate_json(saved)
    answer.citations[0].quote = " ".join(f"{n}.7" for n in range(15_000))
    answer.segments[0].text = " ".join(f"{n}.5" for n in range(15_000))

    report = verify_answer(answer, library)

    figures = [problem.detail for problem in report.problems if problem.kind == "figure"]
    assert figures == ["there are more figures over more cited text than can be checked"]


def test_a_working_with_other_operands_is_named(tmp_path: Path) -> None:
    answer = make_bot(tmp_path).ask(AskRequest(question="What was the winning margin in the women's 800 metres final?"))
    assert answer.computation is not None
    answer.computation.plan = answer.computation.plan.replace("1:57.10", "1:55.10").replace("1:57.24", "1:55.24")

    problems = verify_answer(answer, tmp_path / "library").problems

    assert [p.detail for p in problems if p.kind == "computation"] == [
        "computation '1:55.24 - 1:55.10 = 0.14 s' reads otherwise when it is worked out again: "
        "'1:57.24 - 1:57.10 = 0.14 s'"
    ]


def test_a_difference_with_another_result_is_found_when_it_is_worked_out_again(tmp_path: Path) -> None:
    bot = make_bot(tmp_path)
    answer = bot.ask(AskRequest(question="What was the winning margin in the women's 800 metres final?"))
    assert answer.computation is not None
    result = answer.computation.result
    wrong = answer.model_dump_json().replace(result, result.replace("0.", "9."))

    problems = verify_answer(Answer.model_validate_json(wrong), tmp_path / "library").problems

    assert verify_answer(answer, tmp_path / "library").recomputed
    assert verify_answer(answer, tmp_path / "library").problems == []
    assert any("does not come out" in problem.detail for problem in problems)


def _name_another(answer: Answer) -> None:
    assert answer.computation is not None
    answer.computation.plan = answer.computation.plan.replace("Bea Okoro", "Cleo Marsh")


def _name_one_less(answer: Answer) -> None:
    assert answer.computation is not None
    answer.computation.plan = answer.computation.plan.replace(" + Bea Okoro", "")


def _move_the_limit(answer: Answer) -> None:
    assert answer.computation is not None
    answer.computation.plan = answer.computation.plan.replace("under 1:58", "under 1:57.20")


@pytest.mark.parametrize("change", [_name_another, _name_one_less, _move_the_limit])
def test_a_count_is_made_again_from_its_rows(newsroom: tuple[Path, str], change: Change) -> None:
    library, saved = newsroom
    answer = Answer.model_validate_json(saved)

    assert verify_answer(answer, library).recomputed

    change(answer)

    assert "computation" in {problem.kind for problem in verify_answer(answer, library).problems}
