"""App Home: opened, and the language chosen there."""

from bot.content import Tip
from bot.content.models import LANGUAGES
from bot.lessons import LessonError
from bot.slack.blocks.home import LANGUAGE_AUTO, HomeState, home_view
from bot.slack.blocks.kit import note
from bot.slack.blocks.lesson import lesson_blocks
from bot.slack.blocks.schedule import schedule_buttons, state_line
from bot.slack.failures import in_words
from bot.slack.gesture import Action, Event, Gesture


async def opened(event: Event) -> None:
    """Publish the page. The messages tab sends the same event, and needs none."""
    if event.event.get("tab") == "home":
        await _publish(event)


async def language(action: Action) -> None:
    """The person chose the language in which Dean speaks to them."""
    chosen = next((lang for lang in LANGUAGES if lang == action.chosen_option), None)
    if chosen is None and action.chosen_option != LANGUAGE_AUTO:
        return
    await action.workspace.people.set_language(action.user, chosen)
    action.chosen = chosen
    action.speak(chosen or action.services.settings.language)
    await action.ack()
    action.later(_publish(action))


async def _publish(gesture: Gesture) -> None:
    services, words = gesture.services, gesture.words
    try:
        today = await services.lessons.today(gesture.team, None, words.lang)
        lesson = lesson_blocks(today.lesson, today.position, today.total, words, services.library)
    except LessonError as error:
        lesson = [note(in_words(error, words) or "", words.lang)]
    schedules = await services.lessons.list_for_team(gesture.team)
    saved = await gesture.workspace.saved.list(gesture.user)
    state = HomeState(
        chosen=gesture.chosen,
        lesson=lesson,
        saved=[tip for id in saved if (tip := _tip(gesture, id))],
        schedules=[state_line(status, words) for status in schedules],
        schedule_buttons=[schedule_buttons(status, words) for status in schedules],
        reaction=services.settings.reaction,
    )
    await gesture.client.views_publish(user_id=gesture.user, view=home_view(state, words))


def _tip(gesture: Gesture, id: str) -> Tip | None:
    return gesture.services.library.tip(id, gesture.words.lang)
