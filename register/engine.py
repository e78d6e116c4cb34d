"""Open the register: SQLite beside the data, or the database that PARKAREAL_DATABASE_URL names.

One engine for each database and process, migrated when it is first opened. Readers never wait; writers wait for each
other, so that events are numbered in the order in which they were kept, on both databases. A database that goes away is a
sentence (`register.faults`) until it is back; where nothing can be written, what is there is read (`register.read_only`).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from landuse.words.errors import LanduseError, system_word
from register import faults
from register.migrate import SCHEMA, migrate, schema_of
from register.read_only import view

URL_VARIABLE = "PARKAREAL_DATABASE_URL"
FILE = "register.sqlite"
_WRITERS_LOCK = 7_275_637  # any number that no other user of the database takes
_VIEW_S = 1.0  # how long a register that can only be read is believed to be so
_UNWRITABLE = ("data_unwritable", faults.READ_ONLY, faults.DISK_FULL, faults.DISK_FAULT, faults.UNREACHABLE)
_POSTGRES = {  # a server that is cut off is noticed within half a minute
    "connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000,
}  # fmt: skip
_OPENING = Lock()


@dataclass(frozen=True)
class _Opened:
    """An engine, and until when (monotonic seconds) it is used without being opened anew; None: for as long as it is there."""

    engine: Engine
    until_s: float | None


_ENGINES: dict[tuple[str, int], _Opened] = {}
_FAILED: dict[tuple[str, int], tuple[float, LanduseError]] = {}


def open_register(root: Path) -> Engine:
    """The register of a data folder, made or brought up to date when it is first opened.

    One that cannot be written to, or made, can be read; it is looked at anew after a second.

    Raises
    ------
    LanduseError : register_url, register_driver, register_newer, or the database's fault (`register.faults`)
    """
    url = _url(root)
    key, asked_s = (url.render_as_string(hide_password=False), os.getpid()), time.monotonic()
    with _OPENING:
        opened = _ENGINES.get(key)
        if opened is not None and _is_over(opened, url):
            opened.engine.dispose()
            opened = None
        if opened is None:
            _refuse_with_others(key, asked_s)
            opened = _ENGINES[key] = _newly_opened(key, url)
    return opened.engine


def close_registers() -> None:
    """Close every connection of this process; the next use opens them again."""
    with _OPENING:
        _FAILED.clear()
        while _ENGINES:
            _ENGINES.popitem()[1].engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that is kept whole or not at all, with no other writer beside it.

    Raises
    ------
    LanduseError : the database's fault (`register.faults`): register_busy, when another writer takes too long;
        register_unsure, when it went away while it was keeping this
    """
    with faults.told(engine.url, writing=True) as stage, engine.connect().execution_options(writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _WRITERS_LOCK})
        yield connection
        stage.keeping = True


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A reader that sees one moment of the register, whoever writes meanwhile.

    Raises
    ------
    LanduseError : the database's fault (`register.faults`)
    """
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with faults.told(engine.url), engine.connect().execution_options(**options) as connection:
        yield connection


def _url(root: Path) -> URL:
    named = os.environ.get(URL_VARIABLE)
    if not named:
        return URL.create("sqlite", database=str(root / FILE))
    try:
        url = make_url(named)
    except ArgumentError as error:
        raise LanduseError("register_url", variable=URL_VARIABLE) from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("postgresql", "sqlite"):
        raise LanduseError("register_url", variable=URL_VARIABLE)
    return url


def _is_over(opened: _Opened, url: URL) -> bool:
    """Whether a register is to be opened anew: a SQLite file was moved away, or could not be written to a while ago."""
    if opened.until_s is not None:
        return time.monotonic() > opened.until_s
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def _refuse_with_others(key: tuple[str, int], asked_s: float) -> None:
    """Who waited while another found the register out of reach is told the same at once, instead of waiting as long again."""
    failed_s, error = _FAILED.get(key, (-1.0, None))
    if error is not None and failed_s >= asked_s:
        raise LanduseError(error.code, **error.values)


def _newly_opened(key: tuple[str, int], url: URL) -> _Opened:
    try:
        return _Opened(_writable(url), None)
    except LanduseError as error:
        if url.get_backend_name() == "sqlite" and error.code in _UNWRITABLE:
            return _Opened(view(url), time.monotonic() + _VIEW_S)
        _FAILED[key] = (time.monotonic(), error)
        raise


def _writable(url: URL) -> Engine:
    """An engine on a register of the present schema; a register that has it already is only read."""
    engine = _engine(url)
    try:
        if not _is_up_to_date(engine):
            with _alone(url), writing(engine) as connection:
                migrate(connection)
    except LanduseError:
        engine.dispose()
        raise
    return engine


def _is_up_to_date(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return False
    with reading(engine) as connection:
        return schema_of(connection) == SCHEMA


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "postgresql":
            settings = f"-c lock_timeout={faults.WAIT_S}s"
            return create_engine(url, connect_args={"options": settings, **_POSTGRES}, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": faults.WAIT_S})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LanduseError("register_driver", missing=getattr(error, "name", None) or url.drivername) from error
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """SQLite as the register wants it; transactions are begun by us."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes its place in the queue at once; a plain BEGIN would find the database locked half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """One process at a time makes or migrates a SQLite file."""
    if url.get_backend_name() != "sqlite":
        yield
        return
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock").open("w")
    except OSError as error:
        raise LanduseError("data_unwritable", file=path.name, reason=system_word(error)) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
