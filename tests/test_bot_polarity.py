"""Yes, no, or not told: by what one sentence says of the question's own words."""

from dataclasses import replace

import pytest
from newsroom import read

from bot.cite import Span
from bot.prose.reader import Sentence
from bot.trust.polarity import happening_told, polarity, undone
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
        ("Did Kolo finish?", "Kolo blamed cramp.", None),
        ("Did Kolo finish?", "Kolo failed with all three attempts and went out.", False),
        ("Did Anna Vos win gold?", "Silver for Anna Vos.", False),
        ("Was it a draw between Hale and Dunmore?", "A late goal gave Hale an 18-17 win over Dunmore.", False),
        ("Did Vos win the final?", "Vos won the toss.", None),
        ("Did Vos win the final?", "Vos won the final in five sets.", True),
        ("Did Vos set a world record?", "Vos won in a Games record of 2:07.", False),
        ("Did Vos set a world record?", "Vos set off fast.", None),
        ("Did the rivals qualify?", "None of the six rivals who came back qualified.", False),
        ("Will Anna Vos retire?", "Vos announced that she would retire in May.", True),
        ("Did Vos lose to Brandt?", "Vos beat Brandt in the final.", False),
        ("Is Anna Vos related to Petra Vos?", "Anna Vos, the champion, beat Petra Vos.", None),
        ("Did the umpire reverse the call in the final set?", "The final was played in the evening.", None),
    ],
)
def test_a_sentence_confirms_denies_or_does_not_tell(question: str, sentence: str, expected: bool | None) -> None:
    assert polarity(read(question), said(sentence)) is expected


def test_what_stands_around_a_sentence_counts_where_it_holds_most_of_the_question_itself() -> None:
    told = said("Port Hale lost after extra time.")
    elsewhere = replace(told, coverage=0.5)

    asked = read("Did the match between the Lions and Port Hale go to extra time?")

    assert (polarity(asked, told), polarity(asked, elsewhere)) == (True, None)


@pytest.mark.parametrize(
    ("question", "undoing"),
    [
        ("Is Dana Chep suspended?", "The federation has reversed the ban on Chep."),
        ("Will Chep run in Lyon?", "Chep has pulled out of the race in Lyon."),
        ("Did the IAAF accept the acquittal of Chep?", "The IAAF will appeal against the acquittal of Chep."),
    ],
)
def test_what_was_undone_holds_no_more_whatever_else_is_told(question: str, undoing: str) -> None:
    earlier, later = said("Chep was suspended in March and was to run in Lyon for the IAAF."), said(undoing)

    assert undone(read(question), [earlier, later]) is later


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is Dana Chep suspended?", "Chep will appeal against the ban."),  # a ban appealed against still holds
        ("Was the ban on Chep lifted?", "The federation has lifted the ban on Chep."),
        ("Is Dana Chep suspended?", "The federation has reversed the ban on Vos."),
    ],
)
def test_an_appeal_or_somebody_elses_ban_undoes_nothing(question: str, sentence: str) -> None:
    assert undone(read(question), [said(sentence)]) is None


def test_the_likeliest_sentence_that_tells_whether_it_happened_is_found_behind_others() -> None:
    vague, telling = said("Kolo blamed cramp."), said("Kolo retired with a mile to go.")

    assert happening_told(read("Did Kolo finish?"), [vague, telling]) == (telling, False)
    assert happening_told(read("Did Kolo finish?"), [vague]) is None


def test_what_is_so_now_does_not_tell_what_was_before() -> None:
    assert happening_told(read("Had Vos won the cup before?"), [said("Vos was beaten by Brandt.")]) is None
