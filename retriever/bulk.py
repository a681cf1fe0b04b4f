"""Encoding by the thousand: OpenVINO in half the precision, where the package is installed and the processor has it.

Measured on one core of a processor with AVX-512 BF16, 192 passages: ONNX Runtime 13 a second, OpenVINO in single
precision 13, in half 37, mean cosine to single .99998. It takes a second to load: single queries stay where they are.
"""

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from openvino import CompiledModel

logger = logging.getLogger(__name__)

BULK_FROM = 128  # texts of one call from which the second of loading is soon earned back
BULK_BATCH = 8  # texts of one run: 59 passages a second; 53 with 32, 51 with 16: more padding, and past the cache
MIN_COSINE = 0.999  # to the vectors in single precision; anything less would be another encoder

Tokens = dict[str, NDArray[np.int64]]
Vectors = NDArray[np.float32]


def load_bulk(model: Path) -> "CompiledModel | None":
    """The exported network in half precision; None where this machine cannot run it, or gains nothing."""
    if find_spec("openvino") is None:
        return None
    import openvino

    core = openvino.Core()
    if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return None
    try:
        return core.compile_model(str(model), "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})
    except RuntimeError as error:
        logger.warning("OpenVINO cannot run %s (%s); encoding goes on without it", model, error)
        return None


def run_bulk(network: "CompiledModel", tokens: Tokens) -> Vectors:
    """`(n, dimension)` float32, as the network gives them."""
    found: Vectors = np.array(network(tokens)[0], dtype=np.float32)
    return found


def is_near(found: Vectors, expected: Vectors) -> bool:
    """Whether two sets of unit rows are the same but for rounding."""
    return float((found * expected).sum(axis=1).mean()) >= MIN_COSINE
