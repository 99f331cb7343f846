"""How much a text's features speak for each tip, for the library, and for one who is a customer.

    evidence = WordEvidence(told, outside)
    evidence.read(with_grams(units(words("wants my manager"), themes))).scores

Learned by counting, once, when the library is loaded. What was counted is kept in arrays and found
by the features' hashes: as Python's objects it would take a hundred megabytes.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from bot.keys import key

from .features import grams

if TYPE_CHECKING:
    import numpy.typing as npt

    Doubles = npt.NDArray[np.float64]

# How much one feature of a kind says, beside a word's 1. A theme stands for all the words that
# were never written, so it says most; n-grams are many and repeat one another. Mean reciprocal
# rank of situations left out (bench/search.py): .61; without themes .52, without n-grams .57,
# without pairs .607. Half or twice as much of any one of them moves it by less than .01.
_RANKING = {"w": 1.0, "p": 0.8, "g": 0.5, "t": 6.0}
_CONTRAST = {"w": 1.0, "p": 0.6, "g": 0.45, "t": 4.0}

# How far a feature that only one tip has outweighs one that all have. Flat from 10 to 100.
_KAPPA = 20.0
_MOST = float(np.log1p(_KAPPA))

# What a feature counts before it was ever seen; from .05 to .3 the refusals are the same.
_PRIOR = 0.3


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a tip, as counted features without n-grams."""

    tip: str
    units: Mapping[str, int]
    trust: float = 1.0  # beside a situation's 1
    side: Literal["agent", "customer"] | None = None  # whose situation it is, where it is one


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the features of a query say."""

    scores: dict[str, float]  # each tip's evidence: for it above 0, to 1; against below
    inside: float  # above 0 towards what the tips answer, below towards what none does
    customer: float  # above 0 towards a customer's situation, below towards an agent's


class WordEvidence:
    """The library's lines, counted. Safe to share between threads.

    For the tips: query likelihood under a unigram model per tip, smoothed by the whole library
    (Dirichlet; Zhai & Lafferty 2001), as a log-ratio to the library: a feature that a tip has no
    more of than the others says nothing, and one that nobody has is passed over. For the two
    leanings: naive Bayes, each feature's log-odds weighed by its kind.
    """

    def __init__(self, told: Iterable[Told], outside: Iterable[Mapping[str, int]]) -> None:
        tips: dict[str, _Counts] = {}
        agent, customer, elsewhere = _Counts(), _Counts(), _Counts()
        features = _Features()
        for line in told:
            if not line.units:
                continue
            numbers, counts = features.numbers(line.units), line.units.values()
            # A paragraph says more than a line, but not as many times more as it is longer.
            share = line.trust / sum(counts) ** 0.5
            tips.setdefault(line.tip, _Counts()).add(numbers, counts, share)
            if line.side:
                (agent if line.side == "agent" else customer).add(numbers, counts)
        for units in outside:
            elsewhere.add(features.numbers(units), units.values())
        self._tips = list(tips)
        self._keys, spread = features.keyed()
        sizes = np.array([sum(counts.often) for counts in tips.values()])
        self._length = np.log1p(_KAPPA * sizes / max(sizes.sum(), 1e-9))
        self._starts, self._tip, self._gain = _gains(map(spread, tips.values()), len(self._keys))
        ours, theirs = spread(agent), spread(customer)
        self._inside = _log_odds(ours + theirs, spread(elsewhere))
        self._customer = _log_odds(theirs, ours)

    def read(self, query: Mapping[str, int]) -> Spoken:
        """What `query`, features with n-grams, says."""
        rows, counts, kinds = self._rows(query)
        weights = np.array([_CONTRAST[kind] for kind in kinds]) * counts
        # By the root: many weak hints add up, but a long text isn't surer for its length alone.
        root = float(np.sqrt(weights.sum())) or 1.0
        known = rows >= 0
        rows, weights = rows[known], weights[known]
        inside = float(weights @ self._inside[rows]) / root
        customer = float(weights @ self._customer[rows]) / root
        return Spoken(self._scores(rows, counts[known], kinds[known]), inside, customer)

    def _scores(self, rows: Any, counts: Any, kinds: Any) -> dict[str, float]:
        starts, ends = self._starts[rows], self._starts[rows + 1]
        told = ends > starts  # those that any tip has
        weights = (np.array([_RANKING[kind] for kind in kinds]) * counts)[told]
        weight = float(weights.sum())
        if not weight:
            return dict.fromkeys(self._tips, 0.0)
        places = [slice(a, b) for a, b in zip(starts[told], ends[told], strict=True)]
        scores = np.bincount(
            np.concatenate([self._tip[place] for place in places]),
            np.concatenate([self._gain[place] for place in places])
            * np.repeat(weights, (ends - starts)[told]),
            minlength=len(self._tips),
        )
        evidence = (scores / weight - self._length) / _MOST
        return dict(zip(self._tips, evidence.tolist(), strict=True))

    def _rows(self, query: Mapping[str, int]) -> "tuple[Any, Doubles, Any]":
        """Each feature's row, or -1 where nobody has it; its count; and its kind."""
        keys = _hashes(list(query))
        found = np.searchsorted(self._keys, keys)
        found[found == len(self._keys)] = 0
        there = self._keys[found] == keys if len(self._keys) else np.zeros(len(keys), np.bool_)
        kinds = np.array([feature[0] for feature in query], "U1")
        return np.where(there, found, -1), np.array(list(query.values()), float), kinds


