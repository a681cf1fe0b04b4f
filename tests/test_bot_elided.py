"""Follow-ups that leave out a noun, who did it or what is compared, and those that only point at somebody."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.conversation import standalone_question
from bot.schema import AskRequest, Turn
from bot.two_parts import questions_in

COVERAGE = {
    "league.csv": (
        "# title: Women's Bay League\nPos,Team,P,W,D,L,Pts\n"
        "1,Ashby Storm,14,11,1,2,34\n2,Corley Larks,14,10,0,4,30\n3,Dale Wrens,14,3,2,9,11\n"
    ),
    "diving.csv": (
        "# title: Quay Trophy, platform\nEvent,Round,Rank,Diver,Nation,Total\n"
        "Women's platform,Semi-final,1,Noor Said,Egypt,352.40\nWomen's platform,Semi-final,2,Li Wen,China,339.90\n"
        "Women's platform,Final,1,Li Wen,China,371.85\nWomen's platform,Final,2,Noor Said,Egypt,360.20\n"
        "Men's platform,Final,1,Diego Ruiz,Mexico,466.35\nMen's platform,Final,2,Kim Tae,South Korea,459.90\n"
    ),
    "wrestling.md": (
        "# Wrestling at the Orsk Open\n\n| Weight | Gold | Silver | Score |\n|---|---|---|---|\n"
        "| Women 57 kg | Altan Bold (Mongolia) | Mara Kapan (Georgia) | 6-5 |\n"
        "| Women 62 kg | Ana Tseret (Georgia) | Puja Dahi (India) | 4-0 |\n"
    ),
    "cup.txt": (
        "Larks win the Corran Cup\n\nCorley Larks beat Ashby Storm 11-9. Keeper Wren Adeye made 14 saves. She had been "
        "a doubt with a sore thumb.\n\nMorag Sinclair with the trophy: \"I nearly went home.\" The Scot had a cold. "
        "Morag Sinclair of Scotland is 58.\n"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("elided"), COVERAGE)
    yield opened
    opened.library.close()


def told(bot: Bot, question: str, *said: str) -> str:
    turns = [Turn(role="user" if n % 2 == 0 else "assistant", content=text) for n, text in enumerate(said)]
    return standalone_question(question, turns, bot._inquiry.known)


@pytest.mark.parametrize(
    ("question", "before", "answer", "expected"),
    [
        ("how many did they win?", "Who was third in the Bay League?", "Dale Wrens.",
         "How many games did Dale Wrens win (Bay League)?"),
        ("how many has she got?", "How many points has Li Wen got?", "371.85.", "How many points has Li Wen got?"),
        ("how many more is that than Corley?", "How many points did Ashby Storm get?", "34.",
         "How many more points did Ashby Storm get than Corley?"),
        ("and lost the most?", "Who drew the most games?", "Dale Wrens.", "Who lost the most games?"),
        ("from whom?", "When did Holloway take over?", "In 2023.", "From whom did Holloway take over?"),
        ("which one is right?", "How many people watched?", "The sources disagree: 3,412 or 3,214.",
         "How many people watched?"),
        ("who was that?", "What did the other coach say?", "\"Nobody looked at the scoreboard.\"",
         "Who said “Nobody looked at the scoreboard.”?"),
        ("by how much?", "Who did Noor Said lose to?", "Li Wen.", "By how much did Noor Said lose to Li Wen?"),
        ("and hers?", "What was Diego Ruiz's total?", "466.35, more than Li Wen's.", "What was Li Wen's total?"),
        ("who dedicated his win to her?", "How did Li Wen do?", "She won.", "Who dedicated his win to Li Wen?"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_taken_from_the_question_before(
    bot: Bot, question: str, before: str, answer: str, expected: str
) -> None:
    assert told(bot, question, before, answer) == expected


@pytest.mark.parametrize(
    ("question", "before", "answer", "expected"),
    [
        ("who scored most for them?", "Who won the Corran Cup?", "Corley Larks beat Ashby Storm.", "Corley Larks"),
        ("was she injured?", "Who was the player of the final?", "Keeper Wren Adeye of Corley Larks.", "Wren Adeye"),
        ("what did the Scot say?", "Who has the trophy?", "Morag Sinclair has.", "Morag Sinclair"),
        ("how old is the 58-year-old?", "Who has the trophy?", "Morag Sinclair has.", "the 58-year-old"),
    ],
)
def test_a_side_is_no_woman_a_cup_no_side_and_a_scot_somebody_spoken_of(
    bot: Bot, question: str, before: str, answer: str, expected: str
) -> None:
    assert expected in told(bot, question, before, answer)


def test_a_weight_class_that_heads_a_row_is_an_event_and_nobody(bot: Bot) -> None:
    before = ["Who won the women's 57 kg at the Orsk Open?", "Altan Bold.", "what will she do now?", "Rest."]

    assert told(bot, "and 62?", *before) == "Who won the women's 62 kg at the Orsk Open?"
    assert told(bot, "who was second?", *before[:2]) == "Who was second (women's 57 kg at the Orsk Open)?"


def test_a_whole_question_about_another_place_takes_no_sport_from_before(bot: Bot) -> None:
    whole = "Who was fastest in the men's final at Quay?"

    assert told(bot, whole, "Who won the women's wrestling?", "Ana Tseret.") == whole


def test_a_difference_is_of_two_rows_of_one_contest(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="By how much did Diego Ruiz win?"))
    behind = bot.ask(AskRequest(question="How many points behind Li Wen was Noor Said?"))

    assert answer.short_answer == "6.45"
    assert behind.short_answer == "11.65"


def test_the_one_name_before_a_colon_is_whose_words_follow(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="What did Morag Sinclair say?"))

    assert answer.answer.startswith('Morag Sinclair: "I nearly went home."')


def test_two_questions_keep_the_event_that_the_conversation_told() -> None:
    assert questions_in("Who won it, and who was the coach (Corran Cup)?") == (
        "Who won it (Corran Cup)?",
        "Who was the coach?",
    )
