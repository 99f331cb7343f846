"""The tables of gestures, and the one way in which a handler is called."""

import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics
from bot.content import Language
from bot.content.models import LANGUAGES
from bot.services import Services
from bot.slack import ids
from bot.slack.errors import DATABASE_AWAY, StaleCard
from bot.slack.failures import tell
from bot.slack.gesture import Action, Command, Event, Gesture, Shortcut, Submission
from bot.slack.metered import metered
from bot.store import Workspace

from . import home, house, lesson, lifecycle, team_tips, tip, tone

log = logging.getLogger(__name__)

_G = TypeVar("_G", bound=Gesture)
Handler = Callable[[_G], Coroutine[Any, Any, None]]


async def _stale(gesture: Gesture) -> None:
    raise StaleCard


async def _nothing(gesture: Gesture) -> None:
    """Acknowledged and left alone."""


COMMANDS: Mapping[str, Handler[Command]] = {
    ids.TIP: tip.tip,
    ids.TONE: tone.tone,
    ids.LESSON: lesson.lesson,
}

SHORTCUTS: Mapping[str, Handler[Shortcut]] = {ids.REVIEW_TONE: tone.review_tone}

ACTIONS: Mapping[str, Handler[Action]] = {
    ids.TIP_SHOW: tip.show,
    ids.TIP_SHELF: tip.shelf,
    ids.TIP_SHELVES: tip.all_shelves,
    ids.TIP_HELPFUL: tip.helpful,
    ids.TIP_NOT_THIS: tip.not_this,
    ids.TIP_SAVE: tip.save,
    ids.TIP_UNSAVE: tip.unsave,
    ids.TIP_SHARE: tip.share,
    ids.TIP_SIDE: tip.side,
    ids.TEAM_TIP_SUGGEST: team_tips.suggest,
    ids.TEAM_TIP_APPROVE: team_tips.approve,
    ids.TEAM_TIP_EDIT: team_tips.edit,
    ids.TEAM_TIP_DECLINE: team_tips.decline,
    ids.TEAM_TIP_REMOVE: team_tips.remove,
    ids.TEAM_TIP_PAGE: team_tips.page,
    ids.TONE_EDIT: tone.edit,
    ids.TONE_COPY: tone.copy,
    ids.TONE_SIDE: tone.other_side,
    ids.TONE_FINE_HERE: tone.fine_here,
    ids.TONE_FINE_ALWAYS: tone.fine_always,
    ids.TONE_FINE_TEAM: tone.fine_for_team,
    ids.TONE_TIP: tone.tip_behind,
    ids.LESSON_OPEN_FORM: lesson.open_form,
    ids.LESSON_PREVIEW: lesson.preview,
    ids.LESSON_POST_NOW: lesson.post_now,
    ids.HOME_LANGUAGE: home.language,
    ids.HOME_TIP: tip.show_from_home,
    ids.HOME_HEAR_AGAIN: home.hear_again,
    ids.HOUSE_OPEN: house.open_form,
}

SUBMISSIONS: Mapping[str, Handler[Submission]] = {
    ids.TEAM_TIP_FORM: team_tips.submitted,
    ids.TONE_FORM: tone.submitted,
    ids.HOUSE_FORM: house.submitted,
    ids.LESSON_FORM: lesson.submitted,
}

EVENTS: Mapping[str, Handler[Event]] = {
    "app_home_opened": home.opened,
    "app_uninstalled": lifecycle.uninstalled,
    "tokens_revoked": lifecycle.revoked,
}


def register(app: AsyncApp, services: Services) -> None:
    """Register every gesture; what no table knows is answered too."""
    for command, on_command in COMMANDS.items():
        app.command(command)(_answering(services, Command, command, on_command))
    for callback, on_shortcut in SHORTCUTS.items():
        app.message_shortcut(callback)(_answering(services, Shortcut, callback, on_shortcut))
    for action, on_action in ACTIONS.items():
        pattern = re.compile(rf"^{re.escape(action)}(\.\d+)?$")
        app.action(pattern)(_answering(services, Action, action, on_action))
    for callback, on_submission in SUBMISSIONS.items():
        app.view_submission(callback)(_answering(services, Submission, callback, on_submission))
    reaction = services.settings.reaction
    if reaction:
        app.event("reaction_added", matchers=[_reviews(reaction)])(
            _answering(services, Event, "reaction_added", tone.reacted)
        )
    for event, on_event in EVENTS.items():
        app.event(event)(_answering(services, Event, event, on_event))

    anything = re.compile(".*")
    app.action(anything)(_answering(services, Action, "action", _stale))
    app.shortcut(anything)(_answering(services, Shortcut, "shortcut", _stale))
    app.view(anything)(_answering(services, Submission, "view", _nothing))
    app.view_closed(anything)(_answering(services, Submission, "view", _nothing))
    # An event that nobody asked for is acknowledged, or Slack would send it three times more.
    app.event(anything)(_acknowledge)


def _reviews(reaction: str) -> Callable[..., Awaitable[bool]]:
    async def matches(event: Mapping[str, Any]) -> bool:
        # Skin tones arrive as thumbsup::skin-tone-2.
        name = str(event.get("reaction") or "").split("::")[0]
        return name == reaction and (event.get("item") or {}).get("type") == "message"

    return matches


async def _acknowledge(ack: Callable[..., Awaitable[Any]]) -> None:
    await ack()


def _answering(
    services: Services, kind: type[_G], name: str, handler: Handler[_G]
) -> Callable[..., Awaitable[None]]:
    async def listener(
        ack: Callable[..., Awaitable[Any]],
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        started = time.perf_counter()

        async def timed_ack(**answer: Any) -> None:
            await ack(**answer)
            metrics.ACK_SECONDS.observe(time.perf_counter() - started)

        team, user = context.team_id or "", context.user_id or ""
        gesture = kind(
            services,
            name=name,
            body=body,
            client=metered(client),
            ack=timed_ack,
            team=team,
            user=user,
            channel=context.channel_id,
            chosen=await _chosen(services, team, user),
            locale=services.settings.language,
        )
        if isinstance(gesture, Event):
            # Nobody waits for an event's answer, and Slack wants the acknowledgement soon.
            await gesture.ack()
            gesture.later(handler(gesture))
            metrics.EVENTS.labels(name, "taken").inc()
            return
        outcome = "answered"
        try:
            await handler(gesture)
        except Exception as error:
            outcome = "told"  # what went wrong, in words
            await tell(gesture, error)
        await gesture.ack()
        metrics.EVENTS.labels(name, outcome).inc()
        log.info(
            "answered",
            extra={
                "gesture": name,
                "kind": gesture.kind,
                "lang": gesture.words.lang,
                "ms": round((time.perf_counter() - started) * 1000, 2),
            },
        )

    return listener


async def _chosen(services: Services, team: str, user: str) -> Language | None:
    """The language that the person chose. Without the database Dean goes on without it: an
    answer in another language beats none."""
    if not (team and user):
        return None
    try:
        person = await Workspace(services.database, team).people.get(user)
    except DATABASE_AWAY as error:
        log.warning("can't read a person's language", extra={"error": type(error).__name__})
        return None
    return next((lang for lang in LANGUAGES if lang == person.language), None)
