"""The two orders that most bots have. Both claim their rows, so that only their order is wrong."""

import datetime as dt

from bot.clock import Clock, uptime
from bot.content import Library
from bot.lessons import NO_DIGEST, Curriculum, Sender, Sent
from bot.lessons import delivery as times
from bot.lessons.ledger import Planner
from bot.store import AllTeamsClaims, Database, Delivery


class Naive:
    """What both have."""

    def __init__(self, database: Database, library: Library, sender: Sender, clock: Clock) -> None:
        self._planner = Planner(database)
        self._claims = AllTeamsClaims(database)
        self._sender = sender
        self._clock = clock
        self._lesson = library.lesson(Curriculum(library).lessons()[0], "en")

    async def tick(self) -> None:
        now = self._clock.now()
        await self._planner.plan(now)
        while batch := await self._claims.claim(now, times.LEASE, 5):
            for row in batch:
                await self._deliver(row, now)

    async def _deliver(self, row: Delivery, now: dt.datetime) -> None:
        raise NotImplementedError

    async def _post(self, row: Delivery) -> bool:
        assert self._lesson is not None
        outcome = await self._sender.post(
            row.team_id,
            row.channel_id,
            self._lesson,
            lang="en",
            position=1,
            total=1,
            delivery_id=row.id,
            digest=NO_DIGEST,
            until=uptime() + times.FRESH_S,
        )
        return isinstance(outcome, Sent)


class SendThenRecord(Naive):
    """Who dies in between sends again."""

    async def _deliver(self, row: Delivery, now: dt.datetime) -> None:
        if await self._post(row):
            await self._claims.sent(row.id, "1.0", now)


class RecordThenSend(Naive):
    """Who dies in between never sends."""

    async def _deliver(self, row: Delivery, now: dt.datetime) -> None:
        await self._claims.sent(row.id, "1.0", now)
        await self._post(row)
