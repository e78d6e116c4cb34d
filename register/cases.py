"""Cases of Vacant first: every version is an event with all that held after it; nothing is changed or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from landuse.offers.nomination import Person
from landuse.words.errors import LanduseError
from register.decisions import when
from register.engine import reading, writing
from register.tables import VacantCase, VacantCaseEvent

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


def make(register: Engine, park_id: str, version: Version, by: Person, on: date) -> int:
    """Keep a new case; its number."""
    with writing(register) as connection:
        made = insert(VacantCase).values(park_id=park_id, made_on=on).returning(VacantCase.id)
        case_id = connection.execute(made).scalar_one()
        _keep(connection, case_id, 1, MADE, version, by, on)
    return case_id


def edit(register: Engine, case_id: int, based_on: int, version: Version, by: Person, on: date) -> int:
    """Keep what a case says now; its new version.

    Parameters
    ----------
    based_on : the version that the person had seen

    Raises
    ------
    LanduseError : case_unknown, stale_edit, case_closed, case_backdated; nothing is kept then
    """
    return _step(register, case_id, based_on, EDITED, lambda _last: version, by, on)


def close(register: Engine, case_id: int, based_on: int, reason: str, by: Person, on: date) -> int:
    """End a case, with the reason; it can be seen and opened again. Its new version.

    Raises
    ------
    LanduseError : as `edit`, and case_unreasoned
    """
    return _say(register, case_id, based_on, CLOSED, reason, by, on)


def reopen(register: Engine, case_id: int, based_on: int, reason: str, by: Person, on: date) -> int:
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


def _say(register: Engine, case_id: int, based_on: int, step: str, reason: str, by: Person, on: date) -> int:
    if not reason.strip():
        raise LanduseError("case_unreasoned")

    def same(last: dict) -> Version:
        return Version(*(last[name] for name in ("title", "asked", "ladder", "answer", "answer_digest")), reason.strip())

    return _step(register, case_id, based_on, step, same, by, on)


def _step(register: Engine, case_id: int, based_on: int, step: str, decided: Any, by: Person, on: date) -> int:
    with writing(register) as connection:
        last = _one(connection, case_id)["events"][-1]
        if last["version"] != based_on:
            raise LanduseError("stale_edit", what=last["title"], by=last["said_by"], when=when(last["said_at"]))
        if on < last["said_on"]:
            raise LanduseError("case_backdated", on=on.isoformat(), last=last["said_on"].isoformat())
        if (step == REOPENED) == (last["state"] == OPEN):
            raise LanduseError("case_open" if step == REOPENED else "case_closed", title=last["title"])
        _keep(connection, case_id, based_on + 1, step, decided(last), by, on)
    return based_on + 1


def _keep(connection: Connection, case_id: int, number: int, step: str, version: Version, by: Person, on: date) -> None:
    if not by.name.strip():
        raise LanduseError("person_unnamed")
    row = {name: getattr(version, name) for name in ("title", "asked", "ladder", "answer", "answer_digest", "reason")}
    who = {"said_by": by.name.strip(), "role": by.role, "said_at": datetime.now(UTC), "said_on": on}
    kept = {"case_id": case_id, "version": number, "step": step, "state": _STATE_AFTER[step]}
    connection.execute(insert(VacantCaseEvent).values(**kept, **row, **who))


def _one(connection: Connection, case_id: int) -> dict[str, Any]:
    found = _found(connection, VacantCase.id == case_id)
    if not found:
        raise LanduseError("case_unknown", case=case_id)
    return found[0]


def _found(connection: Connection, which: Any) -> list[dict[str, Any]]:
    heads = connection.execute(select(*VacantCase.__table__.columns).where(which).order_by(VacantCase.id)).mappings().all()
    wanted = select(*VacantCaseEvent.__table__.columns).join(VacantCase).where(which).order_by(VacantCaseEvent.version)
    rows = [dict(event) for event in connection.execute(wanted).mappings()]
    return [{**head, "events": [row for row in rows if row["case_id"] == head["id"]]} for head in heads]
