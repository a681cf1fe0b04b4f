"""What a library tells of the words of a conversation: names, events, columns, whom reports call "he" or "she"."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.question.focus import ROLES, SEXES, Known
from bot.question.links import Linker
from bot.question.question import Question
from bot.question.scope import scope_of_text
from bot.results.columns import labels_said
from bot.results.finder import TableFinder
from retriever.nations import nation_keys
from retriever.search import NO_FILTERS, Retriever
from retriever.store import Store
from retriever.text import stem, terms, tokens
from retriever.types import Hit
from retriever.values import values_agree

NAMED_IN = 6  # results that list a name, whose columns a follow-up may ask for
ABOUT_HITS = 12  # passages in which pronouns are looked for behind a name

_HEADED = {
    stem(tokens(word)[0].text): sex for word, sex in (("women", "f"), ("men", "m"), ("girls", "f"), ("boys", "m"))
}
_NEAR_CHARS = 200  # behind a name: as far as a pronoun is taken to mean it
_CLEAR = 3  # times as often as the other: from there the sex is told

Read = Callable[[str], Question]


def known_by(store: Store, retriever: Retriever, read: Read, linker: Linker, finder: TableFinder) -> Known:
    """What follow-ups are understood by."""

    def event_told(text: str) -> str | None:
        """The one event whose results list somebody with a mark that the text gives: "Lind ran 1:57.10"."""
        question = read(text)
        marks = [figure.value for figure in question.figures]
        rows = {(p.table_id, p.row) for m in linker.mentions(question) for p in m.places}
        events = set()
        for table_id, row in sorted(rows):
            view = finder.view(table_id)
            cells = view.table.rows[row].cells
            if view.mark is not None and any(values_agree(cells[view.mark].value, mark) for mark in marks):
                events.add(view.head.summary.event or view.head.summary.title)
        event = next(iter(events)) if len(events) == 1 else None
        is_file = event is not None and " " not in event
        return event.replace("-", " ").replace("_", " ") if event is not None and is_file else event

    def labelled(question: Question, name: str) -> frozenset[int]:
        """Tokens of the question that say the longest label of a column in results that list that name."""
        tables = {p.table_id for m in linker.mentions(read(name)) if m.whole for p in m.places}
        found = frozenset[int]()
        for table_id in sorted(tables)[:NAMED_IN]:
            labels = [c.label for c in finder.view(table_id).columns if not scope_of_text(c.label).rounds]
            said = [*labels_said(question, labels).values(), *(question.phrase_at(terms(label)) for label in labels)]
            found = max([found, *said], key=lambda words: (len(words), sorted(words)))
        return found

    def listed_as(question: Question, name: str) -> str | None:
        """The one name of the results that list `name`, in whose row a nation or a club stands that the words mean."""
        found = [m for m in linker.mentions(question) if not linker.names_rows(m)]
        tables = {p.table_id for m in linker.mentions(read(name)) if m.whole for p in m.places}
        meant = {i for m in found for i in m.words}
        if len(found) != 1 or any(weight > 0 and i not in meant for i, weight in enumerate(question.weights)):
            return None
        names = set()
        for place in found[0].places:
            view = finder.view(place.table_id) if place.table_id in tables else None
            if view is not None and view.label is not None and view.nation == place.column:
                names.add(view.table.rows[place.row].cells[view.label].value.text)
        return next(iter(names)) if len(names) == 1 else None

    def _told_in_rows(name: str) -> set[str]:
        """Sexes that the rows of that name tell: "Women's singles" in a column for the event."""
        places = {(p.table_id, p.row) for m in linker.mentions(read(name)) if m.whole for p in m.places}
        cells = (cell for t, row in sorted(places) for cell in finder.view(t).table.rows[row].cells)
        return {_HEADED[s] for cell in cells for s in terms(cell.value.text) if s in _HEADED}

    def in_league(name: str) -> bool:
        """Whether all results that list that name are leagues."""
        tables = {p.table_id for m in linker.mentions(read(name)) if m.whole for p in m.places}
        return bool(tables) and all(finder.view(table_id).is_league for table_id in tables)

    @lru_cache(maxsize=1000)
    def sex_of(name: str) -> str | None:
        """The sex of whom results of women or of men list; else as pronouns behind the name tell it.

        None of a side, which a league lists: a women's team is no woman.
        """
        tables = {p.table_id for m in linker.mentions(read(name)) if m.whole for p in m.places}
        if in_league(name):
            return None
        headed = {_HEADED[s] for t in sorted(tables) for s in finder.view(t).head.stems if s in _HEADED}
        headed = headed or _told_in_rows(name)
        if len(headed) == 1:
            return next(iter(headed))
        hits = retriever.search(name, NO_FILTERS, ABOUT_HITS)
        return _sex_told(name, [hit.passage.text for hit in hits if hit.passage is not None])

    tabled = {summary.document_id for summary in store.table_summaries()}
    titled = {
        s
        for d in store.documents()
        if d.document_id not in tabled
        for s in terms(" ".join(w for w in d.title.split() if w.islower()))
    }
    return Known(
        read=read,
        linker=linker,
        names_event=lambda stem: finder.names_events(stem) or stem in titled,
        event_told=event_told,
        labelled=labelled,
        sex_of=sex_of,
        listed_as=listed_as,
        told_as=lambda name, words: _is_told_as(name, words, retriever, read, linker),
        in_league=in_league,
        publishers=frozenset((document.publisher or "").lower() for document in store.documents()),
    )


def _is_told_as(name: str, words: str, retriever: Retriever, read: Read, linker: Linker) -> bool:
    """Whether a row holds somebody and the nation of which the words tell, or a passage says the words behind a name.

    Behind his own, with nobody else named in between: "Kessler won because the Swiss slipped".
    """
    surname, said = tokens(name)[-1].text, [token.text for token in tokens(words)]
    nations = [set(key.split()) for word in said for key in nation_keys(word)]
    for hit in retriever.search(f"{name} {words}", NO_FILTERS, ABOUT_HITS):
        text = words_of(hit)
        spoken = tokens(text)
        held = [token.text for token in spoken]
        if hit.passage is None:
            if surname in held and any(nation <= set(held) for nation in nations):
                return True
            continue
        of_nation = rf"\b{re.escape(surname)} of "
        if any(re.search(of_nation + " ".join(sorted(nation)), " ".join(held)) for nation in nations):
            return True
        for at in (i for i in range(len(held)) if held[i : i + len(said)] == said):
            own = max((i for i in range(at) if held[i] == surname), default=None)
            if own is not None and not _names_between(text[spoken[own].end : spoken[at].start], read, linker):
                return True
    return False


def _names_between(text: str, read: Read, linker: Linker) -> bool:
    return any(linker.names_rows(mention) for mention in linker.mentions(read(f"and {text}")))


def _sex_told(name: str, texts: Sequence[str]) -> str | None:
    """ "m" or "f" where pronouns behind the name leave little doubt: "he" and "she", not the "his" of another name."""
    surname = [token.text for token in tokens(name)][-1:]
    counts = {"m": 0, "f": 0}
    for text in texts:
        words = tokens(text)
        kin = (ROLES.get(a.text) for a, b in pairwise(words) if [b.text] == surname)  # "her brother Piet"
        if (told := next((sex for sex in kin if sex), None)) is not None:
            return told
        for at in (index for index, word in enumerate(words) if [word.text] == surname):
            near = [w for w in words[at + 1 :] if w.start - words[at].end < _NEAR_CHARS]
            sex = next((SEXES[w.text] for w in near if w.text in {"he", "she"}), None)
            if sex is not None:
                counts[sex] += 1
    most = max(counts, key=lambda sex: counts[sex])
    return most if counts[most] and counts[most] >= _CLEAR * (sum(counts.values()) - counts[most]) else None


def words_of(hit: Hit) -> str:
    """What a passage or a row says."""
    if hit.passage is not None:
        return hit.passage.text
    if hit.table is None or hit.row is None:
        return ""
    return " ".join(cell.value.text for cell in hit.table.rows[hit.row].cells)
