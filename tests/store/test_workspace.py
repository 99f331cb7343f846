"""What is kept of a workspace: seen by that workspace alone, and gone when it is told to go."""

import asyncio
import dataclasses
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.clock import SystemClock
from bot.content import TeamTipDraft
from bot.store import (
    AllTeamsEmbedding,
    Database,
    Delivery,
    DeliveryState,
    Installation,
    Person,
    Schedule,
    Seen,
    TipState,
    Votes,
    Workspace,
    week_of,
)
from bot.store.people import RECENT_KEPT
from bot.store.tables import delivery, metadata, vote

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
CHANNEL, USER, TIP = "C0SAME", "U0SAME", "never-say/11"


def _schedule(team_id: str, **changes: Any) -> Schedule:
    base = Schedule(
        team_id=team_id,
        channel_id=CHANNEL,
        local_time=dt.time(9),
        tz="Europe/Amsterdam",
        weekdays=0b11111,
        language="nl",
        tracks=("career",),
        set_by=USER,
        planned_through=TODAY,
        plan_at=NOW,
    )
    return dataclasses.replace(base, **changes)


def _delivery(team_id: str, **changes: Any) -> Delivery:
    base = Delivery(
        id=f"id-{team_id}",
        team_id=team_id,
        channel_id=CHANNEL,
        local_date=TODAY,
        due_at=NOW,
        ready_at=NOW,
        late_until=NOW + dt.timedelta(hours=4),
        updated_at=NOW,
    )
    return dataclasses.replace(base, **changes)


async def _fill(database: Database, team_id: str) -> Workspace:
    """One row in every table that a workspace has."""
    workspace = Workspace(database, team_id)
    await workspace.people.set_language(USER, "he")
    await workspace.saved.add(USER, TIP, NOW)
    await workspace.votes.cast(USER, TIP, 1)
    await workspace.recent.add(USER, TIP, NOW)
    await workspace.counters.add("reviews", TODAY)
    await workspace.muted.add(USER, "cold", NOW)
    await workspace.settings.set("reaction", {"emoji": "eyes"})
    await workspace.days_off.add([TODAY])
    await workspace.asked.add(USER, "anger", TODAY)
    await _fill_tips(database, workspace)
    await workspace.installation.save(Installation("xoxb-1", "B1", "U1", NOW))
    await workspace.schedules.save(_schedule(team_id))
    await workspace.deliveries.enter(
        [_delivery(team_id, state=DeliveryState.SENT, content_id="a/1.1")]
    )
    return workspace


async def _fill_tips(database: Database, workspace: Workspace) -> None:
    """An approved tip with a vector, one that awaits, and one that is gone."""
    states = (TipState.APPROVED, TipState.APPROVED, TipState.AWAITING)
    for number, state in enumerate(states):
        draft = TeamTipDraft(
            title=f"Title {number} of {workspace.team_id}",
            do="What to do about it.",
            situations=("the modem blinks",),
            lang="en",
        )
        await workspace.tips.add(draft, author=USER, state=state, now=NOW)
    await workspace.tips.remove(2)
    queue = AllTeamsEmbedding(database, SystemClock())
    held = await queue.claim("encoder", dt.timedelta(seconds=1), 10)
    keys = [each.key for each in held]
    made = {key: {7: workspace.team_id.encode()} for key in keys}
    await queue.finish("encoder", held, made, {key: frozenset({7}) for key in keys})


