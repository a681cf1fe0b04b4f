"""Labels that questions say in full: abbreviations, numbered rounds, splits, rounds told row by row."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest, Status

LEAGUE = """# Coast League, final table

| Pos | Club | P | W | D | L | GF | GA | GD | Pts |
|---|---|---|---|---|---|---|---|---|---|
| 1 | Arle Town | 10 | 8 | 1 | 1 | 22 | 9 | +13 | 25 |
| 2 | Brook City | 10 | 6 | 2 | 2 | 30 | 12 | +18 | 20 |
| 3 | Colne | 10 | 3 | 2 | 5 | 11 | 16 | -5 | 11 |
| 4 | Dunmore | 10 | 3 | 0 | 7 | 7 | 33 | -26 | 9 |
"""
GOLF = """# Links Trophy leaderboard

| Pos | Player | Country | R1 | R2 | R3 | Total | Prize ($) |
|---|---|---|---|---|---|---|---|
| 1 | Aya Mori | Japan | 68 | 70 | 65 | 203 | 9,000 |
| T2 | Lena Holt | Sweden | 67 | 69 | 68 | 204 | 5,000 |
| T2 | Ruth Obi | Nigeria | 71 | 66 | 67 | 204 | 5,000 |
| 4 | Gwen Price | Wales | 66 | 72 | 70 | 208 | 2,000 |
| 5 | Nia Rees | Wales | 70 | 70 | 70 | 210 | 1,000 |
"""
SWIM = """# Women's 200m backstroke final

| Rank | Lane | Swimmer | Nation | Reaction | 50m | 100m | Time |
|---|---|---|---|---|---|---|---|
| 1 | 4 | Ola Berg | Norway | 0.62 | 29.10 | 1:01.20 | 2:07.00 |
| 2 | 5 | Mia Sand | Denmark | 0.59 | 28.90 | 1:01.50 | 2:07.40 |
| 3 | 3 | Eva Lind | Sweden | 0.71 | 29.80 | 1:02.00 | 2:09.30 |
"""
DRAW = """# Ashby Cup results from the quarter-finals

