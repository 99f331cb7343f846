"""The workspaces that installed Dean by themselves, and installations under way."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("team_id", ID, nullable=False),
        sa.Column("enterprise_id", ID),
        sa.Column("bot_token", sa.Text(), nullable=False),
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("bot_user_id", ID, nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name="pk_installation"),
    )
    op.create_table(
        "oauth_state",
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_oauth_state"),
    )
    op.create_index("ix_oauth_state_expires_at", "oauth_state", ["expires_at"])


def downgrade() -> None:
    op.drop_table("oauth_state")
    op.drop_table("installation")
