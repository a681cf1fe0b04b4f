"""What a question says, before anything is looked up."""

from datetime import date

import pytest
from newsroom import read

from bot.question.lexicon import Asked, Operation
from bot.question.question import Question
from bot.question.wording import spelled_out
from retriever.values import ValueType


def said(question: Question, words: frozenset[int]) -> list[str]:
    return [question.words[index].text for index in sorted(words)]


def cues(text: str) -> list[tuple[Operation, tuple[int, ...]]]:
    return [(cue.operation, cue.places) for cue in read(text).cues]


@pytest.mark.parametrize(
    ("text", "rounds", "marks"),
    [
        ("Who won the final?", ("final",), set()),
        ("Who won heat 2?", ("heats",), {"2"}),
        ("Who won the second heat?", ("heats",), {"2"}),
        ("Who won the second semi-final?", ("semifinal",), {"2"}),
        ("Who led group B?", ("group",), {"b"}),
        ("Who won the opening round?", ("heats",), set()),
        ("Who was second?", (), set()),
        ("How many heats were there?", ("heats",), set()),
    ],
)
def test_rounds_are_named_with_the_numbers_and_letters_beside_them(
    text: str, rounds: tuple[str, ...], marks: set[str]
) -> None:
    scope = read(text).scope

    assert (scope.rounds, scope.marks) == (rounds, frozenset(marks))


def test_an_ordinal_that_numbers_a_round_is_no_place() -> None:
    assert cues("Who won the second heat?") == [(Operation.NTH, (1,))]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Who won?", (1,)),
        ("Who took silver?", (2,)),
        ("Who got bronze?", (3,)),
        ("Who was fifth?", (5,)),
        ("Who finished 11th?", (11,)),
        ("Who came out on top?", (1,)),
        ("Who was the champion?", (1,)),
        ("Who won the medals?", (1, 2, 3)),
        ("Who came second?", (2,)),
    ],
)
def test_a_place_is_said_by_ordinal_medal_or_victory(text: str, places: tuple[int, ...]) -> None:
    assert places in [found for operation, found in cues(text) if operation is Operation.NTH]


@pytest.mark.parametrize(
    "text",
    [
        "Was she 1.2 second clear?",
        "Who led after the second lap?",
        "How fast was the first 400 metres?",
        "How many points in the third quarter?",
        "What happened in the second half?",
    ],
)
def test_a_unit_or_a_part_of_the_contest_is_no_place(text: str) -> None:
    assert [places for operation, places in cues(text) if operation is Operation.NTH] == []


def test_the_last_of_a_field_is_a_place_and_the_last_lap_is_not() -> None:
    assert cues("Who was last?") == [(Operation.LAST, ())]
    assert cues("Who fell on the last lap?") == []
    assert cues("Who won last year?") == [(Operation.NTH, (1,))]


@pytest.mark.parametrize(
    ("text", "operation", "low", "kind"),
    [
        ("Who was fastest?", Operation.EXTREME, True, ValueType.TIME),
        ("Who was the slowest?", Operation.EXTREME, False, ValueType.TIME),
        ("Who was faster?", Operation.COMPARE, True, ValueType.TIME),
        ("Who threw furthest?", Operation.EXTREME, False, ValueType.DISTANCE),
        ("Who had the fewest points?", Operation.EXTREME, True, ValueType.NUMBER),
        ("Who had more points?", Operation.COMPARE, False, ValueType.NUMBER),
        ("Who was the leading scorer?", Operation.EXTREME, False, ValueType.NUMBER),
        ("Who was the top scorer?", Operation.EXTREME, False, ValueType.NUMBER),
        ("Which was the earliest?", Operation.EXTREME, True, ValueType.DATE),
    ],
)
def test_an_end_of_a_scale_says_which_end_and_of_which_values(
    text: str, operation: Operation, low: bool, kind: ValueType
) -> None:
    (cue,) = read(text).cues

    assert (cue.operation, cue.low) == (operation, low)
    assert kind in cue.kinds


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("How many ran?", [Operation.COUNT]),
        ("What number of runners fell?", [Operation.COUNT]),
        ("Who was number one?", []),
        ("What was the gap?", [Operation.DIFFERENCE]),
        ("By how much did Lind beat Okoro?", [Operation.DIFFERENCE, Operation.COMPARE]),
        ("What was the average?", [Operation.MEAN]),
        ("What was the combined weight?", [Operation.SUM]),
        ("List the Swedes", [Operation.LIST]),
        ("Where was it held?", []),
    ],
)
def test_arithmetic_is_asked_for_in_words(text: str, operations: list[Operation]) -> None:
    assert [cue.operation for cue in read(text).cues] == operations


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Who won?", Asked.NAME),
        ("Which runner fell?", Asked.NAME),
        ("How fast was Lind?", Asked.TIME),
        ("How far did she throw?", Asked.DISTANCE),
        ("Where did she finish?", Asked.RANK),
        ("What is her country?", Asked.NATION),
        ("When did they meet?", Asked.DATE),
        ("How many fell?", Asked.COUNT),
        ("Why did she stop?", Asked.REASON),
        ("What did Lind say?", Asked.QUOTE),
        ("Who said it hurt?", Asked.SPEAKER),
        ("How old is Lind?", Asked.AGE),
        ("How tall is Lind?", Asked.ANYTHING),
        ("Summarise the race", Asked.SUMMARY),
        ("Did Lind win?", Asked.YES_NO),
        ("Did it go to extra time?", Asked.YES_NO),
        ("Did Lind say anything? Give her words.", Asked.QUOTE),
        ("Tell me about Lind", Asked.ANYTHING),
    ],
)
def test_the_first_kind_asked_for_is_what_the_answer_must_be(text: str, first: Asked) -> None:
    assert read(text).asked[0] is first


