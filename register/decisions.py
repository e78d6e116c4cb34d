"""Decisions: what people said of land units. Every one an event with who, when, what and why; none is ever changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import geopandas as gpd
import shapely
from sqlalchemy import Connection, Engine, RowMapping, Select, func, insert, select

from landuse.units import decision
from landuse.words.errors import LanduseError
from register import generation
from register.engine import reading, writing
from register.generation import Seen
from register.tables import Decision, when

_HEADINGS = ("event_id", "unit_id", "axis", "kind", "value", "set_by", "set_at", "set_reason", "evidence")


@dataclass(frozen=True)
class Statement:
    """What is said of one unit.

    kind, value : see landuse.units.decision
    evidence : landuse.units.inventory.evidence_key of the unit
    footprint : its outline in the park's work CRS
    """

    park_id: str
    unit_id: str
    kind: str
    value: str
    evidence: str
    footprint: shapely.Geometry


def say(register: Engine, statements: Sequence[Statement], by: str, reason: str, holds_from: date, based_on: int) -> list[Seen]:
    """Keep what is said of units of one park, all of it or nothing.

    Parameters
    ----------
    based_on : the number of the newest event that the person had seen; an edit of a unit that somebody has said
        something of since then is refused

    Returns
    -------
    the numbers of the events, in the order of the statements

    Raises
    ------
    LanduseError : register_restored, stale_edit, decision_unsigned, or a kind, class or value that is not known
    """
    for one in statements:
        decision.check(one.kind, one.value)
    _check_signed(by, reason, [one.unit_id for one in statements])
    if not statements:
        return []
    said = {"set_by": by.strip(), "set_reason": reason.strip(), "holds_from": holds_from}
    with writing(register) as connection:
        generation.check(connection, [based_on])
        _check_unchanged(connection, statements[0].park_id, {one.unit_id for one in statements}, based_on)
        return _keep(connection, [_row(one) | said for one in statements])


def undo(register: Engine, event_ids: Sequence[int], by: str, reason: str) -> list[Seen]:
    """Take back events, all of them or none; each by an event of its own, so that both can be read afterwards.

    Raises
    ------
    LanduseError : register_restored, undo_unknown, undo_twice, decision_unsigned
    """
    with writing(register) as connection:
        generation.check(connection, event_ids)
        events = [_undoable(connection, event_id) for event_id in dict.fromkeys(event_ids)]
        _check_signed(by, reason, [event["unit_id"] for event in events])
        said = {"kind": decision.UNDO, "set_by": by.strip(), "set_reason": reason.strip()}
        return _keep(connection, [{**event, **said, "value": event["kind"], "undoes": event["id"]} for event in events])


def live(register: Engine, park_id: str, on: date, epsg: int) -> gpd.GeoDataFrame:
    """What people's word is on a date: for each unit and axis the last that holds from that day or before.

    Returns
    -------
    event_id, unit_id, axis, kind, value, set_by, set_at, set_reason, evidence and the unit's outline as it was; what holds
    from the latest day last, and of one day what was said last. A release is in it: it takes the ground from older words
    """
    undone = select(Decision.undoes).where(Decision.undoes.is_not(None))
    wanted = _events().where(
        Decision.park_id == park_id, Decision.holds_from <= on, Decision.kind != decision.UNDO, Decision.id.not_in(undone)
    )
    with reading(register) as connection:
        rows = connection.execute(wanted.order_by(Decision.holds_from, Decision.id)).mappings().all()
    newest = {(row["unit_id"], decision.axis(row["kind"], row["value"])): row for row in rows}
    kept = sorted(newest.items(), key=lambda item: (item[1]["holds_from"], item[1]["id"]))
    facts = [{**row, "event_id": row["id"], "axis": axis} for (_, axis), row in kept]
    table = {name: [row[name] for row in facts] for name in _HEADINGS}
    return gpd.GeoDataFrame(table, geometry=shapely.from_wkb([row["footprint"] for row in facts]), crs=epsg)


def history(register: Engine, park_id: str, unit_ids: Collection[str] | None = None, limit: int | None = None) -> list[dict]:
    """The events of a park, or of some of its units, newest first, each with the event that undid it (None: it stands)."""
    wanted = _events().where(Decision.park_id == park_id).order_by(Decision.id.desc())
    if unit_ids is not None:
        wanted = wanted.where(Decision.unit_id.in_(unit_ids))
    with reading(register) as connection:
        rows = connection.execute(wanted.limit(limit)).mappings().all()
        undone = select(Decision.undoes, Decision.id).where(Decision.park_id == park_id, Decision.undoes.is_not(None))
        undone_by = {undoes: event_id for undoes, event_id in connection.execute(undone)}
        now = generation.seen(connection)
    return [{**row, "id": now.at(row["id"]), "undone_by_event": undone_by.get(row["id"])} for row in rows]


def parks_of(register: Engine, event_ids: Collection[int]) -> list[str]:
    """The parks that events are of; none of events that there are not."""
    with reading(register) as connection:
        return list(connection.execute(select(Decision.park_id).where(Decision.id.in_(event_ids)).distinct()).scalars())


def version(register: Engine, park_id: str) -> Seen:
    """The number of a park's newest event, 0 before the first, in the register's generation."""
    with reading(register) as connection:
        newest = connection.execute(select(func.max(Decision.id)).where(Decision.park_id == park_id)).scalar_one()
        return generation.seen(connection, newest or 0)


def versions(register: Engine, park_id: str) -> dict[str, Seen]:
    """The number of the newest event of each unit that anything has been said of."""
    newest = select(Decision.unit_id, func.max(Decision.id)).where(Decision.park_id == park_id).group_by(Decision.unit_id)
    with reading(register) as connection:
        now = generation.seen(connection)
        return {unit_id: now.at(number) for unit_id, number in connection.execute(newest)}


def _events() -> Select:
    return select(*Decision.__table__.columns)


def _row(one: Statement) -> dict:
    said = {"park_id": one.park_id, "unit_id": one.unit_id, "kind": one.kind, "value": str(one.value), "evidence": one.evidence}
    return said | {"footprint": shapely.to_wkb(one.footprint)}


def _keep(connection: Connection, rows: list[dict]) -> list[Seen]:
    numbers = generation.new_numbers(connection, Decision.__table__, len(rows))
    dated = [{**row, "id": number, "set_at": datetime.now(UTC)} for row, number in zip(rows, numbers, strict=True)]
    if dated:
        connection.execute(insert(Decision), dated)
    now = generation.seen(connection)
    return [now.at(number) for number in numbers]


def _check_signed(by: str, reason: str, unit_ids: Sequence[str]) -> None:
    if not by.strip() or not reason.strip():
        raise LanduseError("decision_unsigned", unit=", ".join(unit_ids[:3]))


def _check_unchanged(connection: Connection, park_id: str, unit_ids: set[str], based_on: int) -> None:
    newer = _events().where(Decision.park_id == park_id, Decision.id > int(based_on)).order_by(Decision.id.desc())
    for row in connection.execute(newer).mappings():
        if row["unit_id"] in unit_ids:
            raise LanduseError("stale_edit", what=row["unit_id"], by=row["set_by"], when=when(row["set_at"]))


def _undoable(connection: Connection, event_id: int) -> RowMapping:
    event = connection.execute(_events().where(Decision.id == event_id)).mappings().one_or_none()
    if event is None or event["kind"] == decision.UNDO:
        raise LanduseError("undo_unknown", event=event_id)
    before = connection.execute(_events().where(Decision.undoes == event_id)).mappings().one_or_none()
    if before is not None:
        raise LanduseError("undo_twice", unit=event["unit_id"], by=before["set_by"], when=when(before["set_at"]))
    return event
