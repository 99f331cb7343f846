"""Schedules: one workspace's, and the planner's look at everybody's."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ._bound import Bound, upsert
from .database import Database
from .deliveries import enter
from .records import LESSON, Delivery, Schedule, columns
from .tables import schedule


def _read(row: Any) -> Schedule:
    values = dict(row._mapping)
    values["tracks"] = tuple(values["tracks"])
    return Schedule(**values)


def _values(of: Schedule) -> dict[str, Any]:
    return columns(of) | {"tracks": list(of.tracks)}


class Schedules(Bound):
    """One workspace's schedules."""

    async def get(
        self, channel_id: str, kind: str = LESSON, *, lock: bool = False
    ) -> Schedule | None:
        """`lock` keeps others from changing it until this transaction ends."""
        query = select(schedule).where(
            self._mine(schedule),
            schedule.c.channel_id == channel_id,
            schedule.c.kind == kind,
        )
        async with self._read() as connection:
            row = (
                await connection.execute(query.with_for_update() if lock else query)
            ).one_or_none()
        return _read(row) if row else None

    async def save(self, changed: Schedule) -> None:
        if changed.team_id != self._team_id:
            raise ValueError("that schedule belongs to another workspace")
        async with self._write() as connection:
            await upsert(connection, schedule, _values(changed))

    async def list(self, kind: str = LESSON) -> tuple[Schedule, ...]:
        """Those that are on, by channel."""
        async with self._read() as connection:
            rows = await connection.execute(
                select(schedule)
                .where(self._mine(schedule), schedule.c.kind == kind, schedule.c.enabled)
                .order_by(schedule.c.channel_id)
            )
            return tuple(_read(row) for row in rows)


class AllTeamsSchedules:
    """Everybody's schedules, for the planner; the only place that sees more than one workspace's.

    It lives inside a transaction, since what it hands out stays locked until that ends.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def to_plan(self, now: dt.datetime, limit: int) -> tuple[Schedule, ...]:
        """Those with days that the ledger hasn't been given yet, locked."""
        rows = await self._connection.execute(
            select(schedule)
            .where(schedule.c.enabled, schedule.c.plan_at <= now)
            .order_by(schedule.c.plan_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(_read(row) for row in rows)

    async def enter(self, rows: Iterable[Delivery]) -> None:
        """Enter days; a local date that has a row keeps the row it has."""
        await enter(self._connection, rows)

    async def planned(self, plans: Iterable[tuple[Schedule, dt.date, dt.datetime]]) -> None:
        """Note through which date each was planned, and when there is more to plan."""
        rows = [
            {
                "b_team": each.team_id,
                "b_channel": each.channel_id,
                "b_kind": each.kind,
                "planned_through": through,
                "plan_at": again,
            }
            for each, through, again in plans
        ]
        if rows:
            await self._connection.execute(
                update(schedule)
                .where(
                    schedule.c.team_id == bindparam("b_team"),
                    schedule.c.channel_id == bindparam("b_channel"),
                    schedule.c.kind == bindparam("b_kind"),
                )
                .values(planned_through=bindparam("planned_through"), plan_at=bindparam("plan_at")),
                rows,
            )


class Refusals:
    """Schedules that a refusal of Slack's paused, over all workspaces, and who is to be told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def to_tell(self, limit: int = 50) -> tuple[Schedule, ...]:
        """Each is given to one caller, once: at most one message, and none if that caller dies;
        the reason stays in the schedule for all to see."""
        waiting = (
            select(schedule.c.team_id, schedule.c.channel_id, schedule.c.kind)
            .where(schedule.c.pause_told.is_(False))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            keys = (await connection.execute(waiting)).all()
            if not keys:
                return ()
            rows = await connection.execute(
                update(schedule)
                .where(
                    or_(
                        *(
                            (schedule.c.team_id == key.team_id)
                            & (schedule.c.channel_id == key.channel_id)
                            & (schedule.c.kind == key.kind)
                            for key in keys
                        )
                    )
                )
                .values(pause_told=True)
                .returning(schedule)
            )
            return tuple(_read(row) for row in rows)

    async def tell_later(self, untold: Schedule) -> None:
        """Slack asked to wait: let the next tick try again."""
        async with self._database.write() as connection:
            await connection.execute(
                update(schedule)
                .where(
                    schedule.c.team_id == untold.team_id,
                    schedule.c.channel_id == untold.channel_id,
                    schedule.c.kind == untold.kind,
                    schedule.c.pause_reason.is_not(None),
                )
                .values(pause_told=False)
            )
