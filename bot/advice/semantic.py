"""The ranking by meaning: kernel regression over the tips on the encoder's vectors.

    meaning = Meaning.load(library)
    meaning.read("wants someone higher up", evidence)

After the encoder: subtract the mean and the directions in which the languages differ; whiten by
the covariance within tips, so that wording counts for little and the matter for much; then each
line of every tip has a learned say (kernel ridge regression), and a tip's nearest lines add up
(log-sum-exp). What was learned is in `heads/`. Lines that came later are embedded at the start and
take up what the learned ones leave over, so a new tip needs no training, only profits from it.
"""

import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.content import Language, Library
from bot.vectors import Floats, kernel, quantised, unit

from .encoder import Encoder, shared
from .heads import SCOPE_WIDTH, TIPS_WIDTH, Heads, HeadsUnusable
from .lexicon import elsewhere
from .lines import Line, content_hash, digest, lines, reading

log = logging.getLogger(__name__)

# How much a line is believed: its residual counts so many times. A situation is what people
# type; what is said or done, only near it.
TRUST = {"agent": 1.0, "customer": 1.0, "title": 1.0, "when": 1.0, "said": 0.5}
SCOPE_TRUST = {"agent": 1.0, "customer": 1.0, "title": 0.3, "when": 0.3, "said": 0.3}
RIDGE, SIDE_RIDGE = 0.1, 0.3

# Each part's say, in its standard deviations over the tips, and the words' beside them.
# Mean reciprocal rank of situations left out: .689; by words alone .615, without words .616.
_LEARNED, _NEAREST, _WORDS = 1.0, 0.3, 1.25
_NEAREST_WIDTH = 0.12

_BLOCK = 1_024  # rows

# The lexical contrasts' say beside the learned ones (F1 at 2 % refused: .85; .67 without).
_SCOPE_WORDS, _SIDE_WORDS = 0.3, 0.05


@dataclass(frozen=True, slots=True)
class Read:
    """What a query means: each tip's score, and how far it is inside, and a customer's."""

    scores: dict[str, float]
    inside: float  # above the language's threshold: the library answers it
    customer: float  # above 0: a customer's situation
    compared: Floats  # the query itself, as tips' lines are compared


class Meaning:
    """A library's tips by meaning. Safe to share between threads."""

    def __init__(self, library: Library, encoder: Encoder, heads: Heads) -> None:
        if heads.about.encoder != encoder.fingerprint:
            raise HeadsUnusable(
                "the search's heads were made with another encoder; run `python training/search.py`"
            )
        self.encoder = encoder
        present = list(lines(library))
        ids = {line.tip for line in present}
        self._tips = [tip for tip in heads.tips if tip in ids]
        self._tips += sorted(ids.difference(self._tips))
        column = {tip: n for n, tip in enumerate(self._tips)}
        self.stale = content_hash(present, elsewhere()) != heads.about.content
        learned = len(heads.says_tip)
        row_of = {int(key): row for row, key in enumerate(heads.digests[:learned])}
        keys = [digest(line.text) for line in present]
        fresh = [line for line, key in zip(present, keys, strict=True) if key not in row_of]
        self.fresh = len(fresh)

        rows = heads.rows
        self._lines = learned + len(fresh)  # the first rows; then what no tip answers
        if fresh:
            log.info("embedding %d lines that the search's heads lack", len(fresh))
            made = encoder.encode([line.text for line in fresh])
            late = quantised(heads.compared(made))
            row_of |= {digest(line.text): learned + n for n, line in enumerate(fresh)}
            rows = np.concatenate([rows[:learned], late, rows[learned:]])
        self._rows = _Rows(rows, heads)
        # The rows that are in the library, tip by tip; a learned one may have left it.
        self._present = np.array([row_of[key] for key in keys], np.intp)
        self._present_tip = np.array([column[line.tip] for line in present], np.intp)
        self._learn(heads, fresh, column)
        # What is kept of the heads compares; what they say is in here as it is used.
        none = np.zeros(0, np.float32)
        self.heads = replace(heads, rows=heads.rows[:0], digests=heads.digests[:0], says_tip=none,
                             says_customer=none, says_inside=none)  # fmt: skip

    @classmethod
    def load(cls, library: Library) -> Self:
        """With the shipped encoder and heads. Raises `EncoderUnavailable`, `HeadsUnusable`."""
        return cls(library, shared(), Heads.load())

    def _learn(self, heads: Heads, fresh: Sequence[Line], column: Mapping[str, int]) -> None:
        """The coefficients, with those of fresh lines fitted to what the learned leave over."""
        learned = len(heads.says_tip)
        known = [tip in column for tip in heads.tips]
        says_tip = np.zeros((learned, len(column)), np.float32)
        says_tip[:, : sum(known)] = heads.says_tip[:, known]
        self._says = np.concatenate([says_tip, heads.says_customer[:, None]], axis=1)
        self._inside = heads.says_inside
        if not fresh:
            return
        every = [self._rows.cosines(late) for late in self._rows[learned : self._lines]]
        cosines, scopes = (np.stack(each) for each in zip(*every, strict=True))
        trust = np.array([TRUST[line.kind] for line in fresh], np.float32)
        target = tip_targets([column[line.tip] for line in fresh], len(column))
        near = kernel(cosines[:, learned : self._lines], TIPS_WIDTH)
        left = kernel(cosines[:, :learned], TIPS_WIDTH) @ self._says
        more = np.linalg.solve(near + np.diag(RIDGE / trust), target - left[:, :-1])
        side = side_targets(fresh)
        sided = np.zeros_like(side)
        told = np.flatnonzero(side)
        sided[told] = np.linalg.solve(
            near[np.ix_(told, told)] + SIDE_RIDGE * np.eye(len(told)), (side - left[:, -1])[told]
        )
        self._says = np.concatenate([self._says, np.column_stack([more, sided])]).astype(np.float32)

        trust = np.array([SCOPE_TRUST[line.kind] for line in fresh], np.float32)
        near = kernel(scopes, SCOPE_WIDTH)
        before, after = self._inside[:learned], self._inside[learned:]
        left = near[:, :learned] @ before + near[:, self._lines :] @ after
        more = np.linalg.solve(
            near[:, learned : self._lines] + np.diag(RIDGE / trust), 1 - left
        ).astype(np.float32)
        self._inside = np.concatenate([before, more, after])

    def read(self, text: str, words: Mapping[str, float], inside: float, customer: float) -> Read:
        """What `text` means, taken together with the evidence and contrasts of its words."""
        compared = self.heads.compared(self.encoder.encode([reading(text)])[0])
        cosines, scopes = self._rows.cosines(compared)
        said = kernel(cosines[: self._lines], TIPS_WIDTH) @ self._says
        learned, of_customer = said[:-1], float(said[-1])
        nearest = np.log(
            np.bincount(
                self._present_tip,
                np.exp(cosines[self._present] / _NEAREST_WIDTH),
                minlength=len(self._tips),
            )
        )
        by_words = np.array([words.get(tip, 0.0) for tip in self._tips])
        total = (
            _LEARNED * _standard(learned)
            + _NEAREST * _standard(nearest)
            + _WORDS * _standard(by_words)
        )
        # The most that one of n can stand out is √(n-1) deviations: that is a score of 1.
        most = (_LEARNED + _NEAREST + _WORDS) * math.sqrt(max(len(self._tips) - 1, 1))
        return Read(
            dict(zip(self._tips, (total / most).tolist(), strict=True)),
            float(kernel(scopes, SCOPE_WIDTH) @ self._inside) + _SCOPE_WORDS * inside,
            of_customer + _SIDE_WORDS * customer - self.heads.about.customer_at,
            compared,
        )

    def fits_at(self, lang: Language) -> float:
        """How far inside a query in `lang` must be."""
        return self.heads.about.fits_at[lang]


