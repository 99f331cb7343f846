"""A channel's schedule: on which dates it wants a lesson, and when each is due."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.store import Delivery, DeliveryState, Schedule

from . import calendar
from .calendar import occurrence, zone

# Far enough for one lesson a week after a long pause; what is further isn't “coming up”.
LOOK_AHEAD_DAYS = 400


class Reason(StrEnum):
    """Why a lesson was skipped; what Slack refused is kept in Slack's own word."""

    LATE = "late"
    ASKED = "asked"
    MOVED = "moved"
    UNSUBSCRIBED = "unsubscribed"
    NO_LESSONS = "no-lessons"


def local_date(schedule: Schedule, now: dt.datetime) -> dt.date:
    """Today, where the channel is."""
    return now.astimezone(zone(schedule.tz)).date()


def wants(schedule: Schedule, date: dt.date) -> bool:
    """Whether the channel wants a lesson on that local date."""
    if not schedule.enabled or not schedule.weekdays & (1 << date.weekday()):
        return False
    return schedule.paused_until is None or date >= schedule.paused_until


def rests(schedule: Schedule, now: dt.datetime) -> bool:
    """Whether it is paused today."""
    return schedule.paused_until is not None and local_date(schedule, now) < schedule.paused_until


def due(
    schedule: Schedule, date: dt.date, now: dt.datetime, spread: dt.timedelta
) -> Delivery | None:
    """The ledger's row for that local date; None on a date that isn't lived there."""
    where = zone(schedule.tz)
    instant = occurrence(date, schedule.local_time, where)
    if instant is None:
        return None
    due_at = instant + _offset(schedule, spread)
    until = calendar.late_until(due_at, date, schedule.local_time, where)
    return entry(schedule, date, due_at=due_at, late_until=until, now=now)


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
    spread: dt.timedelta = dt.timedelta(),
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
        elif wants(schedule, date):
            row = due(schedule, date, now, spread)
            if row is not None and row.due_at > now:
                yield row


def _offset(schedule: Schedule, spread: dt.timedelta) -> dt.timedelta:
    """A channel's own place in the spread: always the same, after every restart."""
    seconds = int(spread.total_seconds())
    if seconds <= 0:
        return dt.timedelta()
    digest = hashlib.sha256(f"{schedule.team_id}/{schedule.channel_id}".encode()).digest()
    return dt.timedelta(seconds=int.from_bytes(digest[:4], "big") % seconds)
