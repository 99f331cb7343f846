"""Dean's own words, in English, Dutch and Hebrew (Fluent files beside this one).

    words = words_for("nl")
    words("tone-count", count=2)

A message that a language lacks is said in English; a test keeps the files alike.
"""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import babel.dates
import babel.lists
import babel.numbers
from fluent.runtime import FluentBundle, FluentResource

from bot.content import Language

# Babel's own skeletons shorten the names; a schedule is read better with whole ones.
_DAY_PATTERNS: dict[Language, str] = {
    "en": "EEEE d MMMM",
    "nl": "EEEE d MMMM",
    "he": "EEEE, d בMMMM",
}

_LONGEST_ARGUMENT = 900  # Fluent fails on one of more than 1,000 characters

_HERE = Path(__file__).resolve().parent


class MissingWords(LookupError):
    """No language has a message of this name: a mistake in the code, found by the tests."""


class Words:
    """One language's messages. Call it with a message's name and its arguments."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang
        self._bundles = [_bundle(each) for each in dict.fromkeys((lang, "en"))]

    def __call__(self, name: str, /, **args: object) -> str:
        """The message, with each argument isolated so that it can't turn the line around.

        Raises `MissingWords` where there is no such message.
        """
        shortened = {
            key: value[:_LONGEST_ARGUMENT] if isinstance(value, str) else value
            for key, value in args.items()
        }
        for bundle in self._bundles:
            if not bundle.has_message(name):
                continue
            pattern = bundle.get_message(name).value
            if pattern is None:
                continue
            text, errors = bundle.format_pattern(pattern, shortened)
            if errors:
                raise MissingWords(f"{name}: {errors[0]}")
            return str(text)
        raise MissingWords(name)

    def has(self, name: str) -> bool:
        """Whether any language of this chain has the message."""
        return any(bundle.has_message(name) for bundle in self._bundles)

    def date(self, day: dt.date) -> str:
        """A day as people here write it: “Monday 23 November”."""
        return babel.dates.format_date(day, _DAY_PATTERNS[self.lang], locale=self.lang)

    def time(self, at: dt.time) -> str:
        """A time as people here write it, always in 24 hours: support teams span zones."""
        return at.strftime("%H:%M")

    def listed(self, items: Sequence[str]) -> str:
        """Items as they are listed here: “Monday, Wednesday, and Friday”."""
        return babel.lists.format_list(list(items), locale=self.lang)

    def quoted(self, text: str) -> str:
        """`text` in this language's quotation marks."""
        open_, close = ("״", "״") if self.lang == "he" else ("“", "”")
        return f"{open_}{text}{close}"

    def number(self, value: int) -> str:
        """A whole number with this language's separators."""
        return babel.numbers.format_decimal(value, locale=self.lang)


@cache
def _bundle(lang: Language) -> FluentBundle:
    # Isolation keeps a Latin name from turning a Hebrew line around, and the reverse.
    bundle = FluentBundle([lang], use_isolating=True)
    bundle.add_resource(FluentResource((_HERE / f"{lang}.ftl").read_text("utf-8")))
    return bundle


@cache
def words_for(lang: Language) -> Words:
    """The words of one language, read once."""
    return Words(lang)


def message_names(lang: Language) -> frozenset[str]:
    """Every message that a language's own file defines."""
    return frozenset(_bundle(lang)._messages)
