"""The ranking: which tips fit a situation, and whether any does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.content import Language, Library, Tip
from bot.keys import key
from bot.language import detect, readable

from .encoder import EncoderUnavailable
from .evidence import Told, WordEvidence
from .features import units, with_grams
from .heads import HeadsUnusable
from .lexicon import elsewhere, themes
from .lines import READ_CHARS
from .own import BY_MEANING, BY_WORDS, Asked, Own, OwnMatch, Scale
from .semantic import Meaning
from .spelling import words

AdviceSide = Literal["agent", "customer"]

MAX_CHARS = 2_000  # a situation is a line or two; more is a text for the tone review

# Where the library ends, by words alone: each language's 3.5th percentile of situations that were
# left out, so that about so many good queries are refused (bench/search.py prints both sides of
# it). They differ as much as the languages' texts do, so one number for all would be wrong for
# each. By meaning they are in the heads.
_FITS_AT: Mapping[Language, float] = {"en": -0.12, "nl": -0.18, "he": 1.02}

# Most who ask are agents: their side, unless the words clearly say otherwise. At 0.5 one agent's
# situation in six is taken for a customer's, and half of the customers' are recognised.
_CUSTOMER_AT = 0.5
_UNREADABLE = -1.0  # the margin of a query in a script that the library lacks


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
    shelf: str  # the library's nearest category's id
    side: AdviceSide  # whose situation it reads like


class Advice:
    """The library's tips, ready to be searched. Loaded once; safe to share.

    Tips are found by words and by meaning; by words alone where the encoder can't be loaded, or
    with `words_only`. `meaning` is for measuring others than the shipped one.
    """

    def __init__(
        self, library: Library, *, words_only: bool = False, meaning: Meaning | None = None
    ) -> None:
        self._library = library
        self._meaning, self.without = meaning, "words only was asked for" if words_only else ""
        if meaning is None and not words_only:
            self._meaning, self.without = _shipped(library)
        self._themes = themes()
        # Words typed as the library has them are that tip's, whatever else is close. By key:
        # nine thousand lines as words would take six megabytes.
        self._verbatim: dict[int, str] = {}
        # How common each word and theme is, for the team's own tips.
        self.lines, self.common = 0, Counter[str]()
        self._evidence = WordEvidence(
            self._told(tip for tips in library.tips.values() for tip in tips.values()),
            (units(words(line), self._themes) for line in elsewhere()),
        )

    def _told(self, tips: Iterable[Tip]) -> Iterator[Told]:
        """Every line of the tips, counted."""
        for tip in tips:
            for text, trust, side in _described(tip):
                found = words(text)
                if side or text in (tip.title, tip.customer.title):
                    self._verbatim.setdefault(key(" ".join(found)), tip.id)
                counts = units(found, self._themes)
                self.lines += 1
                self.common.update(unit for unit in counts if unit[0] in "wt")
                yield Told(tip.id, counts, trust, side)

    @property
    def meaning(self) -> Meaning | None:
        """What finds by meaning, for what else compares with it; None by words only."""
        return self._meaning

    @property
    def by_meaning(self) -> bool:
        """Whether tips are found by meaning too; if not, `without` says why."""
        return self._meaning is not None

    @property
    def stale(self) -> bool:
        """Whether texts changed since the heads were made: it works, but less well."""
        return self._meaning is not None and self._meaning.stale

    def find(
        self,
        situation: str,
        lang: Language | None = None,
        limit: int = 5,
        own: Own | None = None,
    ) -> Answer:
        """The tips nearest to `situation`, best first, in `lang` or the situation's own language.

        Tips of a team's `own` that answer stand among them, on one scale; the library's keep
        their order. Raises `EmptySituation` or `SituationTooLong`.
        """
        query, lang = self._read(situation, lang)
        ranked = sorted(query.scores, key=lambda id: (-query.scores[id], id))
        nearest = self._library.tip(ranked[0], lang)
        assert nearest is not None  # noqa: S101 - the evidence is of the library's own ids
        fits = query.margin >= 0
        matches = [self._match(id, lang, query.scores[id]) for id in ranked[:limit]]
        theirs = own.near(query.asked, limit) if own else ()
        if theirs:
            scale = BY_WORDS if self._meaning is None else BY_MEANING
            matches = _merged(matches, theirs, scale, fits=fits)
        return Answer(
            lang=lang,
            fits=fits or bool(theirs),
            matches=tuple(matches[:limit]),
            shelf=nearest.category,
            side="customer" if query.customer > 0 else "agent",
        )

    def margin(self, situation: str, lang: Language | None = None) -> float:
        """How far `situation` is inside what the library answers; below 0 it doesn't fit."""
        return self._read(situation, lang)[0].margin

    def customer_lean(self, situation: str) -> float:
        """How much `situation` reads like a customer's; at 0 or less it is taken for an agent's."""
        return self._read(situation, None)[0].customer

    def _read(self, situation: str, lang: Language | None) -> tuple["_Query", Language]:
        if len(situation) > MAX_CHARS:
            raise SituationTooLong
        text = situation[:READ_CHARS]
        found = words(text)
        if not found:
            raise EmptySituation
        lang = lang or detect(text)
        alone = units(found, self._themes)
        counts = with_grams(alone)
        said = self._evidence.read(counts)
        if self._meaning is None:
            asked = Asked(alone, None)
            query = _Query(
                said.scores, said.inside - _FITS_AT[lang], said.customer - _CUSTOMER_AT, asked
            )
        else:
            read = self._meaning.read(text, said.scores, said.inside, said.customer)
            margin = read.inside - self._meaning.fits_at(lang)
            query = _Query(read.scores, margin, read.customer, Asked(alone, read.compared))
        known = self._verbatim.get(key(" ".join(found)))
        if known:
            query = replace(query, scores={**query.scores, known: 1.0}, margin=abs(query.margin))
        elif not readable(text):
            # The encoder knows a hundred languages and guesses; nobody here can judge its guess.
            query = replace(query, margin=min(query.margin, _UNREADABLE))
        return query, lang

    def _match(self, id: str, lang: Language, score: float) -> Match:
        tip = self._library.tip(id, lang)
        return Match(id, tip.title if tip else id, _score(score))


