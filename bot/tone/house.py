"""A team's own words: what it has agreed not to say, and what is fine in its house.

    house = House(avoid=(Avoided(phrase="valued customer", instead="you"),), allow=("no worries",))
    reviewer.review(text, house=house)

Phrases are literal: no patterns, no guards; case, quotes and spacing don't matter. An allowed one
takes away what is found in it, and what is found around it where it is the better half of that.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.content.models import Language

from .matching import Hit
from .models import Review, verdict_of
from .rulebook import Rule, RuleText
from .view import View, fold

MOST_PHRASES = 100  # of a kind
LONGEST_PHRASE = 80  # characters

_MOST_HITS = 5  # of one phrase: more are repetition
_PREFIXED = 5  # letters from which on one word may have a prefix: in shorter ones it is chance
_CACHED = 256  # workspaces
# Hebrew writes "and", "the", "in", "to", "that", "from", "as" onto the word.
_PREFIX = r"(?:[\u05d5\u05e9\u05d4\u05d1\u05dc\u05db\u05de]{1,2}(?=[\u05d0-\u05ea]{2}))?"
_WHY: dict[Language, str] = {
    "en": "Your team has agreed not to say this.",
    "nl": "Jullie team heeft afgesproken dit niet te zeggen.",
    "he": "בצוות שלכם הוחלט לא לומר את זה.",
}


def folded(phrase: str) -> str:
    """The phrase as it is looked for: what reads alike is alike."""
    return " ".join(fold(phrase).split())


def _spoken(phrase: str) -> str:
    if not any(char.isalnum() for char in folded(phrase)):
        raise ValueError("a phrase needs a letter or a digit")
    if "\n" in View(phrase).text:
        raise ValueError("a phrase stands within one sentence")
    return phrase


_Phrase = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_PHRASE)
]


class Avoided(BaseModel):
    """A phrase that the team doesn't use, and what it says instead, if anything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: _Phrase
    instead: _Phrase | None = None

    @field_validator("phrase")
    @classmethod
    def _has_words(cls, phrase: str) -> str:
        return _spoken(phrase)

    @model_validator(mode="after")
    def _ends_somewhere(self) -> Self:
        """What is said instead doesn't hold the phrase: it would be found there again."""
        if self.instead and folded(self.phrase) in folded(self.instead):
            raise PydanticCustomError("holds_itself", "the replacement holds the phrase")
        return self


class House(BaseModel):
    """Both lists. Empty: nothing is special here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    avoid: tuple[Avoided, ...] = Field(default=(), max_length=MOST_PHRASES)
    allow: tuple[_Phrase, ...] = Field(default=(), max_length=MOST_PHRASES)

    @field_validator("allow")
    @classmethod
    def _have_words(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_spoken(phrase) for phrase in phrases)


NOTHING_SPECIAL = House()


class _HouseRule(Rule):
    """Stands where a rule would."""

    __slots__ = ()

    @property
    def id(self) -> str:
        return f"house/{self.text.id}"


@dataclass(frozen=True)
class HouseWords:
    """A house's phrases, ready to be looked for."""

    avoided: tuple[tuple[re.Pattern[str], dict[Language, Rule]], ...]
    allowed: re.Pattern[str] | None

    def spared(self, view: View, hits: Iterable[Hit]) -> list[Hit]:
        """The hits without those that an allowed phrase makes up, or the better half of."""
        if self.allowed is None:
            return list(hits)
        spans = [_span(match) for match in self.allowed.finditer(view.text)]
        return [
            hit
            for hit in hits
            if 2 * sum(max(0, min(hit.high, b) - max(hit.low, a)) for a, b in spans)
            < hit.high - hit.low
        ]

    def joined(self, view: View, lang: Language, hits: list[Hit]) -> list[Hit]:
        """The hits and the avoided phrases. Of two that share words the team's own stays, unless
        the other is grave."""
        grave = [hit for hit in hits if hit.rule.text.severity == "stop"]
        own = [hit for hit in self._avoided_in(view, lang) if _apart(hit, grave)]
        rest = [hit for hit in hits if hit in grave or _apart(hit, own)]
        return [*rest, *own]

    def _avoided_in(self, view: View, lang: Language) -> Iterator[Hit]:
        taken: list[Hit] = []
        for pattern, rules in self.avoided:
            for n, match in enumerate(pattern.finditer(view.text)):
                hit = Hit(rules[lang], *_span(match))
                if n < _MOST_HITS and _apart(hit, taken):
                    taken.append(hit)
                    yield hit


def _apart(hit: Hit, others: list[Hit]) -> bool:
    return all(hit.high <= other.low or hit.low >= other.high for other in others)


@lru_cache(maxsize=_CACHED)
def house_words(house: House) -> HouseWords:
    """The phrases of a house, compiled once."""
    # Longer ones first: "no problem at all" before "no problem".
    allowed = sorted({folded(phrase) for phrase in house.allow}, key=len, reverse=True)
    avoided = sorted(house.avoid, key=lambda each: len(folded(each.phrase)), reverse=True)
    return HouseWords(
        tuple((_pattern([folded(each.phrase)]), _rules(each)) for each in avoided),
        _pattern(allowed) if allowed else None,
    )


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """Any of these as whole words; the group that matched is the words without a prefix."""
    long = [re.escape(each) for each in phrases if " " in each or len(each) >= _PREFIXED]
    short = [re.escape(each) for each in phrases if " " not in each and len(each) < _PREFIXED]
    ways = [rf"{_PREFIX}(?P<long>{'|'.join(long)})"] if long else []
    ways += [rf"(?P<short>{'|'.join(short)})"] if short else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)")


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span(match.lastgroup or 0)


def _rules(avoided: Avoided) -> dict[Language, Rule]:
    return {lang: _rule(avoided, lang) for lang in _WHY}


def _rule(avoided: Avoided, lang: Language) -> Rule:
    # Not validated: a rule's examples are its tests, and a literal phrase needs none.
    text = RuleText.model_construct(
        # A card carries it: short, whatever is written.
        id=blake2b(folded(avoided.phrase).encode("utf-8", "replace"), digest_size=8).hexdigest(),
        why=_WHY[lang],
        instead=avoided.instead,
        fix="replace" if avoided.instead else None,
        examples=(),
    )
    return _HouseRule(text=text, category="vague", lang=lang)


def without(review: Review, rules: frozenset[str]) -> Review:
    """The review without the findings of these rules; what is grave stays, whoever muted it."""
    kept = tuple(
        finding
        for finding in review.findings
        if finding.severity == "stop" or finding.rule not in rules
    )
    if len(kept) == len(review.findings):
        return review
    # The suggested reply also mends what is fine here, so it is no longer the one to suggest.
    verdict = verdict_of(finding.severity for finding in kept)
    return dataclasses.replace(review, findings=kept, verdict=verdict, rewrite=None)
