"""A team's own tips and their vectors."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(64)
NAME = sa.String(120)


def upgrade() -> None:
    op.create_table(
        "team_tip_book",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name="pk_team_tip_book"),
    )
    op.create_table(
        "team_tip",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("do", sa.Text(), nullable=False),
        sa.Column("say", sa.JSON(), nullable=False),
        sa.Column("situations", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("author", ID),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("content_hash", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("encoder", NAME),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_team_tip"),
        sa.UniqueConstraint("team_id", "content_hash", name="uq_team_tip_team_id_content_hash"),
        sa.CheckConstraint("state IN ('awaiting', 'approved')", name=op.f("ck_team_tip_state")),
    )
    op.create_index("ix_team_tip_team_id_revision", "team_tip", ["team_id", "revision"])
    op.create_index("ix_team_tip_team_id_state_number", "team_tip", ["team_id", "state", "number"])
    op.create_index("ix_team_tip_state_encoder", "team_tip", ["state", "encoder"])
    op.create_table(
        "team_tip_gone",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_team_tip_gone"),
    )
    op.create_table(
        "team_tip_vector",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("encoder", NAME, nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id", "number", "digest", "encoder", name="pk_team_tip_vector"
        ),
    )


def downgrade() -> None:
    for table in ("team_tip_vector", "team_tip_gone", "team_tip", "team_tip_book"):
        op.drop_table(table)
