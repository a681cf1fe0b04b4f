"""The model that judges statements: fitted to marked ones, the same every time, refused for other numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.statements.judge import WrongWeightsError, load_weights
from bot.statements.traits import NAMES
from evals.marked_reports import Report, read_reports
from evals.train_statements import Marked, cross_check, drawn, fit, numbers_for, read_pairs, write_weights
from tests.newsroom import make_library

TABLE = "Club,Goals,Ground\nMill Town,31,North Park\nPort Rovers,24,Quay Road\nHill Albion,12,Top Lane\n"


def made_up(count: int) -> tuple[list[Marked], np.ndarray]:
    """Statements of which the first number alone tells whether they are true, the others nothing."""
    chance = np.random.default_rng(7)
    labels = [i % 2 == 0 for i in range(count)]
    numbers = chance.normal(size=(count, len(NAMES)))
    numbers[:, 0] = [1.0 if label else 0.0 for label in labels] + chance.normal(scale=0.2, size=count)
    return [Marked(f"s{i}", f"t{i % 20:02}", label) for i, label in enumerate(labels)], numbers


def test_the_number_that_tells_gets_the_weight() -> None:
    statements, numbers = made_up(400)

    model = fit(numbers, np.array([marked.is_true for marked in statements]))

    assert max(range(len(NAMES)), key=lambda i: abs(model.weights[i])) == 0
    assert model.weights[0] > 0
    assert cross_check(statements, numbers) > 0.9


def test_weights_are_the_same_every_time_and_stand_as_written(tmp_path: Path) -> None:
    statements, numbers = made_up(100)
    labels = np.array([marked.is_true for marked in statements])

    first, second = fit(numbers, labels), fit(numbers, labels)
    write_weights(tmp_path / "w.json", first)

    assert first == second == load_weights(tmp_path / "w.json")


def test_weights_for_other_numbers_are_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_text(json.dumps({"bias": 0.0, "weights": {"mood": 1.0}}), encoding="utf-8")

    with pytest.raises(WrongWeightsError, match=r"w\.json has .* other numbers \(1\).*train_statements"):
        load_weights(path)


def test_what_agrees_with_its_table_has_other_numbers_than_what_does_not(tmp_path: Path) -> None:
    library = tmp_path / "library"
    make_library(tmp_path, {"league.csv": f"# Harvest League\n{TABLE}"})
    right = Marked("Port Rovers has 24 goals", "league", True)
    wrong = Marked("Port Rovers has 31 goals", "league", False)

    told = dict(numbers_for(library, [right, wrong, Marked("Port Rovers has 24 goals", "elsewhere", True)]))

    first = NAMES.index("slots agree mean")
    assert list(told) == [right, wrong]
    assert told[right][first] > told[wrong][first]


def test_a_pair_gives_a_true_and_a_false_statement_and_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"supported": "a", "refuted": "b", "table_id": "t"}\n', encoding="utf-8")

    assert read_pairs(tmp_path) == [Marked("a", "t", True), Marked("b", "t", False)]
    assert len(drawn(read_pairs(tmp_path), 1)) == 1
    path.write_text('{"supported": "a"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"pairs\.jsonl line 1: expected supported, refuted and table_id"):
        read_pairs(tmp_path)


def test_an_error_that_people_marked_is_found_by_its_tokens(tmp_path: Path) -> None:
    row = {
        "doc_id": "d", "text": "They won, 9-8.", "tokens": ["They", "won", ",", "9", "-", "8", "."],
        "box_docs": ["2031-cove/box"],
        "errors": [{"doc_token_start": 4, "doc_token_end": 6, "type": "NUMBER"}],
    }  # fmt: skip
    path = tmp_path / "devset_texts.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")

    (report,) = read_reports(tmp_path)

    assert report == Report("They won, 9-8.", ("2031-cove-box",), ((10, 13, "NUMBER"),))
    path.write_text(json.dumps({**row, "tokens": ["They", "lost"]}), encoding="utf-8")
    with pytest.raises(ValueError, match="d: token 'lost' is not in the text after character 4"):
        read_reports(tmp_path)
