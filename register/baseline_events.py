"""What people did with baselines: froze them, accepted and refused restatements. Every one an event with who, when and why."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, insert, select

from landuse.words.errors import LanduseError
from register import baselines, generation
from register.baselines import Baseline
from register.engine import reading, writing
from register.generation import Seen
from register.tables import BaselineEvent

_BY = 120


def history(register: Engine, park_id: str) -> list[dict[str, Any]]:
    """All that was done with a park's baseline, the oldest first."""
    wanted = select(*BaselineEvent.__table__.columns).where(BaselineEvent.park_id == park_id).order_by(BaselineEvent.id)
    with reading(register) as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def newest(register: Engine, park_id: str) -> int:
    """The number of a park's newest event; 0 before the first."""
    with reading(register) as connection:
        return connection.execute(select(func.max(BaselineEvent.id)).where(BaselineEvent.park_id == park_id)).scalar_one() or 0


def check_signed(park_id: str, by: str, reason: str) -> None:
    """Refuse a step that nobody signs for.

    Raises
    ------
    LanduseError : baseline_unsigned
    """
    if not by.strip() or not reason.strip() or len(by) > _BY:
        raise LanduseError("baseline_unsigned", park=park_id)


def keep(register: Engine, row: dict[str, Any], at: datetime, made: Baseline | None = None, park_folder: Path | None = None) -> Seen:
    """Keep one event, and with it the baseline that it made, both or neither; its number.

    Raises
    ------
    LanduseError : baseline_frozen, data_unwritable, or the database's fault
    """
    empty: dict[str, Any] = {"restates": None, "proposal": None, "figures": [], "causes": []}
    with writing(register) as connection:
        number = generation.new_numbers(connection, BaselineEvent.__table__, 1)[0]
        connection.execute(insert(BaselineEvent), [empty | row | {"id": number, "set_at": at}])
        if made is not None and park_folder is not None:
            baselines.keep(park_folder, made)
        return generation.seen(connection, number)
