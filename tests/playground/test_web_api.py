"""The Web API's door: tokens, encodings, arguments, scopes, rates, faults."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import SAM, Json, error_of, manifest, modal

BEARER = {"Authorization": "Bearer xoxb-playground"}


async def test_auth_test_tells_who_the_bot_is(slack: Playground, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["team"] == "Harbour Support"
    assert answer["user_id"] == slack.bot.id
    assert answer["bot_id"] == slack.bot.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-stranger", "auth.test", "invalid_auth"),
        ("xapp-playground", "auth.test", "not_allowed_token_type"),
        ("xoxb-playground", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-playground", "chat.sing", "unknown_method"),
    ],
)
async def test_tokens_and_methods(
    http: aiohttp.ClientSession, token: str, method: str, error: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with http.post(f"/api/{method}", headers=headers) as response:
        assert response.status == 200
        assert (await response.json())["error"] == error


@pytest.mark.parametrize("way", ["form", "json", "multipart", "query", "blocks as text"])
async def test_every_encoding_is_read(
    slack: Playground, http: aiohttp.ClientSession, way: str
) -> None:
    args: Json = {"channel": "C0SUPPORT", "text": "שלום & hello"}
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in {**args, "token": slack.bot_token}.items():
        multipart.add_field(name, value)
    blocks = json.dumps([{"type": "divider"}])
    sent: dict[str, Json] = {
        "form": {"data": {**args, "token": slack.bot_token}},
        "json": {"json": args, "headers": BEARER},
        "multipart": {"data": multipart},
        "query": {"params": args, "headers": BEARER},
        "blocks as text": {"data": {**args, "blocks": blocks}, "headers": BEARER},
    }
    async with http.post("/api/chat.postMessage", **sent[way]) as response:
        assert (await response.json())["ok"] is True
    assert slack.messages("support")[-1].text == "שלום & hello"
    assert "token" not in slack.calls[-1].args


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"data": b"{broken", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"json": ["a", "list"]}, "json_not_object"),
        ({"data": b"x", "headers": {"Content-Type": "text/html"}}, "invalid_post_type"),
        (
            {
                "data": b"text=%ff%fe&channel=\xff\xfe",
                "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            },
            "invalid_form_data",
        ),
    ],
)
async def test_junk_is_answered(http: aiohttp.ClientSession, sent: Json, error: str) -> None:
    headers = BEARER | sent.pop("headers", {})
    async with http.post("/api/chat.postMessage", headers=headers, **sent) as response:
        assert response.status == 200
        assert (await response.json())["error"] == error


async def test_arguments_are_held_to_the_documentation(client: AsyncWebClient) -> None:
    answer = await error_of(client.api_call("chat.postMessage", json={"text": "hi"}))
    assert answer["error"] == "invalid_arguments"
    assert "channel" in answer["response_metadata"]["messages"][0]
    answer = await error_of(
        client.api_call("chat.postMessage", json={"channel": "C0SUPPORT", "txet": "hi"})
    )
    assert answer["error"] == "invalid_arg_name"
    assert "txet" in answer["response_metadata"]["messages"][0]
    answer = await error_of(
        client.api_call("conversations.history", params={"channel": "C0SUPPORT", "limit": "few"})
    )
    assert answer["error"] == "invalid_arguments"


async def test_a_client_made_for_one_workspace_may_say_so(slack: Playground) -> None:
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, team_id=slack.team_id)
    assert (await client.chat_postMessage(channel="C0SUPPORT", text="hi"))["ok"]


async def test_scopes_come_from_the_manifest() -> None:
    async with Playground(manifest(scopes=["commands"])) as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        answer = await error_of(client.chat_postMessage(channel="C0SUPPORT", text="hi"))
        assert answer["error"] == "missing_scope"
        assert answer["needed"] == "chat:write"
        assert answer["provided"] == "commands"
        for call in (
            client.users_info(user=SAM),
            client.team_info(),
            client.conversations_info(channel="C0SUPPORT"),
            client.conversations_history(channel="C0SUPPORT"),
            client.conversations_list(types="private_channel"),
            client.conversations_open(users=SAM),
            client.reactions_get(channel="C0SUPPORT", timestamp="1.000000"),
            client.reactions_add(channel="C0SUPPORT", timestamp="1.000000", name="eyes"),
        ):
            assert (await error_of(call))["error"] == "missing_scope"
        assert (await client.auth_test())["ok"]


async def test_one_message_a_second_a_channel() -> None:
    async with Playground(manifest()) as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        for _ in range(4):
            await client.chat_postMessage(channel="C0SUPPORT", text="one of a burst")
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C0SUPPORT", text="one too many")
        response = caught.value.response
        assert response.status_code == 429
        assert response["error"] == "ratelimited"
        assert int(response.headers["Retry-After"]) >= 1
        assert (await client.chat_postMessage(channel="C0COMPLAINTS", text="elsewhere"))["ok"]


async def test_methods_have_their_tiers() -> None:
    async with Playground(manifest()) as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        for _ in range(20):
            await client.conversations_list()
        assert (await error_of(client.conversations_list()))["error"] == "ratelimited"
        assert (await client.team_info())["ok"]


async def test_faults_of_calls(slack: Playground, client: AsyncWebClient) -> None:
    async def post() -> Any:
        return await client.chat_postMessage(channel="C0SUPPORT", text="hi")

    before = len(slack.messages("support"))
    slack.faults.add(method="chat.postMessage", error="ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await post()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    slack.faults.add(method="chat.postMessage", status=500, times=2)
    for _ in range(2):
        assert (await error_of(post()))["error"] == "internal_error"
    slack.faults.add(method="*", error="fatal_error")
    assert (await error_of(post()))["error"] == "fatal_error"
    slack.faults.add(method="chat.postMessage", drop_before=True)
    with pytest.raises(aiohttp.ClientError):
        await post()
    assert len(slack.messages("support")) == before
    slack.faults.add(method="chat.postMessage", drop_after_accept=True)
    with pytest.raises(aiohttp.ClientError):
        await post()
    assert len(slack.messages("support")) == before + 1
    assert (await post())["ok"]


async def test_a_slow_answer_is_slow_and_then_comes(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.faults.add(method="auth.test", delay=0.05)
    assert (await client.auth_test())["ok"]


async def test_a_removed_app_has_no_token_any_more(
    slack: Playground, client: AsyncWebClient
) -> None:
    await slack.uninstall()
    assert (await error_of(client.auth_test()))["error"] == "account_inactive"


async def test_users_and_team(slack: Playground, client: AsyncWebClient) -> None:
    tamar = (await client.users_info(user="U0TAMAR", include_locale=True))["user"]
    assert tamar["tz"] == "Asia/Jerusalem"
    assert tamar["locale"] == "he-IL"
    assert tamar["is_admin"] is False
    assert (await client.users_info(user="U0NORA"))["user"]["is_admin"] is True
    assert (await error_of(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"
    people = (await client.users_list())["members"]
    assert slack.bot.id in [person["id"] for person in people]
    assert (await client.team_info())["team"]["id"] == slack.team_id
    assert (await client.bots_info(bot=slack.bot.bot_id))["bot"]["user_id"] == slack.bot.id


async def test_blocks_validate_answers_as_the_checker_does(http: aiohttp.ClientSession) -> None:
    async def validate(**args: Any) -> Json:
        sent = {name: json.dumps(value) for name, value in args.items()}
        async with http.post("/api/blocks.validate", data=sent) as response:
            answer: Json = await response.json()
            return answer

    assert (await validate(view=modal()))["ok"] is True
    wrong = await validate(blocks=[{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}])
    assert wrong["error"] == "invalid_blocks"
    assert "json-pointer:/0/text/type" in wrong["errors"][0]
    assert (await validate())["error"] == "invalid_arguments"
