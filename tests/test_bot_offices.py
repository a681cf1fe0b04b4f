"""Who refereed, coached or led: only who is said to hold the office, at the event that is asked about."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.cite import Span
from bot.prose.reader import Sentence
from bot.question.question import Question
from bot.trust.offices import holds_no_such_office, officials_first

FILES = {
    "final.txt": "Cove win the Harbour Cup final\n\n"
    "The referee was Ines Roth. Cove's coach, Dora Ek, saw it otherwise.\n\n"
    "Carl Reed, who was suspended for bumping an umpire, watched Cove and Bluff.\n",
    "semi.txt": "Cove beat Elm in the semi-final\n\n"
    "Coach Dora Ek was delighted with Cove. My coach said wait, said Lind.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("offices"), FILES)
    yield opened
    opened.library.close()


def vetoed(bot: Bot, question: str, document: str, answer: str) -> bool:
    passage = next(p for p in bot.library.store.passages_of(document) if answer in p.text)
    start = passage.text.index(answer)
    span = Span(passage, passage.start, passage.end)
    sentence = Sentence(span, passage.text, 0.5, 0.9, 0.5, (), True, True, answer=(start, start + len(answer)))
    return holds_no_such_office(Question(question, lambda _: 0.5), sentence, bot.library.store)


def test_who_is_named_beside_the_office_holds_it(bot: Bot) -> None:
    assert not vetoed(bot, "Who refereed the Harbour Cup final?", "final", "Ines Roth")
    assert not vetoed(bot, "Who coaches Cove?", "final", "Dora Ek")


def test_who_only_met_an_umpire_is_none(bot: Bot) -> None:
    assert vetoed(bot, "Who umpired the match between Cove and Bluff?", "final", "Carl Reed")


def test_a_coach_did_not_referee(bot: Bot) -> None:
    assert vetoed(bot, "Who refereed the semi-final between Cove and Elm?", "semi", "Dora Ek")


def test_an_office_without_a_name_names_nobody(bot: Bot) -> None:
    assert vetoed(bot, "Who coaches Lind?", "semi", "My coach")


def test_the_referee_of_the_final_is_not_that_of_the_semi_final(bot: Bot) -> None:
    assert vetoed(bot, "Who refereed the semi-final of the Harbour Cup?", "final", "Ines Roth")


def test_the_referee_of_another_match_is_none_of_this_one(bot: Bot) -> None:
    assert vetoed(bot, "Who refereed the match between Elm and Ash?", "final", "Ines Roth")


def pointed(bot: Bot, text: str, answer: str, **changes: bool) -> Sentence:
    passage = bot.library.store.passages_of("final")[0]
    start = text.index(answer)
    span = Span(passage, passage.start, passage.end)
    return Sentence(span, text, 0.1, 0.5, 0.5, (), True, False, answer=(start, start + len(answer)), **changes)


def test_an_official_named_right_beside_the_word_is_told_first(bot: Bot) -> None:
    named = pointed(bot, "Referee Ines Roth had booked him.", "Ines Roth")
    women = pointed(bot, "The referee was Asha Rao.", "Asha Rao", of_another=True)
    blamed = pointed(bot, "Officials blamed a squirrel.", "Officials")
    other = pointed(bot, "Lind scored for Cove.", "Lind")
    question = Question("Who refereed the Harbour Cup final?", lambda _: 0.5)

    found = officials_first(question, [women, other, named])

    assert [(s.text, s.enough) for s in found] == [(named.text, True), (other.text, False)]
    assert officials_first(question, [other, blamed, women]) == [other, blamed, women]
    assert officials_first(Question("Who scored?", lambda _: 0.5), [other, named]) == [other, named]
