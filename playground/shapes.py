"""The shapes in which Slack, and the page, show people, channels and messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playground.emoji import emoji_char
from playground.model import Channel, Json, Message, Person
from playground.mrkdwn import rich_text

if TYPE_CHECKING:
    from playground.conversations import Conversations


class Shapes:
    def __init__(self, conversations: Conversations, url: Callable[[], str]) -> None:
        self._all = conversations
        self._url = url

    def message(self, message: Message, *, metadata: bool = False) -> Json:
        """As history, replies, reactions.get and message shortcuts give it."""
        team = self._all.workspace.team_id
        shape: Json = {"type": "message", "ts": message.ts, "text": message.text, "team": team}
        for key in ("user", "subtype", "bot_id", "app_id", "username", "edited", "thread_ts"):
            value = getattr(message, key)
            if value is not None:
                shape[key] = value
        if message.bot_id is not None and message.app_id is not None:
            shape["bot_profile"] = self.bot_profile()
        if message.blocks:
            shape["blocks"] = message.blocks
        elif message.bot_id is None and message.text and message.subtype in (None, "file_share"):
            shape["blocks"] = rich_text(message.text)
            shape["client_msg_id"] = f"playground-{message.ts}"
        if message.attachments:
            shape["attachments"] = message.attachments
        if message.files:
            shape |= {"files": message.files, "upload": False}
        if message.reactions:
            shape["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in message.reactions.items()
            ]
        if metadata and message.metadata is not None:
            shape["metadata"] = message.metadata
        replies = [] if message.is_reply else self._all.replies(message.channel, message.ts)
        if replies:
            shape |= {
                "thread_ts": message.ts,
                "reply_count": len(replies),
                "reply_users_count": len({reply.user for reply in replies}),
                "latest_reply": replies[-1].ts,
            }
        if message.is_reply:
            parent = self._all.find(message.channel, message.thread_ts or "")
            if parent is not None and parent.user is not None:
                shape["parent_user_id"] = parent.user
        return shape

    def bot_profile(self) -> Json:
        bot = self._all.bot
        return {
            "id": bot.bot_id,
            "app_id": self._all.app_id,
            "name": bot.real_name,
            "deleted": False,
            "updated": 1_700_000_000,
            "team_id": self._all.workspace.team_id,
        }

    def permalink(self, message: Message) -> str:
        link = f"{self._url()}/archives/{message.channel}/p{message.ts.replace('.', '')}"
        if message.is_reply:
            link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
        return link

    def _channel_type(self, channel: str) -> str:
        kind = self._all.channels[channel].kind
        return {"channel": "channel", "private": "group", "im": "im"}[kind]

    def message_event(self, message: Message) -> Json:
        return self.message(message) | {
            "channel": message.channel,
            "channel_type": self._channel_type(message.channel),
            "event_ts": message.ts,
        }

    def changed_event(self, message: Message, previous: Json) -> Json:
        return self._hidden(message, "message_changed") | {
            "message": self.message(message),
            "previous_message": previous,
        }

    def deleted_event(self, message: Message) -> Json:
        return self._hidden(message, "message_deleted") | {
            "deleted_ts": message.ts,
            "previous_message": self.message(message),
        }

    def _hidden(self, message: Message, subtype: str) -> Json:
        ts = self._all.timestamp()
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": message.channel,
            "channel_type": self._channel_type(message.channel),
            "ts": ts,
            "event_ts": ts,
        }

    def page_message(self, message: Message) -> Json:
        """As the page shows it; the page puts its own characters to emoji names."""
        replies = [] if message.is_reply else self._all.replies(message.channel, message.ts)
        return {
            "ts": message.ts,
            "channel": message.channel,
            "user": message.user,
            "bot": message.username or (self._all.bot.real_name if message.app_id else None),
            "bot_id": message.bot_id,
            "subtype": message.subtype,
            "text": message.text,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "thread_ts": message.thread_ts,
            "reply_count": len(replies),
            "latest_reply": replies[-1].ts if replies else None,
            "broadcast": message.broadcast,
            "reactions": [
                {"name": name, "char": emoji_char(name), "users": list(users)}
                for name, users in message.reactions.items()
            ],
            "files": message.files,
            "ephemeral": message.visible_to is not None,
            "edited": message.edited is not None,
            "metadata": message.metadata,
        }

    def user(self, person: Person, *, locale: bool = False) -> Json:
        now = datetime.now(ZoneInfo(person.tz))
        offset = now.utcoffset()
        shape: Json = {
            "id": person.id,
            "team_id": self._all.workspace.team_id,
            "name": person.name,
            "deleted": person.deleted,
            "color": person.color,
            "real_name": person.real_name,
            "tz": person.tz,
            "tz_label": now.tzname() or person.tz,
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "profile": {
                "title": person.title,
                "real_name": person.real_name,
                "real_name_normalized": person.real_name,
                "display_name": person.name,
                "display_name_normalized": person.name,
                "team": self._all.workspace.team_id,
            },
            "is_admin": person.is_admin,
            "is_owner": person.is_owner,
            "is_primary_owner": person.is_owner,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": person.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
        }
        if person.is_bot:
            shape["profile"] |= {"bot_id": person.bot_id, "api_app_id": self._all.app_id}
        if locale:
            shape["locale"] = person.locale
        return shape

    def channel(self, channel: Channel, *, num_members: bool = False) -> Json:
        bot = self._all.bot.id
        shape: Json = {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": channel.kind == "im",
            "is_org_shared": False,
            "context_team_id": self._all.workspace.team_id,
        }
        if channel.kind == "im":
            other = [member for member in channel.members if member != bot]
            shape |= {"user": other[0] if other else bot, "is_open": True}
        else:
            topic = {"value": channel.topic, "creator": channel.creator, "last_set": 0}
            purpose = {"value": channel.purpose, "creator": channel.creator, "last_set": 0}
            shape |= {
                "name": channel.name,
                "name_normalized": channel.name,
                "is_channel": channel.kind == "channel",
                "is_group": channel.kind == "private",
                "is_mpim": False,
                "is_private": channel.kind == "private",
                "is_general": False,
                "is_shared": False,
                "is_ext_shared": False,
                "is_member": bot in channel.members,
                "creator": channel.creator,
                "topic": topic,
                "purpose": purpose,
            }
        if num_members:
            shape["num_members"] = len(channel.members)
        return shape
