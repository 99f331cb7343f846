"""The ranking: which tips fit a situation, and whether any does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.content import Language, Library, Tip
from bot.language import detect

from .features import normalise, words
from .index import LineIndex

AdviceSide = Literal["agent", "customer"]

MAX_CHARS = 2_000  # a situation is a line or two; more is a text for the tone review
_READ_CHARS = 400  # what is said first names the situation; the rest is told to be brief

# A tip is as close as its two best lines, with a little from the rest: one lucky line is not
# enough, and a tip with many lines must not win by their number.
_SECOND, _REST = 0.5, 0.05

# Below these nothing fits. Measured on out-of-scope lines, see bench/search.py.
_FITS_AT = 0.24
_FITS_COVERAGE = 0.34


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
        self._index = LineIndex(
            (id, text, trust)
            for tips in library.tips.values()
            for id, tip in tips.items()
            for text, trust in _lines(tip)
        )
        self._sides: dict[AdviceSide, LineIndex] = {
            side: LineIndex(
                (side, text, 1.0)
                for tips in library.tips.values()
                for tip in tips.values()
                for text in (tip.situations.agent if side == "agent" else tip.situations.customer)
            )
            for side in ("agent", "customer")
        }

    def find(self, situation: str, lang: Language | None = None, limit: int = 5) -> Answer:
        """The tips nearest to `situation`, best first, in `lang` or the situation's own language.

        Raises `EmptySituation` or `SituationTooLong`.
        """
        if len(situation) > MAX_CHARS:
            raise SituationTooLong
        query = situation[:_READ_CHARS]
        if not words(normalise(query)):
            raise EmptySituation
        lang = lang or detect(query)
        scored = sorted(
            ((_pool(lines), id) for id, lines in self._index.scores(query).items()),
            key=lambda pair: (-pair[0], pair[1]),
        )[:limit]
        best = scored[0][0] if scored else 0.0
        fits = best >= _FITS_AT and self._index.coverage(query) >= _FITS_COVERAGE
        matches = tuple(Match(id, self._title(id, lang), round(score, 4)) for score, id in scored)
        nearest = matches[0].id if matches else self._library.tip_ids()[0]
        tip = self._library.tip(nearest, lang)
        assert tip is not None  # noqa: S101 - the index holds the library's own ids
        return Answer(lang, fits, matches, tip.category, self._side(query))

    def _title(self, id: str, lang: Language) -> str:
        tip = self._library.tip(id, lang)
        return tip.title if tip else id

    def _side(self, query: str) -> AdviceSide:
        closeness = {
            side: max(index.scores(query).get(side, [0.0])) for side, index in self._sides.items()
        }
        # Dean lives in a support team's Slack: the agent's side unless the words say otherwise.
        return "customer" if closeness["customer"] > 1.25 * closeness["agent"] else "agent"


def _lines(tip: Tip) -> Iterator[tuple[str, float]]:
    for situation in tip.situations.all:
        yield situation, 1.0
    for title in (tip.title, tip.customer.title):
        yield title, 0.95
    for when in (tip.agent.when, tip.customer.when):
        yield when, 0.9
    for wrong in tip.agent.rather_than + tip.customer.rather_than:
        yield wrong, 0.7


def _pool(lines: list[float]) -> float:
    second = lines[1] if len(lines) > 1 else 0.0
    return (lines[0] + _SECOND * second + _REST * sum(lines[2:6])) / (1 + _SECOND + 4 * _REST)
