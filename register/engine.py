"""Open the register: SQLite beside the data, or the database that PARKAREAL_DATABASE_URL names.

One engine for each database and process, migrated when it is first opened. Readers never wait; writers wait for each
other, so that events are numbered in the order in which they were kept, on both databases.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from landuse.words.errors import LanduseError
from register.migrate import migrate

URL_VARIABLE = "PARKAREAL_DATABASE_URL"
FILE = "register.sqlite"
_WAIT_S = 60  # for another writer
_WRITERS_LOCK = 7_275_637  # any number that no other user of the database takes
_ENGINES: dict[tuple[str, int], Engine] = {}
_OPENING = Lock()


def open_register(root: Path) -> Engine:
    """The register of a data folder, made or brought up to date when it is first opened.

    Raises
    ------
    LanduseError : register_url, register_driver, register_unreachable, register_newer
    """
    url = _url(root)
    key = (url.render_as_string(hide_password=False), os.getpid())
    with _OPENING:
        engine = _ENGINES.get(key)
        if engine is not None and not _is_there(url):
            engine.dispose()
            engine = None
        if engine is None:
            engine = _ENGINES[key] = _opened(url)
    return engine


def close_registers() -> None:
    """Close every connection of this process; the next use opens them again."""
    with _OPENING:
        while _ENGINES:
            _ENGINES.popitem()[1].dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that is kept whole or not at all, with no other writer beside it.

    Raises
    ------
    LanduseError : register_busy, when another writer takes too long
    """
    with engine.connect().execution_options(writing=True) as connection:
        try:
            transaction = connection.begin()
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _WRITERS_LOCK})
        except OperationalError as error:
            raise LanduseError("register_busy", seconds=_WAIT_S) from error
        with transaction:
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A reader that sees one moment of the register, whoever writes meanwhile."""
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection:
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


def _is_there(url: URL) -> bool:
    """Whether the database is still where it was; a SQLite file may have been moved away."""
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def _opened(url: URL) -> Engine:
    engine = _engine(url)
    try:
        with _alone(url), writing(engine) as connection:
            migrate(connection)
    except DatabaseError as error:
        engine.dispose()
        raise LanduseError("register_unreachable", where=url.render_as_string(), reason=_first_line(error)) from error
    except LanduseError:
        engine.dispose()
        raise
    return engine


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "postgresql":
            settings = f"-c lock_timeout={_WAIT_S}s"
            return create_engine(url, connect_args={"options": settings, "connect_timeout": 10}, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": _WAIT_S})
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
        raise LanduseError("data_unwritable", file=path.name, reason=error.strerror or error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _first_line(error: DatabaseError) -> str:
    return str(error.orig).strip().splitlines()[0]
