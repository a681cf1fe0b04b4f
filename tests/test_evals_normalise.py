"""Different spellings of one fact become one; different facts stay apart."""

import pytest

from evals.normalise import normalise, states


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("3 minutes 27.65 seconds", "3:27.65"),
        ("three minutes 27.65 seconds", "3:27.65"),
        ("3min 27.65sec", "3:27.65"),
        ("3m27.65s", "3:27.65"),
        ("3.27.65", "3:27.65"),
        ("12 minutes and 5.03 secs", "12:05.03"),
        ("3m 27s", "3:27"),
        ("in the 100m, 12 runners", "in the 100 m, 12 runners"),
        ("fourteen hundredths of a second", "0.14 s"),
        ("a tenth of a second", "0.1 s"),
        (".14", "0.14"),
        ("0.14s", "0.14 s"),
        ("August 6th, 2024", "6 august 2024"),
        ("Aug. 6 2024", "6 august 2024"),
        ("6th of August 2024", "6 august 2024"),
        ("07:55 PM", "7:55 pm"),
        ("7.55pm", "7:55 pm"),
        ("1,500 metres", "1500 m"),
        ("1500-meter", "1500 m"),
        ("the twenty-first lap", "the 21st lap"),
        ("he was second", "he was 2nd"),
        ("the semi-finals", "the semi"),
        ("Maël Nordås", "mael nordas"),
        ("Nordaas", "nordas"),
        ("**gold** medallist", "gold medalist"),
        ("the U.S. team", "the usa team"),
    ],
)  # fmt: skip
def test_a_spelling_becomes_its_normal_form(printed: str, normal: str) -> None:
    assert normalise(printed) == normal


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("He came 4th", "4"),
        ("in 3:28.24", "4"),
        ("in 2024", "24"),
        ("ran 27.65 for the last half", "3:27.65"),
        ("ran 3:27.7", "3:27.65"),
        ("in 3:27.655", "3:27.65"),
        ("third", "3"),
        ("Kerrison won", "Kerr"),
    ],
)
def test_a_different_fact_is_not_stated(text: str, phrase: str) -> None:
    assert not states(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("by 3.52 metres", "3.52"), ("3.52m", "3.52 metres"), ("with 20m to go", "20"), ("the 1,500m", "1500 metres"),
     ("0.14sec", "0.14"), ("It took 3min 27.65sec.", "3:27.65")],
)  # fmt: skip
def test_a_value_is_stated_with_and_without_its_unit(text: str, phrase: str) -> None:
    assert states(text, phrase)


@pytest.mark.parametrize("text", ["3m27.65s, 1500m", "Aug. 6th, 2024 at 7.55pm", "a tenth of a second", "Nordaas"])
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_a_long_name_one_letter_off_is_the_same_name_only_where_asked_for() -> None:
    assert states("Lindstroem and Petterssen", "Petterssen")
    assert states("Ingebrigsten faded", "Ingebrigtsen", misspelt_names=True)
    assert not states("Ingebrigsten faded", "Ingebrigtsen")
    assert not states("the Dominican team", "Dominica", misspelt_names=True)
    assert not states("Karr won", "Kerr", misspelt_names=True)
