"""Shortcuts, clicks, modals, the Home tab."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, Refused

from .helpers import (
    SAM,
    TAMAR,
    HttpApp,
    Json,
    actions,
    button,
    error_of,
    field_of,
    manifest,
    modal,
    plain,
    section,
)


async def trigger(slack: Playground, app: HttpApp) -> str:
    """A fresh trigger id of Sam's."""
    await slack.command(SAM, "support", "/tip")
    return app.requests[-1].form["trigger_id"]


async def opened(slack: Playground, app: HttpApp, client: AsyncWebClient, view: Json) -> Json:
    answer = await client.views_open(trigger_id=await trigger(slack, app), view=view)
    shape: Json = answer["view"]
    return shape


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


# Shortcuts


async def test_a_message_shortcut_brings_the_whole_message(slack: Playground, app: HttpApp) -> None:
    # In a channel that the bot isn't in, and in a thread: it works everywhere.
    message = slack.messages("vip-care")[0]
    await slack.shortcut(SAM, "vip-care", message.ts, "look")
    payload = app.requests[0].json
    assert payload["type"] == "message_action"
    assert payload["callback_id"] == "look"
    assert payload["message_ts"] == message.ts
    assert payload["message"]["text"] == message.text
    assert payload["message"]["user"] == message.user
    assert payload["channel"] == {"id": "C0VIPCARE", "name": "vip-care"}
    assert payload["user"]["id"] == SAM
    assert payload["response_url"].startswith(slack.url)
    assert payload["trigger_id"]


async def test_a_file_and_a_reply_as_shortcut_messages(slack: Playground, app: HttpApp) -> None:
    file = next(m for m in slack.messages("complaints") if m.files)
    reply = next(m for m in slack.messages("support") if m.is_reply)
    await slack.shortcut(SAM, "complaints", file.ts, "look")
    await slack.shortcut(SAM, "support", reply.ts, "look")
    first, second = (request.json["message"] for request in app.requests)
    assert first["files"][0]["id"] == "F0PARCEL"
    assert second["thread_ts"] == reply.thread_ts


async def test_a_global_shortcut_has_no_place(slack: Playground, app: HttpApp) -> None:
    await slack.shortcut(SAM, None, None, "go")
    payload = app.requests[0].json
    assert payload["type"] == "shortcut"
    assert "response_url" not in payload
    assert "channel" not in payload


@pytest.mark.parametrize(
    ("gesture", "code"),
    [
        (("U0NOBODY", "support", "look"), "user_not_found"),
        ((TAMAR, "vip-care", "look"), "not_in_channel"),
        ((SAM, "nowhere", "look"), "channel_not_found"),
        ((SAM, "support", "look"), "message_not_found"),
        ((SAM, "support", "other"), "unknown_shortcut"),
    ],
)
async def test_what_nobody_could_do(
    slack: Playground, gesture: tuple[str, str, str], code: str
) -> None:
    user, channel, callback_id = gesture
    with pytest.raises(Refused) as refused:
        await slack.shortcut(user, channel, "1.000000", callback_id)
    assert refused.value.code == code


async def test_interactivity_has_to_be_turned_on(app: HttpApp) -> None:
    given = manifest()
    given["settings"]["interactivity"]["is_enabled"] = False
    async with Playground(given, request_url=app.url) as slack:
        ack = await slack.shortcut(SAM, None, None, "go")
        assert ack.error == "interactivity_disabled"
    assert app.requests == []


async def test_odd_characters_arrive_or_are_dropped_but_break_nothing(
    slack: Playground, app: HttpApp
) -> None:
    odd = "a\0b \ud800 \u202e https://a.example/\1 x"
    await slack.command(SAM, "support", "/tip", odd)
    assert "\u202e" in app.requests[0].form["text"]
    ts = await slack.post(SAM, "support", odd)
    await slack.idle()
    await slack.shortcut(SAM, "support", ts, "look")
    assert "<https://a.example/>" in app.interactions[-1]["message"]["text"]
    with pytest.raises(Refused) as refused:
        await slack.post(SAM, "support", "x" * 40_001)
    assert refused.value.code == "msg_too_long"


