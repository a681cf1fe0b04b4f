"""Sentences as answers: how well each accounts for the question."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.prose.kinds import new_names, new_values
from bot.prose.reader import Reader, Sentence
from bot.question.links import Linker
from retriever.types import DocumentKind, Filters

CLIMB = """Hollis edges Tarr in Ridge Open thriller

Mara Hollis topped the last wall in 41.20 seconds at the Ridge Open.

Berta Tarr slipped twice because the holds were wet after rain.

Hollis, 23, had trained in Oslo all winter.
"""
SKI = """Slalom gates reset at Pine Valley

The slalom course at Pine Valley was reset after a night of snow.

Organisers hope to race on Sunday.
"""
RESULTS = """# Ridge Open: who topped the wall in qualifying
# Hollis and Tarr topped the wall in qualifying
Rank,Athlete,Nation,Time
1,Mara Hollis,Canada,41.20
2,Berta Tarr,Austria,42.00
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"climb.txt": CLIMB, "ski.txt": SKI, "ridge-results.csv": RESULTS}
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), files)
    yield opened
    opened.library.close()


def sentences(bot: Bot, text: str) -> list[Sentence]:
    question = bot.read(text)
    hits = bot.search(text, Filters(), 20)
    return Reader(bot.library.store).sentences(question, hits, Linker(bot.library.store).mentions(question))


def test_the_sentence_that_holds_the_words_comes_first(bot: Bot) -> None:
    best = sentences(bot, "Why did Tarr slip on the holds?")[0]

    assert best.text.endswith("Berta Tarr slipped twice because the holds were wet after rain.")
    assert (best.missing, best.holds_kind) == ((), True)


def test_a_sentence_is_a_span_of_its_document(bot: Bot) -> None:
    best = sentences(bot, "Why did Tarr slip on the holds?")[0]

    text = bot.library.document("climb").text
    assert text[best.span.start : best.span.end] == best.text


def test_a_misspelt_name_is_found_under_its_right_spelling(bot: Bot) -> None:
    right, misspelt = (sentences(bot, f"Why did Berta {name} slip on the holds?")[0] for name in ("Tarr", "Tarrr"))

    assert (misspelt.text, misspelt.missing) == (right.text, ())
    assert misspelt.coverage == pytest.approx(right.coverage, abs=0.1)


def test_a_missing_name_costs_more_than_its_share(bot: Bot) -> None:
    named, plain = "Why did Tarr slip on the holds in Lisbon?", "Why did Tarr slip on the holds in lacework?"
    target = "Berta Tarr slipped twice because the holds were wet after rain."

    by_name, by_word = (next(s for s in sentences(bot, q) if s.text == target) for q in (named, plain))

    assert (by_name.missing, by_word.missing) == (("Lisbon",), ("lacework",))
    name_weight, word_weight = (bot.read(q).weights[-1] for q in (named, plain))
    held = word_weight * by_word.coverage / (1 - by_word.coverage)
    assert by_name.coverage == pytest.approx(0.6 * held / (held + name_weight))


def test_a_missing_figure_lowers_coverage(bot: Bot) -> None:
    target = "Mara Hollis topped the last wall in 41.20 seconds at the Ridge Open."

    without, with_it = (
        next(s for s in sentences(bot, q) if s.text == target)
        for q in ("Who topped the wall at the 2019 Ridge Open?", "Who topped the wall at the Ridge Open?")
    )

    assert without.missing == ("2019",)
    assert without.coverage < 0.6 * with_it.coverage + 1e-9


def test_the_prose_of_a_results_file_is_not_read(bot: Bot) -> None:
    found = sentences(bot, "Who topped the wall in qualifying?")

    assert bot.library.document("ridge-results").kind is DocumentKind.RESULTS
    assert bot.library.document("ridge-results").passages != ()
    assert found
    assert "ridge-results" not in {sentence.span.passage.document_id for sentence in found}


