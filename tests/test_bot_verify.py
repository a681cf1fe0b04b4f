"""A saved answer stands only if every citation is where it says and every promise about its parts holds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import make_bot

from bot.schema import Answer, AskRequest, Support
from bot.verify import verify_answer

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


def test_an_answer_as_it_was_given_stands(newsroom: tuple[Path, str]) -> None:
    library, saved = newsroom

    assert verify_answer(Answer.model_validate_json(saved), library) == []


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
    ],
)
def test_every_kind_of_tampering_is_named(newsroom: tuple[Path, str], change: Change, said: str) -> None:
    library, saved = newsroom
    answer = Answer.model_validate_json(saved)

    change(answer)

    assert any(said in problem for problem in verify_answer(answer, library))


def test_a_difference_with_another_result_is_found_when_it_is_worked_out_again(tmp_path: Path) -> None:
    bot = make_bot(tmp_path)
    answer = bot.ask(AskRequest(question="What was the winning margin in the women's 800 metres final?"))
    assert answer.computation is not None
    result = answer.computation.result
    wrong = answer.model_dump_json().replace(result, result.replace("0.", "9."))

    problems = verify_answer(Answer.model_validate_json(wrong), tmp_path / "library")

    assert verify_answer(answer, tmp_path / "library") == []
    assert any("does not come out" in problem for problem in problems)
