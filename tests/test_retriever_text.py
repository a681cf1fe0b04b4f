"""Words as index and query see them; sentences with offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.text import fold, sentence_bounds, stem, terms, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordås", "NORDAS"),
        ("Søren Wærenskjold", "soren waerenskjold"),
        ("Łukasz", "lukasz"),
        ("O’Hare", "o'hare"),
        ("2004–05", "2004-05"),
        ("Groß", "gross"),
    ],
)
def test_two_spellings_of_a_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3:27.65", ["3:27.65"]),
        ("a crowd of 69,000", ["a", "crowd", "of", "69000"]),
        ("6-3, 6-4", ["6", "3", "6", "4"]),
        ("the 3rd lap", ["the", "3rd", "lap"]),
        ("1500m", ["1500", "m"]),
        ("1500 metres", ["1500", "m"]),
        ("Britain's women’s team", ["britain", "woman", "team"]),
        ("O'Hare", ["ohare"]),
        ("the semi-final", ["the", "semifinal"]),
        ("quarter finals", ["quarterfinal"]),
        ("the final", ["the", "final"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_text_becomes_words_and_figures_in_normal_form(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


def test_a_token_knows_where_it_stands() -> None:
    text = "Nordås won the semi-final in 3:32.31."

    standing = {token.text: text[token.start : token.end] for token in tokens(text)}

    assert standing == {
        "nordas": "Nordås", "win": "won", "the": "the", "semifinal": "semi-final", "in": "in", "3:32.31": "3:32.31"
    }  # fmt: skip


@given(st.text(max_size=200))
def test_tokens_stand_in_order_and_never_overlap(text: str) -> None:
    found = tokens(text)

    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_terms_are_stems_without_stop_words() -> None:
    assert terms("Who was running in the finals?") == ["run", "final"]


def test_a_question_and_a_report_meet_in_the_same_terms() -> None:
    assert terms("who won the mens 1500 metres semis") == terms("won men's 1500m semi-finals")


def test_stems_leave_figures_alone() -> None:
    assert (stem("3:27.65"), stem("medals"), stem("running")) == ("3:27.65", "medal", "run")


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lind won. Ek lost.", ["Lind won.", "Ek lost."]),
        ("He ran 3:27.65 in Paris. It was a record.", ["He ran 3:27.65 in Paris.", "It was a record."]),
        ("J. Barea scored 12. He sat out.", ["J. Barea scored 12.", "He sat out."]),
        ("St. Louis beat Dr. Evil vs. Mr. Fox.", ["St. Louis beat Dr. Evil vs. Mr. Fox."]),
        ("“I won!” she said. “At last.”", ["“I won!” she said.", "“At last.”"]),
        ("Gold\nSilver\n\nBronze", ["Gold", "Silver", "Bronze"]),
        ("Is it over? Yes… Nearly.", ["Is it over?", "Yes…", "Nearly."]),
        ("no stop at the end", ["no stop at the end"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_sentences_of_a_part_keep_the_offsets_of_the_whole() -> None:
    text = "Title. Lind won. Ek lost. End."

    assert [text[a:b] for a, b in sentence_bounds(text, 7, 25)] == ["Lind won.", "Ek lost."]


@given(st.text(alphabet="aB .!?\n“”\"'1é", max_size=120))
def test_sentences_hold_every_character_that_is_not_blank(text: str) -> None:
    bounds = sentence_bounds(text)

    assert "".join("".join(text[a:b].split()) for a, b in bounds) == "".join(text.split())
    assert all(not text[a].isspace() and not text[b - 1].isspace() for a, b in bounds)
