"""Schedules: one workspace's, and those of everybody's that Slack refused."""

from typing import Any

from sqlalchemy import or_, select, update

from ._bound import Bound, upsert
from .database import Database
from .records import LESSON, Schedule, columns
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
