"""What was said between the bot and the playground, for tests to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from playground.model import Json

Kind = Literal["event", "command", "interaction", "url_verification"]


@dataclass
class ApiCall:
    """One Web API call, without its token. `response` is what was answered, if anything was."""

    method: str
    args: Json
    at: datetime
    status: int = 200
    response: Json = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.response.get("ok") is True

    @property
    def error(self) -> str | None:
        return self.response.get("error")


@dataclass
class Attempt:
    """One try to deliver. `status` is None where no answer came, and `reason` says why."""

    status: int | None
    reason: str | None
    elapsed: float
    retry_num: int = 0
    body: bytes = b""


@dataclass
class Delivery:
    """One payload on its way to the bot, with every try."""

    kind: Kind
    name: str
    payload: Json
    transport: str = "none"
    attempts: list[Attempt] = field(default_factory=list)
    lost: bool = False

    @property
    def delivered(self) -> bool:
        return any(a.status is not None and 200 <= a.status < 300 for a in self.attempts)

    @property
    def statuses(self) -> list[int | None]:
        return [attempt.status for attempt in self.attempts]


@dataclass
class HookCall:
    """One use of a response URL."""

    url: str
    body: Any
    status: int
    answer: str


@dataclass
class Acknowledgement:
    """How the bot answered a command or an interaction.

    `error` is `operation_timeout`, `dispatch_failed`, the code of what is wrong with the answer,
    or None; `words` says it to the person and `details` to whoever makes the bot. `body` is
    parsed JSON or text.
    """

    status: int | None
    body: Any
    elapsed: float
    error: str | None = None
    words: str | None = None
    details: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.error is None
