"""Encoding by the thousand: OpenVINO in eight bits, where the package is installed and the processor gains by it.

Weights are kept in eight bits by groups of 128, and what is multiplied with them is rounded to eight bits by the same
groups, each with a scale of its own; all else is in bfloat16. The values that attention mixes lose most by that and
stay as they are. Measured on one core with AVX-512 VNNI and BF16, processor time, 256 passages, cosine to single
precision on six collections: sentence-transformers 54 a second; bf16 139 (.99998); eight bits throughout 184 (.9991 to
.9993), without the values 177 (.9996 to .9997); groups of 64 165 (.9995). It takes a second to load: single queries
stay where they are. CONTRIBUTING.md says what else was tried.
"""

import logging
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from openvino import CompiledModel, Core, Model, Node

logger = logging.getLogger(__name__)

BULK_FROM = 128  # texts of one call from which the second of loading is soon earned back
BULK_TOKENS = 1024  # of one run, with what fills up shorter texts; of 256 to 2,048 the fastest, if by little
MIN_COSINE = 0.999  # to the vectors in single precision; anything less would be another encoder
_GROUP = 128  # inputs that share a scale
_LARGEST = 127  # of eight bits with a sign
_PASSED_BY = frozenset({"Add", "Reshape", "Transpose", "Unsqueeze", "Squeeze"})  # between a projection and its use
_SOFTMAX_WITHIN = 2  # steps before the mix: a guard against rows without any weight may stand between

Tokens = dict[str, NDArray[np.int64]]
Vectors = NDArray[np.float32]


def bulk_networks(model: Path, threads: int = 0) -> "Iterator[CompiledModel]":
    """The exported network in faster forms, the fastest first; none where this machine has no use for them.

    `threads` of one run; 0 for as many as there are cores.
    """
    if find_spec("openvino") is None:
        return
    import openvino

    core = openvino.Core()
    if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return
    settings = {"INFERENCE_PRECISION_HINT": "bf16", "DYNAMIC_QUANTIZATION_GROUP_SIZE": _GROUP}
    if threads:
        settings["INFERENCE_NUM_THREADS"] = threads
    for change in (_in_eight_bits, _as_it_is):
        try:
            yield core.compile_model(change(core, model), "CPU", settings)
        except RuntimeError as error:
            logger.warning("OpenVINO cannot run %s (%s); encoding goes on without it", model, error)


def run_bulk(network: "CompiledModel", tokens: Tokens) -> Vectors:
    """`(n, dimension)` float32, as the network gives them."""
    found: Vectors = np.array(network(tokens)[0], dtype=np.float32)
    return found


def nearest_to(
    expected: Vectors, networks: "Iterator[CompiledModel]", encode: "Callable[[CompiledModel], Vectors]"
) -> "CompiledModel | None":
    """The first network that gives `expected`, but for rounding, where it should; None where none does."""
    for network in networks:
        cosine = float((encode(network) * expected).sum(axis=1).mean())
        if cosine >= MIN_COSINE:
            return network
        logger.warning("a faster network's vectors are too far from single precision (cosine %.4f): unused", cosine)
    return None


def _as_it_is(core: "Core", model: Path) -> "Model":
    return core.read_model(str(model))


def _in_eight_bits(core: "Core", model: Path) -> "Model":
    """The network with the weights of its layers in eight bits."""
    from openvino.utils import replace_node

    network = core.read_model(str(model))
    for node in network.get_ordered_ops():
        weights = _weights(node) if node.get_type_name() == "MatMul" else None
        if weights is not None and weights.shape[1] % _GROUP == 0 and not _is_mixed_by_attention(node):
            replace_node(node, _multiplied(node, weights))
    return network


def _weights(node: "Node") -> Vectors | None:
    """Weights of a layer, `(outputs, inputs)`; None for a product of two things computed."""
    source, transposed = node.input_value(1).get_node(), bool(node.get_attributes()["transpose_b"])
    if source.get_type_name() != "Constant" or len(source.data.shape) != 2:
        return None
    held: Vectors = source.data.astype(np.float32)
    return held if transposed else held.T


def _multiplied(node: "Node", weights: Vectors) -> "Node":
    """The same product with rounded weights, in the form in which OpenVINO rounds the other factor too."""
    from openvino import opset13 as op

    groups = weights.reshape(len(weights), -1, _GROUP)
    scales = np.abs(groups).max(axis=-1, keepdims=True) / _LARGEST
    scales = np.maximum(scales, np.finfo(np.float32).tiny).astype(np.float32)
    rounded = op.convert(op.constant(np.round(groups / scales).astype(np.int8)), "f32")
    whole = op.reshape(op.multiply(rounded, op.constant(scales)), op.constant(np.array(weights.shape)), False)
    return op.matmul(node.input_value(0), whole, False, True)


def _is_mixed_by_attention(node: "Node") -> bool:
    """Whether what a layer gives is what attention takes the weighted mean of."""
    while True:
        targets = list(node.output(0).get_target_inputs())
        if len(targets) != 1:
            return False
        node = targets[0].get_node()
        if node.get_type_name() == "MatMul":
            return targets[0].get_index() == 1 and _is_from_softmax(node.input_value(0).get_node(), _SOFTMAX_WITHIN)
        if node.get_type_name() not in _PASSED_BY:
            return False


def _is_from_softmax(node: "Node", steps: int) -> bool:
    if node.get_type_name() == "Softmax":
        return True
    return steps > 1 and any(_is_from_softmax(value.get_node(), steps - 1) for value in node.input_values())
