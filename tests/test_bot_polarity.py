"""Yes, no, or not told: by what one sentence says of the question's own words."""

import pytest
from newsroom import read

from bot.cite import Span
from bot.polarity import polarity
from bot.reader import Sentence
from retriever.types import Passage


def said(text: str) -> Sentence:
    return Sentence(Span(Passage("p", "d", 0, len(text), text), 0, len(text)), text, 1.0, 1.0, 1.0, (), True, True)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Is Campbell retiring?", "Campbell wants to run on after deciding not to retire from sprinting.", False),
        ("Will Radcliffe compete in London?", "Radcliffe will compete in London this year.", True),
        ("Did the keeper save the penalty?", "The keeper failed to save the penalty.", False),
        ("Did the keeper save the penalty?", "The keeper dived left to save the penalty.", True),
        ("Was Vos injured before the Tour?", "Vos was never injured before the Tour.", False),
        ("Did any champion play in Lyon?", "None of the champions will play in Lyon.", False),
        ("Did the umpire reverse the call in the final set?", "The final was played in the evening.", None),
    ],
)
def test_a_sentence_confirms_denies_or_does_not_tell(question: str, sentence: str, expected: bool | None) -> None:
    assert polarity(read(question), said(sentence)) is expected
