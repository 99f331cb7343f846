"""An inverted index over lines of text, each owned by a tip; exact cosine by TF-IDF."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from .features import features


class LineIndex:
    """`LineIndex([("never-say/11", "wants my manager", 1.0), …]).scores("get me your boss")`."""

    def __init__(self, lines: Iterable[tuple[str, str, float]]) -> None:
        self._owners: list[str] = []
        self._trust: list[float] = []
        bags: list[dict[str, float]] = []
        frequency: defaultdict[str, int] = defaultdict(int)
        for owner, text, trust in lines:
            bag = features(text)
            if not bag:
                continue
            self._owners.append(owner)
            self._trust.append(trust)
            bags.append(bag)
            for key in bag:
                frequency[key] += 1
        total = max(len(bags), 1)
        self._idf = {
            key: math.log(1 + (total - count + 0.5) / (count + 0.5))
            for key, count in frequency.items()
        }
        self._unseen = math.log(1 + (total + 0.5) / 0.5)
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for line, bag in enumerate(bags):
            norm = math.sqrt(sum((weight * self._idf[key]) ** 2 for key, weight in bag.items()))
            for key, weight in bag.items():
                self._postings[key].append((line, weight * self._idf[key] / norm))

    def scores(self, query: str) -> Mapping[str, list[float]]:
        """For each owner with anything in common, its lines' cosines, best first."""
        bag = features(query)
        weighted = {key: w * self._idf.get(key, self._unseen) for key, w in bag.items()}
        norm = math.sqrt(sum(weight**2 for weight in weighted.values())) or 1.0
        dots: defaultdict[int, float] = defaultdict(float)
        for key, weight in weighted.items():
            share = weight / norm
            for line, value in self._postings.get(key, ()):
                dots[line] += share * value
        owners: defaultdict[str, list[float]] = defaultdict(list)
        for line, dot in dots.items():
            owners[self._owners[line]].append(dot * self._trust[line])
        for found in owners.values():
            found.sort(reverse=True)
        return owners

    def coverage(self, query: str) -> float:
        """How much of the query's words, by weight, the library has seen at all: 0…1."""
        bag = {key: w for key, w in features(query).items() if key.startswith("w:")}
        total = sum(self._idf.get(key, self._unseen) for key in bag)
        known = sum(self._idf[key] for key in bag if key in self._idf)
        return known / total if total else 0.0
