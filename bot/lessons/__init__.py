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
    DayMonth,
    Weekday,
    days_in,
    occurrence,
    occurrences,
    working_days,
    zone,
    zones,
)
from .commands import (
    DaysOff,
    Help,
    LessonCommand,
    Pause,
    PostNow,
    Preview,
    Resume,
    SetDigest,
    SetHolidays,
    SetTracks,
    ShowTracks,
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
from .holidays import country
from .schedule import NO_SPREAD, SPREAD, Reason
from .sender import (
    NO_DIGEST,
    Ambiguous,
    CannotLook,
    Digest,
    FindOutcome,
    Found,
    NotFound,
    RateLimited,
    Refused,
    Sender,
    SendOutcome,
    Sent,
    Unsent,
)
from .service import KEEP, LessonOfDay, LessonService, ScheduleStatus, Upcoming
from .ticker import Ticker

__all__ = [
    "EVERY_DAY",
    "KEEP",
    "MONDAY_TO_FRIDAY",
    "NO_DIGEST",
    "NO_SPREAD",
    "SPREAD",
    "AlreadyGiven",
    "Ambiguous",
    "CannotLook",
    "Curriculum",
    "DayMonth",
    "DaysOff",
    "Deliverer",
    "Digest",
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
    "SetDigest",
    "SetHolidays",
    "SetTracks",
    "ShowTracks",
    "Skip",
    "Status",
    "Subscribe",
    "TickReport",
    "Ticker",
    "Today",
    "Unsent",
    "Unsubscribe",
    "Upcoming",
    "Weekday",
    "country",
    "days_in",
    "occurrence",
    "occurrences",
    "parse_command",
    "working_days",
    "zone",
    "zones",
]
