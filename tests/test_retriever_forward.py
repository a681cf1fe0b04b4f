"""The forward index: what each unit says, what stands under one heading, which names lead where."""

import pytest
from newsroom import make_library

from retriever.forward import ForwardIndex, name_key, numbers, word_key
from retriever.library import Library

TABLE = """# Harbour Games: hammer

## Final

| Rank | Athlete | Throws | Best |
|---|---|---|---|
| 1 | Ada Lind | 6 | 71.20 |
| 2 | Bea Okoro | 3 | 70.10 |
| 3 | Dora Ek | 6 | 65.00 |
"""
PERSON = "Ada Lind (athlete)\n\nAda Lind is a Swedish hammer thrower who trains in Malmö with her sister.\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make_library(tmp_path_factory.mktemp("hammer"), {"hammer.md": TABLE, "lind.txt": PERSON})


@pytest.fixture(scope="module")
def forward(library: Library) -> ForwardIndex:
    return library.forward


def unit_of(forward: ForwardIndex, word: str) -> int:
    (found,) = [u.unit for u in forward.read(range(forward.units)) if u.is_row and word_key(word) in numbers(u.body)]
    return found


def test_a_unit_is_read_with_its_words_its_headings_and_its_place(forward: ForwardIndex) -> None:
    (second,) = forward.read([unit_of(forward, "okoro")])

    assert (second.document_id, second.is_row, second.place) == ("hammer", True, 2)
    assert {word_key("okoro"), word_key("70.10")} <= set(numbers(second.body))
    assert {word_key("harbour"), word_key("final")} <= set(numbers(second.context))


def test_the_rows_of_one_table_are_one_run(forward: ForwardIndex) -> None:
    rows = [unit for unit in forward.read(range(forward.units)) if unit.is_row]
    (run,) = forward.runs({unit.run for unit in rows})

    assert (run.first, run.units) == (rows[0].unit, 3)


def test_a_row_knows_in_which_columns_it_is_the_highest_or_the_lowest(forward: ForwardIndex) -> None:
    first, second, third = (forward.read([unit_of(forward, word)])[0] for word in ("lind", "okoro", "ek"))

    assert (numbers(first.highs), numbers(first.lows)) == ((word_key("throw"), word_key("best")), ())
    assert (numbers(second.highs), numbers(second.lows)) == ((), (word_key("throw"),))
    assert (numbers(third.highs), numbers(third.lows)) == ((word_key("throw"),), (word_key("best"),))


def test_a_name_leads_to_the_document_called_like_it_and_back_to_its_rows(forward: ForwardIndex) -> None:
    key = name_key("LIND Ada")
    assert key is not None

    assert [document for _, document, _ in forward.titled([key])] == ["lind"]
    assert forward.title_keys(["lind"]) == [("lind", key)]
    assert forward.rows_saying([key], 10) == [(key, unit_of(forward, "lind"))]


def test_remarks_are_no_names() -> None:
    assert name_key("") is None
    assert name_key("a long remark about how the wind turned during the last of the six rounds") is None
