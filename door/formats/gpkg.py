"""A GeoPackage: its rows counted by SQLite, its views, and whether its last rows came along."""

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from door.guarded import Guarded
from door.limits import LIMITS
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
    if file.format != "gpkg":
        return []
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
