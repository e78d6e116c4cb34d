"""Keep the whole register in one file, and bring it back into either database, whole or not at all.

The file is a zip with a manifest, one file of JSON lines per table, the photos of what parks offer, and the parks' kept baselines.
The manifest has the schema, for each table how many rows there are and their checksum, the names of the photos, which are checksums
themselves, and the baselines, which have theirs.
Reading it is register/backup_file.py; whether its rows can be the register's, register/judge.py.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Engine, LargeBinary, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.exc import IntegrityError

from landuse.words.errors import LanduseError
from parks import frozen
from parks.atomic import write_whole
from parks.scratch import scratch_folder
from register import backup_file, baselines, generation, photos
from register.backup_file import Kept
from register.engine import reading, writing
from register.judge import Judge
from register.judge_columns import check_columns, wrong
from register.migrate import NOT_KEPT, SCHEMA, migrate
from register.tables import Base, Moment

_BATCH = 1000


def save(register: Engine, path: Path, root: Path | None = None) -> dict[str, int]:
    """Write one moment of the register to a file, whole or not at all, whoever writes meanwhile; rows by table.

    Parameters
    ----------
    root : the data folder that has the photos and the baselines; None: without them
    """
    rows: dict[str, int] = {}
    write_whole(path, lambda temporary: rows.update(_write(register, temporary, root)))
    return rows


def restore(
    register: Engine, path: Path, keep_as: Path | None = None, root: Path | None = None, todays: Mapping[str, date] | None = None
) -> dict[str, int]:
    """Bring back what a file holds, in one transaction; rows by table. All of it is judged before anything changes.

    Parameters
    ----------
    root : the data folder that gets the photos, before the rows that name them, and the baselines; None: without them
    keep_as : where to keep what is in the register before it goes; None: nothing may go
    todays : what counts as today in the parks that there are

    Raises
    ------
    LanduseError : backup_broken, backup_newer, backup_row, register_not_empty; nothing has changed then
    """
    kept = backup_file.read(path)
    content = _judged(path, kept, photos.whole_names(root) if root else [], todays or {})
    try:
        with writing(register) as connection:
            there = sum(rows_in(connection).values())
            if there and keep_as is None:
                raise LanduseError("register_not_empty", rows=there)
            if there and keep_as:
                save(register, keep_as, root)  # no other writer comes in between
            if root is not None:
                for picture in kept.pictures.values():
                    photos.keep(root, picture)
            _keep_baselines(kept, root)
            highest = generation.highest_number(connection)
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
            for table in Base.metadata.sorted_tables:
                _insert(connection, table, content[table.name])
            generation.renew(connection, highest)
    except IntegrityError as error:
        raise backup_file.broken(path, str(error.orig).splitlines()[0]) from error
    return {name: len(rows) for name, rows in content.items()}


def _judged(path: Path, kept: Kept, there: Collection[str], todays: Mapping[str, date]) -> dict[str, list[dict]]:
    """The rows as the present schema has them, each of which can be the register's."""
    if kept.schema == SCHEMA:
        content = _typed(path.name, kept.rows, Base.metadata.sorted_tables)
    else:
        content = _migrated(path.name, kept.rows, kept.schema)
    Judge(path.name, content, {*kept.pictures, *kept.lost, *there}, todays).check()
    return {name: sorted(rows, key=lambda row: row["id"]) for name, rows in content.items()}  # what is undone before what undoes


def _keep_baselines(kept: Kept, root: Path | None) -> None:
    """The baselines of the parks that are here, where none of their number lies there: none is ever changed."""
    if root is None:
        return
    for one in kept.baselines:
        folder = root / frozen.PARKS / one.about["park_id"]
        there = {path.name for path in frozen.kept(folder)}
        if folder.is_dir() and f"{one.about['number']:03d}" not in there:
            baselines.keep(folder, one)


def rows_in(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in Base.metadata.sorted_tables}


