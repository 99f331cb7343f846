"""Days off, the first minute's spread, the digest, heartbeats; indexes on what is open."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(64)
NAME = sa.String(120)


def upgrade() -> None:
    for column in (
        sa.Column("offset_s", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("schedule", column)
    op.drop_index("ix_delivery_state_ready_at", "delivery")
    op.drop_index("ix_delivery_state_lease_until", "delivery")
    _partial("ix_delivery_due", "ready_at", "state = 'due'")
    _partial("ix_delivery_sending", "lease_until", "state = 'sending'")
    op.create_table(
        "day_off",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "day", name="pk_day_off"),
    )
    op.create_table(
        "asked",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("category", NAME, nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "week", "category", "mark", name="pk_asked"),
    )
    op.create_table(
        "asked_salt",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "week", name="pk_asked_salt"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_heartbeat"),
    )


def downgrade() -> None:
    for table in ("heartbeat", "asked_salt", "asked", "day_off"):
        op.drop_table(table)
    op.drop_index("ix_delivery_sending", "delivery")
    op.drop_index("ix_delivery_due", "delivery")
    op.create_index("ix_delivery_state_lease_until", "delivery", ["state", "lease_until"])
    op.create_index("ix_delivery_state_ready_at", "delivery", ["state", "ready_at"])
    op.drop_column("schedule", "digest")
    op.drop_column("schedule", "offset_s")


def _partial(name: str, column: str, where: str) -> None:
    op.create_index(
        name, "delivery", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
