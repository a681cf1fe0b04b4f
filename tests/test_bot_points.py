"""Points of a race in texts, and the times that stand for them."""

import pytest

from bot.question.points import Point, points_in, splits_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He went through 400 metres in 52.10 and 800 metres in 1:47.3.", [(400.0, "52.10"), (800.0, "1:47.3")]),
        ("The pace was mad: 51.8, 1:46.0, 2:20 at 1000m.", [(400.0, "51.8"), (800.0, "1:46.0"), (1000.0, "2:20")]),
        ("She covered the opening 200 metres in 27.4 seconds and led.", [(200.0, "27.4 seconds")]),
        ("57.9 for the first 400 was brisk.", [(400.0, "57.9")]),
    ],
)
def test_times_are_given_to_the_points_they_stand_beside(text: str, expected: list[tuple[float, str]]) -> None:
    found = [(split.point.metres, split.figure.value.text) for split in splits_in(text)]

    assert found == expected


@pytest.mark.parametrize("text", ["She won the Olympic 800 metres in 1:56.10.", "Her best ever is 3:59.20."])
def test_the_length_of_an_event_is_no_point_of_it(text: str) -> None:
    assert splits_in(text) == []


def test_a_lap_a_bell_and_a_bare_hundred_are_points_of_a_question() -> None:
    found = [point for _, _, point in points_in("splits 400 second lap bell", bare=True)]

    assert [(p.metres, p.lap, p.is_bell) for p in found] == [(400.0, None, False), (None, 2, False), (None, None, True)]


def test_the_bell_of_a_1500_and_1100_metres_are_one_point() -> None:
    bell, there = Point(is_bell=True), Point(metres=1100.0)

    assert bell.is_same(there, 1500.0)
    assert not bell.is_same(there, 800.0)
    assert not bell.is_same(there, None)