def parks_in(register: Engine) -> set[str]:
    """The ids of the parks that anything is kept of."""
    tables = [table for table in Base.metadata.sorted_tables if "park_id" in table.c]
    with reading(register) as connection:
        return {park_id for table in tables for park_id in connection.execute(select(table.c.park_id).distinct()).scalars()}


def _write(register: Engine, path: Path, root: Path | None) -> dict[str, int]:
    about: dict[str, dict] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, reading(register) as connection:
        shown: set[str] = set()
        for table in Base.metadata.sorted_tables:
            digest, count = hashlib.sha256(), 0
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
                for row in connection.execute(select(table).order_by(table.c.id)).mappings():
                    shown.add(row.get("facts", {}).get("photo") or "")
                    line = (json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n").encode()
                    digest.update(line)
                    stream.write(line)
                    count += 1
            about[table.name] = {"rows": count, "sha256": digest.hexdigest()}
        pictures = _write_photos(archive, root) if root else []  # after the rows, so that none of theirs is missed
        kept = frozen.all_kept(root) if root else []
        for folder in kept:
            for name, content in baselines.files_of(baselines.read(folder)).items():
                archive.writestr(f"{backup_file.BASELINES}/{folder.parents[1].name}/{folder.name}/{name}", content, zipfile.ZIP_STORED)
        manifest = {"format": backup_file.FORMAT, "schema": SCHEMA, "made_at": datetime.now(UTC).isoformat(), "tables": about}
        manifest |= {"photos": pictures, "photos_lost": sorted(name for name in shown - set(pictures) if photos.is_name(name))}
        manifest |= {"baselines": [f"{folder.parents[1].name}/{folder.name}" for folder in kept]}
        archive.writestr(backup_file.MANIFEST, json.dumps(manifest, indent=1))
    return {name: said["rows"] for name, said in about.items()}


def _write_photos(archive: zipfile.ZipFile, root: Path) -> list[str]:
    """The names of the photos that were written; one that goes while they are is not among them."""
    written = []
    for name in photos.names(root):
        photo = photos.read(root, name)
        if photo is not None:
            archive.writestr(f"{photos.FOLDER}/{name}", photo, zipfile.ZIP_STORED)
            written.append(name)
    return written


def _typed(file: str, raw: dict[str, list[dict]], tables: Collection[Table]) -> dict[str, list[dict]]:
    """The rows of tables with their dates, times and bytes; the tables must be those."""
    for name in sorted(set(raw) ^ {table.name for table in tables}):
        raise LanduseError("backup_broken", file=file, reason=name)
    return {table.name: [_row(file, table, row) for row in raw[table.name]] for table in tables}


def _migrated(file: str, raw: dict[str, list[dict]], schema: str) -> dict[str, list[dict]]:
    """Rows of an older schema: put into a scratch register of that schema, migrated, and read again."""
    with scratch_folder() as folder:
        scratch = create_engine(f"sqlite:///{folder}/scratch.sqlite")
        with scratch.begin() as connection:
            migrate(connection, schema)
            older = MetaData()
            older.reflect(connection, only=lambda name, _: name not in NOT_KEPT)
            rows = _typed(file, raw, older.sorted_tables)
            for table in older.sorted_tables:
                for row in rows[table.name]:
                    check_columns(file, table, row)
                _insert(connection, table, rows[table.name])
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


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _row(file: str, table: Table, row: dict) -> dict:
    for column in sorted(set(row) ^ set(table.c.keys())):
        raise wrong(file, table.name, row, column, "columns")
    return {name: _value(file, table, row, name) for name in row}


def _value(file: str, table: Table, row: dict, name: str) -> Any:
    value, kind = row[name], table.c[name].type
    if value is None:
        return None
    try:
        if isinstance(kind, (DateTime, Moment)):
            return datetime.fromisoformat(value)
        if isinstance(kind, Date):
            return date.fromisoformat(value)
        return base64.b64decode(value, validate=True) if isinstance(kind, LargeBinary) else value
    except (TypeError, ValueError) as error:
        raise wrong(file, table.name, row, name, "outline" if isinstance(kind, LargeBinary) else "day") from error
