"""Every failure is told to the person who asked, where they asked: the one place that answers.

What Dean foresaw has words of its own. The rest gets a reference that is also in the log.
"""

import logging

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.advice import EmptySituation, SituationTooLong
from bot.advice.search import MAX_CHARS as SITUATION_MAX
from bot.l10n import Words
from bot.lessons import LessonError
from bot.tone import EmptyText, TextTooLong
from bot.tone.models import MAX_CHARS as TEXT_MAX

from .blocks.error import error_card
from .errors import DeanError, SlackTimeout, error_name, reference, slack_code
from .gesture import Command, Gesture, Submission

log = logging.getLogger(__name__)

_LIMITED = frozenset({"ratelimited", "rate_limited"})
_AWAY = frozenset({"", "fatal_error", "internal_error", "request_timeout", "service_unavailable"})


def in_words(error: Exception, words: Words, given: str = "") -> str | None:
    """The words for a foreseen failure; None for one that nobody expected."""
    match error:
        case DeanError():
            return words(f"error-{error.key}", **error.args_in_words)
        case LessonError():
            said = words(f"error-lesson-{error.code}", **_details(error))
            suggestion = error.details.get("suggestion")
            if suggestion:
                said += " " + words("error-lesson-suggestion", suggestion=suggestion)
            return said
        case EmptySituation():
            return words("error-tip-empty")
        case SituationTooLong():
            return words(
                "error-tip-long",
                length=words.number(len(given)),
                limit=words.number(SITUATION_MAX),
            )
        case EmptyText():
            return words("error-tone-empty")
        case TextTooLong():
            return words(
                "error-tone-long",
                length=words.number(error.length),
                limit=words.number(TEXT_MAX),
            )
        case SlackApiError() if slack_code(error) in _LIMITED:
            return words("error-slack-busy")
        case SlackApiError() if slack_code(error) in _AWAY:
            return words("error-slack-away")
        case aiohttp.ClientError() | SlackTimeout():
            return words("error-slack-away")
        case _:
            return None


async def tell(gesture: Gesture, error: Exception) -> None:
    """Say what happened and what to do. Never raises: there is nobody further to tell.

    What can't be said where they asked is said in their direct messages, once.
    """
    given = gesture.text if isinstance(gesture, Command) else ""
    said = in_words(error, gesture.words, given)
    if said is None:
        ref = reference()
        log.error(
            "unexpected failure",
            extra={"ref": ref, "gesture": gesture.name, "error": error_name(error)},
            exc_info=error,
        )
        said = gesture.words("error-unknown", ref=ref)
    elif isinstance(error, SlackApiError | aiohttp.ClientError | SlackTimeout):
        log.warning("Slack failed", extra={"gesture": gesture.name, "error": error_name(error)})
    if isinstance(gesture, Submission) and not gesture.acked and gesture.first_field:
        # The form stays as it is, with the reason in it: what was typed isn't lost.
        await gesture.refuse(gesture.first_field, said)
        return
    card = error_card(said, gesture.words)
    # `say` never takes a card's place: that stays, this is below it.
    ways = (gesture.whisper,) if gesture.told else (gesture.say, gesture.whisper)
    gesture.told = True
    for way in ways:
        try:
            await way(card)
        except Exception:
            log.exception("could not tell the person", extra={"gesture": gesture.name})
        else:
            return


def _details(error: LessonError) -> dict[str, str]:
    return {"given": "", "zone": ""} | error.details
