"""The lines of a team's tip, and their vectors as they are kept."""

from typing import Protocol

import numpy as np

from bot.advice.lines import digest, reading
from bot.vectors import Floats

_LEVELS = 127  # of each sign: all that a byte has, since nothing of the vector is taken off


class Told(Protocol):
    """A tip's texts."""

    @property
    def title(self) -> str: ...
    @property
    def situations(self) -> tuple[str, ...]: ...
    @property
    def do(self) -> str: ...
    @property
    def say(self) -> tuple[str, ...]: ...


def lines_of(tip: Told) -> dict[int, str]:
    """What is read of each line, by a digest that fits a database's signed integer.

    What to do and say is read too: of tips left out, .53 are found first with it, .46 without.
    """
    texts = map(reading, (tip.title, *tip.situations, tip.do, *tip.say))
    return {digest(text) - (1 << 63): text for text in texts if text}


def as_kept(vectors: Floats) -> list[bytes]:
    """Each row in whole numbers of a byte. As the encoder gives it: heads may be made anew
    without a text being embedded anew."""
    most = np.abs(vectors).max(axis=1, keepdims=True)
    whole = np.rint(vectors * (_LEVELS / np.maximum(most, 1e-9))).astype(np.int8)
    return [row.tobytes() for row in whole]