# Clicks in messages


async def test_a_click_in_a_message(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    select = {
        "type": "static_select",
        "action_id": "pick",
        "options": [option("one"), option("two")],
    }
    await client.chat_postMessage(
        channel="C0SUPPORT", text="x", blocks=[actions(button(value="7"), select)]
    )
    message = slack.messages("support")[-1]
    await slack.click(SAM, message, "pick", "two")
    await slack.click(SAM, message, "press")
    picked, pressed = app.interactions
    assert picked["actions"][0]["selected_option"] == {
        "text": {"type": "plain_text", "text": "Two", "emoji": True},
        "value": "two",
    }
    [action] = pressed["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("press", "buttons", "7")
    assert pressed["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": "C0SUPPORT",
        "is_ephemeral": False,
    }
    assert pressed["message"]["ts"] == message.ts
    state = pressed["state"]["values"]["buttons"]["pick"]
    assert state["selected_option"]["value"] == "two"
    with pytest.raises(Refused):
        await slack.click(SAM, message, "absent")
    with pytest.raises(Refused):
        await slack.click(SAM, message, "pick", "three")


async def test_a_click_in_an_ephemeral_message_has_no_message(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    parent = slack.messages("support")[0].ts
    await client.chat_postEphemeral(
        channel="C0SUPPORT", user=SAM, text="x", thread_ts=parent, blocks=[actions(button())]
    )
    await slack.click(SAM, slack.ephemerals(SAM)[0], "press")
    [payload] = app.interactions
    assert payload["container"]["is_ephemeral"] is True
    assert payload["container"]["thread_ts"] == parent
    assert "message" not in payload
    assert payload["response_url"]


async def test_other_elements(slack: Playground, app: HttpApp, client: AsyncWebClient) -> None:
    feedback = {
        "type": "context_actions",
        "block_id": "f",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Yes"), "value": "yes"},
                "negative_button": {"text": plain("No"), "value": "no"},
            }
        ],
    }
    overflow = {
        "type": "overflow",
        "action_id": "more",
        "options": [option("one"), option("two")],
    }
    date = {"type": "datepicker", "action_id": "day"}
    await client.chat_postMessage(
        channel="C0SUPPORT", text="x", blocks=[feedback, actions(overflow, date)]
    )
    message = slack.messages("support")[-1]
    await slack.click(SAM, message, "feedback", "no")
    await slack.click(SAM, message, "more", "one")
    await slack.click(SAM, message, "day", "2026-12-24")
    sent = [payload["actions"][0] for payload in app.interactions]
    assert sent[0]["value"] == "no"
    assert sent[1]["selected_option"]["value"] == "one"
    assert sent[2]["selected_date"] == "2026-12-24"


# Triggers and views


async def test_a_trigger_is_good_once(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    id = await trigger(slack, app)
    # A refused view doesn't use it up.
    answer = await error_of(client.views_open(trigger_id=id, view=modal(title=plain("x" * 25))))
    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/view/title/text" in answer["response_metadata"]["messages"][0]
    await client.views_open(trigger_id=id, view=modal())
    answer = await error_of(client.views_open(trigger_id=id, view=modal()))
    assert answer["error"] == "exchanged_trigger_id"
    answer = await error_of(client.views_open(trigger_id="1.2.abc", view=modal()))
    assert answer["error"] == "invalid_trigger_id"


async def test_a_trigger_is_good_for_a_moment(app: HttpApp) -> None:
    async with Playground(manifest(), trigger_seconds=0.0, request_url=app.url) as late:
        client = AsyncWebClient(late.bot_token, base_url=late.api_url)
        id = await trigger(late, app)
        answer = await error_of(client.views_open(trigger_id=id, view=modal()))
        assert answer["error"] == "expired_trigger_id"


async def test_a_view_can_be_too_large(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    blocks = [section("x" * 2_900) for _ in range(90)]
    answer = await error_of(
        client.views_open(trigger_id=await trigger(slack, app), view=modal(*blocks))
    )
    assert answer["error"] == "view_too_large"


async def test_submitting_a_modal(slack: Playground, app: HttpApp, client: AsyncWebClient) -> None:
    choice = {
        "type": "radio_buttons",
        "action_id": "side",
        "options": [option("mine"), option("theirs")],
        "initial_option": option("mine"),
    }
    view = await opened(
        slack,
        app,
        client,
        modal(field_of(), field_of("side", choice), private_metadata="m", callback_id="form"),
    )
    assert view["state"]["values"]["side"]["side"]["selected_option"]["value"] == "mine"
    result = await slack.submit(SAM, view["id"])
    assert result.errors == {"reply": "Please fill this in."}
    count = len(app.requests)
    result = await slack.submit(SAM, view["id"], {"reply": {"text": "Dear Sam"}})
    assert result.ok
    payload = app.requests[count].json
    assert payload["type"] == "view_submission"
    assert payload["view"]["private_metadata"] == "m"
    assert payload["view"]["state"]["values"]["reply"]["text"] == {
        "type": "plain_text_input",
        "value": "Dear Sam",
    }
    assert slack.views(SAM) == []
    with pytest.raises(Refused):
        await slack.submit(SAM, view["id"])


@pytest.mark.parametrize(
    ("element", "value", "good"),
    [
        ({"type": "plain_text_input", "max_length": 5}, "123456", False),
        ({"type": "plain_text_input", "min_length": 5}, "1234", False),
        ({"type": "plain_text_input"}, "x" * 3_001, False),
        ({"type": "plain_text_input"}, "x" * 3_000, True),
        ({"type": "email_text_input"}, "nobody", False),
        ({"type": "email_text_input"}, "a@b.example", True),
        ({"type": "url_text_input"}, "b.example", False),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", False),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, 3, False),
        ({"type": "number_input", "is_decimal_allowed": True}, 1.5, True),
        ({"type": "timepicker"}, "09:00", True),
        ({"type": "multi_users_select", "max_selected_items": 1}, [SAM, TAMAR], False),
    ],
)
async def test_the_clients_own_checks(
    slack: Playground, app: HttpApp, client: AsyncWebClient, element: Json, value: Any, good: bool
) -> None:
    view = await opened(slack, app, client, modal(field_of("f", {"action_id": "a", **element})))
    result = await slack.submit(SAM, view["id"], {"f": {"a": value}})
    assert result.ok is good
    assert result.response_action == (None if good else "errors")


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal(title=plain("Second"))}, ["Second"]),
        (
            {"response_action": "push", "view": modal(title=plain("Second"))},
            ["A form", "Second"],
        ),
        ({"response_action": "clear"}, []),
        ({}, []),
    ],
)
async def test_what_can_follow_a_submission(
    slack: Playground, app: HttpApp, client: AsyncWebClient, answer: Json, titles: list[str]
) -> None:
    view = await opened(slack, app, client, modal())
    app.answers = lambda request: web.json_response(answer)
    assert (await slack.submit(SAM, view["id"])).ok
    assert [v.content["title"]["text"] for v in slack.views(SAM)] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"absent": "No"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "explode"},
    ],
)
async def test_a_wrong_answer_to_a_submission_is_told(
    slack: Playground, app: HttpApp, client: AsyncWebClient, answer: Json
) -> None:
    view = await opened(slack, app, client, modal(field_of(optional=True)))
    app.answers = lambda request: web.json_response(answer)
    result = await slack.submit(SAM, view["id"])
    assert result.error == "invalid_response_action"
    assert result.details
    assert len(slack.views(SAM)) == 1


