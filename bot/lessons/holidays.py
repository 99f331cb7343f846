"""Public holidays, by country or a part of one: `NL`, `DE-BY`.

    country("Nederland")                      # "NL"
    is_holiday("NL", date(2026, 12, 25))      # True

The dates are the `holidays` package's; they come with a release of it, and are no legal advice.
"""

import datetime as dt
from collections.abc import Collection
from functools import cache

import holidays
from babel import Locale

from .errors import LessonError, Problem

# Where people write something else than Unicode.
_ALIASES = {"holland": "NL", "uk": "GB", "england": "GB", "engeland": "GB", "usa": "US"}
_SPOKEN = ("en", "nl", "he")  # whose names of countries are understood


@cache
def countries() -> frozenset[str]:
    """Every country with known holidays, as ISO 3166: two letters."""
    return frozenset(code for code in holidays.list_supported_countries() if len(code) == 2)


def country(written: str) -> str:
    """A code, or a country's name in any of our languages, as a code.

    Raises `LessonError` for one whose holidays aren't known.
    """
    code = _ALIASES.get(written.strip().casefold(), written.strip().upper())
    base, dash, part = code.partition("-")
    if base in countries():
        if not dash:
            return base
        if part in {each.upper() for each in holidays.list_supported_countries().get(base, ())}:
            return code
    named = _names().get(written.strip().casefold())
    if named is None:
        raise LessonError(Problem.COUNTRY_UNKNOWN, given=written)
    return named


def name(code: str, lang: str) -> str:
    """A country as people call it: “Netherlands”, “Germany (BY)”."""
    base, _, part = code.partition("-")
    called = Locale(lang).territories.get(base, base)
    return f"{called} ({part})" if part else called


def is_holiday(code: str, date: dt.date) -> bool:
    """Whether that local date is a public holiday there. A country that the package has dropped
    has none: a lesson on a holiday is better than none at all."""
    return date in _in_year(code, date.year)


@cache
def _in_year(code: str, year: int) -> Collection[dt.date]:
    base, _, part = code.partition("-")
    subdivisions = holidays.list_supported_countries().get(base, ())
    subdiv = next((each for each in subdivisions if each.upper() == part), None)
    try:
        return frozenset(holidays.country_holidays(base, subdiv=subdiv, years=year))
    except NotImplementedError:
        return frozenset()


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for lang in _SPOKEN:
        for code, called in Locale(lang).territories.items():
            if code in countries():
                found[called.casefold()] = code
    return found
