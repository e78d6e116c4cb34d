"""Decisions become events that are never changed: a kind and a value, an undo of its own, no end date.

An end date that another decision gave follows from the order of the events. One that somebody gave becomes an event that
releases the class from that day; who gave it was not kept then.
"""

from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
_NOT_KEPT = "–"


def upgrade() -> None:
    """Add what events need, say releases, drop what follows from them."""
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("kind", sa.String(20)))
        table.add_column(sa.Column("value", sa.String(40)))
        table.add_column(sa.Column("undoes", sa.Integer))
    old = sa.Table("decision", sa.MetaData(), autoload_with=op.get_bind())
    op.execute(old.update().values(kind="correct", value=old.c.set_class))
    _release(old)
    with op.batch_alter_table("decision") as table:
        table.alter_column("kind", existing_type=sa.String(20), nullable=False)
        table.alter_column("value", existing_type=sa.String(40), nullable=False)
        table.drop_column("set_class")
        table.drop_column("ended_on")
        table.create_unique_constraint("uq_decision_undoes", ["undoes"])
        table.create_foreign_key("fk_decision_undoes", "decision", ["undoes"], ["id"])


def _release(old: sa.Table) -> None:
    """An event for each end date that no other decision of the unit explains."""
    rows = op.get_bind().execute(old.select().order_by(old.c.id)).mappings().all()
    for row in rows:
        followed = any(r["unit_id"] == row["unit_id"] and r["holds_from"] == row["ended_on"] and r["id"] != row["id"] for r in rows)
        if row["ended_on"] is None or followed:
            continue
        ended_at = datetime.combine(row["ended_on"], time(), UTC)
        said = {"kind": "release", "value": "class", "set_by": _NOT_KEPT, "set_reason": _NOT_KEPT, "set_at": ended_at}
        kept = {name: row[name] for name in ("park_id", "unit_id", "set_class", "evidence", "footprint")}
        op.execute(old.insert().values(**kept, **said, holds_from=row["ended_on"]))
