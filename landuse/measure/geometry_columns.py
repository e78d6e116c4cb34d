"""Columns of geometry as Arrow holds them, read into flat arrays: WKB (either byte order), and GeoArrow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from landuse.kernels.wkb import EMPTY, NOT_POLYGON, UNREADABLE, read_boxes, read_polygons
from landuse.measure.ragged import Ragged, shells
from landuse.words.errors import LanduseError, Word

_REASONS = {EMPTY: "fault.empty", NOT_POLYGON: "fault.no_polygon", UNREADABLE: "fault.unreadable"}
_NOTHING = np.empty(0, np.int64)
_STUMP = b"\x01"  # no geometry is as short


@dataclass(frozen=True)
class Column:
    """A column of geometry, and what is said when a row of it is refused.

    what : the layer
    shapes : WKB, or GeoArrow polygons or multipolygons
    rows : what its rows are called (None: their places)
    """

    what: str
    shapes: pa.Array | pa.ChunkedArray
    rows: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.shapes)

    def refusal(self, place: int, reason: str, count: int) -> LanduseError:
        """`geometry_refused`, to be raised."""
        row = place if self.rows is None else self.rows[place]
        return LanduseError("geometry_refused", frame=self.what, row=int(row), reason=Word(reason), count=count)

    def chunks(self) -> Iterator[tuple[int, pa.Array]]:
        """Its pieces as they lie in memory, each with the place of its first row."""
        first = 0
        for chunk in self.shapes.chunks if isinstance(self.shapes, pa.ChunkedArray) else [self.shapes]:
            yield first, getattr(chunk, "storage", chunk)
            first += len(chunk)


def from_arrow(column: pa.Array | pa.ChunkedArray, what: str) -> Ragged:
    """Polygons as a GeoParquet column holds them.

    Raises
    ------
    LanduseError : `geometry_refused`, naming `what`, the first row that is missing, empty, not a polygon or not readable, and why
    """
    return from_columns([Column(what, column)])


def from_columns(columns: Sequence[Column]) -> Ragged:
    """The polygons of several columns, one column after the other; every coordinate is written once.

    Raises
    ------
    LanduseError : as `from_arrow`, naming the column
    """
    parts = [_part(column, first, chunk) for column in columns for first, chunk in column.chunks() if len(chunk)]
    shapes, rings, points = (int(sum(sizes)) for sizes in zip((0, 0, 0), *(part.sizes for part in parts)))
    xy, ring_at, shape_at = np.empty((points, 2)), np.zeros(rings + 1, np.int64), np.zeros(shapes + 1, np.int64)
    is_shell = np.empty(rings, bool)
    shape = ring = point = 0
    for part in parts:
        shapes, rings, points = part.sizes
        offsets = ring_at[ring : ring + rings + 1], shape_at[shape : shape + shapes + 1]
        part.write(xy[point : point + points], *offsets, is_shell[ring : ring + rings])
        shape, ring, point = shape + shapes, ring + rings, point + points
    return Ragged(xy, ring_at, shape_at, is_shell)


def boxes_of(column: Column) -> np.ndarray:
    """Left, bottom, right, top of each row of a column; NaN where there is no geometry or an empty one.

    Raises
    ------
    LanduseError : `geometry_refused`, not a polygon or not readable
    """
    found = [np.empty((0, 4)), *(_chunk_boxes(column, first, chunk) for first, chunk in column.chunks() if len(chunk))]
    return np.concatenate(found)


class _Bytes(NamedTuple):
    """A piece of a column in WKB: its bytes, where each geometry begins, and the end; shapes, rings and points."""

    read: np.ndarray
    at: np.ndarray
    sizes: tuple[int, int, int]

    def write(self, xy: np.ndarray, ring_at: np.ndarray, shape_at: np.ndarray, is_shell: np.ndarray) -> None:
        """Put it into its place in larger arrays, whose offsets go on from their first one."""
        before = ring_at[0], shape_at[0]
        read_polygons(self.read, self.at, xy.reshape(-1).view(np.uint8), ring_at, shape_at, is_shell, True)
        ring_at[1:] += before[0]
        shape_at[1:] += before[1]


class _Arrays(NamedTuple):
    """A piece of a column in GeoArrow."""

    shapes: Ragged

    @property
    def sizes(self) -> tuple[int, int, int]:
        return len(self.shapes), len(self.shapes.is_shell), len(self.shapes.xy)

    def write(self, xy: np.ndarray, ring_at: np.ndarray, shape_at: np.ndarray, is_shell: np.ndarray) -> None:
        xy[:], is_shell[:] = self.shapes.xy, self.shapes.is_shell
        ring_at[1:] = self.shapes.ring_at[1:] + ring_at[0]
        shape_at[1:] = self.shapes.shape_at[1:] + shape_at[0]


def _part(column: Column, first: int, chunk: pa.Array) -> _Bytes | _Arrays:
    if chunk.null_count:
        blank = int(np.argmax(chunk.is_null().to_numpy(zero_copy_only=False)))
        raise column.refusal(first + blank, "fault.empty", chunk.null_count)
    if _is_nested(chunk):
        return _Arrays(_from_geoarrow(column, first, chunk))
    read, at = _bytes_of(chunk)
    rings, points, bad, reason = read_polygons(read, at, np.empty(0, np.uint8), _NOTHING, _NOTHING, np.empty(0, bool), False)
    if bad >= 0:
        if reason == UNREADABLE and _is_big_endian(read, at, bad):
            return _part(column, first, _turned_round(chunk))
        raise column.refusal(first + bad, _REASONS[reason], 1)
    return _Bytes(read, at, (len(chunk), rings, points))


def _chunk_boxes(column: Column, first: int, chunk: pa.Array) -> np.ndarray:
    if _is_nested(chunk):
        return _nested_boxes(column, first, chunk)
    boxes = np.empty((len(chunk), 4))
    read, at = _bytes_of(chunk)
    bad, reason = read_boxes(read, at, boxes)
    if bad >= 0:
        if reason == UNREADABLE and _is_big_endian(read, at, bad):
            return _chunk_boxes(column, first, _turned_round(chunk))
        raise column.refusal(first + bad, _REASONS[reason], 1)
    return boxes


def _bytes_of(chunk: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of a column in WKB, and where in them each geometry begins, and the end; never to be written to.

    Arrow says of some buffers that they may be written to, and the kernel would be compiled once more for those.
    """
    chunk = chunk.cast(pa.large_binary())
    _, offsets, content = chunk.buffers()
    at = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    read = np.frombuffer(content if content is not None else b"", np.uint8)
    at.flags.writeable = read.flags.writeable = False
    return read, at


