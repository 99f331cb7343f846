"""One run: a Slack, a database, some workers, and what befalls them."""

import asyncio
import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import sqlite3
from collections import Counter
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.content import Library
from bot.lessons import LessonService
from bot.store import Database
from bot.store.tables import delivery, schedule
from playground import Playground
from playground.model import Channel, Person, Workspace

from .databases import patiently
from .plans import Plan
from .worker import LEASE_S, LIBRARY, SETTLE_S, Orders, work

MANIFEST = Path(__file__).resolve().parents[2] / "config" / "manifest.json"
TEAM, LEAD, BOT = "T0CRASH", "U0LEAD", "U0PLAYBOT"
# A Wednesday, half past ten: what was due at nine is late, and may be posted until one.
NOW = dt.datetime(2026, 12, 2, 10, 30, tzinfo=dt.UTC)
PATIENCE_S = 180.0  # by then even a machine that has other things to do is through
DEATHS = 3  # a worker; then it may live

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bench.crash.worker"])


@dataclass(frozen=True)
class Result:
    """What one run came to."""

    deliveries: int
    workers: int
    deaths: int
    freezes: int
    looked_for: int
    lost: int
    double: int
    unknown: int
    stuck: bool

    @property
    def harm(self) -> int:
        return self.lost + self.double + self.stuck


class _Fixed:
    def now(self) -> dt.datetime:
        return NOW


