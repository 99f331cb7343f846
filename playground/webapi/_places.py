"""Finding what a call is about, with Slack's errors where it can't be found or entered."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from playground.content import ApiError
from playground.core import Core
from playground.model import Channel, Json, Message
from playground.webapi._method import needs_scope

PAGE_DEFAULT = 100
PAGE_MAX = 999

_READ = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
_HISTORY = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}


def channel_of(core: Core, args: Json, *, by_name: bool = False) -> Channel:
    """A channel that the bot can know of: a private one only from inside."""
    wanted = str(args.get("channel", ""))
    channel = core.conversations.channels.get(wanted)
    if channel is None and by_name:
        channel = core.conversations.channel_named(wanted)
    if channel is None:
        raise ApiError("channel_not_found")
    if channel.kind != "channel" and core.bot.id not in channel.members:
        raise ApiError("channel_not_found")
    return channel


def joined(core: Core, channel: Channel) -> Channel:
    if core.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def may_read(core: Core, channel: Channel) -> Channel:
    needs_scope(core, _READ[channel.kind])
    return channel


def may_read_history(core: Core, channel: Channel) -> Channel:
    needs_scope(core, _HISTORY[channel.kind])
    return joined(core, channel)


def message_at(core: Core, channel: Channel, ts: str) -> Message:
    message = core.conversations.find(channel.id, ts)
    if message is None:
        raise ApiError("message_not_found")
    return message


def page(args: Json, items: list[Any], name: str) -> Json:
    """`limit` and `cursor` over a list; the rest of the answer is the caller's."""
    limit = args.get("limit") or PAGE_DEFAULT
    if limit < 1:
        raise ApiError("invalid_limit")
    limit = min(limit, PAGE_MAX)
    start = _offset(args.get("cursor", ""))
    if start > len(items):
        raise ApiError("invalid_cursor")
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return {name: items[start:end], "response_metadata": {"next_cursor": cursor}}


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None
