"""Baselines that are kept: who froze them, and which restatements were accepted or refused."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """The table."""
    op.create_table(
        "baseline_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("park_id", sa.String(60), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("restates", sa.String(64), nullable=True),
        sa.Column("proposal", sa.String(64), nullable=True),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("causes", sa.JSON, nullable=False),
        sa.Column("set_by", sa.String(120), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_reason", sa.Text, nullable=False),
    )
    op.create_index("ix_baseline_event_park_id", "baseline_event", ["park_id"])
