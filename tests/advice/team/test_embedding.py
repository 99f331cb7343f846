"""In the background: every line once, whoever dies meanwhile, whatever changes."""

import asyncio
import datetime as dt
import sys

import pytest

from bot.advice import Advice
from bot.advice.team import Embedder, TeamSearch
from bot.advice.team.lines import lines_of
from bot.content import TeamTipDraft
from bot.store import Cursor, Database, Readiness, TipState, Workspace

from .helpers import BEES, MODEM, NOW, TICKETS, Counting, keep


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    # However slow the machine: what is read is what is tested, not how soon.
    monkeypatch.setattr("bot.advice.team.search.PATIENCE_S", 60)


LINES = {line for draft in (BEES, MODEM, TICKETS) for line in lines_of(draft).values()}


def numbered(count: int) -> list[TeamTipDraft]:
    return [
        TeamTipDraft(
            title=f"Article {number}",
            do=f"Read article {number} out to them.",
            situations=(f"asks about article {number}", f"where is article {number}"),
            lang="en",
        )
        for number in range(count)
    ]


async def test_every_line_is_embedded_once(database: Database) -> None:
    await keep(database, BEES, MODEM, TICKETS)
    encoder = Counting("encoder")
    tips = Workspace(database, "T1").tips
    assert await tips.readiness("encoder") == Readiness(0, 3)
    assert await Embedder(database, encoder, tips=2).all() == 3
    assert await tips.readiness("encoder") == Readiness(3, 3)
    assert sorted(encoder.texts) == sorted(LINES)
    assert await Embedder(database, encoder).all() == 0
    vectors = await tips.vectors([1, 2, 3], "encoder")
    assert {number: len(each) for number, each in vectors.items()} == {1: 6, 2: 6, 3: 6}
    assert {len(vector) for each in vectors.values() for vector in each} == {384}


async def test_a_change_embeds_only_what_changed(database: Database) -> None:
    await keep(database, BEES)
    await Embedder(database, Counting("encoder")).all()
    tips = Workspace(database, "T1").tips
    changed = BEES.model_copy(update={"situations": (*BEES.situations[:2], "a bee in the soup")})
    assert await tips.edit(1, changed)
    encoder = Counting("encoder")
    await Embedder(database, encoder).all()
    assert encoder.texts == ["a bee in the soup"]
    assert len((await tips.vectors([1], "encoder"))[1]) == 6


async def test_another_model_embeds_everything_once(database: Database) -> None:
    await keep(database, BEES, MODEM)
    await Embedder(database, Counting("encoder")).all()
    tips = Workspace(database, "T1").tips
    assert await tips.readiness("newer") == Readiness(0, 2)
    encoder = Counting("newer")
    assert await Embedder(database, encoder).all() == 2
    assert len(encoder.texts) == len(set(encoder.texts)) == 12
    assert await tips.vectors([1, 2], "encoder") == {}
    assert await Embedder(database, encoder).all() == 0


async def test_killed_in_the_middle_it_goes_on_and_does_nothing_twice(
    database: Database, database_url: str
) -> None:
    await keep(database, *numbered(30))  # four lines each
    tips = Workspace(database, "T1").tips
    dying = await _process(database_url, lease=2)
    assert dying.stdout is not None
    done = 0
    while done <= 20:
        done = int(await dying.stdout.readline())
    await asyncio.sleep(0.3)  # now it holds the next ones
    dying.kill()
    assert await dying.wait() != 0
    kept = await tips.readiness("encoder")
    assert 0 < kept.ready < kept.total
    assert kept.ready * 4 == done

    embedded = 0
    async with asyncio.timeout(30):
        while not (await tips.readiness("encoder")).complete:  # until the lease is over
            resumed = await _process(database_url, lease=60)
            out, _ = await resumed.communicate()
            assert resumed.returncode == 0
            embedded += int((out.split() or [b"0"])[-1])
            await asyncio.sleep(0.2)
    assert embedded == 30 * 4 - done
    vectors = await tips.vectors(range(1, 31), "encoder")
    assert {len(each) for each in vectors.values()} == {4}


async def _process(url: str, *, lease: float) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.advice.team.embedding_process", url, str(lease)),
        stdout=asyncio.subprocess.PIPE,
    )


