"""The generation of the register: what tells it from the one that it was before a restore."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The table with its one row."""
    table = op.create_table(
        "register_generation",
        sa.Column("generation", sa.String(32), primary_key=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbered_from", sa.Integer, nullable=False),
    )
    op.bulk_insert(table, [{"generation": uuid4().hex, "begun_at": datetime.now(UTC), "numbered_from": 0}])
