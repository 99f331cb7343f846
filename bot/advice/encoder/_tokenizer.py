"""Text into the model's pieces: SentencePiece's unigram model, by Viterbi.

    tokenizer = Tokenizer.load(Path("tokenizer.json"))
    tokenizer.ids("query: " + clean("caller wants my manager"), limit=128)

Reads the `tokenizers` library's own file format and cuts as that library does
(`training/fidelity.py` compares them), in a twentieth of its memory: pieces are found by hash.
"""

import json
import math
import re
import unicodedata
from array import array
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from bot.keys import key

SPACE = "\u2581"  # SentencePiece's mark for the start of a word
_BOS, _EOS, _UNK = 0, 2, 3

# What is read of a text. 128 tokens are at most 2,000 characters of the longest pieces; the
# bound comes before NFKC, which makes up to 18 characters of one.
_READ_CHARS = 2_048

# SentencePiece's own penalty for an unknown character, under the rarest piece.
_UNKNOWN_PENALTY = 10.0

# Marks that change no word: bidi controls, zero-width characters, soft hyphen, and Hebrew
# vowel points and cantillation.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
)
# Of the control characters the model's normalisation keeps none; white ones are spaces.
_SPACES = re.compile("[\\s\u2581\ufffd]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]")

_WORDS_KEPT = 4_096
_AT_ONCE = 256  # positions of a word
_LONGEST_KEPT = 32  # a longer word is rare; the cache stays small whatever is typed


def clean(text: str) -> str:
    """`text` as the model should read it: at most 2,048 characters, in one spelling.

    >>> clean(" שָׁלוֹם\\tto\\u200e  you ")
    'שלום to you'
    """
    whole = text[:_READ_CHARS].encode("utf-8", "ignore").decode("utf-8")  # no lone surrogates
    folded = unicodedata.normalize("NFKC", _CONTROLS.sub("", whole))
    return _SPACES.sub(" ", _INVISIBLE.sub("", folded)).strip(" ")[:_READ_CHARS]


class Tokenizer:
    """A unigram model. Safe to share between threads."""

    def __init__(self, pieces: Iterable[tuple[str, float]]) -> None:
        hashes, self._scores, self._longest = array("q"), array("d"), 0
        for piece, score in pieces:
            hashes.append(key(piece))
            self._scores.append(score)
            self._longest = max(self._longest, len(piece))
        if not hashes:
            raise ValueError("no pieces in the tokenizer's file")
        # By key: as a dictionary of strings they'd take 20 MB.
        every = np.frombuffer(hashes, np.int64)
        self._ids = np.argsort(every, kind="stable").astype(np.int32)
        self._hashes = every[self._ids]
        self._unknown = min(self._scores) - _UNKNOWN_PENALTY
        self._cached = lru_cache(_WORDS_KEPT)(self._cut)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The tokenizer in a `tokenizer.json` with one piece a line. Raises OSError, ValueError."""
        with path.open(encoding="utf-8") as lines:
            # The whole document as Python objects would take 20 MB that are never given back.
            return cls(json.loads(line.rstrip(",\n")) for line in lines if line.startswith("["))

    def __len__(self) -> int:
        return len(self._scores)

    def ids(self, text: str, limit: int) -> list[int]:
        """The ids of a cleaned text between <s> and </s>, at most `limit` in all."""
        found = [_BOS]
        for word in text.split(" "):
            cut = self._cached if len(word) <= _LONGEST_KEPT else self._cut
            found.extend(cut(SPACE + word))
            if len(found) >= limit:
                break
        return [*found[: limit - 1], _EOS]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The likeliest pieces of one word; a run of unknown characters is one <unk>."""
        size = len(word)
        best = [0.0] + [-math.inf] * size  # the likeliest cut's score up to each position
        came: list[tuple[int, int]] = [(0, _UNK)] * (size + 1)  # its last piece: start and id
        for start, pieces in enumerate(self._pieces_in(word)):
            so_far = best[start]
            alone = False  # whether the character here is a piece by itself
            for end, id in pieces:
                alone = alone or end == start + 1
                score = so_far + self._scores[id]
                if score > best[end]:
                    best[end], came[end] = score, (start, id)
            if not alone and so_far + self._unknown > best[start + 1]:
                best[start + 1], came[start + 1] = so_far + self._unknown, (start, _UNK)
        found: list[int] = []
        at = size
        while at:
            at, id = came[at]
            if not (id == _UNK and found and found[-1] == _UNK):
                found.append(id)
        return tuple(reversed(found))

    def _pieces_in(self, word: str) -> list[list[tuple[int, int]]]:
        """For each position the pieces that begin there: where they end, and their ids."""
        size = len(word)
        found: list[list[tuple[int, int]]] = [[] for _ in word]
        for first in range(0, size, _AT_ONCE):  # of a very long word not all stretches at once
            stretches = [
                (start, end)
                for start in range(first, min(first + _AT_ONCE, size))
                for end in range(start + 1, min(start + self._longest, size) + 1)
            ]
            hashes = np.array([key(word[start:end]) for start, end in stretches], np.int64)
            places = np.searchsorted(self._hashes, hashes)
            places[places == len(self._hashes)] = 0
            for n in np.flatnonzero(self._hashes[places] == hashes).tolist():
                start, end = stretches[n]
                found[start].append((end, int(self._ids[places[n]])))
        return found
