"""chat.*: the bot's messages."""

from __future__ import annotations

from playground.answers import bot_message
from playground.content import ApiError, message_content
from playground.core import Core
from playground.model import Channel, Json, Message
from playground.webapi._method import TIER_3, TIER_4, ArgType, Method
from playground.webapi._places import channel_of, joined, message_at

# One message a second a channel is a limit of its own, kept by the router.
POST_PER_MINUTE = 300

_CONTENT: dict[str, ArgType] = {
    "text": "string",
    "blocks": "json",
    "attachments": "json",
    "markdown_text": "string",
    "link_names": "boolean",
    "parse": "string",
    "as_user": "boolean",
}
_LOOK: dict[str, ArgType] = {"icon_emoji": "string", "icon_url": "string", "username": "string"}


def _target(core: Core, args: Json) -> Channel:
    """A channel by id or name, or the DM of a person whose id is given."""
    wanted = str(args["channel"])
    person = core.conversations.people.get(wanted)
    if person is not None and not person.is_bot:
        return core.conversations.open_direct_message(person.id)
    return channel_of(core, args, by_name=True)


def _link_names(args: Json) -> bool:
    return bool(args.get("link_names")) or args.get("parse") == "full"


def _thread(core: Core, channel: Channel, args: Json) -> str | None:
    thread_ts = args.get("thread_ts")
    if not thread_ts:
        return None
    parent = core.conversations.find(channel.id, thread_ts)
    # Slack takes a timestamp that nothing has, and shows an ordinary message with it.
    if parent is not None and parent.is_reply:
        return parent.thread_ts
    return str(thread_ts)


def post_message(core: Core, args: Json) -> Json:
    channel = _target(core, args)
    if core.bot.id not in channel.members and "chat:write.public" not in core.manifest.scopes:
        raise ApiError("not_in_channel")
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.kind == "im" and not core.manifest.messages_tab_enabled:
        raise ApiError("messages_tab_disabled")
    message = bot_message(
        core,
        channel.id,
        message_content(args),
        thread_ts=_thread(core, channel, args),
        broadcast=bool(args.get("reply_broadcast")),
        username=args.get("username") if _customised(core) else None,
    )
    core.conversations.post(message, link_names=_link_names(args))
    return {"channel": channel.id, "ts": message.ts, "message": _shape(core, message)}


def _customised(core: Core) -> bool:
    return "chat:write.customize" in core.manifest.scopes


def _shape(core: Core, message: Message) -> Json:
    return core.conversations.shapes.message(message, metadata=True)


def post_ephemeral(core: Core, args: Json) -> Json:
    channel = joined(core, channel_of(core, args, by_name=True))
    if channel.is_archived:
        raise ApiError("is_archived")
    if args["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    message = bot_message(
        core,
        channel.id,
        message_content(args),
        thread_ts=_thread(core, channel, args),
        visible_to=args["user"],
    )
    core.conversations.post_ephemeral(message, link_names=_link_names(args))
    return {"message_ts": message.ts}


def _own(core: Core, args: Json, refusal: str) -> Message:
    channel = channel_of(core, args)
    message = message_at(core, channel, args["ts"])
    if message.app_id != core.conversations.app_id:
        raise ApiError(refusal)
    return message


def update(core: Core, args: Json) -> Json:
    message = _own(core, args, "cant_update_message")
    content = message_content(args)
    changes: Json = {"text": content.text}
    # What isn't given stays; an empty array takes it away.
    if "blocks" in args or "markdown_text" in args:
        changes["blocks"] = content.blocks
    if "attachments" in args:
        changes["attachments"] = content.attachments
    if "metadata" in args:
        changes["metadata"] = content.metadata
    core.conversations.edit(message, changes)
    shape = _shape(core, message)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": shape,
    }


def delete(core: Core, args: Json) -> Json:
    message = _own(core, args, "cant_delete_message")
    core.conversations.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(core: Core, args: Json) -> Json:
    channel = channel_of(core, args)
    message = message_at(core, channel, args["message_ts"])
    return {"channel": channel.id, "permalink": core.conversations.shapes.permalink(message)}


METHODS = [
    Method(
        "chat.postMessage",
        post_message,
        {
            **_CONTENT,
            **_LOOK,
            "channel": "string",
            "metadata": "json",
            "mrkdwn": "boolean",
            "reply_broadcast": "boolean",
            "thread_ts": "ts",
            "unfurl_links": "boolean",
            "unfurl_media": "boolean",
            "current_draft_last_updated_ts": "string",
        },
        required=("channel",),
        scope="chat:write",
        per_minute=POST_PER_MINUTE,
    ),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        {
            **_CONTENT,
            **_LOOK,
            "channel": "string",
            "user": "string",
            "thread_ts": "ts",
            "metadata": "json",
        },
        required=("channel", "user"),
        scope="chat:write",
        per_minute=TIER_4,
    ),
    Method(
        "chat.update",
        update,
        {
            **_CONTENT,
            "channel": "string",
            "ts": "ts",
            "metadata": "json",
            "unfurled_attachments": "json",
            "reply_broadcast": "boolean",
            "file_ids": "json",
        },
        required=("channel", "ts"),
        scope="chat:write",
        per_minute=TIER_3,
    ),
    Method(
        "chat.delete",
        delete,
        {"channel": "string", "ts": "ts", "as_user": "boolean"},
        required=("channel", "ts"),
        scope="chat:write",
        per_minute=TIER_3,
    ),
    Method(
        "chat.getPermalink",
        get_permalink,
        {"channel": "string", "message_ts": "ts"},
        required=("channel", "message_ts"),
        per_minute=300,
    ),
]
