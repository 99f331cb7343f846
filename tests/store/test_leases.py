"""Leases, heartbeats, and a migration that finds data."""

import datetime as dt

import pytest
from sqlalchemy import text, update

from bot.store import AllTeamsClaims, Database, Delivery, DeliveryState, Heartbeats, Workspace
from bot.store import leases as module
from bot.store.tables import delivery

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


async def _due(database: Database) -> AllTeamsClaims:
    row = Delivery(
        id="a" * 32,
        team_id="T1",
        channel_id="C1",
        local_date=NOW.date(),
        due_at=NOW,
        ready_at=NOW,
        late_until=NOW + dt.timedelta(hours=4),
        updated_at=NOW,
    )
    await Workspace(database, "T1").deliveries.enter([row])
    return AllTeamsClaims(database)


async def test_leases_run_by_no_clock_that_people_set(database: Database) -> None:
    claims = await _due(database)
    # An hour there or back decides what is due, and gives nobody another's row.
    (held,) = await claims.claim(NOW, MINUTE, 10)
    for hours in (1, -1, 3):
        assert await claims.claim(NOW + dt.timedelta(hours=hours), MINUTE, 10) == ()
    assert await claims.fence(held, "a/1.1", NOW, MINUTE)
    assert await claims.claim_silent(MINUTE, MINUTE, 10) == ()
    assert await claims.look_later(held, -MINUTE)
    assert await claims.claim_silent(2 * MINUTE, MINUTE, 10) == ()
    (silent,) = await claims.claim_silent(dt.timedelta(seconds=30), MINUTE, 10)
    assert (silent.id, silent.attempt) == (held.id, 2)


async def test_a_lease_that_ended_is_free(database: Database) -> None:
    claims = await _due(database)
    (held,) = await claims.claim(NOW, -MINUTE, 10)
    (again,) = await claims.claim(NOW, MINUTE, 10)
    assert again.attempt == 2
    assert not await claims.fence(held, "a/1.1", NOW, MINUTE)
    assert await claims.fence(again, "a/1.1", NOW, MINUTE)


async def test_what_was_leased_before_the_machine_restarted_is_free(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.is_sqlite:
        return  # a server's clock goes on
    claims = await _due(database)
    with monkeypatch.context() as weeks_ago:
        weeks_ago.setattr(module, "uptime", lambda: 3_000_000.0)
        assert len(await claims.claim(NOW, MINUTE, 10)) == 1
        assert await claims.claim(NOW, MINUTE, 10) == ()
    with monkeypatch.context() as just_started:
        just_started.setattr(module, "uptime", lambda: 20.0)
        assert len(await claims.claim(NOW, MINUTE, 10)) == 1


async def test_what_never_left_is_due_again(database: Database) -> None:
    claims = await _due(database)
    (held,) = await claims.claim(NOW, MINUTE, 10)
    assert not await claims.unsent(held, MINUTE, NOW), "it wasn't being sent"
    assert await claims.fence(held, "a/1.1", NOW, MINUTE)
    assert await claims.unsent(held, MINUTE, NOW)
    hour = dt.timedelta(hours=1)
    assert await claims.claim(NOW + hour, MINUTE, 10) == (), "a minute is no hour ahead"
    assert await claims.fence(held, "a/1.1", NOW, MINUTE)
    assert await claims.unsent(held, -MINUTE, NOW)
    (again,) = await claims.claim(NOW, MINUTE, 10)
    assert again.content_id == "a/1.1"
    assert not await claims.unsent(held, MINUTE, NOW), "another holds it by now"


async def test_the_oldest_that_waits(database: Database) -> None:
    claims = await _due(database)
    assert await claims.oldest_due(NOW - MINUTE) is None
    assert await claims.oldest_due(NOW + MINUTE) == NOW
    assert await claims.oldest_due(NOW + dt.timedelta(hours=5)) is None, "too late, so none waits"


async def test_heartbeats(database: Database) -> None:
    beats = Heartbeats(database)
    assert await beats.latest() is None
    await beats.beat("one", NOW)
    await beats.beat("two", NOW + MINUTE)
    await beats.beat("one", NOW + 2 * MINUTE)
    assert await beats.latest() == NOW + 2 * MINUTE
    await beats.end("one")
    assert await beats.latest() == NOW + MINUTE
    await beats.beat("three", NOW + dt.timedelta(hours=2))  # the one that was killed is forgotten
    await beats.end("three")
    assert await beats.latest() is None


async def test_migrating_up_and_down_keeps_what_is_there(database: Database) -> None:
    await database.migrate("0001")
    async with database.write() as connection:
        await connection.execute(
            text(
                "INSERT INTO schedule (team_id, channel_id, kind, local_time, tz, weekdays,"
                " language, tracks, enabled, pause_told, planned_through, plan_at, version)"
                " VALUES ('T1', 'C1', 'lesson', '09:00:00.000000', 'UTC', 31, 'nl', '[]', true,"
                " true, '2026-11-23', '2026-11-24 00:00:00.000000', 4)"
            )
        )
    await database.migrate()
    schedules = Workspace(database, "T1").schedules
    found = await schedules.get("C1")
    assert found is not None
    assert (found.language, found.version, found.offset_s, found.digest) == ("nl", 4, 0, False)
    await _due(database)
    async with database.write() as connection:
        await connection.execute(update(delivery).values(state=DeliveryState.SENT.value))
    await database.migrate("0001")
    await database.migrate()
    assert await schedules.get("C1") == found
    assert await Workspace(database, "T1").deliveries.last("C1") is not None