class _Counts:
    """Which units were counted how often, as they came."""

    def __init__(self) -> None:
        self.units, self.often = array("I"), array("d")

    def add(self, units: Iterable[int], counts: Iterable[int], times: float = 1.0) -> None:
        self.units.extend(units)
        self.often.extend(times * count for count in counts)


class _Features:
    """Numbers for the units, while they are counted."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def numbers(self, units: Iterable[str]) -> list[int]:
        return [self._number.setdefault(unit, len(self._number)) for unit in units]

    def keyed(self) -> "tuple[npt.NDArray[np.int64], Callable[[_Counts], Doubles]]":
        """The hashes of all units and of their n-grams, in order; and what counts them so, an
        n-gram as often as the words that have it."""
        of_unit = array("I")
        found = array("q")
        for unit, number in self._number.items():
            contained = [unit, *grams(unit)]
            found.extend(map(key, contained))
            of_unit.extend([number] * len(contained))
        whose, many = np.frombuffer(of_unit, np.uint32), len(self._number)
        keys, feature = np.unique(np.frombuffer(found, np.int64), return_inverse=True)

        def spread(counts: _Counts) -> "Doubles":
            units = np.bincount(np.frombuffer(counts.units, np.uint32), counts.often, many)
            return np.bincount(feature, units[whose], len(keys)).astype(np.float64, copy=False)

        return keys, spread


def _hashes(features: Sequence[str]) -> "npt.NDArray[np.int64]":
    return np.fromiter(map(key, features), np.int64, len(features))


def _gains(by_tip: "Iterable[Doubles]", size: int) -> "tuple[Any, Any, Any]":
    """What a feature adds to each tip that has it, feature by feature: where each feature's begin
    [size + 1], the tips and the gains."""
    rows, masses = [], []
    total = np.zeros(size)
    for mass in by_tip:
        total += mass
        rows.append(np.flatnonzero(mass))
        masses.append(mass[rows[-1]])
    tips = np.repeat(np.arange(len(rows), dtype=np.uint16), [len(each) for each in rows])
    row = np.concatenate([np.zeros(0, np.intp), *rows])
    order = np.argsort(row, kind="stable")
    row, mass = row[order], np.concatenate([np.zeros(0), *masses])[order]
    gains = np.log1p(_KAPPA * mass / total[row]).astype(np.float32)
    starts = np.zeros(size + 1, np.intp)
    np.cumsum(np.bincount(row, minlength=size), out=starts[1:])
    return starts, tips[order], gains


def _log_odds(ours: "Doubles", theirs: "Doubles") -> "npt.NDArray[np.float32]":
    """Each feature's, towards ours; 0 where neither side has it."""
    first, second = ours.sum(), theirs.sum()
    if not first or not second:
        return np.zeros(len(ours), np.float32)
    share = first / (first + second)
    odds = np.log((ours + _PRIOR * share) / (theirs + _PRIOR * (1 - share)))
    odds -= np.log(first / second)
    return np.where((ours > 0) | (theirs > 0), odds, 0).astype(np.float32)
