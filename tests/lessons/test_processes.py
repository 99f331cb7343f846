"""Real processes that die at any step, over one database: none lost, none double."""

import asyncio
import json
import sys
from pathlib import Path

from sqlalchemy import select

from bot.lessons import LessonService
from bot.store import Database
from bot.store.tables import delivery

from .helpers import FakeClock, subscribe

CHANNELS = 10
WORKERS = 2
CHANCE_OF_DEATH = 0.08  # at each of four steps: about one delivery in four kills its process

ROOT = Path(__file__).resolve().parents[2]


async def _keep_alive(url: str, posts: Path, seed: int) -> int:
    """A supervisor: starts the worker again whenever it dies; gives how often it did."""
    deaths = 0
    while True:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.lessons.worker",
            url, str(posts), str(CHANCE_OF_DEATH), f"{seed}.{deaths}",
            cwd=ROOT,
        )  # fmt: skip
        if await process.wait() == 0:
            return deaths
        assert process.returncode == 9
        deaths += 1


async def test_workers_that_die_lose_nothing_and_double_nothing(
    database: Database, database_url: str, service: LessonService, clock: FakeClock, tmp_path: Path
) -> None:
    for number in range(CHANNELS):
        await subscribe(service, team=f"T{number % 7}", channel=f"C{number}")
        await service.post_now(f"T{number % 7}", f"C{number}")
    # Due by the tests' clock, and by the workers', which is the machine's.
    async with database.write() as connection:
        due, far = "2020-01-01T00:00:00+00:00", "2100-01-01T00:00:00+00:00"
        clock.set(due)
        early = clock.now()
        clock.set(far)
        await connection.execute(
            delivery.update().values(due_at=early, ready_at=early, late_until=clock.now())
        )
    posts = tmp_path / "posts"
    deaths = await asyncio.gather(
        *(_keep_alive(database_url, posts, seed) for seed in range(WORKERS))
    )
    async with database.read() as connection:
        states = list(await connection.scalars(select(delivery.c.state)))
        expected = set(await connection.scalars(select(delivery.c.id)))
    posted = [json.loads(line)[2] for line in posts.read_text().splitlines()]
    assert sum(deaths) > 0
    assert set(states) == {"sent"}
    assert len(posted) == len(set(posted))
    assert set(posted) == expected
