"""The first register: decisions about classes. It was made without a version, so the table may be there."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The table, unless a first register has it."""
    if sa.inspect(op.get_bind()).has_table("decision"):
        return
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("park_id", sa.String(60), nullable=False),
        sa.Column("unit_id", sa.String(80), nullable=False),
        sa.Column("set_class", sa.String(20), nullable=False),
        sa.Column("set_by", sa.String(120), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_reason", sa.Text, nullable=False),
        sa.Column("holds_from", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("footprint", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_decision_park_id", "decision", ["park_id"])
    op.create_index("ix_decision_unit_id", "decision", ["unit_id"])
