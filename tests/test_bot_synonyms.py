"""Words of sport that say the same: a crowd tells the attendance, and nobody attends by it."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.question.synonyms import same_as
from retriever.text import stem

REPORT = """Lind wins at Hale

Anna Lind won the mile at Hale on Saturday. A crowd of 2,340 stayed until the end.
"""


def test_words_that_say_the_same_share_their_stems() -> None:
    assert stem("crowd") in same_as("attendance")
    assert same_as("attend") == {"attend"}
    assert same_as("mile") == {"mile"}
    assert same_as("suspended") == {stem("suspended")}  # a rider is, a game may be: near in meaning, not the same


@pytest.mark.parametrize(("asked", "told"), [("attendance", True), ("weather", False)])
def test_a_crowd_tells_the_attendance(tmp_path: Path, asked: str, told: bool) -> None:
    bot = make_bot(tmp_path, {"hale.txt": REPORT})

    sentences = bot.prose(bot.read(f"What was the {asked} at Hale?"))

    crowd = next(s for s in sentences if "2,340" in s.text)
    assert (asked not in crowd.missing) is told
