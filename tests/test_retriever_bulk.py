"""Bulk encoding: faster where the machine can, the same vectors, and never on the way of a single question."""

import logging
from pathlib import Path

import numpy as np
import pytest

from retriever import encoder as encoder_module
from retriever.bulk import BULK_FROM, load_bulk
from retriever.encoder import DEFAULT_ENCODER, Vectors, load_encoder

pytestmark = pytest.mark.model

TEXTS = [f"Runner {n} came home in 3:{n % 60:02d}.10 for the Harriers." for n in range(BULK_FROM)]


class Network:
    """Stands for OpenVINO's: gives the vectors that ONNX Runtime gives, turned by `noise`."""

    def __init__(self, noise: float) -> None:
        self.calls, self.noise = 0, noise
        self.exact = load_encoder(DEFAULT_ENCODER)

    def __call__(self, feed: dict[str, np.ndarray]) -> list[Vectors]:  # type: ignore[type-arg]  # as OpenVINO's
        self.calls += 1
        vectors: Vectors = self.exact._session.run(None, feed)[0]  # type: ignore[attr-defined]  # a double's liberty
        return [vectors + self.noise * np.random.default_rng(1).standard_normal(vectors.shape).astype(np.float32)]


@pytest.mark.parametrize(("noise", "used"), [(0.0001, True), (0.1, False)])
def test_the_faster_network_serves_only_if_its_vectors_are_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, noise: float, used: bool
) -> None:
    network = Network(noise)
    monkeypatch.setattr(encoder_module, "load_bulk", lambda _model: network)
    encoder = load_encoder(DEFAULT_ENCODER)

    with caplog.at_level(logging.WARNING):
        found = encoder.encode(TEXTS)

    exact = np.concatenate([network.exact.encode(TEXTS[at : at + 32]) for at in range(0, BULK_FROM, 32)])
    assert float((found * exact).sum(axis=1).min()) > 0.999
    assert (network.calls > 1) is used
    assert ("encoding goes on without it" in caplog.text) is not used


def test_a_single_question_loads_no_second_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(encoder_module, "load_bulk", asked.append)

    load_encoder(DEFAULT_ENCODER).encode(["Who won the final?"])

    assert asked == []


def test_without_the_package_there_is_no_faster_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retriever.bulk.find_spec", lambda _name: None)

    assert load_bulk(Path("model.onnx")) is None


def test_openvino_gives_the_same_vectors_where_it_is_installed() -> None:
    pytest.importorskip("openvino")
    encoder = load_encoder(DEFAULT_ENCODER)

    found = encoder.encode(TEXTS)

    single = load_encoder(DEFAULT_ENCODER)
    exact = np.concatenate([single.encode(TEXTS[at : at + 32]) for at in range(0, BULK_FROM, 32)])
    assert float((found * exact).sum(axis=1).mean()) >= 0.999
