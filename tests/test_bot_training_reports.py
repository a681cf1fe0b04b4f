"""Reports of our own that the reader is tuned on: questions, where answers stand, what doesn't answer."""

import random
from pathlib import Path

import pytest
import torch

from bot.training.reports import WrongReportError, read_reports, with_unanswered
from bot.training.tune import averaged

REPORT = """== The weir
Lind fell at the weir. Tarr won by a length. The crowd cheered.
? who won | Tarr
y Did somebody fall? | fell
n Was the crowd silent? | cheered
0 Who came third?
Hollis was ill.
? what was wrong with Hollis | ill
"""


def written(folder: Path, text: str) -> Path:
    (folder / "one.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_question_belongs_to_the_paragraph_above_it_and_its_answer_stands_there(tmp_path: Path) -> None:
    items = read_reports(written(tmp_path, REPORT))

    told = [(i.question, [i.text[s:e] for s, e in i.answers]) for i in items]
    assert told == [
        ("who won", ["Tarr"]), ("Did somebody fall?", ["fell"]),
        ("Was the crowd silent?", ["cheered"]),
        ("Who came third?", []), ("what was wrong with Hollis", ["ill"]),
    ]  # fmt: skip
    assert {i.article for i in items} == {"The weir"}


def test_an_answer_that_the_paragraph_does_not_hold_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(WrongReportError, match=r"one\.txt, line 3: 'Moe' does not stand in the paragraph"):
        read_reports(written(tmp_path, "== The weir\nTarr won.\n? who won | Moe\n"))


def test_what_is_put_beside_a_question_as_no_answer_never_holds_the_answer(tmp_path: Path) -> None:
    items = read_reports(written(tmp_path, REPORT))

    made = with_unanswered(items, random.Random(1))

    beside = [i.text for i in made if i.question == "who won" and not i.answers]
    assert sum(i.question == "who won" and bool(i.answers) for i in made) == 2
    assert beside
    assert not any("Tarr" in text for text in beside)


def test_the_reports_that_the_package_carries_can_all_be_read() -> None:
    items = read_reports()

    assert sum(bool(item.answers) for item in items) > 1000
    assert sum(not item.answers for item in items) > 100


def test_the_weights_served_lie_halfway_between_those_before_and_after() -> None:
    before = {"heads.weight": torch.tensor([0.0, 2.0]), "positions": torch.tensor([3])}
    after = {"heads.weight": torch.tensor([1.0, 0.0]), "positions": torch.tensor([9])}

    mean = averaged(before, after)

    assert mean["heads.weight"].tolist() == [0.5, 1.0]
    assert mean["positions"].tolist() == [3]
