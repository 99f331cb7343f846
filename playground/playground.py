"""`Playground`: a Slack of one's own, to start, drive and look at."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from playground.clock import PlaygroundClock
from playground.conversations import Conversations
from playground.core import Core, Secrets
from playground.dispatch import Dispatcher
from playground.events import announce
from playground.faults import Faults
from playground.gestures import CommandResult, SubmitResult
from playground.interactions import Interactions
from playground.manifest import Manifest
from playground.model import Json, Message, Person, Workspace
from playground.mrkdwn import Ping
from playground.page_api import PageApi, clock_shape
from playground.payloads import VERIFICATION_TOKEN, Payloads
from playground.people import People
from playground.records import Acknowledgement, ApiCall, Delivery, HookCall
from playground.seed import APP_ID, bot, default_seed
from playground.server import Server, loopback
from playground.signing import signed_headers
from playground.socketmode import SocketMode
from playground.stream import Stream
from playground.tickets import TRIGGER_SECONDS, Tickets
from playground.transport_http import HttpTransport
from playground.views import View, Views
from playground.webapi.oauth import remove

ACK_SECONDS = 3.0  # Slack's limit, in real time
Ack = TypeVar("Ack", bound=Acknowledgement)

RETRY_WAITS = (0.0, 60.0, 300.0)  # Slack's, on the playground's clock


class Playground:
    """A stand-in for Slack on this machine, for the app that `manifest` describes.

    >>> async with Playground(Path("manifest.json")) as slack:
    ...     client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    ...     result = await slack.command("U0SAM", "support", "/tip", "they shout")
    ...     slack.visible("U0SAM", "support")[-1].shown

    With a `request_url` the app gets signed HTTP requests, without one what is connected by
    Socket Mode gets envelopes. The page that asks whether the app may be installed leads back to
    `redirect_url`. `ack_seconds`, `trigger_seconds` and `retry_waits` can be made
    shorter and `rate_limits` turned off, for tests. `hints` are shown on a first visit of the
    page, each `{"title", "text", "action"?}`. ValueError unless `host` is a loopback address.
    """

    def __init__(
        self,
        manifest: Json | Path,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: PlaygroundClock | None = None,
        seed: Workspace | None = None,
        request_url: str | None = None,
        bot_token: str = Secrets.bot_token,
        app_token: str = Secrets.app_token,
        signing_secret: str = Secrets.signing_secret,
        redirect_url: str | None = None,
        retry_waits: tuple[float, ...] = RETRY_WAITS,
        ack_seconds: float = ACK_SECONDS,
        trigger_seconds: float = TRIGGER_SECONDS,
        rate_limits: bool = True,
        hints: list[Json] | None = None,
    ) -> None:
        loopback(host)
        self.clock = clock or PlaygroundClock()
        self.faults = Faults()
        app_manifest = Manifest.read(manifest)
        secrets = Secrets(bot_token, app_token, signing_secret)
        stream = Stream()
        conversations = Conversations(
            seed or default_seed(self.clock.now()),
            bot=bot(app_manifest.bot_name),
            app_id=APP_ID,
            clock=self.clock,
            stream=stream,
            url=lambda: self.url,
        )
        views = Views(conversations, stream)
        tickets = Tickets(self.clock, trigger_seconds)
        sockets = SocketMode(APP_ID, ack_seconds, self._connection_changed)
        self._http = HttpTransport(signing_secret, ack_seconds)
        dispatcher = Dispatcher(
            http=self._http,
            sockets=sockets,
            faults=self.faults,
            clock=self.clock,
            retry_waits=retry_waits,
            ack_seconds=ack_seconds,
        )
        dispatcher.request_url = request_url
        self._core = Core(
            manifest=app_manifest,
            secrets=secrets,
            clock=self.clock,
            stream=stream,
            conversations=conversations,
            views=views,
            tickets=tickets,
            payloads=Payloads(conversations, views, tickets, self.clock),
            faults=self.faults,
            sockets=sockets,
            dispatcher=dispatcher,
            rate_limits=rate_limits,
            redirect_url=redirect_url,
        )
        conversations.emit = lambda event, channel: announce(self._core, event, channel)
        self.clock.on_change(lambda now: stream.publish("clock", clock_shape(self._core)))
        self._people = People(self._core)
        self._interactions = Interactions(self._core, self._people)
        page = PageApi(self._core, self._people, self._interactions, hints)
        self._server = Server(self._core, page, host, port)

    def _connection_changed(self) -> None:
        self._core.tell_connection()

    # Life

    async def start(self) -> None:
        """Listen. OSError where the port is taken."""
        await self._http.start()
        try:
            self._core.url = await self._server.start()
        except OSError:
            await self._http.stop()
            raise
        self._core.payloads.url = self._core.url

    async def stop(self) -> None:
        self._core.stream.close()
        await self._core.dispatcher.stop()
        await self._core.sockets.stop()
        await self._server.stop()
        await self._http.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Where the page is; known once started."""
        return self._core.url

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, as Slack's SDKs take it."""
        return f"{self._core.url}/api/"

    @property
    def bot_token(self) -> str:
        return self._core.secrets.bot_token

    @property
    def app_token(self) -> str:
        return self._core.secrets.app_token

    @property
    def signing_secret(self) -> str:
        return self._core.secrets.signing_secret

    @property
    def client_id(self) -> str:
        return self._core.secrets.client_id

    @property
    def client_secret(self) -> str:
        return self._core.secrets.client_secret

    @property
    def redirect_url(self) -> str | None:
        """Where whoever allowed the app is sent."""
        return self._core.redirect_url

    @redirect_url.setter
    def redirect_url(self, url: str | None) -> None:
        self._core.redirect_url = url

    @property
    def team_id(self) -> str:
        return self._core.conversations.workspace.team_id

    @property
    def bot(self) -> Person:
        """The app's bot user; its `bot_id` too."""
        return self._core.bot

    @property
    def request_url(self) -> str | None:
        return self._core.dispatcher.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._core.dispatcher.request_url = url
        self._core.tell_connection()

    @property
    def transport(self) -> str:
        """`http`, `socket`, or `none` while no app is there."""
        return self._core.dispatcher.transport

    @property
    def sockets(self) -> SocketMode:
        """`sockets.connections` counts them; `await sockets.disconnect()` refreshes them."""
        return self._core.sockets

    async def idle(self, quiet: float = 0.05) -> None:
        """Return when nothing has been on its way, in or out, for `quiet` real seconds.

        What waits longer than a second for another try is not waited for.
        """
        await self._core.dispatcher.idle(quiet)

    # What people do

    async def command(self, user: str, channel: str, name: str, text: str = "") -> CommandResult:
        """Run a slash command. Channels are named by id or name here and below."""
        result = await self._people.command(user, channel, name, text)
        return self._told(user, result, channel=self._people.channel(user, channel).id)

    async def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Message | CommandResult | None:
        """What the composer does: a command where the text begins with one, else a message."""
        return await self._people.say(user, channel, text, thread_ts)

    async def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """A person's message, as typed; its `ts`."""
        return self._people.post(user, channel, text, thread_ts).ts

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        self._people.edit(user, channel, ts, text)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        self._people.delete(user, channel, ts)

    async def react(self, user: str, channel: str, ts: str, emoji: str) -> bool:
        return self._people.react(user, channel, ts, emoji)

    async def unreact(self, user: str, channel: str, ts: str, emoji: str) -> bool:
        return self._people.unreact(user, channel, ts, emoji)

    async def shortcut(
        self, user: str, channel: str | None, ts: str | None, callback_id: str
    ) -> Acknowledgement:
        """A message shortcut; a global one with neither channel nor ts."""
        ack = await self._interactions.shortcut(user, channel, ts, callback_id)
        return self._told(user, ack, channel=channel)

    async def click(
        self,
        user: str,
        target: Message | View,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        state: Json | None = None,
    ) -> Acknowledgement:
        """Act on an element of a message, ephemeral or not, or of a view.

        `value` is what is chosen or typed: an option by its value, a list of them, a date, an id.
        `state` are other inputs filled in before, `{block_id: {action_id: value}}`.
        """
        if isinstance(target, Message):
            ack = await self._interactions.act_on_message(user, target, action_id, block_id, value)
            return self._told(user, ack, channel=target.channel)
        ack = await self._interactions.act_on_view(
            user, target, action_id, block_id, value, state=state
        )
        return self._told(user, ack, view_id=target.id)

    async def submit(self, user: str, view_id: str, values: Json | None = None) -> SubmitResult:
        """Fill in and submit a modal: `{block_id: {action_id: value}}`, loose as in `click`."""
        result = await self._interactions.submit(user, view_id, values)
        return self._told(user, result, view_id=view_id)

    async def close_view(self, user: str, view_id: str, *, everything: bool = False) -> None:
        await self._interactions.close(user, view_id, everything=everything)

    async def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's Home tab, or its DM with `messages`; `home(user)` after `idle()`."""
        self._interactions.open_home(user, tab)

    async def invite(self, channel: str, *, by: str) -> bool:
        """Add the bot to a channel that `by` is in."""
        place = self._people.channel(by, channel)
        return self._core.conversations.join(place, self.bot.id, inviter=by)

    async def kick(self, channel: str, *, by: str) -> bool:
        place = self._people.channel(by, channel)
        return self._core.conversations.leave(place, self.bot.id, actor=by)

    def reload(self, user: str) -> None:
        """What reloading the page does: ephemeral messages and open modals are gone."""
        self._core.conversations.forget_ephemerals(user)
        for view in self._core.views.stack(user)[:1]:
            self._core.views.close(view, everything=True)

    async def uninstall(self) -> None:
        """Remove the app: its token no longer works, and it hears of it in either order."""
        remove(self._core)

    def emit(self, event: Json, channel: str | None = None) -> None:
        """Send any other event, if the manifest asks for its type."""
        self._core.conversations.emit(event, channel)

    async def verify_request_url(self, challenge: str = "playground-challenge") -> bool:
        """Whether the app gives back the challenge of a `url_verification` request."""
        payload = {"type": "url_verification", "token": VERIFICATION_TOKEN, "challenge": challenge}
        delivery = await self._core.dispatcher.challenge(payload)
        return challenge.encode() in delivery.attempts[-1].body if delivery.delivered else False

    def sign(self, body: bytes, *, timestamp: int | str | None = None) -> dict[str, str]:
        """Signature headers for a raw body that a test sends by itself."""
        return signed_headers(self.signing_secret, body, timestamp=timestamp)

    def _told(self, user: str, ack: Ack, **place: str | None) -> Ack:
        """Show a failure on an open page of this person, too."""
        if ack.words is not None:
            data: Json = {"text": ack.words, "error": ack.error, **place}
            if ack.details:
                data["detail"] = "; ".join(ack.details)
            self._core.stream.publish("error", data, [user])
        return ack

    # What there is to see

    @property
    def people(self) -> dict[str, Person]:
        return self._core.conversations.people

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel, replies too, oldest first; no ephemeral ones."""
        return self._core.conversations.messages(self._id(channel))

    def visible(self, user: str, channel: str) -> list[Message]:
        """What this person sees in a channel, ephemeral messages among them, oldest first."""
        world = self._core.conversations
        place = self._id(channel)
        mine = world.ephemerals(user, place)
        return sorted([*world.messages(place), *mine], key=lambda message: message.ts)

    def ephemerals(self, user: str, channel: str | None = None) -> list[Message]:
        place = self._id(channel) if channel is not None else None
        return self._core.conversations.ephemerals(user, place)

    def views(self, user: str) -> list[View]:
        """This person's modals, the root first, the one they see last."""
        return self._core.views.stack(user)

    def home(self, user: str) -> View | None:
        return self._core.views.home(user)

    def dm(self, user: str) -> str:
        """The id of this person's DM with the bot."""
        return self._core.conversations.open_direct_message(user).id

    @property
    def calls(self) -> list[ApiCall]:
        """Every Web API call, oldest first."""
        return self._core.calls

    @property
    def hook_calls(self) -> list[HookCall]:
        """Every use of a response URL."""
        return self._core.hook_calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every payload sent to the app, with its attempts."""
        return self._core.dispatcher.deliveries

    @property
    def pings(self) -> list[Ping]:
        """Everybody whom the app's words would have notified."""
        return self._core.conversations.pings

    def _id(self, channel: str) -> str:
        found = self._core.conversations.channel_named(channel)
        return found.id if found is not None else channel
