"""What can go wrong with a lesson, by code. Each code has its words in every language."""

from enum import StrEnum


class Problem(StrEnum):
    """Every code that a `LessonError` can carry; translations are looked up by it."""

    UNKNOWN_COMMAND = "unknown-command"
    UNEXPECTED_WORDS = "unexpected-words"
    TIME_MISSING = "time-missing"
    TIME_UNCLEAR = "time-unclear"
    DATE_UNCLEAR = "date-unclear"
    ZONE_UNKNOWN = "zone-unknown"
    NO_DAYS = "no-days"
    TRACK_UNKNOWN = "track-unknown"
    COUNTRY_UNKNOWN = "country-unknown"
    NOT_SUBSCRIBED = "not-subscribed"
    PAUSE_IN_PAST = "pause-in-past"
    NOTHING_TO_SKIP = "nothing-to-skip"
    ALREADY_GIVEN = "already-given"
    NO_LESSONS = "no-lessons"


_WORDS = {
    Problem.UNKNOWN_COMMAND: "That isn't something /lesson knows. Try /lesson help.",
    Problem.UNEXPECTED_WORDS: "Some words there have no meaning for /lesson. Try /lesson help.",
    Problem.TIME_MISSING: "Say at what time: /lesson on 09:00 weekdays.",
    Problem.TIME_UNCLEAR: "Write the time as 09:00 or 9:30.",
    Problem.DATE_UNCLEAR: "Write the date as 2026-12-01, or name a day of the week.",
    Problem.ZONE_UNKNOWN: "That time zone isn't known. Write it as Europe/Amsterdam.",
    Problem.NO_DAYS: "Choose at least one day of the week.",
    Problem.TRACK_UNKNOWN: "There is no such track of lessons.",
    Problem.COUNTRY_UNKNOWN: "That country's holidays aren't known. Write two letters, as in NL.",
    Problem.NOT_SUBSCRIBED: "This channel has no daily lesson. Start with /lesson on 09:00.",
    Problem.PAUSE_IN_PAST: "A pause ends on a day that is still to come.",
    Problem.NOTHING_TO_SKIP: "No lesson is coming up that could be skipped.",
    Problem.ALREADY_GIVEN: "This channel had its lesson today, or is getting it now.",
    Problem.NO_LESSONS: "The library holds no lesson to give.",
}


class LessonError(Exception):
    """`code` says what is wrong; `details` what to name when saying it.

    `details` may hold what somebody typed, so it is for the answer to them and not for a log;
    the error's own text never does.
    """

    def __init__(self, code: Problem, **details: str) -> None:
        self.code = code
        self.details = details
        super().__init__(_WORDS[code])


class LessonCommandError(LessonError):
    """The text after `/lesson` can't be understood."""


class NotSubscribed(LessonError):
    """The channel has no daily lesson."""

    def __init__(self) -> None:
        super().__init__(Problem.NOT_SUBSCRIBED)


class AlreadyGiven(LessonError):
    """One lesson a day a channel, and today's was given."""

    def __init__(self) -> None:
        super().__init__(Problem.ALREADY_GIVEN)


class NothingToSkip(LessonError):
    """No lesson is coming."""

    def __init__(self) -> None:
        super().__init__(Problem.NOTHING_TO_SKIP)


class PauseInPast(LessonError):
    """The pause would end before it begins."""

    def __init__(self, today: str) -> None:
        super().__init__(Problem.PAUSE_IN_PAST, today=today)


class NoLessons(LessonError):
    """There is nothing to teach."""

    def __init__(self) -> None:
        super().__init__(Problem.NO_LESSONS)
