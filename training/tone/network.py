"""The tone network in PyTorch, to be taught, and its way into ONNX in eight bits.

    network = Network(weights)                  # the encoder's first layers, new heads
    words, text = network(ids, mask)
    onnx_bytes = exported(network)

The table of pieces stays as it is: it is the encoder's, and shipped once.
"""

from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from bot.tone.model.network import TEXT_HEADS, WORD_HEADS
from training.container import Weights
from training.onnx_graph import Graph

# Of twelve: a copy in eight bits then fits beside the encoder, and reads 80 words in time.
LAYERS = 8
_DROPOUT = 0.1
_MOMENTUM = 0.05  # of the centres: an average over the last 20 batches or so
# Weights use seven of eight bits: without VNNI instructions, x86 adds pairs of products in 16
# bits, which eight would overflow.
_LEVELS = 63


class _Layer(nn.Module):
    def __init__(self, weights: Weights, name: str) -> None:
        super().__init__()
        config = weights.config
        self.heads, self.width = config.heads, config.hidden // config.heads
        self.qkv = _linear(weights, [f"{name}.q", f"{name}.k", f"{name}.v"])
        self.ao, self.fi, self.fo = (_linear(weights, [f"{name}.{n}"]) for n in ("ao", "fi", "fo"))
        self.aln, self.oln = _norm(weights, f"{name}.aln"), _norm(weights, f"{name}.oln")

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, hidden = states.shape
        qkv = self.qkv(states).view(batch, length, 3, self.heads, self.width)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        dropped = _DROPOUT if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask, dropout_p=dropped
        )
        flat = mixed.permute(0, 2, 1, 3).reshape(batch, length, hidden)
        states = self.aln(states + _drop(self.ao(flat), self.training))
        wide = functional.gelu(self.fi(states))
        out: torch.Tensor = self.oln(states + _drop(self.fo(wide), self.training))
        return out


