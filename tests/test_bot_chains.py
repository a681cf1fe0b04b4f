"""Answers that need a row and a page: one describes somebody, the other tells what is asked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles import HashEncoder
from newsroom import make_library, read

from bot.answer import Bot
from bot.chains.belief import WrongChainWeightsError, load_weights
from bot.chains.pages import PageFinder
from bot.chains.replaced import with_name
from bot.prose.rescoring import load_close_reader
from bot.question.question import Question
from bot.results.composed import Composer
from bot.results.finder import TableFinder
from bot.schema import Answer, AskRequest, Status
from retriever.search import Retriever
from retriever.types import Hit

FINAL = """# Fjord Games 2031

## 800 m final

| Rank | Athlete | Time |
|---|---|---|
| 1 | Mira Vold | 1:58.20 |
| 2 | Tess Okafor | 1:58.91 |
| 3 | Lena Brandt | 1:59.40 |
| 4 | Odile Garnier | 2:00.02 |
"""

SCORERS = """# Fjord Games handball

## Top scorers

| Player | Club | Goals |
|---|---|---|
| Ines Castro | Porto Blue | 41 |
| Jana Holm | Aarhus | 38 |
| Pia Lund | Bergen | 29 |
"""

REPORT = """Vold storms to gold at the Fjord Games

Mira Vold won the 800 metres at the Fjord Games on Saturday. The Norwegian is coached by Helge Strand, who also trains
her sister.

Odile Garnier, who was born in Lyon, faded in the last lap. Tess Okafor of Great Britain chased the leader home.

Lena Brandt, a former swimmer, took bronze.
"""

HANDBALL = """Castro tops the scorers

Ines Castro finished the handball tournament as its leading scorer. Castro was born in Braga and moved to Porto at the
age of twelve. Jana Holm, born in Odense, was second.
"""

LEAGUE = """# Coast League 2030 grounds

## Clubs

| Club | Ground | Seats |
|---|---|---|
| Skerry Rovers | Tern Park | 4200 |
| Holm Athletic | The Quay | 6100 |
| Vik United | Lighthouse Road | 3900 |
"""

PAGES = {
    "tern.txt": "Tern Park\n\nTern Park is a football ground. It was opened in 1911 by the mayor, Olaf Rude.\n",
    "quay.txt": "The Quay\n\nThe Quay is a football ground in Holm. It was opened in 1954 and has one stand.\n",
    "vik.txt": "Vik United\n\nVik United is a football club from Vik. It was founded by Cornish fishermen.\n",
    "rovers.txt": "Skerry Rovers\n\nSkerry Rovers is a football club that plays in green. Its nickname is the Terns.\n",
}

FILES = {"final.md": FINAL, "scorers.md": SCORERS, "report.txt": REPORT, "handball.txt": HANDBALL, "league.md": LEAGUE}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    library = make_library(tmp_path_factory.mktemp("chains"), {**FILES, **PAGES})
    yield Bot(library, Retriever(library, HashEncoder()), close_reader=load_close_reader(1))
    library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def titles(answer: Answer) -> set[str]:
    return {citation.title for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "described", "expected"),
    [
        ("Where was the winner of the final born?", {"winner", "final"}, "Where was Vold born?"),
        ("Who coaches the third of the final?", {"third", "final"}, "Who coaches Vold?"),
        ("What age is she?", set(), None),
    ],
)
def test_a_name_takes_the_place_of_what_describes_it(text: str, described: set[str], expected: str | None) -> None:
    question = Question(text, lambda _: 1.0)
    tokens = frozenset(i for i, word in enumerate(question.words) if word.text in described)

    assert with_name(question, tokens, "Vold") == expected


def test_a_row_leads_to_the_page_of_its_name_and_to_what_reports_say_of_it_alone(bot: Bot) -> None:
    finder = TableFinder(bot.library.store)
    question = read("clubs of the Coast League and scorers of the handball")
    groups = {g.views[0].table.document_id: g for g in finder.groups(question, [], None)}
    passages = bot.library.store.passages_of("handball")
    hits = [Hit(passage, None, None, 0.0) for passage in passages]
    composer, pages = Composer(finder), PageFinder(bot.library)

    clubs, scorers = composer.grid(groups["league"]), composer.grid(groups["scorers"])
    assert clubs is not None
    assert scorers is not None
    titled = pages.pages(clubs, [], None)
    told = pages.pages(scorers, hits, None)

    assert {(p.document_id, titled.places[p.number]) for p in titled.pages} == {
        ("tern", ((0, 1),)), ("quay", ((1, 1),)), ("vik", ((2, 0),)), ("rovers", ((0, 0),)),
    }  # fmt: skip
    assert [(told.places[p.number][0][0], p.passage.text[slice(*p.stretch)][:9]) for p in told.pages
            if p.passage is not None and p.stretch is not None] == [
        (0, "Ines Cast"), (0, "Castro wa"), (1, "Jana Holm"),
    ]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short", "cited"),
    [
        ("Where was the player who scored most goals born?", "Braga",
         {"Castro tops the scorers"}),
        ("How many goals did the player born in Odense score?", "38", {"Castro tops the scorers"}),
        ("What time did the former swimmer run in the final?", "1:59.40", {"Vold storms to gold at the Fjord Games"}),
        ("How many seats has the ground that Olaf Rude opened?", "4200", {"Tern Park"}),
        ("How many seats has the ground of the club founded by Cornish fishermen?", "3900", {"Vik United"}),
        ("In what year was the ground of Holm Athletic opened?", "1954", {"The Quay"}),
    ],
)  # fmt: skip
def test_a_row_and_a_page_answer_together_and_both_are_cited(
    bot: Bot, question: str, short: str, cited: set[str]
) -> None:
    answer = ask(bot, question)

    assert answer.short_answer == short
    assert cited < titles(answer)
    assert {citation.kind for citation in answer.citations} == {"passage", "table"}


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "In which city was the winner of the 800 m final born?",
        "How much prize money did the player born in Odense win?",
        "How many goals did the player born in Ghent score?",
    ],
)
def test_what_neither_row_nor_page_tells_is_declined(bot: Bot, question: str) -> None:
    assert ask(bot, question).status is Status.ABSTAINED


@pytest.mark.model
def test_a_nation_that_only_a_report_tells_picks_the_row(bot: Bot) -> None:
    answer = ask(bot, "What time did the Briton run in the 800 m final?")

    assert "1:58.91" in answer.answer
    assert {citation.kind for citation in answer.citations} == {"passage", "table"}


def test_weights_of_other_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "chains.json"
    path.write_text(json.dumps({"weights": {"behind": 1.0}}), encoding="utf-8")

    with pytest.raises(WrongChainWeightsError, match="expected one weight for each"):
        load_weights(path)
