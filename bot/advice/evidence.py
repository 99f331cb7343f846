"""How much a text's features speak for each tip, or for one of two sides.

Both are learned by counting, once, when the library is loaded; logarithms wait for a query.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from .features import grams, with_grams

# How much one feature of a kind says, beside a word's 1. A theme stands for all the words that
# were never written, so it says most; n-grams are many and repeat one another. Mean reciprocal
# rank of situations left out (bench/search.py): .61; without themes .52, without n-grams .57,
# without pairs .607. Half or twice as much of any one of them moves it by less than .01.
_RANKING = {"w": 1.0, "p": 0.8, "g": 0.5, "t": 6.0}
_CONTRAST = {"w": 1.0, "p": 0.6, "g": 0.45, "t": 4.0}

# How far a feature that only one tip has outweighs one that all have. Flat from 10 to 100.
_KAPPA = 20.0
_MOST = math.log1p(_KAPPA)

# What a feature counts before it was ever seen; from .05 to .3 the refusals are the same.
_PRIOR = 0.3


class TipEvidence:
    """`TipEvidence([("never-say/11", units("wants my manager", themes), 1.0), …])`.

    Query likelihood under a unigram model per tip, smoothed by the whole library (Dirichlet;
    Zhai & Lafferty 2001), as a log-ratio to the library: a feature that a tip has no more of
    than the others says nothing, and one that nobody has is passed over.
    """

    def __init__(self, lines: Iterable[tuple[str, Mapping[str, int], float]]) -> None:
        by_unit: dict[str, dict[str, float]] = {}
        sizes: dict[str, float] = {}
        for tip, counts, trust in lines:
            if not counts:
                continue
            # A paragraph says more than a line, but not as many times more as it is longer.
            share = trust / math.sqrt(sum(counts.values()))
            for unit, count in counts.items():
                mass = share * count
                tips = by_unit.setdefault(unit, {})
                tips[tip] = tips.get(tip, 0.0) + mass
                sizes[tip] = sizes.get(tip, 0.0) + mass
        self._mass: dict[str, dict[str, float]] = dict(by_unit)
        for unit, tips in by_unit.items():
            for gram in grams(unit):
                of_gram = self._mass.setdefault(gram, {})
                for tip, mass in tips.items():
                    of_gram[tip] = of_gram.get(tip, 0.0) + mass
        total = sum(sizes.values())
        self._length = {tip: math.log1p(_KAPPA * size / total) for tip, size in sizes.items()}

    def scores(self, query: Mapping[str, int]) -> dict[str, float]:
        """Each tip's evidence in the features of `query`: for it above 0, to 1; against below."""
        scores = dict.fromkeys(self._length, 0.0)
        weight = 0.0
        for feature, count in query.items():
            tips = self._mass.get(feature)
            if tips:
                weighed = count * _RANKING[feature[0]]
                weight += weighed
                scale = _KAPPA / sum(tips.values())
                for tip, mass in tips.items():
                    scores[tip] += weighed * math.log1p(scale * mass)
        return {
            tip: (score / weight - self._length[tip]) / _MOST if weight else 0.0
            for tip, score in scores.items()
        }


class Contrast:
    """`Contrast(units("wants my boss", themes), units("bake a cake", themes))`.

    Naive Bayes over two sides, each feature's log-odds weighed by its kind.
    """

    def __init__(self, first: Counter[str], second: Counter[str]) -> None:
        self._first, self._second = with_grams(first), with_grams(second)
        ours, theirs = self._first.total(), self._second.total()
        self._share = ours / (ours + theirs)
        self._even = math.log(ours / theirs)

    def lean(self, query: Mapping[str, int]) -> float:
        """Above 0 towards the first side, below towards the second; 0 where nothing is known."""
        odds = weight = 0.0
        for feature, count in query.items():
            weighed = count * _CONTRAST[feature[0]]
            weight += weighed
            ours, theirs = self._first.get(feature, 0), self._second.get(feature, 0)
            if ours or theirs:
                to_first = ours + _PRIOR * self._share
                to_second = theirs + _PRIOR * (1 - self._share)
                odds += weighed * (math.log(to_first / to_second) - self._even)
        # By the root: many weak hints add up, but a long text isn't surer for its length alone.
        return odds / math.sqrt(weight) if weight else 0.0
