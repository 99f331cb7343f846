"""Channels, history, threads, reactions."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import NORA, PRIYA, SAM, error_of


async def test_a_channel_and_its_members(slack: Playground, client: AsyncWebClient) -> None:
    answer = await client.conversations_info(channel="C0VIPCARE")
    channel = answer["channel"]
    assert (channel["name"], channel["is_member"]) == ("vip-care", False)
    answer = await client.conversations_info(channel="C0SUPPORT", include_num_members=True)
    assert answer["channel"]["num_members"] == 6
    members = (await client.conversations_members(channel="C0SUPPORT"))["members"]
    assert slack.bot.id in members
    refusal = await error_of(client.conversations_info(channel="C0NOWHERE"))
    assert refusal["error"] == "channel_not_found"


async def test_listing_goes_page_by_page(client: AsyncWebClient) -> None:
    names, cursor = [], ""
    while True:
        page = await client.conversations_list(limit=2, cursor=cursor)
        names += [channel["name"] for channel in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == ["support", "complaints", "vip-care"]
    mine = (await client.users_conversations(types="public_channel,im"))["channels"]
    assert "C0VIPCARE" not in [channel["id"] for channel in mine]
    answer = await error_of(client.conversations_list(types="secret"))
    assert answer["error"] == "invalid_types"
    answer = await error_of(client.conversations_list(cursor="???"))
    assert answer["error"] == "invalid_cursor"


async def test_history_is_for_members_and_without_replies(
    slack: Playground, client: AsyncWebClient
) -> None:
    history = (await client.conversations_history(channel="C0SUPPORT"))["messages"]
    assert [m["ts"] for m in history] == sorted((m["ts"] for m in history), reverse=True)
    question = next(m for m in history if m.get("user") == PRIYA)
    assert question["reply_count"] == 2
    reply = next(m for m in slack.messages("support") if m.is_reply)
    assert reply.ts not in [m["ts"] for m in history]
    # The trap for those who look a reply up here: another message comes back.
    [other] = (
        await client.conversations_history(
            channel="C0SUPPORT", latest=reply.ts, inclusive=True, limit=1
        )
    )["messages"]
    assert other["ts"] != reply.ts
    answer = await error_of(client.conversations_history(channel="C0VIPCARE"))
    assert answer["error"] == "not_in_channel"


async def test_replies(slack: Playground, client: AsyncWebClient) -> None:
    reply = next(m for m in slack.messages("support") if m.is_reply)
    parent = reply.thread_ts or ""
    thread = (await client.conversations_replies(channel="C0SUPPORT", ts=parent))["messages"]
    assert thread[0]["ts"] == parent
    assert len(thread) == 3
    alone = (await client.conversations_replies(channel="C0SUPPORT", ts=reply.ts))["messages"]
    assert [m["ts"] for m in alone] == [reply.ts]
    answer = await error_of(client.conversations_replies(channel="C0SUPPORT", ts="1.000000"))
    assert answer["error"] == "thread_not_found"


async def test_reactions(slack: Playground, client: AsyncWebClient) -> None:
    message = slack.messages("support")[1]
    at = {"channel": "C0SUPPORT", "timestamp": message.ts}
    await client.reactions_add(name="eyes", **at)
    assert message.reactions["eyes"] == [slack.bot.id]
    assert (await error_of(client.reactions_add(name="eyes", **at)))["error"] == "already_reacted"
    got = (await client.reactions_get(**at, full=True))["message"]
    assert got["text"] == message.text
    assert got["reactions"] == [{"name": "eyes", "users": [slack.bot.id], "count": 1}]
    await client.reactions_remove(name="eyes", **at)
    assert (await error_of(client.reactions_remove(name="eyes", **at)))["error"] == "no_reaction"
    assert (await error_of(client.reactions_add(name="N O", **at)))["error"] == "invalid_name"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0SUPPORT", "timestamp": "1.000000"}, "message_not_found"),
        ({"channel": "C0SUPPORT", "timestamp": "soon"}, "bad_timestamp"),
        ({"channel": "C0SUPPORT"}, "no_item_specified"),
        ({"channel": "C0VIPCARE", "timestamp": "1.000000"}, "not_in_channel"),
        ({"channel": "C0NOWHERE", "timestamp": "1.000000"}, "channel_not_found"),
        ({"file": "F0PARCEL"}, "file_not_found"),
    ],
)
async def test_reactions_get_refuses(
    client: AsyncWebClient, args: dict[str, str], error: str
) -> None:
    assert (await error_of(client.api_call("reactions.get", params=args)))["error"] == error


async def test_open_join_leave(slack: Playground, client: AsyncWebClient) -> None:
    assert (await client.conversations_open(users=SAM))["channel"]["id"] == slack.dm(SAM)
    full = (await client.conversations_open(users=SAM, return_im=True))["channel"]
    assert full["user"] == SAM
    assert (await error_of(client.conversations_open(users="UX")))["error"] == "user_not_found"
    assert (await error_of(client.conversations_open(users="")))[
        "error"
    ] == "users_list_not_supplied"
    await client.conversations_join(channel="C0VIPCARE")
    assert (await client.chat_postMessage(channel="C0VIPCARE", text="x"))["ok"]
    await client.conversations_leave(channel="C0VIPCARE")
    answer = await error_of(client.chat_postMessage(channel="C0VIPCARE", text="x"))
    assert answer["error"] == "not_in_channel"
    await slack.invite("vip-care", by=NORA)
    assert (await client.conversations_history(channel="C0VIPCARE"))["ok"]
