"""What a question's wording asks for."""

import pytest

from bot.question.wording import asks_for_words, asks_what_happened, asks_who_said, kind_asked, spelled_out


@pytest.mark.parametrize(
    ("text", "spelled"),
    [("her pb before the final", "her personal best before the final"), ("the WR holder", "the world record holder"),
     ("a swirl of wraps", "a swirl of wraps")],
)  # fmt: skip
def test_short_forms_are_spelled_out_as_whole_words_only(text: str, spelled: str) -> None:
    assert spelled_out(text) == spelled


@pytest.mark.parametrize(
    ("text", "asks"),
    [("what did lind say about it", True), ("what is the grip called", False), ("what did they call the grip", True),
     ("how far from the line did she pass", False), ("lind quote on the wind what", True)],
)  # fmt: skip
def test_words_are_asked_for_where_somebody_says_them(text: str, asks: bool) -> None:
    assert asks_for_words(text.split()) is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [("who say it was over", True), ('"we will be back next year" who was that', True), ("who won it", False),
     ("which player admitted the foul", True)],
)  # fmt: skip
def test_a_speaker_is_asked_for_by_verb_or_by_quoted_words(text: str, asks: bool) -> None:
    assert asks_who_said(text, text.replace('"', "").split()) is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [("what happened on the last lap", True), ("explain how the draw works", True), ("explain curling", False),
     ("how does the shoot-out work", True), ("how fast did it happen", False)],
)  # fmt: skip
def test_several_sentences_are_asked_for_by_what_happened_and_how_it_works(text: str, asks: bool) -> None:
    assert asks_what_happened(text.split()) is asks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("which river did it flow into", "river"),
        ("in which city is it held", "city"),
        ("what kind of bird held up play", "kind of bird"),
        ("what instrument was she supposed to learn", "instrument"),
        ("what did she learn", ""),
        ("what happened", ""),
        ("who won", ""),
    ],
)
def test_words_behind_which_and_before_the_verb_say_of_what_kind_the_answer_is(text: str, kind: str) -> None:
    said = text.split()

    assert " ".join(said[i] for i in kind_asked(said)) == kind
