"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(64)
NAME = sa.String(120)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(name: str, type_: sa.String = ID) -> sa.Column[object]:
    return sa.Column(name, type_, nullable=False)


def upgrade() -> None:
    op.create_table(
        "schedule",
        _key("team_id"),
        _key("channel_id"),
        _key("kind", NAME),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("tz", NAME, nullable=False),
        sa.Column("weekdays", sa.SmallInteger(), nullable=False),
        sa.Column("holidays", NAME),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("tracks", sa.JSON(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date()),
        sa.Column("pause_reason", NAME),
        sa.Column("pause_told", sa.Boolean(), nullable=False),
        sa.Column("set_by", ID),
        sa.Column("planned_through", sa.Date(), nullable=False),
        _instant("plan_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "channel_id", "kind", name="pk_schedule"),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_schedule_weekdays")),
    )
    op.create_index("ix_schedule_enabled_plan_at", "schedule", ["enabled", "plan_at"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(32), nullable=False),
        _key("team_id"),
        _key("channel_id"),
        _key("kind", NAME),
        sa.Column("local_date", sa.Date(), nullable=False),
        _instant("due_at"),
        _instant("ready_at"),
        _instant("late_until"),
        sa.Column("state", sa.String(8), nullable=False),
        _instant("lease_until", nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("content_id", NAME),
        sa.Column("slack_ts", sa.String(32)),
        sa.Column("error", NAME),
        _instant("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint(
            "team_id",
            "channel_id",
            "kind",
            "local_date",
            name="uq_delivery_team_id_channel_id_kind_local_date",
        ),
        sa.CheckConstraint(
            "state IN ('due', 'sending', 'sent', 'unknown', 'skipped', 'failed')",
            name=op.f("ck_delivery_state"),
        ),
    )
    op.create_index("ix_delivery_state_ready_at", "delivery", ["state", "ready_at"])
    op.create_index("ix_delivery_state_lease_until", "delivery", ["state", "lease_until"])
    op.create_table(
        "person",
        _key("team_id"),
        _key("user_id"),
        sa.Column("language", sa.String(35)),
        sa.Column("side", sa.String(16)),
        sa.PrimaryKeyConstraint("team_id", "user_id", name="pk_person"),
    )
    for table, column in (
        ("saved_tip", _instant("created_at")),
        ("vote", sa.Column("value", sa.SmallInteger(), nullable=False)),
        ("recent_tip", _instant("at")),
    ):
        op.create_table(
            table,
            _key("team_id"),
            _key("user_id"),
            _key("tip_id", NAME),
            column,
            *(
                [sa.CheckConstraint("value IN (-1, 1)", name=op.f("ck_vote_value"))]
                if table == "vote"
                else []
            ),
            sa.PrimaryKeyConstraint("team_id", "user_id", "tip_id", name=f"pk_{table}"),
        )
    op.create_table(
        "counter",
        _key("team_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _key("name", NAME),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "day", "name", name="pk_counter"),
    )
    op.create_table(
        "seen",
        _key("key"),
        _instant("at"),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )
    op.create_index("ix_seen_at", "seen", ["at"])
    op.create_table(
        "muted",
        _key("team_id"),
        _key("user_id"),
        _key("key", NAME),
        _instant("at"),
        sa.PrimaryKeyConstraint("team_id", "user_id", "key", name="pk_muted"),
    )
    op.create_table(
        "team_setting",
        _key("team_id"),
        _key("key", NAME),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "key", name="pk_team_setting"),
    )


def downgrade() -> None:
    for table in (
        "team_setting",
        "muted",
        "seen",
        "counter",
        "recent_tip",
        "vote",
        "saved_tip",
        "person",
        "delivery",
        "schedule",
    ):
        op.drop_table(table)
