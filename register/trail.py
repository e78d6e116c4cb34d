"""Keep the trail: rows that are only ever added, each with a digest over its own words and the digest of the row before it.

What is about a person (the name, the address it came from) stands beside the chain and only its salted digest in it: a person can
be blanked, and the chain still holds. What was blanked must be somebody of whom a later row says so.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from landuse.words.errors import LanduseError
from register import people
from register.engine import reading, writing
from register.people_tables import TRAIL

DONE, REFUSED = "done", "refused"
BLANK = "blank"
_LONGEST_ABOUT = 500
_LONGEST_PERSONAL = 300
_FIRST = "0" * 64
_CHAINED = ("id", "at", "person_id", "act", "outcome", "park_id", "about", "personal_digest")
_AT_ONCE = 1000


def add(register: Engine, at: datetime, person: int, act: str, outcome: str, park: str | None, about: str, personal: dict[str, str]) -> int:
    """One more row; its number.

    Parameters
    ----------
    person : the number of who did it; 0 where nobody has logged in
    personal : what may be blanked later, such as name and address
    """
    with writing(register) as connection:
        return _add(connection, at, person, act, outcome, park, about, personal)


def blank(register: Engine, at: datetime, number: int, by: int, personal: dict[str, str]) -> None:
    """Take a person's name and login away, and what the trail says of the person; a row says who did it.

    Raises
    ------
    LanduseError : person_unknown, last_admin
    """
    with writing(register) as connection:
        people.blank(connection, number, at)
        connection.execute(update(TRAIL).where(TRAIL.c.person_id == number).values(personal=None, salt=None))
        _add(connection, at, by, BLANK, DONE, None, str(number), {} if by == number else personal)


def rows(register: Engine, newest: int | None = None) -> list[dict[str, Any]]:
    """The trail, the newest row first; all of it, or so many rows."""
    wanted = select(TRAIL).order_by(TRAIL.c.id.desc()).limit(newest)
    with reading(register) as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def verify(register: Engine) -> tuple[int, str]:
    """Follow the whole chain: how many rows there are, and the digest of the last.

    Raises
    ------
    LanduseError : trail_broken, with the first row that does not fit
    """
    count, before = 0, _FIRST
    with reading(register) as connection:
        gone = select(TRAIL.c.about).where(TRAIL.c.act == BLANK, TRAIL.c.outcome == DONE)
        blanked = {int(about) for about in connection.execute(gone).scalars() if about.isdecimal()}
        for row in _in_order(connection):
            count += 1
            if row["id"] != count or row["digest"] != _digest(row, before) or not _personal_fits(row, blanked):
                raise LanduseError("trail_broken", number=count)
            before = row["digest"]
    return count, before


def _add(
    connection: Connection, at: datetime, person: int, act: str, outcome: str, park: str | None, about: str, personal: dict[str, str]
) -> int:
    last = connection.execute(select(TRAIL.c.id, TRAIL.c.digest).order_by(TRAIL.c.id.desc()).limit(1)).first()
    number, before = (1, _FIRST) if last is None else (last.id + 1, last.digest)
    kept = {name: value[:_LONGEST_PERSONAL] for name, value in personal.items()}
    salt = secrets.token_hex(16)
    row: dict[str, Any] = {"id": number, "at": at.astimezone(UTC).isoformat(timespec="milliseconds"), "person_id": person, "act": act}
    row |= {"outcome": outcome, "park_id": park and park[:60], "about": about[:_LONGEST_ABOUT], "personal": kept, "salt": salt}
    row["personal_digest"] = _salted(kept, salt)
    connection.execute(insert(TRAIL), [row | {"digest": _digest(row, before)}])
    return number


def _in_order(connection: Connection) -> Iterator[Any]:
    """All rows by number, some at a time."""
    last = 0
    while found := connection.execute(select(TRAIL).where(TRAIL.c.id > last).order_by(TRAIL.c.id).limit(_AT_ONCE)).mappings().all():
        yield from found
        last = found[-1]["id"]


def _personal_fits(row: Any, blanked: set[int]) -> bool:
    if row["personal"] is None or row["salt"] is None:
        return row["person_id"] in blanked
    return _salted(row["personal"], row["salt"]) == row["personal_digest"]


def _digest(row: Any, before: str) -> str:
    return _sha256([before, *(row[name] for name in _CHAINED)])


def _salted(personal: dict[str, str], salt: str) -> str:
    return _sha256([salt, personal])


def _sha256(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
