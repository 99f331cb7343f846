"""The team's own days off: no channel of the workspace gets a lesson then."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, select

from ._bound import Bound, insert
from .tables import day_off


class DaysOff(Bound):
    """Local dates, whatever a channel's zone is."""

    async def add(self, days: Iterable[dt.date]) -> None:
        """Adding a day twice changes nothing."""
        rows = [{"team_id": self._team_id, "day": day} for day in days]
        if rows:
            async with self._write() as connection:
                await connection.execute(insert(connection, day_off).on_conflict_do_nothing(), rows)

    async def remove(self, days: Iterable[dt.date]) -> None:
        """Removing a day that isn't there changes nothing."""
        async with self._write() as connection:
            await connection.execute(
                delete(day_off).where(self._mine(day_off), day_off.c.day.in_(tuple(days)))
            )

    async def since(self, day: dt.date) -> tuple[dt.date, ...]:
        """From that day on, in order."""
        async with self._read() as connection:
            found = await connection.scalars(
                select(day_off.c.day)
                .where(self._mine(day_off), day_off.c.day >= day)
                .order_by(day_off.c.day)
            )
            return tuple(found)
