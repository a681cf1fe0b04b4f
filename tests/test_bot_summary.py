"""Summaries: of the right article, complete, without repetition, in order of time."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from newsroom import RESULTS, make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.trust.verify import check_answer

MATCH = """Harriers win the Tarn Cup final at Ostby

The Harriers beat the Rovers 3-1 in the Tarn Cup final on Sunday.

Ines Varga scored twice for the Harriers before the break.

The Rovers pulled one back when Moa Dahl scored a penalty.

It was cold and the queue for soup was long.

Varga made it three in the last minute and the Harriers had their first cup.
"""
BLOG = """Tarn Cup final: as it happened

08:40 PM

All over

The Harriers win the final 3-1.

08:10 PM

GOAL

Dahl scores from the penalty spot for the Rovers in the final.

07:45 PM

GOAL

Varga scores for the Harriers in the cup final.
"""
FORMAT = """Curling: how the Fjord Open works

The Fjord Open is played in rounds.

The first two of each group advance to the semi-finals.

All others go to a second round, whose winner advances too.

The winners of the semi-finals meet in the final.

The ice was made by volunteers.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"harriers.txt": MATCH, "blog.txt": BLOG, "format.txt": FORMAT, "results.md": RESULTS}
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), files)
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def in_order(parts: Sequence[str], text: str) -> bool:
    places = [text.find(part) for part in parts]
    return min(places) >= 0 and places == sorted(places)


def test_a_summary_tells_the_result_and_the_goals_in_their_order_and_not_the_soup(bot: Bot) -> None:
    answer = ask(bot, "Summarise the Tarn Cup final at Ostby.")

    assert in_order(("beat the Rovers 3-1", "scored twice", "penalty"), answer.answer)
    assert "soup" not in answer.answer


def test_every_sentence_of_a_summary_is_cited_word_for_word(bot: Bot) -> None:
    answer = ask(bot, "Summarise the Tarn Cup final at Ostby.")

    assert [segment.text.strip() for segment in answer.segments] == quotes(answer)


def test_a_summary_of_a_live_blog_runs_from_its_first_post_to_its_last(bot: Bot) -> None:
    answer = ask(bot, "Summarise the cup final according to the live blog.")

    assert in_order(("Varga scores", "Dahl scores", "The Harriers win"), answer.answer)
    assert {citation.document_id for citation in answer.citations} == {"blog"}


def test_how_a_competition_works_is_told_by_its_steps(bot: Bot) -> None:
    answer = ask(bot, "Explain how the rounds of the Fjord Open work.")

    assert in_order(("first two of each group", "All others", "meet in the final"), answer.answer)
    assert "volunteers" not in answer.answer


def test_what_happened_to_somebody_leaves_out_what_happened_to_others(tmp_path: Path) -> None:
    report = (
        "Harbour Games: the 800 metres\n\nAda Lind won the 800 metres in 1:57.10. Cleo Marsh was third. "
        "Bea Okoro was tripped in the 800 metres and got a medal on appeal.\n"
    )
    opened = make_bot(tmp_path, {"report.txt": report, "results.md": RESULTS})
    answer = ask(opened, "What happened to Bea Okoro in the 800 metres?")
    opened.library.close()

    assert "tripped" in answer.answer
    assert "Cleo Marsh was third" not in answer.answer


ROWER = """Lind rows to gold at the Harbour Games

Ada Lind, who played curling in the Ostby league until she was twenty, won the single sculls.
"""
CURLERS = """Title: Rovers reach the Tarn Cup final
Publisher: Curling Today

The Rovers beat the Harriers in the curling semi-final.

They needed an extra end. The Rovers lost their skip to illness.
"""


def test_a_summary_is_of_the_report_on_the_sport_not_of_one_that_mentions_it(tmp_path: Path) -> None:
    opened = make_bot(tmp_path, {"rower.txt": ROWER, "curlers.txt": CURLERS, "results.md": RESULTS})
    answer = ask(opened, "Summarise the curling semi-final.")
    opened.library.close()

    assert {citation.document_id for citation in answer.citations} == {"curlers"}


LAPS = """Vos wins the Tarn Grand Prix

Vos won the Tarn Grand Prix by two seconds.

The final lap was run in rain. Okoro spun and lost her place.

On the opening lap four cars went off.
"""


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("on the last lap", "The final lap was run in rain. Okoro spun and lost her place."),
        ("on the first lap", "On the opening lap four cars went off."),
    ],
)
def test_what_happened_at_a_moment_is_what_is_told_from_there_on(tmp_path: Path, moment: str, told: str) -> None:
    opened = make_bot(tmp_path, {"laps.txt": LAPS, "harriers.txt": MATCH})
    answer = ask(opened, f"What happened {moment} of the Tarn Grand Prix?")
    opened.library.close()

    assert (answer.answer, quotes(answer)) == (told, [told])


def test_the_time_of_a_post_answers_when_the_blog_told_something(bot: Bot) -> None:
    answer = ask(bot, "At what time did the live blog report Dahl's penalty?")

    assert answer.short_answer == "08:10 PM"
    assert "Dahl scores from the penalty spot" in quotes(answer)[0]


def test_a_post_cited_with_its_stamp_verifies(bot: Bot) -> None:
    answer = ask(bot, "At what time did the live blog report Dahl's penalty?")

    assert answer.citations[0].quote.startswith("08:10 PM")
    assert check_answer(answer, bot.library).problems == []
