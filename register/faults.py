"""What a database's fault means to a user: one sentence of the catalogue, never the driver's own words.

PostgreSQL's faults are told apart by their SQLSTATE, SQLite's by their result code. The driver's words go to the log.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from landuse.words.errors import LanduseError, Word
from landuse.words.log import part_of_log

WAIT_S = 60  # for another writer
UNREACHABLE, REFUSED, CROWDED, BUSY, UNSURE = (
    "register_unreachable", "register_refused", "register_crowded", "register_busy", "register_unsure",
)  # fmt: skip
READ_ONLY, DISK_FULL, DISK_FAULT, DAMAGED, OTHER = (
    "register_read_only", "register_disk_full", "register_disk_fault", "register_damaged", "register_fault",
)  # fmt: skip
CODES = (UNREACHABLE, REFUSED, CROWDED, BUSY, UNSURE, READ_ONLY, DISK_FULL, DISK_FAULT, DAMAGED, OTHER)

_SQLSTATES = {  # PostgreSQL, appendix A: a whole code before its class
    "08": UNREACHABLE, "57": UNREACHABLE, "28": REFUSED, "3D": REFUSED, "42501": REFUSED, "53": CROWDED, "53100": DISK_FULL,
    "40": BUSY, "55P03": BUSY, "25006": READ_ONLY, "58": DISK_FAULT, "XX001": DAMAGED, "XX002": DAMAGED,
}  # fmt: skip
_AT_THE_DOOR = {  # words of a server that lets nobody in: libpq gives no SQLSTATE then
    "too many clients": CROWDED, "connection slots": CROWDED, "too many connections": CROWDED,
    "password authentication failed": REFUSED, "no password supplied": REFUSED, "pg_hba.conf": REFUSED, "does not exist": REFUSED,
}  # fmt: skip
_SQLITE_CODES = {  # sqlite.org/rescode.html, the primary codes
    3: READ_ONLY, 5: BUSY, 6: BUSY, 8: READ_ONLY, 10: DISK_FAULT, 11: DAMAGED, 13: DISK_FULL, 14: UNREACHABLE, 23: REFUSED, 26: DAMAGED,
}  # fmt: skip
_log = part_of_log("register")


@dataclass
class Stage:
    """How far a piece of work has come: from `keeping` on, nobody knows whether what breaks off was kept."""

    keeping: bool = False


@contextmanager
def told(url: URL, writing: bool = False) -> Iterator[Stage]:
    """Faults of the database in the block become a `LanduseError`; a row that breaks a rule stays SQLAlchemy's `IntegrityError`.

    Parameters
    ----------
    writing : whether it is worth saying that nothing has been kept

    Raises
    ------
    LanduseError : one of `CODES`
    """
    stage = Stage()
    values = {"where": shown(url), "seconds": WAIT_S, "kept": Word("register.nothing_kept") if writing else ""}
    try:
        yield stage
    except IntegrityError:
        raise
    except PoolTimeout as error:
        raise LanduseError(CROWDED, **values) from error
    except (DBAPIError, sqlite3.Error) as error:
        fault = (error.orig if isinstance(error, DBAPIError) else None) or error
        _log.warning("%s: %s", values["where"], str(fault).strip())
        raise LanduseError(_code(fault, stage), name=_name(fault), **values) from error


def shown(url: URL) -> str:
    """A register as a sentence on a page may name it: without folders, user and password."""
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "").name
    return f"{url.host or 'localhost'}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def code_of(fault: BaseException) -> str:
    """Which sentence a driver's error is."""
    number = getattr(fault, "sqlite_errorcode", None)
    if number is not None:
        return _SQLITE_CODES.get(number & 0xFF, OTHER)
    state = getattr(fault, "sqlstate", None)
    if state:
        return _SQLSTATES.get(state) or _SQLSTATES.get(state[:2], OTHER)
    if isinstance(fault, sqlite3.Error):
        return OTHER
    return next((code for words, code in _AT_THE_DOOR.items() if words in str(fault)), UNREACHABLE)


def _code(fault: BaseException, stage: Stage) -> str:
    code = code_of(fault)
    return UNSURE if stage.keeping and code in (UNREACHABLE, DISK_FAULT) else code


def _name(fault: BaseException) -> str:
    return getattr(fault, "sqlstate", None) or getattr(fault, "sqlite_errorname", None) or "–"
