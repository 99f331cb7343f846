"""The unpruned model in float32, written out in numpy: what the shipped files are measured by.

    reference = Reference(weights)
    reference.encode("query: caller wants my manager")   # float32 [384], length 1

Slow and plain on purpose; never shipped. The tokenizer here is the Hugging Face `tokenizers`
library's Unigram over all 250,002 pieces, so that the shipped one is checked against an
independent implementation.
"""

import re
from functools import cached_property

import numpy as np
from scipy.special import erf  # type: ignore[import-untyped]
from tokenizers import Tokenizer, models

from training.container import SPACE, Floats, Weights

MAX_TOKENS = 128


class Reference:
    """Every piece, every weight in float32."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._dense = {
            name: blocks.dense() for name, blocks in weights.matrices.items() if name[0] == "l"
        }

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        scored = zip(self._weights.pieces, map(float, self._weights.scores), strict=True)
        return Tokenizer(models.Unigram(list(scored), unk_id=self._weights.unk))

    def tokens(self, text: str) -> list[int]:
        """The ids of `text` with both ends, at most 128, normalised by the container's table."""
        table = self._weights.normalisation
        plain = "".join(table.get(ord(char), char) for char in text)
        marked = SPACE + re.sub(" +", " ", plain).strip(" ").replace(" ", SPACE)
        found = self._tokenizer.encode(marked, add_special_tokens=False).ids
        return [self._weights.bos, *found[: MAX_TOKENS - 2], self._weights.eos]

    def encode(self, text: str) -> Floats:
        """The text's unit vector, by the mean of its tokens' last states."""
        return self.forward(self.tokens(text))

    def forward(self, ids: list[int]) -> Floats:
        """The unit vector of a sequence of ids."""
        config, vectors = self._weights.config, self._weights.vectors
        length, width = len(ids), config.hidden // config.heads

        def norm(states: Floats, name: str) -> Floats:
            centred = states - states.mean(axis=1, keepdims=True)
            spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + config.epsilon)
            return np.asarray(centred / spread * vectors[f"{name}.w"] + vectors[f"{name}.b"])

        def linear(states: Floats, name: str) -> Floats:
            return np.asarray(states @ self._dense[f"{name}.w"].T + vectors[f"{name}.b"])

        def heads(states: Floats) -> Floats:
            return states.reshape(length, config.heads, width).transpose(1, 0, 2)

        positions = vectors["emb.pos"].reshape(-1, config.hidden)[:length]
        kind = vectors["emb.type"][: config.hidden]
        states = norm(self._weights.table.rows(ids) + positions + kind, "emb.ln")
        for number in range(config.layers):
            layer = f"l{number}"
            query, key, value = (heads(linear(states, f"{layer}.{part}")) for part in "qkv")
            mixed = _softmax(query @ key.transpose(0, 2, 1) / np.sqrt(width)) @ value
            joined = mixed.transpose(1, 0, 2).reshape(length, config.hidden)
            states = norm(states + linear(joined, f"{layer}.ao"), f"{layer}.aln")
            wide = linear(states, f"{layer}.fi")
            active = (0.5 * wide * (1 + erf(wide / np.sqrt(2)))).astype(np.float32)
            states = norm(states + linear(active, f"{layer}.fo"), f"{layer}.oln")
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)
