"""What people set about the lesson, and what the ledger makes of it."""

import dataclasses
import datetime as dt

import pytest

from bot.content import Library
from bot.lessons import (
    MONDAY_TO_FRIDAY,
    AlreadyGiven,
    LessonError,
    LessonService,
    NoLessons,
    NothingToSkip,
    NotSubscribed,
    PauseInPast,
    Problem,
    Weekday,
)
from bot.store import FOREVER, Database, DeliveryState, Workspace

from .helpers import CHANNEL, LOST, TEAM, FakeClock, FakeSlack, a_deliverer, a_library, subscribe

ALL = ["a/1.1", "a/1.2", "a/2.1", "b/1.1", "b/1.2"]


async def _run(
    database: Database, slack: FakeSlack, clock: FakeClock, until: str, *, minutes: int = 30
) -> None:
    """Let time pass, with a restart at every step."""
    end = dt.datetime.fromisoformat(until)
    while clock.now() < end:
        clock.move(minutes=minutes)
        await a_deliverer(database, slack, clock).tick()


def _when(slack: FakeSlack) -> list[str]:
    return [f"{post.at:%m-%d %H:%M}" for post in slack.posts]


async def _reasons(database: Database) -> dict[int, str]:
    rows = await Workspace(database, TEAM).deliveries.since(CHANNEL, dt.date(2026, 1, 1))
    return {date.day: f"{row.state}:{row.error}" for date, row in sorted(rows.items())}


async def test_subscribing(service: LessonService, clock: FakeClock) -> None:
    schedule = await subscribe(service)
    assert schedule.weekdays == MONDAY_TO_FRIDAY
    assert schedule.local_time == dt.time(9)
    status = await service.status(TEAM, CHANNEL)
    assert status.schedule == schedule
    assert status.next_at == dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    assert status.last is None
    assert clock.now() < status.next_at


async def test_working_days_follow_the_zone(service: LessonService) -> None:
    schedule = await subscribe(service, tz="Asia/Jerusalem")
    assert schedule.weekdays == 0b1001111
    upcoming = await service.preview(TEAM, CHANNEL, "en")
    assert [f"{each.date:%a}" for each in upcoming] == ["Tue", "Wed", "Thu", "Sun", "Mon"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tz": "Europe/Nowhere"}, Problem.ZONE_UNKNOWN),
        ({"days": 0}, Problem.NO_DAYS),
        ({"days": 128}, Problem.NO_DAYS),
        ({"tracks": ("third",)}, Problem.TRACK_UNKNOWN),
    ],
)
async def test_what_cant_be_subscribed(
    service: LessonService, changes: dict[str, object], code: Problem
) -> None:
    with pytest.raises(LessonError) as caught:
        await subscribe(service, **changes)  # type: ignore[arg-type]
    assert caught.value.code is code
    assert await service.list_for_team(TEAM) == ()


async def test_everything_else_needs_a_subscription(service: LessonService) -> None:
    await subscribe(service, team="T2")
    for attempt in (
        service.unsubscribe(TEAM, CHANNEL),
        service.pause(TEAM, CHANNEL),
        service.resume(TEAM, CHANNEL),
        service.skip_next(TEAM, CHANNEL),
        service.post_now(TEAM, CHANNEL),
        service.status(TEAM, CHANNEL),
        service.preview(TEAM, CHANNEL, "en"),
    ):
        with pytest.raises(NotSubscribed):
            await attempt


