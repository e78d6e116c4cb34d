"""Files of polygons that need not fit in memory: what they are, all rows in batches, or the rows of a window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyproj

from landuse.measure.geometry_columns import Column, boxes_of
from landuse.words.errors import LanduseError

GEOMETRY, ROW = "geometry", "row"
BATCH_ROWS = 16_384

Box = tuple[float, float, float, float]


class Source(Protocol):
    """A large file of polygons. It can be sent to another process; nothing stays open between calls.

    name : for people
    crs : projected
    columns : besides the geometry
    count : rows
    """

    name: str
    crs: pyproj.CRS
    columns: tuple[str, ...]
    count: int

    def corners(self) -> Iterator[np.ndarray]:
        """Lower left corners of the boxes of all rows, batch by batch."""
        ...

    def values(self, column: str) -> Iterator[pa.ChunkedArray]:
        """One column of all rows, batch by batch."""
        ...

    def batches(self, columns: tuple[str, ...]) -> Iterator[pa.Table]:
        """All rows: `row` (the place in the file), the columns, `geometry` as WKB or GeoArrow."""
        ...

    def window(self, box: Box, columns: tuple[str, ...]) -> pa.Table:
        """The rows whose box meets a box, in the file's order, as `batches` gives them."""
        ...

    def blank(self) -> int:
        """How many rows have no geometry."""
        ...

    def rows_read(self, boxes: list[Box]) -> int:
        """How many rows would be read for windows, one after the other."""
        ...


@dataclass(frozen=True)
class Named:
    """A file that a person named, perhaps with one of its tables: `plan.gpkg`, `plan.gpkg:zones`."""

    path: Path
    table: str | None

    @classmethod
    def parse(cls, text: str) -> "Named":
        """A path that is there is a path, colons and all."""
        path, _, table = text.rpartition(":")
        if Path(text).exists() or not path:
            return cls(Path(text), None)
        return cls(Path(path), table)

    @property
    def name(self) -> str:
        """What its rows are called in a result."""
        return self.table or self.path.stem


def checked_crs(crs: pyproj.CRS | None, name: str) -> pyproj.CRS:
    """The CRS, if areas can be measured in it.

    Raises
    ------
    LanduseError : file_crs_missing, file_not_projected
    """
    if crs is None:
        raise LanduseError("file_crs_missing", file=name)
    if not crs.is_projected:
        raise LanduseError("file_not_projected", file=name, crs=crs.name)
    return crs


def checked_columns(wanted: tuple[str, ...], source: Source) -> None:
    """Refuse a column that a file does not have.

    Raises
    ------
    LanduseError : source_column, naming those that are there
    """
    for column in wanted:
        if column not in source.columns:
            raise LanduseError("source_column", file=source.name, column=column, columns=", ".join(source.columns) or "–")


def meeting(boxes: np.ndarray, box: Box) -> np.ndarray:
    """Which boxes meet a box, borders included. A row without geometry meets every box, so that it is seen and refused."""
    left, bottom, right, top = box
    away = (boxes[:, 0] > right) | (boxes[:, 2] < left) | (boxes[:, 1] > top) | (boxes[:, 3] < bottom)
    return ~away


def boxes(rows: pa.Table, name: str) -> np.ndarray:
    """Left, bottom, right, top of each row's geometry; NaN where there is none.

    Raises
    ------
    LanduseError : geometry_refused, naming the file and the row
    """
    return boxes_of(column_of(rows, name))


def column_of(rows: pa.Table, name: str) -> Column:
    """The geometry of rows as `batches` gives them, to be read."""
    return Column(name, rows[GEOMETRY], rows[ROW].to_numpy())


def filtered(rows: pa.Table, keep: np.ndarray) -> pa.Table:
    """Some rows; nothing is copied where all are kept."""
    return rows if keep.all() else rows.filter(pa.array(keep))
