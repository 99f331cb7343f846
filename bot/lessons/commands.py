"""The text after `/lesson`, understood.

    parse_command("on 9:30 mon,wed Amsterdam")
    # Subscribe(local_time=time(9, 30), weekdays=0b101, tz="Europe/Amsterdam")

Raises `LessonCommandError`, whose `code` is looked up in the translations.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from ._words import DAILY, DAY_OF, FILLERS, PHRASES, UNTIL, VERB_OF, WEEKDAYS, WEEKEND, mask
from .calendar import Weekday, zones
from .errors import LessonCommandError, Problem

# Enough to say everything; a pasted essay isn't a command.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Today:
    """Show today's lesson."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Start, or change. None: the working days where the zone is; the person's own zone."""

    local_time: dt.time
    weekdays: int | None = None
    tz: str | None = None


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Stop."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Rest until a date, until the next such weekday, or (None) until resumed."""

    until: dt.date | Weekday | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """End the pause."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave out the next."""


@dataclass(frozen=True, slots=True)
class Status:
    """Say how things stand."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Show what is coming."""


@dataclass(frozen=True, slots=True)
class PostNow:
    """Post today's now."""


@dataclass(frozen=True, slots=True)
class Help:
    """Say what `/lesson` can do."""


LessonCommand = (
    Today | Subscribe | Unsubscribe | Pause | Resume | Skip | Status | Preview | PostNow | Help
)

_PLAIN: dict[str, Callable[[], LessonCommand]] = {
    "today": Today,
    "off": Unsubscribe,
    "resume": Resume,
    "skip": Skip,
    "status": Status,
    "preview": Preview,
    "now": PostNow,
    "help": Help,
}

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_TIME = re.compile(r"(?:ב-?)?(\d{1,2})(?:[:.hu](\d{2}))?([hu]|am|pm)?")
_HALF_DAY = frozenset(("am", "pm"))
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    # With a dash or a dot the day comes first everywhere; with a slash it depends on whom you ask.
    re.compile(r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})"),
)


def parse_command(text: str) -> LessonCommand:
    """What somebody means by `/lesson <text>`; nothing is today's lesson."""
    words = _split(text)
    if not words:
        return Today()
    verb, rest = VERB_OF.get(words[0]), words[1:]
    if verb is None:
        close = get_close_matches(words[0], VERB_OF, n=1)
        raise LessonCommandError(
            Problem.UNKNOWN_COMMAND, given=words[0], suggestion=close[0] if close else ""
        )
    if verb == "on":
        return _subscribe(rest)
    if verb == "pause":
        return _pause(rest)
    if rest:
        # `skip friday` must not skip Thursday.
        raise LessonCommandError(Problem.UNEXPECTED_WORDS, given=" ".join(rest), suggestion="")
    return _PLAIN[verb]()


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[: LONGEST + 1]))
    if len(plain) > LONGEST:
        raise LessonCommandError(Problem.UNEXPECTED_WORDS, given=plain[:20] + "…", suggestion="")
    plain = plain.casefold().replace("׳", "").replace("'", "").replace("–", "-").replace("־", "-")
    plain = re.sub(r"\s+", " ", re.sub(r"\s*,\s*", ",", plain)).strip(" .!")
    # A lone ב before a time is “at”; elsewhere it is Monday.
    plain = re.sub(r"(?<!\S)ב (?=\d)", "", plain)
    for phrase, word in PHRASES.items():
        plain = re.sub(rf"(?<!\S){phrase}(?!\S)", word, plain)
    return plain.split()


def _subscribe(words: list[str]) -> Subscribe:
    time: dt.time | None = None
    days, working, others = 0, False, list[str]()
    for word in _join_half_days(words):
        if word in WEEKDAYS:
            working = True
        elif (found := mask(word)) is not None:
            days |= found
        elif word in FILLERS:
            continue
        elif word[:1].isdigit() or _TIME.fullmatch(word):
            if time is not None:
                raise LessonCommandError(Problem.TIME_UNCLEAR, given=word)
            time = _time(word)
        else:
            others.append(word)
    tz = _zone(others) if others else None
    if time is None:
        raise LessonCommandError(Problem.TIME_MISSING)
    if working and days:
        raise LessonCommandError(Problem.UNEXPECTED_WORDS, given="weekdays", suggestion="")
    return Subscribe(time, days or None, tz)


def _join_half_days(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if word in _HALF_DAY and joined and joined[-1][-1].isdigit():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _time(word: str) -> dt.time:
    match = _TIME.fullmatch(word)
    if match is None:
        raise LessonCommandError(Problem.TIME_UNCLEAR, given=word)
    hour, minute, suffix = int(match[1]), int(match[2] or 0), match[3]
    if suffix in _HALF_DAY:
        if not 1 <= hour <= 12:
            raise LessonCommandError(Problem.TIME_UNCLEAR, given=word)
        hour = hour % 12 + (12 if suffix == "pm" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError as error:
        raise LessonCommandError(Problem.TIME_UNCLEAR, given=word) from error


def _pause(words: list[str]) -> Pause:
    named = [word for word in words if word not in UNTIL]
    if not named:
        if words:
            raise LessonCommandError(Problem.DATE_UNCLEAR, given=" ".join(words))
        return Pause()
    if len(named) > 1:
        raise LessonCommandError(Problem.DATE_UNCLEAR, given=" ".join(named))
    word = named[0]
    if word in DAY_OF:
        return Pause(DAY_OF[word])
    for form in _DATES:
        if match := form.fullmatch(word):
            try:
                return Pause(dt.date(int(match["year"]), int(match["month"]), int(match["day"])))
            except ValueError as error:
                raise LessonCommandError(Problem.DATE_UNCLEAR, given=word) from error
    raise LessonCommandError(Problem.DATE_UNCLEAR, given=word)


@cache
def _zone_names() -> dict[str, str]:
    """Every way to write a zone: whole, or its city where only one zone has it."""
    whole = {name.casefold(): name for name in zones()}
    cities: dict[str, list[str]] = {}
    for name in zones():
        area, slash, _ = name.partition("/")
        if slash and area not in {"Etc", "posix", "right", "SystemV"}:
            cities.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    return {city: names[0] for city, names in cities.items() if len(names) == 1} | whole


def _zone(words: list[str]) -> str:
    given = "_".join(words)
    names = _zone_names()
    if given in names:
        return names[given]
    shown = " ".join(words)
    close = get_close_matches(given, names, n=1, cutoff=0.75)
    if close or "/" in given or given.startswith(("utc", "gmt")):
        suggestion = names[close[0]] if close else ""
        raise LessonCommandError(Problem.ZONE_UNKNOWN, zone=shown, suggestion=suggestion)
    day_words = [*DAY_OF, *DAILY, *WEEKDAYS, *WEEKEND]
    days = get_close_matches(words[0], day_words, n=1)
    raise LessonCommandError(
        Problem.UNEXPECTED_WORDS, given=shown, suggestion=days[0] if days else ""
    )
