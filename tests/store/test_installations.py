"""Who installed Dean by themselves, and who is about to."""

import asyncio
import datetime as dt

from bot.store import Database, Installation, OAuthStates, Person, Workspace

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SAM = "U0SAM"


async def test_a_state_holds_once_and_not_for_long(database: Database) -> None:
    states = OAuthStates(database)
    state = await states.issue(NOW)
    assert not await states.consume("another", NOW)
    results = await asyncio.gather(*(states.consume(state, NOW) for _ in range(5)))
    assert sorted(results) == [False] * 4 + [True]
    late = await states.issue(NOW)
    assert not await states.consume(late, NOW + dt.timedelta(minutes=10))
    assert await states.prune(NOW + dt.timedelta(minutes=10)) == 1
    assert await states.prune(NOW + dt.timedelta(minutes=10)) == 0


async def test_an_installation_takes_the_place_of_the_last(database: Database) -> None:
    here, there = Workspace(database, "T1").installation, Workspace(database, "T2").installation
    assert await here.get() is None
    first = Installation("xoxb-1", "B1", "U1", NOW, "E1")
    await here.save(first)
    assert await here.get() == first
    assert "xoxb" not in repr(first)
    second = Installation("xoxb-2", "B1", "U1", NOW + dt.timedelta(days=1))
    await here.save(second)
    assert await here.get() == second
    assert await there.get() is None


async def test_only_the_installation_that_was_looked_at_is_forgotten(database: Database) -> None:
    here = Workspace(database, "T1")
    await here.installation.save(Installation("xoxb-new", "B1", "U1", NOW))
    await here.people.set_language(SAM, "nl")
    await here.forget(installed_with="xoxb-old")
    assert await here.installation.get() is not None
    await here.forget(installed_with="xoxb-new")
    assert await here.installation.get() is None
    assert await here.people.get(SAM) == Person(SAM)
