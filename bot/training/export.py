"""`python -m bot.training.export build/reader/reader.pt`: trained weights → int8 ONNX and its digest."""

import argparse
import logging
import tempfile
import warnings
from hashlib import sha256
from pathlib import Path

import torch

from bot.prose.spans import DIGEST_FILE, WEIGHTS, WEIGHTS_FILE
from bot.training.network import ReaderNetwork
from bot.training.train import load_tokenizer
from retriever.encoder import DEFAULT_ENCODER, model_folder

_PROBE = ("Who won the final?", "The home side led 2-0 at half-time, then lost 3-2 before a crowd of 41,000.")


def main() -> None:
    """Writes the weights that the package serves, and their SHA-256 beside them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    chosen = parser.parse_args()
    network = ReaderNetwork(model_folder(DEFAULT_ENCODER))
    network.load_state_dict(torch.load(chosen.weights, weights_only=True))
    export(network.eval(), chosen.to)


def export(network: ReaderNetwork, folder: Path) -> None:
    """`WEIGHTS_FILE` and `DIGEST_FILE` in `folder`, eight bits a weight."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / WEIGHTS_FILE
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecations
        whole = Path(scratch) / "reader.onnx"
        _write_onnx(network, whole)
        quantize_dynamic(
            whole, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm"]
        )
    (folder / DIGEST_FILE).write_text(sha256(target.read_bytes()).hexdigest() + "\n", encoding="ascii")


def _write_onnx(network: ReaderNetwork, path: Path) -> None:
    encoding = load_tokenizer(model_folder(DEFAULT_ENCODER)).encode(*_PROBE)
    ids, types = (torch.tensor([row, row]) for row in (encoding.ids, encoding.type_ids))
    shape = {0: torch.export.Dim("texts"), 1: torch.export.Dim("pieces")}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of torchvision, which nothing here uses
    with torch.no_grad():
        program = torch.onnx.export(
            network,
            (network.word_vectors(ids), types, torch.ones_like(ids)),
            dynamo=True,
            verbose=False,
            input_names=["vectors", "types", "mask"],
            output_names=["logits"],
            dynamic_shapes=[shape, shape, shape],
        )
    if program is None:
        raise ValueError("the exporter returned no program")
    program.save(str(path))


if __name__ == "__main__":
    main()
