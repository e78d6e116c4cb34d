"""GeoPackage by its spatial index: GDAL reads the rows of a window, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import pyproj

from bulk.source import BATCH_ROWS, GEOMETRY, ROW, Box, Named, boxes, checked_crs, filtered, meeting
from landuse.words.errors import LanduseError
from parks.read import UNREADABLE, first_line

_FID = "fid"
_MORE_M = 1.0  # a window is asked for so much wider: the index keeps boxes in single precision


@dataclass(frozen=True)
class GeoPackage:
    """One table of a file. The place of a row is its fid."""

    path: Path
    table: str
    geometry: str
    name: str
    crs: pyproj.CRS
    columns: tuple[str, ...]
    count: int
    is_indexed: bool

    def corners(self) -> Iterator[np.ndarray]:
        """From the geometry of all rows."""
        for batch in self.batches(()):
            yield boxes(batch, self.name)[:, :2]

    def values(self, column: str) -> Iterator[pa.ChunkedArray]:
        """One column, without the geometry."""
        options = {"columns": [column], "read_geometry": False, "batch_size": BATCH_ROWS * 4, "use_pyarrow": True}
        with pyogrio.open_arrow(self.path, layer=self.table, **options) as (_, reader):
            for batch in reader:
                yield pa.chunked_array([batch.column(column)])

    def batches(self, columns: tuple[str, ...]) -> Iterator[pa.Table]:
        """All rows in the order of the table."""
        with pyogrio.open_arrow(
            self.path, layer=self.table, columns=list(columns), return_fids=True, batch_size=BATCH_ROWS, use_pyarrow=True
        ) as (meta, reader):
            for batch in reader:
                yield _table(pa.Table.from_batches([batch]), meta, columns)

    def window(self, box: Box, columns: tuple[str, ...]) -> pa.Table:
        """The rows whose box meets the window, by fid."""
        wider = (box[0] - _MORE_M, box[1] - _MORE_M, box[2] + _MORE_M, box[3] + _MORE_M)
        meta, rows = pyogrio.read_arrow(self.path, layer=self.table, columns=list(columns), return_fids=True, bbox=wider)
        table = _table(rows, meta, columns)
        return filtered(table, meeting(boxes(table, self.name), box)).sort_by(ROW)

    def blank(self) -> int:
        """Rows whose geometry is NULL: the spatial index does not have them, so no window would show them."""
        where = f'"{self.geometry}" IS NULL'
        _, rows = pyogrio.read_arrow(self.path, layer=self.table, columns=[], read_geometry=False, return_fids=True, where=where)
        return len(rows)

    def rows_read(self, boxes: list[Box]) -> int:
        """With an index about as many as there are; without one, the whole table for each window."""
        return self.count if self.is_indexed else self.count * len(boxes)


def open_geopackage(named: Named) -> GeoPackage:
    """What the file says of one of its tables.

    Raises
    ------
    LanduseError : stream_unreadable, tables_several, table_missing, file_crs_missing, file_not_projected
    """
    try:
        tables = [str(table) for table, kind in pyogrio.list_layers(named.path) if kind]
        table = _one_table(named, tables)
        info = pyogrio.read_info(named.path, layer=table, force_feature_count=True)
    except UNREADABLE as error:
        raise LanduseError("stream_unreadable", file=named.path.name, reason=first_line(error, named.path.parent)) from error
    crs = pyproj.CRS.from_user_input(info["crs"]) if info["crs"] else None
    return GeoPackage(
        named.path,
        table,
        info["geometry_name"],
        named.name,
        checked_crs(crs, named.path.name),
        tuple(str(field) for field in info["fields"]),
        int(info["features"]),
        bool(info["capabilities"]["fast_spatial_filter"]),
    )


def _one_table(named: Named, tables: list[str]) -> str:
    if named.table is not None:
        if named.table not in tables:
            raise LanduseError("table_missing", file=named.path.name, table=named.table, tables=", ".join(tables))
        return named.table
    if len(tables) != 1:
        raise LanduseError("tables_several", file=named.path.name, tables=", ".join(tables) or "–")
    return tables[0]


def _table(rows: pa.Table, meta: dict, columns: tuple[str, ...]) -> pa.Table:
    shapes = rows[meta["geometry_name"] or "wkb_geometry"]
    shapes = shapes.cast(pa.large_binary()) if not isinstance(shapes.type, pa.ExtensionType) else _storage(shapes)
    columns_ = [rows[meta["fid_column"] or _FID], *(rows[column] for column in columns), shapes]
    return pa.Table.from_arrays(columns_, names=[ROW, *columns, GEOMETRY])


def _storage(shapes: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([chunk.storage for chunk in shapes.chunks], shapes.type.storage_type).cast(pa.large_binary())
