"""Bulk encoding: faster where the machine can, the same vectors, and never on the way of a single question."""

import logging
from pathlib import Path

import numpy as np
import pytest

from retriever import encoder as encoder_module
from retriever.bulk import BULK_FROM, _in_eight_bits, bulk_networks
from retriever.encoder import DEFAULT_ENCODER, DEFAULT_WEIGHTS_SHA256, Vectors, default_cache, load_encoder

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


@pytest.mark.parametrize(("noises", "served_by"), [((0.0001, 0.1), 0), ((0.1, 0.0001), 1), ((0.1, 0.1), None)])
def test_the_first_network_serves_whose_vectors_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    noises: tuple[float, float],
    served_by: int | None,
) -> None:
    networks = [Network(noise) for noise in noises]
    monkeypatch.setattr(encoder_module, "bulk_networks", lambda _model, _threads: iter(networks))
    encoder = load_encoder(DEFAULT_ENCODER)

    with caplog.at_level(logging.WARNING):
        found = encoder.encode(TEXTS)

    assert float((found * exact()).sum(axis=1).min()) > 0.999
    used = [number for number, network in enumerate(networks) if network.calls > 2]
    assert used == ([] if served_by is None else [served_by])
    assert caplog.text.count("too far from single precision") == (2 if served_by is None else served_by)


def test_a_single_question_loads_no_second_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(encoder_module, "bulk_networks", lambda model, _threads: asked.append(model) or iter(()))

    load_encoder(DEFAULT_ENCODER).encode(["Who won the final?"])

    assert asked == []


def test_without_the_package_there_is_no_faster_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retriever.bulk.find_spec", lambda _name: None)

    assert list(bulk_networks(Path("model.onnx"))) == []


def test_openvino_gives_the_same_vectors_where_it_is_installed() -> None:
    pytest.importorskip("openvino")
    encoder = load_encoder(DEFAULT_ENCODER)

    found = encoder.encode(TEXTS)

    assert float((found * exact()).sum(axis=1).mean()) >= 0.999


def test_weights_are_rounded_in_every_layer_but_those_whose_values_attention_mixes() -> None:
    openvino = pytest.importorskip("openvino")
    load_encoder(DEFAULT_ENCODER)
    path = default_cache() / f"encoder-{DEFAULT_WEIGHTS_SHA256[:16]}" / "model.onnx"

    network = _in_eight_bits(openvino.Core(), path)

    held = [node for node in network.get_ops() if node.get_type_name() == "Constant"]
    rounded = [node for node in held if str(node.get_element_type()) == "<Type: 'int8_t'>"]
    whole = [node for node in held if list(node.shape) == [384, 384]]
    assert (len(rounded), len(whole)) == (6 * 5, 6)  # six layers: query, key, output and two of the feed-forward


def exact() -> Vectors:
    """Vectors in single precision: fewer texts a call than the faster networks are tried for."""
    single = load_encoder(DEFAULT_ENCODER)
    return np.concatenate([single.encode(TEXTS[at : at + 32]) for at in range(0, BULK_FROM, 32)])
