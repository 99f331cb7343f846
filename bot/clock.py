"""What time it is, as something that can be handed in.

    service = LessonService(database, library, SystemClock())

Nothing that decides by time reads the machine's clock itself: the playground moves its clock
forward, and tests have one that stands still.
"""

import datetime as dt
import time
from typing import Protocol

# Also counts while the machine sleeps, where the system has such a clock; nobody can set it.
_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", None)


class Clock(Protocol):
    """Says what time it is: always aware, always UTC."""

    def now(self) -> dt.datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


def uptime() -> float:
    """Seconds since the machine started, alike in all its processes: for how long something
    took, which a clock that people set can't say."""
    return time.monotonic() if _SINCE_BOOT is None else time.clock_gettime(_SINCE_BOOT)
