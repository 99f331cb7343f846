"""The parts of one playground, joined. Nothing here decides; `Playground` builds it."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.clock import PlaygroundClock
from playground.conversations import Conversations
from playground.dispatch import Dispatcher
from playground.faults import Faults
from playground.manifest import Manifest
from playground.model import Json, Person
from playground.payloads import Payloads
from playground.records import ApiCall, HookCall
from playground.socketmode import SocketMode
from playground.stream import Stream
from playground.tickets import Tickets
from playground.views import Views


@dataclass(frozen=True)
class Secrets:
    """What the app has to know to be let in; none of it guards anything real."""

    bot_token: str = "xoxb-playground"  # noqa: S105
    app_token: str = "xapp-playground"  # noqa: S105
    signing_secret: str = "playground-signing-secret"  # noqa: S105
    client_id: str = "100.200"
    client_secret: str = "playground-client-secret"  # noqa: S105


@dataclass
class Core:
    manifest: Manifest
    secrets: Secrets
    clock: PlaygroundClock
    stream: Stream
    conversations: Conversations
    views: Views
    tickets: Tickets
    payloads: Payloads
    faults: Faults
    sockets: SocketMode
    dispatcher: Dispatcher
    rate_limits: bool = True
    url: str = ""
    installed: bool = True
    redirect_url: str | None = None
    calls: list[ApiCall] = field(default_factory=list)
    hook_calls: list[HookCall] = field(default_factory=list)

    @property
    def bot(self) -> Person:
        return self.conversations.bot

    @property
    def bot_connected(self) -> bool:
        return self.dispatcher.transport != "none"

    def tell_connection(self) -> None:
        data: Json = {
            "bot_connected": self.bot_connected,
            "transport": self.dispatcher.transport,
        }
        self.stream.publish("connection", data)