def test_when_sets_a_scene_unless_a_question_follows_it() -> None:
    assert Asked.DATE not in read("When the Kings met, who scored?").asked
    assert Asked.DATE in read("When did the Kings meet?").asked


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("How many games did they play?", ["games"]),
        ("How many of these tournaments were there?", ["tournaments"]),
        ("How many Kenyans ran?", []),  # a name: the rows must bear it
        ("How many women ran?", []),  # as telling as a name
        ("Who ran the games?", []),
    ],
)
def test_the_noun_that_is_counted_needs_no_evidence_unless_it_names_something(text: str, counted: list[str]) -> None:
    question = read(text)

    assert said(question, question.counted_noun) == counted


@pytest.mark.parametrize(
    ("text", "opponent"),
    [
        ("Score against the Lions?", True),
        ("Bears vs Lions", True),
        ("Bears v. Lions", True),
        ("In the game with the Lions?", True),
        ("Who plays with the Lions?", False),
        ("What did the Lions score?", False),
        ("Lions", False),
    ],
)
def test_a_side_is_an_opponent_after_against_or_in_a_game_with(text: str, opponent: bool) -> None:
    question = read(text)
    at = next(i for i, word in enumerate(question.words) if word.text == "lions")

    assert question.is_opponent(frozenset({at})) is opponent


def test_a_date_is_its_day_with_all_its_words_and_the_weekday_before_it() -> None:
    question = read("Who won on Saturday 1 March 2031?")

    ((day, words),) = question.dates
    assert day == date(2031, 3, 1).toordinal()
    assert said(question, words) == ["saturday", "1", "march", "2031"]


def test_a_month_alone_is_no_day() -> None:
    assert read("Who won in March 2031?").dates == ()


@pytest.mark.parametrize(
    ("text", "lengths", "years"),
    [
        ("the 800 metres of 2031", {"800"}, {"2031"}),
        ("the 4 x 400 m relay", {"400"}, set()),
        ("the 10 km race in 2027 and 2031", {"10"}, {"2027", "2031"}),
        ("a jump of 8.36 m", set(), set()),
        ("800 people", set(), set()),
    ],
)
def test_lengths_of_race_and_years_are_told_from_other_figures(text: str, lengths: set[str], years: set[str]) -> None:
    assert (read(text).lengths, read(text).years) == (frozenset(lengths), frozenset(years))


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("Who did not finish?", ["did", "not", "finish"], {"DNF"}),
        ("Who DNF?", ["dnf"], {"DNF"}),
        ("Who was disqualified?", ["disqualified"], {"DQ", "DSQ"}),
        ("Who did not start?", ["did", "not", "start"], {"DNS"}),
        ("Who pulled out?", ["pulled", "out"], {"DNS", "DNF"}),
        ("Who finished?", [], set()),
    ],
)
def test_a_status_is_said_by_code_or_in_words(text: str, words: list[str], codes: set[str]) -> None:
    question = read(text)

    assert (said(question, question.statuses[0]), set(question.statuses[1])) == (words, codes)


