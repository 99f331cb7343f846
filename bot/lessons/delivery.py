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

from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.clock import Clock, uptime
from bot.content import Language, Library
from bot.store import (
    AllTeamsClaims,
    Database,
    Delivery,
    Refusals,
    Workspace,
)

from .curriculum import Curriculum, Place
from .digest import last_week
from .errors import NoLessons
from .ledger import Planner
from .schedule import Reason
from .sender import (
    NO_DIGEST,
    Ambiguous,
    CannotLook,
    Found,
    NotFound,
    RateLimited,
    Refused,
    Sender,
    SendOutcome,
    Sent,
    Unsent,
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
# A request that hasn't left so long after the fence doesn't leave: its process was frozen, and its
# lease may have passed to another, who looked in the channel and found nothing.
FRESH_S = 20.0
# After no connection came about.
TRY_AGAIN = dt.timedelta(seconds=20)
# What was sent is recorded even if the database restarts meanwhile.
RECORD_WAITS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 15.0)
CONCURRENCY = 10  # in flight at once
BATCH = 20  # looked for in one tick
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
    unsent: int = 0
    reconciled: int = 0
    told: int = 0


_Work = Callable[[Delivery, TickReport], Awaitable[None]]


class Deliverer:
    """Delivers what is due.

    `clock` says which lessons are due. Leases run by the database's own time, or by the clock
    `leases`.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        sender: Sender,
        clock: Clock,
        *,
        leases: Clock | None = None,
        concurrency: int = CONCURRENCY,
    ) -> None:
        self._database = database
        self._library = library
        self._curriculum = Curriculum(library)
        self._sender = sender
        self._clock = clock
        self._planner = Planner(database)
        self._claims = AllTeamsClaims(database, leases)
        self._refusals = Refusals(database)
        self._concurrency = concurrency
        self._one_tick = asyncio.Lock()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def tick(self) -> TickReport:
        """Do everything that is to be done at this time."""
        report = TickReport()
        async with self._one_tick:
            if self._stopping:
                return report
            report.planned = await self._planner.plan(self._clock.now())
            await self._skip_late(report)
            await self._reconcile(report)
            await self._deliver_due(report)
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

    async def _skip_late(self, report: TickReport) -> None:
        for row in await self._claims.skip_late(self._clock.now(), Reason.LATE):
            self._skipped(row, Reason.LATE, report)

    async def _deliver_due(self, report: TickReport) -> None:
        """Claim as much as can be sent at once, and more as soon as half of it is through: a slow
        answer holds up nobody else, and nothing waits long enough for its lease to run out."""
        more = True
        try:
            while True:
                free = self._concurrency - len(self._in_flight)
                if more and not self._stopping and 2 * free >= self._concurrency:
                    batch = await self._claims.claim(self._clock.now(), LEASE, free)
                    more = len(batch) == free
                    for row in batch:
                        _log("claimed", row)
                        self._start(self._deliver, row, report)
                if not self._in_flight:
                    return
                await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await asyncio.gather(*self._in_flight)  # also when the database went away meanwhile

    def _start(self, work: _Work, row: Delivery, report: TickReport) -> None:
        async def one() -> None:
            # One that fails doesn't hold up the others: its row waits for its lease to run out.
            try:
                await work(row, report)
            except asyncio.CancelledError:
                _log("cut short", row, level=logging.WARNING)
            except Exception as error:
                logger.error("delivery failed", exc_info=error, extra={"delivery_id": row.id})

        task = asyncio.create_task(one())
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    async def _deliver(self, held: Delivery, report: TickReport) -> None:
        if self._stopping:
            await self._claims.release(held)
            return
        workspace = Workspace(self._database, held.team_id)
        schedule = await workspace.schedules.get(held.channel_id, held.kind)
        if schedule is None or not schedule.enabled:
            await self._skip(held, Reason.UNSUBSCRIBED, report)
            return
        given = await workspace.deliveries.given(held.channel_id, held.kind)
        lang = self._language(schedule.language)
        place = self._place(held, given, schedule.tracks)
        lesson = self._library.lesson(place.lesson_id, lang) if place else None
        if place is None or lesson is None:
            await self._skip(held, Reason.NO_LESSONS, report)
            return
        digest = await last_week(workspace, held, schedule.tz) if schedule.digest else NO_DIGEST
        began = uptime()
        if not await self._claims.fence(held, place.lesson_id, self._clock.now(), LEASE):
            report.dropped += 1
            _log("dropped", held)
            return
        _log("sending", held)
        outcome = await _attempt(
            self._sender.post(
                held.team_id,
                held.channel_id,
                lesson,
                lang=lang,
                position=place.position,
                total=place.total,
                delivery_id=held.id,
                digest=digest,
                until=began + FRESH_S,
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
                await _persist(lambda: self._claims.sent(held.id, ts, now))
                report.sent += 1
                metrics.DELIVERIES.labels("sent").inc()
                metrics.LATENESS.observe(max((now - held.due_at).total_seconds(), 0))
                _log("sent", held)
            case Refused(error):
                await _persist(lambda: self._claims.refused(held, error[:_ERROR_MAX], now))
                report.refused += 1
                metrics.DELIVERIES.labels("failed").inc()
                _log("refused", held, reason=error, level=logging.WARNING)
            case RateLimited(retry_after):
                wait = dt.timedelta(seconds=max(retry_after, 1))
                await _persist(lambda: self._claims.rate_limited(held, wait, now))
                report.rate_limited += 1
                _log("rate limited", held)
            case Unsent(reason):
                await _persist(lambda: self._claims.unsent(held, TRY_AGAIN, now))
                report.unsent += 1
                _log("not sent", held, reason=reason, level=logging.WARNING)
            case Ambiguous(reason):
                await _persist(lambda: self._claims.silent(held, reason[:_ERROR_MAX], now))
                report.ambiguous += 1
                metrics.AMBIGUOUS.inc()
                _log("unanswered", held, reason=reason, level=logging.WARNING)

    async def _skip(self, held: Delivery, reason: Reason, report: TickReport) -> None:
        await self._claims.skip(held, reason, self._clock.now())
        self._skipped(held, reason, report)

    @staticmethod
    def _skipped(row: Delivery, reason: Reason, report: TickReport) -> None:
        report.skipped += 1
        metrics.DELIVERIES.labels("skipped").inc()
        _log("skipped", row, reason=reason.value)

    async def _reconcile(self, report: TickReport) -> None:
        """Look for what was sent without an answer; one batch a tick, since looking is dear."""
        batch = await self._claims.claim_silent(SETTLE, LEASE, BATCH)
        slots = asyncio.Semaphore(self._concurrency)

        async def settle(row: Delivery, report: TickReport) -> None:
            async with slots:
                await self._settle(row, report)

        for row in batch:
            self._start(settle, row, report)
        await asyncio.gather(*self._in_flight)

    async def _settle(self, held: Delivery, report: TickReport) -> None:
        if self._stopping:
            return
        outcome = await _attempt(
            self._sender.find(held.team_id, held.channel_id, held.id, held.due_at - LOOK_BACK)
        )
        now = self._clock.now()
        match outcome:
            case Found(ts):
                await self._claims.sent(held.id, ts, now)
                metrics.DELIVERIES.labels("sent").inc()
            case NotFound():
                await self._claims.not_there(held, now)
            case CannotLook(reason):
                await self._unknown(held, reason, now)
            case _ if now >= held.late_until:
                await self._unknown(held, "not answered", now)
            case RateLimited(retry_after):
                await self._claims.look_later(held, dt.timedelta(seconds=max(retry_after, 1)))
            case Ambiguous():
                await self._claims.look_later(held, dt.timedelta())
        report.reconciled += 1
        _log("looked for", held, reason=type(outcome).__name__)

    async def _unknown(self, held: Delivery, reason: str, now: dt.datetime) -> None:
        await self._claims.unknown(held, reason[:_ERROR_MAX], now)
        metrics.DELIVERIES.labels("unknown").inc()

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


async def _persist(record: Callable[[], Awaitable[bool]]) -> None:
    """Record an outcome, also while the database is away for a moment: what isn't recorded has
    to be looked for in the channel, which not every workspace allows."""
    for wait in RECORD_WAITS_S:
        try:
            await record()
        except (SQLAlchemyError, OSError) as error:
            logger.warning("the outcome can't be recorded", extra={"error": type(error).__name__})
            await asyncio.sleep(wait)
        else:
            return
    await record()


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
