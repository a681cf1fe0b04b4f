"""What may answer a question along a chain: a cell of a row, or words of a page that the row leads to, with numbers."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chains.pages import Page
from bot.chains.replaced import with_name
from bot.chains.rows import Meaning, Signs
from bot.cite import Span
from bot.prose.kinds import fits_kind, new_values
from bot.prose.spans import Pointed, Reading, SpanReader
from bot.question.question import Question
from bot.question.tables import Line
from retriever.text import sentence_bounds, terms
from retriever.types import Passage

NOTHING = "nothing"  # the alternative that no offer answers
NAMES = (
    "behind", "told", "covered", "covered by row", "cell",
    "margin", "by description", "margin of question", "margin of name", "row covers", "window covers", "words",
    "label early", "page covers", "belief", "fits", "repeats", "label said",
    "unsaid", "names unsaid", NOTHING,
)  # fmt: skip
TOP_ROWS = 4
MAX_WINDOWS = 8  # each is read twice, which takes some ten milliseconds
WINDOW_CHARS, ROW_CHARS = 420, 160  # what one reading holds
_EARLY = 3  # first tokens of a question, where "which team" names what is asked
_LEAST_BELIEF = 1e-3

ReadPage = Callable[[Page], Passage]
TitleOf = Callable[[str], str]


@dataclass(frozen=True)
class Offer:
    """One answer that a chain offers."""

    text: str
    meaning: Meaning
    signs: Signs
    numbers: dict[str, float]
    column: int
    """The cell that answers, or that leads to the page."""
    span: Span | None = None
    """Where the words stand; None for a cell."""
    page: Page | None = None
    """The page that answers, or describes the row; None where the row does without."""
    said: frozenset[int] = frozenset()
    """Tokens that the part of the page says in which the words stand."""

    @property
    def is_of_page(self) -> bool:
        """Whether the page is called after the row's name, or another that stands in it."""
        return self.page is not None and self.page.passage is None

    @property
    def line(self) -> Line:
        """The row of the chain."""
        return self.meaning.links.grid.lines[self.signs.row]


@dataclass(frozen=True)
class _Window:
    meaning: Meaning
    signs: Signs
    column: int
    page: Page
    passage: Passage
    start: int
    end: int
    said: frozenset[int]
    worth: float
    behind: float

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def offers_of(
    question: Question, meanings: Sequence[Meaning], reader: SpanReader, read: ReadPage, title: TitleOf
) -> list[Offer]:
    """Cells and words along the best rows of all tables, in a fixed order."""
    found = [(meaning, signs) for meaning in meanings for signs in meaning.rows[:TOP_ROWS]]
    found.sort(key=lambda pair: -pair[1].score)
    best = found[:TOP_ROWS]
    top = best[0][1].score if best else 0.0
    offers = [offer for meaning, signs in best for offer in _cells(question, meaning, signs, top)]
    windows = [window for meaning, signs in best for window in _windows(question, meaning, signs, top, read)]
    windows.sort(key=lambda window: (-window.worth, window.passage.passage_id, window.start))
    for window in windows[:MAX_WINDOWS]:
        offers += _words(question, window, reader, title(window.passage.document_id))
    return offers


def _common(question: Question, meaning: Meaning, signs: Signs, top: float) -> dict[str, float]:
    said = meaning.told_by(signs)
    named = [i for i in range(len(question.words)) if question.is_specific(i) and question.weights[i] > 0]
    return {
        "unsaid": 1.0 - question.coverage(said),
        "names unsaid": float(sum(i not in said for i in named)),
        "behind": min(5.0, top - signs.score),
        "told": signs.told,
        "covered": question.coverage(signs.known | signs.by_page),
        "covered by row": question.coverage(signs.known),
    }


