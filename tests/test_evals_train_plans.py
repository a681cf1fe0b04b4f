"""Training on a handful of made questions: what is learnt, what is written, and that it is served as it was trained."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from newsroom import make_library

from bot.algebra.ranker import WrongModelError, load_ranker, save_model
from bot.algebra.traits import NAMES
from evals.plan_examples import Asked, Example, examples, read_questions
from evals.train_plans import (
    Network,
    Vocabulary,
    arrays_of,
    cross_check,
    mean_scores,
    names_of,
    tensors_of,
    train,
    train_several,
    vocabulary_of,
)

TABLE = """# League {n}

| Club | Won | Points |
|---|---|---|
| Lions {n} | 5 | 16 |
| Bears {n} | 3 | 11 |
| Wolves {n} | 3 | 9 |
| Hawks {n} | 1 | 4 |
"""
TABLES = 12


def asked() -> list[Asked]:
    found = []
    for n in range(TABLES):
        table = f"league-{n}"
        found += [
            Asked("which club had the most points", (f"Lions {n}",), table),
            Asked("which club had the fewest points", (f"Hawks {n}",), table),
            Asked("how many clubs are there", ("4",), table),
            Asked(f"how many points did the bears {n} have", ("11",), table),
        ]
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("train")
    library = make_library(folder, {f"league-{n}.md": TABLE.format(n=n) for n in range(TABLES)})
    library.close()
    made = list(examples(folder / "library", asked()))
    return made * 2  # enough of each phrase to be learnt


def best(network: Network, vocabulary: Vocabulary, example: Example) -> int:
    with torch.no_grad():
        return int(network(tensors_of(example, vocabulary)).argmax())


def test_every_question_has_right_and_wrong_plans(found: list[Example]) -> None:
    assert len(found) == 2 * 4 * TABLES
    assert all(example.right.any() and not example.right.all() for example in found)
    assert all(example.numbers.shape == (len(example.parts), len(NAMES)) for example in found)


def test_training_learns_which_words_ask_for_which_plan(found: list[Example]) -> None:
    network, vocabulary = train(found)

    assert [bool(example.right[best(network, vocabulary, example)]) for example in found] == [True] * len(found)


def test_the_same_examples_give_the_same_weights(found: list[Example]) -> None:
    first, second = (arrays_of([train(found[:12])[0]]) for _ in range(2))

    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_the_check_answers_questions_over_tables_it_has_not_seen(found: list[Example]) -> None:
    right, temperature = cross_check(found)

    assert right > 0.9
    assert 0.5 <= temperature <= 6


def test_a_saved_model_scores_as_the_networks_that_were_trained(found: list[Example], tmp_path: Path) -> None:
    networks, vocabulary = train_several(found)
    path = tmp_path / "plans.npz"
    save_model(path, arrays_of(networks), phrases=names_of(vocabulary.phrases), parts=names_of(vocabulary.parts),
               temperature=1.5)  # fmt: skip
    tensors = tensors_of(found[3], vocabulary)
    with torch.no_grad():
        expected = mean_scores(networks, tensors).numpy()

    parts = [[int(i) for i in row if i] for row in tensors.parts]
    served = load_ranker(path).score_arrays(tensors.phrases.tolist(), found[3].numbers, parts)

    assert np.allclose(served, expected, atol=0.05)  # half precision
    assert np.argmax(served) == np.argmax(expected)


def test_a_model_of_other_features_is_refused_with_the_cure(tmp_path: Path, found: list[Example]) -> None:
    network, _ = train(found[:4])
    path = tmp_path / "plans.npz"
    save_model(path, arrays_of([network]), phrases=[""], parts=[""], temperature=1.0)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    card = json.loads(bytes(arrays["card"]).decode())
    card["numbers"] = card["numbers"][1:]
    arrays["card"] = np.frombuffer(json.dumps(card).encode(), dtype=np.uint8)
    np.savez_compressed(path, **arrays)

    with pytest.raises(WrongModelError, match=r"evals\.train_plans"):
        load_ranker(path)


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text('{"question": "who won", "answers": ["Ada"]}\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"train\.jsonl line 1: expected question, answers and table_id"):
        read_questions(tmp_path)


def test_a_part_or_phrase_that_few_questions_have_is_not_learnt(found: list[Example]) -> None:
    vocabulary = vocabulary_of(found)

    assert "1 fewest" in vocabulary.phrases
    assert "1 0" not in vocabulary.phrases
    assert min(vocabulary.phrases.values()) == 1
