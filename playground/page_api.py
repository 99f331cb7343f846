"""What the page asks and tells: `/page/*`, JSON and server-sent events.

Every failure is `{"ok": false, "error": code, "message": words}`; the words are for the person.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from playground import forms
from playground.core import Core
from playground.emoji import OFFERED
from playground.gestures import Refused
from playground.interactions import Interactions
from playground.model import Channel, Json, Message, Person
from playground.people import People
from playground.records import Acknowledgement

KEEPALIVE_SECONDS = 15.0

_CHOSEN = ("option", "options", "date", "time", "date_time", "user", "users", "conversation")
_MORE_CHOSEN = ("conversations", "channel", "channels")
_VALUES = (
    *("value", "rich_text_value", "files"),
    *(f"selected_{what}" for what in (*_CHOSEN, *_MORE_CHOSEN)),
)
Handler = Callable[[Json], Awaitable[Json] | Json]


class PageApi:
    def __init__(
        self,
        core: Core,
        people: People,
        interactions: Interactions,
        hints: list[Json] | None = None,
    ) -> None:
        self._core = core
        self._people = people
        self._interactions = interactions
        self._hints = hints

    def routes(self) -> list[web.RouteDef]:
        posts: dict[str, Handler] = {
            "post": self.post,
            "react": self.react,
            "shortcut": self.shortcut,
            "action": self.action,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "invite": self.invite,
            "kick": self.kick,
            "clock": self.clock,
            "mark_read": self.mark_read,
        }
        return [
            web.get("/page/state", self.state),
            web.get("/page/messages", self.messages),
            web.get("/page/stream", self.stream),
            *(web.post(f"/page/{name}", _json(handler)) for name, handler in posts.items()),
        ]

    # Reading

    async def state(self, request: web.Request) -> web.Response:
        core = self._core
        user = self._reader(request)
        workspace = core.conversations.workspace
        manifest = core.manifest
        state: Json = {
            "team": {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain},
            "bot": {
                "id": core.bot.id,
                "name": core.bot.real_name,
                "app_id": core.conversations.app_id,
            },
            "user": user,
            "users": [_person(person) for person in core.conversations.people.values()],
            "channels": [
                self._channel(channel, user)
                for channel in core.conversations.channels.values()
                if channel.kind == "channel" or user in channel.members
            ],
            "commands": [
                {
                    "command": command.command,
                    "description": command.description,
                    "usage_hint": command.usage_hint,
                }
                for command in manifest.commands.values()
            ],
            "shortcuts": [
                {
                    "name": shortcut.name,
                    "callback_id": shortcut.callback_id,
                    "type": shortcut.type,
                    "description": shortcut.description,
                }
                for shortcut in manifest.shortcuts.values()
            ],
            "reactions": [{"name": name, "char": char} for name, char in OFFERED.items()],
            "clock": clock_shape(core),
            "home_enabled": manifest.home_enabled,
            "bot_connected": core.bot_connected,
            "transport": core.dispatcher.transport,
        }
        if self._hints is not None:
            state["hints"] = self._hints
        return web.json_response(state)

    def _reader(self, request: web.Request) -> str:
        """Whom the page reads as; the first person where it names nobody there is."""
        people = self._core.conversations.people
        user = request.query.get("user", "")
        return user if user in people else next(iter(people))

    def _channel(self, channel: Channel, user: str) -> Json:
        core = self._core
        name = channel.name
        if channel.kind == "im":
            other = next((member for member in channel.members if member != user), user)
            name = core.conversations.people[other].real_name
        return {
            "id": channel.id,
            "name": name,
            "kind": channel.kind,
            "is_member": user in channel.members,
            "bot_is_member": core.bot.id in channel.members,
            "topic": channel.topic,
            "unread": core.conversations.unread(user, channel.id),
        }

    async def messages(self, request: web.Request) -> web.Response:
        """A channel's messages, or a thread's with its parent. Nothing ephemeral is among them."""
        core = self._core
        user = self._reader(request)
        channel = core.conversations.channels.get(request.query.get("channel", ""))
        if channel is None or (channel.kind != "channel" and user not in channel.members):
            return _refusal(Refused("channel_not_found", "There is no such channel."), status=404)
        thread_ts = request.query.get("thread_ts")
        found = core.conversations.messages(channel.id)
        if thread_ts:
            found = [m for m in found if thread_ts in (m.ts, m.thread_ts)]
        else:
            found = [m for m in found if not m.is_reply or m.broadcast]
            if found:
                core.conversations.last_read[user, channel.id] = found[-1].ts
        shapes = core.conversations.shapes
        return web.json_response({"messages": [shapes.page_message(m) for m in found]})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        # Listening begins before the page is told that the stream is open.
        with self._core.stream.page(self._reader(request)) as packets:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    async with asyncio.timeout(KEEPALIVE_SECONDS):
                        packet = await packets.get()
                except TimeoutError:
                    packet = b": still here\n\n"
                if packet is None:
                    return response
                try:
                    await response.write(packet)
                except ConnectionError:
                    return response

    # Doing

    async def post(self, body: Json) -> Json:
        said = await self._people.say(
            _text(body, "user"), _text(body, "channel"), _text(body, "text"), body.get("thread_ts")
        )
        if isinstance(said, Message):
            return {"ts": said.ts}
        return _outcome(said) if said is not None else {}

    def react(self, body: Json) -> Json:
        act = self._people.unreact if body.get("remove") else self._people.react
        changed = act(
            _text(body, "user"), _text(body, "channel"), _text(body, "ts"), _text(body, "name")
        )
        return {"changed": changed}

    async def shortcut(self, body: Json) -> Json:
        ack = await self._interactions.shortcut(
            _text(body, "user"), body.get("channel"), body.get("ts"), _text(body, "callback_id")
        )
        return _outcome(ack)

    async def action(self, body: Json) -> Json:
        user = self._people.user(_text(body, "user"))
        where = body.get("container")
        if not isinstance(where, dict):
            raise Refused("bad_request", "The page sent no container.")
        given = next((body[key] for key in _VALUES if key in body), None)
        action_id, block_id = _text(body, "action_id"), body.get("block_id")
        state = (body.get("state") or {}).get("values") or {}
        if where.get("type") in ("view", "home"):
            view = self._people.view(user, str(where.get("view_id")))
            ack = await self._interactions.act_on_view(
                user, view, action_id, block_id, given, state=forms.known(view.blocks, state)
            )
        else:
            message = self._shown(user, where)
            for block, actions in forms.known(message.blocks, state).items():
                message.state.setdefault(block, {}).update(actions)
            ack = await self._interactions.act_on_message(user, message, action_id, block_id, given)
        return _outcome(ack)

    def _shown(self, user: str, where: Json) -> Message:
        ts = str(where.get("ts"))
        if where.get("type") == "ephemeral":
            found = self._core.conversations.find_ephemeral(user, ts)
            if found is None:
                raise Refused("message_not_found", "That message is no longer there.")
            return found
        return self._people.message(user, str(where.get("channel")), ts)

    async def submit(self, body: Json) -> Json:
        user, view_id = _text(body, "user"), _text(body, "view_id")
        values = (body.get("state") or {}).get("values") or {}
        known = forms.known(self._people.view(user, view_id).blocks, values)
        result = await self._interactions.submit(user, view_id, known)
        return _outcome(result) | {
            "ok": result.ok,
            "errors": result.errors,
            "response_action": result.response_action,
        }

    async def close(self, body: Json) -> Json:
        try:
            await self._interactions.close(_text(body, "user"), _text(body, "view_id"))
        except Refused as refused:
            # The app may have closed it first; then there is nothing left to do.
            if refused.code != "view_not_found":
                raise
        return {}

    def home(self, body: Json) -> Json:
        if not self._core.manifest.home_enabled:
            raise Refused("not_enabled", "This app has no Home tab.")
        view = self._interactions.open_home(_text(body, "user"), str(body.get("tab") or "home"))
        return {"view": self._core.views.shape(view) if view is not None else None}

    def invite(self, body: Json) -> Json:
        channel = self._people.channel(_text(body, "user"), _text(body, "channel"))
        joined = self._core.conversations.join(channel, self._core.bot.id, inviter=body["user"])
        return {"changed": joined}

    def kick(self, body: Json) -> Json:
        channel = self._people.channel(_text(body, "user"), _text(body, "channel"))
        left = self._core.conversations.leave(channel, self._core.bot.id, actor=body["user"])
        return {"changed": left}

    def clock(self, body: Json) -> Json:
        try:
            if "to" in body:
                self._core.clock.set(datetime.fromisoformat(_text(body, "to")))
            else:
                self._core.clock.advance(timedelta(seconds=float(body["advance_seconds"])))
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Refused("bad_time", "That is not a time the clock can be set to.") from None
        return {"clock": clock_shape(self._core)}

    def mark_read(self, body: Json) -> Json:
        channel = self._people.channel(_text(body, "user"), _text(body, "channel"))
        messages = self._core.conversations.messages(channel.id)
        if messages:
            self._core.conversations.last_read[body["user"], channel.id] = messages[-1].ts
        return {}


def clock_shape(core: Core) -> Json:
    seconds = core.clock.offset.total_seconds()
    return {"now": core.clock.now().isoformat(), "offset_seconds": round(seconds, 3)}


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "tz": person.tz,
        "locale": person.locale,
        "is_admin": person.is_admin,
        "is_bot": person.is_bot,
        "color": person.color,
        "initials": person.initials,
    }


def _outcome(ack: Acknowledgement) -> Json:
    if ack.error is None:
        return {}
    return {"ok": False, "error": ack.error, "message": ack.words, "details": ack.details}


def _text(body: Json, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise Refused("bad_request", f"The page sent no {key}.")
    return value


def _refusal(refused: Refused, status: int = 200) -> web.Response:
    answer = {"ok": False, "error": refused.code, "message": refused.words}
    return web.json_response(answer, status=status)


def _json(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler of a JSON body, which a form of another site cannot send."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return _refusal(Refused("bad_request", "JSON is needed here."), status=415)
        try:
            body: Any = json.loads(await request.read())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return _refusal(Refused("bad_request", "This is not a JSON object."), status=400)
        try:
            result = handler(body)
            answer: Json = {"ok": True} | (
                await result if isinstance(result, Awaitable) else result
            )
        except Refused as refused:
            return _refusal(refused)
        return web.json_response(answer)

    return handle
