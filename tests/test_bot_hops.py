"""Questions about somebody they only describe: found first, then asked about."""

from collections.abc import Iterator

import pytest
from newsroom import COVERAGE, make_bot, read

from bot.answer import Bot
from bot.cite import Span
from bot.hops import told_by
from bot.prose.reader import Sentence
from bot.question.described import description_in, without_group, without_tail
from bot.schema import AskRequest, Status
from retriever.types import Passage

ROWING = """# Harbour Games 2027: women's 800 metres final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Cleo Marsh | Great Britain | 1:58.90 |
| 2 | Ada Lind | Sweden | 1:59.30 |
"""

CUP = """# River Cup 2031: women's 3000 metres

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Bea Okoro | Nigeria | 8:44.10 |
| 2 | Cleo Marsh | Great Britain | 8:45.70 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {**COVERAGE, "harbour-2027.md": ROWING, "river-cup.md": CUP}
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), files)
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "asks", "then"),
    [
        ("Where did the Tokyo silver medallist finish in Paris?", "Who was the Tokyo silver medallist?",
         "Where did X finish in Paris?"),
        ("What was the time of the Tokyo winner in the semi-final?", "Who was the Tokyo winner?",
         "What was the time of X in the semi-final?"),
        ("How did the winner of the River Cup do in the Harbour final?", "Who was the winner of the River Cup?",
         "How did X do in the Harbour final?"),
        ("What did the man who was fifth in Tokyo run in the semi-final?", "Who was fifth in Tokyo?",
         "What did X run in the semi-final?"),
        ("Where did the runner-up of the Lake Cup come at the Hill Cup?", "Who was the runner-up of the Lake Cup?",
         "Where did X come at the Hill Cup?"),
        ("The 2021 college champion: what was his time in Paris?", "Who was the 2021 college champion?",
         "what was X's time in Paris?"),
        ("the skater who was third in Tokyo: where did she finish in Paris?", "Who was third in Tokyo?",
         "where did X finish in Paris?"),
        ("How many points did the rider who hit the fence end up with?", "Who hit the fence?",
         "How many points did X end up with?"),
        ("What did the slider who set a record finish with?", "Who set a record?", "What did X finish with?"),
        ("Where did the shepherd who lost a glove hail from?", "Who lost a glove?", "Where did X hail from?"),
        ("Who coaches the woman who lost a glove and a shoe?", "Who lost a glove and a shoe?", "Who coaches X?"),
        ("What time did the paddler with a fever record?", "Who had a fever?", "What time did X record?"),
    ],
)  # fmt: skip
def test_a_description_is_asked_for_first_and_replaced(question: str, asks: str, then: str) -> None:
    found = description_in(read(question))

    assert found is not None
    assert found.comes_first
    assert (found.asks, found.replaced(question, "X")) == (asks, then)


@pytest.mark.parametrize(
    ("question", "asks", "then"),
    [
        ("Who coaches the bronze medallist of the final?", "Who was the bronze medallist of the final?",
         "Who coaches X?"),
        ("What is the champion's home town?", "Who was the champion?", "What is X's home town?"),
        ("What was the shepherd's time?", "Who is the shepherd?", "What was X's time?"),
        ("Who trains the sixth man of the final?", "Who was the sixth man of the final?", "Who trains X?"),
        ("How fast was the winner of the 800 metres?", "Who was the winner of the 800 metres?", "How fast was X?"),
    ],
)  # fmt: skip
def test_what_one_look_may_answer_is_asked_for_only_behind_that(question: str, asks: str, then: str) -> None:
    found = description_in(read(question))

    assert found is not None
    assert not found.comes_first
    assert (found.asks, found.replaced(question, "X")) == (asks, then)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the final?",
        "Which semi-final had the faster winner?",
        "What time did Lind run in the final?",
        "Who was the champion before Lind?",
        "Who was the fastest man not to reach the final?",
        "Which of the medallists was faster in Paris, Lind or Okoro?",
        "How did the winner of the other race do in Paris?",
        "What was the last lap like?",
    ],
)
def test_what_describes_nobody_is_left_alone(question: str) -> None:
    assert description_in(read(question)) is None


def test_the_answer_tells_the_result_and_who_was_described(bot: Bot) -> None:
    question = "Where did the River Cup winner finish in the women's 800 metres final of 2031?"
    answer = bot.ask(AskRequest(question=question))

    assert answer.values == ["2nd"]
    assert [citation.document_id for citation in answer.citations] == ["harbour-800", "river-cup"]
    assert "Bea Okoro" in answer.segments[0].text
    assert "1st in 8:44.10" in answer.segments[1].text


def test_the_first_likely_answer_that_results_list_is_who_was_described(bot: Bot) -> None:
    text = "Photo by Ida Weir: Bea Okoro, the college champion"
    passage = Passage("p", "harbour-800", 0, len(text), text)
    span = Span(passage, 0, len(text))

    def pointed(answer: str, *, enough: bool = True) -> Sentence:
        start = text.index(answer)
        return Sentence(span, text, 0.3, 0.9, 0.5, (), True, enough, answer=(start, start + len(answer)))

    asking, question = bot._inquiry._asking, read("Who fell?")
    named = told_by(question, [pointed("Ida Weir"), pointed("Bea Okoro")], asking)

    assert named is not None
    assert named.name == "Bea Okoro"
    assert told_by(question, [pointed("Ida Weir"), pointed("Bea Okoro", enough=False)], asking) is None


def test_the_age_of_somebody_described_is_asked_for_whatever_else_the_question_names() -> None:
    found = description_in(read("How old was the winner of the River Cup?"))

    assert found is not None
    assert found.replaced("How old was the winner of the River Cup?", "X") == "How old was X?"
    assert found.comes_first


def test_last_words_that_name_an_event_may_be_of_the_question_itself() -> None:
    question = read("What was the time of the woman who keeps bees in 2027?")
    found = description_in(question)

    assert found is not None
    assert found.asks == "Who keeps bees in 2027?"
    shorter = without_tail(question, found)
    assert shorter is not None
    assert shorter.asks == "Who keeps bees?"
    assert shorter.replaced(question.text, "X") == "What was the time of X in 2027?"


def test_two_people_are_compared_where_the_question_says_and_not_where_their_group_is_from() -> None:
    question = "Which of the Tokyo medallists was faster in Paris, Lind or Okoro?"

    assert without_group(question) == "Which was faster in Paris, Lind or Okoro?"
    assert without_group("Which of the sixth places was faster, Lind or Okoro?") is None


def test_nobody_else_answers_for_somebody_who_was_found(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Where was the winner of the River Cup born?"))

    assert answer.status is Status.ABSTAINED


def test_a_sentence_says_all_of_a_description_or_nobody_is_found(bot: Bot) -> None:
    told = bot.ask(AskRequest(question="What was the time of the runner who blamed a strained calf in the final?"))
    untold = bot.ask(AskRequest(question="What was the time of the runner who lost a shoe in the final?"))

    assert told.values == ["1:57.24"]
    assert untold.status is Status.ABSTAINED
