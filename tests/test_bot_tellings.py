"""Timelines from live blogs, parts of a match, and what the articles of a day tell."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.parts import Part, names_part, of_part, part_asked
from bot.question.telling import Telling, telling_in
from bot.schema import Answer, AskRequest
from bot.tellings import posts_in

MATCH = """Title: Marlow v Ashby: Vale Cup final, live
Date: 2031-05-03
Publisher: Vale Gazette

Full time: Marlow 2-2 Ashby (Ashby win 4-2 on penalties)
Ashby have the Cup! Their keeper Bea Okoro saved two.

104 min: GOAL! Marlow 2-2 Ashby (Holm)
Holm scores with his shin after a corner.

97 min: GOAL! Marlow 2-1 Ashby (Nilsen)
Nilsen heads in at the far post.

Full time in normal time: Marlow 1-1 Ashby
Extra time it is.

88 min: GOAL! Marlow 1-1 Ashby (Mendel, pen)
Mendel sends the keeper the wrong way.

Half-time: Marlow 1-0 Ashby
"They were too polite," the manager says.

33 min: GOAL! Marlow 1-0 Ashby (Stane)
Stane curls a free kick over the wall.

Kick-off
The referee is Joan Birt.
"""
BOUT = """Title: Ofori stops Pardo in seventh to keep his title
Date: 2031-05-04
Publisher: Ringside

Dan Ofori stopped Luis Pardo in the seventh round at Norbury Hall to retain his national title.
"""
RUN = """Title: Lind holds on in the wind
Date: 2031-05-04
Publisher: Vale Gazette

Ada Lind won the ten-mile road race in Harbour on Sunday in 52:10, a course record.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"final-live.txt": MATCH, "boxing-report.txt": BOUT, "road-race.txt": RUN}
    opened = make_bot(tmp_path_factory.mktemp("tellings"), files)
    yield opened
    opened.library.close()


def asked(bot: Bot, question: str, as_of: str | None = None) -> Answer:
    return bot.ask(AskRequest(question=question, as_of=as_of))


def test_a_timeline_runs_from_the_kick_off_to_the_end_each_moment_once_and_cited(bot: Bot) -> None:
    answer = asked(bot, "Give me a timeline of the Vale Cup final.")

    scorers = [answer.answer.find(name) for name in ("(Stane)", "(Mendel, pen)", "(Nilsen)", "(Holm)", "Ashby win 4-2")]
    assert scorers == sorted(scorers)
    assert scorers[0] >= 0
    assert all(answer.answer.count(stamp) == 1 for stamp in ("33 min", "88 min", "97 min", "104 min"))
    assert all(segment.citations for segment in answer.segments)


def test_however_much_is_left_out_a_timeline_tells_how_it_ended(tmp_path: Path) -> None:
    goals = [f"{minute} min\n\nGOAL! Red card! Ashby miss, Marlow lead {n}-{n - 1}, 12.5 m." for n, minute in
             enumerate(range(4, 64, 4), 1)]  # fmt: skip
    posts = ["Marlow v Ashby: Dale Cup, live", *goals, "66 min\n\nFull time. Marlow win.", "70 min\n\nGoodnight."]
    bot = make_bot(tmp_path, {"dale-live.txt": "\n\n".join(posts)})

    assert "Full time. Marlow win." in asked(bot, "Give me a timeline of Marlow against Ashby in the Dale Cup.").answer
    bot.library.close()


@pytest.mark.parametrize(
    ("part", "told", "untold"),
    [
        ("first half", "Stane", "Mendel"),
        ("second half", "Mendel", "Stane"),
        ("extra time", "Nilsen", "Mendel"),
    ],
)
def test_a_part_of_a_match_is_what_was_told_between_its_whistles(bot: Bot, part: str, told: str, untold: str) -> None:
    answer = asked(bot, f"What happened in the {part} of the Vale Cup final?").answer

    assert told in answer
    assert untold not in answer


def test_the_name_of_the_file_says_the_sport_that_the_report_takes_for_granted(bot: Bot) -> None:
    answer = asked(bot, "Summarise the boxing.")

    assert {citation.document_id for citation in answer.citations} == {"boxing-report"}


def test_a_sport_that_no_article_is_of_is_not_told_by_another(bot: Bot) -> None:
    assert asked(bot, "Summarise the archery.").status == "abstained"


@pytest.mark.parametrize(("day", "as_of"), [("4 May", None), ("4 May 2031", None), ("yesterday", "2031-05-05")])
def test_the_headlines_of_a_day_are_those_of_all_its_reports_and_of_no_other(
    bot: Bot, day: str, as_of: str | None
) -> None:
    answer = asked(bot, f"What are the headlines of {day}?", as_of)

    assert {citation.document_id for citation in answer.citations} == {"boxing-report", "road-race"}


def test_posts_are_told_from_the_earliest_though_the_page_has_the_newest_first() -> None:
    assert [post.label.split(":")[0] for post in posts_in(MATCH)] == [
        "Kick-off", "33 min", "Half-time", "88 min", "Full time in normal time", "97 min", "104 min", "Full time"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "topic"),
    [
        ("Give me a timeline of the final", Telling.MOMENTS, "the final"),
        ("What were the key moments of the semi?", Telling.MOMENTS, "the semi"),
        ("How did the race unfold?", Telling.MOMENTS, "the race"),
        ("What happened in the second half?", Telling.PART, "in the second half"),
        ("What did I miss at the golf?", Telling.SUMMARY, "the golf"),
        ("Catch me up on the cricket.", Telling.SUMMARY, "the cricket"),
        ("What are today's headlines?", Telling.NEWS, "today's"),
    ],
)
def test_a_telling_is_asked_for_in_many_words(text: str, kind: Telling, topic: str) -> None:
    request = telling_in(text)

    assert request is not None
    assert (request.kind, request.topic) == (kind, topic)


