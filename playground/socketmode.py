"""Socket Mode: the app's WebSockets, hello, envelopes and their acknowledgements, refresh."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import uuid
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from playground.model import Json
from playground.records import Attempt, Kind

SOCKETS_MAX = 10  # Slack's limit for an app
PING_SECONDS = 10.0
_ENVELOPES: dict[Kind, str] = {
    "command": "slash_commands",
    "interaction": "interactive",
    "event": "events_api",
}


class SocketMode:
    def __init__(self, app_id: str, ack_seconds: float, on_change: Callable[[], None]) -> None:
        self._app_id = app_id
        self._ack_seconds = ack_seconds
        self._on_change = on_change
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    @property
    def connections(self) -> int:
        return len(self._sockets)

    def ticket(self) -> str:
        """What the URL of one connection carries; good once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="this connection ticket is unknown or used")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS)
        await socket.prepare(request)
        if len(self._sockets) >= SOCKETS_MAX:
            await self._say_goodbye(socket, "too_many_websockets")
            return socket
        self._sockets.append(socket)
        self._on_change()
        try:
            await socket.send_json(self._hello())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            self._drop(socket)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": 18_060,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _heard(self, data: str) -> None:
        try:
            answer = json.loads(data)
        except ValueError:
            return
        waiting = self._waiting.get(answer.get("envelope_id", "")) if _is_object(answer) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload"))

    def _drop(self, socket: web.WebSocketResponse) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._on_change()

    async def send(
        self, kind: Kind, payload: Json, *, retry_num: int = 0, reason: str | None = None
    ) -> Attempt:
        """One envelope to one of the sockets, in turn, until it is acknowledged."""
        began = time.monotonic()
        live = [socket for socket in self._sockets if not socket.closed]
        if not live:
            return Attempt(None, "connection_failed", 0.0, retry_num)
        self._turn += 1
        socket = live[self._turn % len(live)]
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": _ENVELOPES[kind],
            "payload": payload,
            "accepts_response_payload": kind != "event",
        }
        if kind == "event":
            envelope |= {"retry_attempt": retry_num, "retry_reason": reason or ""}
        acknowledged: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = acknowledged
        try:
            async with asyncio.timeout(self._ack_seconds):
                await socket.send_json(envelope)
                answer = await acknowledged
        except TimeoutError:
            return Attempt(None, "timeout", time.monotonic() - began, retry_num)
        except ConnectionError:
            return Attempt(None, "connection_failed", time.monotonic() - began, retry_num)
        finally:
            del self._waiting[envelope["envelope_id"]]
        body = b"" if answer is None else json.dumps(answer).encode()
        return Attempt(200, None, time.monotonic() - began, retry_num, body)

    async def disconnect(
        self, reason: str = "refresh_requested", *, warning_seconds: float | None = None
    ) -> None:
        """End the connections as Slack does when it refreshes them.

        With `warning_seconds` a `warning` goes out first. The reasons are `refresh_requested`,
        `link_disabled` and `too_many_websockets`.
        """
        sockets = list(self._sockets)
        if warning_seconds is not None:
            for socket in sockets:
                await socket.send_json(_disconnect("warning"))
            await asyncio.sleep(warning_seconds)
        for socket in sockets:
            self._drop(socket)
            if not socket.closed:
                await self._say_goodbye(socket, reason)

    async def stop(self) -> None:
        for socket in list(self._sockets):
            self._drop(socket)
            await socket.close()

    @staticmethod
    async def _say_goodbye(socket: web.WebSocketResponse, reason: str) -> None:
        await socket.send_json(_disconnect(reason))
        await socket.close()


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}


def _is_object(value: object) -> bool:
    return isinstance(value, dict)
