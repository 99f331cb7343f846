"""Tiny bots, and pieces of Block Kit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from playground import Playground

Json = dict[str, Any]

SAM, NORA, TAMAR, DAAN, PRIYA = "U0SAM", "U0NORA", "U0TAMAR", "U0DAAN", "U0PRIYA"

SCOPES = [
    *("commands", "chat:write", "reactions:read", "reactions:write", "app_mentions:read"),
    *("channels:read", "groups:read", "im:read", "mpim:read"),
    *("channels:history", "groups:history", "im:history", "im:write", "channels:join"),
    *("users:read", "team:read", "channels:manage"),
]
EVENTS = [
    *("reaction_added", "reaction_removed", "app_home_opened", "app_uninstalled"),
    *("tokens_revoked", "message.channels", "message.im", "app_mention"),
    *("member_joined_channel", "channel_left"),
]


def manifest(*, scopes: list[str] | None = None, events: list[str] | None = None) -> Json:
    return {
        "display_information": {"name": "Tiny"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Tiny Bot"},
            "slash_commands": [
                {"command": "/tip", "description": "A tip", "usage_hint": "what happened"},
                {"command": "/safe", "description": "Escaped", "should_escape": True},
            ],
            "shortcuts": [
                {"name": "Look", "type": "message", "callback_id": "look", "description": "d"},
                {"name": "Go", "type": "global", "callback_id": "go", "description": "d"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES if scopes is None else scopes}},
        "settings": {
            "event_subscriptions": {"bot_events": EVENTS if events is None else events},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


def section(text: str = "Words", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str = "Press", action_id: str = "press", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, block_id: str = "buttons") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def field_of(block_id: str = "reply", element: Json | None = None, **more: Any) -> Json:
    element = element or {"type": "plain_text_input", "action_id": "text"}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Your reply"),
        "element": element,
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [section()],
        **more,
    }


async def error_of(call: Any) -> Json:
    """What Slack says to a call that it refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer: Json = caught.value.response.data
    return answer


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what comes by itself; a test that waits in vain fails."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)


@dataclass
class Request:
    """What arrived: raw, as a form, as JSON."""

    headers: dict[str, str]
    raw: bytes
    form: dict[str, str] = field(default_factory=dict)
    json: Json = field(default_factory=dict)


Answers = Callable[[Request], Awaitable[web.Response] | web.Response]


class HttpApp:
    """A bot that is an HTTP endpoint. `answers` gives status and body for a request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: Answers = lambda request: web.Response()
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def interactions(self) -> list[Json]:
        """What people did; not what is told of in events."""
        found = (request.json for request in self.requests)
        return [one for one in found if one and one["type"] != "event_callback"]

    async def start(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/slack/events", self._handle)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        got = Request({k.lower(): v for k, v in request.headers.items()}, raw)
        if request.content_type == "application/json":
            got.json = json.loads(raw)
        else:
            got.form = {k: v[0] for k, v in parse_qs(raw.decode(), keep_blank_values=True).items()}
            if "payload" in got.form:
                got.json = json.loads(got.form["payload"])
        self.requests.append(got)
        answer = self.answers(got)
        return await answer if isinstance(answer, Awaitable) else answer


class SocketApp:
    """A bot on one WebSocket. `answers` gives the payload of the ack, or None for a bare one."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.hello: Json = {}
        self.envelopes: list[Json] = []
        self.notes: list[Json] = []
        self.acknowledges = True
        self.answers: Callable[[Json], Any] = lambda envelope: None
        self.closed = asyncio.Event()
        self._session = aiohttp.ClientSession()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        headers = {"Authorization": f"Bearer {self.playground.app_token}"}
        async with self._session.post(
            f"{self.playground.api_url}apps.connections.open", headers=headers
        ) as response:
            opened = await response.json()
        socket = self._socket = await self._session.ws_connect(opened["url"])
        self.hello = await socket.receive_json()
        self._task = asyncio.create_task(self._listen(socket))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            heard = json.loads(message.data)
            if "envelope_id" not in heard:
                self.notes.append(heard)
                continue
            self.envelopes.append(heard)
            if self.acknowledges:
                ack: Json = {"envelope_id": heard["envelope_id"]}
                payload = self.answers(heard)
                await socket.send_json(ack | ({} if payload is None else {"payload": payload}))
        self.closed.set()

    async def stop(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._task is not None:
            await self._task
        await self._session.close()
