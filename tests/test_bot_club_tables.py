"""Tables of a club: its squad, its fixtures, who came and went, its records."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

SQUAD = """# title: Ashby Town squad
No.,Name,Position,Nationality,Born,Height (cm),Joined from,Caps
1,Piotr Zak,Goalkeeper,Poland,1994-03-12,193,Wisla Park,12
13,Ben Hale,Goalkeeper,England,2003-11-30,188,Academy,0
4,Ruben Soto,Defender,Spain,1992-07-19,186,Real Oria,3
8,Kofi Boateng,Midfielder,Ghana,1998-12-14,175,Accra Stars,30
9,Aki Salo,Forward,Finland,1995-09-09,191,Turku PS,52
11,Caio Lima,Forward,Brazil,2004-04-01,170,Santa Rita,1
"""
FIXTURES = """# title: Ashby Town fixtures and results
Date,Opponent,Venue,Result,Attendance,Scorers
2031-08-15,Elmbridge,Home,2-1,14205,Salo 2
2031-08-22,Hartwell City,Away,0-0,18770,
2031-10-17,Danesford,Home,1-0,14990,Lima
"""
DEALS = """# title: Deals of the summer
Player,From,To,Fee
Aki Salo,Turku PS,Ashby Town,£1.2m
Harvey Lunt,Ashby Town,Hartwell City,£3.5m
Remi Colas,US Brest,Wexley,£2.1m
"""
RECORDS = """# title: Ashby Swimming Club records, women
Event,Time,Holder,Date,Meet
50m Freestyle,26.31,Isla Moor,2019-05-11,District Open
100m Backstroke,1:04.90,Eva Ross,2014-08-09,District Open
200m Freestyle,2:05.88,Isla Moor,2026-07-14,County Games
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("club")
    return make_bot(folder, {"squad.csv": SQUAD, "fixtures.csv": FIXTURES, "deals.csv": DEALS, "records.csv": RECORDS})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How tall is Piotr Zak?", "193"),
        ("What position does Kofi Boateng play?", "Midfielder"),
        ("Where did Ruben Soto come from?", "Real Oria"),
        ("When was Ben Hale born?", "2003-11-30"),
        ("How many caps does Salo have?", "52"),
        ("Who is the tallest player in the squad?", "Zak"),
        ("Who is the oldest player in the squad?", "Soto"),
        ("Who is the youngest forward?", "Lima"),
        ("How many goalkeepers do Ashby Town have?", "2 in"),
        ("Who is taller, Zak or Boateng?", "193"),
        ("How much taller is Salo than Lima?", "21"),
        ("Who scored against Danesford?", "Lima"),
        ("What was the result against Elmbridge?", "2-1"),
        ("Which match had the highest attendance?", "Hartwell City"),
        ("How much did Wexley pay for Remi Colas?", "£2.1m"),
        ("Which club did Harvey Lunt join?", "Hartwell City"),
        ("Who holds the club record in the 100m backstroke?", "Eva Ross"),
        ("What is the oldest club record?", "100m Backstroke"),
    ],
)
def test_club_tables_are_asked_in_the_words_of_readers(bot: Bot, question: str, said: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert said in answer.answer
    assert answer.citations


def test_numbers_on_shirts_are_no_places(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="How did Kofi Boateng do?"))

    assert "8th" not in answer.answer
    assert "175" not in (answer.short_answer or "")
