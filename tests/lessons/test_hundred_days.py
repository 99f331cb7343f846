"""A hundred days with a moved clock: each channel's history is what the calendar says, no more and
no less. What is expected is worked out here, from dates alone."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import holidays

from bot.lessons import LessonService
from bot.store import Database

from .helpers import FakeClock, FakeSlack, a_deliverer, a_library, subscribe

# Both changes of the clocks in Europe, America, Israel and Lord Howe are within, on one side.
FIRST, DAYS = dt.date(2026, 9, 1), 100
STEP = dt.timedelta(hours=2)  # between two looks at the ledger: as good as a restart
WORKDAYS, EVERY_DAY, SUN_TO_THU = 0b0011111, 0b1111111, 0b1001111


@dataclass(frozen=True)
class Wish:
    channel: str
    zone: str
    at: str
    days: int
    holidays: str | None = None


WISHES = (
    Wish("C1", "Europe/Amsterdam", "09:00", WORKDAYS, "NL"),
    Wish("C2", "America/New_York", "08:30", WORKDAYS, "US"),
    Wish("C3", "Asia/Jerusalem", "10:00", SUN_TO_THU, "IL"),
    Wish("C4", "Australia/Lord_Howe", "02:10", EVERY_DAY),  # in the hour that is skipped
    Wish("C5", "Pacific/Apia", "06:00", EVERY_DAY),
    Wish("C6", "UTC", "00:00", 0b1000000),
)
OFF = dt.date(2026, 10, 14)  # a day off of the whole team's
PAUSED = (dt.date(2026, 11, 3), dt.date(2026, 11, 9))  # C1: the second is the first day again


def _expected(wish: Wish) -> list[dt.date]:
    public = holidays.country_holidays(wish.holidays, years=2026) if wish.holidays else {}
    return [
        day
        for day in (FIRST + dt.timedelta(days=n) for n in range(DAYS))
        if wish.days >> day.weekday() & 1
        and day not in public
        and day != OFF
        and not (wish.channel == "C1" and PAUSED[0] <= day < PAUSED[1])
    ]


async def test_a_hundred_days_are_what_the_calendar_says(
    database: Database, clock: FakeClock
) -> None:
    begun = dt.datetime.combine(FIRST, dt.time(), dt.UTC) - dt.timedelta(days=2)
    clock.set(begun.isoformat())
    first = tuple(f"a/{n}.1" for n in range(1, 10))
    library = a_library(first, ("b/1.1", "b/2.1"))
    service, slack = LessonService(database, library, clock), FakeSlack(clock)
    for wish in WISHES:
        await subscribe(
            service, channel=wish.channel, at=wish.at, days=wish.days, tz=wish.zone,
            holidays=wish.holidays,
        )  # fmt: skip
    await service.change_days_off("T1", [OFF], off=True)
    pause_at = dt.datetime.combine(PAUSED[0], dt.time(0, 30), ZoneInfo("Europe/Amsterdam"))
    paused = False
    until = dt.datetime.combine(FIRST, dt.time(), dt.UTC) + dt.timedelta(days=DAYS + 2)
    while clock.now() < until:
        if not paused and clock.now() >= pause_at:
            await service.pause("T1", "C1", PAUSED[1])
            paused = True
        # A process of its own each time: nothing is kept in memory from one to the next.
        await a_deliverer(database, slack, clock, library=library).tick()
        clock.move(seconds=STEP.total_seconds())

    for wish in WISHES:
        posts = [post for post in slack.posts if post.channel_id == wish.channel]
        # Late by a step at most, and none is due late in the evening: the date is the same.
        dates = [post.at.astimezone(ZoneInfo(wish.zone)).date() for post in posts]
        wanted = _expected(wish)
        inside = [day for day in dates if wanted[0] <= day <= wanted[-1]]
        assert inside == wanted, wish
        lessons = [post.lesson_id for post in posts]
        round_of = len(first) + 2
        for start in range(0, len(lessons), round_of):
            given = lessons[start : start + round_of]
            assert len(set(given)) == len(given), "none twice before all were given"
