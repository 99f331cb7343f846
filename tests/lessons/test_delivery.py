"""The ledger's states: what is due is posted once, whatever breaks on the way."""

import asyncio
import datetime as dt
import logging

import pytest

from bot.lessons import (
    Ambiguous,
    CannotLook,
    LessonService,
    RateLimited,
    Refused,
)
from bot.lessons import delivery as constants
from bot.store import FOREVER, AllTeamsClaims, Database, Delivery, DeliveryState, Workspace

from .helpers import (
    ARRIVED_UNHEARD,
    CHANNEL,
    LOST,
    TEAM,
    USER,
    Died,
    FakeClock,
    FakeSlack,
    Silence,
    a_deliverer,
    a_library,
    subscribe,
)

NINE = "2026-11-23T08:00:00+00:00"  # 09:00 in Amsterdam
MONDAY = dt.date(2026, 11, 23)
LEASE = dt.timedelta(seconds=60)
# By then a lease has run out and Slack has had time to finish.
SETTLED = {"minutes": 2, "seconds": 1}


@pytest.fixture
async def due(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    """One channel's lesson, planned and due this moment."""
    await subscribe(service)
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []
    clock.set(NINE)


async def _row(database: Database, date: dt.date = MONDAY) -> Delivery:
    row = await Workspace(database, TEAM).deliveries.on(CHANNEL, date)
    assert row is not None
    return row


@pytest.mark.usefixtures("due")
async def test_it_is_posted_at_its_hour_and_once(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    deliverer = a_deliverer(database, slack, clock)
    report = await deliverer.tick()
    assert report.sent == 1
    (post,) = slack.posts
    assert (post.team_id, post.channel_id, post.lesson_id) == (TEAM, CHANNEL, "a/1.1")
    assert (post.position, post.total, post.lang) == (1, 5, "en")
    row = await _row(database)
    assert (row.state, row.slack_ts, row.id) == (DeliveryState.SENT, post.ts, post.delivery_id)
    assert (row.content_id, row.attempt, row.error) == ("a/1.1", 1, None)
    for _ in range(3):
        clock.move(minutes=30)
        await deliverer.tick()
        await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1


@pytest.mark.usefixtures("due")
async def test_not_a_second_early(database: Database, slack: FakeSlack, clock: FakeClock) -> None:
    clock.move(seconds=-1)
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []
    clock.move(seconds=1)
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1


async def test_a_fortnight_over_restarts(
    database_url: str, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    for _ in range(14 * 24):
        clock.move(hours=1)
        again = Database(database_url)
        await again.connect()
        await a_deliverer(again, slack, clock).tick()
        await again.close()
    days = [post.at.date().day for post in slack.posts]
    assert days == [23, 24, 25, 26, 27, 30, 1, 2, 3, 4]
    assert {post.at.hour for post in slack.posts} == {8}
    assert slack.lessons == ["a/1.1", "a/1.2", "a/2.1", "b/1.1", "b/1.2"] * 2
    assert [post.position for post in slack.posts] == [1, 2, 3, 4, 5] * 2


async def test_the_hour_stays_when_the_clocks_change(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2027-03-26T12:00:00+00:00")
    await subscribe(service, days=127)
    for _ in range(4 * 24):
        clock.move(hours=1)
        await a_deliverer(database, slack, clock).tick()
    assert [(post.at.day, post.at.hour) for post in slack.posts] == [
        (27, 8), (28, 7), (29, 7), (30, 7),
    ]  # fmt: skip


async def test_the_channels_language_with_english_where_it_has_none(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, lang="he", tracks=("second",))
    clock.set(NINE)
    await a_deliverer(database, slack, clock).tick()
    assert [(post.lang, post.lesson_id, post.total) for post in slack.posts] == [("he", "b/1.1", 2)]


@pytest.mark.usefixtures("due")
async def test_two_deliverers_at_once(
    database_url: str, slack: FakeSlack, service: LessonService, clock: FakeClock
) -> None:
    for number in range(30):
        await subscribe(service, channel=f"C{number + 100}", at="08:30", tz="Europe/London")
    clock.set("2026-11-23T08:30:00+00:00")
    databases = [Database(database_url) for _ in range(3)]
    for each in databases:
        await each.connect()
    deliverers = [a_deliverer(each, slack, clock) for each in databases]
    await asyncio.gather(*(each.tick() for each in deliverers for _ in range(2)))
    assert len(slack.posts) == 31
    assert len({post.channel_id for post in slack.posts}) == 31
    for each in databases:
        await each.close()


@pytest.mark.usefixtures("due")
async def test_a_death_after_the_claim(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    claims = AllTeamsClaims(database, clock)
    (held,) = await claims.claim(clock.now(), LEASE, 10)
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []  # still the dead one's
    clock.move(seconds=61)
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1
    assert slack.looked_since == []  # nothing had been sent, so nothing is looked for
    # The dead one wakes.
    assert not await claims.fence(held, "a/1.1", clock.now(), LEASE)


@pytest.mark.usefixtures("due")
async def test_a_sleeper_may_not_send_on_an_old_lease(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    claims = AllTeamsClaims(database, clock)
    (held,) = await claims.claim(clock.now(), LEASE, 10)
    clock.move(seconds=60)
    assert not await claims.fence(held, "a/1.1", clock.now(), LEASE)
    (again,) = await claims.claim(clock.now(), LEASE, 10)
    assert not await claims.fence(held, "a/1.1", clock.now(), LEASE)
    assert await claims.fence(again, "a/1.1", clock.now(), LEASE)
    assert not await claims.refused(held, "channel_not_found", clock.now())
    assert not await claims.rate_limited(held, LEASE, clock.now())


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("arrives", [False, True])
async def test_a_death_in_the_middle_of_sending(
    database: Database, slack: FakeSlack, clock: FakeClock, *, arrives: bool
) -> None:
    slack.plan.append(Silence(arrives=arrives, outcome=Died()))
    await a_deliverer(database, slack, clock).tick()
    assert (await _row(database)).state is DeliveryState.SENDING
    clock.move(seconds=90)
    await a_deliverer(database, slack, clock).tick()
    assert slack.looked_since == []  # too soon to say
    clock.move(**SETTLED)
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1
    row = await _row(database)
    assert (row.state, row.slack_ts) == (DeliveryState.SENT, slack.posts[0].ts)
    assert slack.posts[0].delivery_id == row.id


@pytest.mark.usefixtures("due")
async def test_an_answer_that_came_but_was_not_recorded(
    database: Database, slack: FakeSlack, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> bool:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(AllTeamsClaims, "sent", fail)
        broken.setattr(constants, "RECORD_WAITS_S", (0.0,))
        await a_deliverer(database, slack, clock).tick()
    clock.move(**SETTLED)
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1
    assert (await _row(database)).state is DeliveryState.SENT


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    ("silence", "state"), [(LOST, "due"), (ARRIVED_UNHEARD, "found")], ids=["lost", "arrived"]
)
async def test_no_answer(
    database: Database, slack: FakeSlack, clock: FakeClock, silence: Silence, state: str
) -> None:
    slack.plan.append(silence)
    report = await a_deliverer(database, slack, clock).tick()
    assert report.ambiguous == 1
    row = await _row(database)
    assert (row.state, row.error) == (DeliveryState.SENDING, "timeout")
    clock.move(**SETTLED)
    report = await a_deliverer(database, slack, clock).tick()
    assert (report.reconciled, report.sent) == (1, 1 if state == "due" else 0)
    row = await _row(database)
    assert (row.state, row.content_id) == (DeliveryState.SENT, "a/1.1")
    assert slack.lessons == ["a/1.1"]
    assert slack.looked_since == [row.due_at - dt.timedelta(minutes=90)]


@pytest.mark.usefixtures("due")
async def test_a_sender_that_raises_may_have_sent(
    database: Database, slack: FakeSlack, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan.append(Silence(arrives=True, outcome=ValueError("what?")))
    with caplog.at_level(logging.ERROR):
        await a_deliverer(database, slack, clock).tick()
    assert "the sender failed" in caplog.text
    assert (await _row(database)).error == "ValueError"
    clock.move(**SETTLED)
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1


@pytest.mark.usefixtures("due")
async def test_where_looking_isnt_allowed_it_is_unknown_and_not_sent_again(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.append(LOST)
    slack.finds.append(CannotLook("missing_scope"))
    await a_deliverer(database, slack, clock).tick()
    for _ in range(5):
        clock.move(**SETTLED)
        await a_deliverer(database, slack, clock).tick()
    row = await _row(database)
    assert (row.state, row.error) == (DeliveryState.UNKNOWN, "missing_scope")
    assert slack.posts == []
    clock.set("2026-11-24T08:00:00+00:00")
    await a_deliverer(database, slack, clock).tick()
    assert slack.lessons == ["a/1.2"]  # it may have been heard, so it isn't repeated


@pytest.mark.usefixtures("due")
async def test_looking_is_tried_again_until_it_is_too_late(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.append(ARRIVED_UNHEARD)
    slack.finds.extend([RateLimited(120), Ambiguous("timeout"), OSError("network")])
    await a_deliverer(database, slack, clock).tick()
    for _ in range(30):
        clock.move(minutes=1)
        await a_deliverer(database, slack, clock).tick()
    assert len(slack.looked_since) == 4
    assert (await _row(database)).state is DeliveryState.SENT
    assert len(slack.posts) == 1


@pytest.mark.usefixtures("due")
async def test_looking_in_vain_ends_as_unknown(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.append(LOST)
    slack.finds.extend([Ambiguous("timeout")] * 50)
    await a_deliverer(database, slack, clock).tick()
    for _ in range(25):
        clock.move(minutes=10)
        await a_deliverer(database, slack, clock).tick()
    assert (await _row(database)).state is DeliveryState.UNKNOWN
    assert slack.posts == []


@pytest.mark.usefixtures("due")
async def test_an_answer_that_comes_after_all_is_believed(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    """A sender slept in the middle of its call; meanwhile another looked and found nothing."""
    claims = AllTeamsClaims(database, clock)
    (held,) = await claims.claim(clock.now(), LEASE, 10)
    assert await claims.fence(held, "a/1.1", clock.now(), LEASE)
    clock.move(**SETTLED)
    (silent,) = await claims.claim_silent(LEASE, LEASE, 10)
    assert await claims.not_there(silent, clock.now())
    assert await claims.sent(held.id, "1.1", clock.now())
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []
    assert not await claims.sent(held.id, "2.2", clock.now())
    assert (await _row(database)).slack_ts == "1.1"


@pytest.mark.usefixtures("due")
async def test_a_refusal_pauses_the_schedule_and_is_told_once(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.append(Refused("is_archived"))
    report = await a_deliverer(database, slack, clock).tick()
    assert (report.refused, report.told) == (1, 1)
    row = await _row(database)
    assert (row.state, row.error) == (DeliveryState.FAILED, "is_archived")
    status = await service.status(TEAM, CHANNEL)
    assert (status.schedule.paused_until, status.schedule.pause_reason) == (FOREVER, "is_archived")
    assert status.next_at is None
    assert status.last is not None
    assert status.last.error == "is_archived"
    for _ in range(80):
        clock.move(hours=1)
        await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []
    assert slack.told == [(TEAM, USER, CHANNEL, "is_archived")]
    # Somebody mended it. What was refused wasn't heard, so it comes first.
    await service.resume(TEAM, CHANNEL)
    clock.set("2026-11-27T08:00:00+00:00")
    await a_deliverer(database, slack, clock).tick()
    assert slack.lessons == ["a/1.1"]


@pytest.mark.usefixtures("due")
async def test_a_second_refusal_is_not_told_again(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.extend([Refused("is_archived"), Refused("is_archived")])
    await a_deliverer(database, slack, clock).tick()
    await service.post_now(TEAM, CHANNEL)
    report = await a_deliverer(database, slack, clock).tick()
    assert (report.refused, report.told, len(slack.told)) == (1, 0, 1)


@pytest.mark.usefixtures("due")
async def test_telling_waits_when_slack_asks_to(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.append(Refused("not_in_channel"))
    slack.tells.append(RateLimited(5))
    await a_deliverer(database, slack, clock).tick()
    assert slack.told == []
    await a_deliverer(database, slack, clock).tick()
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.told) == 1


@pytest.mark.usefixtures("due")
async def test_nobody_is_told_when_who_set_it_up_was_forgotten(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    await Workspace(database, TEAM).forget_person(USER)
    slack.plan.append(Refused("not_in_channel"))
    report = await a_deliverer(database, slack, clock).tick()
    assert (report.refused, report.told, slack.told) == (1, 0, [])


async def test_rate_limits_hold_the_workspace_and_nobody_else(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, channel="C1")
    await subscribe(service, channel="C2", at="09:01")
    await subscribe(service, team="T2", at="09:01")
    clock.set(NINE)
    slack.plan.append(RateLimited(90))
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []
    clock.move(seconds=60)
    await a_deliverer(database, slack, clock).tick()
    assert [(post.team_id, post.channel_id) for post in slack.posts] == [("T2", "C1")]
    clock.move(seconds=30)
    await a_deliverer(database, slack, clock).tick()
    assert sorted((post.team_id, post.channel_id) for post in slack.posts) == [
        ("T1", "C1"), ("T1", "C2"), ("T2", "C1"),
    ]  # fmt: skip
    assert slack.looked_since == []


@pytest.mark.usefixtures("due")
async def test_rate_limited_past_its_time(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.extend([RateLimited(3600)] * 9)
    for _ in range(60):
        clock.move(minutes=10)
        await a_deliverer(database, slack, clock).tick()
    row = await _row(database)
    assert (row.state, row.error) == (DeliveryState.SKIPPED, "late")
    assert slack.posts == []


@pytest.mark.parametrize(("minutes", "posted"), [(239, 1), (240, 0), (24 * 60, 0)])
async def test_how_late_it_may_be_after_an_outage(
    database: Database,
    service: LessonService,
    slack: FakeSlack,
    clock: FakeClock,
    minutes: int,
    posted: int,
) -> None:
    await subscribe(service)
    await a_deliverer(database, slack, clock).tick()
    clock.set(NINE)
    clock.move(minutes=minutes)
    await a_deliverer(database, slack, clock).tick()
    row = await _row(database)
    if posted:
        assert row.state is DeliveryState.SENT
    else:
        assert (row.state, row.error) == (DeliveryState.SKIPPED, "late")
    today = [post for post in slack.posts if post.delivery_id == row.id]
    assert len(today) == posted


async def test_days_without_a_process_are_entered_as_skipped(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await a_deliverer(database, slack, clock).tick()
    clock.set("2026-12-03T07:00:00+00:00")  # ten days on, a Thursday
    await a_deliverer(database, slack, clock).tick()
    rows = await Workspace(database, TEAM).deliveries.since(CHANNEL, MONDAY)
    skipped = [date.day for date, row in sorted(rows.items()) if row.error == "late"]
    assert skipped == [23, 24, 26, 27, 30, 1, 2]
    assert slack.posts == []
    clock.set("2026-12-03T08:00:00+00:00")
    await a_deliverer(database, slack, clock).tick()
    assert slack.lessons == ["a/1.1"]


async def test_equal_channels_in_two_workspaces_go_their_own_way(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, team="T1")
    await subscribe(service, team="T2", tracks=("second",), lang="nl")
    clock.set(NINE)
    slack.plan.append(Refused("is_archived"))
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1
    assert len(slack.told) == 1
    refused, kept = slack.told[0][0], slack.posts[0].team_id
    assert {refused, kept} == {"T1", "T2"}
    assert (await service.status(kept, CHANNEL)).schedule.pause_reason is None


async def test_a_workspace_that_left_gets_nothing_more(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await a_deliverer(database, slack, clock).tick()
    await Workspace(database, TEAM).forget()
    clock.set(NINE)
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []


@pytest.mark.usefixtures("due")
async def test_a_workspace_may_leave_in_the_middle_of_a_post(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.gate = asyncio.Event()
    ticking = asyncio.create_task(a_deliverer(database, slack, clock).tick())
    await slack.started.wait()
    await Workspace(database, TEAM).forget()
    slack.gate.set()
    await ticking
    assert await Workspace(database, TEAM).deliveries.since(CHANNEL, dt.date.min) == {}


@pytest.mark.usefixtures("due")
async def test_nothing_to_teach_is_a_reason(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    await a_deliverer(database, slack, clock, library=a_library((), ())).tick()
    row = await _row(database)
    assert (row.state, row.error) == (DeliveryState.SKIPPED, "no-lessons")


@pytest.mark.usefixtures("due")
async def test_a_lesson_that_was_tried_stays_the_days_lesson(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    slack.plan.append(LOST)
    await a_deliverer(database, slack, clock).tick()
    clock.move(**SETTLED)
    more = a_library(first=("a/9.9", "a/1.1", "a/1.2", "a/2.1"))
    await a_deliverer(database, slack, clock, library=more).tick()
    assert slack.lessons == ["a/1.1"]


async def test_the_spread_is_stable_and_within_its_window(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    window = dt.timedelta(minutes=3)
    service = LessonService(database, a_library(), clock, spread=window)
    for number in range(20):
        await subscribe(service, channel=f"C{number}", days=127)
    seen: list[dict[str, dt.timedelta]] = []
    for day in range(3):
        clock.set(NINE)
        clock.move(days=day)
        nine = clock.now()
        for _ in range(19):
            await a_deliverer(database, slack, clock).tick()
            clock.move(seconds=10)
        seen.append({post.channel_id: post.at - nine for post in slack.posts})
        slack.posts.clear()
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 20
    assert all(dt.timedelta() <= late <= window for late in seen[0].values())
    assert len(set(seen[0].values())) > 5


@pytest.mark.usefixtures("due")
async def test_draining_lets_what_is_in_flight_finish(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    deliverer = a_deliverer(database, slack, clock)
    slack.gate = asyncio.Event()
    ticking = asyncio.create_task(deliverer.tick())
    await slack.started.wait()
    draining = asyncio.create_task(deliverer.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    slack.gate.set()
    await asyncio.gather(ticking, draining)
    assert (await _row(database)).state is DeliveryState.SENT
    assert (await deliverer.tick()).planned == 0


@pytest.mark.usefixtures("due")
async def test_draining_ends_even_when_slack_doesnt_answer(
    database: Database, slack: FakeSlack, clock: FakeClock
) -> None:
    deliverer = a_deliverer(database, slack, clock)
    slack.gate = asyncio.Event()
    ticking = asyncio.create_task(deliverer.tick())
    await slack.started.wait()
    await deliverer.drain(within=0.01)
    await ticking
    slack.gate = None
    assert (await _row(database)).state is DeliveryState.SENDING
    clock.move(**SETTLED)
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1


async def test_what_was_claimed_and_not_begun_is_given_back(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    for number in range(15):
        await subscribe(service, channel=f"C{number}")
    clock.set(NINE)
    deliverer = a_deliverer(database, slack, clock)
    slack.gate = asyncio.Event()
    ticking = asyncio.create_task(deliverer.tick())
    await slack.started.wait()
    draining = asyncio.create_task(deliverer.drain())
    await asyncio.sleep(0)
    slack.gate.set()
    await asyncio.gather(ticking, draining)
    begun = len(slack.posts)
    assert 0 < begun < 15
    await a_deliverer(database, slack, clock).tick()  # at once, without waiting for a lease
    assert len(slack.posts) == 15


@pytest.mark.usefixtures("due")
async def test_one_story_in_the_log_by_its_id(
    database: Database, slack: FakeSlack, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan.append(LOST)
    with caplog.at_level(logging.INFO, logger="bot.lessons"):
        await a_deliverer(database, slack, clock).tick()
        clock.move(**SETTLED)
        await a_deliverer(database, slack, clock).tick()
    row = await _row(database)
    story = [
        record.getMessage() for record in caplog.records if vars(record)["delivery_id"] == row.id
    ]
    assert story == [
        "delivery claimed",
        "delivery sending",
        "delivery unanswered",
        "delivery looked for",
        "delivery claimed",
        "delivery sending",
        "delivery sent",
    ]
    assert CHANNEL not in caplog.text
