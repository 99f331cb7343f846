"""A worker process, as `python -m bot worker` is one, with a hand on its switch.

It runs the program's own deliverer, sender and store. Only the times are shorter, the clock is
handed in, and at one chosen step the process may be killed, stopped, or find its disk full.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import os
import random
import resource
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event

from bot.content import load_library
from bot.l10n import words_for
from bot.lessons import Deliverer, Sent
from bot.lessons import delivery as times
from bot.lessons.ledger import Planner
from bot.slack.delivery import SlackSender
from bot.slack.identity import Identities, Identity, InstalledWorkspaces, OneWorkspace
from bot.slack.last_look import session
from bot.store import AllTeamsClaims, Database

from .naive import Naive, RecordThenSend, SendThenRecord

Step = Literal["plan", "claim", "fence", "sent", "answer", "commit", "recorded"]
Order = Literal["ledger", "send-then-record", "record-then-send"]

# Once, in the process that the workers are forked from.
LIBRARY = load_library()
words_for("en")

# As in life, only faster: 60 s, 60 s, 10 s, 20 s, 5 s …
LEASE_S, SETTLE_S, HTTP_S = 1.5, 1.0, 0.8
TICK_S = 0.5
HARMS = 3  # to one process; then it may live
FULL_S = 0.8  # how long a full disk stays full


@dataclass(frozen=True)
class Orders:
    """What one worker is told."""

    database_url: str
    api_url: str
    token: str | None = None  # without one, of all that are installed in the database
    team_id: str = ""
    step: Step | None = None
    does: Literal["kill", "freeze", "full"] = "kill"
    chance: float = 0.0
    order: Order = "ledger"
    hurried: bool = True  # times shortened; else as in life


class MovedClock:
    """The machine's time and what somebody added to it."""

    def __init__(self, offset_s: Any) -> None:
        self._offset_s = offset_s

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self._offset_s.value)


def work(orders: Orders, offset_s: Any, seed: int) -> None:
    """Deliver until somebody ends this process."""
    random.seed(seed)
    if orders.hurried:
        _hurry()
    logging.disable(logging.CRITICAL)
    asyncio.run(_deliver(orders, MovedClock(offset_s)))


def _hurry() -> None:
    """In this process only: whoever imports this file keeps the times of life."""
    times.LEASE = dt.timedelta(seconds=LEASE_S)
    times.SETTLE = dt.timedelta(seconds=SETTLE_S)
    times.SEND_TIMEOUT_S = 1.2
    times.FRESH_S = 0.8
    times.TRY_AGAIN = dt.timedelta(seconds=0.2)
    times.RECORD_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


async def _deliver(orders: Orders, clock: MovedClock) -> None:
    database = Database(orders.database_url)
    while True:
        try:
            await database.connect()
            break
        except Exception:  # the database is away, and a supervisor would start us again
            await asyncio.sleep(0.2)
    identities: Identities = InstalledWorkspaces(database)
    if orders.token is not None:
        identities = OneWorkspace(Identity(orders.team_id, "B1", "U1", SecretStr(orders.token)))
    client = AsyncWebClient(
        base_url=orders.api_url,
        session=session(HTTP_S if orders.hurried else 10),
        retry_handlers=[],
    )
    sender = SlackSender(client, identities, LIBRARY)
    _arm(orders, database, sender)
    kind: type[Deliverer] | type[Naive] = {
        "ledger": Deliverer,
        "send-then-record": SendThenRecord,
        "record-then-send": RecordThenSend,
    }[orders.order]
    deliverer = kind(database, LIBRARY, sender, clock)
    home = os.getppid()
    while os.getppid() == home:  # else whoever started us is gone
        with contextlib.suppress(Exception):  # as the ticker does: the next round goes on
            await deliverer.tick()
        await asyncio.sleep(TICK_S)


def _arm(orders: Orders, database: Database, sender: SlackSender) -> None:
    """Put the chosen step between the program's own functions."""

    left = HARMS

    def perhaps(step: Step) -> None:
        nonlocal left
        if step == orders.step and left and random.random() < orders.chance:
            left -= 1
            if orders.does == "full":
                _fill_the_disk()
                return
            os.kill(os.getpid(), signal.SIGKILL if orders.does == "kill" else signal.SIGSTOP)

    def after(owner: type, name: str, step: Step, when: Callable[[Any], bool]) -> None:
        real: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def wrapped(*args: Any, **more: Any) -> Any:
            result = await real(*args, **more)
            if when(result):
                perhaps(step)
            return result

        setattr(owner, name, wrapped)

    after(Planner, "plan", "plan", bool)
    after(AllTeamsClaims, "claim", "claim", bool)
    after(AllTeamsClaims, "fence", "fence", bool)
    _arm_sent(database, perhaps)
    after(AllTeamsClaims, "sent", "recorded", bool)

    post = sender.post

    async def posting(*args: Any, **more: Any) -> Any:
        sending = asyncio.create_task(post(*args, **more))
        if orders.step == "sent":
            # Under way: before, while or after Slack takes it, as it happens.
            await asyncio.wait([sending], timeout=random.uniform(0.001, 0.03))
            perhaps("sent")
        outcome = await sending
        if isinstance(outcome, Sent):
            perhaps("answer")
        return outcome

    sender.post = posting  # type: ignore[method-assign]


def _arm_sent(database: Database, perhaps: Callable[[Step], None]) -> None:
    """Between the statement that records an answer and its commit."""
    recording = 0
    real = AllTeamsClaims.sent

    async def sent(*args: Any) -> bool:
        nonlocal recording
        recording += 1
        try:
            return await real(*args)
        finally:
            recording -= 1

    AllTeamsClaims.sent = sent  # type: ignore[method-assign,assignment]

    def committing(_: object) -> None:
        if recording:
            perhaps("commit")

    event.listen(database._open().sync_engine, "commit", committing)


def _fill_the_disk() -> None:
    """For a moment no file of this process may grow."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    asyncio.get_running_loop().call_later(
        FULL_S, resource.setrlimit, resource.RLIMIT_FSIZE, (hard, hard)
    )
