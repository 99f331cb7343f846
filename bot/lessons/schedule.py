"""A channel's schedule: on which dates it wants a lesson, and when each is due."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from bot.store import Delivery, DeliveryState, Pattern, PlannedDay, Schedule

from . import calendar
from .calendar import occurrence, zone
from .holidays import is_holiday

# Far enough for one lesson a week after a long pause; what is further isn't “coming up”.
LOOK_AHEAD_DAYS = 400


class Reason(StrEnum):
    """Why a lesson was skipped; what Slack refused is kept in Slack's own word."""

    LATE = "late"
    ASKED = "asked"
    MOVED = "moved"
    UNSUBSCRIBED = "unsubscribed"
    NO_LESSONS = "no-lessons"


# The whole of a schedule's spread: what is due at 09:00 is posted while it is 09:00.
SPREAD = dt.timedelta(seconds=60)
NO_SPREAD = dt.timedelta()
_NONE: frozenset[dt.date] = frozenset()


class Timing(Protocol):
    """What decides dates and hours: a schedule has it, and a pattern that many schedules share."""

    @property
    def local_time(self) -> dt.time: ...
    @property
    def tz(self) -> str: ...
    @property
    def weekdays(self) -> int: ...
    @property
    def holidays(self) -> str | None: ...
    @property
    def paused_until(self) -> dt.date | None: ...
    @property
    def enabled(self) -> bool: ...


def local_date(schedule: Timing, now: dt.datetime) -> dt.date:
    """Today, where the channel is."""
    return now.astimezone(zone(schedule.tz)).date()


def wants(schedule: Timing, date: dt.date, days_off: AbstractSet[dt.date] = _NONE) -> bool:
    """Whether the channel wants a lesson on that local date."""
    if not schedule.enabled or not schedule.weekdays & (1 << date.weekday()):
        return False
    if date in days_off or (schedule.holidays and is_holiday(schedule.holidays, date)):
        return False
    return schedule.paused_until is None or date >= schedule.paused_until


def rests(schedule: Timing, now: dt.datetime, days_off: AbstractSet[dt.date] = _NONE) -> bool:
    """Whether it is paused today, or today is free."""
    today = local_date(schedule, now)
    if schedule.paused_until is not None and today < schedule.paused_until:
        return True
    return today in days_off or bool(schedule.holidays and is_holiday(schedule.holidays, today))


def planned(pattern: Pattern, date: dt.date) -> PlannedDay | None:
    """That local date for all who have the pattern; None where they want none or don't live it."""
    if not wants(pattern, date):
        return None
    times = _times(pattern, date)
    return None if times is None else PlannedDay(pattern, date, *times)


def due(schedule: Schedule, date: dt.date, now: dt.datetime) -> Delivery | None:
    """The ledger's row for that local date; None on a date that isn't lived there."""
    times = _times(schedule, date)
    if times is None:
        return None
    due_at, until = times
    row = entry(schedule, date, due_at=due_at, late_until=until, now=now)
    return replace(row, ready_at=due_at + dt.timedelta(seconds=schedule.offset_s))


def _times(timing: Timing, date: dt.date) -> tuple[dt.datetime, dt.datetime] | None:
    where = zone(timing.tz)
    instant = occurrence(date, timing.local_time, where)
    if instant is None:
        return None
    return instant, calendar.late_until(instant, date, timing.local_time, where)


def entry(
    schedule: Schedule,
    date: dt.date,
    *,
    due_at: dt.datetime,
    late_until: dt.datetime,
    now: dt.datetime,
) -> Delivery:
    """A row for the ledger, with an id that says nothing: others can read it in the message."""
    return Delivery(
        id=uuid.uuid4().hex,
        team_id=schedule.team_id,
        channel_id=schedule.channel_id,
        kind=schedule.kind,
        local_date=date,
        due_at=due_at,
        ready_at=due_at,
        late_until=late_until,
        updated_at=now,
    )


def upcoming(
    schedule: Schedule,
    rows: Mapping[dt.date, Delivery],
    now: dt.datetime,
    days_off: AbstractSet[dt.date] = _NONE,
) -> Iterator[Delivery]:
    """What is still to come, in order: from the ledger where it knows the date, else computed."""
    start = local_date(schedule, now)
    waiting = {date for date, row in rows.items() if row.state is DeliveryState.DUE}
    if schedule.paused_until is not None:
        start = max(start, schedule.paused_until)
    ahead = min(LOOK_AHEAD_DAYS, (dt.date.max - start).days)
    for date in sorted(waiting | {start + dt.timedelta(days=day) for day in range(ahead)}):
        known = rows.get(date)
        if known is not None:
            if known.state is DeliveryState.DUE:
                yield known
        elif wants(schedule, date, days_off):
            row = due(schedule, date, now)
            if row is not None and row.due_at > now:
                yield row


def offset(team_id: str, channel_id: str, spread: dt.timedelta) -> int:
    """A channel's own place in the spread, in seconds: always the same, after every restart."""
    seconds = int(spread.total_seconds())
    if seconds <= 0:
        return 0
    digest = hashlib.sha256(f"{team_id}/{channel_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % seconds
