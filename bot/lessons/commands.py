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

from ._dates import Day, read_date
from ._words import (
    ALL,
    DAILY,
    DAY_OF,
    FILLERS,
    PHRASES,
    SWITCH_OFF,
    SWITCH_ON,
    THROUGH,
    UNTIL,
    VERB_OF,
    WEEKDAYS,
    WEEKEND,
    day_of,
    mask,
)
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
    """Rest until a date, until the next such day or weekday, or (None) until resumed.

    With `through` that day rests too.
    """

    until: Day | Weekday | None = None
    through: bool = False


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


@dataclass(frozen=True, slots=True)
class SetHolidays:
    """Leave out a country's public holidays, as it was written; None leaves out none."""

    country: str | None


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Take these days off for the whole team, or give them back; with none, say which they are."""

    days: tuple[Day, ...] = ()
    off: bool = True


@dataclass(frozen=True, slots=True)
class SetTracks:
    """Give only the track so called; None gives all."""

    track: str | None


@dataclass(frozen=True, slots=True)
class ShowTracks:
    """Say which tracks there are."""


@dataclass(frozen=True, slots=True)
class SetDigest:
    """Whether the week's first lesson says what the team asked about."""

    on: bool


LessonCommand = (
    Today
    | Subscribe
    | Unsubscribe
    | Pause
    | Resume
    | Skip
    | Status
    | Preview
    | PostNow
    | Help
    | SetHolidays
    | DaysOff
    | SetTracks
    | ShowTracks
    | SetDigest
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
_MOST_DAYS = 62  # a long summer; more is a pause
_ONE_DAY = dt.timedelta(days=1)


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
    if verb in _WITH_WORDS:
        return _WITH_WORDS[verb](rest)
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
    through = any(word in THROUGH for word in words)
    named = [word for word in words if word not in UNTIL and word not in THROUGH]
    if not named:
        if words:
            raise LessonCommandError(Problem.DATE_UNCLEAR, given=" ".join(words))
        return Pause()
    weekday = day_of(named[0])
    if weekday is not None and len(named) == 1:
        return Pause(weekday, through)
    date, used = _date(named)
    if used < len(named):
        raise LessonCommandError(Problem.DATE_UNCLEAR, given=" ".join(named))
    return Pause(date, through)


def _date(words: list[str]) -> tuple[Day, int]:
    try:
        found = read_date(words)
    except ValueError as error:
        raise LessonCommandError(Problem.DATE_UNCLEAR, given=" ".join(words)) from error
    if found is None:
        raise LessonCommandError(Problem.DATE_UNCLEAR, given=" ".join(words))
    return found


def _days_off(words: list[str]) -> DaysOff:
    return DaysOff(_days(words))


def _days_on(words: list[str]) -> DaysOff:
    if not words:
        raise LessonCommandError(Problem.DATE_UNCLEAR, given="")
    return DaysOff(_days(words), off=False)


def _days(words: list[str]) -> tuple[Day, ...]:
    """Dates one after the other; `2026-12-24 t/m 2026-12-31` is all from one to the other."""
    words = [part for word in words for part in word.split(",") if part]
    days: list[Day] = []
    until = False
    while words:
        if words[0] in THROUGH or words[0] in ("-", "until", "to", "tot", "עד"):
            until, words = True, words[1:]
            continue
        if words[0] in FILLERS:
            words = words[1:]
            continue
        day, used = _date(words)
        if until:
            days += _between(days[-1:], day, words[0])
        else:
            days.append(day)
        until, words = False, words[used:]
    if until or len(days) > _MOST_DAYS:
        raise LessonCommandError(Problem.DATE_UNCLEAR, given="…")
    return tuple(days)


def _between(first: list[Day], last: Day, given: str) -> list[Day]:
    match first, last:
        case [dt.date() as start], dt.date() if start < last <= start + _MOST_DAYS * _ONE_DAY:
            return [start + n * _ONE_DAY for n in range(1, (last - start).days + 1)]
    raise LessonCommandError(Problem.DATE_UNCLEAR, given=given)


def _holidays(words: list[str]) -> SetHolidays:
    if not words:
        raise LessonCommandError(Problem.COUNTRY_UNKNOWN, given="")
    if len(words) == 1 and words[0] in SWITCH_OFF:
        return SetHolidays(None)
    return SetHolidays(" ".join(words))


def _tracks(words: list[str]) -> SetTracks | ShowTracks:
    if not words:
        return ShowTracks()
    return SetTracks(None if len(words) == 1 and words[0] in ALL else " ".join(words))


def _digest(words: list[str]) -> SetDigest:
    if len(words) == 1 and words[0] in SWITCH_ON | SWITCH_OFF:
        return SetDigest(words[0] in SWITCH_ON)
    raise LessonCommandError(
        Problem.UNEXPECTED_WORDS, given=" ".join(words) or "digest", suggestion="digest on"
    )


_WITH_WORDS: dict[str, Callable[[list[str]], LessonCommand]] = {
    "on": _subscribe,
    "pause": _pause,
    "daysoff": _days_off,
    "dayson": _days_on,
    "holidays": _holidays,
    "tracks": _tracks,
    "digest": _digest,
}


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
