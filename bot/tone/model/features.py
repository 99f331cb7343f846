"""What the model reads of a text: its sentences, and their n-grams hashed into a fixed table.

Training and review share this file: what is learned is what is read.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from bot.tone.view import View

TABLE = 1 << 16  # buckets; collisions of rare n-grams cost less than a bigger file
_MAX_SENTENCES = 48  # of a longer reply the rules read the rest; bounds the encoder's time
_MAX_CHARS = 600  # of one sentence; the encoder stops at about as much
_WORD = re.compile(r"[^\W_]+|[!?]")
_SIZES = range(2, 6)
_LONGEST_WORD = 40  # a longer one is no word; bounds what one word can add


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence: offsets in the view, the words as given, its hashed n-grams."""

    low: int
    high: int
    text: str
    grams: Counter[int]


def units(view: View) -> list[Unit]:
    """The sentences that hold a letter, in order, at most `_MAX_SENTENCES`."""
    found: list[Unit] = []
    for sentence in view.sentences:
        folded = view.text[sentence.low : sentence.high][:_MAX_CHARS]
        if not any(char.isalpha() for char in folded):
            continue
        given = view.given[sentence.start : sentence.end][:_MAX_CHARS]
        found.append(Unit(sentence.low, sentence.high, given, grams(folded)))
        if len(found) == _MAX_SENTENCES:
            break
    return found


def grams(folded: str) -> Counter[int]:
    """How often each bucket is met: characters 2…5 within words, and words 1…3."""
    words = _WORD.findall(folded)
    return Counter(crc32(gram.encode()) % TABLE for gram in _grams(words))


def _grams(words: list[str]) -> Iterable[str]:
    for at, word in enumerate(words):
        padded = f" {word[:_LONGEST_WORD]} "
        for size in _SIZES:
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
        for count in (1, 2, 3):
            if at + count <= len(words):
                yield "w" + " ".join(words[at : at + count])
