"""The transformer as an ONNX graph, its matrices the container's own four-bit blocks.

    onnx_bytes = build(weights)

Inputs: `states` float32 [batch, tokens, hidden] (embeddings, before the first layer norm) and
`mask` float32 [batch, tokens] (1 for a token, 0 for padding). Output: `vectors` float32
[batch, hidden], the mean over the tokens, not yet of length 1.
"""

from collections.abc import Sequence

import numpy as np
from onnx import TensorProto

from training.container import BLOCK, Weights
from training.onnx_graph import Graph

_MASKED = -10_000.0  # added to a padded token's score; e^-10000 is 0 in float32
# Activations in 8 bits inside MatMulNBits: the fast kernels. See the table in README.md.
_ACCURACY_LEVEL = 4


def build(weights: Weights, accuracy_level: int = _ACCURACY_LEVEL) -> bytes:
    """The graph, serialised; the same bytes for the same weights."""
    graph = _Builder(weights, accuracy_level)
    graph.body()
    sides, hidden = ("batch", "tokens"), weights.config.hidden
    return graph.serialise(
        "multilingual-e5-small",
        [("states", (*sides, hidden)), ("mask", sides)],
        [("vectors", ("batch", hidden))],
    )


class _Builder(Graph):
    def __init__(self, weights: Weights, accuracy_level: int) -> None:
        super().__init__()
        self.weights, self.config = weights, weights.config
        self.level = accuracy_level

    def linear(self, source: str, parts: Sequence[str], output: str) -> str:
        """`source` times the parts' matrices, side by side, plus their biases."""
        blocks = [self.weights.matrices[f"{part}.w"] for part in parts]
        # MatMulNBits packs neighbours into one byte, the earlier value in the low half.
        nibbles = np.concatenate([each.nibbles() for each in blocks])
        packed = nibbles[..., 0::2] | (nibbles[..., 1::2] << 4)
        scales = np.concatenate([each.scales() for each in blocks])
        bias = np.concatenate([self.weights.vectors[f"{part}.b"] for part in parts])
        # float16 on disk as in the container; the cast is folded away when the session starts.
        half = self.constant(f"{output}.scales16", scales.reshape(-1))
        full = self.node("Cast", [half], f"{output}.scales", to=TensorProto.FLOAT)
        return self.node(
            "MatMulNBits",
            [
                source,
                self.constant(f"{output}.blocks", packed),
                full,
                "",
                "",
                self.constant(f"{output}.bias", bias),
            ],
            output,
            domain="com.microsoft",
            K=blocks[0].columns,
            N=int(packed.shape[0]),
            bits=4,
            block_size=BLOCK,
            accuracy_level=self.level,
        )

    def norm(self, source: str, name: str) -> str:
        return self.node(
            "LayerNormalization",
            [
                source,
                self.constant(f"{name}.w", self.weights.vectors[f"{name}.w"]),
                self.constant(f"{name}.b", self.weights.vectors[f"{name}.b"]),
            ],
            name,
            axis=-1,
            epsilon=float(self.config.epsilon),
        )

    def body(self) -> None:
        hidden, heads = self.config.hidden, self.config.heads
        self.constant("split", np.array([0, 0, 3, heads, hidden // heads], np.int64))
        self.constant("join", np.array([0, 0, hidden], np.int64))
        self.constant("scale", np.array((hidden // heads) ** -0.5, np.float32))
        self.constant("one", np.array(1, np.float32))
        self.constant("masked", np.array(_MASKED, np.float32))
        self.constant("middle axes", np.array([1, 2], np.int64))
        self.constant("last axis", np.array([2], np.int64))
        self.constant("tokens axis", np.array([1], np.int64))
        for index in range(3):
            self.constant(f"{index}", np.array(index, np.int64))
        padding = self.node("Sub", ["one", "mask"], "padding")
        penalty = self.node("Mul", [padding, "masked"], "penalty")
        self.node("Unsqueeze", [penalty, "middle axes"], "attention mask")
        states = self.norm("states", "emb.ln")
        for number in range(self.config.layers):
            states = self.layer(states, f"l{number}")
        weight = self.node("Unsqueeze", ["mask", "last axis"], "weight")
        kept = self.node("Mul", [states, weight], "kept")
        total = self.node("ReduceSum", [kept, "tokens axis"], "total", keepdims=0)
        count = self.node("ReduceSum", ["mask", "tokens axis"], "count", keepdims=1)
        self.node("Div", [total, count], "vectors")

    def layer(self, states: str, name: str) -> str:
        joined = self.linear(states, [f"{name}.{part}" for part in "qkv"], f"{name}.qkv")
        apart = self.node("Reshape", [joined, "split"], f"{name}.apart")
        turned = self.node("Transpose", [apart], f"{name}.turned", perm=[2, 0, 3, 1, 4])
        query, key, value = (
            self.node("Gather", [turned, str(index)], f"{name}.{part}", axis=0)
            for index, part in enumerate("qkv")
        )
        across = self.node("Transpose", [key], f"{name}.across", perm=[0, 1, 3, 2])
        raw = self.node("MatMul", [query, across], f"{name}.raw")
        scaled = self.node("Mul", [raw, "scale"], f"{name}.scaled")
        masked = self.node("Add", [scaled, "attention mask"], f"{name}.masked")
        shares = self.node("Softmax", [masked], f"{name}.shares", axis=-1)
        mixed = self.node("MatMul", [shares, value], f"{name}.mixed")
        back = self.node("Transpose", [mixed], f"{name}.back", perm=[0, 2, 1, 3])
        flat = self.node("Reshape", [back, "join"], f"{name}.flat")
        out = self.linear(flat, [f"{name}.ao"], f"{name}.ao")
        first = self.norm(self.node("Add", [states, out], f"{name}.sum1"), f"{name}.aln")
        wide = self.linear(first, [f"{name}.fi"], f"{name}.fi")
        active = self.node("Gelu", [wide], f"{name}.gelu")
        narrow = self.linear(active, [f"{name}.fo"], f"{name}.fo")
        return self.norm(self.node("Add", [first, narrow], f"{name}.sum2"), f"{name}.oln")
