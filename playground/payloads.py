"""The payloads that Slack sends to an app, before they are signed or put into an envelope."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from playground.clock import PlaygroundClock
from playground.conversations import Conversations
from playground.forms import state_of
from playground.model import Channel, Json, Message
from playground.tickets import Tickets
from playground.views import View, Views

# Deprecated by Slack in favour of signatures, and still sent.
VERIFICATION_TOKEN = "playground-verification"  # noqa: S105 - it secures nothing
_RESPONSE_URL_ELEMENTS = {
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}


@dataclass
class Payloads:
    conversations: Conversations
    views: Views
    tickets: Tickets
    clock: PlaygroundClock
    url: str = ""

    @property
    def _app_id(self) -> str:
        return self.conversations.app_id

    def channel_name(self, channel: Channel) -> str:
        return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)

    def response_url(self, key: str, kind: str) -> str:
        return f"{self.url}/hooks/{kind}/{self.conversations.workspace.team_id}/{key}"

    def command(self, user: str, channel: Channel, command: str, text: str) -> Json:
        hook = self.tickets.hook(user, channel.id, kind="commands")
        workspace = self.conversations.workspace
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": workspace.team_id,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": self.channel_name(channel),
            "user_id": user,
            "user_name": self.conversations.people[user].name,
            "command": command,
            "text": text,
            "api_app_id": self._app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(hook.key, hook.kind),
            "trigger_id": self.tickets.trigger(user, channel=channel.id),
        }

    def _interaction(self, kind: str, user: str) -> Json:
        workspace = self.conversations.workspace
        name = self.conversations.people[user].name
        return {
            "type": kind,
            "token": VERIFICATION_TOKEN,
            "team": {"id": workspace.team_id, "domain": workspace.domain},
            "user": {"id": user, "username": name, "name": name, "team_id": workspace.team_id},
            "api_app_id": self._app_id,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def message_action(self, user: str, message: Message, callback_id: str) -> Json:
        channel = self.conversations.channels[message.channel]
        hook = self.tickets.hook(user, channel.id, kind="app", thread_ts=message.thread_ts)
        return self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "trigger_id": self.tickets.trigger(user, channel=channel.id),
            "action_ts": self.conversations.timestamp(),
            "message_ts": message.ts,
            "message": self.conversations.shapes.message(message),
            "channel": {"id": channel.id, "name": self.channel_name(channel)},
            "response_url": self.response_url(hook.key, hook.kind),
        }

    def shortcut(self, user: str, callback_id: str) -> Json:
        return self._interaction("shortcut", user) | {
            "callback_id": callback_id,
            "trigger_id": self.tickets.trigger(user),
            "action_ts": self.conversations.timestamp(),
        }

    def message_block_action(self, user: str, message: Message, action: Json) -> Json:
        """A click in a message. Of an ephemeral one Slack sends the place, not the content."""
        channel = self.conversations.channels[message.channel]
        ephemeral = message.visible_to is not None
        hook = self.tickets.hook(
            user,
            channel.id,
            origin=message.ts,
            origin_is_ephemeral=ephemeral,
            thread_ts=message.thread_ts if message.is_reply else None,
        )
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        }
        if message.thread_ts is not None:
            container["thread_ts"] = message.thread_ts
        payload = self._interaction("block_actions", user) | {
            "container": container,
            "trigger_id": self.tickets.trigger(user, channel=channel.id),
            "channel": {"id": channel.id, "name": self.channel_name(channel)},
            "state": {"values": state_of(message.blocks, message.state)},
            "response_url": self.response_url(hook.key, hook.kind),
            "actions": [action],
        }
        if not ephemeral:
            payload["message"] = self.conversations.shapes.message(message)
        return payload

    def view_block_action(self, user: str, view: View, action: Json) -> Json:
        return self._interaction("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.tickets.trigger(user, view_id=view.id),
            "view": self.views.shape(view),
            "actions": [action],
        }

    def view_submission(self, user: str, view: View) -> Json:
        return self._interaction("view_submission", user) | {
            "trigger_id": self.tickets.trigger(user, view_id=view.id),
            "view": self.views.shape(view),
            "response_urls": self._response_urls(user, view),
        }

    def _response_urls(self, user: str, view: View) -> list[Json]:
        urls: list[Json] = []
        for block in view.blocks:
            element = block.get("element", {})
            slot = _RESPONSE_URL_ELEMENTS.get(element.get("type"))
            if slot is None or not element.get("response_url_enabled"):
                continue
            channel = view.state[block["block_id"]][element["action_id"]].get(slot)
            if channel:
                hook = self.tickets.hook(user, channel, kind="app")
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": self.response_url(hook.key, hook.kind),
                    }
                )
        return urls

    def view_closed(self, user: str, view: View, *, is_cleared: bool) -> Json:
        return self._interaction("view_closed", user) | {
            "view": self.views.shape(view),
            "is_cleared": is_cleared,
        }

    def event(self, event: Json) -> Json:
        workspace = self.conversations.workspace
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": workspace.team_id,
            "context_team_id": workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": self._app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(self.clock.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team_id,
                    "user_id": self.conversations.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_hex(24)}",
        }
