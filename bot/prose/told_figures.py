"""What is worked out from figures that reports tell: split times, bests and records, places."""

from collections.abc import Callable, Sequence

from bot.draft import Draft
from bot.prose.bests import best_answer
from bot.prose.placings import placing_answer
from bot.prose.splits import split_answer
from bot.question.links import Mention
from bot.question.question import Question
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from retriever.store import Store
from retriever.types import Passage


def worked_answer(
    question: Question,
    mentions: Sequence[Mention],
    groups: Sequence[Group],
    finder: TableFinder,
    *,
    search: Callable[[str], Sequence[Passage]],
    store: Store,
) -> Draft | None:
    """The first draft that reports' figures give; None where the question asks for none of these."""
    return (
        split_answer(question, search, store)
        or best_answer(question, mentions, groups, finder, search=search, store=store)
        or placing_answer(question, search, store)
    )
