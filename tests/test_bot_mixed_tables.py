"""Questions on tables as desks have them: headers of two rows, several contests in a file, parts, brackets."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest, Status

LUGE = """Nordfall Track - Junior Luge Singles - 10 January 2031,,,,,,
Pos,Slider,Nation,Run 1,Run 2,Total,Gap
1,Emil Gruber,ITA,46.812,46.905,1:33.717,
2,Jan Ozol,LAT,46.903,46.877,1:33.780,+0.063
3,Tobi Rein,GER,47.104,46.931,1:34.035,+0.318
DNF,Pawel Zar,POL,47.401,RET,,
DNS,Brett Toll,CAN,,,,
"""
LEAGUE = """# Northern Bowl 2031: standings

| Team | W-L-T | Away | PF | PA | Streak |
|---|---|---|---|---|---|
| **Lakes Division** | | | | | |
| Thunder Kodiaks | 9-3-0 | 4-2-0 | 341 | 252 | W4 |
| Duluth Pilots | 8-3-1 | 4-2-0 | 318 | 260 | L1 |
| **Prairie Division** | | | | | |
| Fargo Threshers | 10-2-0 | 4-2-0 | 367 | 214 | W7 |
| Minot Rangers | 2-10-0 | 0-6-0 | 177 | 252 | L3 |
"""
SKATING = """# title: Lakeside inline meeting
Event,Place,Skater,Club,Time
Women 500 m,1,Greta Sol,Oslo Fast,44.81
Women 500 m,2,Anouk Des,Zand Rollers,45.60
Women 1000 m,1,Greta Sol,Oslo Fast,1:29.05
Women 1000 m,2,Anouk Des,Zand Rollers,1:32.48
Men 500 m,1,Diego Arb,Pat Cali,40.95
Men 500 m,2,Ruben Hoek,Oslo Fast,41.20
"""
BOATS = """# Tarn Lake dragon boats

## Heat 1

| Lane | Crew | Time |
|---|---|---|
| 1 | Jade Serpents | 52.40 |
| 2 | Harbour Wyverns | 51.18 |

## Grand final

| Lane | Crew | Time | Place |
|---|---|---|---|
| 1 | Harbour Wyverns | 50.44 | 1 |
| 2 | Jade Serpents | 52.88 | 2 |
"""
SPLITS = """# title: Fellside orienteering
#,Name,Control 3,Control 7,Finish
1,Ailsa Drum,5:42 (2),14:10 (2),34:48
2,Rebecka Fors,5:31 (1),14:02 (1),35:19
3,Megan Thwaite,5:58 (3),14:44 (3),36:02
"""
HILL = """<html><body><h1>Ski jumping: Granlia hill</h1><table><caption>Women's large hill</caption>
<tr><th rowspan="2">Rk</th><th rowspan="2">Name</th><th rowspan="2">NOC</th><th colspan="2">1st round</th>
<th colspan="2">2nd round</th><th rowspan="2">Total</th></tr>
<tr><th>Dist. (m)</th><th>Pts</th><th>Dist. (m)</th><th>Pts</th></tr>
<tr><td>1</td><td>Jelka Vod</td><td><img alt="Slovenia"></td><td>134.5</td><td>138.2</td><td>131.0</td><td>131.9</td>
<td>270.1</td></tr>
<tr><td>2</td><td>Ingvild Myr</td><td><img alt="Norway"></td><td>129.0</td><td>127.4</td><td>136.5</td><td>140.6</td>
<td>268.0</td></tr>
<tr><td>3</td><td>Hana Mizu</td><td><img alt="Japan"></td><td>131.5</td><td>130.3</td><td>127.5</td><td>124.0</td>
<td>254.3</td></tr></table></body></html>
"""
SERIES = """Hill Series 2031 (best two of three count, others in brackets)
Pos,Runner,Gris,Knott,Scar,Total
1,Tom Ferr,50,(44),49,99
2,Kieran Nug,(45),50,48,98
3,Gethin Rhys,48,(43),50,98
"""
BOX = """# Box lacrosse: Herons 8, Smelters 6

**Herons**

| No. | Player | G | A | PIM |
|---|---|---|---|---|
| 9 | Wyatt Lafr | 5 | 2 | 2 |
| 17 | Dylan Skye | 3 | 4 | 4 |
| 4 | Ty Hendry | 0 | 1 | 0 |
| | Totals | 8 | 7 | 6 |

**Smelters**

