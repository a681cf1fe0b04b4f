"""Why: the account that tells a cause, with the sentence beside it where the cause stands there."""

from bot.cite import Span
from bot.prose.reader import Sentence
from bot.prose.reasons import by_reason
from retriever.types import Passage

TEXT = (
    "Varga lost the third set. Her shoulder had been strapped because of an injury. Varga lost the toss as well. "
    "The crowd of the third court left early."
)
PASSAGE = Passage("d#p0", "d", 0, len(TEXT), TEXT)


def sentence(text: str, coverage: float, *, of_another: bool = False) -> Sentence:
    start = TEXT.index(text)
    span = Span(PASSAGE, start, start + len(text))
    return Sentence(span, text, 0.0, coverage, 0.5, (), holds_kind=False, enough=False, of_another=of_another)


EFFECT = sentence("Varga lost the third set.", 0.9)
WITH_CAUSE = sentence("Varga lost the third set. Her shoulder had been strapped because of an injury.", 0.9)
OTHER = sentence("The crowd of the third court left early.", 0.5)


def test_the_effect_with_its_cause_comes_before_the_effect_alone() -> None:
    assert [s.text for s in by_reason([EFFECT, WITH_CAUSE])] == [WITH_CAUSE.text]


def test_a_much_weaker_account_does_not_stand_beside_the_best() -> None:
    assert [s.text for s in by_reason([WITH_CAUSE, OTHER])] == [WITH_CAUSE.text]


def test_a_second_account_as_good_stands_beside_the_best() -> None:
    second = sentence("Varga lost the toss as well.", 0.9)

    assert [s.text for s in by_reason([EFFECT, second])] == [EFFECT.text, second.text]


def test_an_account_that_leaves_much_of_the_question_open_is_not_enough() -> None:
    assert [s.enough for s in by_reason([OTHER])] == [False]


def test_an_account_of_another_event_is_none() -> None:
    assert by_reason([sentence("Varga lost the toss as well.", 0.9, of_another=True)]) == []


def test_an_effect_told_without_a_cause_is_given_with_what_follows_it() -> None:
    toss = sentence("Varga lost the toss as well.", 0.9)
    both = sentence("Varga lost the toss as well. The crowd of the third court left early.", 0.8)

    assert [s.text for s in by_reason([toss, both])] == [both.text]
    assert [s.text for s in by_reason([toss, OTHER])] == [toss.text]
