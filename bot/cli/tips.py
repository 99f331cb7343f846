"""`dean tips import FILE --workspace T…`, `dean tips list`, `dean tips remove`."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.clock import SystemClock
from bot.content import TeamTipDraft, read_team_tips
from bot.store import TEAM, Database, TipState, Workspace
from config import load_settings

from .page import Page, complain

_AT_ONCE = 500  # tips in one transaction: others who write wait no longer than a moment


def run(arguments: argparse.Namespace) -> int:
    """One of the three."""
    action = {"import": _import, "list": _list, "remove": _remove}[arguments.action]
    return action(arguments)


def _import(arguments: argparse.Namespace) -> int:
    """All of a file's tips, or none where any is faulty. Running it again adds nothing twice."""
    drafts = read_team_tips(arguments.file)

    async def work() -> int:
        async with _workspace(arguments.workspace) as workspace:
            return await add(workspace, drafts)

    added = asyncio.run(work())
    there = f"; {len(drafts) - added:,} were there already" if added < len(drafts) else ""
    print(f"{added:,} tips added{there}. They are found by words now, by meaning soon after.")
    return 0


async def add(workspace: Workspace, drafts: Sequence[TeamTipDraft]) -> int:
    """Keep tips as approved; how many weren't there yet."""
    now, added = SystemClock().now(), 0
    for start in range(0, len(drafts), _AT_ONCE):
        added += len(
            await workspace.tips.add_all(
                drafts[start : start + _AT_ONCE],
                author=None,
                state=TipState.APPROVED,
                now=now,
            )
        )
    return added


def _list(arguments: argparse.Namespace) -> int:
    async def work() -> None:
        async with _workspace(arguments.workspace) as workspace:
            page = Page()
            for state in TipState:
                count = await workspace.tips.count(state)
                page.text(f"{count:,} {state.value}")
                for start in range(0, count, _AT_ONCE):
                    for tip in await workspace.tips.page(state, limit=_AT_ONCE, offset=start):
                        page.item(f"{tip.title} ({tip.id}, {tip.language})")
            page.show()

    asyncio.run(work())
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    numbers = [_number(id) for id in arguments.id]
    strange = [id for id, number in zip(arguments.id, numbers, strict=True) if number is None]
    if strange:
        complain(f"{', '.join(strange)}: an id looks like {TEAM}/12; `dean tips list` shows them")
        return 2
    wanted = [number for number in numbers if number is not None]

    async def work() -> tuple[int, ...]:
        async with _workspace(arguments.workspace) as workspace:
            return await workspace.tips.remove_all(wanted)

    gone = asyncio.run(work())
    print(f"{len(gone):,} removed.")
    missing = [f"{TEAM}/{number}" for number in wanted if number not in gone]
    if missing:
        complain(f"Not there: {', '.join(missing)}")
    return 1 if missing else 0


def _number(id: str) -> int | None:
    source, _, number = id.partition("/")
    known = source == TEAM and number.isascii() and number.isdigit() and len(number) < 10
    return int(number) if known else None


@asynccontextmanager
async def _workspace(team_id: str) -> AsyncIterator[Workspace]:
    database = Database(load_settings().database_url)
    await database.connect()
    try:
        await database.migrate()
        yield Workspace(database, team_id)
    finally:
        await database.close()
