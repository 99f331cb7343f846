"""The connection to SQLite or PostgreSQL, and the two ways to use it: `read` and `write`."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from . import migrate
from .errors import DatabaseNotMigrated, DatabaseUnreachable
from .url import DEFAULT_URL, normalise

# How long SQLite waits for another process's write. Ours last milliseconds; a migration, or a
# laptop that was asleep, takes longer.
BUSY_TIMEOUT_MS = 15_000
# One process rarely has more than a handful of statements in flight; PostgreSQL's default limit
# of 100 connections is shared by twenty processes.
POOL_SIZE = 5
_WRITES = "dean_writes"


class Database:
    """One database for one process.

        database = Database("postgresql://…")   # no argument: SQLite in var/dean.db
        await database.connect()
        await database.migrate()
        async with database.write() as connection: ...
        await database.close()

    Most code wants a `Workspace` instead, whose every query is bound to one team.
    """

    def __init__(self, url: str = DEFAULT_URL) -> None:
        self._url = normalise(url)
        self._engine: AsyncEngine | None = None
        # SQLite has one writer at a time. Queueing here is fair and costs nothing; queueing in
        # SQLite's busy handler is neither.
        self._one_writer = asyncio.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def __repr__(self) -> str:
        return f"Database({self._url.render_as_string(hide_password=True)})"

    async def connect(self) -> None:
        """Open it, making SQLite's file and folder if need be.

        Raises `DatabaseUnreachable` with the reason.
        """
        if self._engine is not None:
            return
        if self.is_sqlite:
            await asyncio.to_thread(self._make_folder)
            engine = create_async_engine(
                self._url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
            )
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        else:
            # Pre-ping: after the database restarted, the first query isn't the one that fails.
            engine = create_async_engine(self._url, pool_pre_ping=True, pool_size=POOL_SIZE)
        try:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError, sqlite3.Error) as error:
            await engine.dispose()
            raise DatabaseUnreachable(self._why(error)) from error
        self._engine = engine

    async def close(self) -> None:
        """Give every connection back. Closing twice is harmless."""
        if self._engine is not None:
            engine, self._engine = self._engine, None
            await engine.dispose()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment; never waits for a writer on SQLite."""
        async with self._open().connect() as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end, undone by an exception."""
        async with self._one_writer or contextlib.nullcontext():
            engine = self._open()
            async with engine.connect() as connection:
                await connection.execution_options(**{_WRITES: True})
                async with connection.begin():
                    yield connection

    async def migrate(self, revision: str = "head") -> None:
        """Bring the tables to this program's version. Safe when several processes start at once:
        the second waits for the first, then finds nothing to do. `revision` may also be an older
        one, or `base`, to go back.
        """
        async with self.write() as connection:
            await connection.run_sync(migrate.run, revision)

    async def check(self) -> None:
        """Raises `DatabaseUnreachable` or `DatabaseNotMigrated`, whose words say what to do."""
        try:
            async with self.read() as connection:
                found = await connection.run_sync(migrate.current)
        except (SQLAlchemyError, OSError, sqlite3.Error) as error:
            raise DatabaseUnreachable(self._why(error)) from error
        head = migrate.head()
        if found == head:
            return
        if found is None or migrate.known(found):
            raise DatabaseNotMigrated(
                "The database's tables are older than this program. Run: python -m bot migrate"
            )
        raise DatabaseNotMigrated(
            f"The database's tables are newer than this program (revision {found}). Start the"
            " version of Dean that made them."
        )

    async def ready(self) -> bool:
        """Whether it can be used now: it answers, and its tables are this program's."""
        try:
            await self.check()
        except (DatabaseUnreachable, DatabaseNotMigrated):
            return False
        return True

    def _open(self) -> AsyncEngine:
        if self._engine is None:
            raise DatabaseUnreachable("The database isn't open: call `await connect()` first.")
        return self._engine

    def _make_folder(self) -> None:
        path = self._url.database
        if not path or path == ":memory:" or path.startswith("file:"):
            return
        folder = Path(path).absolute().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnreachable(
                f"The folder {folder} for the database can't be made: {error.strerror}."
                " Make it yourself, or name another file in DATABASE_URL."
            ) from error

    def _why(self, error: BaseException) -> str:
        """The driver's own reason, without statements, parameters or passwords."""
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        reason = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
        password = self._url.password
        if password:
            reason = reason.replace(str(password), "***")
        place = self._url.database if self.is_sqlite else f"{self._url.host or 'localhost'}"
        return f"The database at {place} can't be used: {reason}"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Transactions are begun by `_begin_sqlite`; left to itself the driver begins them late and
    # commits before DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Readers and the writer don't wait for each other. The mode stays with the file, and
        # only the first process has to ask for it.
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] != "wal":
            cursor.execute("PRAGMA journal_mode = WAL")
        # With NORMAL a power cut may undo a commit: a lesson that was posted and recorded would
        # be due again.
        cursor.execute("PRAGMA synchronous = FULL")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE waits for the other writer at the start. A transaction that reads first and then
    # wants to write can't wait: SQLite fails it at once, whatever the timeout.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
