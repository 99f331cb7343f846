"""A database, a library of made-up lessons, a clock that stands still."""

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.content import Library
from bot.lessons import LessonService
from bot.store import Database, normalise

from .helpers import FakeClock, FakeSlack, a_library


@pytest.fixture
async def database_url(tmp_path: Path) -> AsyncIterator[str]:
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{tmp_path / 'dean.db'}"
        return
    name = f"dean_test_{uuid.uuid4().hex}"
    engine = create_async_engine(normalise(server), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield normalise(server).set(database=name).render_as_string(hide_password=False)
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    await engine.dispose()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.connect()
    await database.migrate()
    yield database
    await database.close()


@pytest.fixture
def clock() -> FakeClock:
    """A Monday, 08:00 in Amsterdam."""
    return FakeClock("2026-11-23T07:00:00+00:00")


@pytest.fixture
def library() -> Library:
    return a_library()


@pytest.fixture
def slack(clock: FakeClock) -> FakeSlack:
    return FakeSlack(clock)


@pytest.fixture
def service(database: Database, library: Library, clock: FakeClock) -> LessonService:
    return LessonService(database, library, clock)
