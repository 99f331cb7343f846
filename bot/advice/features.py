"""A text as weighted features: words, pairs of words, and character n-grams.

Character n-grams carry what the words lose: typos, Dutch compounds, Hebrew prefixes.
"""

import itertools
import re
import unicodedata
from collections import Counter

# Marks that people type by habit or by keyboard and that change no word: bidi controls,
# zero-width characters, Hebrew vowel points and cantillation.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "׳": "'", "״": '"'})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

_GRAM_SIZES = (3, 4, 5)
# Weights by kind, from leave-one-situation-out (bench/search.py): words decide, n-grams repair.
_WORD_WEIGHT, _PAIR_WEIGHT, _GRAM_WEIGHT = 1.0, 0.6, 0.45


def normalise(text: str) -> str:
    """`text` in one spelling: compatibility forms, lower case, no invisible marks."""
    # NFKC makes one character into up to 18; callers bound the length first.
    clean = text.encode("utf-8", "ignore").decode("utf-8")
    folded = unicodedata.normalize("NFKC", clean).casefold().translate(_APOSTROPHES)
    return _INVISIBLE.sub("", folded)


def words(text: str) -> list[str]:
    """The words of a normalised text."""
    return _WORD.findall(text)


def features(text: str) -> dict[str, float]:
    """Feature → weight for one text, before inverse document frequency."""
    found = words(normalise(text))
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for word in found:
        counts[f"w:{word}"] += 1
        weights[f"w:{word}"] = _WORD_WEIGHT
        padded = f"_{word}_"
        for size in _GRAM_SIZES:
            for start in range(len(padded) - size + 1):
                gram = f"g:{padded[start : start + size]}"
                counts[gram] += 1
                weights[gram] = _GRAM_WEIGHT
    for first, second in itertools.pairwise(found):
        pair = f"p:{first} {second}"
        counts[pair] += 1
        weights[pair] = _PAIR_WEIGHT
    # Sublinear: the third "refund" says less than the first.
    return {key: weights[key] * (1 + 0.5 * (count - 1)) ** 0.5 for key, count in counts.items()}
