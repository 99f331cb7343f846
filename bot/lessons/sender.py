"""What delivery needs of the side that speaks to Slack, and what it may answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.content import Language, Lesson


@dataclass(frozen=True, slots=True)
class Sent:
    """It is in the channel; `ts` is its id there."""

    ts: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack said no and will say no again until a person does something; `error` is its word."""

    error: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Not done; ask again after so many seconds."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows: a timeout, a dropped connection, a 5xx. It may have happened."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """It never left this machine: no connection came about. It may be tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """The message is there."""

    ts: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Everything since then was looked through, and it isn't there."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """Looking isn't allowed there: a scope is missing, the channel is gone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What there is to tell of a team's last week."""

    # People by category, the most asked first.
    asked: Mapping[str, int] = field(default_factory=dict)
    new_tips: tuple[str, ...] = ()  # titles of suggested tips that were approved


NO_DIGEST = Digest()

SendOutcome = Sent | Refused | RateLimited | Unsent | Ambiguous
FindOutcome = Found | NotFound | CannotLook | RateLimited | Ambiguous


class Sender(Protocol):
    """Posts, looks and tells. Each call makes one attempt and doesn't retry; what it raises is
    taken as `Ambiguous`, since it may have happened after the request left.
    """

    async def post(
        self,
        team_id: str,
        channel_id: str,
        lesson: Lesson,
        *,
        lang: Language,
        position: int,
        total: int,
        delivery_id: str,
        digest: Digest,
        until: float,
    ) -> SendOutcome:
        """Post the lesson, with `delivery_id` and nothing else in the message's metadata; below
        it the digest, unless that is empty. What hasn't left by `until`, by `bot.clock.uptime()`,
        mustn't leave any more: it is `Unsent`."""
        ...

    async def find(
        self, team_id: str, channel_id: str, delivery_id: str, since: dt.datetime
    ) -> FindOutcome:
        """Whether our own message with that id is in the channel, looking back to `since`."""
        ...

    async def tell(
        self, team_id: str, user_id: str, channel_id: str, error: str, lang: Language
    ) -> SendOutcome:
        """Tell who set the lesson up that Slack refused it and that it is paused."""
        ...
