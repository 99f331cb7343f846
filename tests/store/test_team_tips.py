"""A team's own tips in the database: their revisions, their vectors, and who embeds what."""

import asyncio
import datetime as dt

from bot.content import TeamTipDraft
from bot.store import (
    TEAM,
    AllTeamsEmbedding,
    Cursor,
    Database,
    Readiness,
    TeamTip,
    TipState,
    ToEmbed,
    Workspace,
)
from bot.store.team_tips import TeamTips
from tests.lessons.helpers import FakeClock

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
ENCODER, OTHER = "encoder-a", "encoder-b"
LEASE = dt.timedelta(seconds=60)


def draft(title: str = "The modem blinks red", **changes: object) -> TeamTipDraft:
    return TeamTipDraft.model_validate(
        {
            "title": title,
            "do": "Ask for the lights before anything else.",
            "say": ("Which lights are on?",),
            "situations": ("modem blinks red", "no internet since the storm"),
            "lang": "en",
        }
        | changes
    )


async def add(
    tips: TeamTips, title: str = "The modem blinks red", state: TipState = TipState.APPROVED
) -> TeamTip:
    added = await tips.add(draft(title), author="U1", state=state, now=NOW)
    assert added is not None
    return added


async def test_a_tip_comes_back_as_it_went(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    added = await add(tips)
    assert added.id == f"{TEAM}/1"
    assert (added.title, added.say, added.situations, added.language, added.author) == (
        "The modem blinks red",
        ("Which lights are on?",),
        ("modem blinks red", "no internet since the storm"),
        "en",
        "U1",
    )
    assert added.created_at == NOW
    assert await tips.get(1) == added
    assert await tips.get(2) is None
    assert await tips.some([2, 1, 1]) == (added,)


async def test_the_same_text_is_one_tip(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    assert await tips.add(draft(), author="U2", state=TipState.AWAITING, now=NOW) is None
    more = [draft("Another title"), draft(), draft("Another title")]
    assert await tips.add_all(more, author=None, state=TipState.APPROVED, now=NOW) == (2,)
    assert await tips.edit(2, draft()) is None
    other = Workspace(database, "T2").tips
    assert await other.add(draft(), author="U2", state=TipState.AWAITING, now=NOW) is not None


async def test_numbers_are_never_given_out_again(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    assert await tips.remove(1)
    assert not await tips.remove(1)
    assert (await add(tips)).number == 2


async def test_only_what_awaits_can_be_approved_and_once(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips, state=TipState.AWAITING)
    assert await tips.changed_since(Cursor(), 10) == ()
    outcomes = await asyncio.gather(*(tips.approve(1, NOW) for _ in range(4)))
    assert sorted(outcomes) == [False, False, False, True]
    assert not await tips.approve(7, NOW)
    assert [tip.number for tip in await tips.changed_since(Cursor(), 10)] == [1]


async def test_pages_and_counts(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    for number in range(5):
        await add(tips, f"Approved {number}")
    for number in range(3):
        await add(tips, f"Awaiting {number}", TipState.AWAITING)
    assert await tips.count(TipState.APPROVED) == 5
    assert await tips.count(TipState.AWAITING) == 3
    newest = await tips.page(TipState.APPROVED, limit=2, offset=2)
    assert [tip.number for tip in newest] == [3, 2]
    waiting = await tips.page(TipState.AWAITING, limit=2)
    assert [tip.number for tip in waiting] == [6, 7]


async def test_whoever_knows_a_revision_misses_nothing(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    assert await tips.revision() == 0
    many = [draft(f"Title {number}") for number in range(5)]
    await tips.add_all(many, author=None, state=TipState.APPROVED, now=NOW)
    first = await tips.changed_since(Cursor(), 3)
    assert [tip.number for tip in first] == [1, 2, 3]
    seen = Cursor(first[-1].revision, first[-1].number)
    assert [tip.number for tip in await tips.changed_since(seen, 3)] == [4, 5]
    revision = await tips.revision()
    assert await tips.edit(2, draft("Another word"))
    await tips.remove(3)
    assert await tips.revision() == revision + 2
    changed = await tips.changed_since(Cursor(revision, 5), 10)
    assert [(tip.number, tip.title) for tip in changed] == [(2, "Another word")]
    assert await tips.gone_since(revision) == (3,)
    assert await tips.gone_since(revision + 2) == ()


async def test_what_changes_nothing_takes_no_revision(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    revision = await tips.revision()
    assert not await tips.approve(1, NOW)
    assert await tips.edit(9, draft("Another title")) is False
    assert not await tips.remove(9)
    assert await tips.add(draft(), author=None, state=TipState.APPROVED, now=NOW) is None
    assert await tips.revision() == revision


async def test_a_removed_tip_takes_everything_along(database: Database) -> None:
    workspace = Workspace(database, "T1")
    await add(workspace.tips)
    await workspace.saved.add("U1", "team/1", NOW)
    await workspace.saved.add("U1", "never-say/1", NOW)
    await workspace.recent.add("U1", "team/1", NOW)
    await workspace.votes.cast("U1", "team/1", 1)
    await embed(database)
    await workspace.tips.remove(1)
    assert await workspace.saved.list("U1") == ("never-say/1",)
    assert await workspace.recent.list("U1") == ()
    assert await workspace.votes.totals() == {}
    assert await workspace.tips.vectors([1], ENCODER) == {}


async def embed(
    database: Database, encoder: str = ENCODER, *, limit: int = 10
) -> tuple[ToEmbed, ...]:
    """Claim and finish, with a vector a situation."""
    queue = AllTeamsEmbedding(database, FakeClock(NOW.isoformat()))
    held = await queue.claim(encoder, LEASE, limit)
    await queue.finish(encoder, held, *made(held))
    return held


def made(
    held: tuple[ToEmbed, ...],
) -> tuple[dict[tuple[str, int], dict[int, bytes]], dict[tuple[str, int], frozenset[int]]]:
    lines = {each.key: frozenset(hash(line) % 2**62 for line in each.situations) for each in held}
    vectors = {
        each.key: {line: bytes([1, 2]) for line in lines[each.key] - each.known} for each in held
    }
    return vectors, lines


async def test_vectors_are_there_once_all_of_a_tips_are(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    await add(tips, "Awaiting", TipState.AWAITING)
    assert await tips.readiness(ENCODER) == Readiness(0, 1)
    assert [each.number for each in await embed(database)] == [1]
    assert await tips.readiness(ENCODER) == Readiness(1, 1)
    assert await tips.vectors([1, 2], ENCODER) == {1: [bytes([1, 2])] * 2}
    assert await embed(database) == (), "nothing is left to do"


async def test_done_is_a_change_that_others_see(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    revision = await tips.revision()
    await embed(database)
    assert await tips.revision() == revision + 1
    assert [tip.number for tip in await tips.changed_since(Cursor(revision, 1), 10)] == [1]


async def test_an_edit_keeps_the_vectors_of_lines_that_stay(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    await embed(database)
    await tips.edit(1, draft(situations=("modem blinks red", "router is dead")))
    assert await tips.vectors([1], ENCODER) == {}, "words only until it is done again"
    (held,) = await embed(database)
    assert held.known == {hash(line) % 2**62 for line in draft().situations}
    again = await tips.vectors([1], ENCODER)
    assert len(again[1]) == 2


async def test_another_encoder_starts_over(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips)
    await embed(database)
    assert await tips.readiness(OTHER) == Readiness(0, 1)
    assert await tips.vectors([1], OTHER) == {}
    (held,) = await embed(database, OTHER)
    assert held.known == frozenset()
    assert await tips.vectors([1], OTHER) != {}
    assert await tips.vectors([1], ENCODER) == {}, "old vectors are of no more use"


async def test_each_tip_is_one_processes_at_a_time(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    many = [draft(f"Title {number}") for number in range(20)]
    await tips.add_all(many, author=None, state=TipState.APPROVED, now=NOW)
    clock = FakeClock(NOW.isoformat())
    queues = [AllTeamsEmbedding(database, clock) for _ in range(4)]
    claims = await asyncio.gather(*(queue.claim(ENCODER, LEASE, 3) for queue in queues))
    numbers = [each.number for claim in claims for each in claim]
    assert len(numbers) == len(set(numbers)) == 12
    rest = await queues[0].claim(ENCODER, LEASE, 50)
    assert {each.number for each in rest}.isdisjoint(numbers)
    assert await queues[1].claim(ENCODER, LEASE, 50) == ()
    clock.move(seconds=61)  # those who held them fell silent
    assert len(await queues[1].claim(ENCODER, LEASE, 50)) == 20


async def test_what_changed_meanwhile_is_left_to_its_next_turn(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    for title in ("Stays", "Is edited", "Is removed"):
        await add(tips, title)
    queue = AllTeamsEmbedding(database, FakeClock(NOW.isoformat()))
    held = await queue.claim(ENCODER, LEASE, 10)
    await tips.edit(2, draft("Was edited"))
    await tips.remove(3)
    assert await queue.finish(ENCODER, held, *made(held)) == 1
    assert sorted(await tips.vectors([1, 2, 3], ENCODER)) == [1]
    assert [each.title for each in await queue.claim(ENCODER, LEASE, 10)] == ["Was edited"]


async def test_one_workspaces_tips_are_nobody_elses(database: Database) -> None:
    first, second = Workspace(database, "T1").tips, Workspace(database, "T2").tips
    await add(first)
    await embed(database)
    before = await first.changed_since(Cursor(), 10)
    assert await second.get(1) is None
    assert await second.revision() == 0
    assert not await second.approve(1, NOW)
    assert await second.edit(1, draft("Theirs")) is False
    assert not await second.remove(1)
    assert await second.vectors([1], ENCODER) == {}
    assert await second.readiness(ENCODER) == Readiness(0, 0)
    await second.forget_person("U1")
    await Workspace(database, "T2").forget()
    assert await first.changed_since(Cursor(), 10) == before


async def test_a_persons_suggestions_go_and_the_teams_tips_stay(database: Database) -> None:
    tips = Workspace(database, "T1").tips
    await add(tips, "Approved")
    await add(tips, "Awaiting", TipState.AWAITING)
    await tips.forget_person("U1")
    kept = await tips.get(1)
    assert kept is not None
    assert kept.author is None
    assert await tips.get(2) is None
