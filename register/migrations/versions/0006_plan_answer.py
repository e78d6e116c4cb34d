"""Answers about plans: asked once per plan, kept with the clause that they rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The table."""
    op.create_table(
        "plan_answer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("park_id", sa.String(60), nullable=False),
        sa.Column("plan_id", sa.String(120), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("set_by", sa.String(120), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_reason", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["plan_answer.id"], "fk_plan_answer_undoes"),
        sa.UniqueConstraint("undoes", name="uq_plan_answer_undoes"),
    )
    op.create_index("ix_plan_answer_park_id", "plan_answer", ["park_id"])
