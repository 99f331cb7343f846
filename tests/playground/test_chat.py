"""Messages: posting, changing, deleting, ephemerals, and who is notified."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import NORA, PRIYA, SAM, Json, actions, button, error_of, plain, section


async def test_post_update_delete(slack: Playground, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(
        channel="C0SUPPORT", text="Fallback", blocks=[section("*Bold*")]
    )
    assert posted["message"]["bot_id"] == slack.bot.bot_id
    assert posted["message"]["blocks"][0]["block_id"]
    message = slack.messages("support")[-1]
    assert (message.ts, message.shown) == (posted["ts"], "*Bold*")
    # Blocks that are not given stay; an empty array takes them away.
    await client.chat_update(channel="C0SUPPORT", ts=message.ts, text="Other")
    assert message.shown == "*Bold*"
    await client.chat_update(channel="C0SUPPORT", ts=message.ts, text="Other", blocks=[])
    assert (message.shown, message.edited is not None) == ("Other", True)
    link = await client.chat_getPermalink(channel="C0SUPPORT", message_ts=message.ts)
    assert link["permalink"].startswith(slack.url)
    await client.chat_delete(channel="C0SUPPORT", ts=message.ts)
    assert message not in slack.messages("support")
    answer = await error_of(client.chat_delete(channel="C0SUPPORT", ts=message.ts))
    assert answer["error"] == "message_not_found"


async def test_only_its_own_messages_are_the_bots(
    slack: Playground, client: AsyncWebClient
) -> None:
    ts = slack.messages("support")[0].ts
    answer = await error_of(client.chat_update(channel="C0SUPPORT", ts=ts, text="x"))
    assert answer["error"] == "cant_update_message"
    answer = await error_of(client.chat_delete(channel="C0SUPPORT", ts=ts))
    assert answer["error"] == "cant_delete_message"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0VIPCARE", "text": "x"}, "not_in_channel"),
        ({"channel": "C0SUPPORT"}, "no_text"),
        ({"channel": "C0SUPPORT", "text": "  "}, "no_text"),
        ({"channel": "C0SUPPORT", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0SUPPORT", "blocks": "{oops"}, "invalid_blocks_format"),
        ({"channel": "C0SUPPORT", "blocks": [section("x" * 3_001)]}, "invalid_blocks"),
        (
            {"channel": "C0SUPPORT", "blocks": [actions(button("x" * 76))]},
            "invalid_blocks",
        ),
        ({"channel": "C0SUPPORT", "blocks": [section("x" * 2_900)] * 5}, "msg_blocks_too_long"),
        ({"channel": "C0SUPPORT", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": "C0SUPPORT", "text": "x", "metadata": "nope"}, "invalid_metadata_format"),
        ({"channel": "C0SUPPORT", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_schema"),
        ({"channel": "C0SUPPORT", "attachments": [{}] * 101}, "too_many_attachments"),
    ],
)
async def test_what_slack_refuses(client: AsyncWebClient, args: Json, error: str) -> None:
    assert (await error_of(client.api_call("chat.postMessage", json=args)))["error"] == error


async def test_invalid_blocks_come_with_a_pointer(client: AsyncWebClient) -> None:
    blocks = [{"type": "divider"}, actions(button("x" * 76))]
    answer = await error_of(client.chat_postMessage(channel="C0SUPPORT", text="x", blocks=blocks))
    [message] = answer["response_metadata"]["messages"]
    assert "json-pointer:/blocks/1/elements/0/text/text" in message


async def test_a_person_or_a_name_can_be_the_channel(
    slack: Playground, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel=SAM, text="Only for you")
    assert answer["channel"] == slack.dm(SAM)
    assert (await client.chat_postMessage(channel="#support", text="x"))["channel"] == "C0SUPPORT"


async def test_a_reply_goes_to_the_thread_of_its_parent(
    slack: Playground, client: AsyncWebClient
) -> None:
    parent = slack.messages("support")[0].ts
    reply = await client.chat_postMessage(channel="C0SUPPORT", text="x", thread_ts=parent)
    again = await client.chat_postMessage(channel="C0SUPPORT", text="y", thread_ts=reply["ts"])
    assert again["message"]["thread_ts"] == parent


async def test_an_ephemeral_message_is_for_one_member(
    slack: Playground, client: AsyncWebClient
) -> None:
    async def post(**args: Any) -> Any:
        return await client.api_call("chat.postEphemeral", json={"text": "Psst", **args})

    await post(channel="C0COMPLAINTS", user=SAM)
    assert slack.visible(SAM, "complaints")[-1].shown == "Psst"
    assert "Psst" not in [m.shown for m in slack.visible(NORA, "complaints")]
    assert "Psst" not in [m.shown for m in slack.messages("complaints")]
    history = await client.conversations_history(channel="C0COMPLAINTS")
    assert "Psst" not in [message["text"] for message in history["messages"]]
    answer = await error_of(post(channel="C0COMPLAINTS", user=PRIYA))
    assert answer["error"] == "user_not_in_channel"
    answer = await error_of(post(channel="C0VIPCARE", user=SAM))
    assert answer["error"] == "not_in_channel"
    slack.reload(SAM)
    assert slack.ephemerals(SAM) == []


async def test_an_ephemeral_message_cannot_be_updated(
    slack: Playground, client: AsyncWebClient
) -> None:
    posted = await client.chat_postEphemeral(channel="C0SUPPORT", user=SAM, text="Psst")
    answer = await error_of(
        client.chat_update(channel="C0SUPPORT", ts=posted["message_ts"], text="x")
    )
    assert answer["error"] == "message_not_found"


async def test_metadata_is_kept_and_given_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "lesson_given", "event_payload": {"lesson": "9"}}
    posted = await client.chat_postMessage(channel="C0SUPPORT", text="x", metadata=metadata)
    reading = {"channel": "C0SUPPORT", "latest": posted["ts"], "inclusive": True, "limit": 1}
    [bare] = (await client.conversations_history(**reading))["messages"]
    [full] = (await client.conversations_history(**reading, include_all_metadata=True))["messages"]
    assert "metadata" not in bare
    assert full["metadata"] == metadata


@pytest.mark.parametrize(
    ("content", "targets"),
    [
        ({"text": "hello <!channel>"}, ["channel"]),
        ({"text": "x", "blocks": [section("<!here|here> and <@U0NORA>")]}, ["here", "U0NORA"]),
        ({"text": "x", "blocks": [{"type": "context", "elements": [
            {"type": "mrkdwn", "text": "<!subteam^S1>"}]}]}, ["S1"]),
        ({"text": "x", "attachments": [{"text": "<!everyone>"}]}, ["everyone"]),
        ({"text": "@channel", "link_names": True}, ["channel"]),
        ({"text": "x", "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section",
            "elements": [{"type": "broadcast", "range": "here"}]}]}]}, ["here"]),
        ({"text": "@channel &lt;!channel&gt;"}, []),
        ({"text": "x", "blocks": [{"type": "section", "text": plain("<!channel>")}]}, []),
        ({"text": "```<!channel>```"}, ["channel"]),
    ],
)  # fmt: skip
async def test_mentions_are_recorded(
    slack: Playground, client: AsyncWebClient, content: Json, targets: list[str]
) -> None:
    await client.api_call("chat.postMessage", json={"channel": "C0SUPPORT", **content})
    assert [ping.target for ping in slack.pings] == targets


async def test_people_may_mention_whom_they_like(slack: Playground) -> None:
    ts = await slack.post(SAM, "support", "@here <b> @nora & https://a.example/?a=1&b=2 #vip-care")
    text = next(m for m in slack.messages("support") if m.ts == ts).text
    assert text == (
        "<!here> &lt;b&gt; <@U0NORA> &amp; <https://a.example/?a=1&amp;b=2> <#C0VIPCARE|vip-care>"
    )
    assert slack.pings == []
