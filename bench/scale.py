"""Planning 100,000 schedules, and 10,000 lessons due in the same minute, by one worker and by two.

The deliveries go over HTTP to a Slack that takes 100 ms to answer, as the real one does, knows each
of 500 workspaces by its token and keeps to Slack's limits: one message a second a channel, some
hundreds a minute a workspace. Worker processes are of the same kind as in `bench/crash`, with the
lease and timeouts as they are in life.
"""

import asyncio
import datetime as dt
import multiprocessing
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import func, select, text, update

from bot.lessons.calendar import start_of_day, zone
from bot.lessons.ledger import Planner
from bot.store import Database, Installation, Workspace
from bot.store.tables import delivery, schedule
from playground.webapi.limits import Limits

from .crash.databases import ledgers
from .crash.run import NOW
from .crash.worker import Orders, work

SCHEDULES = 100_000
CHANNELS = 10_000
TEAMS = 500
PER_MINUTE = 300  # a workspace's; Slack says "several hundred"
ANSWER_S = 0.1
# Where support teams are, and when they have their stand-up.
ZONES = ("America/New_York", "Europe/London", "Europe/Amsterdam", "Asia/Jerusalem", "Asia/Tokyo")
HOURS = tuple(dt.time(hour, minute) for hour in (8, 9, 10) for minute in (0, 15, 30, 45))

_FORKS = multiprocessing.get_context("forkserver")


async def scale(kind: str) -> None:
    """Print the figures for one kind of database."""
    async with ledgers(kind) as there:
        url = await there.new()
        database = Database(url)
        await database.connect()
        await _planning(kind, database)
        await database.close()
        rates = {workers: await _delivering(await there.new(), workers) for workers in (1, 2)}
    for workers, (took, each) in rates.items():
        print(
            f"{kind}: {CHANNELS:,} lessons in {TEAMS} workspaces due at once, {workers} worker(s), "
            f"Slack answers in {ANSWER_S * 1000:.0f} ms: {took:.1f} s, {CHANNELS / took:.0f} a "
            f"second {each}"
        )
    print(f"{kind}: two workers are {rates[1][0] / rates[2][0]:.2f} times as fast as one\n")


async def _planning(kind: str, database: Database) -> None:
    """Tomorrow's midnight comes: a day more for each of 100,000 schedules."""
    await _subscribe(database, SCHEDULES)
    planner = Planner(database)
    await planner.plan(NOW)  # the first time: today and tomorrow
    times = []
    for day in (1, 2, 3):
        async with database.write() as connection:  # all zones' midnights at once
            await connection.execute(update(schedule).values(plan_at=NOW))
        began = time.perf_counter()
        count = await planner.plan(NOW + dt.timedelta(days=day))
        times.append(time.perf_counter() - began)
        assert count == SCHEDULES, count
    async with database.read() as connection:
        rows = await connection.scalar(select(func.count()).select_from(delivery))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind}: planning a day for {SCHEDULES:,} schedules: {statistics.median(times):.2f} s "
        f"(of {', '.join(f'{each:.2f}' for each in times)}); {rows:,} rows, {memory:.0f} MB"
    )


async def _subscribe(database: Database, count: int, *, one_hour: bool = False) -> None:
    """Rows as `LessonService.subscribe` makes them, entered at once."""

    def row(number: int) -> dict[str, Any]:
        tz = "UTC" if one_hour else ZONES[number % len(ZONES)]
        return {
            "team_id": f"T{number % TEAMS}",
            "channel_id": f"C{number}",
            "kind": "lesson",
            "local_time": dt.time(10) if one_hour else HOURS[number % len(HOURS)],
            "tz": tz,
            "weekdays": 127,
            "holidays": None,
            "language": "en",
            "tracks": [],
            "enabled": True,
            "pause_told": True,
            "set_by": "U1",
            "planned_through": NOW.date() - dt.timedelta(days=1),
            "plan_at": start_of_day(NOW.date(), zone(tz)),
            "version": 1,
            "offset_s": 0 if one_hour else number % 60,
            "digest": False,
        }

    for start in range(0, count, 10_000):
        rows = [row(number) for number in range(start, min(start + 10_000, count))]
        async with database.write() as connection:
            await connection.execute(schedule.insert(), rows)
    if not database.is_sqlite:
        async with database.write() as connection:
            await connection.execute(text("ANALYZE schedule"))


