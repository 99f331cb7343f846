"""When a lesson is due: a local date, a local time and a zone make one instant.

    occurrence(date(2026, 3, 29), time(2, 30), zone("Europe/Amsterdam"))   # 01:30 UTC, 03:30 there

Not a cron rule: those add wall-clock differences to instants, and lose or double days around a
change of the clocks. Here each local date has one occurrence by construction.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale, UnknownLocaleError, get_global

from .errors import LessonError, Problem

LATE_WINDOW = dt.timedelta(hours=4)  # a lesson for the morning is no use the next day
EVENING = dt.time(18)  # nobody wants the morning's lesson after work
# A lesson due at 17:50 still deserves longer than a restart takes.
LATE_AT_LEAST = dt.timedelta(minutes=15)

# Names that the zone database lists and nobody lives in.
_NO_PLACE = frozenset({"localtime", "Factory"})


class Weekday(IntEnum):
    """As `date.weekday()` counts."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6

    @property
    def bit(self) -> int:
        return 1 << self.value


@dataclass(frozen=True, slots=True)
class DayMonth:
    """A day without its year: “4 January”. ValueError for one that no year has."""

    month: int
    day: int

    def __post_init__(self) -> None:
        dt.date(2000, self.month, self.day)  # a leap year

    def after(self, today: dt.date) -> dt.date:
        """The next such date, which may be today."""
        for year in range(today.year, today.year + 9):  # 29 February may be eight years off
            try:
                date = dt.date(year, self.month, self.day)
            except ValueError:
                continue
            if date >= today:
                return date
        raise ValueError("the calendar ends before that day")


EVERY_DAY = 0b1111111
MONDAY_TO_FRIDAY = 0b0011111


@cache
def zones() -> frozenset[str]:
    """Every zone's name."""
    return frozenset(available_timezones()) - _NO_PLACE


def zone(tz: str) -> ZoneInfo:
    """The zone by its name. Raises `LessonError` for one that doesn't exist."""
    if tz not in zones():
        raise LessonError(Problem.ZONE_UNKNOWN, zone=tz)
    return ZoneInfo(tz)


def days_in(weekdays: int) -> tuple[Weekday, ...]:
    """The days of a mask, Monday first."""
    return tuple(day for day in Weekday if weekdays & day.bit)


@cache
def working_days(tz: str) -> int:
    """The days that are worked where that zone is: Sunday to Thursday in Israel."""
    territory = get_global("zone_territories").get(get_global("zone_aliases").get(tz, tz), "001")
    try:
        locale = Locale.parse(f"und_{territory}")
    except (UnknownLocaleError, ValueError):
        return MONDAY_TO_FRIDAY
    start, end = locale.weekend_start, locale.weekend_end
    free = {(start + day) % 7 for day in range((end - start) % 7 + 1)}
    return EVERY_DAY & ~sum(1 << day for day in free)


def occurrence(date: dt.date, time: dt.time, where: dt.tzinfo) -> dt.datetime | None:
    """The instant, in UTC, at which `time` comes on `date`; None on a date that isn't lived there.

    A time that the clocks jump over comes that much later; one that they pass twice is the first.
    """
    instant = dt.datetime.combine(date, time, tzinfo=where).astimezone(dt.UTC)
    if instant.astimezone(where).date() != date:
        # Over midnight by a jump (Nuuk, 23:30), or a date that doesn't exist (Apia, 2011-12-30)?
        before = dt.datetime.combine(date, time.replace(fold=1), tzinfo=where).astimezone(dt.UTC)
        if before.astimezone(where).date() != date:
            return None
    return instant


def occurrences(
    start: dt.date, time: dt.time, where: dt.tzinfo, weekdays: int = EVERY_DAY
) -> Iterator[tuple[dt.date, dt.datetime]]:
    """Local dates from `start` on, with their instants; only the days of the mask."""
    date = start
    while True:
        if weekdays & (1 << date.weekday()):
            instant = occurrence(date, time, where)
            if instant is not None:
                yield date, instant
        if date == dt.date.max:
            return
        date += dt.timedelta(days=1)


def start_of_day(date: dt.date, where: dt.tzinfo) -> dt.datetime:
    """The instant at which that local date begins."""
    return dt.datetime.combine(date, dt.time(), tzinfo=where).astimezone(dt.UTC)


def late_until(due: dt.datetime, date: dt.date, time: dt.time, where: dt.tzinfo) -> dt.datetime:
    """Until when a lesson is still worth posting: four hours, and not into the evening, unless
    evening is when the channel wants it."""
    latest = due + LATE_WINDOW
    if time >= EVENING:
        return latest
    evening = dt.datetime.combine(date, EVENING, tzinfo=where).astimezone(dt.UTC)
    return max(min(latest, evening), due + LATE_AT_LEAST)
