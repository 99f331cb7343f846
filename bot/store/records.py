"""What the store hands out: plain values, no rows, no session behind them."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LESSON = "lesson"
TEAM = "team"  # the first part of a team tip's id; no source may be called so
# A pause without an end.
FOREVER = dt.date.max


class DeliveryState(StrEnum):
    """Where one day's delivery stands.

    `due` → `sending` → `sent`; or `skipped` (too late, asked for), `failed` (Slack refused), or
    `unknown` (sent into silence, and nobody may look whether it arrived).
    """

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one channel hears its lesson."""

    team_id: str
    channel_id: str
    local_time: dt.time
    tz: str
    weekdays: int  # bit 0 is Monday, so Monday to Friday is 0b11111
    language: str
    planned_through: dt.date  # the ledger has been given the dates up to this one
    plan_at: dt.datetime  # when there is more to plan
    set_by: str | None = None
    kind: str = LESSON
    holidays: str | None = None
    tracks: tuple[str, ...] = ()
    enabled: bool = True
    paused_until: dt.date | None = None
    pause_reason: str | None = None
    pause_told: bool = True
    version: int = 1
    offset_s: int = 0
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What decides a schedule's dates and hours: many channels have the same."""

    local_time: dt.time
    tz: str
    weekdays: int
    holidays: str | None
    paused_until: dt.date | None
    planned_through: dt.date
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A local date on which everybody with `pattern` gets a lesson."""

    pattern: Pattern
    local_date: dt.date
    due_at: dt.datetime
    late_until: dt.datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One channel's lesson on one local date."""

    id: str
    team_id: str
    channel_id: str
    local_date: dt.date
    due_at: dt.datetime
    late_until: dt.datetime
    ready_at: dt.datetime
    updated_at: dt.datetime
    kind: str = LESSON
    state: DeliveryState = DeliveryState.DUE
    lease_until: dt.datetime | None = None
    attempt: int = 0
    content_id: str | None = None
    slack_ts: str | None = None
    error: str | None = None


def columns(record: Schedule | Delivery) -> dict[str, Any]:
    """A record as a row's values. (`dataclasses.asdict` copies each value deeply, which is most
    of the time that planning takes.)"""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Installation:
    """Who Dean is in a workspace that installed him by itself, and the key to it."""

    bot_token: str = field(repr=False)
    bot_id: str
    bot_user_id: str
    installed_at: dt.datetime
    enterprise_id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody chose; None where they left it to Dean."""

    user_id: str
    language: str | None = None
    side: str | None = None


class TipState(StrEnum):
    """Where a team's own tip stands: only an approved one is found."""

    AWAITING = "awaiting"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class TeamTip:
    """A tip of a team's own."""

    number: int
    title: str
    do: str
    say: tuple[str, ...]
    situations: tuple[str, ...]
    language: str
    author: str | None
    state: TipState
    created_at: dt.datetime
    content_hash: str
    revision: int

    @property
    def id(self) -> str:
        """The name it goes by where tips do: saved, voted on, shown."""
        return f"{TEAM}/{self.number}"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many of the approved tips are found by meaning too; the others by words only."""

    ready: int
    total: int

    @property
    def complete(self) -> bool:
        return self.ready >= self.total


@dataclass(frozen=True, slots=True)
class Votes:
    """How a tip was received, without names."""

    helpful: int = 0
    not_helpful: int = 0
