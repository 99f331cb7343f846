"""The page API: what the page reads, does and hears; and who may ask."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import (
    DAAN,
    NORA,
    PRIYA,
    SAM,
    HttpApp,
    Json,
    actions,
    button,
    field_of,
    manifest,
    modal,
    section,
)


async def get(http: aiohttp.ClientSession, path: str, **query: str) -> Json:
    async with http.get(f"/page/{path}", params=query) as response:
        assert response.status == 200
        answer: Json = await response.json()
        return answer


async def do(http: aiohttp.ClientSession, path: str, **body: object) -> Json:
    async with http.post(f"/page/{path}", json=body) as response:
        answer: Json = await response.json()
        return answer


class Page:
    """The stream of an open page."""

    def __init__(self, http: aiohttp.ClientSession, user: str) -> None:
        self._http = http
        self._user = user
        self.events: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()

    async def __aenter__(self) -> Page:
        self._response = await self._http.get("/page/stream", params={"user": self._user})
        await self._response.content.readline()
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        self._response.close()

    async def _listen(self) -> None:
        name = ""
        async for line in self._response.content:
            text = line.decode().strip()
            if text.startswith("event:"):
                name = text.removeprefix("event:").strip()
            elif text.startswith("data:"):
                self.events.put_nowait((name, json.loads(text.removeprefix("data:"))))

    async def next(self, name: str) -> Json:
        """The next event of that name; others before it are passed over."""
        async with asyncio.timeout(5):
            while True:
                kind, data = await self.events.get()
                if kind == name:
                    return data


async def test_the_state_of_one_person(slack: Playground, http: aiohttp.ClientSession) -> None:
    state = await get(http, "state", user=PRIYA)
    assert state["team"]["name"] == "Harbour Support"
    assert state["bot"] == {"id": slack.bot.id, "name": "Tiny Bot", "app_id": "A0PLAYGRND"}
    assert {"U0SAM", "U0TAMAR", slack.bot.id} <= {user["id"] for user in state["users"]}
    channels = {channel["id"]: channel for channel in state["channels"]}
    assert channels["C0SUPPORT"]["is_member"] is True
    assert channels["C0COMPLAINTS"]["is_member"] is False
    assert channels["C0VIPCARE"]["bot_is_member"] is False
    direct = [channel for channel in state["channels"] if channel["kind"] == "im"]
    assert [(channel["name"], channel["id"]) for channel in direct] == [
        ("Tiny Bot", slack.dm(PRIYA))
    ]
    assert state["commands"][0]["usage_hint"] == "what happened"
    assert state["shortcuts"][0]["callback_id"] == "look"
    assert {"name": "face_with_monocle", "char": "🧐"} in state["reactions"]
    assert state["home_enabled"] is True
    assert (state["bot_connected"], state["transport"]) == (False, "none")
    assert (await get(http, "state"))["user"] == SAM


async def test_messages_threads_and_unread(slack: Playground, http: aiohttp.ClientSession) -> None:
    top = (await get(http, "messages", user=SAM, channel="C0SUPPORT"))["messages"]
    question = next(message for message in top if message["reply_count"])
    assert all(message["thread_ts"] in (None, message["ts"]) for message in top)
    thread = await get(http, "messages", user=SAM, channel="C0SUPPORT", thread_ts=question["ts"])
    assert len(thread["messages"]) == 1 + question["reply_count"]
    await slack.post(NORA, "support", "new")

    async def unread(user: str) -> int:
        channels = (await get(http, "state", user=user))["channels"]
        found: int = next(c["unread"] for c in channels if c["id"] == "C0SUPPORT")
        return found

    assert (await unread(SAM), await unread(NORA)) == (1, 0)
    await do(http, "mark_read", user=SAM, channel="C0SUPPORT")
    assert await unread(SAM) == 0
    async with http.get("/page/messages", params={"channel": "C0NOWHERE"}) as response:
        assert response.status == 404
    # Somebody else's direct message is not there for Sam.
    query = {"user": SAM, "channel": slack.dm(NORA)}
    async with http.get("/page/messages", params=query) as response:
        assert response.status == 404


async def test_typing_in_the_composer(
    slack: Playground, app: HttpApp, http: aiohttp.ClientSession
) -> None:
    app.answers = lambda request: web.json_response({"text": "Try this"})
    here: Json = {"user": SAM, "channel": "C0SUPPORT"}
    sent = await do(http, "post", **here, text="hello")
    assert slack.messages("support")[-1].ts == sent["ts"]
    assert (await do(http, "post", **here, text="/tip they shout"))["ok"] is True
    assert app.requests[-1].form["text"] == "they shout"
    unknown = await do(http, "post", **here, text="/nope")
    assert (unknown["ok"], unknown["error"]) == (False, "unknown_command")
    assert "/nope" in unknown["message"]
    in_thread = await do(http, "post", **here, text="/tip x", thread_ts=sent["ts"])
    assert in_thread["error"] == "command_in_thread"
    assert "thread" in in_thread["message"]
    reply = await do(http, "post", **here, text="a reply", thread_ts=sent["ts"])
    assert slack.messages("support")[-1].ts == reply["ts"]
    app.answers = lambda request: web.Response(status=500)
    failed = await do(http, "post", **here, text="/tip")
    assert (failed["ok"], failed["error"]) == (False, "dispatch_failed")
    assert "could not be reached" in failed["message"]
    elsewhere = await do(http, "post", user=PRIYA, channel="C0COMPLAINTS", text="x")
    assert elsewhere["error"] == "not_in_channel"
    assert (await do(http, "post", **here, text="/var/log is full"))["ok"] is True
    assert (await do(http, "post", **here, text="   "))["error"] == "no_text"


async def test_the_stream_tells_what_happens(
    slack: Playground,
    app: HttpApp,
    client: AsyncWebClient,
    http: aiohttp.ClientSession,
) -> None:
    async with Page(http, SAM) as page, Page(http, DAAN) as other:
        ts = await slack.post(NORA, "support", "hello")
        assert (await page.next("message"))["message"]["text"] == "hello"
        await slack.react(SAM, "support", ts, "eyes")
        reaction = await page.next("reaction")
        assert reaction["reactions"] == [{"name": "eyes", "char": "👀", "users": [SAM]}]
        await slack.edit(NORA, "support", ts, "hello again")
        assert (await page.next("message_changed"))["message"]["edited"] is True
        await slack.delete(NORA, "support", ts)
        assert (await page.next("message_deleted"))["ts"] == ts
        await client.chat_postEphemeral(channel="C0SUPPORT", user=SAM, text="psst")
        assert (await page.next("ephemeral"))["message"]["ephemeral"] is True
        await slack.command(SAM, "support", "/tip")
        id = app.requests[-1].form["trigger_id"]
        view = (await client.views_open(trigger_id=id, view=modal()))["view"]
        assert (await page.next("view_opened"))["view"]["id"] == view["id"]
        await client.views_update(view_id=view["id"], view=modal(section("2")))
        assert (await page.next("view_updated"))["view"]["blocks"][0]["text"]["text"] == "2"
        await slack.submit(SAM, view["id"])
        assert (await page.next("view_closed"))["cleared"] is True
        await client.views_publish(user_id=SAM, view={"type": "home", "blocks": [section("hi")]})
        assert (await page.next("home"))["view"]["type"] == "home"
        slack.clock.advance(timedelta(days=1))
        assert (await page.next("clock"))["offset_seconds"] > 86_000
        await slack.invite("vip-care", by=NORA)
        assert (await page.next("members"))["bot_is_member"] is True
        slack.request_url = None
        assert (await page.next("connection"))["transport"] == "none"
        await slack.command(SAM, "support", "/tip")
        assert "dispatch_failed" in (await page.next("error"))["text"]
        heard = [other.events.get_nowait()[0] for _ in range(other.events.qsize())]
        assert not {"ephemeral", "view_opened", "home", "error"} & set(heard)


async def test_clicking_and_submitting_from_the_page(
    slack: Playground,
    app: HttpApp,
    client: AsyncWebClient,
    http: aiohttp.ClientSession,
) -> None:
    await client.chat_postEphemeral(
        channel="C0SUPPORT", user=SAM, text="x", blocks=[actions(button(value="7"))]
    )
    ts = slack.ephemerals(SAM)[0].ts
    container = {"type": "ephemeral", "channel": "C0SUPPORT", "ts": ts}
    act: Json = {"user": SAM, "block_id": "buttons", "action_id": "press"}
    assert (await do(http, "action", container=container, **act))["ok"] is True
    payload = app.requests[-1].json
    assert payload["actions"][0]["value"] == "7"
    await client.views_open(
        trigger_id=payload["trigger_id"], view=modal(field_of(), actions(button()))
    )
    view = slack.views(SAM)[0]
    typed = {"reply": {"text": {"type": "plain_text_input", "value": "Dear"}}}
    stale = {"gone": {"x": {"type": "plain_text_input", "value": "y"}}}
    await do(
        http,
        "action",
        container={"type": "view", "view_id": view.id},
        state={"values": typed | stale},
        **act,
    )
    state = app.requests[-1].json["view"]["state"]["values"]
    assert state["reply"]["text"]["value"] == "Dear"
    empty = {"reply": {"text": {"type": "plain_text_input", "value": None}}}
    form: Json = {"user": SAM, "view_id": view.id}
    refused = await do(http, "submit", **form, state={"values": empty})
    assert (refused["ok"], list(refused["errors"])) == (False, ["reply"])
    app.answers = lambda request: web.json_response(
        {"response_action": "errors", "errors": {"reply": "Not yet"}}
    )
    refused = await do(http, "submit", **form, state={"values": typed})
    assert refused["errors"] == {"reply": "Not yet"}
    app.answers = lambda request: web.Response()
    assert (await do(http, "submit", **form, state={"values": typed}))["ok"] is True
    assert (await do(http, "close", **form))["ok"] is True
    away = await do(http, "action", container={"type": "ephemeral", "ts": "1.0"}, **act)
    assert away["error"] == "message_not_found"


async def test_reactions_shortcuts_home_and_the_bots_membership(
    slack: Playground, app: HttpApp, http: aiohttp.ClientSession
) -> None:
    ts = slack.messages("support")[1].ts
    at: Json = {"user": SAM, "channel": "C0SUPPORT", "ts": ts}
    assert (await do(http, "react", **at, name="eyes"))["changed"] is True
    assert (await do(http, "react", **at, name="eyes", remove=True))["changed"] is True
    assert (await do(http, "react", **at, name="not a name"))["error"] == "invalid_name"
    assert (await do(http, "shortcut", **at, callback_id="look"))["ok"] is True
    assert (await do(http, "home", user=SAM)) == {"ok": True, "view": None}
    assert (await do(http, "invite", user=SAM, channel="C0VIPCARE"))["changed"] is True
    assert (await do(http, "kick", user=SAM, channel="C0VIPCARE"))["changed"] is True
    text = "/invite @tinybot"
    assert (await do(http, "post", user=SAM, channel="C0VIPCARE", text=text))["ok"] is True
    assert slack.bot.id in {*slack._core.conversations.channels["C0VIPCARE"].members}


async def test_moving_the_clock(slack: Playground, http: aiohttp.ClientSession) -> None:
    to = datetime(2030, 1, 2, 9, tzinfo=UTC)
    assert (await do(http, "clock", to=to.isoformat()))["ok"] is True
    assert to <= slack.clock.now() < to + timedelta(minutes=1)
    await do(http, "clock", advance_seconds=3_600)
    assert slack.clock.now() >= to + timedelta(hours=1)
    for wrong in ({"to": "tomorrow"}, {"to": "2030-01-02T09:00"}, {}, {"advance_seconds": "x"}):
        assert (await do(http, "clock", **wrong))["error"] == "bad_time"


async def test_only_this_machine_and_this_page_may_ask(
    slack: Playground, http: aiohttp.ClientSession
) -> None:
    port = slack.url.rpartition(":")[2]
    for headers, status in (
        ({"Host": f"localhost:{port}"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": f"evil.example:{port}"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": slack.url}, 200),
    ):
        async with http.get("/page/state", headers=headers) as response:
            assert response.status == status
    async with http.post("/page/post", data={"user": SAM}) as response:
        assert response.status == 415
    async with http.post(
        "/page/post", data=b"{", headers={"Content-Type": "application/json"}
    ) as r:
        assert r.status == 400
    assert (await do(http, "post"))["error"] == "bad_request"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::"])
def test_no_other_address_is_listened_on(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        Playground(manifest(), host=host)


async def test_the_page_itself(slack: Playground, http: aiohttp.ClientSession) -> None:
    async with http.get("/") as response:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert response.headers["Cache-Control"] == "no-cache"
    async with http.get("/static/../server.py") as response:
        assert response.status == 404


async def test_hints_are_shown_as_given() -> None:
    hints: list[Json] = [{"title": "Try", "text": "this", "action": "/tip"}]
    async with Playground(manifest(), hints=hints) as slack, aiohttp.ClientSession(slack.url) as h:
        assert (await get(h, "state"))["hints"] == hints
