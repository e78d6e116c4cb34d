"""GeoParquet by row group: those whose box lies away from a window are not read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj

from bulk.source import BATCH_ROWS, GEOMETRY, ROW, Box, boxes, checked_crs, filtered, meeting
from landuse.words.errors import LanduseError

ENCODINGS = ("WKB", "polygon", "multipolygon")  # GeoParquet 1.1; the last two are GeoArrow's
_SIDES = ("xmin", "ymin", "xmax", "ymax")


@dataclass(frozen=True)
class GeoParquet:
    """One file, by its footer.

    geometry : the name of the geometry column (WKB, or GeoArrow polygons)
    group_at : the first row of each row group, and the end
    group_box : left, bottom, right, top of each row group; without end where the file does not say
    row_column : the column that holds the row's place in another file that this one is a sorted copy of
    """

    path: Path
    name: str
    crs: pyproj.CRS
    columns: tuple[str, ...]
    count: int
    geometry: str
    covering: tuple[str, str, str, str] | None
    group_at: np.ndarray = field(repr=False)
    group_box: np.ndarray = field(repr=False)
    row_column: str | None = None

    def corners(self) -> Iterator[np.ndarray]:
        """From the boxes beside the rows where they are kept in full precision, else from the geometry."""
        if not self.covering:
            yield from (boxes(batch, self.name)[:, :2] for batch in self.batches(()))
            return
        for batch in pq.ParquetFile(self.path).iter_batches(BATCH_ROWS * 4, columns=list(self.covering[:2])):
            yield np.stack(_flat(batch), axis=1)

    def values(self, column: str) -> Iterator[pa.ChunkedArray]:
        """One column, nothing else read."""
        for batch in pq.ParquetFile(self.path).iter_batches(BATCH_ROWS * 4, columns=[column]):
            yield pa.chunked_array([batch.column(0)])

    def batches(self, columns: tuple[str, ...]) -> Iterator[pa.Table]:
        """All rows in the file's order."""
        file, first = pq.ParquetFile(self.path), 0
        for batch in file.iter_batches(BATCH_ROWS, columns=self._read_columns(columns)):
            yield self._table(pa.Table.from_batches([batch]), first, columns)
            first += len(batch)

    def window(self, box: Box, columns: tuple[str, ...]) -> pa.Table:
        """The rows whose box meets the window, in the file's order."""
        file = pq.ParquetFile(self.path)
        found = [self._group(file, group, box, columns) for group in np.flatnonzero(meeting(self.group_box, box))]
        nothing = self._table(file.schema_arrow.empty_table().select(self._read_columns(columns)), 0, columns)
        table = pa.concat_tables([nothing, *found])
        return table.sort_by(ROW) if self.row_column else table

    def blank(self) -> int:
        """By the footer where it counts them, else by reading."""
        said = _blanks_said(pq.read_metadata(self.path), self.geometry)
        return said if said is not None else sum(batch[GEOMETRY].null_count for batch in self.batches(()))

    def rows_read(self, boxes: list[Box]) -> int:
        """Rows of the row groups that the windows meet."""
        sizes = np.diff(self.group_at)
        return sum(int(sizes[meeting(self.group_box, box)].sum()) for box in boxes)

    def _group(self, file: pq.ParquetFile, group: int, box: Box, columns: tuple[str, ...]) -> pa.Table:
        rows = file.read_row_group(int(group), columns=self._read_columns(columns))
        table = self._table(rows, int(self.group_at[group]), columns)
        return filtered(table, meeting(boxes(table, self.name), box))

    def _read_columns(self, columns: tuple[str, ...]) -> list[str]:
        return [*columns, self.geometry, *([self.row_column] if self.row_column else [])]

    def _table(self, rows: pa.Table, first: int, columns: tuple[str, ...]) -> pa.Table:
        places = rows[self.row_column] if self.row_column else pa.array(np.arange(first, first + len(rows)))
        shapes = rows[self.geometry]
        is_wkb = not pa.types.is_list(shapes.type)
        arrays = [places, *(rows[column] for column in columns), shapes.cast(pa.large_binary()) if is_wkb else shapes]
        return pa.Table.from_arrays(arrays, names=[ROW, *columns, GEOMETRY])


