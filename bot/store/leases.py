"""The time that leases run by: one that all processes share and nobody sets.

On PostgreSQL that is the server's clock. A SQLite file has all its processes on one machine, so
there it is the time since that machine started; what is leased for longer than any lease lasts is
from before a restart, and free.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Interval, func, literal, or_

from bot.clock import Clock, uptime

from .tables import UtcDateTime

# Longer than any lease, also one that Slack's Retry-After makes.
LONGEST = dt.timedelta(hours=1)
_START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # of nothing: the column holds instants


class Leases:
    """Says when a lease ends and which have ended.

    With a `clock` it goes by that one, for tests and whoever moves time.
    """

    def __init__(self, *, sqlite: bool, clock: Clock | None = None) -> None:
        self._of_server = not sqlite and clock is None
        self._since_boot = sqlite and clock is None
        self._clock = clock

    def after(self, wait: dt.timedelta) -> ColumnElement[dt.datetime]:
        """`wait` from now, and never longer than `LONGEST`; before now with a negative one."""
        wait = min(wait, LONGEST)
        if self._of_server:
            now: ColumnElement[Any] = func.clock_timestamp(type_=DateTime(timezone=True))
            return now + literal(wait, Interval())
        return literal(self._now() + wait, UtcDateTime())

    def over(
        self, lease_until: ColumnElement[dt.datetime], since: dt.timedelta = dt.timedelta()
    ) -> ColumnElement[bool]:
        """Whether that lease ended at least `since` ago."""
        ended = lease_until <= self.after(-since)
        if self._since_boot:
            return or_(ended, lease_until > literal(self._now() + 2 * LONGEST, UtcDateTime()))
        return ended

    def _now(self) -> dt.datetime:
        if self._clock is not None:
            return self._clock.now()
        return _START + dt.timedelta(seconds=uptime())
