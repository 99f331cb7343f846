"""Socket Mode: hello, envelopes, acks, retries, refresh, ten sockets, and Bolt's own client."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import SAM, SocketApp, until


async def test_hello_and_a_command(slack: Playground, socket: SocketApp) -> None:
    assert socket.hello["type"] == "hello"
    assert socket.hello["num_connections"] == 1
    assert slack.transport == "socket"
    socket.answers = lambda envelope: {"text": "Try this"}
    result = await slack.command(SAM, "support", "/tip", "they shout")
    [envelope] = socket.envelopes
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert envelope["payload"]["text"] == "they shout"
    assert result.shown is not None
    assert result.shown.text == "Try this"


async def test_interactions_and_events_have_envelopes(slack: Playground, socket: SocketApp) -> None:
    ts = slack.messages("support")[1].ts
    await slack.shortcut(SAM, "support", ts, "look")
    await slack.react(SAM, "support", ts, "eyes")
    await slack.idle()
    interactive, event = socket.envelopes
    assert interactive["type"] == "interactive"
    assert interactive["payload"]["type"] == "message_action"
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


async def test_what_is_not_acknowledged_is_sent_again(slack: Playground, socket: SocketApp) -> None:
    socket.acknowledges = False
    await slack.react(SAM, "support", slack.messages("support")[1].ts, "eyes")
    await slack.idle()
    assert [envelope["retry_attempt"] for envelope in socket.envelopes] == [0, 1, 2, 3]
    assert socket.envelopes[-1]["retry_reason"] == "timeout"
    assert len({envelope["envelope_id"] for envelope in socket.envelopes}) == 4
    assert len({envelope["payload"]["event_id"] for envelope in socket.envelopes}) == 1
    result = await slack.command(SAM, "support", "/tip")
    assert result.error == "operation_timeout"


async def test_http_goes_before_sockets(slack: Playground, socket: SocketApp) -> None:
    slack.request_url = "http://127.0.0.1:9/"
    assert slack.transport == "http"
    slack.request_url = None
    assert slack.transport == "socket"


async def test_connections_are_refreshed(slack: Playground, socket: SocketApp) -> None:
    await slack.sockets.disconnect(warning_seconds=0)
    await socket.closed.wait()
    assert [note["reason"] for note in socket.notes] == ["warning", "refresh_requested"]
    assert slack.transport == "none"


async def test_ten_sockets_take_turns_and_an_eleventh_is_sent_away(slack: Playground) -> None:
    bots = [SocketApp(slack) for _ in range(11)]
    for bot in bots:
        await bot.start()
    assert slack.sockets.connections == 10
    assert bots[10].hello == {
        "type": "disconnect",
        "reason": "too_many_websockets",
        "debug_info": {"host": "playground"},
    }
    for _ in range(20):
        await slack.command(SAM, "support", "/tip")
    assert [len(bot.envelopes) for bot in bots[:10]] == [2] * 10
    for bot in bots:
        await bot.stop()


async def test_a_ticket_is_good_once(slack: Playground, http: aiohttp.ClientSession) -> None:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with http.post("/api/apps.connections.open", headers=headers) as response:
        url = (await response.json())["url"]
    first = await http.ws_connect(url)
    async with http.get(url.replace("ws:", "http:")) as response:
        assert response.status == 403
    await first.close()


async def test_junk_over_a_socket_is_ignored(
    slack: Playground, http: aiohttp.ClientSession
) -> None:
    headers = {"Authorization": f"Bearer {slack.app_token}"}
    async with http.post("/api/apps.connections.open", headers=headers) as response:
        socket = await http.ws_connect((await response.json())["url"])
    for junk in ("{broken", "[]", "{}", '{"envelope_id": "unknown"}'):
        await socket.send_str(junk)
    await socket.ping()
    assert slack.sockets.connections == 1
    await socket.close()


async def test_bolt_speaks_with_it(slack: Playground) -> None:
    web = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    bolt = AsyncApp(client=web, process_before_response=True)

    @bolt.command("/tip")
    async def tip(ack: Any, body: Any) -> None:
        await ack(f"You said {body['text']}")

    @bolt.event("reaction_added")
    async def reacted(event: Any, client: AsyncWebClient) -> None:
        item = event["item"]
        got = await client.reactions_get(channel=item["channel"], timestamp=item["ts"], full=True)
        await client.chat_postEphemeral(
            channel=item["channel"], user=event["user"], text=f"Seen: {got['message']['text']}"
        )

    handler = AsyncSocketModeHandler(bolt, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await until(lambda: slack.transport == "socket")
    result = await slack.command(SAM, "support", "/tip", "they shout")
    assert result.shown is not None
    assert result.shown.text == "You said they shout"
    message = slack.messages("support")[1]
    await slack.react(SAM, "support", message.ts, "eyes")
    await slack.idle()
    assert slack.ephemerals(SAM)[-1].text == f"Seen: {message.text}"
    await handler.close_async()  # type: ignore[no-untyped-call]
