"""What people do in the workspace without a form: write, react, run a command."""

from __future__ import annotations

import re

from playground.answers import show
from playground.content import TEXT_MAX, ApiError
from playground.core import Core
from playground.emoji import ALIASES, is_name
from playground.gestures import CommandResult, Refused, explain
from playground.model import Channel, Message
from playground.mrkdwn import typed
from playground.tickets import ResponseHook
from playground.views import View


class People:
    def __init__(self, core: Core) -> None:
        self._core = core

    # Finding what a gesture is about

    def user(self, id: str) -> str:
        found = self._core.conversations.people.get(id)
        if found is None:
            raise Refused("user_not_found", f"There is nobody with the id {id}.")
        return found.id

    def channel(self, user: str, id_or_name: str) -> Channel:
        """A channel by id or name, that this person is in."""
        world = self._core.conversations
        self.user(user)
        channel = world.channels.get(id_or_name) or world.channel_named(id_or_name)
        if channel is None:
            raise Refused("channel_not_found", f"There is no channel {id_or_name}.")
        if user not in channel.members:
            raise Refused("not_in_channel", f"You are not in {channel.name}.")
        return channel

    def message(self, user: str, channel: str, ts: str) -> Message:
        place = self.channel(user, channel)
        message = self._core.conversations.find(place.id, ts)
        if message is None:
            raise Refused("message_not_found", "That message is no longer there.")
        return message

    def view(self, user: str, view_id: str) -> View:
        view = self._core.views.find(view_id)
        if view is None or view.user != user:
            raise Refused("view_not_found", "That form is no longer open.")
        return view

    # Messages

    def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message:
        place = self.channel(user, channel)
        if not text.strip():
            raise Refused("no_text", "There is nothing to send.")
        if len(text) > TEXT_MAX:
            raise Refused("msg_too_long", f"A message has no more than {TEXT_MAX:,} characters.")
        world = self._core.conversations
        if thread_ts is not None and world.find(place.id, thread_ts) is None:
            raise Refused("thread_not_found", "That thread is no longer there.")
        words = typed(text, world.people.values(), world.channels.values())
        message = Message(world.timestamp(), place.id, words, user=user, thread_ts=thread_ts)
        return world.post(message)

    def react(self, user: str, channel: str, ts: str, name: str) -> bool:
        message = self.message(user, channel, ts)
        if not is_name(name):
            raise Refused("invalid_name", f"There is no emoji :{name}:.")
        return self._core.conversations.react(message, user, ALIASES.get(name, name))

    def unreact(self, user: str, channel: str, ts: str, name: str) -> bool:
        message = self.message(user, channel, ts)
        return self._core.conversations.unreact(message, user, ALIASES.get(name, name))

    def delete(self, user: str, channel: str, ts: str) -> None:
        message = self.message(user, channel, ts)
        if message.user != user:
            raise Refused("cant_delete_message", "Only your own messages can be deleted.")
        self._core.conversations.delete(message)

    def edit(self, user: str, channel: str, ts: str, text: str) -> Message:
        message = self.message(user, channel, ts)
        if message.user != user:
            raise Refused("cant_update_message", "Only your own messages can be edited.")
        world = self._core.conversations
        words = typed(text, world.people.values(), world.channels.values())
        return world.edit(message, {"text": words})

    # Commands

    async def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Message | CommandResult | None:
        """What the composer does with a text: a command where it begins with one, else a post."""
        name = text.split(maxsplit=1)[0] if text.strip() else ""
        # As in Slack, two slashes or a path is text.
        if not re.fullmatch(r"/[a-z0-9_-]+", name, re.IGNORECASE):
            return self.post(user, channel, text, thread_ts)
        rest = text.strip()[len(name) :].lstrip()
        known = name in self._core.manifest.commands
        if name in ("/invite", "/remove", "/kick") and not known:
            self._membership_command(user, channel, name, rest)
            return None
        if thread_ts is not None and known:
            raise Refused(
                "command_in_thread",
                f"{name} can't be used in a thread: Slack has no slash commands there. "
                "Use it in the channel.",
            )
        return await self.command(user, channel, name, rest)

    def _membership_command(self, user: str, channel: str, name: str, rest: str) -> None:
        world = self._core.conversations
        wanted = rest.strip().removeprefix("@").casefold()
        person = next(
            (
                p
                for p in world.people.values()
                if wanted in (p.name.casefold(), p.real_name.casefold(), p.id.casefold())
            ),
            None,
        )
        if person is None:
            raise Refused(
                "user_not_found", f"{name} needs a person, such as @{self._core.bot.name}."
            )
        place = self.channel(user, channel)
        if name == "/invite":
            world.join(place, person.id, inviter=user)
        else:
            world.leave(place, person.id, actor=user)

    async def command(self, user: str, channel: str, name: str, text: str = "") -> CommandResult:
        place = self.channel(user, channel)
        command = self._core.manifest.commands.get(name)
        if command is None:
            raise Refused(
                "unknown_command",
                f"{name} is not a command that anything here knows. "
                "To send it as a message, put a space before the slash.",
            )
        world = self._core.conversations
        if command.should_escape:
            text = typed(text, world.people.values(), world.channels.values())
        payload = self._core.payloads.command(user, place, name, text)
        ack = await self._core.dispatcher.acknowledge("command", name, payload)
        result = CommandResult(ack.status, ack.body, ack.elapsed)
        if ack.error is not None:
            explain(result, name, ack.error)
        elif ack.body not in ("", None, {}):
            # The answer's own body shows a message as the command's response URL would.
            hook = ResponseHook(key="", user=user, channel=place.id, expires=self._core.clock.now())
            try:
                result.shown = show(self._core, hook, ack.body)
            except ApiError as error:
                explain(result, name, "invalid_command_response", error)
        return result
