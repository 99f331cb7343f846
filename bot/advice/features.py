"""A text as counted features: words, pairs of words, themes, and n-grams of characters.

Character n-grams carry what the words lose: typos, Dutch compounds, Hebrew prefixes. The first
character of a feature is its kind: `w`, `p`, `t` or `g`.
"""

import itertools
from collections import Counter
from collections.abc import Sequence

from .themes import Themes

# Two sizes find as much as three and cost a third less.
_GRAM_SIZES = (3, 4)


def units(found: Sequence[str], themes: Themes) -> Counter[str]:
    """What is counted by the word: the words, their pairs, their themes."""
    counts = Counter([f"w{word}" for word in found])
    for first, second in itertools.pairwise(found):
        counts[f"p{first} {second}"] += 1
    for theme in themes.of(found):
        counts[f"t{theme}"] += 1
    return counts


def with_grams(counts: Counter[str]) -> Counter[str]:
    """The same and each word's n-grams, counted as often as the word."""
    every = counts.copy()
    for unit, count in counts.items():
        for gram in grams(unit):
            every[gram] += count
    return every


def grams(unit: str) -> list[str]:
    """The n-grams of a word; none of what isn't a word."""
    if unit[0] != "w":
        return []
    padded = f"_{unit[1:]}_"
    return [
        f"g{padded[start : start + size]}"
        for size in _GRAM_SIZES
        for start in range(len(padded) - size + 1)
    ]
