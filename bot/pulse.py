"""That this process delivers lessons, said in the database once a round."""

import contextlib
import secrets

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.store import Database, Heartbeats


class Pulse:
    """A ticker's last job. It beats only where the process ticks by itself: one that answers
    Slack and posts a lesson now and then is no worker.

        pulse.begin(); …; await pulse.end()
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._heartbeats = Heartbeats(database)
        self._clock = clock
        self._process = secrets.token_hex(8)
        self._beating = False

    def begin(self) -> None:
        """From now on each round is noted."""
        self._beating = True

    async def beat(self) -> None:
        """A round went through."""
        if self._beating:
            await self._heartbeats.beat(self._process, self._clock.now())

    async def end(self) -> None:
        """Take the row away. Without the database it stays, and is forgotten in an hour."""
        self._beating = False
        with contextlib.suppress(SQLAlchemyError, OSError):
            await self._heartbeats.end(self._process)
