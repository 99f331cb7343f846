"""From the ledger to the channel: plan, claim, fence, send, record; then settle what is unclear.

    deliverer = Deliverer(database, library, sender, clock)
    await deliverer.tick()

Any number of processes may tick at once. None is lost, since a row stays until its outcome is
known; none doubles, since only the holder of the latest claim may send, and a send without an
answer is looked for before it is tried again. What can't be ruled out: a process that freezes
between the fence and the request for longer than the lease.
"""

import asyncio
import dataclasses
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar, cast

from bot.clock import Clock, SystemClock
from bot.content import Language, Library
from bot.store import AllTeamsClaims, Database, Delivery, Refusals, Workspace

from .curriculum import Curriculum, Place
from .errors import NoLessons
from .ledger import NO_SPREAD, Planner
from .schedule import Reason
from .sender import (
    Ambiguous,
    CannotLook,
    Found,
    NotFound,
    RateLimited,
    Refused,
    Sender,
    SendOutcome,
    Sent,
)

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

# Several times the sender's own timeout of 10 s: a slow answer isn't taken for a dead process.
LEASE = dt.timedelta(seconds=60)
# Past the sender's own timeout: this one is for a sender that hangs without one.
SEND_TIMEOUT_S = 20.0
# After a lease ran out, Slack may still be at work on the request.
SETTLE = dt.timedelta(seconds=60)
# Messages carry Slack's time and the ledger ours; a clock that is an hour wrong still finds them.
LOOK_BACK = dt.timedelta(minutes=90)
# In flight at once; a batch of twice as many is through well within its lease.
CONCURRENCY = 10
BATCH = 2 * CONCURRENCY
# Hosts kill a process 30 s after asking it to stop.
DRAIN_S = 10.0
_ERROR_MAX = 120  # the column's width; Slack's error words are shorter


@dataclasses.dataclass(slots=True)
class TickReport:
    """What one tick did, in numbers."""

    planned: int = 0
    sent: int = 0
    refused: int = 0
    rate_limited: int = 0
    ambiguous: int = 0
    skipped: int = 0
    dropped: int = 0  # claimed, then no longer ours
    reconciled: int = 0
    told: int = 0


_Work = Callable[[Delivery, dt.datetime, TickReport], Awaitable[None]]