def tip_targets(columns: Sequence[int], tips: int) -> Floats:
    """[lines, tips] what the regression should say: each line's own tip, less the average."""
    targets: Floats = np.full((len(columns), tips), -1 / tips, np.float32)
    targets[np.arange(len(columns)), columns] += 1
    return targets


def side_targets(of: Sequence[Line]) -> Floats:
    """[lines] 1 for a customer's situation, -1 for an agent's, 0 for what is neither."""
    sides = {"customer": 1.0, "agent": -1.0}
    return np.array([sides.get(line.kind, 0.0) for line in of], np.float32)


class _Rows:
    """Vectors in whole numbers, a quarter of their memory, compared with a query's in both ways."""

    def __init__(self, whole: npt.NDArray[np.int8], heads: Heads) -> None:
        self._whole, self._heads = whole, heads
        self._lengths = np.empty((2, len(whole)), np.float32)
        for block, rows in self._blocks():
            self._lengths[0, block] = np.linalg.norm(rows, axis=1)
            self._lengths[1, block] = np.linalg.norm(rows @ heads.whiten_scope, axis=1)
        np.maximum(self._lengths, 1e-9, out=self._lengths)

    def __getitem__(self, which: slice) -> Floats:
        """Some of the rows, as they are compared."""
        return unit(self._whole[which].astype(np.float32))

    def cosines(self, compared: Floats) -> tuple[Floats, Floats]:
        """[n] with each row, and [n] as inside and outside are compared."""
        scope = self._heads.whiten_scope @ self._heads.for_scope(compared)
        products = np.empty_like(self._lengths)
        for block, rows in self._blocks():
            # One product of a matrix with both takes twice as long.
            np.dot(rows, compared, out=products[0, block])
            np.dot(rows, scope, out=products[1, block])
        products /= self._lengths
        return products[0], products[1]

    def _blocks(self) -> Iterator[tuple[slice, Floats]]:
        """The rows with fractions, some at a time: in the processor's cache that costs nothing."""
        room = np.empty((_BLOCK, self._whole.shape[1]), np.float32)
        for start in range(0, len(self._whole), _BLOCK):
            block = slice(start, min(start + _BLOCK, len(self._whole)))
            rows = room[: block.stop - start]
            np.copyto(rows, self._whole[block])
            yield block, rows


def _standard(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """In standard deviations from the mean; zeros where all are alike."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)
