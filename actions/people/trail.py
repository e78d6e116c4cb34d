"""The trail of who did what: told only where people log in, since a typed name proves nothing."""

from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from landuse.roles.person import Person
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_json
from landuse.words.log import LOG
from parks.atomic import write_whole
from parks.park import data_root
from people import login
from register import trail as kept
from register.engine import open_register

DONE, REFUSED = kept.DONE, kept.REFUSED
LOGIN, LOGOUT, DOWNLOAD = "login", "logout", "download"
FIELDS = ("id", "at", "person_id", "name", "from", "act", "outcome", "park_id", "about", "digest")
came_from: ContextVar[str] = ContextVar("came_from", default="")


def tell(person: Person | None, act: str, outcome: str, park_id: str | None, about: str) -> bool:
    """One row more; whether it was kept, or there is no login. Where it cannot be written, the log says so."""
    if not login.is_wanted():
        return True
    try:
        kept.add(open_register(data_root()), _now(), person.number if person else 0, act, outcome, park_id, about, personal(person))
    except LanduseError as error:
        LOG.error("the trail lacks %s %s: %s", act, outcome, error.text("en"))
        return False
    return True


def must_tell(person: Person | None, act: str, park_id: str | None, about: str) -> None:
    """The same before unpublished data leave; where it cannot be written, they stay.

    Raises
    ------
    LanduseError : trail_unwritable
    """
    if not tell(person, act, DONE, park_id, about):
        raise LanduseError("trail_unwritable")


def personal(person: Person | None) -> dict[str, str]:
    """What of a row is about a person, and may be blanked."""
    return {"name": person.name if person else "", "from": came_from.get()}


def rows(newest: int | None = None) -> list[dict[str, Any]]:
    """The trail as it is shown, the newest row first, by `FIELDS`; a blanked person has no name."""
    found = kept.rows(open_register(data_root()), newest)
    return [{name: row.get(name, (row["personal"] or {}).get(name)) for name in FIELDS} for row in found]


def verify() -> tuple[int, str]:
    """How many rows the chain has, and its last digest: noted elsewhere, they show later that no row was taken off the end.

    Raises
    ------
    LanduseError : trail_broken
    """
    return kept.verify(open_register(data_root()))


def write(path: Path) -> None:
    """The whole trail as a file of JSON lines, the oldest row first."""
    lines = "".join(f"{for_json(row)}\n" for row in rows()[::-1]).encode()
    write_whole(path, lambda temporary: temporary.write_bytes(lines))


def _now() -> datetime:
    return datetime.now(UTC)
