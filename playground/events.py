"""Which of the things that happen the app hears of: subscribed, permitted, and present."""

from __future__ import annotations

from playground.core import Core
from playground.model import Json
from playground.mrkdwn import mentions

_HISTORY = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}
_MESSAGE = {"channel": "message.channels", "private": "message.groups", "im": "message.im"}
_MEMBERS = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
# Slack sends these to every app that asks, wherever they happen.
_NO_CHANNEL = {"app_home_opened", "app_uninstalled", "tokens_revoked", "channel_left", "group_left"}


def announce(core: Core, event: Json, channel_id: str | None) -> None:
    """Send an event to the app if the manifest asks for it and the bot may see it."""
    kind = str(event["type"])
    if kind in _NO_CHANNEL or channel_id is None:
        if kind in core.manifest.events:
            _send(core, kind, event)
        return
    channel = core.conversations.channels[channel_id]
    if core.bot.id not in channel.members:
        return
    if kind == "message":
        if _allowed(core, _MESSAGE[channel.kind], _HISTORY[channel.kind]):
            _send(core, kind, event)
        text = str(event.get("text", ""))
        spoken_to = channel.kind != "im" and core.bot.id in mentions(text)
        if spoken_to and _allowed(core, "app_mention", "app_mentions:read"):
            _send(core, "app_mention", event | {"type": "app_mention"})
    elif kind.startswith("reaction_"):
        if _allowed(core, kind, "reactions:read"):
            _send(core, kind, event)
    elif _allowed(core, kind, _MEMBERS[channel.kind]):
        _send(core, kind, event)


def _allowed(core: Core, subscription: str, scope: str) -> bool:
    return subscription in core.manifest.events and scope in core.manifest.scopes


def _send(core: Core, kind: str, event: Json) -> None:
    core.dispatcher.event(kind, core.payloads.event(event))