| Round | Winner | Loser | Score | Minutes |
|---|---|---|---|---|
| Quarter-final | Kim Alder | Jo Finch | 6-3, 6-4 | 71 |
| Quarter-final | Sal Wren | Pat Teal | 7-5, 6-2 | 95 |
| Semi-final | Kim Alder | Sal Wren | 6-4, 4-6, 6-1 | 133 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over the four tables."""
    texts = {"league.md": LEAGUE, "golf.md": GOLF, "swim.md": SWIM, "draw.md": DRAW}
    return make_bot(tmp_path_factory.mktemp("labels"), texts)


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many goals did Colne concede?", "16"),
        ("Which club conceded the fewest goals?", "Arle Town"),
        ("Which club scored the most goals?", "Brook City"),
        ("What is Brook City's goal difference?", "+18"),
        ("How many matches did Dunmore lose?", "7"),
        ("How many draws did Colne have?", "2"),
        ("How many clubs scored more than 20 goals?", "2"),
        ("How many goals did Colne and Dunmore score in total?", "18"),
        ("Which clubs had a negative goal difference?", "Colne, Dunmore"),
    ],
)
def test_a_league_table_is_asked_in_words_for_what_it_abbreviates(bot: Bot, question: str, answer: str) -> None:
    found = ask(bot, question).answer

    assert all(part in found for part in answer.split(", ")), found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did Lena Holt shoot in the third round?", "R3 68"),
        ("What did Gwen Price score in round 1?", "R1 66"),
        ("What was Eva Lind's time at 100m?", "1:02.00"),
        ("Who was fastest at 50m in the backstroke final?", "Mia Sand"),
        ("Who had the fastest reaction time in the backstroke final?", "Mia Sand"),
        ("How many swimmers broke 2:08 in the backstroke final?", "2 under 2:08"),
    ],
)
def test_a_numbered_round_and_a_split_are_columns(bot: Bot, question: str, answer: str) -> None:
    assert answer in ask(bot, question).answer


def test_the_last_metres_are_not_the_first_split(bot: Bot) -> None:
    assert "29.10" not in ask(bot, "How long did Ola Berg take for the last 50 metres?").answer


def test_how_much_of_something_somebody_won_is_a_column_and_no_place(bot: Bot) -> None:
    assert "2,000" in ask(bot, "How much prize money did Gwen Price win?").answer


def test_the_highest_placed_of_a_nation_has_the_smallest_place(bot: Bot) -> None:
    answer = ask(bot, "Who was the highest placed Welsh player at the Links Trophy?")

    assert answer.short_answer is not None
    assert answer.short_answer.startswith("Gwen Price")


def test_those_who_tied_for_a_place_are_listed_and_counted_with_their_place_as_printed(bot: Bot) -> None:
    listed, counted = ask(bot, "Which players tied for second?"), ask(bot, "How many players tied for second?")

    assert "Lena Holt" in listed.answer
    assert "Ruth Obi" in listed.answer
    assert "Gwen Price" not in listed.answer
    assert counted.short_answer == "2"


def test_a_round_told_row_by_row_picks_the_row(bot: Bot) -> None:
    assert "6-4, 4-6, 6-1" in ask(bot, "What was the score of the semi-final between Alder and Wren?").answer
    assert "71" in ask(bot, "How many minutes did Kim Alder play in the quarter-final?").answer


def test_equal_figures_are_level(bot: Bot) -> None:
    answer = ask(bot, "Who won more matches, Colne or Dunmore?")

    assert answer.status is Status.ANSWERED
    assert answer.answer.startswith("Level: ")
    assert "Colne 3" in answer.answer
    assert "Dunmore 3" in answer.answer


def test_the_top_three_are_the_first_three_places(bot: Bot) -> None:
    listed = ask(bot, "Who finished in the top three of the Links Trophy?")
    counted = ask(bot, "How many Welsh players finished in the top four of the Links Trophy?")

    assert all(name in listed.answer for name in ("Aya Mori", "Lena Holt", "Ruth Obi"))
    assert "Gwen Price" not in listed.answer
    assert counted.short_answer == "1"


def test_a_mean_that_is_even_has_no_more_digits_than_its_figures(bot: Bot) -> None:
    answer = ask(bot, "What was the average R3 score of Mori and Obi at the Links Trophy?")

    assert answer.short_answer == "66"


def test_last_year_s_winner_is_not_this_year_s(tmp_path: Path) -> None:
    report = "Mori wins the Links Trophy\n\nLast year's winner of the Links Trophy, Edie Cole, stayed at home."
    bot = make_bot(tmp_path, {"golf.md": GOLF, "report.txt": report})

    assert "Aya Mori" in ask(bot, "Who won the Links Trophy?").answer
    assert "Aya Mori" not in ask(bot, "Who won the Links Trophy last year?").answer.partition("Last year")[0]


BOX = """# Box score: Owls at Pikes, 4 February 2031

| Player | MIN | PTS | REB | OREB | AST | TO | FGM | FGA | 3PM |
|---|---|---|---|---|---|---|---|---|---|
| Dee Ames | 32 | 21 | 9 | 3 | 4 | 2 | 8 | 17 | 2 |
| Lou Kerr | 30 | 11 | 4 | 1 | 7 | 3 | 5 | 9 | 1 |
| Jo Tait | 28 | 6 | 12 | 5 | 0 | 1 | 3 | 4 | 0 |
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many three-pointers did Dee Ames make?", "3PM 2"),
        ("How many offensive rebounds did Jo Tait have?", "OREB 5"),
        ("What was Lou Kerr's playing time in minutes?", "MIN 30"),
        ("How many field goals did Dee Ames make and attempt?", "FGM 8, FGA 17"),
        ("How many turnovers did Lou Kerr commit?", "TO 3"),
    ],
)
def test_a_box_score_is_asked_in_words(tmp_path: Path, question: str, said: str) -> None:
    assert said in make_bot(tmp_path, {"box.md": BOX}).ask(AskRequest(question=question)).answer


def test_rows_are_not_counted_for_what_no_row_is(tmp_path: Path) -> None:
    bot = make_bot(tmp_path, {"box.md": BOX})

    assert bot.ask(AskRequest(question="How many dunks were there in Owls at Pikes?")).status is Status.ABSTAINED
    assert bot.ask(AskRequest(question="How many players are in the box score Owls at Pikes?")).short_answer == "3"
    assert bot.ask(AskRequest(question="How many 10-point scorers were there in Owls at Pikes?")).short_answer == "2"
