"""How much of a query stands in each tip: an inverted index that grows a tip at a time."""

import math
from array import array
from collections.abc import Iterator, Mapping

import numpy as np

from bot.advice.spelling import stripped
from bot.vectors import Floats

# A theme stands for all the words that were never written, and between languages it's all there
# is. Best tip first of those left out, asked in another language: .29 at 1, .42 at 3; in the same
# language it's .66 at both.
_THEME = 3.0

# Among many tips, a word that more than a tenth of them have says next to nothing and takes most of
# the time. Among few, chance decides which those are.
_COMMON, _MANY = 0.1, 5_000

Units = Mapping[str, bool]  # words and themes; whether they stand where they count in full
_HEBREW = "\u05d0"
_HALF = np.array([0.5, 1.0], np.float32)  # by that


class Background:
    """How common words and themes are, before any tip of the team's."""

    def __init__(self, lines: int, of: Mapping[str, int]) -> None:
        self.lines = lines
        self.of = of


class WordIndex:
    """`index.add(0, {"wmodem": True, "tdevice": False})`, then `index.cover(units, 1)`.

    A slot is named in the postings of each of its units, with one bit for where it stands.
    """

    def __init__(self, background: Background) -> None:
        self._background = background
        self._postings: dict[str, array[int]] = {}

    def add(self, slot: int, units: Units) -> None:
        """Name a slot, higher than all before it."""
        for unit, in_full in units.items():
            self._postings.setdefault(unit, array("I")).append(slot << 1 | in_full)

    def cover(self, asked: Mapping[str, int], slots: int) -> tuple[Floats, Floats]:
        """[slots] the share of what was asked that stands there, weighed by rarity, 0…1; and
        the share of its themes alone."""
        covered = {kind: np.zeros(slots, np.float32) for kind in "wt"}
        whole = {"w": 0.0, "t": 0.0}
        for unit in asked:
            kind = unit[0]
            if kind not in whole:
                continue
            known = self._known(unit)
            found = self._postings.get(known)
            if kind == "w" and found and slots > _MANY and len(found) > _COMMON * slots:
                continue
            common = self._background.of.get(known, 0) + (len(found) if found else 0)
            rarity = math.log((self._background.lines + slots + 1) / (common + 0.5))
            if rarity <= 0:
                continue
            whole[kind] += rarity
            if found:
                named = np.frombuffer(found, np.uint32)
                covered[kind][named >> 1] += np.float32(rarity) * _HALF[named & 1]
        covered["w"] += np.float32(_THEME) * covered["t"]
        covered["w"] /= _sum(whole["w"] + _THEME * whole["t"])
        covered["t"] /= _sum(whole["t"])
        return covered["w"], covered["t"]

    def keep(self, new: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> None:
        """Renumber: slot n becomes `new[n]`, or leaves where that is below 0."""
        for unit, found in list(self._postings.items()):
            named = np.frombuffer(found, np.uint32)
            moved = new[named >> 1]
            kept = (moved[moved >= 0] << 1 | named[moved >= 0] & 1).astype(np.uint32)
            if len(kept):
                self._postings[unit] = array("I", kept.tobytes())
            else:
                del self._postings[unit]

    def _known(self, unit: str) -> str:
        """A word as it is indexed: without its Hebrew prefixes where nobody has it with them."""
        if unit[0] == "w" and unit not in self._postings:
            for form in stripped(unit[1:])[1:]:
                if f"w{form}" in self._postings:
                    return f"w{form}"
        return unit


def _sum(of: float) -> np.float32:
    return np.float32(of or 1.0)


def forms(units: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:
    """The units, and Hebrew words without their prefixes too."""
    for unit, in_full in units.items():
        yield unit, in_full
        if unit[0] == "w" and unit[1] >= _HEBREW:
            for form in stripped(unit[1:])[1:]:
                yield f"w{form}", in_full
