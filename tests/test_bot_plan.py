"""Plans over results of several sports: every answer here can be worked out from the tables on this page."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest, Status

TRACK = """# Harbour Games 2031: women's 1500 metres

## Heats

### Heat 1

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ines Varga | Hungary | 4:05.10 |
| 2 | Ruth Chebet | Kenya | 4:05.30 |
| 3 | Moa Dahl | Sweden | 4:07.00 |
|  | Kim Sato | Japan | DNS |

### Heat 2

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Joan Kiplagat | Kenya | 4:03.50 |
| 2 | Tess Quill | Ireland | 4:04.00 |
| 3 | Lena Voss | Germany | 4:04.30 |
| 4 | Pia Roth | Germany | 4:09.00 |

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ruth Chebet | Kenya | 3:57.20 |
| 2 | Ines Varga | Hungary | 3:57.50 |
| 3 | Joan Kiplagat | Kenya | 3:58.90 |
| 4 | Tess Quill | Ireland | 4:01.00 |
| 5 | Lena Voss | Germany | 4:02.00 |
|  | Moa Dahl | Sweden | DNF |
"""
JUMP = """# Harbour Games 2031: women's high jump

## Final

| Rank | Athlete | Nation | Height |
|---|---|---|---|
| 1 | Yara Lopes | Brazil | 1.98 m |
| =2 | Nell Finch | Great Britain | 1.94 m |
| =2 | Olga Petrenko | Ukraine | 1.94 m |
| 4 | Greta Holm | Norway | 1.90 m |
"""
BASKETBALL = """# Bay Lions 88, River Bears 81 (3 March 2031)

## Line score

| Team | Q1 | Q2 | Q3 | Q4 | Total |
|---|---|---|---|---|---|
| Bay Lions | 20 | 25 | 18 | 25 | 88 |
| River Bears | 22 | 19 | 21 | 19 | 81 |

## Box score

| Player | Team | MIN | PTS | REB | AST |
|---|---|---|---|---|---|
| Dov Aalto | Bay Lions | 35 | 27 | 6 | 9 |
| Eli Brandt | Bay Lions | 31 | 14 | 11 | 2 |
| Sam Orr | River Bears | 36 | 30 | 4 | 5 |
| Tom Pell | River Bears | 28 | 14 | 9 |  |
| Una Reed | Hill Foxes | 12 | 3 | 2 |  |
"""
LEAGUE = """# Coastal League 2030–31

## Table

| Pos | Club | Played | Won | Lost | Points |
|---|---|---|---|---|---|
| 1 | Marlow Town | 18 | 13 | 2 | 42 |
| 2 | Penrith Vale | 18 | 11 | 4 | 36 |
| 3 | Dunmore Albion | 18 | 8 | 6 | 28 |
| 4 | Sandgate United | 18 | 3 | 12 | 12 |
"""
DIVING = """# Harbour Games 2031: men's 10 m platform diving

## Final

| Rank | Athlete | Nation | Points |
|---|---|---|---|
| 1 | Chen Bo | China | 521.40 |
| 2 | Luca Ferri | Italy | 498.15 |
| 3 | Omar Haddad | Egypt | 497.95 |
| 4 | Jack Lowe | Australia | 455.02 |
"""
CYCLING = """# Harbour Games 2031: men's individual time trial

## Results