def _cells(question: Question, meaning: Meaning, signs: Signs, top: float) -> Iterator[Offer]:
    common, grid, asked = _common(question, meaning, signs, top), meaning.links.grid, set(question.stems)
    for column, heading in enumerate(meaning.links.headings):
        text = grid.texts[column][signs.row]
        said = set(terms(text))
        if not text:
            continue
        belief = meaning.beliefs.get((signs.row, column), 0.0)
        numbers = {
            **common,
            "cell": 1.0,
            "label early": float(bool(heading.words) and min(heading.words) <= _EARLY),
            "label said": heading.share,
            "page covers": common["covered"],
            "belief": math.log(belief + _LEAST_BELIEF),
            "fits": float(fits_kind(question, text)),
            "repeats": len(said & asked) / max(1, len(said)),
        }
        yield Offer(text, meaning, signs, numbers, column, page=signs.describing)


def _windows(question: Question, meaning: Meaning, signs: Signs, top: float, read: ReadPage) -> Iterator[_Window]:
    """Parts of the row's passages, each as long as one reading holds."""
    for page, column in meaning.pages.of_row(signs.row):
        passage = read(page)
        for start, end in _parts(passage.text, page.stretch):
            said = set(terms(passage.text[start:end]))
            near = frozenset(i for i, stem in enumerate(question.stems) if stem in said)
            new = math.fsum(meaning.rarity[i] for i in sorted(near - signs.known))
            worth = signs.score + new + meaning.cosines[page.number]
            yield _Window(meaning, signs, column, page, passage, start, end, near, worth, top - signs.score)


def _parts(text: str, stretch: tuple[int, int] | None) -> list[tuple[int, int]]:
    first, last = stretch or (0, len(text))
    parts: list[tuple[int, int]] = []
    for start, end in sentence_bounds(text):
        if start < first or end > last:
            continue
        if parts and end - parts[-1][0] <= WINDOW_CHARS:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _words(question: Question, window: _Window, reader: SpanReader, title: str) -> list[Offer]:
    """What the trained reader points at: asked as it stands, behind the row's cells, and with the name put in."""
    meaning, signs = window.meaning, window.signs
    common = _common(question, meaning, signs, window.behind + signs.score)
    named = with_name(question, signs.known, title)
    asked = [(question.text, f"{_row_said(meaning, signs)}. {title}. ")]
    asked += [] if named is None else [(named, f"{title}. ")]
    # "In which city was whoever scored most born" asks for no mark: the description is not what is asked.
    kind = question if named is None else Question(named, question.idf, question.spell)
    pointed: list[Pointed | None] = []
    for text, before in asked:
        reading = reader.read(f"{text.rstrip(' .?!')}?", [before + window.text])[0]
        found = _pointed(kind, window.text, reading, len(before))
        moved_by = -len(before)
        pointed.append(found and replace(found, start=found.start + moved_by, end=found.end + moved_by))
    offers = []
    for by_description, found in enumerate(pointed):
        if found is None:
            continue
        other = pointed[1 - by_description] if len(pointed) > 1 else None
        answer = window.text[found.start : found.end]
        numbers = {
            **common,
            "margin": found.margin,
            "by description": float(not by_description),
            "margin of question": other.margin if other is not None and by_description else 0.0,
            "margin of name": other.margin if other is not None and not by_description else 0.0,
            "row covers": common["covered by row"],
            "window covers": question.coverage(signs.known | window.said),
            "words": float(len(answer.split())),
        }
        first = window.passage.start + window.start + found.start
        span = Span(window.passage, first, first + len(answer))
        offers.append(Offer(answer, meaning, signs, numbers, window.column, span, window.page, window.said))
    return offers


def _pointed(question: Question, text: str, reading: Reading, first: int) -> Pointed | None:
    """The likeliest answer in the text, which begins at `first` of what was read; one of the kind asked for."""
    within = (first, first + len(text))
    found = reading.point(*within)
    if found is None or fits_kind(question, text[found.start - first : found.end - first]):
        return found
    values = [(first + value.start, first + value.end) for value in new_values(question, text)]
    fitting = [at for start, end in values if (at := reading.at(start, end, within)) is not None]
    return max(fitting, key=lambda at: at.margin, default=None)


def _row_said(meaning: Meaning, signs: Signs) -> str:
    grid = meaning.links.grid
    cells = ((column.label, grid.texts[at][signs.row]) for at, column in enumerate(grid.columns))
    return "; ".join(f"{label} {text}" for label, text in cells if text)[:ROW_CHARS]
