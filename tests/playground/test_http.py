"""HTTP mode: signed bytes out, three seconds to answer, Slack's retries for events."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from playground import Playground

from .helpers import NORA, SAM, HttpApp, Request, manifest


def verify(slack: Playground, request: Request) -> bool:
    return SignatureVerifier(slack.signing_secret).is_valid_request(request.raw, request.headers)


async def test_a_command_is_a_signed_form(slack: Playground, app: HttpApp) -> None:
    app.answers = lambda request: web.json_response({"text": "Try *this*"})
    result = await slack.command(SAM, "support", "/tip", "they shout <b> & שלום")
    [request] = app.requests
    assert verify(slack, request)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    form = request.form
    assert form["command"] == "/tip"
    assert form["text"] == "they shout <b> & שלום"
    assert (form["user_id"], form["channel_id"], form["channel_name"]) == (
        SAM,
        "C0SUPPORT",
        "support",
    )
    assert form["response_url"].startswith(f"{slack.url}/hooks/commands/")
    assert "thread_ts" not in form
    assert result.ok
    assert result.shown is not None
    assert slack.visible(SAM, "support")[-1].shown == "Try *this*"
    assert slack.ephemerals(NORA) == []


async def test_a_command_in_a_dm_and_an_escaped_one(slack: Playground, app: HttpApp) -> None:
    await slack.command(SAM, slack.dm(SAM), "/safe", "@nora <b>")
    form = app.requests[0].form
    assert form["channel_name"] == "directmessage"
    assert form["text"] == "<@U0NORA> &lt;b&gt;"


async def test_an_answer_can_be_text_nothing_or_for_all(slack: Playground, app: HttpApp) -> None:
    app.answers = lambda request: web.Response(text="plain words")
    assert (await slack.command(SAM, "support", "/tip")).body == "plain words"
    app.answers = lambda request: web.Response()
    assert (await slack.command(SAM, "support", "/tip")).shown is None
    app.answers = lambda request: web.json_response({"response_type": "in_channel", "text": "all"})
    await slack.command(SAM, "support", "/tip")
    assert slack.messages("support")[-1].shown == "all"


async def test_failures_of_a_command_are_told_in_words(slack: Playground, app: HttpApp) -> None:
    async def slow(request: Request) -> web.Response:
        await asyncio.sleep(1)
        return web.Response()

    app.answers = slow
    result = await slack.command(SAM, "support", "/tip")
    assert result.error == "operation_timeout"
    assert result.words is not None
    assert "three seconds" in result.words
    app.answers = lambda request: web.Response(status=404)
    result = await slack.command(SAM, "support", "/tip")
    assert (result.error, result.status) == ("dispatch_failed", 404)
    app.answers = lambda request: web.json_response({"blocks": [{"type": "nonsense"}]})
    result = await slack.command(SAM, "support", "/tip")
    assert result.error == "invalid_command_response"
    assert "unknown block type" in " ".join(result.details)
    await app.stop()
    assert (await slack.command(SAM, "support", "/tip")).error == "dispatch_failed"
    slack.request_url = None
    assert (await slack.command(SAM, "support", "/tip")).error == "dispatch_failed"


async def test_an_event_is_signed_json(slack: Playground, app: HttpApp) -> None:
    message = slack.messages("support")[1]
    await slack.react(SAM, "support", message.ts, "eyes")
    await slack.idle()
    [request] = app.requests
    assert verify(slack, request)
    body = request.json
    assert body["type"] == "event_callback"
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["user_id"] == slack.bot.id
    assert body["event"]["type"] == "reaction_added"
    assert body["event"]["reaction"] == "eyes"
    assert body["event"]["item_user"] == message.user
    assert body["event"]["item"] == {
        "type": "message",
        "channel": "C0SUPPORT",
        "ts": message.ts,
    }
    assert "x-slack-retry-num" not in request.headers


async def test_an_event_is_tried_four_times_with_the_same_id(
    slack: Playground, app: HttpApp
) -> None:
    app.answers = lambda request: web.Response(status=500)
    await slack.react(SAM, "support", slack.messages("support")[1].ts, "eyes")
    await slack.idle()
    assert [r.headers.get("x-slack-retry-num") for r in app.requests] == [None, "1", "2", "3"]
    assert {r.headers.get("x-slack-retry-reason") for r in app.requests[1:]} == {"http_error"}
    assert len({r.json["event_id"] for r in app.requests}) == 1
    assert slack.deliveries[-1].statuses == [500] * 4
    assert not slack.deliveries[-1].delivered


async def test_success_or_no_retry_ends_the_tries(slack: Playground, app: HttpApp) -> None:
    ts = slack.messages("support")[1].ts
    answers = [web.Response(status=503), web.Response()]
    app.answers = lambda request: answers.pop(0)
    await slack.react(SAM, "support", ts, "eyes")
    await slack.idle()
    assert slack.deliveries[-1].statuses == [503, 200]
    app.answers = lambda request: web.Response(status=500, headers={"x-slack-no-retry": "1"})
    await slack.unreact(SAM, "support", ts, "eyes")
    await slack.idle()
    assert slack.deliveries[-1].statuses == [500]


async def test_a_slow_app_and_an_absent_one_have_their_reasons(
    slack: Playground, app: HttpApp
) -> None:
    async def slow(request: Request) -> web.Response:
        if "x-slack-retry-num" not in request.headers:
            await asyncio.sleep(1)
        return web.Response()

    app.answers = slow
    ts = slack.messages("support")[1].ts
    await slack.react(SAM, "support", ts, "eyes")
    await slack.idle()
    assert slack.deliveries[-1].attempts[0].reason == "http_timeout"
    assert app.requests[-1].headers["x-slack-retry-reason"] == "http_timeout"
    await app.stop()
    await slack.unreact(SAM, "support", ts, "eyes")
    await slack.idle()
    assert slack.deliveries[-1].attempts[0].reason == "connection_failed"


async def test_redirects_are_followed_twice(slack: Playground, app: HttpApp) -> None:
    app.answers = lambda request: web.Response(status=307, headers={"Location": app.url})
    await slack.react(SAM, "support", slack.messages("support")[1].ts, "eyes")
    await slack.idle()
    assert slack.deliveries[-1].attempts[0].reason == "too_many_redirects"


async def test_the_url_is_verified_by_a_challenge(slack: Playground, app: HttpApp) -> None:
    app.answers = lambda request: web.json_response({"challenge": request.json["challenge"]})
    assert await slack.verify_request_url()
    app.answers = lambda request: web.Response(text="hello")
    assert not await slack.verify_request_url()
    assert app.requests[0].json["type"] == "url_verification"


async def test_events_need_a_subscription_a_scope_and_the_bot_in_the_channel() -> None:
    app = HttpApp()
    await app.start()
    for given in (
        manifest(events=[]),
        manifest(scopes=["commands"]),
    ):
        async with Playground(given, request_url=app.url) as slack:
            await slack.react(SAM, "support", slack.messages("support")[1].ts, "eyes")
            await slack.idle()
    async with Playground(manifest(), request_url=app.url) as slack:
        await slack.react(SAM, "vip-care", slack.messages("vip-care")[0].ts, "eyes")
        await slack.post(SAM, "vip-care", "hello")
        await slack.idle()
        assert app.requests == []
        await slack.post(SAM, "support", "hello @tinybot")
        await slack.idle()
        kinds = {request.json["event"]["type"] for request in app.requests}
        assert kinds == {"message", "app_mention"}
    await app.stop()


async def test_messages_as_events(slack: Playground, app: HttpApp) -> None:
    ts = await slack.post(SAM, "support", "a < b")
    await slack.edit(SAM, "support", ts, "a > b")
    await slack.delete(SAM, "support", ts)
    await slack.post(SAM, slack.dm(SAM), "just us")
    await slack.idle()
    said, changed, deleted, direct = (request.json["event"] for request in app.requests)
    assert said["text"] == "a &lt; b"
    assert said["channel_type"] == "channel"
    assert said["blocks"][0]["elements"][0]["elements"][0]["text"] == "a < b"
    assert changed["subtype"] == "message_changed"
    assert changed["previous_message"]["text"] == "a &lt; b"
    assert deleted["deleted_ts"] == ts
    assert direct["channel_type"] == "im"


async def test_an_item_without_a_person_has_no_item_user(slack: Playground, app: HttpApp) -> None:
    status = next(m for m in slack.messages("support") if m.subtype == "bot_message")
    await slack.react(SAM, "support", status.ts, "eyes")
    await slack.idle()
    assert "item_user" not in app.requests[0].json["event"]


async def test_invited_and_removed(slack: Playground, app: HttpApp) -> None:
    await slack.invite("vip-care", by=NORA)
    await slack.kick("vip-care", by=NORA)
    await slack.uninstall()
    await slack.idle()
    events = [request.json["event"] for request in app.requests]
    assert [event["type"] for event in events] == [
        "member_joined_channel",
        "channel_left",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert events[0]["inviter"] == NORA


async def test_lost_doubled_and_out_of_order(slack: Playground, app: HttpApp) -> None:
    ts = slack.messages("support")[1].ts
    slack.faults.lose("reaction_added")
    await slack.react(SAM, "support", ts, "one")
    slack.faults.duplicate("reaction_added")
    await slack.react(SAM, "support", ts, "two")
    await slack.idle()
    assert [r.json["event"]["reaction"] for r in app.requests] == ["two", "two"]
    assert len({r.json["event_id"] for r in app.requests}) == 1
    app.requests.clear()
    slack.faults.reorder("reaction_added", count=3)
    for name in ("three", "four", "five", "six"):
        await slack.react(SAM, "support", ts, name)
    await slack.idle()
    got = [r.json["event"]["reaction"] for r in app.requests if r.json]
    assert [name for name in got if name != "six"] == ["five", "four", "three"]
    assert "six" in got


async def test_a_lost_command_times_out_and_a_doubled_one_comes_twice(
    slack: Playground, app: HttpApp
) -> None:
    slack.faults.lose("/tip")
    assert (await slack.command(SAM, "support", "/tip")).error == "operation_timeout"
    assert app.requests == []
    slack.faults.duplicate("/tip")
    await slack.command(SAM, "support", "/tip")
    assert len({request.form["trigger_id"] for request in app.requests}) == 1
    assert len(app.requests) == 2


async def test_a_test_can_sign_bytes_of_its_own(slack: Playground, app: HttpApp) -> None:
    body = json.dumps({"type": "event_callback"}).encode()
    headers = slack.sign(body)
    assert verify(slack, Request(headers, body))
    assert not verify(slack, Request(slack.sign(body, timestamp=1), body))
