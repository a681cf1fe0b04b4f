"""What speaks for a candidate, worked out by hand; and how a query is read for it."""

import pytest

from retriever.asked import AskedWords, asked_words
from retriever.features import NAMES, Comparison, Evidence
from retriever.forward import UnitWords, word_key, words_of

RARITY = {"lind": 3.0, "final": 1.0, "800": 2.0, "m": 1.0, "time": 1.0}


def asked(query: str) -> AskedWords:
    return asked_words(query, lambda stem: RARITY.get(stem, 0.0), str)


def keys(text: str) -> bytes:
    return words_of(map(word_key, text.split()))


def row(
    body: str, context: str = "", *, place: int | None = None, highs: str = "", unit: int = 7, is_row: bool = True
) -> UnitWords:
    return UnitWords(unit, unit, "a", is_row, place, keys(body), keys(context), keys(""), keys(highs), keys(""))


def feature(name: str, query: str, unit: UnitWords, evidence: Evidence | None = None) -> float:
    values = Comparison(asked(query)).features([unit], evidence or Evidence({}, {}, {}, {}))
    return float(values[0, NAMES.index(name)])


def test_rare_words_said_count_for_more_than_common_ones() -> None:
    assert feature("said", "Lind final", row("lind won")) == pytest.approx(3 / 4)
    assert feature("said", "Lind final", row("the final")) == pytest.approx(1 / 4)


def test_a_word_of_the_headings_counts_there_only_where_the_unit_itself_is_silent() -> None:
    assert feature("said_above", "Lind final", row("lind", context="lind final")) == pytest.approx(1 / 4)


def test_a_word_of_no_unit_takes_nothing_from_the_others() -> None:
    assert feature("said", "Lind unheardof final", row("lind final")) == pytest.approx(1.0)


def test_neighbouring_words_count_where_they_stand_side_by_side() -> None:
    # "800 m" tells 3, "m final" tells 2; the unit holds the first only.
    assert feature("pairs", "800m final", row("m 800 and then the final")) == pytest.approx(3 / 5)
    assert feature("pairs", "800m final", row("final 800 other m")) == 0.0


def test_figures_count_wherever_they_stand() -> None:
    assert feature("figures", "Lind 800 metres", row("lind", context="800 m")) == 1.0
    assert feature("figures", "Lind 800 metres", row("lind")) == 0.0


@pytest.mark.parametrize(
    ("query", "place"),
    [("who won the final", 1), ("silver in the final", 2), ("who was 4th", 4), ("who came third", 3)],
)
def test_a_row_at_the_place_asked_for_is_told_from_its_neighbours(query: str, place: int) -> None:
    assert feature("place", query, row("lind", place=place)) == 1.0
    assert feature("place", query, row("lind", place=place + 5)) == 0.0


@pytest.mark.parametrize("query", ["the first lap", "who led in the second half", "the first 800 metres"])
def test_an_ordinal_of_a_part_asks_for_no_place(query: str) -> None:
    assert asked(query).places == frozenset()


def test_a_row_that_leads_columns_counts_where_the_most_of_something_is_asked() -> None:
    leading = row("lind", highs="point rebound")

    assert feature("extreme", "who had the most points", leading) == pytest.approx(2 / 4)
    assert feature("extreme", "points of Lind", leading) == 0.0


def test_cosine_and_links_are_taken_as_found() -> None:
    evidence = Evidence({}, {}, {7: 0.5}, {7: {7: 0.25}})

    assert feature("cosine", "Lind", row("lind"), evidence) == 0.5
    assert feature("linked", "Lind", row("lind"), evidence) == 0.25


def test_misspelt_words_are_read_as_the_library_spells_them() -> None:
    read = asked_words("lnd final", lambda stem: RARITY.get(stem, 0.0), lambda s: "lind" if s == "lnd" else s)

    assert read.terms == ("lind", "final")


def test_a_row_is_not_blamed_for_words_that_no_row_says() -> None:
    # "time" (1) is said by the passage only; of "lind" (3) and "final" (1), which rows say, the first row has both.
    rows = [row("lind", context="final"), row("final", unit=8)]
    told = row("lind final time", unit=9, is_row=False)

    found = Comparison(asked("Lind final time")).features([*rows, told], Evidence({}, {}, {}, {}))

    assert found[:, NAMES.index("as_row")].tolist() == [1.0, pytest.approx(1 / 4), 0.0]


def test_a_linked_unit_brings_in_the_words_that_it_says_alone() -> None:
    # Together they say "lind" (3), "final" (1) and "time" (1); the row lacks "time", its partner lacks "lind".
    units = [row("lind final"), row("final time", unit=8)]
    links = Evidence({}, {}, {}, {7: {8: 0.5}, 8: {7: 1.0}})

    found = Comparison(asked("Lind final time")).features(units, links)

    assert found[:, NAMES.index("joined")].tolist() == pytest.approx([0.5 * 1 / 5, 3 / 5])


def test_a_unit_that_says_nothing_of_its_own_is_not_completed_by_another() -> None:
    units = [row("final"), row("lind final", unit=8)]

    found = Comparison(asked("Lind final")).features(units, Evidence({}, {}, {}, {7: {8: 1.0}}))

    assert found[0, NAMES.index("joined")] == 0.0


def test_words_that_end_one_unit_and_begin_the_next_stand_in_no_pair() -> None:
    units = [row("won 800"), row("m final", unit=8), row("m 800", unit=9)]

    found = Comparison(asked("800m")).features(units, Evidence({}, {}, {}, {}))

    assert found[:, NAMES.index("pairs")].tolist() == [0.0, 0.0, 1.0]


def test_units_under_one_heading_share_its_words() -> None:
    units = [row("lind", context="final"), row("okoro", context="final", unit=8)._replace(run=7)]

    found = Comparison(asked("Lind final")).features(units, Evidence({}, {}, {}, {}))

    assert found[:, NAMES.index("said_above")].tolist() == [pytest.approx(1 / 4)] * 2


@pytest.mark.parametrize("query", ["", "unheardof", "who of them"])
def test_a_query_of_which_no_word_is_known_leaves_only_what_vectors_say(query: str) -> None:
    found = Comparison(asked(query)).features([row("lind final")], Evidence({}, {}, {7: 0.5}, {}))

    assert found.tolist() == [[0.5, *[0.0] * (len(NAMES) - 1)]]


def test_what_a_unit_says_does_not_depend_on_the_units_beside_it() -> None:
    others = [row("time m 800 final", unit=20 + number) for number in range(17)]

    alone = Comparison(asked("Lind final 800 m")).features([row("lind 800 m")], Evidence({}, {}, {}, {}))
    among = Comparison(asked("Lind final 800 m")).features([*others, row("lind 800 m")], Evidence({}, {}, {}, {}))

    assert alone[0, :-3].tolist() == among[-1, :-3].tolist()
