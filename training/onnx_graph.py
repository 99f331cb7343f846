"""An ONNX graph, node by node, and its bytes: the same for the same nodes and constants."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

_OPSETS = (("", 20), ("com.microsoft", 1))
_IR_VERSION = 9  # the oldest that opset 20 allows, for older runtimes

# A tensor's name and its sides, by number or by name.
Named = tuple[str, Sequence[int | str]]


class Graph:
    """Nodes and constants, in the order in which they were made."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """Keep a value; its name."""
        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Add a node; its output's name."""
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def serialise(self, name: str, inputs: Sequence[Named], outputs: Sequence[Named]) -> bytes:
        """The checked graph of float32 `inputs` and `outputs`."""
        graph = helper.make_graph(self.nodes, name, _told(inputs), _told(outputs), self.constants)
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="dean")
        model.ir_version = _IR_VERSION
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def _told(tensors: Sequence[Named]) -> list[onnx.ValueInfoProto]:
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, list(sides))
        for name, sides in tensors
    ]
