"""Yes or no in other words than the question's: by a word near in meaning, by its opposite, over two sentences."""

import pytest
from newsroom import read

from bot.cite import Span
from bot.prose.reader import Sentence
from bot.trust.stated import stated, tells_nothing
from retriever.types import Passage


def told(text: str, *, last: bool = False) -> Sentence:
    """The whole text as a sentence, or only its last one."""
    start = text.rindex(". ") + 2 if last else 0
    span = Span(Passage("p", "d", 0, len(text), text), start, len(text))
    return Sentence(span, text[start:], 1.0, 1.0, 1.0, (), True, True)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Was Vos seeded?", "Vos is the first unseeded winner.", False),
        ("Was Vos seeded?", "Vos was seeded for the first time.", True),
        ("Did Vos refuse the job?", "Vos never refused a job.", False),
        ("Was Vos suspended?", "Vos has been banned.", True),
        ("Did Vos accept the offer?", "Vos rejected the offer.", False),
        ("Was there a repechage?", "Repechages there are none.", False),
        ("Was the clean and jerk of Vos a world record?", "Vos broke the Games record in the clean and jerk.", False),
        ("Did Vos marry Lind?", "Vos met Lind on Monday.", None),
        ("Did Vos accept the offer?", "Lind accepted the offer.", None),
        ("Did Vos win gold?", "Vos won two silver medals and never a gold.", False),
        ("Did Vos accept a job at the Hale Cup?", "Vos accepted a job.", True),
        ("Did Vos wear gloves?", "Vos rode without gloves.", False),
        ("Is Vos the coach of Ashby?", "Marlow's coach, Vos, waved.", None),
        ("Is Vos the coach of Ashby?", "Ashby's coach, Vos, waved.", True),
        ("Did Vos retire on Sunday?", "Vos retired on Monday.", None),
    ],
)
def test_a_sentence_states_a_claim_in_its_words_or_others(question: str, sentence: str, expected: bool | None) -> None:
    found = stated(read(question), [told(sentence)])

    assert (None if found is None else found[1]) is expected


def test_a_claim_may_be_told_over_two_sentences() -> None:
    text = "Lyon made Vos an offer. He rejected it at once."

    found = stated(read("Did Vos accept the offer?"), [told(text, last=True)])

    assert found is not None
    assert (found[0].text, found[1]) == (text, False)


@pytest.mark.parametrize(
    ("question", "expected"), [("Did Nan Vos run a marathon?", False), ("Did Petra Lund run a marathon?", None)]
)
def test_she_is_who_is_named_above(question: str, expected: bool | None) -> None:
    found = stated(read(question), [told("Nan Vos won in May. It rained. She never ran a marathon.", last=True)])

    assert (None if found is None else found[1]) is expected


def test_a_sentence_about_somebody_that_has_nothing_of_what_is_asked_tells_nothing() -> None:
    assert tells_nothing(read("Is Anna Vos married?"), told("Anna Vos, runner-up:"))
    assert not tells_nothing(read("Is Anna Vos married?"), told("Anna Vos came with her husband."))
