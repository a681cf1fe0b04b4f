"""Questions for how things stand now: the newest state wins, and only where it is asked for."""


import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from retriever.types import Filters

_LABELS = "Pos,Team,Played,Points\n"
FILES = {
    "early.csv": f"# title: Shield standings after round 2\n# date: 2025-09-14\n{_LABELS}"
    "1,Harrow,2,6\n2,Solway,2,6\n3,Tyne,2,3\n4,Forth,2,0\n",
    "late.csv": f"# title: Shield standings after round 6\n# date: 2025-10-19\n{_LABELS}"
    "1,Solway,6,15\n2,Tyne,6,12\n3,Harrow,6,12\n4,Forth,6,3\n",
    "fixtures.csv": "# title: Shield matches\n# date: 2025-10-20\nDate,Home,Away,Venue\n"
    "2025-10-25,Forth,Harrow,Leith Hall\n2025-11-01,Harrow,Solway,Ridgeway Dome\n2025-11-08,Tyne,Harrow,Quayside\n",
    "opening.md": "---\ntitle: Harrow edge Tyne\ndate: 2025-09-06\n---\nHarrow beat Tyne 52-48 at the Dome.\n",
    "rematch.md": "---\ntitle: Tyne hit back\ndate: 2025-10-18T21:00:00Z\n---\n"
    "Tyne beat Harrow 55-51 at Quayside Hall.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("season"), FILES)


@pytest.mark.parametrize(
    ("asked", "as_of", "short"),
    [
        ("Who leads the standings now?", None, "Solway"),
        ("Who leads the standings now?", "2025-09-20", "Harrow"),
        ("How many points do Tyne have now?", None, "12"),
        ("How many points do Tyne have now?", "2025-09-20", "3"),
        ("How many points did Tyne have after round 2?", None, "3"),
        ("Who is bottom of the current standings?", None, "Forth"),
        ("Who do Harrow play next?", "2025-10-27", "Solway"),
        ("Who do Harrow play next?", "2025-11-02", "Tyne"),
        ("Where is Harrow's next match?", "2025-10-21", "Leith Hall"),
        ("What was the score when Harrow and Tyne last met?", None, "55-51"),
        ("What was the score when Harrow and Tyne last met?", "2025-10-01", "52-48"),
        ("Who won the last meeting of Harrow and Tyne?", None, "Tyne"),
    ],
)
def test_the_newest_state_answers(bot: Bot, asked: str, as_of: str | None, short: str) -> None:
    answer = bot.ask(AskRequest(question=asked, as_of=as_of))

    assert answer.short_answer is not None
    assert answer.short_answer.split(",")[0] == short


def test_without_a_word_for_now_every_state_is_told(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="How many points do Tyne have?"))

    assert {citation.document_id for citation in answer.citations} == {"early", "late"}


@pytest.mark.parametrize(("as_of", "found"), [("2025-10-18T20:00:00Z", False), ("2025-10-18T23:00:00+01:00", True)])
def test_what_is_published_later_on_the_day_is_not_used(bot: Bot, as_of: str, found: bool) -> None:
    answer = bot.ask(AskRequest(question="Quayside Hall", as_of=as_of, include=["passages"], top_k=20))

    assert ("rematch" in {hit.document_id for hit in answer.passages or []}) is found


def test_a_search_for_the_latest_puts_the_newer_of_two_alike_first(bot: Bot) -> None:
    plain, latest = (bot.search(asked, Filters(), 9) for asked in ("beat", "latest beat"))
    told = [[h.document_id for h in hits if h.document_id in ("opening", "rematch")] for hits in (plain, latest)]

    assert told == [["opening", "rematch"], ["rematch", "opening"]]
    assert ("recent", 0.5, 1.0) in latest[0].reasons
    assert all(name != "recent" for hit in plain for name, _, _ in hit.reasons)