class Network(nn.Module):
    """Layers of the encoder and the heads."""

    table: torch.Tensor
    positions: torch.Tensor

    def __init__(self, weights: Weights, table: Any, positions: Any) -> None:
        super().__init__()
        hidden = weights.config.hidden
        self.register_buffer("table", torch.tensor(table), persistent=False)
        self.register_buffer("positions", torch.tensor(positions), persistent=False)
        self.eln = _norm(weights, "emb.ln")
        self.layers = nn.ModuleList(_Layer(weights, f"l{n}") for n in range(LAYERS))
        # The encoder's states have much in common: without centring the heads hardly learn.
        self.word_centre = nn.BatchNorm1d(hidden, momentum=_MOMENTUM)
        self.text_centre = nn.BatchNorm1d(2 * hidden, momentum=_MOMENTUM)
        self.word = nn.Linear(hidden, WORD_HEADS)
        self.text = nn.Linear(2 * hidden, TEXT_HEADS)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores [batch, pieces, WORD_HEADS] and [batch, TEXT_HEADS]; `mask` is 1 for a piece."""
        states = _drop(self.eln(self.table[ids] + self.positions[: ids.shape[1]]), self.training)
        allowed = mask[:, None, None, :].bool()
        for layer in self.layers:
            states = layer(states, allowed)
        there = mask.bool()
        centred = self.word_centre(states[there].float())
        scores = self.word(_drop(centred, self.training))
        words = scores.new_zeros((*ids.shape, WORD_HEADS))
        words[there] = scores
        share = mask[..., None].to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1)
        most = (states + (share - 1) * 1e4).max(1).values
        pooled = self.text_centre(torch.cat([mean, most], -1).float())
        return words, self.text(_drop(pooled, self.training))

    def parts(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """What the encoder knew already, and what is new."""
        new = (self.word_centre, self.text_centre, self.word, self.text)
        heads = [each for module in new for each in module.parameters()]
        known = {id(each) for each in heads}
        return [each for each in self.parameters() if id(each) not in known], heads


def _drop(states: torch.Tensor, training: bool) -> torch.Tensor:
    return functional.dropout(states, _DROPOUT, training)


def _linear(weights: Weights, names: list[str]) -> nn.Linear:
    matrix = np.concatenate([weights.matrices[f"{name}.w"].dense() for name in names])
    linear = nn.Linear(matrix.shape[1], matrix.shape[0])
    bias = np.concatenate([weights.vectors[f"{name}.b"] for name in names])
    linear.weight.data, linear.bias.data = torch.tensor(matrix), torch.tensor(bias)
    return linear


def _norm(weights: Weights, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(weights.config.hidden, eps=weights.config.epsilon)
    norm.weight.data = torch.tensor(np.array(weights.vectors[f"{name}.w"]))
    norm.bias.data = torch.tensor(np.array(weights.vectors[f"{name}.b"]))
    return norm


def restored(network: Network, exported: bytes) -> Network:
    """`network` with the weights of one that was exported, its centres in the heads."""
    held = {
        each.name: numpy_helper.to_array(each)
        for each in onnx.load_model_from_string(exported).graph.initializer
    }
    with torch.no_grad():
        for norm, name in _norms(network):
            norm.weight.copy_(torch.tensor(held[f"{name}.w"]))
            norm.bias.copy_(torch.tensor(held[f"{name}.b"]))
        for number, layer in enumerate(network.layers):
            for part in ("qkv", "ao", "fi", "fo"):
                linear, name = getattr(layer, part), f"l{number}.{part}"
                whole = held[f"{name}.w"].astype(np.float32) * held[f"{name}.s"]
                linear.weight.copy_(torch.tensor(whole.T))
                linear.bias.copy_(torch.tensor(held[f"{name}.b"]))
        for centre, linear, name in (
            (network.word_centre, network.word, "words"),
            (network.text_centre, network.text, "text row"),
        ):
            centre.reset_parameters()
            centre.get_buffer("running_var").fill_(1 - centre.eps)
            linear.weight.copy_(torch.tensor(held[f"{name}.w"].T))
            linear.bias.copy_(torch.tensor(held[f"{name}.b"]))
    return network


def _norms(network: Network) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [(network.eln, "eln")]
    for number, layer in enumerate(network.layers):
        found += [(layer.aln, f"l{number}.aln"), (layer.oln, f"l{number}.oln")]
    return found


def _centred(centre: nn.BatchNorm1d, linear: nn.Linear) -> nn.Linear:
    """The two as one."""
    mean, variance = centre.get_buffer("running_mean"), centre.get_buffer("running_var")
    scale = centre.weight.detach() / torch.sqrt(variance + centre.eps)
    shift = centre.bias.detach() - mean * scale
    joined = nn.Linear(linear.in_features, linear.out_features)
    joined.weight.data = linear.weight.detach() * scale
    joined.bias.data = linear.bias.detach() + linear.weight.detach() @ shift
    return joined


def exported(network: Network) -> bytes:
    """The network for one window: `states` [pieces, hidden] in, `words` and `text` out."""
    graph = _Builder(network)
    graph.body()
    return graph.serialise(
        "dean-tone",
        [("states", ("pieces", network.eln.normalized_shape[0]))],
        [("words", ("pieces", WORD_HEADS)), ("text", (TEXT_HEADS,))],
    )


class _Builder(Graph):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def quantised(self, source: str, linear: nn.Linear, output: str) -> str:
        """`linear` in eight bits, a scale for each column; the input's scale is found at run
        time."""
        matrix = linear.weight.detach().numpy().T
        scale = np.maximum(np.abs(matrix).max(axis=0) / _LEVELS, 1e-12).astype(np.float32)
        whole = np.rint(matrix / scale).astype(np.int8)
        return self.node(
            "DynamicQuantizeMatMul",
            [
                source,
                self.constant(f"{output}.w", whole),
                self.constant(f"{output}.s", scale),
                self.constant(f"{output}.z", np.zeros(len(scale), np.int8)),
                self.constant(f"{output}.b", linear.bias.detach().numpy()),
            ],
            output,
            domain="com.microsoft",
        )

    def plain(self, source: str, linear: nn.Linear, output: str) -> str:
        matrix = self.constant(f"{output}.w", linear.weight.detach().numpy().T)
        bias = self.constant(f"{output}.b", linear.bias.detach().numpy())
        return self.node("Gemm", [source, matrix, bias], output)

    def norm(self, source: str, norm: nn.LayerNorm, output: str) -> str:
        scale = self.constant(f"{output}.w", norm.weight.detach().numpy())
        bias = self.constant(f"{output}.b", norm.bias.detach().numpy())
        return self.node(
            "LayerNormalization", [source, scale, bias], output, axis=-1, epsilon=norm.eps
        )

    def body(self) -> None:
        network = self.network
        heads, width = network.layers[0].heads, network.layers[0].width
        self.constant("split", np.array([0, 3, heads, width], np.int64))
        self.constant("join", np.array([0, heads * width], np.int64))
        self.constant("scale", np.float32(width**-0.5))
        self.constant("pieces axis", np.array([0], np.int64))
        for index in range(3):
            self.constant(f"{index}", np.array(index, np.int64))
        states = self.norm("states", network.eln, "eln")
        for number, layer in enumerate(network.layers):
            states = self.layer(states, layer, f"l{number}")
        self.plain(states, _centred(network.word_centre, network.word), "words")
        mean = self.node("ReduceMean", [states, "pieces axis"], "mean", keepdims=1)
        most = self.node("ReduceMax", [states, "pieces axis"], "most", keepdims=1)
        both = self.node("Concat", [mean, most], "both", axis=1)
        row = self.plain(both, _centred(network.text_centre, network.text), "text row")
        self.node("Squeeze", [row, "pieces axis"], "text")

    def layer(self, states: str, layer: Any, name: str) -> str:
        joined = self.quantised(states, layer.qkv, f"{name}.qkv")
        apart = self.node("Reshape", [joined, "split"], f"{name}.apart")
        turned = self.node("Transpose", [apart], f"{name}.turned", perm=[1, 2, 0, 3])
        query, key, value = (
            self.node("Gather", [turned, str(index)], f"{name}.{part}", axis=0)
            for index, part in enumerate("qkv")
        )
        across = self.node("Transpose", [key], f"{name}.across", perm=[0, 2, 1])
        raw = self.node("MatMul", [query, across], f"{name}.raw")
        scaled = self.node("Mul", [raw, "scale"], f"{name}.scaled")
        shares = self.node("Softmax", [scaled], f"{name}.shares", axis=-1)
        mixed = self.node("MatMul", [shares, value], f"{name}.mixed")
        back = self.node("Transpose", [mixed], f"{name}.back", perm=[1, 0, 2])
        flat = self.node("Reshape", [back, "join"], f"{name}.flat")
        out = self.quantised(flat, layer.ao, f"{name}.ao")
        first = self.norm(self.node("Add", [states, out], f"{name}.sum1"), layer.aln, f"{name}.aln")
        active = self.node("Gelu", [self.quantised(first, layer.fi, f"{name}.fi")], f"{name}.gelu")
        narrow = self.quantised(active, layer.fo, f"{name}.fo")
        return self.norm(
            self.node("Add", [first, narrow], f"{name}.sum2"), layer.oln, f"{name}.oln"
        )
