"""The prose that rows lead to: pages called like a name in a cell, and what reports say where they name a row."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.algebra.grid import Grid
from retriever.candidates import units_of_runs
from retriever.forward import Run, name_key, name_words, numbers, word_key
from retriever.library import Library
from retriever.text import STOPWORDS, sentence_bounds, terms, tokens
from retriever.types import Hit, Passage
from retriever.values import ValueType

_PAGE_UNITS = 4  # first passages of a page: they tell who somebody is
_MORE_WORDS = 2  # of a title than of the name; with more it is a headline: "Castro tops the scorers again"
_MAX_CELLS = 3000  # of a grid; past that the pages of all of them take longer to find than a reader waits
_MAX_TOLD_ROWS = 200  # rows whose names are looked for in reports
_FOLLOWING = 2  # sentences behind a name that still speak of it: "the 24-year-old is coached by ..."
_CACHED_GRIDS = 64

Place = tuple[int, int]
"""Row and column of a grid."""


@dataclass(frozen=True)
class Page:
    """A passage, or the part of one, that a row leads to."""

    number: int
    """Its place among the pages of the grid."""
    document_id: str
    words: frozenset[int]
    """Keys of the words that it and its headings say."""
    unit: int
    """The passage's number in the library; -1 for one that was found, which is at hand."""
    passage: Passage | None = None
    stretch: tuple[int, int] | None = None
    """The part that speaks of the row; None for all of it."""
    cosine: float = 0.0
    """Likeness to the question, of a passage that was found."""


@dataclass(frozen=True)
class Pages:
    """What the rows of one grid lead to."""

    pages: tuple[Page, ...]
    places: Mapping[int, tuple[Place, ...]]
    """Number of a page → the cells that lead to it."""

    def of_row(self, row: int) -> list[tuple[Page, int]]:
        """The pages that the row leads to, each with the column that does."""
        return [(page, column) for page in self.pages for at, column in self.places[page.number] if at == row]


class PageFinder:
    """Finds the pages of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._titles = {document.document_id: document.title for document in library.documents()}
        self._found = lru_cache(maxsize=_CACHED_GRIDS)(self._find)

    def pages(self, grid: Grid, hits: Sequence[Hit], within: Collection[str] | None) -> Pages:
        """What rows of the grid lead to, in the documents allowed (None for all): pages, then parts of the hits."""
        found = self._found(grid)  # grids are kept, each with its table
        titled = [page for page in found.pages if within is None or page.document_id in within]
        known = {page.document_id for page in titled}
        reports = [hit for hit in hits if hit.passage is not None and hit.document_id not in known]
        told = list(_told_of(grid, reports, len(found.pages)))
        places = {page.number: found.places[page.number] for page in titled} | {p.number: (place,) for p, place in told}
        return Pages((*titled, *(page for page, _ in told)), places)

    def _find(self, grid: Grid) -> Pages:
        names = _names(grid)
        runs: dict[int, list[Run]] = defaultdict(list)
        words = {key: words for _, key, words in names}
        for key, document_id, run in self._library.forward.titled(words):
            if _is_name(self._titles[document_id], words[key]):
                runs[key].append(run)
        places: dict[int, list[Place]] = defaultdict(list)
        for place, key, _ in names:
            for unit in units_of_runs(runs.get(key, ()), _PAGE_UNITS):
                places[unit].append(place)
        units = [unit for unit in self._library.forward.read(sorted(places)) if not unit.is_row]
        pages = tuple(
            Page(number, unit.document_id, frozenset((*numbers(unit.body), *numbers(unit.context))), unit.unit)
            for number, unit in enumerate(units)
        )
        return Pages(pages, {page.number: tuple(places[page.unit]) for page in pages})


def _is_name(title: str, words: int) -> bool:
    """Whether a title can mean a name of so many words: hardly longer, and written as names are."""
    telling = (token for token in tokens(title) if token.text not in STOPWORDS)
    return len(name_words(title)) <= words + _MORE_WORDS and not any(title[token.start].islower() for token in telling)


def _names(grid: Grid) -> list[tuple[Place, int, int]]:
    """The cells that hold a name, with its key and the number of its words."""
    cells = (
        ((row, column), cell.value) for row, line in enumerate(grid.lines) for column, cell in enumerate(line.row.cells)
    )
    found = [(place, value.text) for place, value in cells if value.type is ValueType.TEXT][:_MAX_CELLS]
    return [(place, key, len(name_words(text))) for place, text in found if (key := name_key(text)) is not None]


def _told_of(grid: Grid, reports: Sequence[Hit], first: int) -> Iterator[tuple[Page, Place]]:
    """From each sentence that names one row alone, on to the next that names another."""
    named = _last_names(grid)
    number = first
    for hit in reports if named else ():
        passage = hit.passage
        assert passage is not None  # the caller asks for passages
        for row, start, end in _stretches(passage.text, named):
            words = frozenset(word_key(stem) for stem in terms(passage.text[start:end]))
            place = (row, grid.label or 0)
            yield Page(number, passage.document_id, words, -1, passage, (start, end), hit.cosine), place
            number += 1


def _last_names(grid: Grid) -> dict[str, int]:
    """The last word of each row's name, where it is one row's alone."""
    if grid.label is None or len(grid.lines) > _MAX_TOLD_ROWS:
        return {}
    rows: dict[str, set[int]] = defaultdict(set)
    for row, line in enumerate(grid.lines):
        said = tokens(line.name)
        if said and line.view.columns[grid.label].type is ValueType.TEXT:
            rows[said[-1].text].add(row)
    return {word: min(found) for word, found in rows.items() if len(found) == 1}


def _stretches(text: str, named: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """(row, start, end) of what a passage says of each row that it names by itself."""
    bounds = sentence_bounds(text)
    rows = [
        {named[t.text] for t in tokens(text[s:e]) if t.text in named and text[s + t.start].isupper()} for s, e in bounds
    ]
    for at, here in enumerate(rows):
        if len(here) != 1:
            continue
        last = at
        while last + 1 < len(rows) and last < at + _FOLLOWING and not rows[last + 1]:
            last += 1
        yield next(iter(here)), bounds[at][0], bounds[last][1]
