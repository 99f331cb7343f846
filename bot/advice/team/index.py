"""One team's own tips, ready to be searched: exact, in memory, changed a tip at a time.

    index = Index(background, heads)
    index.put([entry])
    index.near(asked, 5)

A tip is found by words as soon as it is put, and by meaning too once its lines' vectors are
there. Its meaning is one vector: the mean of its lines' as heads compare them, whitened. One a
line and the nearest of them found less (of tips left out, .44 first to .53) at five times the cost.
"""

import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.advice.heads import Heads
from bot.advice.lexicon import themes
from bot.advice.own import Asked, OwnMatch
from bot.advice.spelling import words
from bot.vectors import Floats, unit

from .vectors import VectorBlocks
from .words import Background, WordIndex, forms

# Log-odds that a tip answers, by its cosine and by what of the query stands in it: the share of
# its words and themes, or between languages of its themes alone, whichever says more. Where it has
# no vector, by the former alone. From logistic regressions on the library's own tips, a sixth of
# them left out at a time and given as a team's; such a fit moves with the library
# (`bench/team_tips.py --calibrate` prints today's). What must hold is what the last numbers were
# lowered for: of situations that the library answers, at most one in a hundred has a tip on
# something else among its answers (the same without the option).
_COSINE, _COVER, _THEMES, _AT_ZERO = 12.2, 4.1, 3.0, -4.4
_COVER_ALONE, _AT_ZERO_ALONE = 8.6, -3.7

# Among more tips, chance comes nearer. The 98th percentile of the nearest of n unrelated tips
# grows by .6 each time n grows e-fold, from 5 to 900.
_PER_E_FOLD, _FEW = 0.6, 5
# By words, all that was asked must be enough, among however many.
_MOST_ALONE = _COVER_ALONE + _AT_ZERO_ALONE - 0.3

_SLACK = 1_000  # dead slots that don't matter yet


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index reads of a tip."""

    number: int
    id: str
    title: str
    content: str  # names the texts: with the same, nothing needs reading again
    asked: tuple[str, ...]  # title and situations: what people would type
    told: tuple[str, ...]  # what to do and say
    vectors: tuple[bytes, ...] = ()  # its lines', int8 to any scale, once they are there


class Index:
    """Safe to share between threads. `heads` None: by words only."""

    def __init__(self, background: Background, heads: Heads | None) -> None:
        self._heads = heads
        self._background = background
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self._words = WordIndex(self._background)
        self._vectors = VectorBlocks()
        self._shown: list[tuple[str, str]] = []  # id and title by slot
        self._alive = np.zeros(1_024, np.bool_)
        self._slot: dict[int, tuple[int, str]] = {}  # slot and content by number

    def __len__(self) -> int:
        return len(self._slot)

    def put(self, entries: Sequence[Entry]) -> None:
        """Add or change tips, with the vectors of those that have any.

        Some hundreds at once are quickest; a query waits for one of them at most.
        """
        pooled = self._pooled(entries)
        for entry in entries:
            known = self._slot.get(entry.number)
            same = known is not None and known[1] == entry.content
            counted = None if same else dict(forms(_units(entry)))  # the work, before the lock
            with self._lock:
                if counted is not None:
                    self._add(entry, counted)
                if entry.number in pooled:
                    self._vectors.put(self._slot[entry.number][0], pooled[entry.number])

    def drop(self, numbers: Iterable[int]) -> None:
        """Take tips away; those that aren't there are passed over."""
        with self._lock:
            for number in numbers:
                self._drop(number)
            if len(self._shown) > 2 * len(self._slot) + _SLACK:
                self._compact()

    def clear(self) -> None:
        """Take all away."""
        with self._lock:
            self._clear()

    def near(self, asked: Asked, limit: int) -> list[OwnMatch]:
        """Those that answer rather than not, best first."""
        with self._lock:
            if not self._slot:
                return []
            odds = self._odds(asked)
            found = np.flatnonzero((odds >= 0) & self._alive[: len(odds)])
            best = found[np.argsort(-odds[found], kind="stable")[:limit]]
            return [
                OwnMatch(self._shown[slot][0], self._shown[slot][1], float(odds[slot]))
                for slot in best
            ]

    def _odds(self, asked: Asked) -> Floats:
        """[slots] log-odds that each tip answers."""
        slots = len(self._shown)
        cover, of_themes = self._words.cover(asked.units, slots)
        chance = _PER_E_FOLD * math.log(max(len(self._slot), _FEW) / _FEW)
        odds: Floats = _COVER_ALONE * cover + (_AT_ZERO_ALONE - min(chance, _MOST_ALONE))
        if asked.compared is not None:
            cosines, there = self._vectors.cosines(asked.compared, slots)
            by_words = np.maximum(_COVER * cover, _THEMES * of_themes)
            odds = np.where(there, _COSINE * cosines + by_words + (_AT_ZERO - chance), odds)
        return odds

    def _add(self, entry: Entry, counted: dict[str, bool]) -> None:
        self._drop(entry.number)
        slot = len(self._shown)
        self._shown.append((entry.id, entry.title))
        if slot == len(self._alive):
            self._alive = np.concatenate([self._alive, np.zeros_like(self._alive)])
        self._alive[slot] = True
        self._slot[entry.number] = slot, entry.content
        self._words.add(slot, counted)

    def _pooled(self, entries: Sequence[Entry]) -> dict[int, Floats]:
        """One vector for each that has any, by number."""
        having = [entry for entry in entries if entry.vectors]
        if self._heads is None or not having:
            return {}
        # All in one product: a small one costs as much.
        raw = np.frombuffer(b"".join(each for entry in having for each in entry.vectors), np.int8)
        counts = [len(entry.vectors) for entry in having]
        raw = raw.reshape(sum(counts), -1)
        lines = self._heads.compared(unit(raw.astype(np.float32)))
        starts = np.cumsum([0, *counts[:-1]])
        pooled = unit(np.add.reduceat(lines, starts, axis=0))
        return {entry.number: vector for entry, vector in zip(having, pooled, strict=True)}

    def _drop(self, number: int) -> None:
        known = self._slot.pop(number, None)
        if known is not None:
            self._alive[known[0]] = False

    def _compact(self) -> None:
        """Give the dead slots' room back."""
        alive = self._alive[: len(self._shown)]
        new = np.where(alive, np.cumsum(alive) - 1, -1)
        self._words.keep(new)
        self._vectors.keep(new)
        self._shown = [shown for shown, there in zip(self._shown, alive, strict=True) if there]
        self._slot = {
            number: (int(new[slot]), content) for number, (slot, content) in self._slot.items()
        }
        self._alive = np.zeros(max(1_024, len(self._shown)), np.bool_)
        self._alive[: len(self._shown)] = True


def _units(entry: Entry) -> dict[str, bool]:
    """The words and themes of a tip; in full where they stand in what people would type."""
    found: dict[str, bool] = {}
    for lines, in_full in ((entry.told, False), (entry.asked, True)):
        for line in lines:
            read = words(line)
            for word in read:
                found[f"w{word}"] = in_full
            for theme in themes().of(read):
                found[f"t{theme}"] = in_full
    return found
