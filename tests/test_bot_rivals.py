"""Answers pointed out in different sentences: held against each other only where both are said of one thing."""

from collections.abc import Iterator, Sequence

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.cite import Span
from bot.prose.reader import Sentence
from bot.trust.rivals import pointed_claim, rival_answers

PHOTO = "The gold medal ceremony, photo by {name}\n"
LEADERS = "Anna Kovacs led the side in rebounds with nine.\n"
OTHER_LEADERS = "Tereza Bright led the side in assists with six.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    reports = {
        "title.txt": "Lake Cup\n\n" + PHOTO.format(name="Joe Zander"),
        "caption.txt": "Lake Cup gallery\n\n" + PHOTO.format(name="Ida Weir"),
        "misspelt.txt": "Lake Cup album\n\n" + PHOTO.format(name="Joe Zanders"),
        "kovacs.txt": "Game one\n\n" + LEADERS,
        "bright.txt": "Game one again\n\n" + OTHER_LEADERS,
        "ruiz.txt": "Ruiz\n\nHe was first signed by Harbour United.\n",
        "marsh.txt": "Marsh\n\nHe was first signed by Bay City.\n",
        "gap.txt": "Stage\n\nHe caught the leader 20 metres from the line.\n",
        "late.txt": "Stage blog\n\nHe caught the leader only 10 metres from the line.\n",
        "other.txt": "Stage notes\n\nA year before Lang caught the leader 15 metres from the line.\n",
        "heat.txt": "Heats\n\nIn the first heat he caught the leader 30 metres from the line.\n",
    }
    opened = make_bot(tmp_path_factory.mktemp("rivals"), reports)
    yield opened
    opened.library.close()


def pointed(bot: Bot, document: str, answer: str, score: float, *, coverage: float = 0.9) -> Sentence:
    passage = next(p for p in bot.library.store.passages_of(document) if answer in p.text)
    start = passage.text.index(answer)
    span = Span(passage, passage.start, passage.end)
    return Sentence(span, passage.text, score, coverage, 0.5, (), True, True, answer=(start, start + len(answer)))


def alike(texts: Sequence[str]) -> list[list[float]]:
    return [[1.0] * len(texts)] * len(texts)


def values(bot: Bot, question: str, *sentences: Sentence) -> list[str]:
    found = rival_answers(read(question), sentences, bot.library.store, alike)
    return [] if found is None else [side.value for side in found.sides]


def test_two_names_in_one_frame_are_rivals(bot: Bot) -> None:
    title, caption = pointed(bot, "title", "Joe Zander", 0.5), pointed(bot, "caption", "Ida Weir", 0.4)

    assert values(bot, "Who took the photo of the Lake Cup?", title, caption) == ["Joe Zander", "Ida Weir"]


def test_a_misspelt_name_is_no_rival(bot: Bot) -> None:
    title, misspelt = pointed(bot, "title", "Joe Zander", 0.5), pointed(bot, "misspelt", "Joe Zanders", 0.4)

    assert values(bot, "Who took the photo of the Lake Cup?", title, misspelt) == []


def test_names_said_of_two_attributes_are_no_rivals(bot: Bot) -> None:
    rebounds = pointed(bot, "kovacs", "Anna Kovacs", 0.6)
    assists = pointed(bot, "bright", "Tereza Bright", 0.5)

    assert values(bot, "Who led the side in rebounds?", rebounds, assists) == []


def test_what_two_articles_say_of_their_he_is_said_of_two(bot: Bot) -> None:
    ruiz, marsh = pointed(bot, "ruiz", "Harbour United", 0.6), pointed(bot, "marsh", "Bay City", 0.5)

    assert values(bot, "Who first signed the player?", ruiz, marsh) == []


def test_an_answer_that_is_far_less_likely_is_no_rival(bot: Bot) -> None:
    title, caption = pointed(bot, "title", "Joe Zander", 0.8), pointed(bot, "caption", "Ida Weir", 0.3)

    assert values(bot, "Who took the photo of the Lake Cup?", title, caption) == []


def test_two_values_pointed_out_are_rivals_but_not_the_one_of_a_heat(bot: Bot) -> None:
    question = "How far from the line did he catch the leader?"
    gap, late = pointed(bot, "gap", "20 metres", 0.5), pointed(bot, "late", "10 metres", 0.5)
    heat = pointed(bot, "heat", "30 metres", 0.5)

    assert values(bot, question, gap, late) == ["20 metres", "10 metres"]
    assert values(bot, question.replace("catch", "catch in the final"), gap, heat) == []


def test_a_value_that_stands_behind_another_name_is_no_rival(bot: Bot) -> None:
    gap, other = pointed(bot, "gap", "20 metres", 0.5), pointed(bot, "other", "15 metres", 0.5)

    assert values(bot, "How far from the line did he catch the leader?", gap, other) == []


def test_the_value_pointed_out_is_a_claim_of_the_kind_asked_for(bot: Bot) -> None:
    gap = pointed(bot, "gap", "20 metres", 0.5)

    claim = pointed_claim(read("How far from the line was it?"), [gap], bot.library.store)

    assert claim is not None
    assert claim.value.number == 20.0
    assert pointed_claim(read("What was his time?"), [gap], bot.library.store) is None
