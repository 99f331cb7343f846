"""Lessons under fire, and at scale: none lost, none double, in so many injected faults.

    python bench/delivery.py crashes [--runs 1300] [--together 8] [--database sqlite]
    python bench/delivery.py scale
    python bench/delivery.py            # both, on both databases

`crashes` starts real worker processes against the playground as Slack and a real database, and
kills, freezes and starves them at every step of a delivery; it then counts what stands in the
channels. Lease, settling time and timeouts are shortened alike (40 : 1). The same is done to two
naive orders, which must lose or double, or the harness sees nothing. The exit status is 1 when
Dean lost or doubled anything, or when a naive order didn't.
"""

import argparse
import asyncio
import itertools
import logging
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.crash.databases import Files, Server, ledgers, patiently
from bench.crash.plans import BLIND, NAIVE, PLANS, Plan
from bench.crash.run import Result, run
from bench.scale import scale

CHANNELS = 10
WORKERS = (2, 1, 4, 2, 3, 8, 1, 5, 2, 6, 3, 7)
_SHARES = 1_300


@dataclass
class Line:
    """One line of the table."""

    plan: Plan
    results: list[Result] = field(default_factory=list)

    def total(self, name: str) -> int:
        return sum(getattr(each, name) for each in self.results)


@dataclass(frozen=True)
class Extent:
    """How much of it."""

    runs: int
    together: int
    seed: int
    until: float  # no run begins after that, by `time.monotonic`


async def crashes(kind: str, extent: Extent) -> bool:
    """Every plan on one kind of database; whether it came out as it must."""
    began = time.monotonic()
    plans = [plan for plan in (*PLANS, BLIND, *NAIVE) if plan.only in (None, kind)]
    lines = [Line(plan) for plan in plans]
    try:
        async with ledgers(kind) as there:
            # Who shares a server shares its restarts: those runs go last, by themselves.
            apart = [line for line in lines if line.plan.away and isinstance(there, Server)]
            others = [line for line in lines if line not in apart]
            await _all(others, there, extent)
            if apart and isinstance(there, Server):
                restarting = asyncio.create_task(_restart_now_and_then(there))
                try:
                    await _all(apart, there, extent)
                finally:
                    restarting.cancel()
                    await asyncio.gather(restarting, return_exceptions=True)
    finally:  # also of an hour's runs before the one that couldn't be made
        _print(kind, lines, time.monotonic() - began)
    ours = [line for line in lines if line.plan.order == "ledger"]
    harmless = all(result.harm == 0 for line in ours for result in line.results)
    doubled = sum(line.total("double") for line in lines if line.plan.order == "send-then-record")
    lost = sum(line.total("lost") for line in lines if line.plan.order == "record-then-send")
    return harmless and doubled > 0 and lost > 0


async def _all(lines: Iterable[Line], there: Files | Server, extent: Extent) -> None:
    todo = _in_turn(lines, extent)
    slots = asyncio.Semaphore(extent.together)
    done = 0

    async def one(line: Line, workers: int, number: int) -> None:
        nonlocal done
        async with slots:
            # Those of which a server is restarted come last, and must have their turn, too.
            if time.monotonic() > extent.until and not (line.plan.away and len(line.results) < 8):
                return
            url = await patiently(there.new)
            result = await run(line.plan, url, workers=workers, channels=CHANNELS, seed=number)
            line.results.append(result)
            if line.plan.order == "ledger" and result.harm:
                print(f"HARM: {line.plan.name}, seed {number}: {result}", flush=True)
            await patiently(lambda: there.drop(url))
        done += 1
        if done % 50 == 0:
            print(f"{there.kind}: {done} of {len(todo)} runs", file=sys.stderr, flush=True)

    async with asyncio.TaskGroup() as group:
        for line, workers, number in todo:
            group.create_task(one(line, workers, number))


def _in_turn(lines: Iterable[Line], extent: Extent) -> list[tuple[Line, int, int]]:
    """Runs with their workers and seeds, the lines mixed evenly: cut short, it is still a sample
    of all of them."""
    found: list[tuple[float, Line, int]] = []
    for line in lines:
        count = max(1, round(line.plan.share * extent.runs / _SHARES))
        found += [((number + 0.5) / count, line, number) for number in range(count)]
    found.sort(key=lambda each: each[0])
    return [
        (line, WORKERS[number % len(WORKERS)], extent.seed + index)
        for index, (_, line, number) in enumerate(found)
    ]


async def _restart_now_and_then(there: Server) -> None:
    """Gone for one to three leases, every few seconds; each run sees at least one."""
    for gone_s in itertools.cycle((1.5, 3.0, 4.5)):
        await asyncio.sleep(2.5)
        await asyncio.shield(there.restart(gone_s))


_COLUMNS = (
    ("runs", 5), ("deliveries", 11), ("deaths", 7), ("freezes", 8), ("looked", 7), ("unknown", 8),
    ("lost", 5), ("double", 7), ("stuck", 6),
)  # fmt: skip


def _print(kind: str, lines: list[Line], took: float) -> None:
    print(f"\n{kind}: what happens to the workers, and to the lessons ({took:.0f} s)")
    print(f"{'':47}" + "".join(f"{name:>{width}}" for name, width in _COLUMNS))
    for line in lines:
        _row(line.plan.name, [line])
    _row("Dean, all of these", [line for line in lines if line.plan.order == "ledger"])


def _row(name: str, lines: list[Line]) -> None:
    figures = [
        sum(len(line.results) for line in lines),
        *(
            sum(line.total(each) for line in lines)
            for each in (
                *("deliveries", "deaths", "freezes", "looked_for"),
                *("unknown", "lost", "double", "stuck"),
            )
        ),
    ]  # fmt: skip
    cells = (f"{n:>{width}}" for n, (_, width) in zip(figures, _COLUMNS, strict=True))
    print(f"{name:47}" + "".join(cells), flush=True)


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["crashes", "scale", "all"], default="all")
    parser.add_argument("--runs", type=int, default=_SHARES, help="about how many a database")
    parser.add_argument("--together", type=int, default=8, help="runs at a time")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60, help="begin no run after that")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # put everything away first
    kinds = asked.database or ["sqlite", "postgresql"]
    good = True
    if asked.what in ("crashes", "all"):
        for kind in kinds:
            until = time.monotonic() + 60 * asked.minutes
            good &= asyncio.run(
                crashes(kind, Extent(asked.runs, asked.together, asked.seed, until))
            )
    if asked.what in ("scale", "all"):
        for kind in kinds:
            asyncio.run(scale(kind))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