class Deliverer:
    """Delivers what is due.

    `clock` says which lessons are due. `leases` is the time that leases run by: the machine's,
    or the database's, but not one that somebody moves.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        sender: Sender,
        clock: Clock,
        *,
        leases: Clock | None = None,
        spread: dt.timedelta = NO_SPREAD,
        concurrency: int = CONCURRENCY,
    ) -> None:
        self._database = database
        self._library = library
        self._curriculum = Curriculum(library)
        self._sender = sender
        self._clock = clock
        self._leases = leases or SystemClock()
        self._planner = Planner(database, spread)
        self._claims = AllTeamsClaims(database)
        self._refusals = Refusals(database)
        self._slots = asyncio.Semaphore(concurrency)
        self._one_tick = asyncio.Lock()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def tick(self, now: dt.datetime | None = None) -> TickReport:
        """Do everything that is to be done at this time, which is the clock's unless given."""
        report = TickReport()
        async with self._one_tick:
            if self._stopping:
                return report
            now = now or self._clock.now()
            report.planned = await self._planner.plan(now)
            await self._skip_late(now, report)
            await self._reconcile(now, report)
            await self._deliver_due(now, report)
            await self._tell(report)
        return report

    async def drain(self, within: float = DRAIN_S) -> None:
        """Claim no more, let what is in flight finish, give back what wasn't begun."""
        self._stopping = True
        try:
            async with asyncio.timeout(within), self._one_tick:
                return
        except TimeoutError:
            # Their rows stay `sending`, and whoever comes next looks for the messages.
            for task in self._in_flight:
                task.cancel()
            async with self._one_tick:
                return

    async def _skip_late(self, now: dt.datetime, report: TickReport) -> None:
        for row in await self._claims.skip_late(now, self._leases.now(), Reason.LATE):
            report.skipped += 1
            _log("skipped", row, reason=Reason.LATE.value)

    async def _deliver_due(self, now: dt.datetime, report: TickReport) -> None:
        while not self._stopping:
            batch = await self._claims.claim(now, self._leases.now(), LEASE, BATCH)
            if not batch:
                return
            await self._together(self._deliver, batch, now, report)

    async def _together(
        self, work: _Work, batch: tuple[Delivery, ...], now: dt.datetime, report: TickReport
    ) -> None:
        async def one(row: Delivery) -> None:
            async with self._slots:
                await work(row, now, report)

        tasks = [asyncio.create_task(one(row)) for row in batch]
        self._in_flight.update(tasks)
        try:
            results = await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            self._in_flight.difference_update(tasks)
        for row, result in zip(batch, results, strict=True):
            # One that fails doesn't hold up the others: its row waits for its lease to run out.
            if isinstance(result, Exception):
                logger.error("delivery failed", exc_info=result, extra={"delivery_id": row.id})

    async def _deliver(self, held: Delivery, now: dt.datetime, report: TickReport) -> None:
        if self._stopping:
            await self._claims.release(held)
            return
        workspace = Workspace(self._database, held.team_id)
        schedule = await workspace.schedules.get(held.channel_id, held.kind)
        if schedule is None or not schedule.enabled:
            await self._skip(held, Reason.UNSUBSCRIBED, now, report)
            return
        given = await workspace.deliveries.given(held.channel_id, held.kind)
        lang = self._language(schedule.language)
        place = self._place(held, given, schedule.tracks)
        lesson = self._library.lesson(place.lesson_id, lang) if place else None
        if place is None or lesson is None:
            await self._skip(held, Reason.NO_LESSONS, now, report)
            return
        leased = self._leases.now()
        if not await self._claims.fence(held, place.lesson_id, now, leased, LEASE):
            report.dropped += 1
            _log("dropped", held)
            return
        outcome = await _attempt(
            self._sender.post(
                held.team_id,
                held.channel_id,
                lesson,
                lang=lang,
                position=place.position,
                total=place.total,
                delivery_id=held.id,
            )
        )
        await self._record(held, outcome, report)

    def _language(self, chosen: str) -> Language:
        return cast("Language", chosen) if chosen in self._library.lessons else "en"

    def _place(
        self, held: Delivery, given: tuple[str, ...], tracks: tuple[str, ...]
    ) -> Place | None:
        """What was chosen at an earlier attempt stays, unless it is no longer taught."""
        if held.content_id is not None:
            place = self._curriculum.place(held.content_id, given, tracks)
            if place is not None:
                return place
        try:
            return self._curriculum.next(given, tracks)
        except NoLessons:
            return None

    async def _record(self, held: Delivery, outcome: SendOutcome, report: TickReport) -> None:
        now = self._clock.now()
        match outcome:
            case Sent(ts):
                await self._claims.sent(held.id, ts, now)
                report.sent += 1
                _log("sent", held)
            case Refused(error):
                await self._claims.refused(held, error[:_ERROR_MAX], now)
                report.refused += 1
                _log("refused", held, reason=error, level=logging.WARNING)
            case RateLimited(retry_after):
                until = now + dt.timedelta(seconds=max(retry_after, 1))
                await self._claims.rate_limited(held, until, now)
                report.rate_limited += 1
                _log("rate limited", held)
            case Ambiguous(reason):
                await self._claims.silent(held, reason[:_ERROR_MAX], now)
                report.ambiguous += 1
                _log("unanswered", held, reason=reason, level=logging.WARNING)

    async def _skip(
        self, held: Delivery, reason: Reason, now: dt.datetime, report: TickReport
    ) -> None:
        await self._claims.skip(held, reason, now)
        report.skipped += 1
        _log("skipped", held, reason=reason.value)

    async def _reconcile(self, now: dt.datetime, report: TickReport) -> None:
        """Look for what was sent without an answer; one batch a tick, since looking is dear."""
        batch = await self._claims.claim_silent(self._leases.now(), SETTLE, LEASE, BATCH)
        await self._together(self._settle, batch, now, report)

    async def _settle(self, held: Delivery, now: dt.datetime, report: TickReport) -> None:
        if self._stopping:
            return
        outcome = await _attempt(
            self._sender.find(held.team_id, held.channel_id, held.id, held.due_at - LOOK_BACK)
        )
        match outcome:
            case Found(ts):
                await self._claims.sent(held.id, ts, now)
            case NotFound():
                await self._claims.not_there(held, now)
            case CannotLook(reason):
                await self._claims.unknown(held, reason[:_ERROR_MAX], now)
            case _ if now >= held.late_until:
                await self._claims.unknown(held, "not answered", now)
            case RateLimited(retry_after):
                wait = dt.timedelta(seconds=max(retry_after, 1))
                await self._claims.look_later(held, self._leases.now() + wait)
            case Ambiguous():
                await self._claims.look_later(held, self._leases.now())
        report.reconciled += 1
        _log("looked for", held, reason=type(outcome).__name__)

    async def _tell(self, report: TickReport) -> None:
        for schedule in await self._refusals.to_tell():
            if schedule.set_by is None or schedule.pause_reason is None:
                continue
            outcome = await _attempt(
                self._sender.tell(
                    schedule.team_id,
                    schedule.set_by,
                    schedule.channel_id,
                    schedule.pause_reason,
                    self._language(schedule.language),
                )
            )
            if isinstance(outcome, RateLimited):
                await self._refusals.tell_later(schedule)
            else:
                report.told += 1


async def _attempt(call: Coroutine[Any, Any, _T]) -> _T | Ambiguous:
    """The call's outcome; what it raises or never answers is `Ambiguous`, never a failure of the
    tick and never a reason to try again at once."""
    try:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            return await call
    except TimeoutError:
        return Ambiguous("timeout")
    except Exception as error:
        logger.exception("the sender failed")
        return Ambiguous(type(error).__name__)


def _log(what: str, row: Delivery, *, reason: str | None = None, level: int = logging.INFO) -> None:
    """One delivery's story can be read by its id."""
    logger.log(
        level,
        "delivery %s",
        what,
        extra={"delivery_id": row.id, "attempt": row.attempt, "reason": reason},
    )