async def run(
    plan: Plan,
    database_url: str,
    *,
    workers: int,
    channels: int,
    seed: int,
    harm: float | None = None,
) -> Result:
    """One run on an empty, migrated database. `harm` is the chance at each step, if not the
    plan's usual one."""
    chance = random.Random(seed)
    names = [f"C0CRASH{number:04}" for number in range(channels)]
    slack = Playground(_manifest(history=plan.history), seed=_seed(names), rate_limits=False)
    slack.clock.set(NOW)
    async with slack:
        database = Database(database_url)
        await patiently(database.connect)
        try:
            await patiently(lambda: _subscribe(database, LIBRARY, names))
            if plan.faults:
                slack.faults.add(
                    method="chat.postMessage", times=max(2, channels // 3), **plan.faults
                )
            offset = (NOW - dt.datetime.now(dt.UTC)).total_seconds()
            offset_s = _FORKS.RawValue(
                "d", offset
            )  # without a lock, that a dying process could take along
            crew = _Crew(plan, database_url, slack, offset_s, workers, chance, harm)
            befalls = [
                asyncio.create_task(each) for each in _befall(plan, database, offset_s, chance)
            ]
            try:
                stuck = not await _settled(database, crew)
                # Whoever sleeps now wakes to find that others did it.
                await crew.everybody_awake()
                stuck = not await _settled(database, crew) or stuck
            finally:
                for task in befalls:
                    task.cancel()
                await asyncio.gather(*befalls, return_exceptions=True)
                await crew.end()
            await slack.idle()
            ended = await patiently(lambda: _by_channel(database))
        finally:
            await database.close()
        posted = {name: _lessons(slack, name) for name in names}
        return Result(
            deliveries=channels,
            workers=workers,
            deaths=crew.deaths,
            freezes=crew.freezes,
            looked_for=sum(call.method == "conversations.history" for call in slack.calls),
            # What is unknown isn't lost: its status says so, and it may have been posted.
            lost=sum(n == 0 and ended.get(name) != "unknown" for name, n in posted.items()),
            double=sum(n > 1 for n in posted.values()),
            unknown=sum(state == "unknown" for state in ended.values()),
            stuck=stuck,
        )


class _Crew:
    """The workers: started again when they die, woken when they were frozen for long enough."""

    def __init__(
        self,
        plan: Plan,
        url: str,
        slack: Playground,
        offset_s: Any,
        workers: int,
        chance: random.Random,
        harm: float | None,
    ) -> None:
        self._offset_s = offset_s
        self._chance = chance
        self.deaths = self.freezes = 0
        self._frozen: dict[int, float] = {}
        if harm is None:
            harm = _usual_harm(plan)
        self._orders = Orders(
            database_url=url, api_url=slack.api_url, token=slack.bot_token, team_id=TEAM,
            step=plan.step, does=plan.does, chance=harm, order=plan.order,
        )  # fmt: skip
        self._workers = [self._start(self._orders) for _ in range(workers)]
        self._lives = [DEATHS] * workers

    def _start(self, orders: Orders) -> ForkServerProcess:
        process = _FORKS.Process(
            target=work, args=(orders, self._offset_s, self._chance.randrange(2**32)), daemon=True
        )
        process.start()
        return process

    def look_after(self) -> None:
        now = asyncio.get_running_loop().time()
        for index, process in enumerate(self._workers):
            if process.exitcode is not None:
                self.deaths += 1
                self._lives[index] -= 1
                orders = self._orders
                if self._lives[index] <= 0:
                    orders = Orders(**{**vars(orders), "step": None})
                self._workers[index] = self._start(orders)
            elif process.pid is not None and _stopped(process.pid):
                since = self._frozen.setdefault(process.pid, now)
                if now - since > (LEASE_S + SETTLE_S) * 1.2:
                    self.freezes += 1
                    del self._frozen[process.pid]
                    os.kill(process.pid, signal.SIGCONT)

    async def everybody_awake(self) -> None:
        """Return when none is frozen, and who was has had time to do harm."""
        while any(each.pid is not None and _stopped(each.pid) for each in self._workers):
            self.look_after()
            await asyncio.sleep(0.1)
        if self.freezes:
            await asyncio.sleep(0.5)

    async def end(self) -> None:
        for process in self._workers:
            process.kill()
        for process in self._workers:
            await asyncio.to_thread(process.join)
            process.close()


def _usual_harm(plan: Plan) -> float:
    if plan.step is None:
        return 0.0
    if plan.step in ("plan", "claim"):
        return 0.6  # happens once a batch, not once a delivery
    return {"kill": 0.35, "freeze": 0.25, "full": 0.4}[plan.does]


def _stopped(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False


async def _settled(database: Database, crew: _Crew) -> bool:
    """Whether everything due came to an end in time."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await asyncio.sleep(0.1)
                crew.look_after()
                try:
                    states = await _states(database)
                except (SQLAlchemyError, OSError):
                    continue  # away, as planned
                if states and not states["due"] and not states["sending"]:
                    return True
    except TimeoutError:
        return False


async def _states(database: Database) -> Counter[str]:
    async with database.read() as connection:
        return Counter(
            await connection.scalars(
                select(delivery.c.state).where(delivery.c.local_date == NOW.date())
            )
        )


async def _by_channel(database: Database) -> dict[str, str]:
    async with database.read() as connection:
        rows = await connection.execute(
            select(delivery.c.channel_id, delivery.c.state).where(
                delivery.c.local_date == NOW.date()
            )
        )
        return {row.channel_id: row.state for row in rows}


async def _subscribe(database: Database, library: Library, channels: list[str]) -> None:
    service = LessonService(database, library, _Fixed())
    for channel in channels:
        await service.subscribe(
            TEAM, channel, LEAD, local_time=dt.time(9), weekdays=127, tz="UTC", lang="en"
        )
    # As if they had been set yesterday: today is still to be planned.
    async with database.write() as connection:
        await connection.execute(delivery.delete())
        yesterday = NOW - dt.timedelta(days=1)
        await connection.execute(
            update(schedule).values(planned_through=yesterday.date(), plan_at=yesterday)
        )


def _befall(plan: Plan, database: Database, offset_s: Any, chance: random.Random) -> list[Any]:
    befalls = []
    if plan.clock:
        befalls.append(_move_the_clock(offset_s, chance))
    if plan.away and database.is_sqlite:
        befalls.append(_lock(str(database._url.database), chance.uniform(0, 0.5)))
    return befalls


async def _move_the_clock(offset_s: Any, chance: random.Random) -> None:
    """An hour there and back, twice, in the midst of it."""
    right = offset_s.value
    for hours in chance.sample([1, -1], 2):
        await asyncio.sleep(chance.uniform(0.1, 0.6))
        offset_s.value = right + hours * 3600
        await asyncio.sleep(chance.uniform(0.3, 1.0))
        offset_s.value = right


async def _lock(path: str, wait: float) -> None:
    """Somebody else writes to the file, and takes a while."""
    await asyncio.sleep(wait)
    other = sqlite3.connect(path, isolation_level=None, timeout=15, check_same_thread=False)
    try:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        await asyncio.sleep(1.5 * LEASE_S)
        await asyncio.to_thread(other.execute, "ROLLBACK")
    finally:
        other.close()


def _lessons(slack: Playground, channel: str) -> int:
    """How many lessons stand in a channel."""
    return sum(message.metadata is not None for message in slack.messages(channel))


def _manifest(*, history: bool) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(MANIFEST.read_text("utf-8"))
    if history:
        manifest["oauth_config"]["scopes"]["bot"].append("channels:history")
    return manifest


def _seed(channels: list[str]) -> Workspace:
    lead = Person(LEAD, "lead", "Team Lead", is_admin=True)
    return Workspace(
        team_id=TEAM,
        name="Crash",
        domain="crash",
        people=[lead],
        channels=[Channel(id, id.lower(), members=[LEAD, BOT], creator=LEAD) for id in channels],
    )
