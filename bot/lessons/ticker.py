"""What makes time pass: a job every half minute, in memory.

    ticker = Ticker(deliverer.tick, lambda: seen.prune(clock.now()), drain=deliverer.drain)
    ticker.start()
    await ticker.kick()     # now, not in half a minute
    await ticker.stop()

APScheduler only keeps the beat. What is due, and what was done, is in the ledger, so every
process may have a ticker, and a missed beat loses nothing.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

logger = logging.getLogger(__name__)

# A lesson is at most this late when all is well; an idle tick is four short queries.
EVERY_S = 30.0

Job = Callable[[], Awaitable[object]]


class Ticker:
    """Runs its jobs in turn, every `every` seconds, never two rounds at once."""

    def __init__(self, *jobs: Job, every: float = EVERY_S, drain: Job | None = None) -> None:
        self._jobs = jobs
        self._drain = drain
        self._every = every
        self._scheduler: AsyncIOScheduler | None = None
        self._one_round = asyncio.Lock()
        self.last_round: dt.datetime | None = None  # when all jobs last went through

    def start(self) -> None:
        """Begin; the first round is at once. Needs a running loop."""
        if self._scheduler is not None:
            return
        scheduler = AsyncIOScheduler(timezone=dt.UTC)
        scheduler.add_job(
            self.kick,
            "interval",
            seconds=self._every,
            next_run_time=dt.datetime.now(dt.UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,  # the default drops a beat that is a second late
        )
        scheduler.start()
        self._scheduler = scheduler

    async def kick(self) -> None:
        """Run a round now, or after the one that is running. A job that fails is logged; the
        others, and the next round, go on."""
        async with self._one_round:
            whole = True
            for job in self._jobs:
                try:
                    await job()
                except Exception:
                    whole = False
                    logger.exception("a ticker's job failed")
            if whole:
                self.last_round = dt.datetime.now(dt.UTC)

    async def stop(self) -> None:
        """No more rounds; `drain` may cut the running one short; returns when that is over.
        Stopping twice is harmless."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        scheduler.pause()
        if self._drain is not None:
            await self._drain()
        async with self._one_round:
            scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler ends itself in the loop's next turn