| Rank | Rider | Nation | Time | Gap |
|---|---|---|---|---|
| 1 | Bram de Wit | Netherlands | 52:10.00 | |
| 2 | Nico Sala | Italy | 52:25.40 | +0:15.40 |
| 3 | Kai Berger | Switzerland | 53:10.10 | +1:00.10 |
|  | Ugo Conti | Italy | DNF | |
"""
COVERAGE = {
    "track.md": TRACK, "jump.md": JUMP, "basketball.md": BASKETBALL, "league.md": LEAGUE, "diving.md": DIVING,
    "cycling.md": CYCLING,
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), COVERAGE)
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question, include=["plan"]))


def cited(answer: Answer) -> list[str]:
    """Names in the cited rows, in the order of citations."""
    return [citation.table.row_label or "" for citation in answer.citations if citation.table is not None]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("What was Chebet's time in the women's 1500 metres final?", ["3:57.20"]),
        ("What was ruth chebet's time in the women's 1500 metres final?", ["3:57.20"]),
        ("What was Chebett's time in the women's 1500 metres final?", ["3:57.20"]),
        ("What was Chebet's time in heat 1 of the women's 1500 metres?", ["4:05.30"]),
        ("What were the nation and time of Kiplagat in the women's 1500 metres final?", ["Kenya", "3:58.90"]),
        ("How many points did Sam Orr score?", ["30"]),
        ("How many rebounds did Eli Brandt have?", ["11"]),
        ("How many points did Marlow Town get in the Coastal League?", ["42"]),
        ("How many points did Bay Lions score in the first quarter against River Bears?", ["20"]),
        ("How many points did the River Bears score in the second quarter?", ["19"]),
        ("What was Moa Dahl's time in the women's 1500 metres final?", ["DNF"]),
    ],
)
def test_a_cell_is_looked_up_by_name_and_column(bot: Bot, question: str, values: list[str]) -> None:
    answer = ask(bot, question)

    assert answer.values == values
    assert answer.plan is not None
    assert answer.plan[0].startswith("look up ")
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who won the women's 1500 metres?", ["Ruth Chebet"]),
        ("Who took silver in the women's 1500 metres?", ["Ines Varga"]),
        ("Who was fifth in the women's 1500 metres final?", ["Lena Voss"]),
        ("Who was last in the women's 1500 metres final?", ["Lena Voss"]),  # the sixth made no mark
        ("Who came out on top in the women's 1500 metres?", ["Ruth Chebet"]),
        ("Who won heat 2 of the women's 1500 metres?", ["Joan Kiplagat"]),
        ("Who won the medals in the women's 1500 metres?", ["Ruth Chebet", "Ines Varga", "Joan Kiplagat"]),
        ("Who finished second in the women's high jump?", ["Nell Finch", "Olga Petrenko"]),
        ("Which club was last in the Coastal League?", ["Sandgate United"]),
        ("Who took bronze in the men's platform diving?", ["Omar Haddad"]),
    ],
)
def test_a_place_names_everyone_who_holds_it(bot: Bot, question: str, names: list[str]) -> None:
    answer = ask(bot, question)

    assert answer.values == names
    assert cited(answer) == names


def test_a_place_that_a_tie_leaves_empty_is_not_filled(bot: Bot) -> None:
    answer = ask(bot, "Who was third in the women's high jump?")

    assert answer.status is Status.ABSTAINED


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who was the slowest in the women's 1500 metres final?", ["Lena Voss"]),
        ("Who ran the fastest time in the heats of the women's 1500 metres?", ["Joan Kiplagat"]),
        ("Which German was the slowest in the heats of the women's 1500 metres?", ["Pia Roth"]),
        ("Which Kenyan was the slowest in the women's 1500 metres final?", ["Joan Kiplagat"]),
        ("Who was the top scorer of the Bay Lions?", ["Dov Aalto"]),
        ("Who was the leading scorer of the River Bears?", ["Sam Orr"]),
        ("Which player had the most rebounds for the River Bears?", ["Tom Pell"]),
        ("Who jumped the highest height in the women's high jump final?", ["Yara Lopes"]),
    ],
)
def test_an_extreme_is_taken_over_the_rows_that_are_meant(bot: Bot, question: str, names: list[str]) -> None:
    answer = ask(bot, question)

    assert answer.values == names
    assert cited(answer) == names


@pytest.mark.parametrize(
    ("question", "count", "counted"),
    [
        ("How many women ran under 4:00 in the women's 1500 metres final?", "3",
         ["Ruth Chebet", "Ines Varga", "Joan Kiplagat", "Tess Quill"]),  # with the first that is not counted
        ("How many athletes scored 497.95 or more in the men's platform diving final?", "3",
         ["Chen Bo", "Luca Ferri", "Omar Haddad", "Jack Lowe"]),
        ("How many athletes scored at least 498 in the men's platform diving final?", "2",
         ["Chen Bo", "Luca Ferri", "Omar Haddad"]),
        ("How many clubs have over 30 points in the Coastal League?", "2",
         ["Marlow Town", "Penrith Vale", "Dunmore Albion"]),
        ("How many Kenyans were in the women's 1500 metres final?", "2", ["Ruth Chebet", "Joan Kiplagat"]),
        ("How many women did not finish the women's 1500 metres final?", "1", ["Moa Dahl"]),
        ("How many runners were in heat 1 of the women's 1500 metres?", "3",
         ["Ines Varga", "Ruth Chebet", "Moa Dahl"]),  # Sato did not start
    ],
)  # fmt: skip
def test_a_count_takes_the_rows_within_the_bound(bot: Bot, question: str, count: str, counted: list[str]) -> None:
    answer = ask(bot, question)

    assert (answer.values, cited(answer)) == ([count], counted)
    assert answer.computation is not None
    assert (answer.computation.result, answer.computation.inputs) == (count, list(range(1, len(counted) + 1)))


@pytest.mark.parametrize(
    ("question", "result", "rows"),
    [
        ("What was the gap between Chebet and Quill in the women's 1500 metres final?", "3.80 s",
         ["Ruth Chebet", "Tess Quill"]),
        ("How far behind Chebet was Quill in the women's 1500 metres final?", "3.80 s",
         ["Ruth Chebet", "Tess Quill"]),
        ("What was the gap between second and third in the men's platform diving final?", "0.20",
         ["Luca Ferri", "Omar Haddad"]),
        ("What was the gap between first and last in the women's 1500 metres final?", "4.80 s",
         ["Ruth Chebet", "Lena Voss"]),
        ("What was the winning margin in the men's individual time trial?", "15.40 s",
         ["Bram de Wit", "Nico Sala"]),
        ("By how much did the winner beat the runner-up in the men's platform diving final?", "23.25",
         ["Chen Bo", "Luca Ferri"]),
        ("By how much did Bay Lions beat River Bears?", "7", ["Bay Lions", "River Bears"]),
        ("What was the smallest gap between consecutive finishers in the women's 1500 metres final?", "0.30 s",
         ["Ruth Chebet", "Ines Varga"]),
        ("What was the largest gap between consecutive finishers in the women's 1500 metres final?", "2.10 s",
         ["Joan Kiplagat", "Tess Quill"]),
        ("What was the average time in heat 2 of the women's 1500 metres?", "4:05.20",
         ["Joan Kiplagat", "Tess Quill", "Lena Voss", "Pia Roth"]),  # 980.80 s / 4 = 245.20 s
        ("What was the average points in the men's platform diving final?", "493.13",
         ["Chen Bo", "Luca Ferri", "Omar Haddad", "Jack Lowe"]),  # 1972.52 / 4
        ("What was the total of points in the Coastal League?", "118",
         ["Marlow Town", "Penrith Vale", "Dunmore Albion", "Sandgate United"]),
        ("What was the average number of rebounds of the Bay Lions players?", "8.5", ["Dov Aalto", "Eli Brandt"]),
    ],
)  # fmt: skip
def test_arithmetic_over_rows_cites_every_operand(bot: Bot, question: str, result: str, rows: list[str]) -> None:
    answer = ask(bot, question)

    assert (answer.values, cited(answer)) == ([result], rows)
    assert answer.computation is not None
    assert (answer.computation.result, answer.computation.inputs) == (result, list(range(1, len(rows) + 1)))


@pytest.mark.parametrize(
    ("question", "better", "worse", "said"),
    [
        ("Who was faster in the women's 1500 metres final, Varga or Kiplagat?", "Ines Varga", "Joan Kiplagat",
         "Ines Varga, 3:57.50 against 3:58.90 for Joan Kiplagat (Final)."),
        ("Who had more rebounds, Tom Pell or Eli Brandt?", "Eli Brandt", "Tom Pell",
         "Eli Brandt, 11 against 9 for Tom Pell (Box score)."),
    ],
)  # fmt: skip
def test_a_comparison_names_the_better_of_two_with_both_values(
    bot: Bot, question: str, better: str, worse: str, said: str
) -> None:
    answer = ask(bot, question)

    assert (answer.values, cited(answer)) == ([better], [better, worse])
    assert answer.segments[0].text == said
    assert answer.segments[0].citations == [1, 2]


def test_which_heat_had_the_faster_winner_is_answered_with_the_heat(bot: Bot) -> None:
    answer = ask(bot, "Which heat of the women's 1500 metres had the faster winner?")

    said = "Heats, Heat 2: 4:03.50 (Joan Kiplagat) against 4:05.10 (Ines Varga) in Heats, Heat 1."
    assert (answer.values, cited(answer)) == (["Heats, Heat 2"], ["Joan Kiplagat", "Ines Varga"])
    assert answer.segments[0].text == said


def test_one_athlete_is_followed_through_the_rounds_in_order(bot: Bot) -> None:
    answer = ask(bot, "How did Ines Varga progress through the rounds of the women's 1500 metres?")

    assert answer.values == ["1st in 4:05.10", "2nd in 3:57.50"]
    assert [segment.text.strip() for segment in answer.segments] == [
        "Ines Varga (Hungary) was 1st in 4:05.10 (Heats, Heat 1).",
        "Ines Varga (Hungary) was 2nd in 3:57.50 (Final).",
    ]


def test_an_athlete_of_the_heats_only_is_said_not_to_be_in_the_final(bot: Bot) -> None:
    answer = ask(bot, "Did Pia Roth reach the final of the women's 1500 metres?")

    assert answer.values == ["No"]
    assert answer.answer == (
        "No: Pia Roth is not in the results of Final. Pia Roth (Germany) was 4th in 4:09.00 (Heats, Heat 2)."
    )
    assert answer.citations[0].quote.startswith("| Rank | Athlete")  # the whole table of the final
    assert answer.citations[1].quote == "| 4 | Pia Roth | Germany | 4:09.00 |"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which Germans were in the heats of the women's 1500 metres?", ["Lena Voss", "Pia Roth"]),
        ("List the Kenyans in the women's 1500 metres final", ["Ruth Chebet", "Joan Kiplagat"]),
        ("Who did not finish the men's individual time trial?", ["Ugo Conti"]),
        ("Who did not start in heat 1 of the women's 1500 metres?", ["Kim Sato"]),
    ],
)
def test_a_nation_or_a_status_lists_its_rows(bot: Bot, question: str, names: list[str]) -> None:
    answer = ask(bot, question)

    assert (answer.values, cited(answer)) == (names, names)


def test_the_score_of_a_match_has_both_sides_the_winner_first(bot: Bot) -> None:
    answer = ask(bot, "What was the score between River Bears and Bay Lions?")

    assert (answer.values, answer.answer) == (["88-81"], "Line score: Bay Lions 88, River Bears 81.")


@pytest.mark.parametrize(
    "question",
    [
        "Who won the women's 1500 metres final in 2027?",  # another year
        "Who won the women's 800 metres?",  # another length
        "Who won the men's 1500 metres?",
        "Who won the women's platform diving?",
        "Who won the semi-final of the women's 1500 metres?",  # a round that was not run
        "Who won the women's 1500 metres in Tokyo?",
        "How many assists did Tom Pell have?",  # a blank cell
        "Who ran the second lap fastest?",
        "Who is Chebet's coach?",
        "Which player of the Hill Foxes had the most assists?",  # no one of them has a value
    ],
)
def test_what_the_results_do_not_hold_is_not_answered(bot: Bot, question: str) -> None:
    answer = ask(bot, question)

    assert (answer.status, answer.values, answer.citations) == (Status.ABSTAINED, [], [])


def test_a_mean_leaves_out_who_has_no_mark_and_says_so(bot: Bot) -> None:
    answer = ask(bot, "What was the average time in the women's 1500 metres final?")

    assert answer.values == ["3:59.32"]  # of 3:57.20, 3:57.50, 3:58.90, 4:01.00 and 4:02.00
    assert "without Moa Dahl (DNF)" in answer.answer
