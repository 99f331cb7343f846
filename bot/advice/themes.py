"""Which themes of the work a text touches, by the words in `themes.yaml`."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .spelling import stripped, words

_SHORTEST_STEM = 2  # the shortest in use: Hebrew roots are short
_LONGEST = 5  # words in a phrase
_WORDS_KEPT = 4_096  # a quarter of the library's, and nearly all of what people type


@dataclass(frozen=True, slots=True)
class _Phrase:
    theme: str
    rest: tuple[str, ...]  # the words that must follow the first
    open: bool  # the last word may have any ending

    def follows(self, found: Sequence[str]) -> bool:
        """Whether `found` begins with the rest."""
        if len(found) < len(self.rest):
            return False
        last = found[len(self.rest) - 1]
        return tuple(found[: len(self.rest) - 1]) == self.rest[:-1] and (
            last.startswith(self.rest[-1]) if self.open else last == self.rest[-1]
        )


class Themes:
    """`Themes({"superior": {"en": ["boss*", "team lead*"]}}).of(["my", "boss"])`: superior."""

    def __init__(self, listed: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._stems: defaultdict[str, set[str]] = defaultdict(set)
        self._whole: defaultdict[str, set[str]] = defaultdict(set)
        self._phrases: defaultdict[str, list[_Phrase]] = defaultdict(list)  # by first word
        for theme, by_language in listed.items():
            for entry in itertools.chain.from_iterable(by_language.values()):
                first, *rest = words(entry)
                if rest:
                    phrase = _Phrase(theme, tuple(rest), entry.endswith("*"))
                    self._phrases[first].append(phrase)
                else:
                    (self._stems if entry.endswith("*") else self._whole)[first].add(theme)
        self._starting = lru_cache(_WORDS_KEPT)(self._look_up)

    def of(self, found: Sequence[str]) -> Iterator[str]:
        """Each theme once for every place in `found` where a word or phrase of it begins."""
        for place, word in enumerate(found, 1):
            sure, phrases = self._starting(word)
            yield from sure
            if phrases:
                after = found[place : place + _LONGEST]
                yield from {p.theme for p in phrases if p.follows(after)} - sure

    def _look_up(self, word: str) -> tuple[frozenset[str], tuple[_Phrase, ...]]:
        """The themes of a word by itself, and the phrases that it may begin."""
        sure: set[str] = set()
        phrases: list[_Phrase] = []
        for form in stripped(word):
            sure |= self._whole.get(form, set())
            for end in range(_SHORTEST_STEM, len(form) + 1):
                sure |= self._stems.get(form[:end], set())
            phrases += self._phrases.get(form, [])
        return frozenset(sure), tuple(phrases)
