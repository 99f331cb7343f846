"""`python -m bot worker` as it is started: shares a database, drains, says that it is alive."""

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
from sqlalchemy import select

from bot.clock import SystemClock
from bot.content import Library, load_library
from bot.lessons import LessonService
from bot.store import Database, DeliveryState
from bot.store.tables import delivery, heartbeat
from playground import Playground
from playground.model import Channel, Person, Workspace

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "config" / "manifest.json").read_text("utf-8"))
PATIENCE_S = 120  # a busy machine starts a process slowly; one that fails never gets there
TEAM, LEAD, BOT = "T0WORK", "U0LEAD", "U0PLAYBOT"


@contextlib.asynccontextmanager
async def _slack(channels: int) -> AsyncIterator[Playground]:
    seed = Workspace(
        TEAM, "Work", "work", [Person(LEAD, "lead", "Team Lead")],
        [Channel(f"C0WORK{n}", f"work{n}", members=[LEAD, BOT]) for n in range(channels)],
    )  # fmt: skip
    async with Playground(MANIFEST, seed=seed, rate_limits=False) as slack:
        yield slack


async def _due(database: Database, library: Library, channels: int) -> None:
    service = LessonService(database, library, SystemClock())
    for n in range(channels):
        await service.subscribe(
            TEAM, f"C0WORK{n}", LEAD, local_time=dt.time(9), weekdays=127, tz="UTC", lang="en"
        )
        await service.post_now(TEAM, f"C0WORK{n}")


async def _worker(slack: Playground, url: str, **settings: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "worker",
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("DEAN_", "SLACK_"))},
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            **settings,
        },
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def _listening(worker: asyncio.subprocess.Process) -> bytes:
    """Return when it has started, and hears signals; what it said until then."""
    assert worker.stderr is not None
    said = b""
    async with asyncio.timeout(PATIENCE_S):
        while line := await worker.stderr.readline():
            said += line
            if line.startswith(b"Dean posts"):
                return said
    raise AssertionError(said.decode())


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await condition():  # noqa: ASYNC110 - a test may poll
            await asyncio.sleep(0.05)


async def _states(database: Database) -> list[str]:
    async with database.read() as connection:
        return list(
            await connection.scalars(
                select(delivery.c.state).where(
                    delivery.c.local_date <= dt.datetime.now(dt.UTC).date()
                )
            )
        )


def _story(errors: bytes, id: str) -> list[str]:
    lines = [json.loads(line) for line in errors.decode().splitlines() if line.startswith("{")]
    return [line["event"] for line in lines if line.get("delivery_id") == id]


async def test_two_workers_share_and_drain(database: Database, database_url: str) -> None:
    channels = 60
    async with _slack(channels) as slack:
        slack.faults.add(method="chat.postMessage", delay=1.5, times=None)
        await _due(database, load_library(), channels)
        workers = [await _worker(slack, database_url) for _ in range(2)]
        early = [await _listening(each) for each in workers]

        async def begun() -> bool:
            return "sending" in await _states(database)

        await _until(begun)
        for each in workers:
            each.send_signal(signal.SIGTERM)
        outputs = [
            said + (await each.communicate())[1] for said, each in zip(early, workers, strict=True)
        ]
        assert [each.returncode for each in workers] == [0, 0]
        async with database.read() as connection:
            rows = (await connection.execute(select(delivery))).all()
            beats = (await connection.execute(select(heartbeat))).all()
        assert all(row.lease_until is None for row in rows), "what wasn't begun was given back"
        assert {row.state for row in rows} <= {"sent", "due"}, "what was begun was finished"
        posted = {f"C0WORK{n}": len(slack.messages(f"C0WORK{n}")) for n in range(channels)}
        sent = [row for row in rows if row.state == DeliveryState.SENT]
        assert sent
        assert {row.channel_id: 1 for row in sent} == {k: n for k, n in posted.items() if n}
        assert beats == [], "who stops as it should leaves no heartbeat"
        stories = [_story(output, sent[0].id) for output in outputs]
        assert ["delivery claimed", "delivery sending", "delivery sent"] in stories


async def test_a_worker_shows_what_it_counts(
    database: Database, database_url: str, unused_tcp_port: int
) -> None:
    async with _slack(3) as slack:
        await _due(database, load_library(), 3)
        worker = await _worker(slack, database_url, DEAN_METRICS_PORT=str(unused_tcp_port))

        async def through() -> bool:
            async with database.read() as connection:
                beats = (await connection.execute(select(heartbeat))).all()
            return bool(beats)

        await _until(through)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{unused_tcp_port}/metrics") as answer,
        ):
            assert answer.headers["content-type"].startswith("text/plain")
            page = await answer.text()
        worker.send_signal(signal.SIGTERM)
        await worker.communicate()
        assert worker.returncode == 0
    lines = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert lines['deliveries_total{state="sent"}'] == "3.0"
    assert lines["delivery_lateness_seconds_count"] == "3.0"
    assert lines['slack_api_seconds_count{method="chat.postMessage"}'] == "3.0"
    assert float(lines["delivery_oldest_due_seconds"]) == 0
    assert 0 <= float(lines["worker_heartbeat_age_seconds"]) < 60
    assert TEAM not in page
    assert "C0WORK" not in page
