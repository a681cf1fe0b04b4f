"""The trained reader: its files are checked, what it points at is verbatim, and names are honoured."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.prose.spans import DIGEST_FILE, WEIGHTS, WEIGHTS_FILE, Reading, SpanReader, WrongReaderError
from retriever.encoder import DEFAULT_ENCODER, model_folder

MATCH = (
    "Rovers beat Harbour 3-1 on a wet night at Millgate. Ines Okafor scored twice before half-time. "
    "The win keeps Rovers two points behind the leaders with four games left."
)


def reading(starts: list[float], ends: list[float], nothing: float) -> Reading:
    logits = np.array([starts, ends, [0.0] * len(starts)], dtype=np.float32).T
    return Reading(logits, tuple((3 * i, 3 * i + 2) for i in range(len(starts))), nothing)


def test_the_best_span_does_not_end_before_it_starts() -> None:
    found = reading([0.0, 0.0, 5.0], [9.0, 1.0, 0.0], nothing=2.0).point(0, 9)

    assert found is not None
    assert (found.start, found.end, found.margin) == (0, 2, 7.0)  # 0 + 9 - 2; 5 + 9 would run backwards


def test_a_part_is_pointed_into_by_itself() -> None:
    found = reading([9.0, 1.0, 0.0], [9.0, 0.0, 2.0], nothing=0.0).point(3, 9)

    assert found is not None
    assert (found.start, found.end, found.margin) == (3, 8, 3.0)


def test_nothing_is_pointed_at_where_nothing_was_read() -> None:
    assert reading([1.0], [1.0], nothing=0.0).point(40, 50) is None


def test_absent_weights_are_told_with_their_paths(tmp_path: Path) -> None:
    with pytest.raises(WrongReaderError, match=r"reader\.onnx and .*reader\.sha256: absent"):
        SpanReader(tmp_path)


def test_damaged_weights_are_told_with_both_digests(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    weights = bytearray((tmp_path / WEIGHTS_FILE).read_bytes())
    weights[len(weights) // 2] ^= 1
    (tmp_path / WEIGHTS_FILE).write_bytes(weights)

    with pytest.raises(WrongReaderError, match=(WEIGHTS / DIGEST_FILE).read_text().strip()):
        SpanReader(tmp_path)


@pytest.mark.model
def test_the_mapped_word_vectors_are_those_that_safetensors_reads(reader: SpanReader) -> None:
    from safetensors import safe_open

    with safe_open(model_folder(DEFAULT_ENCODER) / "model.safetensors", framework="numpy") as file:
        expected = file.get_tensor("embeddings.word_embeddings.weight")

    assert np.array_equal(reader._vectors, expected)


def test_the_weights_are_small_enough_for_the_repository() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 25 * 2**20


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return SpanReader()


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "answer"),
    [("Who scored twice before half-time?", "Ines Okafor"), ("Where was the match?", "Millgate")],
)
def test_an_answer_is_pointed_out_in_the_text_s_own_words(reader: SpanReader, question: str, answer: str) -> None:
    found = reader.read(question, [MATCH])[0].point(0, len(MATCH))

    assert found is not None
    assert MATCH[found.start : found.end] == answer
    assert found.margin > 0


@pytest.mark.model
def test_a_question_the_text_does_not_answer_has_a_lower_margin(reader: SpanReader) -> None:
    asked = ("Who scored twice before half-time?", "Who refereed the match?")
    margins = [p.margin for q in asked if (p := reader.read(q, [MATCH])[0].point(0, len(MATCH))) is not None]

    assert margins[1] < 0 < margins[0]


@pytest.mark.model
def test_a_text_reads_alike_alone_and_beside_a_longer_one(reader: SpanReader) -> None:
    alone = reader.read("Who scored?", [MATCH[:90]])[0]
    beside = reader.read("Who scored?", [MATCH, MATCH[:90]])[1]

    assert alone.places == beside.places
    assert np.array_equal(alone.logits, beside.logits)
