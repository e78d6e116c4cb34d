"""Cases of Vacant first: a proposed expansion, what it needs and takes, and the ladder; every version kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The two tables."""
    op.create_table(
        "vacant_case",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("park_id", sa.String(60), nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
    )
    op.create_index("ix_vacant_case_park_id", "vacant_case", ["park_id"])
    op.create_table(
        "vacant_case_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("said_by", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("ladder", sa.JSON, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("answer_digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["vacant_case.id"], "fk_vacant_case_event_case_id"),
        sa.UniqueConstraint("case_id", "version", name="uq_vacant_case_event_case_id"),
    )
