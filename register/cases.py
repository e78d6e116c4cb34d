"""Cases of Vacant first: every version is an event with all that held after it; nothing is changed or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from landuse.offers.nomination import Person
from landuse.quality import dates
from landuse.words.errors import LanduseError
from register import generation
from register.engine import reading, writing
from register.generation import Seen
from register.tables import VacantCase, VacantCaseEvent, when

MADE, EDITED, CLOSED, REOPENED = "made", "edited", "closed", "reopened"
OPEN = "open"
_STATE_AFTER = {MADE: OPEN, EDITED: OPEN, CLOSED: "closed", REOPENED: OPEN}


@dataclass(frozen=True)
class Version:
    """What a version of a case says; see `register.tables.VacantCaseEvent`."""

    title: str
    asked: dict[str, Any]
    ladder: dict[str, Any]
    answer: dict[str, Any]
    answer_digest: str
    reason: str = ""


def may_follow(before: str | None, step: str, state: str) -> bool:
    """Whether a step can have led from one state to another; None before the first."""
    if step not in _STATE_AFTER or state != _STATE_AFTER[step] or (before is None) != (step == MADE):
        return False
    return before is None or (step == REOPENED) != (before == OPEN)


def make(register: Engine, park_id: str, version: Version, by: Person, on: date) -> int:
    """Keep a new case; its number."""
    with writing(register) as connection:
        [case_id] = generation.new_numbers(connection, VacantCase.__table__, 1)
        connection.execute(insert(VacantCase).values(id=case_id, park_id=park_id, made_on=on))
        _keep(connection, case_id, 1, MADE, version, by, on)
    return case_id


def edit(register: Engine, case_id: int, based_on: int, version: Version, by: Person, on: date) -> Seen:
    """Keep what a case says now; its new version.

    Parameters
    ----------
    based_on : the version that the person had seen

    Raises
    ------
    LanduseError : register_restored, case_unknown, stale_edit, case_closed, case_backdated; nothing is kept then
    """
    return _step(register, case_id, based_on, EDITED, lambda _last: version, by, on)


def close(register: Engine, case_id: int, based_on: int, reason: str, by: Person, on: date) -> Seen:
    """End a case, with the reason; it can be seen and opened again. Its new version.

    Raises
    ------
    LanduseError : as `edit`, and case_unreasoned
    """
    return _say(register, case_id, based_on, CLOSED, reason, by, on)


def reopen(register: Engine, case_id: int, based_on: int, reason: str, by: Person, on: date) -> Seen:
    """Open a closed case again; its new version.

    Raises
    ------
    LanduseError : as `close`, and case_open
    """
    return _say(register, case_id, based_on, REOPENED, reason, by, on)


def cases(register: Engine, park_ids: Sequence[str]) -> list[dict[str, Any]]:
    """All cases of parks: id, park_id, made_on and `events` by version."""
    with reading(register) as connection:
        return _found(connection, VacantCase.park_id.in_(park_ids))


def case(register: Engine, case_id: int) -> dict[str, Any]:
    """One of them.

    Raises
    ------
    LanduseError : case_unknown
    """
    with reading(register) as connection:
        return _one(connection, case_id)


def _say(register: Engine, case_id: int, based_on: int, step: str, reason: str, by: Person, on: date) -> Seen:
    if not reason.strip():
        raise LanduseError("case_unreasoned")

    def same(last: dict) -> Version:
        return Version(**{name: last[name] for name in ("title", "asked", "ladder", "answer", "answer_digest")}, reason=reason.strip())

    return _step(register, case_id, based_on, step, same, by, on)


def _step(register: Engine, case_id: int, based_on: int, step: str, decided: Any, by: Person, on: date) -> Seen:
    with writing(register) as connection:
        generation.check(connection, [based_on])
        last = _one(connection, case_id)["events"][-1]
        if last["version"] != based_on:
            raise LanduseError("stale_edit", what=last["title"], by=last["said_by"], when=when(last["said_at"]))
        if on < last["said_on"] <= dates.last_event_day(max(on, dates.norwegian_today())):  # one that is dated ahead is put right
            raise LanduseError("case_backdated", on=on.isoformat(), last=last["said_on"].isoformat())
        if (step == REOPENED) == (last["state"] == OPEN):
            raise LanduseError("case_open" if step == REOPENED else "case_closed", title=last["title"])
        _keep(connection, case_id, based_on + 1, step, decided(last), by, on)
        return generation.seen(connection, based_on + 1)


def _keep(connection: Connection, case_id: int, number: int, step: str, version: Version, by: Person, on: date) -> None:
    if not by.name.strip():
        raise LanduseError("person_unnamed")
    row = {name: getattr(version, name) for name in ("title", "asked", "ladder", "answer", "answer_digest", "reason")}
    who = {"said_by": by.name.strip(), "role": by.role, "said_at": datetime.now(UTC), "said_on": on}
    kept = {"case_id": case_id, "version": number, "step": step, "state": _STATE_AFTER[step]}
    [event_id] = generation.new_numbers(connection, VacantCaseEvent.__table__, 1)
    connection.execute(insert(VacantCaseEvent).values(id=event_id, **kept, **row, **who))


def _one(connection: Connection, case_id: int) -> dict[str, Any]:
    found = _found(connection, VacantCase.id == case_id)
    if not found:
        raise LanduseError("case_unknown", case=case_id)
    return found[0]


def _found(connection: Connection, which: Any) -> list[dict[str, Any]]:
    heads = connection.execute(select(*VacantCase.__table__.columns).where(which).order_by(VacantCase.id)).mappings().all()
    wanted = select(*VacantCaseEvent.__table__.columns).join(VacantCase).where(which).order_by(VacantCaseEvent.version)
    now = generation.seen(connection)
    rows = [{**event, "version": now.at(event["version"])} for event in connection.execute(wanted).mappings()]
    return [{**head, "events": [row for row in rows if row["case_id"] == head["id"]]} for head in heads]