async def test_several_processes_share_the_work(database: Database, database_url: str) -> None:
    await keep(database, *numbered(30))
    several = [await _process(database_url, lease=60) for _ in range(3)]
    outs = [await each.communicate() for each in several]
    assert [each.returncode for each in several] == [0, 0, 0]
    assert sum(int((out.split() or [b"0"])[-1]) for out, _ in outs) == 30 * 4
    assert (await Workspace(database, "T1").tips.readiness("encoder")).complete


async def test_it_works_on_its_own_and_stops_when_told(database: Database) -> None:
    embedder = Embedder(database, Counting("encoder"))
    tips = Workspace(database, "T1").tips
    async with embedder.working():
        await asyncio.sleep(0.05)
        await keep(database, BEES)
        embedder.kick()
        async with asyncio.timeout(10):
            while not (await tips.readiness("encoder")).complete:  # noqa: ASYNC110 - polls
                await asyncio.sleep(0.01)


async def test_a_broken_encoder_ends_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Counting):
        def encode(self, texts: object) -> object:  # type: ignore[override]
            raise RuntimeError("on purpose")

    await keep(database, BEES)
    embedder = Embedder(database, Broken("encoder"), lease=dt.timedelta(0))  # type: ignore[arg-type]
    async with embedder.working(), asyncio.timeout(10):
        while "embedding failed" not in caplog.text:  # noqa: ASYNC110 - a test may poll
            await asyncio.sleep(0.01)
    assert "bees" not in caplog.text


async def test_a_search_follows_what_others_change(database: Database, advice: Advice) -> None:
    search = TeamSearch(database, advice)
    tips = Workspace(database, "T1").tips

    async def first(situation: str) -> str:
        return advice.find(situation, own=await search.of("T1")).matches[0].id

    assert await first("bees on the terrace") != "team/1"
    await keep(database, BEES)
    assert await first("bees on the terrace") == "team/1", "by words, at once"
    assert await search.readiness("T1") == Readiness(0, 1)
    assert await first("een wespennest bij de tafels buiten") != "team/1", (
        "by words only until then"
    )
    assert advice.meaning is not None
    await Embedder(database, advice.meaning.encoder).all()
    assert await search.readiness("T1") == Readiness(1, 1)
    assert await first("een wespennest bij de tafels buiten") == "team/1"
    await tips.edit(1, MODEM)
    assert await first("bees on the terrace") != "team/1"
    assert await first("modem blinks red") == "team/1"
    await tips.remove(1)
    assert await first("modem blinks red") != "team/1"
    await Workspace(database, "T1").forget()
    await keep(database, BEES)
    assert await first("bees on the terrace") == "team/1"
    await search.close()


async def test_one_teams_tips_are_found_by_that_team_alone(
    database: Database, advice: Advice
) -> None:
    await keep(database, BEES, team="T1")
    await keep(database, MODEM, team="T2")
    search = TeamSearch(database, advice)
    for team, fits in (("T1", True), ("T2", False), ("T3", False)):
        own = await search.of(team)
        assert advice.find("bees on the terrace", own=own).fits == fits
    assert await Workspace(database, "T3").tips.changed_since(Cursor(), 10) == ()
    await search.close()


async def test_what_awaits_approval_is_not_found(database: Database, advice: Advice) -> None:
    tips = Workspace(database, "T1").tips
    await tips.add(BEES, author="U1", state=TipState.AWAITING, now=NOW)
    search = TeamSearch(database, advice)
    assert not advice.find("bees on the terrace", own=await search.of("T1")).fits
    await tips.approve(1, NOW)
    assert advice.find("bees on the terrace", own=await search.of("T1")).fits
    await search.close()


async def test_without_an_encoder_there_is_no_progress_to_tell(
    database: Database, words_only: Advice
) -> None:
    await keep(database, BEES)
    search = TeamSearch(database, words_only)
    assert await search.readiness("T1") is None
    assert words_only.find("bees on the terrace", own=await search.of("T1")).fits
    await search.close()


async def test_a_database_that_is_away_leaves_what_was_read(
    database: Database, advice: Advice, caplog: pytest.LogCaptureFixture
) -> None:
    await keep(database, BEES)
    search = TeamSearch(database, advice)
    await search.read("T1")
    await database.close()
    assert advice.find("bees on the terrace", own=await search.of("T1")).fits
    assert "can't read the team's tips" in caplog.text
