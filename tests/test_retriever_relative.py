"""Relative dates, worked out by hand for Wednesday 7 August 2024."""

from datetime import date

import pytest

from retriever.relative import dated

WEDNESDAY = date(2024, 8, 7)


@pytest.mark.parametrize(
    ("asked", "absolute"),
    [
        ("Who won yesterday?", "Who won on 6 August 2024?"),
        ("Who won last night?", "Who won on 6 August 2024?"),
        ("Who runs today?", "Who runs on 7 August 2024?"),
        ("Who won last Saturday?", "Who won on 3 August 2024?"),
        ("Who won last Wednesday?", "Who won on 31 July 2024?"),
        ("Who won last weekend?", "Who won on 3 and 4 August 2024?"),
        ("Who won three days ago?", "Who won on 4 August 2024?"),
        ("Who won last year?", "Who won in 2023?"),
        ("Who won 3 years ago?", "Who won in 2021?"),
        ("Who won last month?", "Who won in July 2024?"),
        ("Who won eight months ago?", "Who won in December 2023?"),
        ("last year's champion", "the 2023 champion"),
        ("the results of yesterday's heats", "the results of the 6 August 2024 heats"),
        ("What changed since last year?", "What changed since 2023?"),
    ],
)
def test_a_relative_date_is_called_by_its_name(asked: str, absolute: str) -> None:
    assert dated(asked, WEDNESDAY) == absolute


@pytest.mark.parametrize("asked", ["Who came last?", "the last lap of this race", "this Friday", "two weeks ago"])
def test_what_is_no_date_or_an_open_one_is_left_as_it_was_asked(asked: str) -> None:
    assert dated(asked, WEDNESDAY) == asked


def test_a_weekend_across_two_months_names_both() -> None:
    assert dated("last weekend", date(2024, 9, 3)) == "on 31 August 2024 and 1 September 2024"


def test_last_month_in_january_is_in_the_year_before() -> None:
    assert dated("last month", date(2024, 1, 5)) == "in December 2023"


def test_asked_on_a_sunday_last_weekend_is_the_one_before() -> None:
    assert dated("last weekend", date(2024, 8, 4)) == "on 27 and 28 July 2024"
