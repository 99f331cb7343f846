"""App Home: what is on it, and what is chosen there."""

import logging

from slack_sdk.errors import SlackApiError

from bot.content.models import LANGUAGES
from bot.lessons import LessonError
from bot.slack.admins import is_admin
from bot.slack.blocks.home import LANGUAGE_AUTO, HomeState, home_view
from bot.slack.blocks.kit import note
from bot.slack.blocks.lesson import lesson_blocks
from bot.slack.blocks.schedule import schedule_buttons, state_line
from bot.slack.blocks.team_tips import PAGE, TeamTips
from bot.slack.errors import slack_code
from bot.slack.failures import in_words
from bot.slack.gesture import Action, Event, Gesture
from bot.store import TipState

from ._house import house_counts
from ._tips import known_tips

log = logging.getLogger(__name__)


async def opened(event: Event) -> None:
    """Publish the page. The messages tab sends the same event, and needs none."""
    if event.event.get("tab") == "home":
        await publish(event)


async def language(action: Action) -> None:
    """The person chose the language in which Dean speaks to them."""
    chosen = next((lang for lang in LANGUAGES if lang == action.chosen_option), None)
    if chosen is None and action.chosen_option != LANGUAGE_AUTO:
        return
    await action.workspace.people.set_language(action.user, chosen)
    action.chosen = chosen
    action.speak(chosen or action.services.settings.language)
    await action.ack()
    action.later(publish(action))


async def hear_again(action: Action) -> None:
    """What the person called fine is pointed out to them again."""
    await action.ack()
    action.later(_hear_again(action))


async def _hear_again(action: Action) -> None:
    await action.workspace.muted.clear(action.user)
    await publish(action)


async def publish(gesture: Gesture, offset: int = 0) -> None:
    """Show the page; `offset` is the admins' place in the list of the team's own tips."""
    services, words = gesture.services, gesture.words
    try:
        today = await services.lessons.today(gesture.team, None, words.lang)
        lesson = lesson_blocks(today.lesson, today.position, today.total, words, services.library)
    except LessonError as error:
        lesson = [note(in_words(error, words) or "", words.lang)]
    schedules = await services.lessons.list_for_team(gesture.team)
    saved = await gesture.workspace.saved.list(gesture.user)
    team = await _listed(gesture, offset)
    state = HomeState(
        chosen=gesture.chosen,
        lesson=lesson,
        saved=await known_tips(gesture, saved, words.lang),
        schedules=[state_line(status, words) for status in schedules],
        schedule_buttons=[schedule_buttons(status, words) for status in schedules],
        reaction=services.settings.reaction,
        fine=len(await gesture.workspace.muted.keys(gesture.user)),
        team=team,
        house=await house_counts(gesture.workspace) if team else None,
    )
    await gesture.client.views_publish(user_id=gesture.user, view=home_view(state, words))


async def _listed(gesture: Gesture, offset: int) -> TeamTips | None:
    """A page of the team's tips, those that await first; None for who isn't an admin."""
    try:
        if not await is_admin(gesture):
            return None
    except SlackApiError as error:
        # The rest of the page is worth showing.
        log.warning("can't tell who is an admin", extra={"error": slack_code(error)})
        return None
    tips = gesture.workspace.tips
    awaiting = await tips.count(TipState.AWAITING)
    approved = await tips.count(TipState.APPROVED)
    # A page that became empty meanwhile shows the last one instead.
    offset = min(offset, max(awaiting + approved - 1, 0) // PAGE * PAGE)
    shown = await tips.page(TipState.AWAITING, limit=PAGE, offset=offset)
    if len(shown) < PAGE:
        shown += await tips.page(
            TipState.APPROVED, limit=PAGE - len(shown), offset=max(offset - awaiting, 0)
        )
    readiness = await gesture.services.team_search.readiness(gesture.team)
    return TeamTips(shown, offset, approved, awaiting, readiness)
