"""The learned heads: vectors and hashed n-grams in, scores by sentence out. Plain numpy.

`training/tone/train.py` makes the two files; `model.json` says for which encoder they hold.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.content.models import LANGUAGES, Language

Floats = npt.NDArray[np.float32]

# Beside the sentence: the whole text, the sentence before, the one after. And one scale for all,
# so that a hidden unit starts where its slope is. Tried from .3 to 1.2: flat.
_WHOLE, _NEAR, _SCALE = 0.8, 0.5, 8.0


@dataclass(frozen=True, slots=True)
class Scores:
    """One row a sentence. Above 0 means: this is found."""

    flaw: Floats
    stop: Floats
    categories: Floats  # [sentences, categories]; the largest names it


class Heads:
    """What was learned. Holds no state; safe to share between threads."""

    def __init__(self, arrays: dict[str, Any], about: dict[str, Any]) -> None:
        self._mean = {lang: arrays[f"mean_{lang}"].astype(np.float32) for lang in LANGUAGES}
        self._hidden = arrays["hidden"].astype(np.float32)
        self._hidden_bias = arrays["hidden_bias"].astype(np.float32)
        self._out = arrays["out"].astype(np.float32)
        self._out_bias = arrays["out_bias"].astype(np.float32)
        self._lexical = arrays["lexical"]  # int8 [buckets, heads], a scale for each head
        self._lexical_scale = arrays["lexical_scale"].astype(np.float32)
        self._polite = arrays["polite"].astype(np.float32)
        self._about = about

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The heads in `directory`. Raises OSError, ValueError, KeyError."""
        about = json.loads((directory / "model.json").read_bytes())
        with np.load(directory / "heads.npz", allow_pickle=False) as arrays:
            return cls(dict(arrays), about)

    @property
    def encoder(self) -> str:
        """The fingerprint of the encoder whose vectors these heads read."""
        return str(self._about["encoder"])

    def scores(
        self, vectors: Floats, whole: Floats, counts: Sequence[Counter[int]], lang: Language
    ) -> Scores:
        """Scores of a text's sentences: their vectors, the whole text's, their n-grams."""
        mix = self._about["mix"]
        inputs = network_inputs(vectors, whole, self._mean[lang])
        hidden = np.maximum(inputs @ self._hidden + self._hidden_bias, 0)
        deep = hidden @ self._out + self._out_bias  # flaw, stop, categories
        lexical = np.stack([self.lexical(count) for count in counts])
        text = self.lexical(sum(counts, Counter()))[-2]
        flaw = deep[:, 0] + mix["sentence"] * lexical[:, 0] + mix["text"] * text
        stop = deep[:, 1] + mix["stop"] * lexical[:, 1]
        return Scores(
            flaw=(flaw - self._about["soften"][lang]).astype(np.float32),
            stop=(stop - self._about["stop"][lang]).astype(np.float32),
            categories=(deep[:, 2:] + mix["category"] * lexical[:, 2:-2]).astype(np.float32),
        )

    def politeness(self, whole: Floats, counts: Counter[int]) -> float:
        """0…1: where the text stands among requests rated for politeness, in English."""
        lexical = self._about["polite"]["lexical"] * self.lexical(counts)[-1]
        score = float(whole @ self._polite) + lexical + self._about["polite"]["bias"]
        return float(1 / (1 + np.exp(-score)))

    def lexical(self, counts: Counter[int]) -> Floats:
        """What the n-grams say for each head: of the sentence, then of the text, politeness."""
        if not counts:
            return np.zeros(self._lexical.shape[1], np.float32)
        buckets, values = weights(counts)
        summed = (values @ self._lexical[buckets].astype(np.float32)) * self._lexical_scale
        return np.asarray(summed, np.float32)


def weights(counts: Counter[int]) -> tuple[npt.NDArray[np.int64], Floats]:
    """The buckets met and what each counts: logarithm of how often, all together of length 1."""
    buckets = np.fromiter(counts.keys(), np.int64, len(counts))
    values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    return buckets, (values / np.linalg.norm(values)).astype(np.float32)


def network_inputs(vectors: Floats, whole: Floats, mean: Floats) -> Floats:
    """Each sentence beside the whole text and its neighbours, centred by its language."""
    own = _unit(vectors - mean)
    none = np.zeros((1, own.shape[1]), np.float32)
    text = np.repeat(_unit((whole - mean)[None]), len(own), axis=0)
    before, after = np.vstack([none, own[:-1]]), np.vstack([own[1:], none])
    joined = np.hstack([own, _WHOLE * text, _NEAR * before, _NEAR * after]) * _SCALE
    return np.asarray(joined, np.float32)


def _unit(rows: Floats) -> Floats:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    unit: Floats = (rows / lengths).astype(np.float32)
    return unit