| No. | Player | G | A | PIM |
|---|---|---|---|---|
| 7 | Reid Call | 4 | 1 | 0 |
| 3 | Lowell Pike | 2 | 2 | 9 |
| | Totals | 6 | 3 | 9 |
"""
FILES = {
    "luge.csv": LUGE, "league.md": LEAGUE, "inline.csv": SKATING, "boats.md": BOATS, "splits.csv": SPLITS,
    "hill.html": HILL, "series.csv": SERIES, "box.md": BOX,
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("mixed")
    return make_bot(folder, FILES)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What was Emil Gruber's fastest run?", "46.812"),
        ("How much slower was Tobi Rein's first run than his second?", "0.173"),
        ("How many sliders were under 47 seconds in both runs?", "2 in"),
        ("How much time was there between Emil Gruber and Tobi Rein?", "0.318"),
        ("How fast was Brett Toll on his first run?", "DNS"),
        ("How far did Ingvild Myr jump in the second round?", "136.5"),
        ("Who had the longest jump in the second round at Granlia?", "Ingvild Myr"),
        ("Who was leading the large hill after the first round?", "Jelka Vod"),
        ("What was Ingvild Myr's combined distance over her two jumps?", "265.5"),
        ("Which country does Hana Mizu jump for?", "Japan"),
        ("Who was leading at control 7?", "Rebecka Fors"),
        ("How long did Ailsa Drum need from control 3 to control 7?", "8:28"),
        ("Which of Kieran Nug's scores was discarded?", "(45)"),
        ("Who won the Knott race?", "Kieran Nug"),
        ("Which two runners ended level on points?", "Gethin Rhys"),
        ("Who took the most penalty minutes?", "Lowell Pike"),
        ("How many Herons players scored a goal?", "2"),
    ],
)
def test_parts_and_brackets_are_read_and_computed_with(bot: Bot, question: str, said: str) -> None:
    assert said in bot.ask(AskRequest(question=question)).answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many ties do the Duluth Pilots have?", "T 1"),
        ("How many defeats have the Minot Rangers suffered?", "L 10"),
        ("How many games did Fargo Threshers win away?", "Away W 4"),
        ("Have the Minot Rangers won away from home?", "No"),
        ("Which team has the best record in the Lakes Division?", "Thunder Kodiaks"),
        ("Who has the longest winning streak in the Northern Bowl?", "Fargo Threshers"),
        ("Which team has conceded the fewest points?", "Fargo Threshers"),
    ],
)
def test_records_in_one_cell_answer_for_wins_losses_and_ties(bot: Bot, question: str, said: str) -> None:
    assert said in bot.ask(AskRequest(question=question)).answer


def test_all_rows_are_told_of_which_one_column_is_more_than_another(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Which teams have scored more points than they conceded?"))

    assert [value for value in answer.values if not value.isdigit()] == [
        "Thunder Kodiaks", "Duluth Pilots", "Fargo Threshers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How far behind the winner was Anouk Des in the 500 metres?", "0.79"),
        ("Who won the women's 1000 m?", "Greta Sol"),
        ("How many races did Greta Sol win at the Lakeside meeting?", "2 in"),
        ("How many events were won by Oslo Fast?", "2 in"),
    ],
)
def test_a_contest_of_a_file_is_asked_by_itself(bot: Bot, question: str, said: str) -> None:
    assert said in bot.ask(AskRequest(question=question)).answer


def test_both_races_are_told_of_where_the_question_names_neither(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Who won the 500 metres?"))

    assert answer.values == ["Greta Sol", "Diego Arb"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which crew was slower in the grand final than in its heat?", "Jade Serpents"),
        ("How much faster were the Harbour Wyverns in the final than in their heat?", "0.74"),
        ("Who was in lane 1 in the grand final?", "Harbour Wyverns"),
    ],
)
def test_heats_and_finals_are_held_against_each_other(bot: Bot, question: str, said: str) -> None:
    assert said in bot.ask(AskRequest(question=question)).answer


@pytest.mark.parametrize(
    "question",
    [
        "What was Megan Thwaite's time at control 12?",
        "How many points did the Minot Rangers score in overtime?",
        "How many points per game did the Fargo Threshers score?",
        "Who won the women's 5000 m inline race?",
    ],
)
def test_a_part_that_no_table_has_is_not_answered_with_another(bot: Bot, question: str) -> None:
    assert bot.ask(AskRequest(question=question)).status is Status.ABSTAINED