def open_geoparquet(path: Path, name: str, row_column: str | None = None) -> GeoParquet:
    """What the footer says.

    Raises
    ------
    LanduseError : stream_unreadable, file_not_geoparquet, geoparquet_encoding, file_crs_missing, file_not_projected
    """
    try:
        footer = pq.read_metadata(path)
        about = json.loads((footer.metadata or {})[b"geo"])
        geometry = about["primary_column"]
        column = about["columns"][geometry]
    except (OSError, pa.ArrowException) as error:
        raise LanduseError("stream_unreadable", file=path.name, reason=type(error).__name__) from error
    except (KeyError, ValueError) as error:
        raise LanduseError("file_not_geoparquet", file=path.name) from error
    if column["encoding"] not in ENCODINGS:
        raise LanduseError("geoparquet_encoding", file=path.name, encoding=column["encoding"])
    schema = footer.schema.to_arrow_schema()
    boxed = column.get("covering", {}).get("bbox")
    said = column.get("crs", "OGC:CRS84")
    return GeoParquet(
        path,
        name,
        checked_crs(None if said is None else pyproj.CRS.from_user_input(said), path.name),
        tuple(n for n in schema.names if n not in (geometry, row_column, *(boxed["xmin"][:1] if boxed else ()))),
        footer.num_rows,
        geometry,
        tuple(".".join(boxed[side]) for side in _SIDES) if boxed and _is_double(schema, boxed) else None,
        np.concatenate([[0], np.cumsum([footer.row_group(g).num_rows for g in range(footer.num_row_groups)])]).astype(np.int64),
        _group_boxes(footer, [".".join(boxed[side]) for side in _SIDES] if boxed else None),
        row_column,
    )


def _blanks_said(footer: pq.FileMetaData, geometry: str) -> int | None:
    place = next((c for c in range(footer.num_columns) if footer.schema.column(c).path == geometry), None)
    if place is None:  # nested: what is missing is not told from what is empty
        return None
    said = [footer.row_group(group).column(place).statistics for group in range(footer.num_row_groups)]
    return sum(one.null_count for one in said) if all(one is not None and one.has_null_count for one in said) else None


def _is_double(schema: pa.Schema, boxed: dict[str, list[str]]) -> bool:
    kinds = schema.field(boxed["xmin"][0]).type
    return all(kinds.field(boxed[side][1]).type == pa.float64() for side in _SIDES)


def _group_boxes(footer: pq.FileMetaData, covering: list[str] | None) -> np.ndarray:
    """The box of each row group from the statistics of its rows' boxes, a little wider where those are in single precision."""
    everywhere = np.array([-np.inf, -np.inf, np.inf, np.inf])
    boxes = np.tile(everywhere, (footer.num_row_groups, 1))
    for group in range(footer.num_row_groups if covering else 0):
        chunks = [footer.row_group(group).column(c) for c in range(footer.num_columns)]
        said = {chunk.path_in_schema: chunk.statistics for chunk in chunks}
        sides = [said.get(path) for path in covering]
        if all(side is not None and side.has_min_max and side.null_count == 0 for side in sides):
            box = np.array([sides[0].min, sides[1].min, sides[2].max, sides[3].max])
            slack = np.abs(box) * 1e-6 if any(side.physical_type == "FLOAT" for side in sides) else 0.0
            boxes[group] = box + slack * np.array([-1, -1, 1, 1])
    return boxes


def _flat(batch: pa.RecordBatch) -> list[np.ndarray]:
    return [column.to_numpy(zero_copy_only=False) for column in pa.Table.from_batches([batch]).flatten().columns]
