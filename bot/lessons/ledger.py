"""Planning: what a schedule promises becomes rows of the ledger, a local date each.

A row's key is the *local date*: whatever happens to a schedule's time or zone, no date gets a
second lesson, and a date that loses its lesson keeps a row that says why.
"""

import dataclasses
import datetime as dt
import logging

from bot.store import (
    AllTeamsPlanning,
    Database,
    Delivery,
    DeliveryState,
    Pattern,
    PlannedDay,
    Schedule,
    Workspace,
)

from .calendar import LATE_WINDOW, start_of_day, zone
from .errors import AlreadyGiven, LessonError, NothingToSkip
from .schedule import Reason, due, entry, local_date, planned, rests, upcoming, wants

logger = logging.getLogger(__name__)

# Days missed while nothing ran are entered as skipped, so that a status can tell; beyond a week
# nobody asks.
CATCH_UP = dt.timedelta(days=7)

_DAY = dt.timedelta(days=1)


class Planner:
    """Enters today's and tomorrow's lessons of everybody's schedules."""

    def __init__(self, database: Database) -> None:
        self._planning = AllTeamsPlanning(database)

    async def plan(self, now: dt.datetime) -> int:
        """How many schedules had days to plan. Any number of processes may do this at once."""
        count = 0
        # A slot is what one midnight made: the zones where a day begins at the same instant.
        while (at := await self._planning.next_slot(now)) is not None:
            async with self._planning.slot(at) as slot:
                if slot is None:
                    return count
                days: list[PlannedDay] = []
                through: dict[str, tuple[dt.date | None, dt.datetime]] = {}
                for pattern in slot.patterns:
                    try:
                        horizon = local_date(pattern, now) + _DAY
                    except LessonError:  # a zone that the database of zones dropped
                        logger.exception("a schedule can't be planned")
                        through[pattern.tz] = (None, now + _DAY)
                        continue
                    days += _days(pattern, horizon)
                    through[pattern.tz] = (horizon, start_of_day(horizon, zone(pattern.tz)))
                await slot.enter(days, now)
                await slot.planned(through)
                count += sum(slot.patterns.values())
        return count


def _days(pattern: Pattern, horizon: dt.date) -> list[PlannedDay]:
    date = max(pattern.planned_through + _DAY, horizon - _DAY - CATCH_UP)
    days = []
    while date <= horizon:
        day = planned(pattern, date)
        if day is not None:
            days.append(day)  # past its time, perhaps; then it is skipped with that reason
        date += _DAY
    return days


async def replan(workspace: Workspace, schedule: Schedule, now: dt.datetime) -> Schedule:
    """Save a schedule that changed and move what was planned for it; in the caller's transaction.

    What is being sent, and what is due already, stays. A planned date whose new time has passed
    is kept as skipped.
    """
    today = local_date(schedule, now)
    free = frozenset(await workspace.days_off.since(today))
    # A pause, a day off or an end takes back what is due as well; a new time leaves it on its way.
    stays = now if schedule.enabled and not rests(schedule, now, free) else None
    dates = await workspace.deliveries.withdraw(
        schedule.channel_id, schedule.kind, due_after=stays, skipped_for=Reason.MOVED, since=today
    )
    horizon = today + _DAY
    rows = []
    for date in sorted({today, horizon} | dates):
        row = due(schedule, date, now) if wants(schedule, date, free) else None
        if row is None:
            continue
        if row.due_at > now:
            rows.append(row)
        elif date in dates:
            rows.append(_skipped(row, Reason.MOVED, now))
    changed = dataclasses.replace(
        schedule,
        planned_through=horizon,
        plan_at=start_of_day(horizon, zone(schedule.tz)),
        version=schedule.version + 1,
    )
    await workspace.schedules.save(changed)
    await workspace.deliveries.enter(rows)
    return changed


async def skip_next(workspace: Workspace, schedule: Schedule, now: dt.datetime) -> dt.date:
    """Leave out the next lesson; its local date. The lesson itself comes the time after.

    Raises `NothingToSkip`.
    """
    today = local_date(schedule, now)
    rows = await workspace.deliveries.since(schedule.channel_id, today, schedule.kind)
    free = frozenset(await workspace.days_off.since(today))
    for row in upcoming(schedule, rows, now, free):
        skipped = _skipped(row, Reason.ASKED, now)
        # A sender may take it in this moment; then the one after is the next.
        if await workspace.deliveries.replace(skipped, (DeliveryState.DUE,)):
            return row.local_date
    raise NothingToSkip


async def post_now(workspace: Workspace, schedule: Schedule, now: dt.datetime) -> Delivery:
    """Make today's lesson due this moment, whatever the hour or the weekday; the next tick posts
    it. Raises `AlreadyGiven`: one lesson a day.
    """
    row = entry(
        schedule, local_date(schedule, now), due_at=now, late_until=now + LATE_WINDOW, now=now
    )
    open_states = (DeliveryState.DUE, DeliveryState.SKIPPED, DeliveryState.FAILED)
    if not await workspace.deliveries.replace(row, open_states):
        raise AlreadyGiven
    found = await workspace.deliveries.on(schedule.channel_id, row.local_date, schedule.kind)
    return found or row


def _skipped(row: Delivery, reason: Reason, now: dt.datetime) -> Delivery:
    return dataclasses.replace(row, state=DeliveryState.SKIPPED, error=reason.value, updated_at=now)
