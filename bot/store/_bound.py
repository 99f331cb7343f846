"""What every repository of one workspace shares."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from .database import Database


class Bound:
    """A repository that can only see `team_id`'s rows.

    With a `connection`, every call joins that connection's transaction; without one, each call
    is a transaction of its own.
    """

    def __init__(
        self, database: Database, team_id: str, connection: AsyncConnection | None = None
    ) -> None:
        if not team_id:
            raise ValueError("a repository needs a workspace: team_id is empty")
        self._database = database
        self._team_id = team_id
        self._connection = connection

    @contextlib.asynccontextmanager
    async def _read(self) -> AsyncIterator[AsyncConnection]:
        if self._connection is not None:
            yield self._connection
        else:
            async with self._database.read() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        if self._connection is not None:
            yield self._connection
        else:
            async with self._database.write() as connection:
                yield connection

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return table.c.team_id == self._team_id


def insert(connection: AsyncConnection, table: Table) -> sqlite.dml.Insert | postgresql.dml.Insert:
    """An INSERT that knows ON CONFLICT, which the two dialects spell alike but don't share."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def upsert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> None:
    """Write a row whether or not its primary key is there."""
    keys = [column.name for column in table.primary_key.columns]
    rest = {name: value for name, value in values.items() if name not in keys}
    await connection.execute(
        insert(connection, table)
        .values(**values)
        .on_conflict_do_update(index_elements=keys, set_=rest)
    )
