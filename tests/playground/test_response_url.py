"""Response URLs: five uses, thirty minutes, new messages and replaced ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import NORA, SAM, HttpApp, Json, actions, button, section


async def send(http: aiohttp.ClientSession, url: str, **body: Any) -> tuple[int, str]:
    async with http.post(url, json=body) as response:
        return response.status, await response.text()


@pytest.fixture
async def url(slack: Playground, app: HttpApp) -> str:
    """That of a command in a channel the bot isn't in."""
    await slack.command(SAM, "vip-care", "/tip")
    return app.requests[0].form["response_url"]


async def clicked(slack: Playground, app: HttpApp, client: AsyncWebClient, how: str) -> str:
    args: Json = {"channel": "C0SUPPORT", "text": "x", "blocks": [actions(button())]}
    if how == "ephemeral":
        await client.chat_postEphemeral(user=SAM, **args)
        message = slack.ephemerals(SAM)[-1]
    else:
        await client.chat_postMessage(**args)
        message = slack.messages("support")[-1]
    await slack.click(SAM, message, "press")
    return str(app.requests[-1].json["response_url"])


async def test_five_uses(slack: Playground, http: aiohttp.ClientSession, url: str) -> None:
    for number in range(5):
        assert await send(http, url, text=f"No. {number}") == (200, "ok")
    status, answer = await send(http, url, text="No. 6")
    assert (status, "used_url" in answer) == (404, True)
    assert len(slack.ephemerals(SAM, "vip-care")) == 5
    assert [call.status for call in slack.hook_calls] == [200] * 5 + [404]


async def test_thirty_minutes(slack: Playground, http: aiohttp.ClientSession, url: str) -> None:
    slack.clock.advance(timedelta(minutes=29))
    assert (await send(http, url, text="in time"))[0] == 200
    slack.clock.advance(timedelta(minutes=2))
    status, answer = await send(http, url, text="late")
    assert (status, "expired_url" in answer) == (404, True)


async def test_for_one_or_for_all(slack: Playground, http: aiohttp.ClientSession, url: str) -> None:
    await send(http, url, text="for me")
    await send(http, url, text="for all", response_type="in_channel")
    assert slack.visible(SAM, "vip-care")[-2].visible_to == SAM
    assert slack.visible(NORA, "vip-care")[-1].text == "for all"


@pytest.mark.parametrize("how", ["ephemeral", "message"])
async def test_the_message_that_was_clicked_is_replaced_and_deleted(
    slack: Playground,
    app: HttpApp,
    client: AsyncWebClient,
    http: aiohttp.ClientSession,
    how: str,
) -> None:
    url = await clicked(slack, app, client, how)
    before = len(slack.visible(SAM, "support"))
    await send(http, url, replace_original=True, text="New", blocks=[section("New words")])
    assert slack.visible(SAM, "support")[-1].shown == "New words"
    assert len(slack.visible(SAM, "support")) == before
    await send(http, url, text="beside it")
    assert len(slack.visible(SAM, "support")) == before + 1
    await send(http, url, delete_original=True)
    assert "New words" not in [m.shown for m in slack.visible(SAM, "support")]


async def test_a_persons_message_stays_as_it_is(
    slack: Playground, app: HttpApp, http: aiohttp.ClientSession
) -> None:
    message = slack.messages("support")[1]
    text = message.text
    await slack.shortcut(SAM, "support", message.ts, "look")
    url = app.requests[0].json["response_url"]
    await send(http, url, replace_original=True, text="mine now")
    assert message.text == text
    assert slack.ephemerals(SAM)[-1].text == "mine now"
    assert (await send(http, url, delete_original=True))[0] == 400


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "txet": "y"}, "invalid_payload"),
        ({"text": "x", "replace_original": "true"}, "invalid_payload"),
        ({"text": "x", "response_type": "shout"}, "invalid_payload"),
        ({"blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
    ],
)
async def test_what_is_refused(
    slack: Playground, http: aiohttp.ClientSession, url: str, body: Json, error: str
) -> None:
    status, answer = await send(http, url, **body)
    assert status == 400
    assert error in answer
    assert slack.ephemerals(SAM) == []


async def test_junk_and_strangers(http: aiohttp.ClientSession, url: str) -> None:
    async with http.post(url, data=b"\xff{") as response:
        assert response.status == 400
    assert (await send(http, "/hooks/commands/T0/unknown", text="x"))[0] == 404


async def test_faults(slack: Playground, http: aiohttp.ClientSession, url: str) -> None:
    slack.faults.add(method="response_url", status=500)
    assert (await send(http, url, text="x"))[0] == 500
    slack.faults.add(method="response_url", drop_after_accept=True)
    with pytest.raises(aiohttp.ClientError):
        await send(http, url, text="said")
    assert slack.ephemerals(SAM)[-1].text == "said"
