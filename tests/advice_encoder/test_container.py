"""The weights file is read as it was written, and a damaged one is refused."""

import struct

import numpy as np
import pytest

from training.container import SPACE, Blocks, ContainerError, read
from training.vocabulary import keep

_PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "hé",
    f"{SPACE}שלום",
    "мы",
    "м",
    "客",
    "7",
    "😡",
    "<mask>",
]


def _block(scale: float, values: list[int]) -> bytes:
    low, high = values[:16], values[16:]
    packed = bytes((a + 8) | (b + 8) << 4 for a, b in zip(low, high, strict=True))
    return struct.pack("<e", scale) + packed


def _container(values: list[int], magic: bytes = b"E5S1") -> bytes:
    text = [piece.encode() for piece in _PIECES]
    offsets = np.cumsum([0, *map(len, text)]).astype("<u4")
    head = magic + b"\0\0\0\0" + struct.pack("<7i", 32, 1, 2, 64, len(text), 8, 2)
    head += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(text), 0, 2, 1, 3)
    head += struct.pack("<Q", sum(map(len, text))) + offsets.tobytes()
    head += np.arange(len(text), dtype="<f4").tobytes() + b"".join(text)
    table = struct.pack("<IB", 0xA0, 1) + struct.pack("<I", 0x20) + struct.pack("<IB", 0x7F, 0)
    head += struct.pack("<iI", 2, len(table)) + table
    bias = np.arange(3, dtype="<f4").tobytes()
    blocks = _block(0.5, values)
    directory_size = 4 + sum(2 + len(name) + 21 for name in ("l0.q.b", "l0.q.w"))
    at = len(head) + directory_size
    head += struct.pack("<i", 2)
    head += struct.pack("<H", 6) + b"l0.q.b" + struct.pack("<BIQQ", 0, 3, at, len(bias))
    head += struct.pack("<H", 6) + b"l0.q.w" + struct.pack("<BIQQ", 1, 32, at + 12, len(blocks))
    return head + bias + blocks


_VALUES = [(index * 5) % 16 - 8 for index in range(32)]


def test_everything_written_is_read() -> None:
    weights = read(_container(_VALUES))
    assert weights.pieces == tuple(_PIECES)
    assert weights.scores.tolist() == list(range(len(_PIECES)))
    assert weights.normalisation == {0xA0: " ", 0x7F: ""}
    assert weights.vectors["l0.q.b"].tolist() == [0, 1, 2]
    assert weights.matrices["l0.q.w"].dense().tolist() == [[value / 2 for value in _VALUES]]
    assert (weights.config.hidden, weights.config.heads) == (32, 2)


def test_rows_are_those_of_the_whole() -> None:
    raw = np.frombuffer(b"".join(_block(s, _VALUES) for s in (1, 2, 4)), np.uint8)
    blocks = Blocks(raw.reshape(3, 1, 18))
    assert blocks.rows([2, 0]).tolist() == blocks.dense()[[2, 0]].tolist()


@pytest.mark.parametrize("kept", [0, 3, 40, 100, -20, -1])
def test_a_file_cut_short_is_refused(kept: int) -> None:
    with pytest.raises(ContainerError):
        read(_container(_VALUES)[:kept])


def test_another_format_is_refused() -> None:
    with pytest.raises(ContainerError, match="not an E5S1"):
        read(_container(_VALUES, magic=b"GGUF"))


def test_our_scripts_and_single_letters_are_kept() -> None:
    kept = keep(_PIECES, np.zeros(len(_PIECES), np.float32))
    left_out = {piece for id, piece in enumerate(_PIECES) if id not in kept}
    assert left_out == {"客", "<mask>"}
    assert kept == sorted(kept)


def test_of_other_scripts_the_commonest_words_are_kept() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>"] + [
        f"мы{chr(0x430 + i % 32)}{i}" for i in range(6_000)
    ]
    scores = -np.arange(len(pieces), dtype=np.float32)
    assert keep(pieces, scores) == list(range(4 + 5_000))
