"""What a text shows besides faults: whose it is, what works in it, what a customer feels and asks.

    signals = load_signals(Path("rules"), "en", words)
    present(signals.strengths, view)        # ("apology", "next-step", "date")

The words are data, `rules/<language>/signals.yaml`; which tip answers which mood or wish is
`rules/tips.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.content.models import TIP_ID, Language

from .models import RuleError, Side
from .pattern import Phrase
from .rulebook import SIGNALS_FILE, Pattern, compile_phrases, explain, read_data
from .view import View

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
_TipId = Annotated[str, Field(pattern=TIP_ID)]
TIPS_FILE = "tips.yaml"
_REACH = 60  # characters before a phrase in which a "not" denies it


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _SignalText(_Strict):
    weight: float = 1.0
    phrases: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()  # in the same sentence, shortly before


class Scaffold(_Strict):
    """Words for what only the person who replies can fill in."""

    acknowledge: _Line
    next_step: _Line
    keep: _Line  # a slot for facts of a sentence that went, with {facts} in it
    stands_alone: tuple[Pattern, ...]  # how a clause begins that can be a sentence: "but we"
    joins: frozenset[str]  # words that join such a clause to the one before
    greeting: tuple[Pattern, ...]  # how a sentence opens before what it says: "Hi Sam,"


class _SignalsFile(_Strict):
    side: dict[Side, dict[str, _SignalText]]
    strengths: dict[str, _SignalText]
    politeness: dict[str, _SignalText]
    mood: dict[str, _SignalText]
    asks: dict[str, _SignalText]
    scaffold: Scaffold


class TipChoice(_Strict):
    """Which tips answer a mood or a wish, best first; earlier lines weigh more."""

    mood: dict[str, tuple[_TipId, ...]]
    asks: dict[str, tuple[_TipId, ...]]


@dataclass(frozen=True)
class Signal:
    """A key with the words that show it."""

    key: str
    weight: float
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]

    def count(self, view: View, most: int = 3) -> int:
        """How many sentences show it, up to `most`."""
        seen: set[int] = set()
        for phrase in self.phrases:
            for match in phrase.finditer(view.text):
                at = view.sentence_at(match.start)
                if at not in seen and not self._denied(view, at, match.start):
                    seen.add(at)
                if len(seen) >= most:
                    return most
        return len(seen)

    def _denied(self, view: View, at: int, low: int) -> bool:
        first = max(view.sentences[at].low, low - _REACH)
        return any(True for phrase in self.unless for _ in phrase.finditer(view.text, first, low))


@dataclass(frozen=True)
class Signals:
    """One language's signals."""

    lang: Language
    sides: dict[Side, tuple[Signal, ...]]
    strengths: tuple[Signal, ...]
    politeness: tuple[Signal, ...]
    mood: tuple[Signal, ...]
    asks: tuple[Signal, ...]
    stands_alone: tuple[Phrase, ...]
    greeting: tuple[Phrase, ...]
    scaffold: Scaffold

    @cached_property
    def next_step(self) -> Signal:
        """The signal that a reply says what happens next."""
        return next(signal for signal in self.strengths if signal.key == "next-step")

    def score(self, signals: tuple[Signal, ...], view: View) -> float:
        """The signals' weights, each times the sentences that show it."""
        return sum(signal.weight * signal.count(view) for signal in signals)


def present(signals: tuple[Signal, ...], view: View) -> tuple[str, ...]:
    """The keys that the text shows, in the file's order."""
    return tuple(signal.key for signal in signals if signal.count(view, most=1))


def load_signals(rules_dir: Path, lang: Language, words: Mapping[str, str]) -> Signals:
    """One language's signals. Raises `RuleError`."""
    file = rules_dir / lang / SIGNALS_FILE
    try:
        written = _SignalsFile.model_validate(read_data(file))
    except ValidationError as error:
        raise RuleError(file, None, explain(error)) from error

    def compiled(entries: dict[str, _SignalText]) -> tuple[Signal, ...]:
        return tuple(
            Signal(
                key,
                entry.weight,
                compile_phrases(file, key, lang, entry.phrases, words),
                compile_phrases(file, key, lang, entry.unless, words),
            )
            for key, entry in entries.items()
        )

    if "next-step" not in written.strengths:
        raise RuleError(file, None, "strengths: next-step is missing; rewriting relies on it")
    return Signals(
        lang=lang,
        sides={side: compiled(entries) for side, entries in written.side.items()},
        strengths=compiled(written.strengths),
        politeness=compiled(written.politeness),
        mood=compiled(written.mood),
        asks=compiled(written.asks),
        stands_alone=compile_phrases(file, "scaffold", lang, written.scaffold.stands_alone, words),
        greeting=compile_phrases(file, "scaffold", lang, written.scaffold.greeting, words),
        scaffold=written.scaffold,
    )


def load_tip_choice(rules_dir: Path) -> TipChoice:
    """Which tips answer which mood and wish. Raises `RuleError`."""
    file = rules_dir / TIPS_FILE
    try:
        return TipChoice.model_validate(read_data(file))
    except ValidationError as error:
        raise RuleError(file, None, explain(error)) from error
