"""What was said is remembered past a change of library, across workers, and no longer than it may be."""

from pathlib import Path

from doubles import HashEncoder
from newsroom import make_library

from bot.answer import Bot
from bot.schema import AskRequest, Turn
from bot.service.conversations import REMEMBERED_CONVERSATIONS, REMEMBERED_TURNS, Conversations
from retriever.library import open_library
from retriever.search import Retriever

ASKED, FOLLOW_UP = "Who won the women's 800 metres final?", "What time did she run in heat 2?"


def turn(text: str) -> Turn:
    return Turn(role="user", content=text)


def test_a_conversation_goes_on_with_the_next_librarys_bot(tmp_path: Path) -> None:
    make_library(tmp_path).close()
    conversations = Conversations()

    def next_bot() -> Bot:
        opened = open_library(tmp_path / "library")
        return Bot(opened, Retriever(opened, HashEncoder()), conversations)

    first = next_bot().ask(AskRequest(question=ASKED))
    second = next_bot().ask(AskRequest(question=FOLLOW_UP, conversation_id=first.conversation_id))

    assert second.standalone_question == "What time did Ada Lind run in heat 2?"


def test_what_one_worker_heard_another_knows(tmp_path: Path) -> None:
    one, other = Conversations(tmp_path / "c.sqlite"), Conversations(tmp_path / "c.sqlite")
    one.keep("cnv_1", [turn("Who won?")])
    other.keep("cnv_2", [turn("Who lost?")])

    assert [other.turns("cnv_1"), one.turns("cnv_2")] == [[turn("Who won?")], [turn("Who lost?")]]


def test_only_the_last_turns_of_the_last_conversations_are_kept() -> None:
    conversations = Conversations()
    for number in range(REMEMBERED_CONVERSATIONS):
        conversations.keep(f"cnv_{number}", [turn("x")])
    conversations.keep("cnv_0", [turn(str(number)) for number in range(REMEMBERED_TURNS + 5)])
    conversations.keep("cnv_new", [turn("x")])

    assert [t.content for t in conversations.turns("cnv_0")] == [str(n) for n in range(5, REMEMBERED_TURNS + 5)]
    assert conversations.turns("cnv_1") == []  # the one that rested longest
    assert conversations.turns("cnv_2") == [turn("x")]


def test_an_unknown_conversation_begins_with_nothing() -> None:
    assert Conversations().turns("cnv_none") == []
