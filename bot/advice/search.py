"""The ranking: which tips fit a situation, and whether any does."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.content import Language, Library, Tip
from bot.language import detect

from .evidence import Contrast, TipEvidence
from .features import units, with_grams
from .lexicon import elsewhere, themes
from .spelling import words

AdviceSide = Literal["agent", "customer"]

MAX_CHARS = 2_000  # a situation is a line or two; more is a text for the tone review
_READ_CHARS = 400  # what is said first names the situation; the rest is told to be brief

# Where the library ends: each language's 3.5th percentile of situations that were left out, so
# that about so many good queries are refused (bench/search.py prints both sides of it). They
# differ as much as the languages' texts do, so one number for all would be wrong for each.
_FITS_AT: Mapping[Language, float] = {"en": 0.42, "nl": 0.30, "he": 1.30}

# Most who ask are agents: their side, unless the words clearly say otherwise. At 0.5 one agent's
# situation in six is taken for a customer's, and half of the customers' are recognised.
_CUSTOMER_AT = 0.5


class EmptySituation(ValueError):
    """There are no words in the situation."""


class SituationTooLong(ValueError):
    """The situation is longer than `MAX_CHARS`."""


@dataclass(frozen=True, slots=True)
class Match:
    """A tip and how close it is, 0…1; comparable within one answer only."""

    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library has for a situation. With `fits` false, `matches` are merely nearest."""

    lang: Language
    fits: bool
    matches: tuple[Match, ...]
    shelf: str  # the nearest category's id
    side: AdviceSide  # whose situation it reads like


class Advice:
    """The library's tips, ready to be searched. Loaded once; safe to share."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._themes = themes()
        # Words typed as the library has them are that tip's, whatever else is close.
        self._verbatim: dict[tuple[str, ...], str] = {}
        lines: list[tuple[str, Counter[str], float]] = []
        agent, customer = Counter[str](), Counter[str]()
        for tip in (tip for tips in library.tips.values() for tip in tips.values()):
            for text, trust in _described(tip):
                lines.append((tip.id, self._units(text), trust))
            for title in (tip.title, tip.customer.title):
                self._verbatim.setdefault(tuple(words(title)), tip.id)
            for asked, side in (
                (tip.situations.agent, agent),
                (tip.situations.customer, customer),
            ):
                for line in asked:
                    counts = self._units(line)
                    lines.append((tip.id, counts, 1.0))
                    side.update(counts)
                    self._verbatim.setdefault(tuple(words(line)), tip.id)
        outside = Counter[str]()
        for line in elsewhere():
            outside.update(self._units(line))
        self._evidence = TipEvidence(lines)
        self._scope = Contrast(agent + customer, outside)
        self._sides = Contrast(customer, agent)

    def find(self, situation: str, lang: Language | None = None, limit: int = 5) -> Answer:
        """The tips nearest to `situation`, best first, in `lang` or the situation's own language.

        Raises `EmptySituation` or `SituationTooLong`.
        """
        query, lang = self._read(situation, lang)
        ranked = sorted(query.scores, key=lambda id: (-query.scores[id], id))
        nearest = self._library.tip(ranked[0], lang)
        assert nearest is not None  # noqa: S101 - the evidence is of the library's own ids
        return Answer(
            lang=lang,
            fits=self._margin(query, lang) >= 0,
            matches=tuple(self._match(id, lang, query.scores[id]) for id in ranked[:limit]),
            shelf=nearest.category,
            side="customer" if self._sides.lean(query.features) > _CUSTOMER_AT else "agent",
        )

    def margin(self, situation: str, lang: Language | None = None) -> float:
        """How far `situation` is inside what the library answers; below 0 it doesn't fit."""
        return self._margin(*self._read(situation, lang))

    def _read(self, situation: str, lang: Language | None) -> tuple["_Query", Language]:
        if len(situation) > MAX_CHARS:
            raise SituationTooLong
        text = situation[:_READ_CHARS]
        found = words(text)
        if not found:
            raise EmptySituation
        counts = with_grams(units(found, self._themes))
        scores = self._evidence.scores(counts)
        verbatim = self._verbatim.get(tuple(found))
        if verbatim:
            scores[verbatim] = 1.0
        return _Query(counts, scores, verbatim is not None), lang or detect(text)

    def _margin(self, query: "_Query", lang: Language) -> float:
        # The ranking has no say: in the vocabulary of the work, something is always near.
        lean = self._scope.lean(query.features)
        return abs(lean) if query.verbatim else lean - _FITS_AT[lang]

    def _match(self, id: str, lang: Language, score: float) -> Match:
        tip = self._library.tip(id, lang)
        return Match(id, tip.title if tip else id, round(min(max(score, 0.0), 1.0), 4))

    def _units(self, text: str) -> Counter[str]:
        return units(words(text), self._themes)


@dataclass(frozen=True, slots=True)
class _Query:
    """A situation as it is read: its features, and each tip's evidence in them."""

    features: Mapping[str, int]
    scores: dict[str, float]
    verbatim: bool


def _described(tip: Tip) -> Iterator[tuple[str, float]]:
    """What the tip says of itself, and how much that is trusted beside a situation's 1.

    The short lines that name the situation are worth two; a paragraph counts by its length.
    """
    for side in (tip.agent, tip.customer):
        yield side.when, 2.0
        yield side.do, 1.0
        yield side.why, 1.0
        for said in side.say:
            yield said, 0.7
        for wrong in side.rather_than:
            yield wrong, 1.0
    for title in (tip.title, tip.customer.title):
        yield title, 2.0
    yield tip.limits, 1.0