async def _rows(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    async with database.read() as connection:
        return {
            table.name: [repr(tuple(row)) for row in await connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


async def test_every_table_of_a_workspace_is_filled_by_the_helper(database: Database) -> None:
    await _fill(database, "T1")
    assert {name for name, rows in (await _rows(database)).items() if not rows} == {
        "seen",
        "oauth_state",
        "heartbeat",
    }


async def test_equal_ids_in_two_workspaces_are_strangers(database: Database) -> None:
    await _fill(database, "T1")
    other = Workspace(database, "T2")
    assert await other.people.get(USER) == Person(USER)
    assert await other.saved.list(USER) == ()
    assert await other.saved.remove(USER, TIP) is False
    assert await other.votes.of(USER, TIP) is None
    assert await other.votes.totals() == {}
    assert await other.recent.list(USER) == ()
    assert await other.muted.keys(USER) == frozenset()
    assert await other.counters.totals(TODAY, TODAY) == {}
    assert await other.settings.get("reaction", "none") == "none"
    assert await other.settings.all() == {}
    assert await other.schedules.get(CHANNEL) is None
    assert await other.schedules.list() == ()
    assert await other.days_off.since(TODAY) == ()
    assert await other.asked.counts(week_of(TODAY), 1) == {}
    assert await other.tips.revision() == 0
    assert await other.tips.some([1, 2, 3]) == ()
    assert await other.tips.vectors([1], "encoder") == {}
    assert await other.deliveries.on(CHANNEL, TODAY) is None
    assert await other.deliveries.last(CHANNEL) is None
    assert await other.deliveries.since(CHANNEL, TODAY) == {}
    assert await other.deliveries.given(CHANNEL) == ()
    assert await other.deliveries.all_since(TODAY) == {}
    assert await other.deliveries.last_of_each() == {}
    assert not await other.deliveries.given_between(CHANNEL, TODAY, TODAY)


async def test_writing_in_one_workspace_changes_nothing_in_another(database: Database) -> None:
    first = await _fill(database, "T1")
    second = await _fill(database, "T2")
    before = {
        name: [row for row in rows if "T1" in row] for name, rows in (await _rows(database)).items()
    }
    await second.people.set_language(USER, None)
    await second.people.set_side(USER, "customer")
    await second.saved.remove(USER, TIP)
    await second.votes.cast(USER, TIP, -1)
    await second.votes.withdraw(USER, TIP)
    for number in range(RECENT_KEPT + 1):
        await second.recent.add(USER, f"a/{number}", NOW + dt.timedelta(minutes=number))
    await second.muted.remove(USER, "cold")
    await second.counters.add("reviews", TODAY, 5)
    await second.settings.set("reaction", None)
    await second.settings.remove("reaction")
    await second.days_off.remove([TODAY])
    await second.asked.forget_person(USER)
    await second.tips.remove(1)
    await second.tips.approve(3, NOW)
    await second.schedules.save(_schedule("T2", enabled=False))
    await second.deliveries.replace(
        _delivery("T2", state=DeliveryState.SKIPPED), (DeliveryState.SENT,)
    )
    await second.deliveries.withdraw(
        CHANNEL, "lesson", due_after=None, skipped_for="moved", since=TODAY
    )
    await second.forget_person(USER)
    await second.forget()
    after = await _rows(database)
    assert {name: [row for row in rows if "T1" in row] for name, rows in after.items()} == before
    assert not any("T2" in row for rows in after.values() for row in rows)
    assert await first.people.get(USER) == Person(USER, "he")


async def test_a_repository_refuses_anothers_rows(database: Database) -> None:
    workspace = Workspace(database, "T1")
    with pytest.raises(ValueError, match="another workspace"):
        await workspace.schedules.save(_schedule("T2"))
    with pytest.raises(ValueError, match="another workspace"):
        await workspace.deliveries.enter([_delivery("T2")])
    with pytest.raises(ValueError, match="another workspace"):
        await workspace.deliveries.replace(_delivery("T2"), ())
    with pytest.raises(ValueError, match="team_id is empty"):
        Workspace(database, "")


async def test_forgetting_a_person_leaves_no_trace_of_them(database: Database) -> None:
    workspace = await _fill(database, "T1")
    await workspace.people.set_side("U0OTHER", "customer")
    await workspace.forget_person(USER)
    rows = await _rows(database)
    assert not any(USER in row for found in rows.values() for row in found)
    assert await workspace.people.get("U0OTHER") == Person("U0OTHER", None, "customer")
    kept = await workspace.schedules.get(CHANNEL)
    assert kept is not None
    assert kept.set_by is None


async def test_forgetting_a_workspace_leaves_no_row(database: Database) -> None:
    workspace = await _fill(database, "T1")
    await workspace.forget()
    assert {name: rows for name, rows in (await _rows(database)).items() if rows} == {}


async def test_choices_are_kept_apart_and_can_be_given_back(database: Database) -> None:
    people = Workspace(database, "T1").people
    await people.set_language(USER, "nl")
    await people.set_side(USER, "customer")
    assert await people.get(USER) == Person(USER, "nl", "customer")
    await people.set_language(USER, None)
    assert await people.get(USER) == Person(USER, None, "customer")


async def test_saved_tips_are_the_newest_first_and_once(database: Database) -> None:
    saved = Workspace(database, "T1").saved
    assert await saved.add(USER, "a/1", NOW)
    assert await saved.add(USER, "a/2", NOW + dt.timedelta(minutes=1))
    assert not await saved.add(USER, "a/1", NOW + dt.timedelta(minutes=2))
    assert await saved.list(USER) == ("a/2", "a/1")
    assert await saved.remove(USER, "a/2")
    assert await saved.list(USER) == ("a/1",)


async def test_recent_tips_end_after_ten(database: Database) -> None:
    recent = Workspace(database, "T1").recent
    for number in range(RECENT_KEPT + 3):
        await recent.add(USER, f"a/{number}", NOW + dt.timedelta(minutes=number))
    await recent.add(USER, "a/5", NOW + dt.timedelta(hours=1))
    listed = await recent.list(USER)
    assert len(listed) == RECENT_KEPT
    assert listed[:2] == ("a/5", "a/12")


async def test_one_person_one_vote(database: Database) -> None:
    votes = Workspace(database, "T1").votes
    await votes.cast(USER, TIP, 1)
    await votes.cast(USER, TIP, -1)
    await votes.cast("U2", TIP, 1)
    assert await votes.of(USER, TIP) == -1
    assert await votes.totals() == {TIP: Votes(helpful=1, not_helpful=1)}
    await votes.withdraw(USER, TIP)
    assert await votes.totals() == {TIP: Votes(helpful=1)}


async def test_the_database_itself_refuses_what_makes_no_sense(database: Database) -> None:
    for table, values in (
        (vote, {"team_id": "T", "user_id": "U", "tip_id": "t", "value": 5}),
        (delivery, dataclasses.asdict(_delivery("T")) | {"state": "lost"}),
    ):
        with pytest.raises(IntegrityError):
            async with database.write() as connection:
                await connection.execute(table.insert().values(**values))


async def test_counters_add_up(database: Database) -> None:
    counters = Workspace(database, "T1").counters
    await asyncio.gather(*(counters.add("reviews", TODAY) for _ in range(8)))
    await counters.add("tips", TODAY, 3)
    await counters.add("reviews", TODAY - dt.timedelta(days=7), 100)
    assert await counters.totals(TODAY, TODAY) == {"reviews": 8, "tips": 3}


async def test_settings_hold_any_json(database: Database) -> None:
    settings = Workspace(database, "T1").settings
    values: list[Any] = [None, False, 0, "", [], {"left out": ["C1"]}, "עברית"]
    for value in values:
        await settings.set("key", value)
        assert await settings.get("key", "default") == value
    await settings.remove("key")
    assert await settings.get("key", "default") == "default"


async def test_muted_rules(database: Database) -> None:
    muted = Workspace(database, "T1").muted
    await muted.add(USER, "cold", NOW)
    await muted.add(USER, "cold", NOW)
    await muted.add(USER, "vague", NOW)
    assert await muted.keys(USER) == {"cold", "vague"}
    await muted.remove(USER, "cold")
    assert await muted.keys(USER) == {"vague"}


async def test_all_of_it_or_none(database: Database) -> None:
    workspace = Workspace(database, "T1")

    async def fail() -> None:
        async with workspace.atomic() as same, same.atomic() as again:
            await again.settings.set("key", 1)
            await same.saved.add(USER, TIP, NOW)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fail()
    assert await workspace.settings.all() == {}
    assert await workspace.saved.list(USER) == ()


async def test_schedules_come_back_as_they_went(database: Database) -> None:
    workspace = Workspace(database, "T1")
    saved = _schedule("T1", paused_until=dt.date.max, holidays="NL")
    await workspace.schedules.save(saved)
    assert await workspace.schedules.get(CHANNEL) == saved
    assert await workspace.schedules.list() == (saved,)


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        await Workspace(database, "T1").saved.add(USER, TIP, NOW.replace(tzinfo=None))


async def test_an_event_is_seen_once_however_many_ask(database: Database) -> None:
    seen = Seen(database)
    answers = await asyncio.gather(*(seen.first("event:Ev1", NOW) for _ in range(8)))
    assert sorted(answers) == [False] * 7 + [True]
    assert await seen.first("event:Ev2", NOW)
    assert not await seen.first("event:Ev1", NOW + dt.timedelta(hours=23))
    rows = (await _rows(database))["seen"]
    assert not any("Ev1" in row for row in rows)


async def test_events_are_forgotten_after_a_day(database: Database) -> None:
    seen = Seen(database)
    await seen.first("old", NOW)
    await seen.first("new", NOW + dt.timedelta(hours=20))
    assert await seen.prune(NOW + dt.timedelta(hours=25)) == 1
    assert await seen.first("old", NOW + dt.timedelta(hours=25))
    assert not await seen.first("new", NOW + dt.timedelta(hours=25))
