"""A small part of `python bench/delivery.py crashes`: real processes that die, and real doubles.

The whole of it, with its table, takes an hour; this shows that it still works.
"""

import asyncio
import logging

import pytest

from bench.crash.plans import BLIND, NAIVE, PLANS, Plan
from bench.crash.run import Result, run
from bot.store import Database

OURS = {plan.name: plan for plan in PLANS}
TRIED = (
    OURS["kill -9 with the request under way"],
    OURS["kill -9 before the commit"],
    OURS["frozen past the lease after the fence"],
    OURS["answer dropped, message accepted"],
)


async def _run(plan: Plan, url: str, seed: int, workers: int = 3) -> Result:
    database = Database(url)
    await database.connect()
    await database.migrate()
    await database.close()
    # Certain, so that none of these passes because nothing happened.
    return await run(plan, url, workers=workers, channels=6, seed=seed, harm=1.0)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    # The playground's server logs each connection that it was told to break.
    caplog.set_level(logging.CRITICAL, logger="aiohttp.server")


@pytest.mark.parametrize("plan", TRIED, ids=lambda plan: plan.name)
async def test_none_lost_none_double(plan: Plan, database_url: str) -> None:
    result = await _run(plan, database_url, seed=11)
    assert (result.lost, result.double, result.unknown, result.stuck) == (0, 0, 0, False)
    assert result.deaths + result.freezes + result.looked_for > 0, "nothing went wrong"


async def test_without_the_permission_to_look_it_is_unknown_and_never_double(
    database_url: str,
) -> None:
    result = await _run(BLIND, database_url, seed=12)
    assert (result.lost, result.double, result.stuck) == (0, 0, False)
    assert result.unknown > 0


@pytest.mark.parametrize("plan", NAIVE, ids=lambda plan: plan.name)
async def test_the_harness_sees_what_naive_orders_do(plan: Plan, database_url: str) -> None:
    harm = 0
    for seed in range(5):  # chance decides who dies; five times none would be 1 in 100,000
        result = await _run(plan, database_url, seed=seed, workers=2)
        harm += result.double if plan.order == "send-then-record" else result.lost
        if harm:
            return
        await asyncio.sleep(0)
    assert harm
