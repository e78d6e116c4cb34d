"""Polygons as flat arrays of coordinates, straight from what files and frames hold: no object per geometry."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely

from landuse.errors import LanduseError
from landuse.kernels.wkb import EMPTY, NOT_POLYGON, UNREADABLE, read_polygons

_POLYGON, _MULTIPOLYGON = 3, 6


@dataclass(frozen=True)
class Ragged:
    """Polygons and multipolygons, one after the other, in one plane.

    xy : (points, 2), m; every ring closed
    ring_at : first point of each ring, and the end
    shape_at : first ring of each shape, and the end
    is_shell : for each ring, whether it is an outer border; its holes follow it
    """

    xy: np.ndarray
    ring_at: np.ndarray
    shape_at: np.ndarray
    is_shell: np.ndarray

    def __len__(self) -> int:
        return len(self.shape_at) - 1


def from_shapes(shapes: np.ndarray) -> Ragged:
    """Shapely polygons and multipolygons; all present, none of another kind."""
    if not len(shapes):
        return Ragged(np.empty((0, 2)), np.zeros(1, np.int64), np.zeros(1, np.int64), np.empty(0, bool))
    kind, xy, offsets = shapely.to_ragged_array(shapes, include_z=False)
    ring_at, part_at = (offset.astype(np.int64) for offset in offsets[:2])
    shape_at = part_at if kind == _POLYGON else part_at[offsets[2]]
    return Ragged(np.ascontiguousarray(xy), ring_at, shape_at, _shells(part_at, len(ring_at) - 1))


def from_arrow(column: pa.Array | pa.ChunkedArray, what: str) -> Ragged:
    """Polygons as a GeoParquet column holds them: WKB, or GeoArrow polygons and multipolygons.

    Raises
    ------
    LanduseError : `geometry_refused`, naming `what`, the first row that is missing, empty, not a polygon or not readable, and why
    """
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    column = getattr(column, "storage", column)
    if column.null_count:
        raise _refused(what, int(np.argmax(column.is_null().to_numpy(zero_copy_only=False))), "empty", column.null_count)
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return _from_geoarrow(column, what)
    return _from_wkb(column.cast(pa.large_binary()), what)


def _from_wkb(column: pa.LargeBinaryArray, what: str) -> Ragged:
    _, offsets, data = column.buffers()
    at = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    read = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    nothing = np.empty(0, np.int64)
    rings, points, bad, reason = read_polygons(read, at, np.empty(0, np.uint8), nothing, nothing, np.empty(0, bool), False)
    if bad >= 0:
        raise _refused(what, bad, _REASONS[reason], 1)
    xy, ring_at, shape_at = np.empty((points, 2)), np.zeros(rings + 1, np.int64), np.zeros(len(column) + 1, np.int64)
    is_shell = np.empty(rings, bool)
    read_polygons(read, at, xy.reshape(-1).view(np.uint8), ring_at, shape_at, is_shell, True)
    return Ragged(xy, ring_at, shape_at, is_shell)


_REASONS = {EMPTY: "empty", NOT_POLYGON: "not a polygon", UNREADABLE: "unreadable"}


def _from_geoarrow(column: pa.ListArray, what: str) -> Ragged:
    offsets = []
    while isinstance(column, (pa.ListArray, pa.LargeListArray)):
        offsets.append(column.offsets.to_numpy().astype(np.int64))
        column = column.values
    if len(offsets) not in (2, 3):
        raise _refused(what, 0, "not a polygon", len(offsets[0]) - 1)
    *outer, ring_at = offsets
    part_at = outer[-1]
    shape_at = part_at if len(outer) == 1 else part_at[outer[0]]
    shells = _shells(part_at, len(ring_at) - 1)
    first, last = shape_at[0], shape_at[-1]
    ring_at, xy = ring_at[first : last + 1], _coordinates(column)
    xy, ring_at, shape_at = xy[ring_at[0] : ring_at[-1]], ring_at - ring_at[0], shape_at - first
    empty = np.diff(ring_at[shape_at]) == 0
    if empty.any():
        raise _refused(what, int(np.argmax(empty)), "empty", int(empty.sum()))
    return Ragged(np.ascontiguousarray(xy), ring_at, shape_at, shells[first:last])


def _coordinates(column: pa.Array) -> np.ndarray:
    if pa.types.is_struct(column.type):
        return np.column_stack([column.field("x").to_numpy(), column.field("y").to_numpy()])
    return column.values.to_numpy().reshape(-1, column.type.list_size)[:, :2]


def _refused(what: str, row: int, reason: str, count: int) -> LanduseError:
    return LanduseError("geometry_refused", frame=what, row=row, reason=reason, count=count)


def _shells(part_at: np.ndarray, rings: int) -> np.ndarray:
    """Which rings are outer borders: the first of each polygon."""
    is_shell = np.zeros(rings, bool)
    is_shell[part_at[:-1][np.diff(part_at) > 0]] = True
    return is_shell
