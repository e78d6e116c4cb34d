"""A GeoPackage: its rows counted by SQLite, its views, and whether its last rows came along."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from door.formats import as_written, gdal
from door.formats.base import Format, Tables
from door.formats.source import Source
from door.guarded import Guarded
from door.limits import LIMITS
from door.lists.statements import Said
from door.names import shown_name
from landuse.words.errors import LanduseError

_WAL = 2
_VIRTUAL = re.compile(r"virtual\s+table.*?\busing\s+\"?(\w+)", re.IGNORECASE | re.DOTALL)
_INDEXES = {"rtree", "rtree_i32", "fts3", "fts4", "fts5"}
_STEPS = 100_000  # of SQLite between two looks at the clock


def count(path: Path, table: str, name: str) -> int:
    """`SELECT count(*)`, on the private copy; the count that a GeoPackage keeps of itself can be stale.

    Raises
    ------
    LanduseError : file_damaged, file_refused; view_endless, of a view that is not counted in time
    """
    quoted = table.replace('"', '""')
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise LanduseError("file_damaged", file=name, reason="quick_check")
            _check_virtual(connection, name)
            until = time.process_time() + LIMITS["view_cpu_s"]
            if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = ?", (table,)).fetchone():
                connection.set_progress_handler(lambda: time.process_time() > until, _STEPS)
            return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise LanduseError("view_endless", file=name, table=shown_name(table), limit_s=LIMITS["view_cpu_s"]) from error
        raise LanduseError("file_damaged", file=name, reason=error) from error
    except sqlite3.Error as error:
        raise LanduseError("file_damaged", file=name, reason=error) from error


def stale_notes(file: Guarded, table: str, rows: int) -> list[list[Any]]:
    """A note where a GeoPackage's own count of a table is not what the table has."""
    with closing(sqlite3.connect(f"file:{file.path}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_ogr_contents'").fetchone():
            return []
        row = connection.execute("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (table,)).fetchone()
    return [["stale_count", row[0], rows]] if row and row[0] is not None and row[0] != rows else []


def without_views(path: Path, names: list[str]) -> list[str]:
    """The tables of a GeoPackage, without a view that shows one of those with geometry once more."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        views = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
        spatial = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_geometry_columns")} if views else set()
    tables = [name for name in names if name in spatial - views.keys()]
    return [name for name in names if name not in views or not any(_names(views[name], table) for table in tables)]


def _names(sql: str, table: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(table)}(?!\w)", sql, re.IGNORECASE) is not None


def lacks_wal(path: Path) -> bool:
    """Whether a GeoPackage keeps its last rows in a `-wal` file that did not come along."""
    with path.open("rb") as stream:
        head = stream.read(20)
    return head[18] == _WAL and not path.with_name(path.name + "-wal").exists()


def _check_virtual(connection: sqlite3.Connection, name: str) -> None:
    """A virtual table can be a way to other files; only those of indexes are let in."""
    for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"):
        found = _VIRTUAL.search(sql)
        if found and found[1].lower() not in _INDEXES:
            raise LanduseError("file_refused", file=name, reason=f"virtual table using {found[1][:40]}")


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """A table, with what the driver would change as it is written; a view whose rows have no key of their own, as the driver gives it."""
    with gdal.driven(file.path, table, return_fids=True) as found:
        if not found.about["fid_column"]:
            yield Source(iter(found.rows), found.geometry, crs=found.crs)
            return
        yield as_written.source(as_written.OfGeoPackage(file.path, table, found.about), found, [])


def _is_geopackage(head: bytes, copy: Path) -> bool:
    return head.startswith(b"SQLite format 3\0") and head[68:72] in (b"GPKG", b"GP10", b"GP11")


FORMAT = Format(
    title_nb="GeoPackage",
    title_en="GeoPackage",
    endings=(".gpkg",),
    rank=1,
    how="every row, whatever the count that the file keeps of itself; its `-wal` beside it comes along",
    driver="GPKG",
    looks_like=_is_geopackage,
    tables=Tables(
        lambda file: without_views(file.path, gdal.tables(file.path)),
        opened,
        lambda file, table, wants: count(file.path, table, file.name),
        notes=stale_notes,
    ),
    strays=(".gpkg-shm",),
    journals=("-wal",),
    lacks_changes=lacks_wal,
)