def _is_big_endian(read: np.ndarray, at: np.ndarray, place: int) -> bool:
    return at[place] < at[place + 1] and read[at[place]] == 0


def _turned_round(chunk: pa.Array) -> pa.Array:
    """The same geometries with the least byte first, as nearly all files have them; a stump for what cannot be read."""
    shapes = shapely.from_wkb(chunk.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return pa.array([wkb or _STUMP for wkb in shapely.to_wkb(shapes, byte_order=1)], pa.large_binary())


def _is_nested(chunk: pa.Array) -> bool:
    return pa.types.is_list(chunk.type) or pa.types.is_large_list(chunk.type)


def _from_geoarrow(column: Column, first: int, chunk: pa.Array) -> Ragged:
    shapes = _nested(column, first, chunk)
    empty = np.diff(shapes.ring_at[shapes.shape_at]) == 0
    if empty.any():
        raise column.refusal(first + int(np.argmax(empty)), "fault.empty", int(empty.sum()))
    return shapes


def _nested_boxes(column: Column, first: int, chunk: pa.Array) -> np.ndarray:
    boxes = _nested(column, first, chunk).boxes.copy()
    boxes[np.isinf(boxes[:, 0])] = np.nan  # no point has widened it
    return boxes


def _nested(column: Column, first: int, chunk: pa.Array) -> Ragged:
    """GeoArrow polygons or multipolygons, empty ones as they are."""
    offsets, inner = [], chunk
    while _is_nested(inner):
        offsets.append(inner.offsets.to_numpy().astype(np.int64))
        inner = inner.values
    if len(offsets) not in (2, 3):
        raise column.refusal(first, "fault.no_polygon", len(chunk))
    *outer, ring_at = offsets
    part_at = outer[-1]
    shape_at = part_at if len(outer) == 1 else part_at[outer[0]]
    is_shell = shells(part_at, len(ring_at) - 1)
    begin, end = shape_at[0], shape_at[-1]
    ring_at, xy = ring_at[begin : end + 1], _coordinates(inner)
    xy, ring_at, shape_at = xy[ring_at[0] : ring_at[-1]], ring_at - ring_at[0], shape_at - begin
    return Ragged(np.ascontiguousarray(xy), ring_at, shape_at, is_shell[begin:end])


def _coordinates(column: pa.Array) -> np.ndarray:
    if pa.types.is_struct(column.type):
        return np.column_stack([column.field("x").to_numpy(), column.field("y").to_numpy()])
    return column.values.to_numpy().reshape(-1, column.type.list_size)[:, :2]
