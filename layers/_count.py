"""Rows of a file, counted without the driver that reads it, so that a row lost on the way is noticed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from landuse.errors import LanduseError

_WAL = 2
_DBF_DELETED = ord("*")


def count_gpkg(path: Path, table: str, name: str) -> int:
    """`SELECT count(*)`, on the private copy; the count that a GeoPackage keeps of itself can be stale."""
    quoted = table.replace('"', '""')
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise LanduseError("file_damaged", file=name, reason="quick_check")
            return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
    except sqlite3.Error as error:
        raise LanduseError("file_damaged", file=name, reason=error) from error


def lacks_wal(path: Path) -> bool:
    """Whether a GeoPackage keeps its last rows in a `-wal` file that did not come along."""
    with path.open("rb") as stream:
        head = stream.read(20)
    return head[18] == _WAL and not path.with_name(path.name + "-wal").exists()


def count_geojson(path: Path, name: str) -> int:
    """Features of a GeoJSON document by a JSON parser."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LanduseError("file_damaged", file=name, reason=error) from error
    if document.get("type") == "FeatureCollection":
        return len(document.get("features") or [])
    return 1


def count_shp(path: Path, name: str) -> int:
    """Records of the `.dbf` that are not struck out."""
    content = path.with_suffix(".dbf").read_bytes()
    if len(content) < 32:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    records, start, length = np.frombuffer(content[4:8], "<u4")[0], *np.frombuffer(content[8:12], "<u2")
    flags = np.frombuffer(content, "u1")[int(start) :: int(length)][: int(records)]
    if len(flags) < records:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    return int((flags != _DBF_DELETED).sum())