def test_equal_sentences_come_in_the_order_of_their_places(bot: Bot) -> None:
    found = sentences(bot, "Why did Tarr slip on the holds?")

    assert found == sorted(found, key=lambda s: (-s.score, s.span.key))


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("How fast was she?", "She took 41.20 seconds, then 42.5 seconds.", ["41.20 seconds", "42.5 seconds"]),
        ("How fast was she after 41.20 seconds?", "She took 41.20 seconds, then 42.5 seconds.", ["42.5 seconds"]),
        ("How far did she throw?", "She threw 61.20 m in 12 minutes.", ["61.20 m"]),
        ("Who threw?", "She threw 61.20 m.", []),
    ],
)
def test_values_are_of_the_kind_asked_for_and_not_the_questions_own(
    question: str, text: str, values: list[str]
) -> None:
    assert [found.value.text for found in new_values(read(question), text)] == values


def test_names_are_those_the_question_does_not_hold() -> None:
    text = "At the line Mara Hollis beat Berta Tarr and the Oslo team."

    assert new_names(read("Who beat Tarr?"), text) == ["Mara Hollis", "Oslo"]


def test_who_won_one_race_is_not_read_off_a_report_of_another_length(tmp_path: Path) -> None:
    story = "Men's 1500 metres final\n\nThe final was won by Emil Raab, who passed 800 metres first in 1:51.5.\n"
    bot = make_bot(tmp_path, {"raab.txt": story})
    reader = Reader(bot.library.store)

    def coverage(text: str) -> float:
        return reader.sentences(bot.read(text), bot.search(text, Filters(), 5))[0].coverage

    assert coverage("Who won the men's 800 metres final?") < 0.7 < coverage("Who won the men's 1500 metres final?")


def test_the_mens_singles_do_not_answer_for_the_womens(tmp_path: Path) -> None:
    story = "Solent Open\n\nWomen's singles.\n\nMen's singles, won by Lukas Brandl in the Solent Open hall.\n"
    bot = make_bot(tmp_path, {"solent.txt": story})
    reader = Reader(bot.library.store)

    def found(text: str) -> Sentence:
        hits = bot.search(text, Filters(), 5)
        return next(s for s in reader.sentences(bot.read(text), hits) if "Brandl" in s.text)

    assert found("Who won the women's singles at the Solent Open?").of_another
    assert not found("Who won the men's singles at the Solent Open?").of_another


@pytest.mark.parametrize(
    ("told", "expected"), [("Nan Vos, sixteen, won.", True), ("Vos won at 41.", True), ("Nan Vos ran 42 races.", False)]
)
def test_an_age_is_looked_for_under_the_name_that_nobody_lists(tmp_path: Path, told: str, expected: bool) -> None:
    bot = make_bot(tmp_path, {"vos.txt": f"A race in Hale\n\n{told}\n\nLind, aged 30, came with a coach.\n"})
    question = bot.read("How old is Nan Vos?")

    found = Reader(bot.library.store).sentences(question, bot.search(question.text, Filters(), 5))

    assert [s.text for s in found] == ([told] if expected else [])


def test_a_full_name_asks_little_more_of_a_sentence_than_the_surname(bot: Bot) -> None:
    target = "Hollis, 23, had trained in Oslo all winter."

    full, short = (
        next(s for s in sentences(bot, f"Why did {name} train in Oslo?") if s.text == target)
        for name in ("Mara Hollis", "Hollis")
    )

    assert full.coverage == pytest.approx(short.coverage, abs=0.05)


@pytest.mark.parametrize("text", ["who is mara hollis", "WHO IS MARA HOLLIS", "who is Mara Hollis"])
def test_names_are_read_as_names_however_they_are_typed(bot: Bot, text: str) -> None:
    assert bot.read(text).text == "who is Mara Hollis"


def test_a_word_near_in_meaning_accounts_for_a_part_and_a_name_for_nothing_else(bot: Bot) -> None:
    sought = "The slalom course at Pine Valley was reset after a night of snow."
    near, far, named = (
        next(s for s in sentences(bot, f"Was the {word} at Pine Valley reset?") if s.text == sought)
        for word in ("evening", "hotel", "Evening")
    )

    assert (near.missing, near.untold) == (("evening",), 0)
    assert (far.missing, far.untold) == (("hotel",), 1)
    assert far.coverage < near.coverage < 1
    assert named.untold == 1
