"""The register where nothing can be written: a copy in memory of what its file holds, brought up to date there.

On a read-only or full disk SQLite cannot make the files that it needs beside a register, and nobody can make a register or
bring an old one up to date. What the file holds is read all the same, and a file that was never made is an empty register.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, StaticPool, create_engine, event

from landuse.words.errors import LanduseError, Word, system_word
from parks.scratch import scratch_folder
from register import faults
from register.migrate import migrate

_UNFINISHED = ("-wal", "-journal")  # what SQLite has not brought into the file itself
_LOG_MARK = slice(18, 20)  # of the header; a database in memory has no write-ahead log
_NO_LOG = b"\x01\x01"
_ROOM_BYTES = 128 * 1024  # what SQLite needs beside a register


def view(url: URL) -> Engine:
    """An engine that reads what a register's file holds now; writing to it is refused.

    Raises
    ------
    LanduseError : register_newer, or why the file cannot be read (`register.faults`)
    """
    content = _content(url, _state(Path(url.database or "")))
    engine = create_engine(url, creator=lambda: _in_memory(content), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        _refuse(connection.engine.url)
    connection.exec_driver_sql("BEGIN")


def _refuse(url: URL) -> None:
    """Say why nothing can be written, as it is now: a disk that is full is not one that nobody may write to."""
    path = Path(url.database or "")
    try:
        with scratch_folder(path.parent) as folder:
            (folder / path.name).write_bytes(bytes(_ROOM_BYTES))
    except OSError as error:
        raise LanduseError("data_unwritable", file=path.name, reason=system_word(error)) from error
    raise LanduseError(faults.READ_ONLY, where=faults.shown(url), kept=Word("register.nothing_kept"))


def _state(path: Path) -> tuple[tuple[int, int, int] | None, ...]:
    """What changes whenever somebody writes to the file, from wherever; None for what is not there."""
    try:
        return tuple(_seen(part) for part in (path, *_parts(path)))
    except OSError as error:
        raise LanduseError(faults.UNREACHABLE, where=path.name, kept="") from error


def _seen(path: Path) -> tuple[int, int, int] | None:
    try:
        said = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return said.st_ino, said.st_size, said.st_mtime_ns


def _parts(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _UNFINISHED]


@lru_cache(maxsize=4)
def _content(url: URL, state: tuple[tuple[int, int, int] | None, ...]) -> bytes:
    """A whole database of the present schema, read once for each state of the file."""
    path = Path(url.database or "")
    with faults.told(url), closing(_in_memory(b"")) as memory:
        if state[0] is not None:
            with _source(path, any(part and part[1] for part in state[1:])) as source:
                source.backup(memory)
        engine = create_engine(url, creator=lambda: memory, poolclass=StaticPool)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        with engine.begin() as connection:
            migrate(connection)
        content = bytearray(memory.serialize())
    content[_LOG_MARK] = _NO_LOG
    return bytes(content)


def _in_memory(content: bytes) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    if content:
        memory.deserialize(content)
    return memory


@contextmanager
def _source(path: Path, unfinished: bool) -> Iterator[sqlite3.Connection]:
    """The file, opened without writing beside it; what is unfinished is finished in a private copy."""
    if not unfinished:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as source:
            yield source
        return
    try:
        with scratch_folder() as folder:
            for part in (path, *_parts(path)):
                if part.exists():
                    shutil.copyfile(part, folder / part.name)
            with closing(sqlite3.connect(folder / path.name)) as source:
                yield source
    except OSError as error:
        raise LanduseError(faults.UNREACHABLE, where=path.name, kept="") from error
