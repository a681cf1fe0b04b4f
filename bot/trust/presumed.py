"""What a question takes for granted of somebody, his victory, his place and his nation, held against all sources."""

from collections.abc import Sequence

from bot.draft import Draft
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import Line, year_words
from bot.results.finder import TableFinder
from bot.trust.nationality import told_nation
from bot.trust.tallies import told_tally
from bot.trust.told_places import WordsOf, told_place
from bot.trust.told_results import Read, told_victory
from retriever.text import stem


def nation_or_tally(
    question: Question, mentions: Sequence[Mention], finder: TableFinder, read: Read, words_of: WordsOf
) -> Draft | None:
    """The denial of the nation, or of the count of victories, that the question gives somebody; else None."""
    wrong = told_nation(question, mentions, lambda mention: _rows_of(mention, finder), read)
    return wrong or told_tally(question, read, words_of)


def victory_or_place(
    question: Question, mentions: Sequence[Mention], finder: TableFinder, read: Read, words_of: WordsOf
) -> Draft | None:
    """What reports say of a victory or a place of which no results tell; None where they don't."""
    told = told_victory(question, mentions, lambda mention: _lists_result(mention, finder), read)
    if told is not None:
        return told
    listed = {stem(w) for m in mentions if _lists_result(m, finder, question.years) for w in m.name.key.split()}
    return told_place(question, frozenset(listed), read, words_of)


def _rows_of(mention: Mention, finder: TableFinder) -> list[Line]:
    """The rows that are about what is mentioned."""
    views = [(place, finder.view(place.table_id)) for place in mention.places]
    return [Line(view, view.table.rows[place.row]) for place, view in views if view.label == place.column]


def _lists_result(mention: Mention, finder: TableFinder, years: frozenset[str] = frozenset()) -> bool:
    """Whether results, of these years if any are given, list how somebody did; a league tells not who beat whom."""
    views = ((place, finder.view(place.table_id)) for place in mention.places)
    found = [view for place, view in views if view.label == place.column and not view.is_league]
    told = [year_words(f"{view.head.called()} {view.table.date or ''}") for view in found]
    return any(not years or not each or years & each for each in told)
