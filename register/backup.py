"""Keep the whole register in one file, and bring it back into either database, whole or not at all.

The file is a zip with a manifest, one file of JSON lines per table, and the photos of what parks offer. The manifest has the
schema, for each table how many rows there are and their checksum, and the names of the photos, which are checksums themselves.
"""

import base64
import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Date, DateTime, Engine, LargeBinary, MetaData, Table, create_engine, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from landuse.words.errors import LanduseError
from parks.atomic import write_whole
from register import photos
from register.engine import reading, writing
from register.migrate import SCHEMA, known_schemas, migrate
from register.tables import Base, Moment

_FORMAT = "parkareal-register"
_MANIFEST = "manifest.json"
_BATCH = 1000


def save(register: Engine, path: Path, root: Path | None = None) -> dict[str, int]:
    """Write one moment of the register to a file, whole or not at all, whoever writes meanwhile; rows by table.

    Parameters
    ----------
    root : the data folder that has the photos; None: without them
    """
    rows: dict[str, int] = {}
    write_whole(path, lambda temporary: rows.update(_write(register, temporary, root)))
    return rows


def restore(register: Engine, path: Path, keep_as: Path | None = None, root: Path | None = None) -> dict[str, int]:
    """Bring back what a file holds, in one transaction; rows by table.

    Parameters
    ----------
    root : the data folder that gets the photos, before the rows that name them; None: without them
    keep_as : where to keep what is in the register before it goes; None: nothing may go

    Raises
    ------
    LanduseError : backup_broken, backup_newer, register_not_empty; nothing has changed then
    """
    content, pictures = _read(path)
    try:
        with writing(register) as connection:
            there = sum(rows_in(connection).values())
            if there and keep_as is None:
                raise LanduseError("register_not_empty", rows=there)
            if there and keep_as is not None:
                save(register, keep_as, root)  # no other writer comes in between
            for picture in pictures if root else ():
                photos.keep(root, picture)
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
            for table in Base.metadata.sorted_tables:
                _insert(connection, table, content[table.name])
                _count_on(connection, table)
    except IntegrityError as error:
        raise _broken(path, str(error.orig).splitlines()[0]) from error
    return {name: len(rows) for name, rows in content.items()}


def rows_in(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in Base.metadata.sorted_tables}


def _write(register: Engine, path: Path, root: Path | None) -> dict[str, int]:
    about: dict[str, dict] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, reading(register) as connection:
        for table in Base.metadata.sorted_tables:
            digest, count = hashlib.sha256(), 0
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
                for row in connection.execute(select(table).order_by(table.c.id)).mappings():
                    line = (json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n").encode()
                    digest.update(line)
                    stream.write(line)
                    count += 1
            about[table.name] = {"rows": count, "sha256": digest.hexdigest()}
        pictures = photos.names(root) if root else []  # after the rows, so that none of theirs is missed
        for name in pictures:
            archive.writestr(f"{photos.FOLDER}/{name}", photos.read(root, name), zipfile.ZIP_STORED)
        manifest = {"format": _FORMAT, "schema": SCHEMA, "made_at": datetime.now(UTC).isoformat(), "tables": about, "photos": pictures}
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return {name: said["rows"] for name, said in about.items()}


def _read(path: Path) -> tuple[dict[str, list[dict]], list[bytes]]:
    """All rows by table, as the present schema has them, and the photos; read and checked before anything is touched."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest["format"] != _FORMAT:
                raise _broken(path, manifest["format"])
            if manifest["schema"] not in known_schemas():
                raise LanduseError("backup_newer", file=path.name, found=manifest["schema"], expected=SCHEMA)
            raw = {name: _checked(archive, path, name, said) for name, said in manifest["tables"].items()}
            pictures = [_checked_photo(archive, path, name) for name in manifest.get("photos", [])]
        return _typed(raw) if manifest["schema"] == SCHEMA else _migrated(raw, manifest["schema"]), pictures
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise _broken(path, error) from error


def _checked(archive: zipfile.ZipFile, path: Path, name: str, said: dict) -> list[dict]:
    content = archive.read(f"{name}.jsonl")
    lines = content.splitlines()
    if hashlib.sha256(content).hexdigest() != said["sha256"] or len(lines) != said["rows"]:
        raise _broken(path, f"{name}: sha256")
    return [json.loads(line) for line in lines]


def _checked_photo(archive: zipfile.ZipFile, path: Path, name: str) -> bytes:
    picture = archive.read(f"{photos.FOLDER}/{name}")
    if photos.name_of(picture) != name:
        raise _broken(path, f"{name}: sha256")
    return picture


def _typed(raw: dict[str, list[dict]]) -> dict[str, list[dict]]:
    return {table.name: [_row(table, row) for row in raw[table.name]] for table in Base.metadata.sorted_tables}


def _migrated(raw: dict[str, list[dict]], schema: str) -> dict[str, list[dict]]:
    """Rows of an older schema: put into a scratch register of that schema, migrated, and read again."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = create_engine(f"sqlite:///{folder}/scratch.sqlite")
        with scratch.begin() as connection:
            migrate(connection, schema)
            older = MetaData()
            older.reflect(connection, only=list(raw))
            for table in older.sorted_tables:
                _insert(connection, table, [_row(table, row) for row in raw[table.name]])
            migrate(connection)
            tables = Base.metadata.sorted_tables
            content = {t.name: [dict(row) for row in connection.execute(select(t).order_by(t.c.id)).mappings()] for t in tables}
        scratch.dispose()
    return content


def _insert(connection: Connection, table: Table, rows: list[dict]) -> None:
    for batch in _batches(rows):
        connection.execute(insert(table), batch)


def _batches(rows: list[dict]) -> Iterator[list[dict]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _count_on(connection: Connection, table: Table) -> None:
    """New rows are numbered after the restored ones; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        newest = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), greatest(max(id), 1), max(id) IS NOT NULL) FROM {table.name}"
        connection.execute(text(newest))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _row(table: Table, row: dict) -> dict:
    if set(row) != set(table.c.keys()):
        raise ValueError(f"{table.name}: {', '.join(sorted(set(row) ^ set(table.c.keys())))}")
    return {name: _value(table.c[name], value) for name, value in row.items()}


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, (DateTime, Moment)):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value, validate=True) if isinstance(column.type, LargeBinary) else value


def _broken(path: Path, reason: object) -> LanduseError:
    return LanduseError("backup_broken", file=path.name, reason=str(reason))
