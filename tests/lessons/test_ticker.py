"""The beat."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.lessons import Ticker


class Work:
    """A job that counts, and that a test can hold up."""

    def __init__(self) -> None:
        self.rounds = 0
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.started = asyncio.Event()

    async def __call__(self) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.started.set()
        await self.gate.wait()
        self.rounds += 1
        self.at_once -= 1


@pytest.fixture
async def work() -> Work:
    return Work()


@pytest.fixture
async def start() -> AsyncIterator[Callable[[Ticker], Awaitable[None]]]:
    started: list[Ticker] = []

    async def begin(ticker: Ticker) -> None:
        ticker.start()
        started.append(ticker)

    yield begin
    for each in started:
        await each.stop()


async def test_it_begins_at_once_and_goes_on(
    work: Work, start: Callable[[Ticker], Awaitable[None]]
) -> None:
    third = asyncio.Event()

    async def count() -> None:
        await work()
        if work.rounds == 3:
            third.set()

    await start(Ticker(count, every=0.05))
    await asyncio.wait_for(third.wait(), timeout=30)
    assert work.most_at_once == 1


async def test_a_kick_is_a_round_now(
    work: Work, start: Callable[[Ticker], Awaitable[None]]
) -> None:
    ticker = Ticker(work, every=3600)
    await start(ticker)
    await work.started.wait()
    await asyncio.gather(ticker.kick(), ticker.kick())
    assert work.rounds == 3
    assert work.most_at_once == 1
    assert ticker.last_round is not None


async def test_a_job_that_fails_stops_nothing(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise OSError("the database is away")

    ticker = Ticker(fail, work)
    with caplog.at_level(logging.ERROR):
        await ticker.kick()
        await ticker.kick()
    assert work.rounds == 2
    assert ticker.last_round is None
    assert "a ticker's job failed" in caplog.text


async def test_stopping_drains_and_waits_for_the_round(work: Work) -> None:
    drained: list[int] = []

    async def drain() -> None:
        drained.append(work.rounds)
        work.gate.set()

    work.gate.clear()
    ticker = Ticker(work, every=0.01, drain=drain)
    ticker.start()
    ticker.start()
    await work.started.wait()
    await ticker.stop()
    await ticker.stop()
    assert (drained, work.rounds, work.at_once) == ([0], 1, 0)
    await asyncio.sleep(0.05)
    assert work.rounds == 1
