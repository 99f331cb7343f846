"""Requests as they come over the wire: raw bytes, signed or not."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.slack.http import EVENTS_PATH
from tests.conftest import Running
from tests.slack.helpers import SAM

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


@dataclass
class Wire:
    """Slack's side of the connection. `send(body)` signs; `unsigned` sends what it is given."""

    running: Running
    session: aiohttp.ClientSession

    async def send(
        self, body: bytes, content_type: str = FORM, headers: Mapping[str, str] | None = None
    ) -> Answer:
        signed = self.running.slack.sign(body) if headers is None else headers
        return await self.unsigned(body, {"content-type": content_type, **signed})

    async def unsigned(self, body: Any, headers: Mapping[str, str]) -> Answer:
        async with self.session.post(
            f"{self.running.url}{EVENTS_PATH}", data=body, headers=headers
        ) as answer:
            return Answer(answer.status, await answer.text())

    async def event(self, event: Any, **more: Any) -> Answer:
        return await self.send(json.dumps(envelope(event, **more)).encode(), JSON)

    async def interaction(self, payload: Any) -> Answer:
        return await self.send(urlencode({"payload": json.dumps(payload)}).encode())

    async def command(self, **fields: str) -> Answer:
        return await self.send(urlencode(command(**fields)).encode())


@asynccontextmanager
async def wire(running: Running) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(running, session)
        await running.settled()
        await asyncio.sleep(0)


def command(**fields: str) -> dict[str, str]:
    """A slash command's form."""
    return {
        "command": "/tip",
        "text": "caller wants my manager",
        "team_id": "T0HARBOUR",
        "channel_id": "C0SUPPORT",
        "user_id": SAM,
        "trigger_id": "11.22.command",
        "response_url": "",
    } | fields


def envelope(event: Any, **more: Any) -> dict[str, Any]:
    """An event's envelope."""
    return {
        "type": "event_callback",
        "team_id": "T0HARBOUR",
        "api_app_id": "A0PLAYGRND",
        "event_id": "Ev0WIRE",
        "event": event,
        "authorizations": [{"team_id": "T0HARBOUR", "user_id": "U0PLAYBOT", "is_bot": True}],
    } | more


def block_action(**changes: Any) -> dict[str, Any]:
    """A click on a card's button."""
    return {
        "type": "block_actions",
        "team": {"id": "T0HARBOUR", "domain": "harbour"},
        "user": {"id": SAM, "username": "sam", "team_id": "T0HARBOUR"},
        "api_app_id": "A0PLAYGRND",
        "trigger_id": "11.22.action",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0SUPPORT"},
        "channel": {"id": "C0SUPPORT", "name": "support"},
        "response_url": "",
        "actions": [
            {
                "type": "button",
                "action_id": "tip.save",
                "block_id": "tip.answers",
                "value": '{"tip":"never-say/11","lang":"en"}',
                "action_ts": "1.2",
            }
        ],
    } | changes


def submission(**changes: Any) -> dict[str, Any]:
    """A sent form."""
    values = {"tone.text": {"text": {"type": "plain_text_input", "value": "We look at it again."}}}
    return {
        "type": "view_submission",
        "team": {"id": "T0HARBOUR", "domain": "harbour"},
        "user": {"id": SAM, "username": "sam", "team_id": "T0HARBOUR"},
        "api_app_id": "A0PLAYGRND",
        "trigger_id": "11.22.submission",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "tone.form",
            "private_metadata": "",
            "state": {"values": values},
            "blocks": [],
        },
        "response_urls": [],
    } | changes


def message_action(**changes: Any) -> dict[str, Any]:
    """A message shortcut."""
    return {
        "type": "message_action",
        "callback_id": "review_tone",
        "team": {"id": "T0HARBOUR", "domain": "harbour"},
        "user": {"id": SAM, "username": "sam", "team_id": "T0HARBOUR"},
        "trigger_id": "11.22.shortcut",
        "channel": {"id": "C0SUPPORT", "name": "support"},
        "message_ts": "1.1",
        "message": {"type": "message", "user": SAM, "ts": "1.1", "text": "We look at it again."},
        "response_url": "",
    } | changes


HOME_OPENED = {"type": "app_home_opened", "user": SAM, "tab": "home", "channel": "D0SAM"}
REACTED = {
    "type": "reaction_added",
    "user": SAM,
    "reaction": "face_with_monocle",
    "item": {"type": "message", "channel": "C0SUPPORT", "ts": "1700000000.000100"},
    "event_ts": "1.1",
}
