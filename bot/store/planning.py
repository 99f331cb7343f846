"""Entering everybody's days: the database copies what was decided once for all who have it alike.

A hundred thousand channels have a few hundred patterns among them (09:00, weekdays, Amsterdam),
so dates are worked out per pattern and written by one statement.
"""

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    SmallInteger,
    String,
    Time,
    and_,
    cast,
    column,
    exists,
    func,
    literal,
    null,
    select,
    text,
    update,
    values,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeEngine

from ._bound import insert
from .database import Database
from .records import DeliveryState, Pattern, PlannedDay
from .tables import UtcDateTime, day_off, delivery, schedule

# Days in one statement, each nine values: SQLite takes 32,766 in all.
CHUNK = 1_000
# PostgreSQL's advisory locks are numbers; this one says that somebody is planning ("plan").
_LOCK = 0x706C616E

_PATTERN = (
    schedule.c.local_time,
    schedule.c.tz,
    schedule.c.weekdays,
    schedule.c.holidays,
    schedule.c.paused_until,
    schedule.c.planned_through,
)


class Slot:
    """Schedules that have more to plan since the same instant, locked until the transaction
    ends."""

    def __init__(
        self, connection: AsyncConnection, at: dt.datetime, patterns: Mapping[Pattern, int]
    ) -> None:
        self._connection = connection
        self._at = at
        self.patterns = patterns  # with how many schedules have each

    async def enter(self, days: Sequence[PlannedDay], now: dt.datetime) -> None:
        """Enter days for all who have their pattern, but for a team's days off; a local date that
        has a row keeps the row it has."""
        for start in range(0, len(days), CHUNK):
            await self._connection.execute(
                _entering(self._connection, self._at, days[start : start + CHUNK], now)
            )

    async def planned(self, through: Mapping[str, tuple[dt.date | None, dt.datetime]]) -> None:
        """Note, zone by zone, through which date they were planned, and when there is more."""
        rows = [(tz, _typed(date, Date()), again) for tz, (date, again) in through.items()]
        if not rows:
            return
        done = values(
            column("tz", String), column("through", Date), column("again", UtcDateTime)
        ).data(rows)
        noted = done.cte("noted")
        await self._connection.execute(
            update(schedule)
            .where(schedule.c.enabled, schedule.c.plan_at == self._at, schedule.c.tz == noted.c.tz)
            .values(
                planned_through=func.coalesce(noted.c.through, schedule.c.planned_through),
                plan_at=noted.c.again,
            )
        )


class AllTeamsPlanning:
    """The planner's look at everybody's schedules."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def next_slot(self, now: dt.datetime) -> dt.datetime | None:
        """The earliest instant since which a schedule has days to plan; None where none has."""
        async with self._database.read() as connection:
            found: dt.datetime | None = await connection.scalar(
                select(schedule.c.plan_at)
                .where(schedule.c.enabled, schedule.c.plan_at <= now)
                .order_by(schedule.c.plan_at)
                .limit(1)
            )
        return found

    @contextlib.asynccontextmanager
    async def slot(self, at: dt.datetime) -> AsyncIterator[Slot | None]:
        """All who have days to plan since `at`, in one transaction; None where another process
        is planning."""
        async with self._database.write() as connection:
            if not await _alone(connection):
                yield None
                return
            # Locked first: who changes a schedule now waits, and then finds its days entered.
            locked = (
                select(*_PATTERN)
                .where(schedule.c.enabled, schedule.c.plan_at == at)
                .with_for_update()
                .subquery()
            )
            rows = await connection.execute(
                select(*locked.c, func.count().label("channels")).group_by(*locked.c)
            )
            yield Slot(connection, at, {Pattern(*row[:-1]): row[-1] for row in rows})


async def _alone(connection: AsyncConnection) -> bool:
    """Whether nobody else is planning, until this transaction ends; SQLite has one writer."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(
        await connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK})
    )


def _entering(
    connection: AsyncConnection, at: dt.datetime, days: Sequence[PlannedDay], now: dt.datetime
) -> Any:
    day = _as_rows(days)
    own = select(day_off.c.day).where(
        day_off.c.team_id == schedule.c.team_id, day_off.c.day == day.c.local_date
    )
    chosen: dict[str, ColumnElement[Any]] = {
        "id": _RandomId(),
        "team_id": schedule.c.team_id,
        "channel_id": schedule.c.channel_id,
        "kind": schedule.c.kind,
        "local_date": day.c.local_date,
        "due_at": day.c.due_at,
        "ready_at": _Later(day.c.due_at, schedule.c.offset_s),
        "late_until": day.c.late_until,
        "state": literal(DeliveryState.DUE.value),
        "attempt": literal(0),
        "updated_at": literal(now, UtcDateTime()),
    }
    rows = (
        select(*chosen.values())
        .join_from(schedule, day, _alike(day))
        .where(schedule.c.enabled, schedule.c.plan_at == at, ~exists(own))
    )
    return insert(connection, delivery).from_select(list(chosen), rows).on_conflict_do_nothing()


def _as_rows(days: Sequence[PlannedDay]) -> CTE:
    return (
        values(
            column("local_time", Time),
            column("tz", String),
            column("weekdays", SmallInteger),
            column("holidays", String),
            column("paused_until", Date),
            column("planned_through", Date),
            column("local_date", Date),
            column("due_at", UtcDateTime),
            column("late_until", UtcDateTime),
        )
        .data(
            [
                (
                    day.pattern.local_time,
                    day.pattern.tz,
                    day.pattern.weekdays,
                    _typed(day.pattern.holidays, String()),
                    _typed(day.pattern.paused_until, Date()),
                    day.pattern.planned_through,
                    day.local_date,
                    day.due_at,
                    day.late_until,
                )
                for day in days
            ]
        )
        .cte("day")
    )


def _typed(value: object, of: TypeEngine[Any]) -> Any:
    """A value of a column; a bare NULL would be text to PostgreSQL."""
    return cast(null(), of) if value is None else value


def _alike(day: CTE) -> ColumnElement[bool]:
    return and_(
        *(
            mine.is_not_distinct_from(day.c[mine.name])
            if mine.nullable
            else mine == day.c[mine.name]
            for mine in _PATTERN
        )
    )


class _RandomId(GenericFunction[str]):
    """32 hexadecimal digits that nobody can guess."""

    type = String(32)
    inherit_cache = True
    name = "dean_random_id"


class _Later(GenericFunction[dt.datetime]):
    """An instant so many seconds later."""

    type = UtcDateTime()
    inherit_cache = True
    name = "dean_later"


@compiles(_RandomId, "postgresql")
def _(element: _RandomId, compiler: SQLCompiler, **_: Any) -> str:
    return "replace(gen_random_uuid()::text, '-', '')"


@compiles(_RandomId, "sqlite")
def _(element: _RandomId, compiler: SQLCompiler, **_: Any) -> str:
    return "lower(hex(randomblob(16)))"


@compiles(_Later, "postgresql")
def _(element: _Later, compiler: SQLCompiler, **how: Any) -> str:
    at, seconds = (compiler.process(each, **how) for each in element.clauses)
    return f"{at} + make_interval(secs => {seconds})"


@compiles(_Later, "sqlite")
def _(element: _Later, compiler: SQLCompiler, **how: Any) -> str:
    at, seconds = (compiler.process(each, **how) for each in element.clauses)
    # As SQLAlchemy writes instants: six digits of a second, of which SQLite keeps three.
    return f"strftime('%Y-%m-%d %H:%M:%f', {at}, '+' || {seconds} || ' seconds') || '000'"
