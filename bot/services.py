"""What the listeners may ask: made once by the composition root, shared by all."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.advice import Advice
from bot.advice.team import TeamSearch
from bot.clock import Clock
from bot.content import Library
from bot.lessons import LessonService
from bot.store import Database, Seen
from bot.tasks import Tasks
from bot.tone import Reviewer
from config import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The domain, the database and the clock."""

    settings: Settings
    clock: Clock
    library: Library
    advice: Advice
    team_search: TeamSearch
    reviewer: Reviewer
    lessons: LessonService
    database: Database
    seen: Seen
    tasks: Tasks
    deliver_now: Callable[[], Coroutine[Any, Any, None]]  # don't wait for the next tick
    embed_now: Callable[[], None]  # don't wait for the next look
