"""How a gesture ends: carried out, refused by Slack's own client, or failed at the app."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.content import ApiError
from playground.model import Message
from playground.records import Acknowledgement

_WHY = {
    "operation_timeout": "the app took longer than three seconds to answer",
    "dispatch_failed": "the app could not be reached, or answered with an error",
    "interactivity_disabled": "the app's manifest does not turn interactivity on",
}


class Refused(Exception):
    """Slack's own client says no, in words for the person; `code` is for programs."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


@dataclass
class CommandResult(Acknowledgement):
    """How a slash command went; `shown` is the message that its answer became, if any."""

    shown: Message | None = None


@dataclass
class SubmitResult(Acknowledgement):
    """How a submitted form went: Slack's `response_action` and `errors` by block id."""

    response_action: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.error is None and not self.errors


def explain(ack: Acknowledgement, what: str, code: str, cause: ApiError | None = None) -> None:
    """Say on `ack` what failed: `code` as Slack shows it, and why where the answer is at fault."""
    why = _WHY.get(code, "the app's answer cannot be shown")
    ack.error = code
    ack.words = f"{what} failed with the error “{code}”: {why}."
    if cause is not None:
        ack.details = [cause.code, *cause.messages]
