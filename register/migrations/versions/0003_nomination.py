"""Nominations: vacant plots and buildings that a park offers, and every step and edit of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The two tables."""
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("park_id", sa.String(60), nullable=False),
        sa.Column("unit_id", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("building_id", sa.String(80)),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("epsg", sa.Integer, nullable=False),
        sa.Column("footprint", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_nomination_park_id", "nomination", ["park_id"])
    op.create_table(
        "nomination_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("nomination_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("said_by", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], "fk_nomination_event_nomination_id"),
        sa.UniqueConstraint("nomination_id", "version", name="uq_nomination_event_nomination_id"),
    )
