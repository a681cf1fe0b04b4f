"""Nations by code, by people and by adjective."""

import pytest

from retriever.nations import nation_keys


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("kenyans", "kenya"),
        ("dutch", "netherlands"),
        ("dutchwoman", "netherlands"),
        ("swiss", "switzerland"),
        ("spaniard", "spain"),
        ("ger", "germany"),
        ("nzl", "new zealand"),
        ("irn", "iran"),
        ("iri", "iran"),
        ("usa", "states united"),
        ("ivorian", "coast ivory"),
        ("european", "europe"),
    ],
)
def test_a_people_an_adjective_or_a_code_names_its_nation(word: str, name: str) -> None:
    assert name in nation_keys(word)


def test_a_nation_is_known_by_all_its_names_and_codes() -> None:
    assert nation_keys("british") == ("britain great", "kingdom united", "britain", "uk", "gb team", "gbr")


def test_the_words_of_a_key_are_in_alphabetical_order() -> None:
    assert nation_keys("zealander") == ("new zealand", "nzl")
    assert nation_keys("lankans") == ("lanka sri", "sri")


def test_a_word_of_two_nations_names_both() -> None:
    assert {"africa south", "africa"} <= set(nation_keys("african"))


@pytest.mark.parametrize("word", ["", "lind", "won", "kenya", "Kenyan", "the", "800"])
def test_any_other_word_names_no_nation(word: str) -> None:
    assert nation_keys(word) == ()
