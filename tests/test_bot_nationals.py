"""Nations that only reports tell, joined with results that have none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.prose.nationals import is_of_people, nationals, nations_asked
from bot.schema import AskRequest
from retriever.nations import nations_in
from retriever.types import Filters

RESULTS = """# Lake Cup

## Women's 800 metres final

| Rank | Athlete | Time |
|---|---|---|
| 1 | Ada Lind | 1:57.10 |
| 2 | Maria Kovacs | 1:57.80 |
| 3 | Rosa Bianchi | 1:58.20 |
| 4 | Eva Holm | 1:59.00 |
"""

REPORT = """Night of the 800

Norway's Ada Lind won from Maria Kovacs of Hungary. Rosa Bianchi, Italy, was third and another Norwegian, Eva Holm,
fourth. The Italian and Kovacs embraced.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("nationals"), {"results.md": RESULTS, "report.txt": REPORT})
    yield opened
    opened.library.close()


def people(bot: Bot, nation: str) -> dict[str, str]:
    ((_, keys),) = nations_asked(read(nation))
    passages = [hit.passage for hit in bot.search("800 metres", Filters(), 20) if hit.passage is not None]
    found = nationals(keys, passages, bot._inquiry.linker)
    text = bot.library.store.document("report").text
    return {one.mention.name.text: text[one.span.start : one.span.end] for one in found}


@pytest.mark.parametrize(
    ("nation", "told"),
    [
        ("Norwegians", {"Ada Lind": "Norway's Ada Lind", "Eva Holm": "Norwegian, Eva Holm"}),
        ("Hungary", {"Maria Kovacs": "Maria Kovacs of Hungary"}),
        ("Italian", {"Rosa Bianchi": "Rosa Bianchi, Italy"}),  # "the Italian and Kovacs" makes her no Italian
        ("Kenyans", {}),
    ],
)
def test_a_nation_is_of_the_name_it_stands_beside(bot: Bot, nation: str, told: dict[str, str]) -> None:
    assert people(bot, nation) == told


def test_results_without_nations_answer_about_a_nation_and_the_report_is_cited(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Who was the slowest Norwegian in the women's 800 metres final?"))

    assert answer.values[0] == "Eva Holm"
    assert [c.quote for c in answer.citations if c.document_id == "report"] == ["Norwegian, Eva Holm"]


def test_the_record_of_a_nation_is_nobody_of_it() -> None:
    question = read("Was it a Norwegian record by the Norwegian?")
    (record, _), (person, _) = nations_asked(question)

    assert not is_of_people(question, record)
    assert is_of_people(question, person)


def test_the_longest_name_of_a_nation_counts() -> None:
    found = nations_in("the south korea crew and great britain".split())

    assert [sorted(words) for words, _ in found] == [[1, 2], [5, 6]]
    assert "korea south" in found[0][1]


CODES = """# title: Fjord Games, women's snatch
Rank,Name,Nation,Snatch,Total
1,Solveig Dahl,NOR,101,229
2,Aniela Wrzos,POL,105,226
3,Catrin Pugh,WAL,95,210
4,Ragna Jons,ISL,96,205
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Where did Wales finish in the women's snatch?", "3rd"),
        ("What was the total of the lifter from Iceland?", "205"),
        ("What did the Welsh lifter total?", "210"),
        ("How many lifters from Poland took part in the women's snatch?", "1"),
    ],
)
def test_a_nation_named_in_full_leads_to_rows_that_print_its_code(tmp_path: Path, question: str, short: str) -> None:
    answer = make_bot(tmp_path, {"snatch.csv": CODES}).ask(AskRequest(question=question))

    assert answer.short_answer == short
