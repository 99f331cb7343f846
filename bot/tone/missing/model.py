"""Kernel regression on the encoder's vectors, over labelled pairs of message and reply.

What is learned is in `missing.npz`, and the lines in `missing.json`: `training/tone/missing.py`
writes both. Scores are near 1 for "it is there" and near -1 for "it isn't".
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.advice.encoder import Encoder, EncoderUnavailable, shared
from bot.content.models import LANGUAGES, Language
from bot.tone.models import Absent
from bot.vectors import Floats, arrays, kernel, unit

from .reading import READ_CHARS, asked, questions, sentences, together

HERE = Path(__file__).parent
NUMBERS, ABOUT = "missing.npz", "missing.json"

# Kernels' widths, for cosines: of single sentences, of a question beside one, of both in one.
# From .3 to .8 the same is found.
WIDTH, PAIR_WIDTH, TOGETHER_WIDTH = 0.5, 0.7, 0.5

_TOLD = 12  # sentences of a customer's message
_QUOTED = 160  # characters of a question that is quoted back

_log = logging.getLogger(__name__)


class MissingUnavailable(RuntimeError):
    """What is missing can't be seen here. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a message calls for, and what a reply to it has; above 0 is likely."""

    trouble: float
    question: float
    acknowledged: float
    next_step: float
    answered: float


@dataclass(frozen=True, slots=True)
class Learned:
    """The examples and what each says. Vectors are [.., k], in whole numbers to any scale."""

    mean: Floats  # [d] of the encoder's vectors
    project: Floats  # [d, k]
    sentences: npt.NDArray[np.int8]  # [n, k] of replies
    says: Floats  # [n, 2] that it acknowledges, and says what is next
    messages: npt.NDArray[np.int8]  # [m, k] of customers
    calls: Floats  # [m, 2] for a word about the trouble, and for an answer
    asked: npt.NDArray[np.int8]  # [q, k] what customers asked
    pairs: npt.NDArray[np.int32]  # [p, 2] a sentence's row, and the row of what was asked
    answers: Floats  # [p] that the one answers the other
    together: npt.NDArray[np.int8]  # [t, k] question and reply in one
    settles: Floats  # [t] that it is answered

    def compared(self, vectors: Floats) -> Floats:
        """The encoder's vectors [.., d] as they are compared, each of length 1."""
        return unit(((vectors - self.mean) @ self.project).astype(np.float32, copy=False))


class MissingModel:
    """Load once; safe to share between threads."""

    def __init__(self, encoder: Encoder, learned: Learned, lines: Mapping[str, Any]) -> None:
        self._encoder, self._learned, self._lines = encoder, learned, lines

    @classmethod
    def load(cls, directory: Path = HERE, encoder: Encoder | None = None) -> Self:
        """The model in `directory`, on `encoder` if one is loaded already. Raises
        `MissingUnavailable`."""
        try:
            encoder = encoder or shared()
            lines = json.loads((directory / ABOUT).read_bytes())
            if lines["encoder"] != encoder.fingerprint:
                raise ValueError(f"it is for another encoder ({lines['encoder']})")
            for name in LINES:
                for lang in LANGUAGES:
                    float(lines[name][lang])
            float(lines["answered_by"]["sentence"] + lines["answered_by"]["together"])
            return cls(encoder, Learned(**arrays(directory / NUMBERS)), lines)
        except EncoderUnavailable as error:
            raise MissingUnavailable(str(error)) from error
        # A damaged archive raises whatever its bytes happen to mean.
        except Exception as error:
            raise MissingUnavailable(
                f"the files in {directory} can't be read ({error}); reinstall Dean, or make them"
                " anew with training/tone/missing.py"
            ) from error

    def missing(self, message: str, reply: str, lang: Language) -> tuple[Absent, ...]:
        """What the customer's `message` calls for and `reply` hasn't, in the order of a reply."""
        told = self.scores(message, reply)
        if told is None:
            return ()
        lines: dict[str, float] = {name: self._lines[name][lang] for name in LINES}
        found = []
        troubled = told.trouble > lines["trouble"]
        if troubled and told.acknowledged < lines["acknowledged"]:
            found.append(Absent("acknowledgement"))
        if told.question > lines["question"] and told.answered < lines["answered"]:
            found.append(Absent("answer", _one(questions(message))))
        if troubled and told.next_step < lines["next_step"]:
            found.append(Absent("next-step"))
        return tuple(found)

    def scores(self, message: str, reply: str) -> Scores | None:
        """None where there is nothing to compare."""
        parts = sentences(reply)
        if not parts or not any(char.isalpha() for char in message):
            return None
        question = asked(message)
        told = sentences(message[:READ_CHARS])[:_TOLD]
        texts = [*parts, question, together(question, " ".join(parts)), message[:READ_CHARS], *told]
        # Not remembered: a text under review is read and forgotten.
        compared = self._learned.compared(self._encoder.encode(texts, remember=False))
        own, (wanted, both), whole = np.split(compared, [len(parts), len(parts) + 2])
        learned = self._learned
        alike = _cosines(own, learned.sentences)
        has = kernel(alike, WIDTH) @ learned.says
        calls = kernel(_cosines(whole, learned.messages), WIDTH) @ learned.calls
        row, of = learned.pairs.T
        near = kernel(alike, PAIR_WIDTH)[:, row]
        near = near * kernel(_cosines(wanted, learned.asked), PAIR_WIDTH)[of]
        by_sentence = float((near @ learned.answers).max())
        at_once = float(kernel(_cosines(both, learned.together), TOGETHER_WIDTH) @ learned.settles)
        weigh = self._lines["answered_by"]
        return Scores(
            # One sentence may tell of it, among many that don't.
            trouble=float(calls[0, 0] + calls[:, 0].max()) / 2,
            question=float(calls[0, 1]),
            acknowledged=float(has[:, 0].max()),
            next_step=float(has[:, 1].max()),
            answered=weigh["sentence"] * by_sentence + weigh["together"] * at_once,
        )


LINES = ("trouble", "question", "acknowledged", "next_step", "answered")


def _cosines(vectors: Floats, whole: npt.NDArray[np.int8]) -> Floats:
    """[.., n] with each row. With fractions only while compared: kept so, they'd be 4 MB."""
    return vectors @ unit(whole.astype(np.float32)).T


def _one(found: list[str]) -> str | None:
    return found[0] if len(found) == 1 and len(found[0]) <= _QUOTED else None


@lru_cache(maxsize=1)
def shipped() -> MissingModel | None:
    """The model in the package, loaded at the first call; None where it can't run here."""
    try:
        return MissingModel.load()
    except MissingUnavailable as error:
        _log.warning("what a reply leaves out can't be seen here: %s", error)
        return None