@pytest.mark.parametrize(
    ("text", "is_yes_no"),
    [
        ("Did Lind win?", True), ("Was it Lind or Okoro?", False), ("Who did it?", False), ("", False),
        ("Do you know who won?", False), ("Did you win?", True),
    ],
)
def test_yes_or_no_is_wanted_after_an_auxiliary_without_an_alternative(text: str, is_yes_no: bool) -> None:
    assert read(text).is_yes_no is is_yes_no


@pytest.mark.parametrize(
    ("text", "wants_name"),
    [
        ("Who won?", True),
        ("Which runner won?", True),
        ("Name the winner", True),
        ("Which country won?", False),
        ("What time won?", False),
        ("How fast was it?", False),
    ],
)
def test_a_name_is_wanted_by_who_and_by_which_person(text: str, wants_name: bool) -> None:
    assert read(text).wants_name is wants_name


def test_fillers_weigh_nothing_and_names_and_years_more_than_other_words() -> None:
    question = Question("Did Lind stumble in 2031?", lambda _: 0.5)

    assert dict(zip([w.text for w in question.words], question.weights, strict=True)) == {
        "did": 0.0, "lind": 0.8, "stumble": 0.5, "in": 0.0, "2031": 0.8
    }  # fmt: skip


def test_coverage_is_the_share_of_weight_that_is_explained() -> None:
    question = Question("Did Lind stumble in 2031?", lambda _: 0.5)

    assert question.coverage(frozenset()) == 0.0
    assert question.coverage(frozenset({1, 2})) == pytest.approx(1.3 / 2.1)
    assert question.coverage(frozenset({0, 1, 2, 3, 4})) == 1.0
    assert read("Who was it?").coverage(frozenset()) == 1.0


def test_the_spelling_hook_changes_stems_and_leaves_words_and_weights_in_place() -> None:
    rarities, corrections = {"lind": 0.4}, {"linnd": "lind"}
    question = Question(
        "Where did Linnd fall?", lambda stem: rarities.get(stem, 1.0), lambda stem: corrections.get(stem, stem)
    )

    assert question.stems == ("where", "did", "lind", "fall")
    assert [word.text for word in question.words] == ["where", "did", "linnd", "fall"]
    assert question.weights[2] == pytest.approx(0.4 * 1.6)


def test_a_numbered_part_of_a_match_is_named_in_words_or_in_figures() -> None:
    question = read("Points in the first quarter")

    assert said(question, question.numbered_part("q", 1)) == ["first", "quarterfinal"]
    assert question.numbered_part("q", 2) == frozenset()
    assert said(read("Games in set 3"), read("Games in set 3").numbered_part("s", 3)) == ["set", "3"]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Which time did Spain record?", ["record"]),
        ("Did she set a world record?", []),
        ("Lind recorded 4:01", ["recorded"]),
        ("Who holds the record?", []),
    ],
)
def test_to_record_a_mark_is_not_to_hold_a_record(text: str, verbs: list[str]) -> None:
    assert said(read(text), read(text).achieving) == verbs


def test_words_of_every_question_are_never_taken_for_misspellings() -> None:
    question = Question("How many points did Orr score?", lambda _: 1.0, lambda term: {"mani": "man"}.get(term, term))

    assert question.stems[1] == "mani"


def test_how_many_they_won_counts_and_asks_for_no_difference() -> None:
    cues = read("How many games did they win?").cues

    assert Operation.COUNT in {cue.operation for cue in cues}
    assert Operation.DIFFERENCE not in {cue.operation for cue in cues}


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Why couldn't Lind start?", "Why could not Lind start?"),
        ("why'd they stop the race", "why did they stop the race"),
        ("Didn't Okoro win?", "Did Okoro win?"),
        ("Can't Okoro run?", "Can Okoro run?"),
        ("who didnt finish", "who did not finish"),
        ("They've won, haven't they?", "They have won, have they?"),
        ("Who said \"I couldn't see\" at the front?", "Who said \"I couldn't see\" at the front?"),
        ("Who won Penny's cant event?", "Who won Penny's cant event?"),
    ],
)
def test_contractions_are_read_in_full_and_quoted_words_left_alone(asked: str, read: str) -> None:
    assert spelled_out(asked) == read
