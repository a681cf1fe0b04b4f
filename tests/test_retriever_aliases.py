"""Names in cells that say a title in part lead there; names that could mean anything lead nowhere."""

from retriever.aliases import aliases
from retriever.forward import name_words

TITLES = ("Marquette University", "Rutgers University", "A.C. Fanfulla 1874", "Ihor Kizyma", "University of Lund")


def meant(name: str, titles: tuple[str, ...] = TITLES) -> list[str]:
    found = aliases({1: name_words(name)}, [name_words(title) for title in titles])
    return [titles[number] for _, number in found]


def test_a_part_of_one_title_means_it() -> None:
    assert meant("Marquette") == ["Marquette University"]


def test_a_name_that_says_more_than_the_title_means_it() -> None:
    assert meant("Ihor Kizyma, UKR") == ["Ihor Kizyma"]


def test_a_rare_word_in_common_is_enough() -> None:
    assert meant("Cavenago Fanfulla") == ["A.C. Fanfulla 1874"]


def test_a_title_in_full_needs_no_alias() -> None:
    assert meant("Kizyma Ihor") == []


def test_a_word_of_many_titles_means_none_of_them() -> None:
    assert meant("Olympics", tuple(f"Rowing at the {year} Olympics" for year in range(1960, 1980, 4))) == []


def test_a_stranger_means_nobody() -> None:
    assert meant("Ada Lind") == []