async def test_subscribed_after_the_hour_the_first_is_the_next_days(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2026-11-23T09:30:00+00:00")
    await subscribe(service)
    await _run(database, slack, clock, "2026-11-24T12:00:00+00:00")
    assert _when(slack) == ["11-24 08:00"]


async def test_off_and_on_again_goes_on_where_it_was(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await _run(database, slack, clock, "2026-11-24T12:00:00+00:00")
    await service.unsubscribe(TEAM, CHANNEL)
    assert await service.list_for_team(TEAM) == ()
    with pytest.raises(NotSubscribed):
        await service.status(TEAM, CHANNEL)
    await _run(database, slack, clock, "2026-11-26T12:00:00+00:00")
    assert slack.lessons == ALL[:2]
    await subscribe(service)
    await _run(database, slack, clock, "2026-11-27T12:00:00+00:00")
    assert slack.lessons == ALL[:3]


@pytest.mark.parametrize("off", [True, False])
async def test_off_or_paused_in_the_minute_that_it_is_due(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock, *, off: bool
) -> None:
    await subscribe(service)
    clock.set("2026-11-23T08:00:00+00:00")
    if off:
        await service.unsubscribe(TEAM, CHANNEL)
    else:
        await service.pause(TEAM, CHANNEL)
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []


async def test_a_pause_until_a_date_has_a_lesson_on_that_date(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    schedule = await service.pause(TEAM, CHANNEL, dt.date(2026, 11, 26))
    assert schedule.paused_until == dt.date(2026, 11, 26)
    status = await service.status(TEAM, CHANNEL)
    assert status.next_at == dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
    await _run(database, slack, clock, "2026-11-27T07:00:00+00:00")
    assert _when(slack) == ["11-26 08:00"]
    assert slack.lessons == ["a/1.1"]


@pytest.mark.parametrize(
    ("until", "date"),
    [
        (Weekday.MONDAY, "2026-11-30"),  # today is Monday: the next
        (Weekday.TUESDAY, "2026-11-24"),
        (Weekday.SUNDAY, "2026-11-29"),
    ],
)
async def test_a_pause_until_a_weekday(service: LessonService, until: Weekday, date: str) -> None:
    await subscribe(service)
    schedule = await service.pause(TEAM, CHANNEL, until)
    assert schedule.paused_until == dt.date.fromisoformat(date)


async def test_a_pause_without_an_end_ends_by_resuming(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    schedule = await service.pause(TEAM, CHANNEL)
    assert schedule.paused_until == FOREVER
    assert (await service.status(TEAM, CHANNEL)).next_at is None
    assert await service.preview(TEAM, CHANNEL, "en") == ()
    with pytest.raises(NothingToSkip):
        await service.skip_next(TEAM, CHANNEL)
    await _run(database, slack, clock, "2026-11-25T12:00:00+00:00")
    await service.resume(TEAM, CHANNEL)
    await _run(database, slack, clock, "2026-11-26T12:00:00+00:00")
    assert _when(slack) == ["11-26 08:00"]


async def test_a_pause_in_the_past_is_refused(service: LessonService) -> None:
    await subscribe(service)
    for until in (dt.date(2026, 11, 22), dt.date(2026, 11, 23)):
        with pytest.raises(PauseInPast):
            await service.pause(TEAM, CHANNEL, until)


async def test_skipping_leaves_out_a_day_and_no_lesson(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    assert await service.skip_next(TEAM, CHANNEL) == dt.date(2026, 11, 23)
    assert await service.skip_next(TEAM, CHANNEL) == dt.date(2026, 11, 24)
    assert await service.skip_next(TEAM, CHANNEL) == dt.date(2026, 11, 25)
    status = await service.status(TEAM, CHANNEL)
    assert status.next_at == dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
    await _run(database, slack, clock, "2026-11-27T12:00:00+00:00")
    assert _when(slack) == ["11-26 08:00", "11-27 08:00"]
    assert slack.lessons == ALL[:2]
    assert (await _reasons(database))[25] == "skipped:asked"


async def test_a_skip_outlives_a_new_time(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await service.skip_next(TEAM, CHANNEL)
    await subscribe(service, at="10:00")
    await _run(database, slack, clock, "2026-11-24T12:00:00+00:00")
    assert _when(slack) == ["11-24 09:00"]


async def test_a_later_time_moves_todays_lesson(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await subscribe(service, at="11:00")
    await _run(database, slack, clock, "2026-11-23T20:00:00+00:00")
    assert _when(slack) == ["11-23 10:00"]


async def test_an_earlier_time_that_has_passed_says_so(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await subscribe(service, at="07:00")  # it is eight
    assert (await _reasons(database))[23] == "skipped:moved"
    await _run(database, slack, clock, "2026-11-24T12:00:00+00:00")
    assert _when(slack) == ["11-24 06:00"]


async def test_a_time_moved_back_the_same_day_gives_the_lesson_after_all(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await subscribe(service, at="07:00")
    await subscribe(service, at="10:00")
    await _run(database, slack, clock, "2026-11-23T20:00:00+00:00")
    assert _when(slack) == ["11-23 09:00"]


async def test_a_later_time_after_todays_lesson_gives_no_second(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await _run(database, slack, clock, "2026-11-23T08:30:00+00:00")
    await subscribe(service, at="15:00")
    await _run(database, slack, clock, "2026-11-24T20:00:00+00:00")
    assert _when(slack) == ["11-23 08:00", "11-24 14:00"]


async def test_moving_west_gives_no_second_lesson_for_a_date(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2026-11-22T20:00:00+00:00")
    await subscribe(service, tz="Asia/Tokyo", days=127)
    await _run(database, slack, clock, "2026-11-23T02:00:00+00:00")  # Monday's, in Tokyo
    await subscribe(service, tz="America/Los_Angeles", days=127)  # where it is Sunday
    await _run(database, slack, clock, "2026-11-25T00:00:00+00:00")
    assert _when(slack) == ["11-23 00:00", "11-24 17:00"]
    assert slack.lessons == ALL[:2]


async def test_moving_east_loses_no_date_in_silence(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2026-11-23T04:00:00+00:00")  # Sunday evening in Los Angeles
    await subscribe(service, tz="America/Los_Angeles", days=127)
    await subscribe(service, tz="Asia/Tokyo", days=127)  # Monday, 13:00
    assert (await _reasons(database))[23] == "skipped:moved"
    await _run(database, slack, clock, "2026-11-24T12:00:00+00:00")
    assert _when(slack) == ["11-24 00:00"]


async def test_a_new_time_while_the_lesson_is_under_way(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    clock.set("2026-11-23T08:00:00+00:00")
    slack.plan.append(LOST)
    await a_deliverer(database, slack, clock).tick()
    await subscribe(service, at="15:00")
    await _run(database, slack, clock, "2026-11-23T20:00:00+00:00")
    assert len(slack.posts) == 1


async def test_post_now(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2026-11-28T22:00:00+00:00")  # Saturday night
    await subscribe(service)
    row = await service.post_now(TEAM, CHANNEL)
    assert row.local_date == dt.date(2026, 11, 28)
    await a_deliverer(database, slack, clock).tick()
    assert slack.lessons == ["a/1.1"]
    with pytest.raises(AlreadyGiven):
        await service.post_now(TEAM, CHANNEL)
    await _run(database, slack, clock, "2026-11-30T12:00:00+00:00")
    assert slack.lessons == ALL[:2]


async def test_post_now_takes_todays_lesson_and_gives_no_second(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await service.post_now(TEAM, CHANNEL)
    await _run(database, slack, clock, "2026-11-23T20:00:00+00:00")
    assert _when(slack) == ["11-23 07:30"]


async def test_post_now_works_after_a_skip_and_in_a_pause(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await service.skip_next(TEAM, CHANNEL)
    await service.pause(TEAM, CHANNEL)
    await service.post_now(TEAM, CHANNEL)
    await a_deliverer(database, slack, clock).tick()
    assert slack.lessons == ["a/1.1"]


async def test_post_now_with_nothing_to_teach(database: Database, clock: FakeClock) -> None:
    service = LessonService(database, a_library((), ()), clock)
    await subscribe(service)
    with pytest.raises(NoLessons):
        await service.post_now(TEAM, CHANNEL)
    with pytest.raises(NoLessons):
        await service.today(TEAM, CHANNEL, "en")


async def test_preview_is_what_then_happens(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await _run(database, slack, clock, "2026-11-24T12:00:00+00:00")
    await service.skip_next(TEAM, CHANNEL)
    promised = await service.preview(TEAM, CHANNEL, "en")
    slack.posts.clear()
    await _run(database, slack, clock, "2026-12-02T12:00:00+00:00")
    assert [(each.lesson.id, each.position, each.at) for each in promised] == [
        (post.lesson_id, post.position, post.at) for post in slack.posts
    ]
    assert [f"{each.date:%a %d}" for each in promised] == [
        "Thu 26", "Fri 27", "Mon 30", "Tue 01", "Wed 02",
    ]  # fmt: skip


async def test_todays_lesson_of_a_channel(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    before = await service.today(TEAM, CHANNEL, "en")
    assert (before.lesson.id, before.position, before.total, before.given) == ("a/1.1", 1, 5, False)
    await _run(database, slack, clock, "2026-11-23T09:00:00+00:00")
    after = await service.today(TEAM, CHANNEL, "en")
    assert after == dataclasses.replace(before, given=True)
    clock.set("2026-11-24T07:00:00+00:00")
    tomorrow = await service.today(TEAM, CHANNEL, "nl")
    assert (tomorrow.lesson.id, tomorrow.position, tomorrow.given) == ("a/1.2", 2, False)


async def test_todays_lesson_without_a_schedule_is_the_dates(
    service: LessonService, clock: FakeClock
) -> None:
    first = await service.today(TEAM, None, "en")
    assert await service.today(TEAM, CHANNEL, "en") == first
    assert await service.today("T2", None, "en") == first
    assert service.of_date(dt.date(2026, 11, 23), "en") == first
    clock.set("2026-11-23T23:30:00+00:00")
    assert await service.today(TEAM, None, "en") == first
    assert (await service.today(TEAM, None, "en", tz="Asia/Tokyo")).date == dt.date(2026, 11, 24)


async def test_two_workspaces_with_equal_channels(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, team="T1")
    await subscribe(service, team="T2", at="10:00")
    await service.skip_next("T2", CHANNEL)
    await service.pause("T2", CHANNEL, dt.date(2026, 12, 24))
    await service.post_now("T1", CHANNEL)
    await a_deliverer(database, slack, clock).tick()
    assert [post.team_id for post in slack.posts] == ["T1"]
    (status,) = await service.list_for_team("T1")
    assert status.schedule.paused_until is None
    assert status.last is not None
    assert status.last.state is DeliveryState.SENT
    (other,) = await service.list_for_team("T2")
    assert other.next_at == dt.datetime(2026, 12, 24, 9, tzinfo=dt.UTC)
    await service.unsubscribe("T2", CHANNEL)
    assert len(await service.list_for_team("T1")) == 1


async def test_a_date_that_the_zone_skips_has_no_lesson(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2011-12-28T00:00:00+00:00")
    await subscribe(service, tz="Pacific/Apia", days=127)
    await _run(database, slack, clock, "2012-01-01T00:00:00+00:00", minutes=60)
    dates = await Workspace(database, TEAM).deliveries.since(CHANNEL, dt.date(2011, 1, 1))
    sent = [date.day for date, row in sorted(dates.items()) if row.state is DeliveryState.SENT]
    assert sent == [28, 29, 31, 1]
    assert slack.lessons == ALL[:4]


async def test_new_lessons_join_this_round(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, days=127)
    await _run(database, slack, clock, "2026-11-24T08:00:00+00:00")
    more: Library = a_library(first=("a/9.9", "a/1.1", "a/1.2", "a/2.1"))
    for _ in range(5):
        clock.move(days=1)
        await a_deliverer(database, slack, clock, library=more).tick()
    assert slack.lessons == ["a/1.1", "a/1.2", "a/9.9", "a/2.1", "b/1.1", "b/1.2", "a/9.9"]
