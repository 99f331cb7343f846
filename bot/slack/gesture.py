"""One thing that a person did in Slack, as plain values, and the way to answer them.

A handler gets a `Gesture`, asks the domain, and calls `say`. Where the answer appears depends on
the gesture: in the acknowledgement of a command, over the card that a button stood on, as a
modal, as an ephemeral message. Only the person who asked sees it.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, ClassVar

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.content import Language
from bot.l10n import Words, words_for
from bot.services import Services
from bot.store import Workspace

from .blocks.kit import Message, typed
from .blocks.modal import modal
from .response_url import Responder

Ack = Callable[..., Awaitable[Any]]


class Gesture:
    """What every gesture has. `body` is Slack's payload, for what is special to one handler."""

    kind: ClassVar[str]

    def __init__(
        self,
        services: Services,
        *,
        name: str,
        body: Mapping[str, Any],
        client: AsyncWebClient,
        ack: Ack,
        team: str,
        user: str,
        channel: str | None,
        chosen: Language | None,
        locale: Language,
    ) -> None:
        self.services = services
        self.name = name
        self.body = body
        self.client = client
        self.team = team
        self.user = user
        self.channel = channel
        self.chosen = chosen  # the language that the person chose; None follows what is typed
        self.words: Words = words_for(chosen or locale)
        self.acked = False
        self.told = False  # a failure was told already: what fails now is the telling
        self._ack = ack
        self._respond = Responder(body.get("response_url"), services.settings.slack_api_url)

    @property
    def workspace(self) -> Workspace:
        """This workspace's data, and no other's."""
        return Workspace(self.services.database, self.team)

    def speak(self, lang: Language) -> Words:
        """Use `lang` for the rest of this gesture, unless the person chose another."""
        self.words = words_for(self.chosen or lang)
        return self.words

    async def ack(self, **answer: Any) -> None:
        """Answer Slack, once."""
        if not self.acked:
            self.acked = True
            await self._ack(**answer)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work` after the answer; its failure is told to the person like any other."""
        self.services.tasks.start(self._told(work), name=self.name)

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Keep count after the answer; where that fails it's the log's business alone."""
        self.services.tasks.start(work, name=self.name)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        from .failures import tell  # noqa: PLC0415 - failures answer gestures, which know them

        try:
            await work
        except Exception as error:
            await tell(self, error)

    async def say(self, message: Message, *, replace: bool = False) -> None:
        """Show `message` to the person, where they are."""
        raise NotImplementedError

    async def whisper(self, message: Message) -> None:
        """Tell the person in their direct messages with Dean."""
        await self.client.chat_postMessage(
            channel=self.user, unfurl_links=False, unfurl_media=False, **message.payload()
        )

    async def open(self, view: View) -> None:
        """Open `view` for the person; after the answer, since it asks Slack."""
        await self.ack()
        self.later(self._open(view))

    async def _open(self, view: View) -> None:
        await self.client.views_open(trigger_id=str(self.body["trigger_id"]), view=view)


class Command(Gesture):
    """A slash command."""

    kind = "command"

    @property
    def text(self) -> str:
        """What stands after the command."""
        return typed(str(self.body.get("text") or "")).strip()

    async def say(self, message: Message, *, replace: bool = False) -> None:
        if self.acked:
            await self._respond(message.payload())
        else:
            await self.ack(response_type="ephemeral", **message.payload())


class Action(Gesture):
    """A click on a card, in a message or in a view."""

    kind = "action"

    @property
    def action(self) -> Mapping[str, Any]:
        """The element that was used."""
        return dict(self.body["actions"][0])

    @property
    def value(self) -> str | None:
        """What the button carried."""
        value = self.action.get("value")
        return value if isinstance(value, str) else None

    @property
    def chosen_option(self) -> str | None:
        """What was picked from a select."""
        option = self.action.get("selected_option")
        return option.get("value") if isinstance(option, dict) else None

    @property
    def view(self) -> Mapping[str, Any] | None:
        """The view that the element stands in, if it isn't a message."""
        view = self.body.get("view")
        return view if isinstance(view, dict) else None

    @property
    def in_modal(self) -> bool:
        """Whether the element stands in a modal."""
        return self.view is not None and self.view.get("type") == "modal"

    async def say(self, message: Message, *, replace: bool = False) -> None:
        await self.ack()
        if self.view is None:
            self.later(self._respond(message.payload(), replace=replace))
        else:
            shown = modal(self.words, "home-title", message.blocks)
            self.later(self._update(shown) if self.in_modal and replace else self._show(shown))

    async def share(self, message: Message) -> None:
        """Show `message` to the whole channel that the card stands in."""
        await self.ack()
        self.later(self._respond(message.payload(), in_channel=True))

    async def open(self, view: View) -> None:
        await self.ack()
        self.later(self._show(view))

    async def update(self, view: View) -> None:
        """Put `view` in the place of the one that the element stands in."""
        await self.ack()
        self.later(self._update(view))

    async def _show(self, view: View) -> None:
        show = self.client.views_push if self.in_modal else self.client.views_open
        await show(trigger_id=str(self.body["trigger_id"]), view=view)

    async def _update(self, view: View) -> None:
        if self.view is not None:
            await self.client.views_update(view_id=str(self.view["id"]), view=view)


class Shortcut(Gesture):
    """A message shortcut."""

    kind = "shortcut"

    async def say(self, message: Message, *, replace: bool = False) -> None:
        await self.open(modal(self.words, "tone-result-title", message.blocks))


class Submission(Gesture):
    """A form that was sent."""

    kind = "submission"

    @property
    def view(self) -> Mapping[str, Any]:
        """The form."""
        return dict(self.body["view"])

    def field(self, block: str) -> Mapping[str, Any]:
        """The state of the one element of an input block; empty where there is none."""
        values = (self.view.get("state") or {}).get("values") or {}
        elements = values.get(block) or {}
        for element in elements.values():
            return dict(element)
        return {}

    @property
    def first_field(self) -> str | None:
        """The first input block's id; None where nothing can be filled in."""
        return next(iter((self.view.get("state") or {}).get("values") or {}), None)

    async def refuse(self, block: str, reason: str) -> None:
        """Show `reason` at a field, and keep the form open."""
        await self.ack(response_action="errors", errors={block: reason})

    async def turn_into(self, view: View) -> None:
        """Show `view` where the form was."""
        await self.ack(response_action="update", view=view)

    async def say(self, message: Message, *, replace: bool = False) -> None:
        if self.acked:
            await self.whisper(message)  # the form is closed by now
        else:
            await self.turn_into(modal(self.words, "home-title", message.blocks))


class Event(Gesture):
    """An event: nobody waits for an answer, so one is an ephemeral message of its own."""

    kind = "event"
    thread: str | None = None  # the thread in which the answer belongs

    @property
    def event(self) -> Mapping[str, Any]:
        """The event itself."""
        return dict(self.body["event"])

    async def say(self, message: Message, *, replace: bool = False) -> None:
        if self.channel is None:
            await self.whisper(message)
            return
        await self.client.chat_postEphemeral(
            channel=self.channel, user=self.user, thread_ts=self.thread, **message.payload()
        )
