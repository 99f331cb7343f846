"""Every table. What isn't a column here isn't kept: there is no column for a message's text.
(A team's own tips are written to be kept.)

Rows belong to a workspace by `team_id`; only `seen`, `oauth_state` and `heartbeat` have none: an
event is deduplicated before anybody knows whose it is, whoever begins to install Dean hasn't said
where, and a process serves them all.
"""

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

ID = String(64)  # Slack's ids are about 11 characters and have grown before
NAME = String(120)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware in, aware (UTC) out, also on SQLite, which knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored; give an aware datetime")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        result: dt.datetime = aware.astimezone(dt.UTC)
        return result


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _team() -> Column[str]:
    return Column("team_id", ID, primary_key=True)


def _user() -> Column[str]:
    return Column("user_id", ID, primary_key=True)


def _tip() -> Column[str]:
    return Column("tip_id", NAME, primary_key=True)


schedule = Table(
    "schedule",
    metadata,
    _team(),
    Column("channel_id", ID, primary_key=True),
    Column("kind", NAME, primary_key=True),
    Column("local_time", Time, nullable=False),
    Column("tz", NAME, nullable=False),
    Column("weekdays", SmallInteger, nullable=False),  # bit 0 is Monday
    Column("holidays", NAME),  # whose public holidays are left out, as ISO 3166
    Column("language", String(35), nullable=False),
    Column("tracks", JSON, nullable=False),  # [] means all
    Column("enabled", Boolean, nullable=False),
    Column("paused_until", Date),  # the first local date with a lesson again
    Column("pause_reason", NAME),  # Slack's refusal, where that is what paused it
    Column("pause_told", Boolean, nullable=False),
    Column("set_by", ID),
    Column(
        "planned_through", Date, nullable=False
    ),  # the last local date that the ledger has been given
    Column("plan_at", UtcDateTime, nullable=False),  # when there is more to plan
    Column("version", Integer, nullable=False),
    # Its own place in the first minute, so that not all of 09:00 is due in one second.
    Column("offset_s", SmallInteger, nullable=False, server_default="0"),
    Column("digest", Boolean, nullable=False, server_default=false()),
    CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
    Index(None, "enabled", "plan_at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", String(32), primary_key=True),  # opaque; goes into the message's metadata
    Column("team_id", ID, nullable=False),
    Column("channel_id", ID, nullable=False),
    Column("kind", NAME, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("ready_at", UtcDateTime, nullable=False),  # due_at, or later where Slack said to wait
    Column("late_until", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("lease_until", UtcDateTime),
    Column("attempt", Integer, nullable=False),
    Column("content_id", NAME),
    Column("slack_ts", String(32)),
    Column("error", NAME),
    Column("updated_at", UtcDateTime, nullable=False),
    # The promise "one lesson a local date a channel" is this line, not code.
    UniqueConstraint("team_id", "channel_id", "kind", "local_date"),
    CheckConstraint(
        "state IN ('due', 'sending', 'sent', 'unknown', 'skipped', 'failed')", name="state"
    ),
    # Only of what is open: a year's history costs neither claims nor planning anything.
    Index(
        "ix_delivery_due",
        "ready_at",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
    Index(
        "ix_delivery_sending",
        "lease_until",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
)


def due_state() -> ColumnElement[bool]:
    """Is `due`; spelt out, since a bound value would keep databases from the partial index."""
    return delivery.c.state == literal_column("'due'")


def sending_state() -> ColumnElement[bool]:
    """Is `sending`; spelt out like `due_state`."""
    return delivery.c.state == literal_column("'sending'")


day_off = Table(
    "day_off",
    metadata,
    _team(),
    Column("day", Date, primary_key=True),  # a local date, whatever a channel's zone is
)

person = Table(
    "person",
    metadata,
    _team(),
    _user(),
    Column("language", String(35)),
    Column("side", String(16)),
)

saved_tip = Table(
    "saved_tip",
    metadata,
    _team(),
    _user(),
    _tip(),
    Column("created_at", UtcDateTime, nullable=False),
)

vote = Table(
    "vote",
    metadata,
    _team(),
    _user(),
    _tip(),
    Column("value", SmallInteger, nullable=False),
    CheckConstraint("value IN (-1, 1)", name="value"),
)

recent_tip = Table(
    "recent_tip",
    metadata,
    _team(),
    _user(),
    _tip(),
    Column("at", UtcDateTime, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    _team(),
    Column("day", Date, primary_key=True),
    Column("name", NAME, primary_key=True),
    Column("value", Integer, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("key", String(64), primary_key=True),  # a hash; see seen.py
    Column("at", UtcDateTime, nullable=False, index=True),
)

muted = Table(
    "muted",
    metadata,
    _team(),
    _user(),
    Column("key", NAME, primary_key=True),  # a rule's or a category's id
    Column("at", UtcDateTime, nullable=False),
)

team_setting = Table(
    "team_setting",
    metadata,
    _team(),
    Column("key", NAME, primary_key=True),
    Column("value", JSON, nullable=False),
)

asked = Table(
    "asked",
    metadata,
    _team(),
    Column("week", Date, primary_key=True),  # its Monday
    Column("category", NAME, primary_key=True),
    Column("mark", String(32), primary_key=True),  # stands for a person; see asked.py
)

asked_salt = Table(
    "asked_salt",
    metadata,
    _team(),
    Column("week", Date, primary_key=True),
    Column("salt", String(32), nullable=False),
)

# What was last given out in a workspace. Its row is locked by whoever changes a tip, so revisions
# become visible in their order, and a reader that has one has all before it.
team_tip_book = Table(
    "team_tip_book",
    metadata,
    _team(),
    Column("revision", Integer, nullable=False),
    Column("number", Integer, nullable=False),
)

team_tip = Table(
    "team_tip",
    metadata,
    _team(),
    Column("number", Integer, primary_key=True, autoincrement=False),  # its id is team/<number>
    Column("title", Text, nullable=False),
    Column("do", Text, nullable=False),
    Column("say", JSON, nullable=False),
    Column("situations", JSON, nullable=False),
    Column("language", String(35), nullable=False),
    Column("author", ID),
    Column("state", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("approved_at", UtcDateTime),
    Column("content_hash", String(32), nullable=False),
    Column("revision", Integer, nullable=False),  # of its last change, or of its vectors'
    Column("encoder", NAME),  # the one that all its lines have vectors of; None: to be embedded
    Column("lease_until", UtcDateTime),  # somebody is embedding it
    # The same text twice is one tip: an import that was cut short can be run again.
    UniqueConstraint("team_id", "content_hash"),
    CheckConstraint("state IN ('awaiting', 'approved')", name="state"),
    Index(None, "team_id", "revision"),
    Index(None, "team_id", "state", "number"),
    Index(None, "state", "encoder"),  # what is still to be embedded
)

team_tip_gone = Table(
    "team_tip_gone",
    metadata,
    _team(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
)

team_tip_vector = Table(
    "team_tip_vector",
    metadata,
    _team(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", BigInteger, primary_key=True),  # of the line, as it is read
    Column("encoder", NAME, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # int8, to any scale
)

# Of those that installed Dean by themselves; with SLACK_BOT_TOKEN there is none.
installation = Table(
    "installation",
    metadata,
    _team(),
    Column("enterprise_id", ID),
    Column("bot_token", Text, nullable=False),
    Column("bot_id", ID, nullable=False),
    Column("bot_user_id", ID, nullable=False),
    Column("installed_at", UtcDateTime, nullable=False),
)

oauth_state = Table(
    "oauth_state",
    metadata,
    Column("state", String(64), primary_key=True),  # a hash; see installations.py
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("process", String(32), primary_key=True),  # a random name; it says nothing of a machine
    Column("started_at", UtcDateTime, nullable=False),
    Column("beat_at", UtcDateTime, nullable=False),
)
