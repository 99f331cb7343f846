"""reactions.*"""

from __future__ import annotations

import re

from playground.content import ApiError
from playground.core import Core
from playground.emoji import ALIASES, is_name
from playground.model import Json, Message
from playground.webapi._method import TIER_2, TIER_3, ArgType, Method
from playground.webapi._places import channel_of, joined, message_at

REACTIONS_MAX = 50  # different ones on a message, far below Slack's own but never met
_TS = re.compile(r"\d{1,12}\.\d{6}")


def _item(core: Core, args: Json) -> Message:
    if args.get("file") or args.get("file_comment"):
        raise ApiError("file_not_found" if args.get("file") else "file_comment_not_found")
    if not args.get("channel") or not args.get("timestamp"):
        raise ApiError("no_item_specified")
    if _TS.fullmatch(args["timestamp"]) is None:
        raise ApiError("bad_timestamp")
    return message_at(core, joined(core, channel_of(core, args)), args["timestamp"])


def get(core: Core, args: Json) -> Json:
    message = _item(core, args)
    shapes = core.conversations.shapes
    shape = shapes.message(message) | {"permalink": shapes.permalink(message)}
    return {"type": "message", "channel": message.channel, "message": shape}


def add(core: Core, args: Json) -> Json:
    name = args["name"].strip(":")
    if not is_name(name):
        raise ApiError("invalid_name")
    message = _item(core, args)
    name = ALIASES.get(name, name)
    if len(message.reactions) >= REACTIONS_MAX and name not in message.reactions:
        raise ApiError("too_many_emoji")
    if not core.conversations.react(message, core.bot.id, name):
        raise ApiError("already_reacted")
    return {}


def remove(core: Core, args: Json) -> Json:
    name = args["name"].strip(":")
    if not is_name(name):
        raise ApiError("invalid_name")
    message = _item(core, args)
    if not core.conversations.unreact(message, core.bot.id, ALIASES.get(name, name)):
        raise ApiError("no_reaction")
    return {}


_ITEM: dict[str, ArgType] = {"channel": "string", "timestamp": "string"}
_FILE: dict[str, ArgType] = {"file": "string", "file_comment": "string"}

METHODS = [
    Method(
        "reactions.get",
        get,
        {**_ITEM, **_FILE, "full": "boolean"},
        scope="reactions:read",
        per_minute=TIER_3,
    ),
    Method(
        "reactions.add",
        add,
        {**_ITEM, "name": "string"},
        required=("channel", "name", "timestamp"),
        scope="reactions:write",
        per_minute=TIER_3,
    ),
    Method(
        "reactions.remove",
        remove,
        {**_ITEM, **_FILE, "name": "string"},
        required=("name",),
        scope="reactions:write",
        per_minute=TIER_2,
    ),
]
