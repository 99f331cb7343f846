"""Which processes deliver lessons, and when each last went its round."""

import datetime as dt

from sqlalchemy import delete, func, select

from ._bound import insert
from .database import Database
from .tables import heartbeat

# One that was killed leaves its row; after an hour it tells nobody anything.
KEPT = dt.timedelta(hours=1)


class Heartbeats:
    """A row for each process that ticks; bound to no workspace, since a process serves all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def beat(self, process: str, now: dt.datetime) -> None:
        """It is alive, and its round went through."""
        async with self._database.write() as connection:
            await connection.execute(
                insert(connection, heartbeat)
                .values(process=process, started_at=now, beat_at=now)
                .on_conflict_do_update(index_elements=["process"], set_={"beat_at": now})
            )
            await connection.execute(delete(heartbeat).where(heartbeat.c.beat_at < now - KEPT))

    async def end(self, process: str) -> None:
        """It stopped as it should."""
        async with self._database.write() as connection:
            await connection.execute(delete(heartbeat).where(heartbeat.c.process == process))

    async def latest(self) -> dt.datetime | None:
        """When any process last went its round; None where none runs."""
        async with self._database.read() as connection:
            found: dt.datetime | None = await connection.scalar(
                select(func.max(heartbeat.c.beat_at))
            )
        return found
