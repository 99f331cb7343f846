"""Sends payloads to the app by whichever transport there is, with Slack's rules for each kind.

Commands and interactions get one try and must be answered within three seconds. Events get up to
three more tries, after waits that run on the playground's clock.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

from playground.clock import PlaygroundClock
from playground.faults import Faults, OutgoingFault
from playground.model import Json
from playground.records import Acknowledgement, Attempt, Delivery, Kind
from playground.socketmode import SocketMode
from playground.transport_http import HttpTransport

IDLE_POLL = 0.005  # seconds between two looks of `idle`
# A retry that waits no longer than this is still "in flight" for `idle`.
SHORT_WAIT = 1.0


class Dispatcher:
    """`acknowledge(kind, name, payload)` waits for the answer; `event(payload)` does not."""

    def __init__(
        self,
        *,
        http: HttpTransport,
        sockets: SocketMode,
        faults: Faults,
        clock: PlaygroundClock,
        retry_waits: tuple[float, ...],
        ack_seconds: float,
    ) -> None:
        self.request_url: str | None = None
        self.deliveries: list[Delivery] = []
        self._http = http
        self._sockets = sockets
        self._faults = faults
        self._clock = clock
        self._retry_waits = retry_waits
        self._ack_seconds = ack_seconds
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._last_work = 0.0
        self._held: list[tuple[Delivery, asyncio.Event, asyncio.Event]] = []

    @property
    def transport(self) -> str:
        if self.request_url is not None:
            return "http"
        return "socket" if self._sockets.connections else "none"

    @contextmanager
    def working(self) -> Iterator[None]:
        """Marks something as in flight for `idle`."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._last_work = time.monotonic()

    async def idle(self, quiet: float) -> None:
        """Return when nothing has been in flight, in or out, for `quiet` seconds."""
        await asyncio.sleep(0)
        while True:
            left = quiet - (time.monotonic() - self._last_work)
            if not self._busy and left <= 0:
                return
            await asyncio.sleep(IDLE_POLL if self._busy else left)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # Commands and interactions

    async def acknowledge(self, kind: Kind, name: str, payload: Json) -> Acknowledgement:
        delivery = Delivery(kind, name, payload, self.transport)
        self.deliveries.append(delivery)
        fault = self._faults.of_delivery(name)
        with self.working():
            if fault is not None and fault.action == "lose":
                delivery.lost = True
                await asyncio.sleep(self._ack_seconds)
                return Acknowledgement(None, None, self._ack_seconds, "operation_timeout")
            attempt, _ = await self._send(delivery)
            if fault is not None and fault.action == "duplicate":
                await self._send(delivery)
        return _answered(attempt)

    # Events

    def event(self, name: str, payload: Json) -> Delivery:
        delivery = Delivery("event", name, payload, self.transport)
        self.deliveries.append(delivery)
        if delivery.transport == "none":
            # Nobody listens; Slack gives up on an app without an endpoint in the same way.
            delivery.attempts.append(Attempt(None, "connection_failed", 0.0))
            return delivery
        fault = self._faults.of_delivery(name)
        if fault is not None and fault.action == "lose":
            delivery.lost = True
            return delivery
        self._spawn(self._deliver(delivery, fault))
        if fault is not None and fault.action == "duplicate":
            self._spawn(self._deliver(delivery, None))
        return delivery

    def _spawn(self, work: Any) -> None:
        self._last_work = time.monotonic()  # so that `idle` sees what has not begun yet
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery, fault: OutgoingFault | None) -> None:
        with self.working():
            if fault is not None and fault.action == "reorder":
                await self._in_reverse(delivery, last=fault.times <= 0)
                return
            attempt, final = await self._send(delivery)
        for number, wait in enumerate(self._retry_waits, start=1):
            if attempt.reason is None or final:
                return
            if wait <= SHORT_WAIT:
                with self.working():
                    await self._wait(wait)
            else:
                await self._wait(wait)
            with self.working():
                attempt, final = await self._send(delivery, number, attempt.reason)

    async def _wait(self, seconds: float) -> None:
        if seconds <= SHORT_WAIT:
            await asyncio.sleep(seconds)
            return
        await self._clock.sleep_until(self._clock.now() + timedelta(seconds=seconds))

    async def _in_reverse(self, delivery: Delivery, *, last: bool) -> None:
        turn, done = asyncio.Event(), asyncio.Event()
        self._held.append((delivery, turn, done))
        if not last:
            # Held only until the last of them comes; a test that sends fewer sees none.
            with self._resting():
                await turn.wait()
            await self._send(delivery)
            done.set()
            return
        await self._send(delivery)
        held, self._held = self._held[:-1], []
        for _, next_turn, next_done in reversed(held):
            next_turn.set()
            await next_done.wait()

    @contextmanager
    def _resting(self) -> Iterator[None]:
        self._busy -= 1
        try:
            yield
        finally:
            self._busy += 1

    async def _send(
        self, delivery: Delivery, retry_num: int = 0, reason: str | None = None
    ) -> tuple[Attempt, bool]:
        # The app may be in this process: what it does to a payload must not reach ours.
        payload = deepcopy(delivery.payload)
        final = False
        if self.request_url is not None:
            attempt, final = await self._http.send(
                self.request_url, delivery.kind, payload, retry_num=retry_num, reason=reason
            )
        else:
            attempt = await self._sockets.send(
                delivery.kind, payload, retry_num=retry_num, reason=reason
            )
        delivery.attempts.append(attempt)
        return attempt, final

    async def challenge(self, payload: Json) -> Delivery:
        """The url_verification request of the Events API, in HTTP mode."""
        delivery = Delivery("url_verification", "url_verification", payload, self.transport)
        self.deliveries.append(delivery)
        with self.working():
            await self._send(delivery)
        return delivery


def _answered(attempt: Attempt) -> Acknowledgement:
    if attempt.reason in ("http_timeout", "timeout"):
        return Acknowledgement(None, None, attempt.elapsed, "operation_timeout")
    if attempt.reason is not None:
        return Acknowledgement(attempt.status, None, attempt.elapsed, "dispatch_failed")
    text = attempt.body.decode("utf-8", errors="replace")
    try:
        body = json.loads(text) if text[:1] in "{[" and text else text
    except ValueError:
        body = text
    return Acknowledgement(attempt.status, body, attempt.elapsed)
