"""What a workspace set, and what it counts."""

import datetime as dt
from typing import Any

from sqlalchemy import delete, func, select

from ._bound import Bound, insert, upsert
from .tables import counter, team_setting


class Settings(Bound):
    """The workspace's own settings: any JSON value by key."""

    async def get(self, key: str, default: Any = None) -> Any:
        async with self._read() as connection:
            row = (
                await connection.execute(
                    select(team_setting.c.value).where(
                        self._mine(team_setting), team_setting.c.key == key
                    )
                )
            ).one_or_none()
        return default if row is None else row.value

    async def set(self, key: str, value: Any) -> None:
        async with self._write() as connection:
            await upsert(
                connection, team_setting, {"team_id": self._team_id, "key": key, "value": value}
            )

    async def remove(self, key: str) -> None:
        async with self._write() as connection:
            await connection.execute(
                delete(team_setting).where(self._mine(team_setting), team_setting.c.key == key)
            )

    async def all(self) -> dict[str, Any]:
        async with self._read() as connection:
            rows = await connection.execute(
                select(team_setting.c.key, team_setting.c.value).where(self._mine(team_setting))
            )
            return {row.key: row.value for row in rows}


class Counters(Bound):
    """How many reviews, tips and lessons on a day. Numbers of the team, never of a person."""

    async def add(self, name: str, day: dt.date, amount: int = 1) -> None:
        async with self._write() as connection:
            statement = insert(connection, counter).values(
                team_id=self._team_id, day=day, name=name, value=amount
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["team_id", "day", "name"],
                    set_={"value": counter.c.value + statement.excluded.value},
                )
            )

    async def totals(self, since: dt.date, until: dt.date) -> dict[str, int]:
        """Sums by name, both days included."""
        async with self._read() as connection:
            rows = await connection.execute(
                select(counter.c.name, func.sum(counter.c.value).label("total"))
                .where(self._mine(counter), counter.c.day.between(since, until))
                .group_by(counter.c.name)
            )
            return {row.name: int(row.total) for row in rows}
