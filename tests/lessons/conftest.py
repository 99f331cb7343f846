"""A library of made-up lessons, a clock that stands still."""

import pytest

from bot.content import Library
from bot.lessons import LessonService
from bot.store import Database

from .helpers import FakeClock, FakeSlack, a_library


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
