"""A clock gives a lesson: one a local date a channel, none twice before all were given.

    service = LessonService(database, library, SystemClock())       # what people ask and set
    deliverer = Deliverer(database, library, sender, SystemClock())  # what posts it
    ticker = Ticker(deliverer.tick, drain=deliverer.drain)           # when it looks
    command = parse_command("on 9:30 mon-thu Europe/Amsterdam")      # what `/lesson` means

Nothing here knows Slack: the side that does implements `Sender`.
"""

from .calendar import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    Weekday,
    days_in,
    occurrence,
    occurrences,
    working_days,
    zone,
    zones,
)
from .commands import (
    Help,
    LessonCommand,
    Pause,
    PostNow,
    Preview,
    Resume,
    Skip,
    Status,
    Subscribe,
    Today,
    Unsubscribe,
    parse_command,
)
from .curriculum import Curriculum, Place
from .delivery import Deliverer, TickReport
from .errors import (
    AlreadyGiven,
    LessonCommandError,
    LessonError,
    NoLessons,
    NothingToSkip,
    NotSubscribed,
    PauseInPast,
    Problem,
)
from .schedule import Reason
from .sender import (
    Ambiguous,
    CannotLook,
    FindOutcome,
    Found,
    NotFound,
    RateLimited,
    Refused,
    Sender,
    SendOutcome,
    Sent,
)
from .service import LessonOfDay, LessonService, ScheduleStatus, Upcoming
from .ticker import Ticker

__all__ = [
    "EVERY_DAY",
    "MONDAY_TO_FRIDAY",
    "AlreadyGiven",
    "Ambiguous",
    "CannotLook",
    "Curriculum",
    "Deliverer",
    "FindOutcome",
    "Found",
    "Help",
    "LessonCommand",
    "LessonCommandError",
    "LessonError",
    "LessonOfDay",
    "LessonService",
    "NoLessons",
    "NotFound",
    "NotSubscribed",
    "NothingToSkip",
    "Pause",
    "PauseInPast",
    "Place",
    "PostNow",
    "Preview",
    "Problem",
    "RateLimited",
    "Reason",
    "Refused",
    "Resume",
    "ScheduleStatus",
    "SendOutcome",
    "Sender",
    "Sent",
    "Skip",
    "Status",
    "Subscribe",
    "TickReport",
    "Ticker",
    "Today",
    "Unsubscribe",
    "Upcoming",
    "Weekday",
    "days_in",
    "occurrence",
    "occurrences",
    "parse_command",
    "working_days",
    "zone",
    "zones",
]
