"""The word lists: in the normal form in which questions are read, and without contradictions."""

from itertools import combinations

import pytest

from bot.question import lexicon
from bot.question.lexicon import FILLERS, IRREGULAR, PLACES, SCALES, STATUS_PHRASES, Asked
from retriever.text import STOPWORDS, tokens
from retriever.values import ValueType, parse_value

LISTS = {
    "DIFFERENCE": lexicon.DIFFERENCE,
    "MEAN": lexicon.MEAN,
    "SUM": lexicon.SUM,
    "LIST": lexicon.LIST,
    "PERSONS": lexicon.PERSONS,
    "BETTER": lexicon.BETTER,
    "OPPOSED": lexicon.OPPOSED - {"paralymp"},  # a stem
    "WEEKDAYS": lexicon.WEEKDAYS,
    "YES_NO": lexicon.YES_NO,
    "SCALES": set(SCALES),
    "IRREGULAR": set(IRREGULAR),
}


@pytest.mark.parametrize("name", LISTS)
def test_words_are_single_tokens(name: str) -> None:
    assert [word for word in sorted(LISTS[name]) if len(tokens(word)) != 1] == []


@pytest.mark.parametrize(
    ("phrase", "word", "place"),
    [
        ("won", "win", 1),
        ("winners", "winners", 1),
        ("medallist", "medalist", 1),
        ("silver", "silver", 2),
        ("bronze", "bronze", 3),
    ],
)
def test_a_place_is_listed_under_the_normal_form_of_its_words(phrase: str, word: str, place: int) -> None:
    (token,) = tokens(phrase)

    assert token.text == word
    assert place in PLACES[word]


def test_no_word_asks_for_two_kinds_of_arithmetic() -> None:
    kinds = {name: LISTS[name] for name in ("DIFFERENCE", "MEAN", "SUM", "LIST")}

    assert [(a, b) for a, b in combinations(kinds, 2) if kinds[a] & kinds[b]] == []


@pytest.mark.parametrize(
    ("small", "large"), [("fast", "slow"), ("short", "long"), ("low", "high"), ("small", "large"), ("early", "late")]
)
def test_the_two_ends_of_a_scale_are_opposite(small: str, large: str) -> None:
    assert (SCALES[small][0], SCALES[large][0]) == (True, False)


def test_a_fast_time_is_a_small_one_and_a_high_score_is_no_time() -> None:
    assert SCALES["fast"] == (True, (ValueType.TIME,))
    assert ValueType.TIME not in SCALES["high"][1]


def test_every_code_of_a_status_is_one_that_a_cell_among_figures_can_hold() -> None:
    codes = {code for phrase in STATUS_PHRASES.values() for code in phrase.split()}

    assert [code for code in sorted(codes) if parse_value(code, hint=ValueType.TIME).type is not ValueType.STATUS] == []


def test_fillers_hold_every_stop_word_and_nothing_that_names_a_round_or_a_sex() -> None:
    assert STOPWORDS <= FILLERS
    assert not {"final", "semifinal", "heat", "man", "woman", "mixed", "relay"} & FILLERS


def test_a_reason_or_an_age_is_asked_for_by_words_that_ask_for_no_value() -> None:
    values = lexicon.ASKED[Asked.TIME] | lexicon.ASKED[Asked.DISTANCE] | lexicon.ASKED[Asked.MARK]

    assert not values & (lexicon.ASKED[Asked.REASON] | lexicon.ASKED[Asked.AGE])
