"""The edition of an event that a step leads to, by the years of the tables that are stored."""

import re
from collections.abc import Sequence

from bot.question.described import Description
from bot.question.lexicon import Operation
from bot.question.links import Linker
from bot.question.question import Question
from bot.question.steps import Edition, Step
from bot.question.tables import Line, TableHead, year_words
from bot.results.finder import TableFinder

_YEAR_BESIDE = re.compile(r"\s*\b(?:1[89]|20)\d\d\b")
_WINNER = (1,)
_NEXT_WITHIN = 8  # years in which the next edition is looked for


def year_meant(
    question: Question, step: Step, described: Line | None, linker: Linker, finder: TableFinder
) -> str | None:
    """The year that a step leads to; None where it is not sure from which edition it counts, or none is stored there.

    It counts from the edition that its own words name, else from the one year that the question names, else from the
    edition in which somebody was found who is only described.
    """
    rest = question.text[: step.start] + question.text[step.end :]
    lines: list[Line] = []
    if step.after:
        named = year_words(step.after)
        lines = [] if named else _results_of(step.after, question, linker, finder)
        years = named or _years_of(lines)
    elif len(year_words(rest)) == 1:
        years = year_words(rest)
    else:
        lines = [] if described is None else [described]
        years = _years_of(lines)
    heads = [line.view.head for line in lines]
    return _stepped(years, step, finder, heads) if years else None


def with_edition(question: Question, edition: Edition, linker: Linker, finder: TableFinder) -> str | None:
    """The question with the name of an edition in place of the words that tell it by a result.

    None where no row tells, or rows of several editions.
    """
    text = question.text
    lines = _results_of(f"{edition.clause} {edition.event}", question, linker, finder)
    if edition.step is None:
        if len({line.view.head.years for line in lines}) != 1 or len({line.key[0] for line in lines}) != 1:
            return None
        named = _called(lines[0].view.head, edition)
        return f"{text[: edition.start]}{named}{text[edition.end :]}"
    outside = year_words(text[: edition.start] + text[edition.end :])
    stepped = {str(int(year) + edition.step.years) for year in outside}
    meant = [line for line in lines if line.view.head.years & stepped]
    if len(meant) != 1:
        return None
    named = _YEAR_BESIDE.sub("", meant[0].view.head.summary.title).strip(" ,")
    return f"{text[: edition.start]}{named}{text[edition.end :]}"


def _called(head: TableHead, edition: Edition) -> str:
    """The edition as the question calls its event, with its year; else by its title."""
    event = edition.event.removeprefix("of ").strip()
    return f"{event} {max(head.years)}" if event and head.years else head.summary.title


def with_event(named: Question, question: Question, described: Description, finder: TableFinder) -> str:
    """The question with a name in it, and the event that the description named behind it where it names none itself."""
    if any(_names_event(named, i, finder) for i in range(len(named.words))):
        return named.text
    inside = [i for i, w in enumerate(question.words) if described.start <= w.start < described.end]
    naming = [i for i in inside if _names_event(question, i, finder)]
    if not naming:
        return named.text
    said = question.text[question.words[naming[0]].start : question.words[naming[-1]].end]
    return f"{named.text.rstrip(' ?')} at the {_YEAR_BESIDE.sub('', said).strip()}?"


def _names_event(question: Question, index: int, finder: TableFinder) -> bool:
    plain = question.weights[index] > 0 and not question.words[index].text.isdigit()
    return plain and finder.names_events(question.stems[index])


def _results_of(words: str, question: Question, linker: Linker, finder: TableFinder) -> list[Line]:
    """The rows of whoever is named there at the place that is spoken of, in the event that fits the question best."""
    clause = Question(words, question.idf, question.spell)
    places = next((c.places for q in (clause, question) for c in q.has(Operation.NTH)), _WINNER)
    mentions = [mention for mention in linker.mentions(clause) if linker.names_rows(mention)]
    found: dict[tuple[str, int], Line] = {}
    for mention in mentions:
        for place in mention.places:
            view = finder.view(place.table_id)
            line = Line(view, view.table.rows[place.row])
            if view.label == place.column and line.place in places:
                found[line.key] = line
    fits = {key: finder.weight_explained(question, key[0]) or 0.0 for key in found}
    most = max(fits.values(), default=0.0)
    return [line for key, line in sorted(found.items()) if fits[key] == most]


def _years_of(lines: Sequence[Line]) -> frozenset[str]:
    """Years of the one edition that the rows are of; none where they are of several."""
    years = {line.view.head.years for line in lines}
    return next(iter(years)) if len(years) == 1 else frozenset()


def _stepped(years: frozenset[str], step: Step, finder: TableFinder, heads: Sequence[TableHead]) -> str | None:
    """The year so many years on in which the event was held; the next edition's where the step names no number."""
    sign = 1 if step.years > 0 else -1
    reach = range(1, _NEXT_WITHIN + 1) if step.is_next else (abs(step.years),)
    stepped = [str(int(year) + sign * on) for on in reach for year in sorted(years, reverse=True)]
    alike, every = finder.years_like(heads) - years, finder.years_like(()) - years
    known = alike or (frozenset() if step.is_next else every)  # Games are called after their cities
    return next((year for year in stepped if year in known), None)
