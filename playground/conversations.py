"""The workspace as it stands: people, channels, messages, reactions, and who sees what.

Every change here is told to the open pages and, as an event, to the bot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from playground.blockkit import completed
from playground.clock import PlaygroundClock
from playground.model import Channel, Json, Message, Person, Workspace
from playground.mrkdwn import Ping, pings_in
from playground.shapes import Shapes
from playground.stream import Stream

# (event, channel it happened in, kind of that channel)
Emit = Callable[[Json, str | None], None]


class Conversations:
    """`post`, `edit`, `delete`, `react`, `join`; `messages(channel)` and `ephemerals(user)`."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        bot: Person,
        app_id: str,
        clock: PlaygroundClock,
        stream: Stream,
        url: Callable[[], str],
    ) -> None:
        self.workspace = workspace
        self.bot = bot
        self.app_id = app_id
        self.people: dict[str, Person] = {person.id: person for person in workspace.people}
        self.people[bot.id] = bot
        self.channels: dict[str, Channel] = {channel.id: channel for channel in workspace.channels}
        self.pings: list[Ping] = []
        self.last_read: dict[tuple[str, str], str] = {}
        self.shapes = Shapes(self, url)
        self.emit: Emit = lambda event, channel: None
        self._clock = clock
        self._stream = stream
        self._last_ts = 0
        self._messages: dict[str, dict[str, Message]] = {id: {} for id in self.channels}
        self._ephemerals: dict[str, list[Message]] = {}
        for message in sorted(workspace.messages, key=lambda message: message.ts):
            self._messages[message.channel][message.ts] = message
            for member in self.channels[message.channel].members:
                self.last_read[member, message.channel] = message.ts

    def timestamp(self) -> str:
        """A `ts` that no message has: later than the last one, unless the clock went back."""
        micros = int(self._clock.now().timestamp() * 1_000_000)
        if micros <= self._last_ts < micros + 60_000_000:
            micros = self._last_ts + 1
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    # Looking

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel, replies too, oldest first; ephemerals are not among them."""
        return sorted(self._messages.get(channel, {}).values(), key=lambda message: message.ts)

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        return [m for m in self.messages(channel) if m.thread_ts == thread_ts and m.is_reply]

    def find(self, channel: str, ts: str) -> Message | None:
        return self._messages.get(channel, {}).get(ts)

    def ephemerals(self, user: str, channel: str | None = None) -> list[Message]:
        mine = self._ephemerals.get(user, [])
        return [message for message in mine if channel in (None, message.channel)]

    def find_ephemeral(self, user: str, ts: str) -> Message | None:
        return next((m for m in self.ephemerals(user) if m.ts == ts), None)

    def forget_ephemerals(self, user: str) -> None:
        """What a reload of the page does."""
        self._ephemerals.pop(user, None)

    def unread(self, user: str, channel: str) -> int:
        last = self.last_read.get((user, channel), "0")
        return sum(
            1 for m in self.messages(channel) if m.ts > last and m.user != user and not m.is_reply
        )

    def channel_named(self, name: str) -> Channel | None:
        bare = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == bare and c.kind != "im"), None)

    def direct_message(self, *users: str) -> Channel | None:
        wanted = set(users)
        return next(
            (c for c in self.channels.values() if c.kind == "im" and set(c.members) == wanted), None
        )

    def open_direct_message(self, user: str) -> Channel:
        """The DM of a person with the bot, made if there is none."""
        found = self.direct_message(user, self.bot.id)
        if found is None:
            found = Channel(
                id=f"D{user[1:]}", name=self.bot.name, kind="im", members=[user, self.bot.id]
            )
            self.channels[found.id] = found
            self._messages.setdefault(found.id, {})
        return found

    # Messages

    def post(self, message: Message, *, link_names: bool = False) -> Message:
        """Keep a message, show it to the channel's members and tell the bot."""
        message.blocks = completed(message.blocks)
        self._messages[message.channel][message.ts] = message
        self._note_pings(message, "message", link_names=link_names)
        if message.user is not None:
            self.last_read[message.user, message.channel] = message.ts
        self._tell("message", message)
        self.emit(self.shapes.message_event(message), message.channel)
        parent = self.find(message.channel, message.thread_ts or "") if message.is_reply else None
        if parent is not None:
            self._tell("message_changed", parent)
        return message

    def edit(self, message: Message, changes: dict[str, Any]) -> Message:
        """Set fields of a message that stays where it is."""
        previous = self.shapes.message(message)
        if "blocks" in changes:
            changes["blocks"] = completed(changes["blocks"])
        for name, value in changes.items():
            setattr(message, name, value)
        editor = message.user or message.bot_id or ""
        message.edited = {"user": editor, "ts": self.timestamp()}
        self._note_pings(message, "message")
        self._tell("message_changed", message)
        self.emit(self.shapes.changed_event(message, previous), message.channel)
        return message

    def delete(self, message: Message) -> None:
        self._messages[message.channel].pop(message.ts, None)
        data = {"channel": message.channel, "ts": message.ts, "thread_ts": message.thread_ts}
        self._stream.publish("message_deleted", data, self.channels[message.channel].members)
        self.emit(self.shapes.deleted_event(message), message.channel)

    def post_ephemeral(self, message: Message, *, link_names: bool = False) -> Message:
        """Show a message to the one person it is for; nothing of it is persisted."""
        user = message.visible_to or ""
        message.blocks = completed(message.blocks)
        self._ephemerals.setdefault(user, []).append(message)
        self._note_pings(message, "ephemeral", link_names=link_names)
        self._tell_one("ephemeral", message)
        return message

    def replace_ephemeral(self, message: Message, changes: dict[str, Any]) -> Message:
        changes["blocks"] = completed(changes.get("blocks") or [])
        for name, value in changes.items():
            setattr(message, name, value)
        self._note_pings(message, "ephemeral")
        self._tell_one("ephemeral", message, replaced=True)
        return message

    def delete_ephemeral(self, message: Message) -> None:
        user = message.visible_to or ""
        self._ephemerals[user] = [m for m in self._ephemerals.get(user, []) if m is not message]
        data = {"channel": message.channel, "ts": message.ts, "ephemeral": True}
        self._stream.publish("message_deleted", data, [user])

    # Reactions and membership

    def react(self, message: Message, user: str, name: str) -> bool:
        """False if this person had reacted so already."""
        users = message.reactions.setdefault(name, [])
        if user in users:
            return False
        users.append(user)
        self._reacted(message, user, name, "reaction_added")
        return True

    def unreact(self, message: Message, user: str, name: str) -> bool:
        users = message.reactions.get(name, [])
        if user not in users:
            return False
        users.remove(user)
        if not users:
            del message.reactions[name]
        self._reacted(message, user, name, "reaction_removed")
        return True

    def join(self, channel: Channel, user: str, *, inviter: str | None = None) -> bool:
        if user in channel.members:
            return False
        channel.members.append(user)
        self._stream.publish("members", self._membership(channel, user, joined=True))
        event = {"type": "member_joined_channel", "user": user, "channel": channel.id}
        event |= {"channel_type": "G" if channel.kind == "private" else "C"}
        event |= {"team": self.workspace.team_id, **({"inviter": inviter} if inviter else {})}
        self.emit(event | {"event_ts": self.timestamp()}, channel.id)
        self._system_note(channel, user, "channel_join", "has joined the channel")
        return True

    def leave(self, channel: Channel, user: str, *, actor: str | None = None) -> bool:
        if user not in channel.members:
            return False
        event: Json = {"user": user, "channel": channel.id, "team": self.workspace.team_id}
        event |= {"channel_type": "G" if channel.kind == "private" else "C"}
        self.emit(
            {"type": "member_left_channel", **event, "event_ts": self.timestamp()}, channel.id
        )
        channel.members.remove(user)
        if user == self.bot.id:
            kind = "group_left" if channel.kind == "private" else "channel_left"
            left = {"type": kind, "channel": channel.id, "actor_id": actor or user}
            self.emit(left | {"event_ts": self.timestamp()}, None)
        self._stream.publish("members", self._membership(channel, user, joined=False))
        self._system_note(channel, user, "channel_leave", "has left the channel")
        return True

    def _system_note(self, channel: Channel, user: str, subtype: str, words: str) -> None:
        text = f"<@{user}> {words}"
        note = Message(self.timestamp(), channel.id, text, user=user, subtype=subtype)
        self._messages[channel.id][note.ts] = note
        self._tell("message", note)

    def _membership(self, channel: Channel, user: str, *, joined: bool) -> Json:
        is_in = self.bot.id in channel.members
        return {"channel": channel.id, "user": user, "joined": joined, "bot_is_member": is_in}

    def _reacted(self, message: Message, user: str, name: str, kind: str) -> None:
        data: Json = {"channel": message.channel, "ts": message.ts, "user": user, "name": name}
        data |= {"added": kind == "reaction_added", "thread_ts": message.thread_ts}
        data["reactions"] = self.shapes.page_message(message)["reactions"]
        self._stream.publish("reaction", data, self.channels[message.channel].members)
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        event: Json = {"type": kind, "user": user, "reaction": name, "item": item}
        if message.user is not None:
            event["item_user"] = message.user
        self.emit(event | {"event_ts": self.timestamp()}, message.channel)

    def note_view_pings(self, blocks: Iterable[Json], surface: str, place: str) -> None:
        self.pings += pings_in("", list(blocks), [], surface=surface, place=place)

    def _note_pings(self, message: Message, surface: str, *, link_names: bool = False) -> None:
        if message.app_id != self.app_id:
            return
        self.pings += pings_in(
            message.text,
            message.blocks,
            message.attachments,
            surface=surface,
            place=message.channel,
            link_names=link_names,
        )

    def _tell(self, name: str, message: Message) -> None:
        data = {"channel": message.channel, "message": self.shapes.page_message(message)}
        self._stream.publish(name, data, self.channels[message.channel].members)

    def _tell_one(self, name: str, message: Message, **more: Any) -> None:
        data = {"channel": message.channel, "message": self.shapes.page_message(message), **more}
        self._stream.publish(name, data, [message.visible_to or ""])
