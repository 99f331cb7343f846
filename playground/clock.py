"""The playground's own time, which can be moved.

>>> clock = PlaygroundClock()
>>> clock.advance(timedelta(days=1))   # tomorrow, now

It runs with the machine's clock plus an offset; `PlaygroundClock(frozen=at)` stands still until
it is moved. Message timestamps, event times, response URLs and the waits between event retries
follow it; the three seconds of an acknowledgement and of a trigger id are real ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

OnChange = Callable[[datetime], None]


class PlaygroundClock:
    def __init__(self, *, frozen: datetime | None = None) -> None:
        self._frozen = _as_utc(frozen) if frozen is not None else None
        self._offset = timedelta()
        self._listeners: list[OnChange] = []
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The playground's time, aware, in UTC."""
        if self._frozen is not None:
            return self._frozen
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far this clock is from the machine's."""
        return self.now() - datetime.now(UTC) if self._frozen is not None else self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move by `by` (which may be negative); the new time is returned."""
        if self._frozen is not None:
            self._frozen += by
        else:
            self._offset += by
        return self._changed()

    def set(self, to: datetime) -> datetime:
        """Move to `to`, which must be aware of its time zone."""
        if self._frozen is not None:
            self._frozen = _as_utc(to)
        else:
            self._offset = _as_utc(to) - datetime.now(UTC)
        return self._changed()

    def on_change(self, callback: OnChange) -> Callable[[], None]:
        """Call `callback(now)` whenever the clock is moved. What is returned ends that."""
        self._listeners.append(callback)

        def forget() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return forget

    async def sleep_until(self, when: datetime) -> None:
        """Return when this clock reads `when`, however it got there."""
        while (left := (when - self.now()).total_seconds()) > 0:
            moved = self._moved
            # A frozen clock gets there only by being moved.
            limit = None if self._frozen is not None else left
            try:
                async with asyncio.timeout(limit):
                    await moved.wait()
            except TimeoutError:
                continue

    def _changed(self) -> datetime:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        now = self.now()
        for callback in list(self._listeners):
            callback(now)
        return now


def _as_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the playground's clock needs a time with a time zone")
    return moment.astimezone(UTC)
