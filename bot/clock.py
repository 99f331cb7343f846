"""What time it is, as something that can be handed in.

    service = LessonService(database, library, SystemClock())

Nothing that decides by time reads the machine's clock itself: the playground moves its clock
forward, and tests have one that stands still.
"""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Says what time it is: always aware, always UTC."""

    def now(self) -> dt.datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)
