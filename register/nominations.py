"""Nominations: vacant plots and buildings that parks offer. Every step and edit is an event with all that held after it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import shapely
from sqlalchemy import Connection, Engine, insert, select

from landuse.offers.nomination import EXPIRED, PUBLISHED, THE_TOOL, Person, expiry_date, has_expired, is_open, terms_after
from landuse.quality import dates
from landuse.words.errors import LanduseError
from register import generation
from register.engine import reading, writing
from register.generation import Seen
from register.tables import Nomination, NominationEvent, when


@dataclass(frozen=True)
class Offer:
    """What a nomination is about; none of it changes."""

    park_id: str
    unit_id: str
    kind: str
    building_id: str | None
    title: str
    epsg: int
    footprint: shapely.Geometry


@dataclass(frozen=True)
class Change:
    """One step or edit and what holds after it."""

    step: str
    state: str
    facts: dict[str, Any]
    terms: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def make(register: Engine, offer: Offer, change: Change, by: Person, on: date) -> int:
    """Keep a new nomination; its number.

    Raises
    ------
    LanduseError : nominated_already, when the same unit or building has one under way
    """
    with writing(register) as connection:
        for other in _of(connection, [offer.park_id]):
            if (other["unit_id"], other["building_id"]) == (offer.unit_id, offer.building_id) and is_open(other["events"][-1]["state"]):
                raise LanduseError("nominated_already", unit=offer.title, state=other["events"][-1]["state"])
        row = {name: getattr(offer, name) for name in ("park_id", "unit_id", "kind", "building_id", "title", "epsg")}
        [nomination_id] = generation.new_numbers(connection, Nomination.__table__, 1)
        connection.execute(insert(Nomination).values(id=nomination_id, **row, footprint=shapely.to_wkb(offer.footprint)))
        _keep(connection, nomination_id, 1, change, by, on)
    return nomination_id


def change(register: Engine, nomination_id: int, based_on: int, by: Person, on: date, decided: Callable[[dict], Change]) -> Seen:
    """Add an event to a nomination; its new version.

    Parameters
    ----------
    based_on : the version that the person had seen
    decided : what the change is, from the nomination as it stands (its last event with park_id, kind and unit_id)

    Raises
    ------
    LanduseError : register_restored, nomination_unknown, stale_edit, nomination_backdated, or what `decided` raises; nothing is kept then
    """
    with writing(register) as connection:
        generation.check(connection, [based_on])
        found = _one(connection, nomination_id)
        last = found["events"][-1]
        if last["version"] != based_on:
            raise LanduseError("stale_edit", what=found["title"], by=last["said_by"], when=when(last["said_at"]))
        if on < last["said_on"] <= dates.last_event_day(max(on, dates.norwegian_today())):  # one that is dated ahead is put right
            raise LanduseError("nomination_backdated", on=on.isoformat(), last=last["said_on"].isoformat())
        _keep(connection, nomination_id, based_on + 1, decided({**found, **last}), by, on)
        return generation.seen(connection, based_on + 1)


def with_lapse(found: dict[str, Any], today: date) -> dict[str, Any]:
    """A nomination as `fall_back` would leave it, with nothing kept: what is read writes nothing."""
    last = found["events"][-1]
    if not _is_over(found, today):
        return found
    terms, on = terms_after(EXPIRED, last["terms"], {}, None, today), expiry_date(last["terms"])
    lapse = {"step": EXPIRED, "state": PUBLISHED, "terms": terms, "reason": "", "said_by": THE_TOOL, "role": "system", "said_on": on}
    event = last | lapse | {"version": last["version"] + 1, "said_at": datetime.combine(on, time.min, UTC)}
    return {**found, "events": [*found["events"], event]}


def fall_back(register: Engine, today: date, park_ids: Sequence[str]) -> int:
    """Publish again what had an option that is over by today; how many there were."""
    with reading(register) as connection:
        over = [found for found in _of(connection, park_ids) if _is_over(found, today)]
    if not over:
        return 0
    with writing(register) as connection:
        over = [found for found in _of(connection, park_ids) if _is_over(found, today)]
        for found in over:
            last = found["events"][-1]
            terms = terms_after(EXPIRED, last["terms"], {}, None, today)
            expired = Change(EXPIRED, PUBLISHED, last["facts"], terms)
            _keep(connection, found["id"], last["version"] + 1, expired, Person(THE_TOOL, "system"), expiry_date(last["terms"]))
    return len(over)


def nominations(register: Engine, park_ids: Sequence[str]) -> list[dict[str, Any]]:
    """All nominations of parks: the columns of the table, `footprint` as a geometry, and `events` by version."""
    with reading(register) as connection:
        return _of(connection, park_ids)


def nomination(register: Engine, nomination_id: int) -> dict[str, Any]:
    """One of them.

    Raises
    ------
    LanduseError : nomination_unknown
    """
    with reading(register) as connection:
        return _one(connection, nomination_id)


def _is_over(found: dict, today: date) -> bool:
    last = found["events"][-1]
    return has_expired(last["state"], last["terms"], today)


def _keep(connection: Connection, nomination_id: int, version: int, change: Change, by: Person, on: date) -> None:
    row = {name: getattr(change, name) for name in ("step", "state", "facts", "terms", "reason")}
    who = {"said_by": by.name.strip(), "role": by.role, "said_at": datetime.now(UTC), "said_on": on}
    [number] = generation.new_numbers(connection, NominationEvent.__table__, 1)
    connection.execute(insert(NominationEvent).values(id=number, nomination_id=nomination_id, version=version, **row, **who))


def _one(connection: Connection, nomination_id: int) -> dict[str, Any]:
    found = _found(connection, Nomination.id == nomination_id)
    if not found:
        raise LanduseError("nomination_unknown", nomination=nomination_id)
    return found[0]


def _of(connection: Connection, park_ids: Sequence[str]) -> list[dict[str, Any]]:
    return _found(connection, Nomination.park_id.in_(park_ids))


def _found(connection: Connection, which: Any) -> list[dict[str, Any]]:
    heads = connection.execute(select(*Nomination.__table__.columns).where(which).order_by(Nomination.id)).mappings().all()
    wanted = select(*NominationEvent.__table__.columns).join(Nomination).where(which).order_by(NominationEvent.version)
    events: dict[int, list[dict]] = {head["id"]: [] for head in heads}
    now = generation.seen(connection)
    for event in connection.execute(wanted).mappings():
        told = {name: value for name, value in event.items() if name != "id"}
        events[event["nomination_id"]].append({**told, "version": now.at(event["version"])})
    return [{**head, "footprint": shapely.from_wkb(head["footprint"]), "events": events[head["id"]]} for head in heads]
