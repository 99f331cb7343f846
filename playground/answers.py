"""What the bot answers outside the Web API: acknowledgement bodies and response URLs."""

from __future__ import annotations

from typing import Any

from playground.content import ApiError, Content, message_content
from playground.core import Core
from playground.model import Json, Message
from playground.tickets import ResponseHook

_KNOWN = frozenset(
    {
        *("text", "blocks", "attachments", "markdown_text", "metadata", "thread_ts"),
        *("response_type", "replace_original", "delete_original", "reply_broadcast"),
        *("unfurl_links", "unfurl_media", "mrkdwn", "link_names", "parse"),
        *("username", "icon_emoji", "icon_url"),
    }
)
_FLAGS = ("replace_original", "delete_original")


def bot_message(core: Core, channel: str, content: Content, **more: Any) -> Message:
    """A message of the bot, not posted yet."""
    return Message(
        ts=core.conversations.timestamp(),
        channel=channel,
        text=content.text,
        user=core.bot.id,
        bot_id=core.bot.bot_id,
        app_id=core.conversations.app_id,
        blocks=content.blocks,
        attachments=content.attachments,
        metadata=content.metadata,
        **more,
    )


def show(core: Core, hook: ResponseHook, body: Any) -> Message | None:
    """Show what was answered to a command or sent to a response URL.

    ApiError where Slack would refuse it. Without `replace_original` or `delete_original` it is a
    new message: ephemeral unless `response_type` is `in_channel`. Those two act on the bot's own
    message that was clicked; there is none behind a command or a message shortcut, where
    `replace_original` makes a new message.
    """
    if isinstance(body, str):
        body = {"text": body}
    if not isinstance(body, dict):
        raise ApiError("invalid_payload", "an object or text is needed", status=400)
    unknown = sorted(body.keys() - _KNOWN)
    if unknown:
        raise ApiError("invalid_payload", f"no such property: {unknown[0]}", status=400)
    for flag in _FLAGS:
        if flag in body and not isinstance(body[flag], bool):
            raise ApiError("invalid_payload", f"{flag} must be true or false", status=400)
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise ApiError("invalid_payload", f"unknown response_type: {kind}", status=400)
    original = _original(core, hook)
    if body.get("delete_original"):
        if original is None:
            raise ApiError("cant_delete_message", status=400)
        _delete(core, original)
        return None
    try:
        content = message_content(body, total=False)
    except ApiError as error:
        error.status = 400
        raise
    if body.get("replace_original") and original is not None:
        return _replace(core, original, content)
    thread_ts = body.get("thread_ts")
    link_names = bool(body.get("link_names")) or body.get("parse") == "full"
    if kind == "in_channel":
        message = bot_message(core, hook.channel, content, thread_ts=thread_ts)
        return core.conversations.post(message, link_names=link_names)
    message = bot_message(core, hook.channel, content, thread_ts=thread_ts, visible_to=hook.user)
    return core.conversations.post_ephemeral(message, link_names=link_names)


def _original(core: Core, hook: ResponseHook) -> Message | None:
    if hook.origin is None:
        return None
    if hook.origin_is_ephemeral:
        return core.conversations.find_ephemeral(hook.user, hook.origin)
    found = core.conversations.find(hook.channel, hook.origin)
    return found if found is not None and found.app_id == core.conversations.app_id else None


def _delete(core: Core, message: Message) -> None:
    if message.visible_to is not None:
        core.conversations.delete_ephemeral(message)
    else:
        core.conversations.delete(message)


def _replace(core: Core, message: Message, content: Content) -> Message:
    changes: Json = {
        "text": content.text,
        "blocks": content.blocks,
        "attachments": content.attachments,
    }
    if message.visible_to is not None:
        return core.conversations.replace_ephemeral(message, changes)
    return core.conversations.edit(message, changes)
