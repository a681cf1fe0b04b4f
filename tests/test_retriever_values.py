"""Cells and figures in sentences become values with unit and precision."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retriever.columns import column_type
from retriever.figures import find_values
from retriever.printing import format_value
from retriever.values import Value, ValueType, parse_value, values_agree


@pytest.mark.parametrize(
    ("raw", "hint", "seconds", "precision"),
    [
        ("3:27.65", None, 207.65, 0.005),
        ("3min 31.72sec", None, 211.72, 0.005),
        ("3 minutes 27.65 seconds", None, 207.65, 0.005),
        ("14 s 23", None, 14.23, 0.005),
        ("2:06:26", None, 7586.0, 0.5),
        ("2:06:26.5", None, 7586.5, 0.05),
        ("1h2m3s", None, 3723.0, 0.5),
        ("54.9s", None, 54.9, 0.05),
        ("3:27.65 OR", None, 207.65, 0.005),
        ("+0.14", ValueType.TIME, 0.14, 0.005),
        ("+ 4.205", ValueType.TIME, 4.205, 0.0005),
        ("9.79", ValueType.TIME, 9.79, 0.005),
        ("3.27.65", ValueType.TIME, 207.65, 0.005),
        ("1:54:20.388", None, 6860.388, 0.0005),
    ],
)
def test_a_time_is_seconds_give_or_take_half_its_last_digit(
    raw: str, hint: ValueType | None, seconds: float, precision: float
) -> None:
    value = parse_value(raw, hint=hint)

    assert (value.type, value.number, value.unit, value.text) == (ValueType.TIME, seconds, "s", raw)
    assert value.precision == pytest.approx(precision)


@pytest.mark.parametrize(
    ("raw", "expected", "number"),
    [
        ("9.79", ValueType.NUMBER, 9.79),
        ("63,602", ValueType.NUMBER, 63602.0),
        (".500", ValueType.NUMBER, 0.5),
        ("-20", ValueType.NUMBER, -20.0),
        ("8.36 m", ValueType.DISTANCE, 8.36),
        ("22.90m", ValueType.DISTANCE, 22.9),
        ("1500 metres", ValueType.DISTANCE, 1500.0),
        ("1,500m", ValueType.DISTANCE, 1500.0),
        ("6 ft 4 in", ValueType.DISTANCE, 1.9304),
        ("1st", ValueType.RANK, 1.0),
        ("=3", ValueType.RANK, 3.0),
        ("3=", ValueType.RANK, 3.0),
        ("T4", ValueType.RANK, 4.0),
        ("DNF", ValueType.STATUS, None),
        ("NM", ValueType.STATUS, None),
        ("3–2", ValueType.SCORE, 1.0),
        ("3-2 (a.e.t.)", ValueType.SCORE, 1.0),
        ("38–10", ValueType.SCORE, 28.0),
        ("L 38–10", ValueType.SCORE, -28.0),
        ("W 95-88", ValueType.SCORE, 7.0),
        ("6–3, 6–7(4–7)", ValueType.SCORE, 0.0),
        ("6 - 3 , 6 - 7 (4 - 7) , 7 - 6 (5)", ValueType.SCORE, 1.0),
        ("l 6 - 14", ValueType.SCORE, -8.0),
        ("30 june 1899 (aged 40)", ValueType.DATE, 693411.0),
        ("2004–05", ValueType.SEASON, 2004.0),
        ("45.3%", ValueType.PERCENT, 45.3),
        ("£30million", ValueType.MONEY, 30e6),
        ("$1.5m", ValueType.MONEY, 1.5e6),
        ("7:51 PM", ValueType.CLOCK, 71460.0),
        ("7.50pm BST", ValueType.CLOCK, 71400.0),
        ("6 August", ValueType.DATE, None),
        ("6 August 2024", ValueType.DATE, 739104.0),
        ("August 6, 2024", ValueType.DATE, 739104.0),
        ("Aug. 6, 2024", ValueType.DATE, 739104.0),
        ("2024-08-06", ValueType.DATE, 739104.0),
        ("6th August 2024", ValueType.DATE, 739104.0),
        ("1998–2004", ValueType.TEXT, None),
        ("3:65", ValueType.TEXT, None),
        ("5/6/2024", ValueType.TEXT, None),
        ("+ 1 Lap", ValueType.NUMBER, 1.0),
    ],
)
def test_a_cell_without_a_hint_is_what_its_notation_says(raw: str, expected: ValueType, number: float | None) -> None:
    value = parse_value(raw)

    assert (value.type, value.number) == (expected, number)


@pytest.mark.parametrize("raw", ["", "  ", "align=left", 'align="left"', 'align=left"', ",", ", ,", "-", "style=x"])
def test_layout_debris_is_an_empty_cell(raw: str) -> None:
    assert parse_value(raw) == Value(ValueType.EMPTY, "")


def test_debris_before_words_is_dropped_from_the_value() -> None:
    assert parse_value('align="left" | Kenya', hint=ValueType.TEXT) == Value(ValueType.TEXT, "Kenya")


def test_a_clock_column_reads_hours_and_minutes_that_alone_would_be_a_race_time() -> None:
    assert parse_value("19:51").number == 19 * 60 + 51
    assert parse_value("19:51", hint=ValueType.CLOCK).number == 19 * 3600 + 51 * 60


def test_bare_figures_take_the_unit_of_their_column() -> None:
    assert parse_value("836", hint=ValueType.DISTANCE, unit="cm").number == pytest.approx(8.36)
    assert parse_value("90", hint=ValueType.TIME, unit="min").number == 5400.0


@pytest.mark.parametrize("kind", ["athlete", "place"])
def test_a_state_is_no_status_in_a_column_of_words(kind: str) -> None:
    assert parse_value("NM").type is ValueType.STATUS, kind
    assert parse_value("NM", hint=ValueType.TEXT).type is ValueType.TEXT


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 20), st.integers(0, 59), st.integers(0, 99))
def test_a_race_time_is_never_a_date(minutes: int, seconds: int, hundredths: int) -> None:
    raw = f"{minutes}:{seconds:02d}.{hundredths:02d}"

    assert parse_value(raw).type is ValueType.TIME
    assert parse_value(raw, hint=ValueType.DATE).type is ValueType.TIME


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=40), st.sampled_from([None, *ValueType]))
def test_any_cell_becomes_some_value(raw: str, hint: ValueType | None) -> None:
    value = parse_value(raw, hint=hint)

    assert (value.type is ValueType.EMPTY) == (value.text == "")


def test_times_agree_within_what_was_printed() -> None:
    lap, exact, other = parse_value("54-second"), parse_value("54.9s"), parse_value("54.8s")

    assert values_agree(lap, exact)
    assert values_agree(exact, lap)
    assert not values_agree(exact, other)
    assert not values_agree(lap, parse_value("55.0s"))
    assert not values_agree(lap, parse_value("55-second"))
    assert not values_agree(parse_value("3:27.79"), parse_value("3:27.80"))
    assert values_agree(parse_value("3:27.8"), parse_value("3:27.80"))


def test_values_of_two_types_never_agree() -> None:
    assert not values_agree(parse_value("3rd"), parse_value("3"))
    assert not values_agree(parse_value("3 kg"), parse_value("3 mph"))


def test_scores_agree_by_their_sides_and_not_by_their_margin() -> None:
    assert values_agree(parse_value("3–2"), parse_value("3-2"))
    assert not values_agree(parse_value("3–2"), parse_value("2–1"))


def test_names_agree_whatever_their_accents() -> None:
    assert values_agree(parse_value("Narve Gilje Nordås"), parse_value("NARVE GILJE NORDAS"))


def test_a_date_without_year_agrees_with_the_same_day_of_any_year() -> None:
    assert values_agree(parse_value("6 August"), parse_value("August 6, 2024"))
    assert not values_agree(parse_value("7 August"), parse_value("August 6, 2024"))
    assert values_agree(parse_value("August 2024"), parse_value("August 31, 2024"))


@pytest.mark.parametrize(
    ("label", "cells", "expected"),
    [
        ("Rank", ["1", "2", "DNF", ""], (ValueType.RANK, None)),
        ("Pos", ["GK", "MF", "DF"], (ValueType.TEXT, None)),
        ("Place", ["London", "Rome"], (ValueType.TEXT, None)),
        ("Time", ["9.79", "9.81", "DNS"], (ValueType.TIME, "s")),
        ("Time (s)", ["3:26.00", "3:28.32"], (ValueType.TIME, "s")),
        ("Result", ["59.90", "1:00.20"], (ValueType.TIME, "s")),
        ("Result", ["9.79", "9.81"], (ValueType.NUMBER, None)),
        ("Result (m)", ["8.36", "NM", "8.22"], (ValueType.DISTANCE, "m")),
        ("Distance (cm)", ["836", "822"], (ValueType.DISTANCE, "cm")),
        ("Pts", ["12", "9"], (ValueType.NUMBER, None)),
        ("FG%", ["45.3", "50"], (ValueType.PERCENT, "%")),
        ("Win %", [".625", ".429"], (ValueType.NUMBER, None)),
        ("Time/Retired", ["1:48:11.023", "+0.8 secs", "engine", "accident"], (ValueType.TIME, "s")),
        ("Results", ["3:1", "0:2", "2:10"], (ValueType.SCORE, None)),
        ("Kick-off", ["19:45", "20:00"], (ValueType.CLOCK, None)),
        ("Result", ["W 3–1", "L 2–0"], (ValueType.SCORE, None)),
        ("Date", ["6 August 2024", "7 August 2024"], (ValueType.DATE, None)),
        ("Season", ["2004–05", "2005–06"], (ValueType.SEASON, None)),
        ("Year", ["1998", "2004"], (ValueType.NUMBER, None)),
        ("Nation", ["align=left", "", ","], (ValueType.TEXT, None)),
        ("Note", ["Q", "q", "DNF"], (ValueType.TEXT, None)),
        ("Weight (kg)", ["82", "75"], (ValueType.NUMBER, "kg")),
    ],
)
def test_a_column_is_what_most_of_its_filled_cells_are(
    label: str, cells: list[str], expected: tuple[ValueType, str | None]
) -> None:
    assert column_type(label, cells) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gold in three minutes 27.65 seconds", [("three minutes 27.65 seconds", ValueType.TIME, 207.65)]),
        ("held up for two and a half hours", [("two and a half hours", ValueType.TIME, 9000.0)]),
        ("by fourteen hundredths of a second", [("fourteen hundredths of a second", ValueType.TIME, 0.14)]),
        ("better by almost three seconds", [("three seconds", ValueType.TIME, 3.0)]),
        ("a 54-second lap", [("54-second", ValueType.TIME, 54.0)]),
        ("More Than A Second quicker", [("A Second", ValueType.TIME, 1.0)]),
        ("a second gold medal", [("second", ValueType.RANK, 2.0)]),
        ("in 3min 31.72sec.", [("3min 31.72sec", ValueType.TIME, 211.72)]),
        ("the 26-year-old", [("26-year", ValueType.NUMBER, 26.0)]),
        ("won 6–3, 6–7(4–7) there", [("6–3, 6–7(4–7)", ValueType.SCORE, 0.0)]),
        ("beat them 110-99.", [("110-99", ValueType.SCORE, 11.0)]),
        ("on 6 August at 20:50 (UTC+2)",
         [("6 August", ValueType.DATE, None), ("20:50 (UTC+2)", ValueType.CLOCK, 75000.0)]),
        ("Six of the 1,500 finished fourth or 10th",
         [("Six", ValueType.NUMBER, 6.0), ("1,500", ValueType.NUMBER, 1500.0), ("fourth", ValueType.RANK, 4.0),
          ("10th", ValueType.RANK, 10.0)]),
        ("£30million a week", [("£30million", ValueType.MONEY, 30e6)]),
        ("100 per cent of 3,000m",
         [("100 per cent", ValueType.PERCENT, 100.0), ("3,000m", ValueType.DISTANCE, 3000.0)]),
        ("one hundred and six points", [("one hundred and six", ValueType.NUMBER, 106.0)]),
        ("56.4, 1:51.8 there",
         [("56.4", ValueType.TIME, 56.4), ("1:51.8", ValueType.TIME, 111.8)]),
        ("one of the U23 stars of the 1980s", []),
    ],
)  # fmt: skip
def test_figures_of_a_sentence_are_found_longest_first(
    text: str, expected: list[tuple[str, ValueType, float | None]]
) -> None:
    found = find_values(text)

    assert [(text[f.start : f.end], f.value.type, f.value.number) for f in found] == expected


def test_a_hedged_figure_is_less_sure() -> None:
    assert [f.value.precision for f in find_values("almost two seconds, then two seconds")] == [1.0, 0.5]


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet="0123456789:.,-–() amspthunderdfoc", max_size=60))
def test_figures_never_overlap_and_keep_their_words(text: str) -> None:
    found = find_values(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[f.start : f.end] == f.value.text for f in found)


@pytest.mark.parametrize(
    ("kind", "number", "decimals", "unit", "shown"),
    [
        (ValueType.TIME, 207.747, 2, None, "3:27.75"),
        (ValueType.TIME, 0.14, 2, None, "0.14 s"),
        (ValueType.TIME, 59.999, 2, None, "1:00.00"),
        (ValueType.TIME, 7586.0, 0, None, "2:06:26"),
        (ValueType.TIME, -0.14, 2, None, "-0.14 s"),
        (ValueType.DISTANCE, 0.25, 2, None, "0.25 m"),
        (ValueType.DISTANCE, 10000.0, 0, "km", "10 km"),
        (ValueType.NUMBER, 12.0, 0, None, "12"),
        (ValueType.NUMBER, 63602.0, 0, None, "63,602"),
        (ValueType.PERCENT, 45.31, 1, None, "45.3%"),
        (ValueType.MONEY, 1500.0, 0, "GBP", "£1,500"),
    ],
)
def test_a_computed_result_is_written_as_the_field_writes_it(
    kind: ValueType, number: float, decimals: int, unit: str | None, shown: str
) -> None:
    assert format_value(kind, number, decimals, unit) == shown


@pytest.mark.parametrize(
    ("raw", "text"),
    [("Norway[a]", "Norway"), ("Ann Lee[1][2]", "Ann Lee"), ("Scotland †", "Scotland"), ("Lee [NOR]", "Lee [NOR]"),
     ("Team [A]", "Team [A]"), ("[a]", "[a]")],
)  # fmt: skip
def test_a_mark_that_points_to_a_note_is_no_part_of_a_name(raw: str, text: str) -> None:
    assert parse_value(raw, hint=ValueType.TEXT).text == text
