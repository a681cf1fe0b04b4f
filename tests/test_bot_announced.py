"""Speakers told in a line of their own, as press conferences and live blogs give them."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.prose.announced import Announcement, announcement
from bot.prose.speech import utterances

CONFERENCE = """What they said at Hale

Anna Vos, after beating Mia Brandt:

"I was slow."

On the new rule: "I like it."

On Brandt: "She is not finished."

Petra Lund, coach of Vos, asked about the last lap: "She was afraid."

Would she change anything? "No."

The hall was full.

"It was loud."
"""
BLOG = """Live: Hale

21:40 Vos: "I am going home."

21:44 "Bravo," it says on a banner.
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    bot = make_bot(tmp_path_factory.mktemp("announced"), {"conference.txt": CONFERENCE, "blog.txt": BLOG})
    store = bot.library.store
    found = {u.text: u.speaker for name in ("conference", "blog") for u in utterances(store.document(name), store)}
    bot.library.close()
    return found


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ('"I was slow."', "Anna Vos"),
        ('"I like it."', "Anna Vos"),
        ('"She is not finished."', "Anna Vos"),  # not Brandt, whom the words are about
        ('"She was afraid."', "Petra Lund"),  # not Vos, whose coach she is
        ('"No."', "Petra Lund"),
        ('"It was loud."', None),  # narration stands between
        ('"I am going home."', "Vos"),
    ],
)
def test_words_are_whose_a_line_announces(said: dict[str, str | None], words: str, speaker: str | None) -> None:
    assert said[words] == speaker


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("21:40 Lind: ", Announcement("Lind")),
        ("Team captain Ada Lind, after the final: ", Announcement("Ada Lind")),
        ("On the format: ", Announcement(None)),
        ("Would she stay? ", Announcement(None)),
        ("Writing in the Herald: ", None),
        ("Asked about Brandt, she said: ", None),  # narration tells who speaks
        ("The Herald: ", None),
        ("It was over. ", None),
    ],
)
def test_a_line_announces_somebody_or_what_words_are_about(lead: str, expected: Announcement | None) -> None:
    assert announcement(lead) == expected


def test_she_is_whom_the_last_clause_of_the_sentence_before_is_about(tmp_path: Path) -> None:
    text = (
        "Ada Lind won the final.\n\nA place went to Nan Vos.\n\n"
        'The season begins in May, and Lind said that she would decide. "First I sleep," she said.\n'
    )
    bot = make_bot(tmp_path, {"final.txt": text})

    said = [u.speaker for u in utterances(bot.library.store.document("final"), bot.library.store)]

    assert said == ["Ada Lind"]
    bot.library.close()


def test_a_speaker_is_called_without_what_a_table_puts_in_brackets(tmp_path: Path) -> None:
    draw = "# Vale Open\n\n| Winner | Loser | Score |\n|---|---|---|\n| Ada Lind (SWE, 2) | Nan Vos (NED) | 21-9 |\n"
    bot = make_bot(tmp_path, {"draw.md": draw, "final.txt": 'Lind won in Vale. "It was quick," Lind said.'})

    said = [u.speaker for u in utterances(bot.library.store.document("final"), bot.library.store)]

    assert said == ["Ada Lind"]
    bot.library.close()


def test_he_is_whom_a_surname_names_where_the_full_name_stands_elsewhere(tmp_path: Path) -> None:
    text = (
        "Emil Thor won on Friday.\n\nThe home favourite, who lives here, had been behind Sweden's Tine Zupan. "
        'Then he got a wind that he described as "a lift".\n\nZupan kicked a board. He called it "a bad day".\n\n'
        'The coach, Bea Lund, waited. She said "well".\n'
    )
    bot = make_bot(tmp_path, {"jump.txt": text})

    found = [(u.text, u.speaker) for u in utterances(bot.library.store.document("jump"), bot.library.store)]

    assert found == [('"a lift"', "Emil Thor"), ('"a bad day"', "Tine Zupan"), ('"well"', "Bea Lund")]
    bot.library.close()
