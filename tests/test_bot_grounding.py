"""What a sentence may say is what the words and rows it cites say, of the same subject, and nothing else."""

import pytest
from double_bot import LIVE, REPORT, answered, cite, cite_row

from bot.schema import Answer, Segment
from bot.trust.grounding import Grounding
from bot.trust.grounds import Context, SentenceGround, grounds_of
from bot.trust.said import words_of

SPLIT = "Jakob Ingebrigtsen had led from the gun. He went through the first lap in 54.9 seconds and never settled."
MEDALS = "Kerr took silver in a British record, Nuguse bronze. Ingebrigtsen faded to fourth in the last forty metres."
SAID = "\"I was pushed wide and kept coming back,\" Hocker said. \"The rail opened, and I did not ask twice.\""


@pytest.fixture(scope="module")
def answer() -> Answer:
    """Rows of Hocker [1] and Kerr [2], the report on the medals [3], the first lap [4] and Hocker's words [5]."""
    cited = [cite_row(1, 0), cite_row(2, 1), cite(3, REPORT, MEDALS), cite(4, REPORT, SPLIT), cite(5, REPORT, SAID),
             cite(6, LIVE, "They pass 400 metres in 54.8 seconds.")]  # fmt: skip
    return answered([Segment(text="Cole Hocker.", citations=[1, 2, 3, 4, 5, 6])], cited)


def fault(answer: Answer, text: str, *numbers: int, before: tuple[str, ...] = ()) -> str | None:
    return Grounding(answer, grounds_of(answer)).judge(text, numbers, before).fault


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Cole Hocker won in 3:27.65.", (1,)),
        ("The American took gold in 3:27.65.", (1,)),
        ("Josh Kerr of Great Britain was second.", (2,)),
        ("Josh Kerr was the runner-up, in 3:27.79.", (2,)),
        ("Cole Hocker finished ahead of Josh Kerr.", (1, 2)),
        ("Kerr finished behind Hocker.", (1, 2)),
        ("Hocker (3:27.65) beat Kerr (3:27.79).", (1, 2)),
        ("Hocker was 1st and Kerr 2nd.", (1, 2)),
        ("Kerr took silver in a British record.", (3,)),
        ("Ingebrigtsen faded to fourth.", (3,)),
        ("He went through the first lap in 54.9 seconds.", (4,)),
        ("The first lap was run in 54.9 seconds.", (4,)),
        ("Hocker said: “The rail opened, and I did not ask twice.”", (5,)),
        ("“I was pushed wide and kept coming back,” Hocker said.", (5,)),
    ],
)
def test_what_the_citations_say_in_other_words_passes(answer: Answer, text: str, numbers: tuple[int, ...]) -> None:
    assert fault(answer, text, *numbers) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Cole Hocker won in 3:27.56.", (1,)),  # a digit
        ("Josh Kerr won in 3:27.65.", (1, 2)),  # the figure is another's
        ("Cole Hocker took silver in 3:27.65.", (1,)),  # the medal
        ("The Briton took gold in 3:27.65.", (1,)),  # the nation
        ("Cole Hocker did not win.", (1,)),  # a denial
        ("Cole Hocker won in 3:27.65 for the first time.", (1,)),  # a "first" that is no place
        ("Cole Hocker won in 3:27.65 and set a world record.", (1,)),  # a record that no note gives
        ("Cole Hocker won in 3:27.65 in the semi-final.", (1,)),  # another round
        ("Cole Hocker won in 3:27.65 because of the rain.", (1,)),  # a cause
        ("Cole Hocker was 1st with 1.00.", (1,)),  # a mark that only the place equals
        ("Josh Kerr finished ahead of Cole Hocker.", (1, 2)),  # the comparison
        ("Kerr was 1st and Hocker 2nd.", (1, 2)),
        ("Cole Hocker won in 3:27.65.", (2,)),  # another row is cited
        ("Cole Hocker won in 3:27.65.", (9,)),  # nothing is
        ("Cole Hocker won in 3:27.65, a world record.", (1,)),  # more than the row says
        ("Nuguse took silver, Kerr bronze.", (3,)),  # medals changed hands
        ("Nuguse took silver in a British record.", (3,)),
        ("Ingebrigtsen faded to fifth.", (3,)),
        ("Kerr faded to fourth.", (3,)),
        ("He went through the last lap in 54.9 seconds.", (4,)),
        ("He went through the first lap in 54.9 seconds and settled.", (4,)),  # "never" stepped over
        ("Kerr said: “The rail opened, and I did not ask twice.”", (5,)),  # another mouth
        ("Hocker said: “The rail opened, and I asked twice.”", (5,)),  # not his words
        ("They pass 400 metres in 54.9 seconds.", (6,)),
        ("Cole Hocker won in 8:27.65.", (1,)),
        ("Cole Hocker won in 3:27.", (2,)),
    ],
)
def test_what_they_do_not_say_is_stopped(answer: Answer, text: str, numbers: tuple[int, ...]) -> None:
    assert fault(answer, text, *numbers) is not None


def test_a_pronoun_is_whom_the_sentence_before_named(answer: Answer) -> None:
    assert fault(answer, "He was 1st in 3:27.65.", 1, before=("hocker",)) is None
    assert fault(answer, "He was 1st in 3:27.65.", 1, before=("kerr",)) is not None


def test_only_the_citations_that_bear_a_sentence_are_kept(answer: Answer) -> None:
    grounding = Grounding(answer, grounds_of(answer))

    assert grounding.judge("Josh Kerr was second.", (1, 2, 4)).numbers == (2,)


def test_a_sentence_that_the_source_goes_on_to_deny_is_stopped(answer: Answer) -> None:
    text = "Two riders did not finish."
    stems = frozenset(word.stem for word in words_of(text))
    ground = SentenceGround(frozenset({3}), Context(frozenset(), ()), words_of(text), text, stems)

    judge = Grounding(answer, [ground]).judge

    assert judge("Two riders finished.", (3,)).fault is not None
    assert judge("Two riders did not finish.", (3,)).fault is None
