"""Planning: what a schedule promises becomes rows of the ledger, a local date each.

A row's key is the *local date*: whatever happens to a schedule's time or zone, no date gets a
second lesson, and a date that loses its lesson keeps a row that says why.
"""

import dataclasses
import datetime as dt
import logging

from bot.store import (
    AllTeamsSchedules,
    Database,
    Delivery,
    DeliveryState,
    Schedule,
    Workspace,
)

from .calendar import LATE_WINDOW, start_of_day, zone
from .errors import AlreadyGiven, LessonError, NothingToSkip
from .schedule import Reason, due, entry, local_date, rests, upcoming, wants

logger = logging.getLogger(__name__)

# One process sends its lessons one after another anyway. Where many share a database, or a
# workspace has hundreds of channels at 09:00, three minutes take the edge off.
NO_SPREAD = dt.timedelta()
# Days missed while nothing ran are entered as skipped, so that a status can tell; beyond a week
# nobody asks.
CATCH_UP = dt.timedelta(days=7)
# Schedules planned in one transaction: short enough not to hold up others, long enough not to
# pay for a commit each.
PLAN_BATCH = 500

_DAY = dt.timedelta(days=1)


class Planner:
    """Enters today's and tomorrow's lessons of everybody's schedules."""

    def __init__(self, database: Database, spread: dt.timedelta = NO_SPREAD) -> None:
        self._database = database
        self._spread = spread

    async def plan(self, now: dt.datetime) -> int:
        """How many schedules had days to plan. Any number of processes may do this at once."""
        planned = 0
        while True:
            async with self._database.write() as connection:
                schedules = AllTeamsSchedules(connection)
                batch = await schedules.to_plan(now, PLAN_BATCH)
                rows: list[Delivery] = []
                notes: list[tuple[Schedule, dt.date, dt.datetime]] = []
                for each in batch:
                    try:
                        horizon = local_date(each, now) + _DAY
                    except LessonError:  # a zone that the database of zones dropped
                        logger.exception("a schedule can't be planned")
                        notes.append((each, each.planned_through, now + _DAY))
                        continue
                    rows += _rows(each, horizon, now, self._spread)
                    notes.append((each, horizon, start_of_day(horizon, zone(each.tz))))
                await schedules.enter(rows)
                await schedules.planned(notes)
            planned += len(batch)
            if len(batch) < PLAN_BATCH:
                return planned


def _rows(
    schedule: Schedule, horizon: dt.date, now: dt.datetime, spread: dt.timedelta
) -> list[Delivery]:
    today = horizon - _DAY
    date = max(schedule.planned_through + _DAY, today - CATCH_UP)
    rows = []
    while date <= horizon:
        row = due(schedule, date, now, spread) if wants(schedule, date) else None
        if row is not None:
            rows.append(row)  # past its time, perhaps; then it is skipped with that reason
        date += _DAY
    return rows


async def replan(
    workspace: Workspace, schedule: Schedule, now: dt.datetime, spread: dt.timedelta = NO_SPREAD
) -> Schedule:
    """Save a schedule that changed and move what was planned for it; in the caller's transaction.

    What is being sent, and what is due already, stays. A planned date whose new time has passed
    is kept as skipped.
    """
    today = local_date(schedule, now)
    # A pause or an end takes back what is due as well; a new time leaves it on its way.
    stays = now if schedule.enabled and not rests(schedule, now) else None
    dates = await workspace.deliveries.withdraw(
        schedule.channel_id, schedule.kind, due_after=stays, skipped_for=Reason.MOVED, since=today
    )
    horizon = today + _DAY
    rows = []
    for date in sorted({today, horizon} | dates):
        row = due(schedule, date, now, spread) if wants(schedule, date) else None
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


async def skip_next(
    workspace: Workspace, schedule: Schedule, now: dt.datetime, spread: dt.timedelta = NO_SPREAD
) -> dt.date:
    """Leave out the next lesson; its local date. The lesson itself comes the time after.

    Raises `NothingToSkip`.
    """
    rows = await workspace.deliveries.since(
        schedule.channel_id, local_date(schedule, now), schedule.kind
    )
    for row in upcoming(schedule, rows, now, spread):
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
