"""Measuring search alone: ranks by hand, gold found where the sets say it is, weights that learn what tells."""

import json
from pathlib import Path

import numpy as np
import pytest
from doubles import HashEncoder
from newsroom import make_library

from evals.retrieval import Compared, Searched, measure, ranks_under, searched_text
from evals.retrieval_fit import GROUPS, ablated, fit, held_out
from evals.retrieval_sets import Ranked, key_of, names, search_sets
from retriever.features import NAMES
from retriever.search import Retriever

HEATS = "# Pier Mile 2031, heat 1\nRank,Name,Time\n1,Ada Lind,4:31.0\n2,Bea Okoro,4:32.5\n"
FINAL = "# Pier Mile 2031, final\nRank,Name,Time\n1,Bea Okoro,4:20.0\n2,Ada Lind,4:21.1\n"


def write_set(shared: Path, rows: list[dict[str, object]]) -> Path:
    folder = shared / "evalsets" / "rotowire"
    folder.mkdir(parents=True)
    (folder / "devset.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return shared


def compared(*relevant: bool, said: tuple[float, ...], keys: tuple[str | None, ...]) -> Compared:
    features = np.zeros((len(relevant), len(NAMES)), dtype=np.float32)
    features[:, NAMES.index("said")] = said
    return Compared(features, keys, np.array(relevant, dtype=np.bool_))


def test_recall_and_reciprocal_rank_are_as_worked_by_hand() -> None:
    found = Searched("set", (1, 3, 10**6, 6), (2.0, 4.0, 6.0, 8.0))

    assert [found.recall(cut) for cut in (1, 5, 10)] == [0.25, 0.5, 0.75]
    assert found.mrr == pytest.approx((1 + 1 / 3 + 1 / 6) / 4)
    assert "0.250  0.500  0.750  0.750  0.375" in searched_text([found])


def test_a_rank_counts_every_key_once_and_passes_over_what_is_not_counted() -> None:
    one = compared(False, False, False, True, said=(4, 3, 2, 1), keys=("a", "a", None, "b"))
    weights = np.array([float(name == "said") for name in NAMES])

    assert ranks_under(weights, [one]) == (2,)


def test_the_row_that_a_set_names_is_found_in_the_library(tmp_path: Path) -> None:
    library = make_library(tmp_path, {"pier-heat.csv": HEATS, "pier-final.csv": FINAL})
    cells = [["pier/final", 0, "Time"]]
    gold = {"question": "Okoro's time in the Pier Mile final", "answerable": True, "gold_cells": cells}
    unanswerable = {"qid": "b", "question": "Who fell?", "answerable": False, "gold_cells": []}

    (found,) = search_sets("rotowire", write_set(tmp_path, [{"qid": "a", **gold}, unanswerable]), library)

    assert [(sought.id, len(sought.relevant)) for sought in found.questions] == [("a", 1)]
    retriever = Retriever(library, HashEncoder())
    hits = [retriever.hit(unit) for unit in range(library.forward.units)]
    (row,) = [hit for hit in hits if key_of(hit, Ranked.ROWS) in found.questions[0].relevant]
    assert row.table is not None
    assert (row.document_id, row.table.rows[row.row or 0].cells[1].raw) == ("pier-final", "Bea Okoro")
    assert measure(found, retriever).ranks == (1,)


def test_a_heading_among_the_rows_does_not_shift_the_gold(tmp_path: Path) -> None:
    parted = "# Pier Mile 2031\nRank,Name,Time\nMasters,Masters,Masters\n1,Ada Lind,4:31.0\n2,Bea Okoro,4:32.5\n"
    library = make_library(tmp_path, {"pier.csv": parted})
    gold = {"qid": "a", "question": "Okoro's time", "answerable": True, "gold_cells": [["pier", 2, "Time"]]}

    (found,) = search_sets("rotowire", write_set(tmp_path, [gold]), library)

    (table,) = library.document("pier").tables
    assert [row.cells[1].raw for row in table.rows] == ["Ada Lind", "Bea Okoro"]
    assert found.questions[0].relevant == {f"pier@{table.rows[1].start}"}


def test_sets_whose_gold_names_no_place_give_no_search(tmp_path: Path) -> None:
    library = make_library(tmp_path, {"pier-final.csv": FINAL})

    assert search_sets("rgb-counterfactual-sports", tmp_path, library) == []
    assert "rgb-counterfactual-sports" not in names()


def test_weights_learn_which_feature_tells_the_relevant_from_the_rest() -> None:
    sets = {"one": [compared(False, True, said=(0.2, 0.8), keys=("a", "b"))] * 5,
            "two": [compared(True, False, said=(0.9, 0.1), keys=("a", "b"))] * 2}  # fmt: skip

    weights = fit(sets)

    assert weights[NAMES.index("said")] > 1
    assert [result.ranks for result in held_out(sets)] == [(1,) * 5, (1,) * 2]
    assert fit(sets, ["said"])[NAMES.index("said")] == 0
    assert ablated(sets)["coverage"][0].ranks == (2,) * 5  # nothing else tells them apart: the order of the units


def test_every_feature_belongs_to_one_group_of_the_ablations() -> None:
    assert sorted(name for group in GROUPS.values() for name in group) == sorted(NAMES)
