"""What people did with baselines: froze them, accepted and refused restatements. Every one an event with who, when and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from landuse.words.errors import LanduseError
from register import generation
from register.engine import reading
from register.generation import Seen
from register.tables import BaselineEvent

_BY = 120


def history(register: Engine, park_id: str) -> list[dict[str, Any]]:
    """All that was done with a park's baseline, the oldest first."""
    wanted = select(*BaselineEvent.__table__.columns).where(BaselineEvent.park_id == park_id).order_by(BaselineEvent.id)
    with reading(register) as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def check_signed(park_id: str, by: str, reason: str) -> None:
    """Refuse a step that nobody signs for.

    Raises
    ------
    LanduseError : baseline_unsigned
    """
    if not by.strip() or not reason.strip() or len(by) > _BY:
        raise LanduseError("baseline_unsigned", park=park_id)


def keep(connection: Connection, row: dict[str, Any], at: datetime) -> Seen:
    """Keep one event, in the caller's transaction; its number."""
    number = generation.new_numbers(connection, BaselineEvent.__table__, 1)[0]
    empty = {"restates": None, "proposal": None, "figures": [], "causes": []}
    connection.execute(insert(BaselineEvent), [empty | row | {"id": number, "set_at": at}])
    return generation.seen(connection, number)