async def test_three_views_and_no_more(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    view = modal(actions(button()))
    await opened(slack, app, client, view)
    answer = await error_of(client.views_push(trigger_id=await trigger(slack, app), view=view))
    assert answer["error"] == "invalid_trigger_id"
    for _ in range(2):
        await slack.click(SAM, slack.views(SAM)[-1], "press")
        id = app.requests[-1].json["trigger_id"]
        await client.views_push(trigger_id=id, view=view)
    root, second, third = slack.views(SAM)
    assert (third.root_id, third.previous_id) == (root.id, second.id)
    await slack.click(SAM, third, "press")
    id = app.requests[-1].json["trigger_id"]
    answer = await error_of(client.views_push(trigger_id=id, view=view))
    assert answer["error"] == "push_limit_reached"


async def test_updating_keeps_what_was_typed_and_guards_by_hash(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    typing = field_of(dispatch_action=True)
    view = await opened(slack, app, client, modal(typing, external_id="mine"))
    await slack.click(SAM, slack.views(SAM)[0], "text", "half a sent")
    assert app.requests[-1].json["actions"][0]["value"] == "half a sent"
    updated = await client.views_update(
        view_id=view["id"], hash=view["hash"], view=modal(section("New"), typing)
    )
    assert updated["view"]["state"]["values"]["reply"]["text"]["value"] == "half a sent"
    assert updated["view"]["hash"] != view["hash"]
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert (await error_of(stale))["error"] == "hash_conflict"
    assert (await error_of(client.views_update(view_id="V0", view=modal())))["error"] == "not_found"
    args = {"view_id": view["id"], "external_id": "mine", "view": modal()}
    both = client.api_call("views.update", json=args)
    assert (await error_of(both))["error"] == "invalid_arguments"


async def test_an_external_id_is_used_once(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    view = modal(actions(button()), external_id="mine")
    await opened(slack, app, client, view)
    await slack.click(SAM, slack.views(SAM)[0], "press")
    id = app.requests[-1].json["trigger_id"]
    answer = await error_of(client.views_push(trigger_id=id, view=view))
    assert answer["error"] == "duplicate_external_id"
    assert (await client.views_update(external_id="mine", view=modal()))["ok"]


async def test_closing_is_told_to_those_who_asked(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    view = await opened(slack, app, client, modal(notify_on_close=True))
    await slack.close_view(SAM, view["id"])
    assert app.requests[-1].json["type"] == "view_closed"
    assert app.requests[-1].json["is_cleared"] is False
    view = await opened(slack, app, client, modal())
    count = len(app.requests)
    await slack.close_view(SAM, view["id"])
    assert len(app.requests) == count


async def test_a_submission_can_carry_response_urls(
    slack: Playground, app: HttpApp, client: AsyncWebClient
) -> None:
    select = {
        "type": "conversations_select",
        "action_id": "where",
        "response_url_enabled": True,
        "default_to_current_conversation": True,
    }
    view = await opened(slack, app, client, modal(field_of("c", select)))
    await slack.submit(SAM, view["id"])
    [hook] = app.requests[-1].json["response_urls"]
    assert (hook["channel_id"], hook["block_id"]) == ("C0SUPPORT", "c")


async def test_the_home_tab(slack: Playground, app: HttpApp, client: AsyncWebClient) -> None:
    await slack.open_home(SAM)
    await slack.idle()
    event = app.requests[0].json["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", SAM)
    home: Json = {"type": "home", "blocks": [section("Hello"), actions(button())]}
    published = await client.views_publish(user_id=SAM, view=home)
    view = slack.home(SAM)
    assert view is not None
    assert view.shown.startswith("Hello")
    answer = await error_of(client.views_publish(user_id=SAM, view=home, hash="0.stale"))
    assert answer["error"] == "hash_conflict"
    await client.views_publish(user_id=SAM, view=home, hash=published["view"]["hash"])
    await slack.click(SAM, view, "press")
    payload = app.requests[-1].json
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert payload["view"]["type"] == "home"
    assert "response_url" not in payload
    answer = await error_of(client.views_publish(user_id=SAM, view=modal()))
    assert answer["error"] == "invalid_arguments"
    answer = await error_of(client.views_publish(user_id="U0NOBODY", view=home))
    assert answer["error"] == "invalid_arguments"
