"""Tables as newsrooms lay them out: one side's season, crosstables, podiums, attempts, bars, figures to par."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

SEASON = """# title: Dale Otters: season 2040-41
Date,H/A,Opponents,Competition,W/D/L,For,Against,Venue,Crowd
6 September,H,Ayle Herons,League,W,52,44,North Hall,812
12 September,A,Brin Foxes,League,L,39,47,Aire Arena,1140
20 September,H,Crag Sirens,Cup,W,61,33,North Hall,655
4 October,A,Dunn Kites,League,D,45,45,Trent Dome,930
11 October,H,Brin Foxes,League,W,50,48,North Hall,905
25 October,A,Esk Comets,Cup,L,40,58,Avon Court,720
13 December,A,Crag Sirens,League,,,,Taff Hall,
"""
CROSS = """# title: Fell Masters 2041, crosstable
Place,Player,Rating,1,2,3,4,Points
1,Ilse Maas,2618,*,½,1,1,2.5
2,Tariq Ben,2655,½,*,½,1,2
3,Rolf Berg,2489,0,½,*,1,1.5
4,Wei Koh,2571,0,0,0,*,0
"""
HEATS = """# title: Speedway at Fenby
Heat,1st,2nd,3rd,4th,Time
1,Zak Ferr (K),Lew Odell (F),Jon Lind (F),Rory Blane (K),58.41
2,Dan Muir (F),Pav Sikora (K),Owen Tait (K),Kyle Brisk (F),59.20
3,Zak Ferr (K),Rory Blane (K),Lew Odell (F),Dan Muir (F),58.77
"""
MEDALS = """# title: Rowing Nationals 2041, medallists
Event,Gold,Silver,Bronze
Single sculls,Freya Holt,Ada Quist,Nell Barrow
Eight,Lake RC,Thames RC,Tide RC
Double sculls,Thames RC,Lake RC,Tide RC
"""
JUMP = """# title: Harbour Games 2041: high jump final
Pos,Athlete,Nat,1.80,1.85,1.89,1.92,Result
1,Selma Ruud,NOR,O,O,XO,XXO,1.92
2,Katya Mel,UKR,O,O,O,XXX,1.89
3,Lotte Vis,NED,XO,O,XXX,,1.85
-,Mei Song,CHN,XXX,,,,NM
"""
LIFTS = """# title: Ridge Classic 2041: 93 kg powerlifting
Place,Lifter,Squat 1,Squat 2,Squat 3,Bench 1,Bench 2,Bench 3,Total
1,Andre Font,255,265,X270,170,X177.5,177.5,442.5
2,Bjarki Olaf,250,260,267.5,160,165,X170,432.5
3,Dion Wall,X240,240,250,175,182.5,X187.5,432.5
"""
GOLF = """# title: Dunes Open 2041, final leaderboard
Pos,Player,To par,R1,R2,R3,Total,Prize
1,Hugo Albers,-11,68,70,67,205,"$420,000"
2,Ben Takeda,-9,71,66,70,207,"$205,000"
3,Pablo Cueto,E,73,71,72,216,"$86,000"
4,Owen Pryke,+2,75,70,71,216,"$64,500"
CUT,Rafe Monroe,+8,77,75,,152,
"""
FINALS = """# title: Shield finals, 2036-2041
Year,Winner,Score,Runner-up,Venue
2041,Killard,1-14,Dunmoy,Casement Road
2040,Dunmoy,2-10,Carrick,Healy Field
2038,Killard,0-16,Dunmoy,Casement Road
2037,Errigal,3-09,Carrick,Healy Field
2036,Killard,1-12,Errigal,Pearse Lane
"""
REGATTA = """# title: Sound Week 2041, overall
Rank,Sail,Helm,Club,R1,R2,R3,Nett
1,GBR 217,Fergus Iles,Royal Clyne,1,(6),2,3
2,IRL 88,Aoife Brennan,Howth Bay,2,1,(8),3
3,GBR 233,Ross Cairns,Royal Clyne,(6),5,3,8
"""
TALLY = """# title: Youth Games 2041, medals by town
Town,Gold,Silver,Bronze
Lilleby,9,4,6
Ostmark,7,8,3
Halden,0,3,3
"""
BOX = """# title: Tigers box score
No.,Player,Min,FG,3P,FT,Reb,Ast,Pts
4,Marcus Yeo,36:10,9-17,0-1,4-6,12,3,22
9,Kwame Adjei,30:25,5-8,1-2,0-0,7,2,11
7,Gil Santoro,38:41,7-16,2-6,1-2,5,9,17
15,Noel Bapt,DNP,,,,,,
"""
FILES = {
    "season.csv": SEASON, "cross.csv": CROSS, "heats.csv": HEATS, "medals.csv": MEDALS, "jump.csv": JUMP,
    "lifts.csv": LIFTS, "golf.csv": GOLF, "finals.csv": FINALS, "regatta.csv": REGATTA, "tally.csv": TALLY,
    "box.csv": BOX,
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("layouts")
    return make_bot(folder, FILES)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who did Dale Otters play on 12 September?", "Brin Foxes"),
        ("How many league games did the Otters win?", "2"),
        ("How many games have Dale Otters drawn?", "1"),
        ("Which games did the Otters lose away?", "Brin Foxes, Esk Comets"),
        ("What was the Otters' biggest win?", "Crag Sirens"),
        ("Did the Otters beat Esk Comets?", "No"),
        ("Did Dunn Kites beat the Otters?", "No"),
        ("Did the Otters win on 11 October?", "Yes"),
        ("What was the score when the Otters played Dunn Kites?", "45-45"),
        ("When do the Otters play Crag Sirens in the league?", "13 December"),
        ("How many goals did the Otters score in the cup?", "101"),
        ("How many goals did the Otters score per game in the cup?", "50.5"),
    ],
)
def test_a_season_is_told_from_the_side_of_the_club_whose_it_is(bot: Bot, question: str, short: str) -> None:
    assert bot.ask(AskRequest(question=question)).short_answer == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many points did Hale Herons score at home?", "131"),
        ("How many points did the Herons concede away?", "55"),
        ("How many points did Hale Herons score per game?", "59.67"),
        ("How many goals a game did Tal Brand score?", "32.75"),
    ],
)
def test_both_sides_points_in_one_cell_are_told_apart(tmp_path: Path, question: str, short: str) -> None:
    """Their own sum to so many; the number of "61-54" is the margin, which nobody asked for."""
    games = (
        "Date,Opponent,Venue,Score\n7 March,Vipers,Home,61-54\n14 March,Gulls,Away,48-55\n21 March,Comets,Home,70-41\n"
    )
    shots = "Player,Games,Goals,Attempts\nTal Brand,8,262,291\nJo Mara,8,131,165\n"
    files = {"games.csv": f"# title: Hale Herons, results 2041\n{games}", "shots.csv": f"# title: Shooting\n{shots}"}
    bot = make_bot(tmp_path, files)

    answer = bot.ask(AskRequest(question=question))

    assert answer.short_answer == short, answer.answer
    assert answer.citations
    bot.library.close()


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was the result of Maas against Berg at the Fell Masters?", "1"),
        ("Did Rolf Berg beat Tariq Ben?", "No"),
        ("Did Ilse Maas beat Wei Koh?", "Yes"),
    ],
)
def test_a_crosstable_tells_how_two_fared_against_each_other(bot: Bot, question: str, short: str) -> None:
    assert bot.ask(AskRequest(question=question)).short_answer == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who won heat 2 at Fenby?", "Dan Muir (F)"),
        ("Who was third in heat 3?", "Lew Odell (F)"),
        ("How many heats did Zak Ferr win?", "2"),
        ("Did Freya Holt win gold?", "Yes"),
        ("Did Ada Quist win gold?", "No"),
        ("How many golds did Lake RC win?", "1"),
        ("Who won bronze in the single sculls?", "Nell Barrow"),
    ],
)
def test_rows_that_name_who_came_where_are_read_across(bot: Bot, question: str, short: str) -> None:
    assert bot.ask(AskRequest(question=question)).short_answer == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many athletes cleared 1.89 at the Harbour Games?", "2"),
        ("Which athletes cleared 1.89 at the first attempt at the Harbour Games?", "Katya Mel, O"),
        ("At which height did Katya Mel go out?", "1.92"),
        ("Did Lotte Vis clear 1.89?", "No"),
        ("What did Dion Wall bench on his second attempt?", "182.5"),
        ("Did Andre Font make his third squat?", "No"),
        ("What was Bjarki Olaf's best bench?", "165"),
    ],
)
def test_attempts_and_bars_tell_what_was_made(bot: Bot, question: str, short: str) -> None:
    assert bot.ask(AskRequest(question=question)).short_answer == short


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many players finished under par at the Dunes Open?", "2 under 0"),
        ("How much did Pablo Cueto win?", "$86,000"),
        ("Who won the Shield in 2040?", "Dunmoy"),
        ("Which team has won the most Shield finals?", "Killard 3"),
        ("How many Shield finals were held at Casement Road?", "2"),
        ("Who won race 2 of Sound Week?", "Aoife Brennan"),
        ("Who sails GBR 233?", "Ross Cairns"),
        ("Which town won the most medals at the Youth Games?", "Lilleby, Gold 9"),
        ("How many medals did Ostmark win?", "18"),
        ("Did Halden win a gold medal?", "No"),
        ("Who wears number 9?", "Kwame Adjei"),
        ("What was Gil Santoro's field goal percentage?", "43.8 %"),
        ("Who had the most assists for the Tigers?", "Gil Santoro"),
    ],
)
def test_layouts_are_asked_in_the_words_of_readers(bot: Bot, question: str, said: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert said in answer.answer
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "Who did Dale Otters play on 14 September?",
        "What was the score against Crag Sirens on 13 December?",
        "Who won the Shield in 2039?",
        "What did Rafe Monroe shoot in the third round?",
        "How much does Kwame Adjei earn?",
    ],
)
def test_what_a_layout_leaves_blank_is_not_answered_by_its_neighbour(bot: Bot, question: str) -> None:
    assert bot.ask(AskRequest(question=question)).status.value == "abstained"