@dataclass(frozen=True, slots=True)
class _Query:
    """A situation as it is read."""

    scores: dict[str, float]  # each tip's
    # The ranking has no say: in the vocabulary of the work, something is always near.
    margin: float  # from 0 up it fits
    customer: float  # above 0 it is a customer's
    asked: Asked


def _score(score: float) -> float:
    return round(min(max(score, 0.0), 1.0), 4)


def _merged(
    matches: list[Match], theirs: Sequence[OwnMatch], scale: Scale, *, fits: bool
) -> list[Match]:
    """The library's tips in their order, with the team's own among them, by score."""
    own = [Match(each.id, each.title, _score(scale.score(each.odds))) for each in theirs]
    if not fits:
        # The library has no answer: its nearest tips can't go before one, nor are they close.
        matches = [replace(match, score=0.0) for match in matches]
    return sorted([*own, *matches], key=lambda match: -match.score)


def _shipped(library: Library) -> tuple[Meaning | None, str]:
    """What finds by meaning, or why there is none."""
    try:
        return Meaning.load(library), ""
    except (EncoderUnavailable, HeadsUnusable) as error:
        return None, str(error)


def _described(tip: Tip) -> Iterator[tuple[str, float, AdviceSide | None]]:
    """The tip's lines, how much each is trusted beside a situation's 1, and whose situation it is.

    The short lines that name the situation are worth two; a paragraph counts by its length.
    """
    for title in (tip.title, tip.customer.title):
        yield title, 2.0, None
    for line in tip.situations.agent:
        yield line, 1.0, "agent"
    for line in tip.situations.customer:
        yield line, 1.0, "customer"
    for side in (tip.agent, tip.customer):
        yield side.when, 2.0, None
        yield side.do, 1.0, None
        yield side.why, 1.0, None
        for said in side.say:
            yield said, 0.7, None
        for wrong in side.rather_than:
            yield wrong, 1.0, None
    yield tip.limits, 1.0, None
