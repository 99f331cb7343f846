"""Planning for everybody at once gives each what it would have got alone."""

import asyncio
import datetime as dt
import itertools

from sqlalchemy import select, update

from bot.lessons import LessonService
from bot.lessons.ledger import Planner
from bot.lessons.schedule import due, local_date, wants
from bot.store import Database, Schedule, Workspace
from bot.store.tables import delivery, schedule

from .helpers import FakeClock, a_library, subscribe

SPREAD = dt.timedelta(seconds=60)
YESTERDAY = dt.timedelta(days=1)


async def _many(database: Database, clock: FakeClock) -> list[Schedule]:
    """Schedules with everything that decides a date, in every combination."""
    service = LessonService(database, a_library(), clock, spread=SPREAD)
    kinds = itertools.product(
        ("Europe/Amsterdam", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Apia"),
        ("09:00", "23:30"),
        (127, 0b0011111, 0b1000000),
        (None, "NL"),
        (None, dt.date(2026, 12, 26), dt.date(2027, 3, 1)),
    )
    for number, (tz, at, days, holidays, until) in enumerate(kinds):
        team, channel = f"T{number % 3}", f"C{number}"
        await subscribe(
            service, team=team, channel=channel, at=at, tz=tz, days=days, holidays=holidays
        )
        if until is not None:
            await service.pause(team, channel, until)
    for team, day in (("T0", dt.date(2026, 12, 24)), ("T1", dt.date(2026, 12, 27))):
        await service.change_days_off(team, [day], off=True)
    found: list[Schedule] = []
    for number in range(3):
        found += await Workspace(database, f"T{number}").schedules.list()
    return found


async def test_everybody_gets_what_they_would_have_got_alone(
    database: Database, clock: FakeClock
) -> None:
    clock.set("2026-12-20T12:00:00+00:00")
    before = await _many(database, clock)
    clock.set("2026-12-26T15:00:00+00:00")
    now = clock.now()
    planner = Planner(database)
    assert await planner.plan(now) == len(before)
    assert await planner.plan(now) == 0
    for each in before:
        workspace = Workspace(database, each.team_id)
        free = frozenset(await workspace.days_off.since(dt.date.min))
        today = local_date(each, now)
        expected = {}
        for number in range((today - each.planned_through).days + 1):
            date = each.planned_through + dt.timedelta(days=number + 1)
            row = due(each, date, now) if wants(each, date, free) else None
            if row is not None:
                expected[date] = (row.due_at, row.ready_at, row.late_until)
        rows = await workspace.deliveries.since(
            each.channel_id, each.planned_through + dt.timedelta(days=1)
        )
        found = {date: (row.due_at, row.ready_at, row.late_until) for date, row in rows.items()}
        assert found == expected, each
        saved = await workspace.schedules.get(each.channel_id)
        assert saved is not None
        assert saved.planned_through == today + dt.timedelta(days=1)
        assert saved.plan_at > now
    async with database.read() as connection:
        ids = list(await connection.scalars(select(delivery.c.id)))
    assert len(ids) == len(set(ids)) > 0
    assert {len(id) for id in ids} == {32}


async def test_several_plan_at_once(
    database: Database, database_url: str, service: LessonService, clock: FakeClock
) -> None:
    for number in range(20):
        await subscribe(service, channel=f"C{number}", days=127)
    clock.move(days=1)
    others = [Database(database_url) for _ in range(3)]
    for each in others:
        await each.connect()
    counts = await asyncio.gather(
        *(Planner(each).plan(clock.now()) for each in [database, *others])
    )
    assert sum(counts) == 20
    async with database.read() as connection:
        assert len(list(await connection.scalars(select(delivery.c.id)))) == 20 * 3
    for each in others:
        await each.close()


async def test_a_change_while_others_plan_wins(
    database: Database, service: LessonService, clock: FakeClock
) -> None:
    """Whoever is first, tomorrow's lesson comes at the new hour."""
    for number in range(8):
        await subscribe(service, channel=f"C{number}", days=127)
    clock.move(days=1)
    await asyncio.gather(
        Planner(database).plan(clock.now()),
        *(subscribe(service, channel=f"C{number}", at="15:00", days=127) for number in range(8)),
    )
    tomorrow = clock.now().date() + dt.timedelta(days=1)
    async with database.read() as connection:
        hours = await connection.scalars(
            select(delivery.c.due_at).where(delivery.c.local_date == tomorrow)
        )
        assert {at.hour for at in hours} == {14}


async def test_a_zone_that_is_gone_holds_up_nobody(
    database: Database, service: LessonService, clock: FakeClock
) -> None:
    await subscribe(service, channel="C1", days=127)
    await subscribe(service, channel="C2", days=127)
    async with database.write() as connection:
        await connection.execute(
            update(schedule).where(schedule.c.channel_id == "C2").values(tz="Mars/Olympus")
        )
    clock.move(days=1)
    assert await Planner(database).plan(clock.now()) == 2
    assert await Planner(database).plan(clock.now()) == 0
    rows = await Workspace(database, "T1").deliveries.since("C1", clock.now().date())
    assert len(rows) == 2