@pytest.mark.parametrize("text", ["How did Lind finish?", "What happened to Pardo?", "Who won the second half?"])
def test_other_questions_ask_for_no_telling(text: str) -> None:
    assert telling_in(text) is None


STAMPED = """Title: Northgate velodrome: as it happened
Date: 2031-05-05
Publisher: Vale Gazette

21:14 That is all. Good night.

21:05 Bea Okoro is on the podium with her daughter in her arms.

20:41 Okoro wins the sprint final by half a wheel.

19:30 The pursuit final is under way, and Ashby start faster.

19:05 A delay of twenty minutes: a board has come loose.

18:10 Good evening from Northgate.
"""


@pytest.fixture(scope="module")
def velodrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("velodrome"), {"velodrome-live.txt": STAMPED})
    yield opened
    opened.library.close()


def test_posts_whose_stamp_stands_before_their_text_are_posts() -> None:
    posts = posts_in(STAMPED)

    assert [post.label for post in posts] == ["18:10", "19:05", "19:30", "20:41", "21:05", "21:14"]
    assert posts[1].text == "A delay of twenty minutes: a board has come loose."


def test_what_happened_between_two_times_is_told_from_the_posts_between_them(velodrome: Bot) -> None:
    told = velodrome.ask(
        AskRequest(question="What happened between 19:00 and 20:00 at the Northgate velodrome?")
    ).answer

    assert "board has come loose" in told
    assert "pursuit final is under way" in told
    assert "podium" not in told


def test_how_a_day_ended_is_told_by_its_last_posts(velodrome: Bot) -> None:
    told = velodrome.ask(AskRequest(question="How did the day end at the Northgate velodrome?")).answer

    assert "on the podium" in told
    assert "delay" not in told


def test_a_headline_is_the_one_that_the_report_prints(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Write a headline for the boxing please"))

    assert answer.answer == "Ofori stops Pardo in seventh to keep his title."


@pytest.mark.parametrize(
    ("text", "kind", "topic"),
    [
        ("three things to know about the Vale Cup", Telling.SUMMARY, "the Vale Cup"),
        ("what were the main stories from Harbour?", Telling.SUMMARY, "Harbour"),
        ("Give me the relay in two sentences", Telling.SUMMARY, "the relay"),
        ("headlines please", Telling.NEWS, ""),
        ("How did it end (Vale Cup final)?", Telling.ENDING, "Vale Cup final"),
        ("how did the race end?", Telling.ENDING, "the race"),
    ],
)
def test_tellings_are_heard_in_many_words(text: str, kind: Telling, topic: str) -> None:
    request = telling_in(text)

    assert request is not None
    assert (request.kind, request.topic) == (kind, topic)


@pytest.mark.parametrize("text", ["How did Lind finish?", "How did the Swede end up third?", "Who ended the run?"])
def test_how_somebody_did_is_no_telling(text: str) -> None:
    assert telling_in(text) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("second quarter", ["15:03 Fight.", "15:24 Half-time: 36-39."]),
        ("final quarter", ["16:19 Four in it.", "16:36 Full-time: 70-80."]),
        ("third quarter", ["15:49 From fifty!", "16:07 Three-quarter time: 56-67."]),
        ("first quarter", ["14:20 Away.", "14:52 Quarter-time: 22-13."]),
    ],
)  # fmt: skip
def test_a_quarter_is_what_was_posted_between_its_breaks(question: str, told: list[str]) -> None:
    posts = ["14:20 Away.", "14:52 Quarter-time: 22-13.", "15:03 Fight.", "15:24 Half-time: 36-39.",
             "15:49 From fifty!", "16:07 Three-quarter time: 56-67.", "16:19 Four in it.",
             "16:36 Full-time: 70-80."]  # fmt: skip
    part = part_asked(f"What happened in the {question} at the Oval?")
    assert part is not None

    within = of_part(part, [post.split(" ", 1)[1] for post in posts])

    assert [posts[i] for i in within or ()] == told


def test_periods_are_parted_by_what_opens_and_closes_them_and_unmarked_ones_are_unknown() -> None:
    posts = [
        "Second period under way.",
        "Goal, 1-0.",
        "End of the second period.",
        "Third period begins.",
        "Goal, 1-1.",
    ]

    assert [of_part(Part(number, "period"), posts) for number in (2, 3, 1)] == [range(3), range(3, 5), None]


def test_a_period_of_a_match_in_quarters_is_a_quarter_and_a_set_is_none() -> None:
    assert names_part("The third period was hers.", Part(3, "quarter"))
    assert not names_part("The third set was hers.", Part(3, "quarter"))
    assert not names_part("The second period was hers.", Part(3, "quarter"))


def test_posts_that_stand_line_under_line_are_told_apart() -> None:
    posts = posts_in("Live\n\n14:00 Tip-off.\n14:16 End of the first quarter: 13-11.\n14:24 Crash!\nShe is up.")

    assert [(post.when, post.text) for post in posts] == [
        (840, "Tip-off."), (856, "End of the first quarter: 13-11."), (864, "Crash!\nShe is up.")
    ]  # fmt: skip
