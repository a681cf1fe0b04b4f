"""What likely candidates lead to: a row to the pages about what it names, a page to the rows that name its subject."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from retriever.asked import AskedWords
from retriever.candidates import Candidates, units_of_runs, with_cosines
from retriever.encoder import Vectors
from retriever.forward import Run, UnitWords, numbers, word_key
from retriever.library import Library, table_context
from retriever.store import RowPlace
from retriever.text import terms
from retriever.values import ValueType

_LINKED_UNITS, _LINKED_ROWS = 3, 30  # of one document, one name
_SEARCHED = 3  # best rows, and best passages, from which pages and rows are searched for
# Runs and units that one such search looks at. 12 and 40, with 4 sources, found nothing more on the two sets it helps.
_PAGES, _ROWS = 8, 15
_MIN_TOLD = 0.5  # share of a page's title that a row, its headings and the query must say together

Keys = frozenset[int]
Partners = Mapping[int, Mapping[int, float]]


class Links:
    """Follows names and titles in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        documents = library.documents()
        self._titles = {found.document_id: found.title for found in documents}
        # A page of tables is called after an event; measured, following rows to those made more wrong than right.
        self._pages_of_prose = {found.document_id for found in documents if not found.tables}
        self._words: dict[str, Keys] = {}

    def follow(
        self,
        asked: AskedWords,
        vector: Vectors,
        found: Candidates,
        *,
        likely: Mapping[int, float],
        within: Collection[str] | None,
    ) -> Candidates:
        """The candidates with what the `likely` ones (unit → how likely) lead to, and how likely that makes each.

        A row leads to the documents called like a name in its cells, and to those whose title its cells begin and its
        headings or the query complete: "Judo" under "2003 Pan American Games" to "Judo at the 2003 Pan American Games".
        A passage leads to the rows that name its document in the same way.
        """
        sources = sorted((u for u in found.units if u.unit in likely), key=lambda u: (-likely[u.unit], u.unit))
        documents = None if within is None else sorted(within)
        named = {*_from_rows(self._library, sources, within), *_from_passages(self._library, sources)}
        searched = {*self._pages(sources, documents), *self._rows(sources, documents)}
        known = {unit.unit for unit in found.units}
        added = self._library.forward.read(sorted({*(unit for unit, _ in named), *searched} - known))
        allowed = [unit for unit in added if within is None or unit.document_id in within]
        partners = self._partners(asked, [*found.units, *allowed], likely, named)
        linked = [unit for unit in allowed if unit.unit in partners]
        evidence = replace(found.evidence, partners=partners)
        return with_cosines(self._library, vector, [*found.units, *linked], evidence)

    def _pages(self, sources: Sequence[UnitWords], documents: Sequence[str] | None) -> Iterable[int]:
        """Units under headings that say what the best rows do."""
        for row in islice((source for source in sources if source.is_row), _SEARCHED):
            runs = self._library.headings.search(self._told_by(row), _PAGES, documents)
            yield from units_of_runs(self._library.forward.runs(run for run, _ in runs), _LINKED_UNITS)

    def _rows(self, sources: Sequence[UnitWords], documents: Sequence[str] | None) -> Iterable[int]:
        """Units that say what the documents of the best passages are called."""
        pages = (source for source in sources if not source.is_row and source.document_id in self._pages_of_prose)
        for page in islice(pages, _SEARCHED):
            found = self._library.lexical.search(terms(self._titles[page.document_id]), _ROWS, documents)
            yield from (unit for unit, _ in found)

    def _told_by(self, row: UnitWords) -> list[str]:
        """Words of the names in a row and of what stands above it."""
        place = self._library.store.unit(row.unit)
        assert isinstance(place, RowPlace)  # the caller asks for rows only
        table = self._library.store.table(place.table_id)
        cells = [cell.value.text for cell in table.rows[place.row].cells if cell.value.type is ValueType.TEXT]
        return [*terms(" ".join(cells)), *terms(table_context(self._titles[row.document_id], table))]

    def _partners(
        self,
        asked: AskedWords,
        units: Sequence[UnitWords],
        likely: Mapping[int, float],
        named: Collection[tuple[int, int]],
    ) -> Partners:
        """Unit → source → how likely the source is, less where only part of a title is said."""
        partners: dict[int, dict[int, float]] = defaultdict(dict)
        for number, by in sorted(named):
            partners[number][by] = likely[by]
        for number, by, told in self._titled(units, likely, frozenset(asked.weights)):
            partners[number][by] = max(partners[number].get(by, 0.0), told * likely[by])
        return partners

    def _titled(
        self, units: Sequence[UnitWords], likely: Collection[int], said: Keys
    ) -> Iterable[tuple[int, int, float]]:
        """(unit, the likely unit linked with it, share of the title told) of rows and pages whose title they say."""
        pages: dict[str, list[int]] = defaultdict(list)
        for unit in units:
            if not unit.is_row and self._title(unit.document_id):
                pages[unit.document_id].append(unit.unit)
        likely_pages = {page for page, passages in pages.items() if any(number in likely for number in passages)}
        titled: dict[int, list[str]] = defaultdict(list)
        for page in pages:
            for word in self._title(page):
                titled[word].append(page)
        for row in (unit for unit in units if unit.is_row):
            begun = dict.fromkeys(page for word in numbers(row.body) for page in titled.get(word, ()))
            for page in begun if row.unit in likely else (page for page in begun if page in likely_pages):
                title, with_headings = self._title(page), numbers(row.body + row.context)
                if (told := len(title.intersection((*with_headings, *said))) / len(title)) >= _MIN_TOLD:
                    yield from ((number, row.unit, told) for number in pages[page] if row.unit in likely)
                    yield from ((row.unit, number, told) for number in pages[page] if number in likely)

    def _title(self, document_id: str) -> Keys:
        if document_id not in self._words:
            title = self._titles[document_id] if document_id in self._pages_of_prose else ""
            self._words[document_id] = frozenset(map(word_key, terms(title)))
        return self._words[document_id]


def _from_rows(
    library: Library, sources: Sequence[UnitWords], within: Collection[str] | None
) -> Iterable[tuple[int, int]]:
    """(unit, the row that names what its document is about)."""
    rows = [unit for unit in sources if unit.is_row]
    titled: dict[int, list[Run]] = defaultdict(list)
    for key, document_id, run in library.forward.titled(key for row in rows for key in numbers(row.names)):
        if within is None or document_id in within:
            titled[key].append(run)
    for row in rows:
        for unit in units_of_runs((run for key in numbers(row.names) for run in titled[key]), _LINKED_UNITS):
            yield unit, row.unit


def _from_passages(library: Library, sources: Sequence[UnitWords]) -> Iterable[tuple[int, int]]:
    """(row, the passage whose document is called like a name in the row)."""
    passages = [unit for unit in sources if not unit.is_row]
    keys = dict(library.forward.title_keys(unit.document_id for unit in passages))
    rows: dict[int, list[int]] = defaultdict(list)
    for key, row in library.forward.rows_saying(keys.values(), _LINKED_ROWS):
        rows[key].append(row)
    for passage in passages:
        for row in rows.get(keys.get(passage.document_id, -1), ()):
            yield row, passage.unit
