"""The digest: counts from five people on, once a week, where a channel wants it."""

import datetime as dt

import pytest

from bot.content import TeamTipDraft
from bot.lessons import NO_DIGEST, LessonService
from bot.store import AllTeamsAsked, Database, TipState, Workspace, week_of

from .helpers import CHANNEL, LOST, TEAM, FakeClock, FakeSlack, a_deliverer, subscribe

LAST_WEEK = dt.date(2026, 11, 18)
MONDAY = dt.date(2026, 11, 23)


async def _ask(database: Database, category: str, people: int, team: str = TEAM) -> None:
    asked = Workspace(database, team).asked
    for number in range(people):
        for _ in range(3):  # asking again counts nothing
            await asked.add(f"U{number}", category, LAST_WEEK)


async def _deliver(database: Database, slack: FakeSlack, clock: FakeClock, day: dt.date) -> None:
    clock.set(f"{day}T08:00:00+00:00")
    await a_deliverer(database, slack, clock).tick()


async def test_the_weeks_first_lesson_has_it_and_the_second_not(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, digest=True)
    await _ask(database, "anger", 7)
    await _ask(database, "money", 5)
    await _ask(database, "rules", 4)  # too few to say
    for day in range(5):
        await _deliver(database, slack, clock, MONDAY + dt.timedelta(days=day))
    assert [post.digest.asked for post in slack.posts] == [{"anger": 7, "money": 5}, {}, {}, {}, {}]


async def test_off_unless_it_is_asked_for(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    await _ask(database, "anger", 9)
    await _deliver(database, slack, clock, MONDAY)
    assert [post.digest for post in slack.posts] == [NO_DIGEST]
    await service.set_digest(TEAM, CHANNEL, True)
    assert (await service.status(TEAM, CHANNEL)).schedule.digest


async def test_a_monday_without_a_lesson_leaves_it_to_tuesday(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, digest=True)
    await _ask(database, "anger", 5)
    await service.skip_next(TEAM, CHANNEL)
    slack.plan.append(LOST)
    await _deliver(database, slack, clock, MONDAY + dt.timedelta(days=1))
    clock.move(minutes=3)
    await a_deliverer(database, slack, clock).tick()
    assert [(post.at.day, dict(post.digest.asked)) for post in slack.posts] == [(24, {"anger": 5})]


async def test_only_the_three_most_and_only_ones_own(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, digest=True)
    for number, category in enumerate(("a", "b", "c", "d")):
        await _ask(database, category, 5 + number)
    await _ask(database, "theirs", 20, team="T2")
    await _deliver(database, slack, clock, MONDAY)
    assert list(slack.posts[0].digest.asked.items()) == [("d", 8), ("c", 7), ("b", 6)]


async def test_thanks_for_suggested_tips_that_were_approved_last_week(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service, digest=True)

    async def approved(title: str, author: str | None, day: dt.date, team: str = TEAM) -> None:
        tips = Workspace(database, team).tips
        draft = TeamTipDraft(title=title, do="What to do about it.", situations=(title,), lang="en")
        at = dt.datetime.combine(day, dt.time(10), dt.UTC)
        tip = await tips.add(draft, author=author, state=TipState.AWAITING, now=at)
        assert tip is not None
        assert await tips.approve(tip.number, at)

    await approved("Pods that keep restarting", "U1", LAST_WEEK)
    await approved("Imported by the admins", None, LAST_WEEK)
    await approved("Of the week before", "U1", LAST_WEEK - dt.timedelta(days=7))
    await approved("Of this week", "U1", MONDAY)
    await approved("Another team's own", "U1", LAST_WEEK, team="T2")
    waiting = TeamTipDraft(title="Awaits", do="What to do.", situations=("awaits",), lang="en")
    now = dt.datetime.combine(LAST_WEEK, dt.time(10), dt.UTC)
    await Workspace(database, TEAM).tips.add(waiting, author="U1", state=TipState.AWAITING, now=now)
    for day in range(2):
        await _deliver(database, slack, clock, MONDAY + dt.timedelta(days=day))
    assert [post.digest.new_tips for post in slack.posts] == [("Pods that keep restarting",), ()]


@pytest.mark.parametrize("again", [False, True])
async def test_nobody_can_be_told_from_what_is_kept(database: Database, *, again: bool) -> None:
    await _ask(database, "anger", 6)
    workspace = Workspace(database, TEAM)
    if again:  # another week has other marks for the same people
        await workspace.asked.add("U1", "anger", MONDAY)
    week = week_of(LAST_WEEK)
    assert await workspace.asked.counts(week, 1) == {"anger": 6}
    await workspace.forget_person("U1")
    assert await workspace.asked.counts(week, 1) == {"anger": 5}
    everyone = AllTeamsAsked(database)
    monday = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    await everyone.prune(monday)
    assert await workspace.asked.counts(week, 1) == {"anger": 5}, "still to be told"
    await workspace.forget_person("U2")  # nobody knows any more which mark that was
    assert await workspace.asked.counts(week, 1) == {"anger": 5}
    await everyone.prune(monday + dt.timedelta(days=28))
    assert await workspace.asked.counts(week, 1) == {}