async def _delivering(url: str, workers: int) -> tuple[float, str]:
    """Seconds from the first lesson's arrival to the last one's, and what came and grew."""
    arrived = Arrived()
    runner, api_url = await _slack(arrived)
    database = Database(url)
    await database.connect()
    await database.migrate()
    for number in range(TEAMS):
        await Workspace(database, f"T{number}").installation.save(
            Installation(f"xoxb-{number}", "B1", "U1", NOW)
        )
    await _subscribe(database, CHANNELS, one_hour=True)
    await Planner(database).plan(NOW)
    offset = (NOW - dt.datetime.now(dt.UTC)).total_seconds()
    orders = Orders(database_url=url, api_url=api_url, hurried=False)
    crew = [
        _FORKS.Process(target=work, args=(orders, _FORKS.RawValue("d", offset), n), daemon=True)
        for n in range(workers)
    ]
    for each in crew:
        each.start()
    early = None
    while len(arrived.at) < CHANNELS:
        await asyncio.sleep(0.05)
        if early is None and len(arrived.at) > CHANNELS / 10:
            early = [_resident_mb(each.pid) for each in crew]
    late = [_resident_mb(each.pid) for each in crew]
    await asyncio.sleep(1)
    for each in crew:
        each.kill()
        await asyncio.to_thread(each.join)
    async with database.read() as connection:
        sent = await connection.scalar(
            select(func.count()).select_from(delivery).where(delivery.c.state == "sent")
        )
    assert sent == len(arrived.at) == len(arrived.channels) == CHANNELS, (sent, len(arrived.at))
    await database.close()
    await runner.cleanup()
    grown = ", ".join(f"{a:.0f} to {b:.0f} MB" for a, b in zip(early or late, late, strict=True))
    return arrived.at[-1] - arrived.at[0], (
        f"({sent:,} sent, {len(arrived.at):,} arrived, {arrived.limited} held up by a limit; "
        f"memory from a tenth of them to the last: {grown})"
    )


def _resident_mb(pid: int | None) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


@dataclass
class Arrived:
    """What a Slack took."""

    at: list[float] = field(default_factory=list)
    channels: set[str] = field(default_factory=set)
    limited: int = 0


async def _slack(arrived: Arrived) -> tuple[web.AppRunner, str]:
    """The least that a Slack can be: it takes a post, from whom it should, and answers, slowly."""
    limits = Limits()

    async def post(request: web.Request) -> web.Response:
        channel = str((await request.json())["channel"])
        number = request.headers["Authorization"].removeprefix("Bearer xoxb-")
        if int(channel.removeprefix("C")) % TEAMS != int(number):
            return web.json_response({"ok": False, "error": "channel_not_found"})
        wait = limits.method(number, PER_MINUTE) or limits.channel(channel)
        if wait:
            arrived.limited += 1
            refusal = {"ok": False, "error": "ratelimited"}
            return web.json_response(refusal, status=429, headers={"Retry-After": str(wait)})
        arrived.at.append(time.monotonic())
        arrived.channels.add(channel)
        await asyncio.sleep(ANSWER_S)
        return web.json_response({"ok": True, "ts": f"{len(arrived.at)}.0"})

    application = web.Application()
    application.router.add_post("/api/chat.postMessage", post)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sockets: Sequence[Any] = site._server.sockets  # type: ignore[union-attr]
    return runner, f"http://127.0.0.1:{sockets[0].getsockname()[1]}/api/"
