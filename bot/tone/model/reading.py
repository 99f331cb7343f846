"""What the network reads of a text: its words as pieces, in windows of whole sentences.

    for window in windows(View(text), encoder.pieces):
        window.ids, window.words

Training and review share this file: what is learned is what is read.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.tone.view import MASK, View

Pieces = Callable[[str], Sequence[int]]  # a stretch without spaces at its ends → its ids

BOS, EOS = 0, 2
WINDOW = 126  # pieces between the two; the encoder has 128 positions
_LONGEST_WORD = 48  # pieces of one word; what is longer is no word
_MAX_WORDS = 4_000  # of a longer text the rules read the rest; bounds the network's time
_NEAR = 12  # characters behind a word in which an emoji is still its own
_WORD = re.compile(r"\S+")
_SYMBOLS = {"So", "Sk"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word: offsets in the view, and its pieces."""

    low: int
    high: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """As much as is read at once."""

    words: tuple[Word, ...]

    @property
    def ids(self) -> list[int]:
        """The pieces of all words between the marks for start and end."""
        return [BOS, *(id for word in self.words for id in word.ids), EOS]

    @property
    def owners(self) -> list[int]:
        """For each of `ids` the index of its word; -1 for the two marks."""
        return [-1, *(n for n, word in enumerate(self.words) for _ in word.ids), -1]


def windows(view: View, pieces: Pieces) -> Iterator[Window]:
    """The text in windows of at most `WINDOW` pieces, broken between sentences where it can be."""
    words: list[Word] = []
    size = 0
    for sentence in _sentences(view, pieces):
        length = sum(len(word.ids) for word in sentence)
        if words and size + length > WINDOW:
            yield Window(tuple(words))
            words, size = [], 0
        for word in sentence:
            if words and size + len(word.ids) > WINDOW:  # a sentence longer than a window
                yield Window(tuple(words))
                words, size = [], 0
            words.append(word)
            size += len(word.ids)
    if words:
        yield Window(tuple(words))


def _sentences(view: View, pieces: Pieces) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    current = -1
    spans = [match.span() for match in _WORD.finditer(view.text)][:_MAX_WORDS]
    for n, (low, high) in enumerate(spans):
        following = view.span(*spans[n + 1])[0] if n + 1 < len(spans) else len(view.given)
        ids = tuple(pieces(_written(view, low, high, following)))[:_LONGEST_WORD]
        if not ids:
            continue
        at = view.sentence_at(low)
        if at != current and sentence:
            yield sentence
            sentence = []
        current = at
        sentence.append(Word(low, high, ids))
    if sentence:
        yield sentence


def _written(view: View, low: int, high: int, following: int) -> str:
    """A word as it was written, with the emoji behind it; what isn't reviewed is left out."""
    start, end = view.span(low, high)
    if MASK in view.text[low:high]:
        return view.text[low:high].replace(MASK, "…")
    behind = view.given[end : min(following, end + _NEAR)]
    return view.given[start:end] + "".join(
        char for char in behind if unicodedata.category(char) in _SYMBOLS
    )
