"""What can go wrong in Slack where a person can do something about it."""

import secrets

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.store import StoreError

# What a database that is away raises: SQLAlchemy's, our own, and a refused connection as it is.
DATABASE_AWAY = (SQLAlchemyError, StoreError, OSError)


class DeanError(Exception):
    """A failure with words of its own: `words(f"error-{key}", **args)`."""

    key = "unknown"

    def __init__(self, **args: object) -> None:
        self.args_in_words = args
        super().__init__(self.key)


class StaleCard(DeanError):
    """A button that this version doesn't know, or whose value isn't ours."""

    key = "stale-card"


class SlackTimeout(TimeoutError):
    """Slack took too long; a database that does is another matter."""


class TipGone(DeanError):
    """A saved or linked tip that the library no longer has."""

    key = "tip-gone"


class OnlyAdmins(DeanError):
    """What only admins and owners of the workspace may do."""

    key = "only-admins"


class AlreadyDecided(DeanError):
    """A suggestion that another admin dealt with, or a tip that is gone."""

    key = "already-decided"


class NothingToRead(DeanError):
    """A message without words: a file, a picture, only emoji."""

    key = "nothing-to-read"


class MessageGone(DeanError):
    """The message was deleted before it could be read."""

    key = "message-gone"


class CannotSee(DeanError):
    """Dean isn't in the channel, or may not read there."""

    key = "cannot-see"


class CannotShareHere(DeanError):
    """Slack wouldn't show a public answer here."""

    key = "cannot-share"


def slack_code(error: SlackApiError) -> str:
    """Slack's own code, such as `not_in_channel`; "" where the answer wasn't Slack's: a proxy's
    page, a broken body. The SDK then hands over whatever it got."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def error_name(error: Exception) -> str:
    """What the log calls a failure: Slack's own code where it has one, else the kind."""
    if isinstance(error, SlackApiError):
        return slack_code(error) or "no_answer"
    return type(error).__qualname__


def reference() -> str:
    """A short reference that the person is told and the log holds."""
    return secrets.token_hex(2).upper()
