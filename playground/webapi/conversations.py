"""conversations.* and users.conversations: channels, their members and their history."""

from __future__ import annotations

from playground.content import ApiError
from playground.core import Core
from playground.model import Channel, Json, Message
from playground.webapi._method import TIER_2, TIER_3, TIER_4, ArgType, Method, needs_scope
from playground.webapi._places import channel_of, joined, may_read, may_read_history, page

_KINDS = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def info(core: Core, args: Json) -> Json:
    channel = may_read(core, channel_of(core, args))
    shapes = core.conversations.shapes
    shape = shapes.channel(channel, num_members=bool(args.get("include_num_members")))
    if args.get("include_locale"):
        shape["locale"] = core.bot.locale
    return {"channel": shape}


def members(core: Core, args: Json) -> Json:
    channel = may_read(core, channel_of(core, args))
    return page(args, channel.members, "members")


def _listed(core: Core, args: Json, *, member: str | None) -> list[Channel]:
    types = [one.strip() for one in str(args.get("types") or "public_channel").split(",")]
    if any(one not in _KINDS for one in types):
        raise ApiError("invalid_types")
    for one in types:
        needs_scope(core, _SCOPES[one])
    kinds = {_KINDS[one] for one in types}
    return [
        channel
        for channel in core.conversations.channels.values()
        if channel.kind in kinds
        and (channel.kind == "channel" or core.bot.id in channel.members)
        and (member is None or member in channel.members)
        and not (args.get("exclude_archived") and channel.is_archived)
    ]


def list_all(core: Core, args: Json) -> Json:
    shapes = core.conversations.shapes
    found = [shapes.channel(c, num_members=True) for c in _listed(core, args, member=None)]
    return page(args, found, "channels")


def of_user(core: Core, args: Json) -> Json:
    user = args.get("user") or core.bot.id
    if user not in core.conversations.people:
        raise ApiError("user_not_found")
    shapes = core.conversations.shapes
    found = [shapes.channel(channel) for channel in _listed(core, args, member=user)]
    return page(args, found, "channels")


def _between(args: Json, messages: list[Message]) -> list[Message]:
    oldest, latest = args.get("oldest") or "0", args.get("latest") or ""
    inclusive = bool(args.get("inclusive"))

    def fits(message: Message) -> bool:
        ts = _number(message.ts)
        if inclusive and ts in (_number(oldest), _number(latest or "0")):
            return True
        return ts > _number(oldest) and (not latest or ts < _number(latest))

    return [message for message in messages if fits(message)]


def _number(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    return int(seconds or 0), int(micros.ljust(6, "0") or 0)


def history(core: Core, args: Json) -> Json:
    channel = may_read_history(core, channel_of(core, args))
    top = [m for m in core.conversations.messages(channel.id) if not m.is_reply or m.broadcast]
    found = _between(args, top[::-1])
    with_metadata = bool(args.get("include_all_metadata"))
    shapes = core.conversations.shapes
    answer = page(args, [shapes.message(m, metadata=with_metadata) for m in found], "messages")
    more = bool(answer["response_metadata"]["next_cursor"])
    return answer | {"has_more": more, "pin_count": 0}


def replies(core: Core, args: Json) -> Json:
    channel = may_read_history(core, channel_of(core, args))
    root = core.conversations.find(channel.id, args["ts"])
    if root is None:
        raise ApiError("thread_not_found")
    # The timestamp of a reply gives that one message, not its thread.
    thread = [] if root.is_reply else core.conversations.replies(channel.id, root.ts)
    found = [root, *_between(args, thread)]
    with_metadata = bool(args.get("include_all_metadata"))
    shapes = core.conversations.shapes
    answer = page(args, [shapes.message(m, metadata=with_metadata) for m in found], "messages")
    return answer | {"has_more": bool(answer["response_metadata"]["next_cursor"])}


def open_dm(core: Core, args: Json) -> Json:
    if args.get("channel"):
        channel = channel_of(core, args)
        if channel.kind != "im":
            raise ApiError("method_not_supported_for_channel_type")
    else:
        users = [one for one in str(args.get("users", "")).split(",") if one]
        if not users:
            raise ApiError("users_list_not_supplied")
        if any(user not in core.conversations.people for user in users):
            raise ApiError("user_not_found")
        if len(users) > 1:
            # Group DMs are not part of this workspace.
            raise ApiError("invalid_user_combination")
        before = core.conversations.direct_message(users[0], core.bot.id)
        if before is None and args.get("prevent_creation"):
            raise ApiError("channel_not_found")
        channel = core.conversations.open_direct_message(users[0])
    full = core.conversations.shapes.channel(channel)
    return {"channel": full if args.get("return_im") else {"id": channel.id}}


def join(core: Core, args: Json) -> Json:
    channel = channel_of(core, args)
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    new = core.conversations.join(channel, core.bot.id)
    answer: Json = {"channel": core.conversations.shapes.channel(channel)}
    return answer if new else answer | {"warning": "already_in_channel"}


def leave(core: Core, args: Json) -> Json:
    channel = channel_of(core, args)
    if channel.kind == "im":
        raise ApiError("method_not_supported_for_channel_type")
    if core.bot.id not in channel.members:
        return {"not_in_channel": True}
    core.conversations.leave(joined(core, channel), core.bot.id)
    return {}


_PAGED: dict[str, ArgType] = {"cursor": "string", "limit": "number"}
_LISTING: dict[str, ArgType] = {**_PAGED, "exclude_archived": "boolean", "types": "string"}
_READING: dict[str, ArgType] = {
    **_PAGED,
    "channel": "string",
    "include_all_metadata": "boolean",
    "inclusive": "boolean",
    "latest": "ts",
    "oldest": "ts",
}
_ONE: dict[str, ArgType] = {"channel": "string"}

METHODS = [
    Method(
        "conversations.info",
        info,
        {**_ONE, "include_locale": "boolean", "include_num_members": "boolean"},
        required=("channel",),
        per_minute=TIER_3,
    ),
    Method(
        "conversations.members",
        members,
        {**_ONE, **_PAGED},
        required=("channel",),
        per_minute=TIER_4,
    ),
    Method("conversations.list", list_all, _LISTING, per_minute=TIER_2),
    Method(
        "users.conversations",
        of_user,
        {**_LISTING, "user": "string", "exclude_muted": "boolean"},
        per_minute=TIER_3,
    ),
    Method("conversations.history", history, _READING, required=("channel",), per_minute=TIER_3),
    Method(
        "conversations.replies",
        replies,
        {**_READING, "ts": "ts"},
        required=("channel", "ts"),
        per_minute=TIER_3,
    ),
    Method(
        "conversations.open",
        open_dm,
        {
            **_ONE,
            "return_im": "boolean",
            "users": "string",
            "prevent_creation": "boolean",
        },
        scope="im:write",
        per_minute=TIER_3,
    ),
    Method(
        "conversations.join",
        join,
        _ONE,
        required=("channel",),
        scope="channels:join",
        per_minute=TIER_3,
    ),
    Method(
        "conversations.leave",
        leave,
        _ONE,
        required=("channel",),
        scope="channels:manage",
        per_minute=TIER_3,
    ),
]
