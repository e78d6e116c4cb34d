"""Rows of a file, counted without the driver that reads it, so that a row lost on the way is noticed.

Of a file geodatabase the count is that of its own header, which the driver keeps apart from the rows that it finds.
"""

import re
import sqlite3
import struct
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio

from door.formats import geojson, gml, parquet, sosi, xlsx
from door.guarded import Guarded
from door.limits import LIMITS
from door.names import shown_name
from landuse.words.errors import LanduseError

_WAL = 2
_VIRTUAL = re.compile(r"virtual\s+table.*?\busing\s+\"?(\w+)", re.IGNORECASE | re.DOTALL)
_INDEXES = {"rtree", "rtree_i32", "fts3", "fts4", "fts5"}
_STEPS = 100_000  # of SQLite between two looks at the clock
_DBF_DELETED = ord("*")
_SHP_HEAD = 100
_CP1252, _CP865 = "æøåÆØÅ".encode("cp1252"), "æøåÆØÅ".encode("cp865")


def counted(file: Guarded, table: str) -> int:
    """Rows of a table.

    Raises
    ------
    LanduseError : file_damaged, file_refused
    """
    if file.format in ("csv", "xlsx"):
        return xlsx.count(file, table)
    if file.format == "gpkg":
        return count_gpkg(file.path, table, file.name)
    if file.format == "geojson":
        return geojson.count(file.path, file.name)
    if file.format == "shp":
        return count_shp(file.path, file.name)
    if file.format == "fgb":
        return count_fgb(file.path, file.name)
    if file.format == "parquet":
        return parquet.count(file)
    if file.format == "sosi":
        return sosi.count(file, table)
    if file.format == "gdb":
        return int(pyogrio.read_info(file.path, layer=table, force_feature_count=True)["features"])
    return gml.scan(file.path, file.name).rows.get(table, 0)


def count_gpkg(path: Path, table: str, name: str) -> int:
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


def count_shp(path: Path, name: str) -> int:
    """Records of the `.dbf` that are not struck out; the `.shp` must be as long as it says and have no more records than they are.

    Raises
    ------
    LanduseError : file_damaged, file_cut, rows_lost
    """
    with path.open("rb") as stream:
        words = int.from_bytes(stream.read(28)[24:28], "big")
    if path.stat().st_size < 2 * words:
        raise LanduseError("file_cut", file=name, bytes=2 * words - path.stat().st_size)
    content = path.with_suffix(".dbf").read_bytes()
    if len(content) < 32:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    records, start, length = np.frombuffer(content[4:8], "<u4")[0], *np.frombuffer(content[8:12], "<u2")
    if length == 0:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    flags = np.frombuffer(content, "u1")[int(start) :: int(length)][: int(records)]
    if len(flags) < records:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    shapes, places = _shp_records(path), max(path.with_suffix(".shx").stat().st_size - _SHP_HEAD, 0) // 8
    if shapes > min(int(records), places):
        raise LanduseError("rows_lost", file=name, rows=shapes, read=min(int(records), places))
    return int((flags != _DBF_DELETED).sum())


def _shp_records(path: Path) -> int:
    """Records in a `.shp`, by their own heads; one that was written anew elsewhere in the file has its number twice.

    Source
    ------
    ESRI Shapefile Technical Description, July 1998: main file record headers; number and length in words, big-endian
    """
    numbers, at, size = set(), _SHP_HEAD, path.stat().st_size
    with path.open("rb") as stream:
        while at + 8 <= size:
            stream.seek(at)
            number, words = struct.unpack(">ii", stream.read(8))
            if words < 2 or at + 8 + 2 * words > size:
                break
            numbers.add(number)
            at += 8 + 2 * words
    return len(numbers)


def dbf_encoding(path: Path) -> tuple[str, list[list[str]]]:
    """The encoding of a shapefile's attributes by their bytes, and a note where that is not what its `.cpg` says.

    UTF-8 where all bytes are; else what the `.cpg` names; else Windows' or DOS' Norwegian letters, whichever are more.
    """
    content = path.with_suffix(".dbf").read_bytes()
    side = path.with_suffix(".cpg")
    said = side.read_text(encoding="ascii", errors="replace").strip().upper()[:20] if side.exists() else ""
    start = int.from_bytes(content[8:10], "little")
    found = _by_bytes(content[32:start] + content[start:], said)
    same = re.sub(r"\W", "", found.upper()) in re.sub(r"\W", "", said) or content.isascii()
    return found, [] if same else [["encoding", found, said or "–"]]


def _by_bytes(content: bytes, said: str) -> str:
    try:
        content.decode("utf-8")
        return "UTF-8"
    except UnicodeDecodeError:
        windows, dos = (sum(content.count(bytes([letter])) for letter in letters) for letters in (_CP1252, _CP865))
    if said in ("865", "CP865", "IBM865", "850", "CP850") or (dos > windows and said in ("", "UTF-8", "UTF8")):
        return "CP865"
    return "CP1252"


def count_fgb(path: Path, name: str) -> int:
    """Features of a FlatGeobuf, by walking from one length to the next behind its header and its index.

    Raises
    ------
    LanduseError : file_damaged, file_cut, count_differs

    Source
    ------
    FlatGeobuf 3: magic, header with its length, packed Hilbert R-tree, features each with its length
    """
    content = path.read_bytes()
    try:
        (header,) = struct.unpack_from("<I", content, 8)
        features, node = (_fgb_field(content, 12, *field) for field in ((8, "<Q", 0), (9, "<H", 16)))
        at, found = 12 + header + _fgb_index_bytes(features, node), 0
        while at < len(content):
            (length,) = struct.unpack_from("<I", content, at)
            at, found = at + 4 + length, found + 1
    except struct.error as error:
        raise LanduseError("file_damaged", file=name, reason="FlatGeobuf") from error
    if features and features != found:
        raise LanduseError("count_differs", file=name, said=features)
    if at != len(content):
        raise LanduseError("file_cut", file=name, bytes=at - len(content))
    return found


def _fgb_field(content: bytes, start: int, field: int, kind: str, blank: int) -> int:
    """A field of the header's root table, or what it is when left out."""
    (root,) = struct.unpack_from("<I", content, start)
    table = start + root
    (back,) = struct.unpack_from("<i", content, table)
    vtable = table - back
    (size,) = struct.unpack_from("<H", content, vtable)
    offset = struct.unpack_from("<H", content, vtable + 4 + 2 * field)[0] if 4 + 2 * field < size else 0
    return struct.unpack_from(kind, content, table + offset)[0] if offset else blank


def _fgb_index_bytes(features: int, node: int) -> int:
    if not features or node < 2:
        return 0
    level, nodes = features, features
    while level != 1:
        level = -(-level // node)
        nodes += level
    return nodes * 40
