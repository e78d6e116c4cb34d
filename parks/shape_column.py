"""Geometry of very many rows, kept in a file and looked at part by part, so that memory does not grow with the rows."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.compute
import pyproj
import shapely

WKB = "wkb"
SCHEMA = pyarrow.schema([(WKB, pyarrow.binary())])
_PART_ROWS, _PART_BYTES = 20_000, 8_000_000  # of WKB: about half a million corners


class ShapeColumn:
    """The geometry of rows, each None or a shape, in a file that this process holds open.

    The file may be gone from its folder: what is open can be read until nobody asks for it any more.

    Parameters
    ----------
    source : an Arrow file of `SCHEMA`; None where no row has a geometry
    rows : how many there are, where there is no source
    """

    def __init__(self, source: pyarrow.NativeFile | None, crs: pyproj.CRS | None = None, rows: int = 0) -> None:
        self._reader = None if source is None else pyarrow.ipc.open_file(source)
        self.crs = crs
        sizes = [rows] if self._reader is None else [self._batch(at).num_rows for at in range(self._reader.num_record_batches)]
        self._first = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])

    def __len__(self) -> int:
        """How many rows."""
        return int(self._first[-1])

    def parts(self) -> Iterator[tuple[slice, np.ndarray]]:
        """All shapes in their order, some thousand at a time, each time with the places that they have among the rows."""
        if self._reader is None:
            for first in range(0, len(self), _PART_ROWS):
                last = min(first + _PART_ROWS, len(self))
                yield slice(first, last), np.full(last - first, None, dtype=object)
            return
        for number in range(self._reader.num_record_batches):
            wkb, first = self._batch(number).column(WKB), int(self._first[number])
            for one, other in cuts(wkb):
                yield slice(first + one, first + other), parsed(wkb[one:other])

    def at(self, places: np.ndarray) -> np.ndarray:
        """The shapes of some rows, in the order asked for."""
        found = np.full(len(places), None, dtype=object)
        if self._reader is None:
            return found
        owner = np.searchsorted(self._first, places, side="right") - 1
        for number in np.unique(owner):
            asked = np.flatnonzero(owner == number)
            found[asked] = parsed(self._batch(int(number)).column(WKB).take(pyarrow.array(places[asked] - self._first[number])))
        return found

    def whole(self) -> np.ndarray:
        """All shapes at once."""
        return np.concatenate([np.empty(0, dtype=object), *(shapes for _, shapes in self.parts())])

    def boxes(self) -> np.ndarray:
        """West, south, east, north of each shape; NaN where there is none."""
        return np.concatenate([np.empty((0, 4)), *(shapely.bounds(shapes) for _, shapes in self.parts())])

    def _batch(self, number: int) -> pyarrow.RecordBatch:
        assert self._reader is not None  # asked only where there is one
        return self._reader.get_batch(number)


class ShapeWriter:
    """Makes a `ShapeColumn` part by part, in a file of no name that goes with the process."""

    def __init__(self, crs: pyproj.CRS | None) -> None:
        self._crs = crs
        self._open, name = tempfile.mkstemp(prefix="parkareal-")
        try:
            self._sink = pyarrow.OSFile(name, "wb")
        finally:
            Path(name).unlink()
        self._writer = pyarrow.ipc.new_file(self._sink, SCHEMA)

    def __del__(self) -> None:
        """Let go of the file; what reads it has it open for itself."""
        os.close(self._open)

    def add(self, shapes: np.ndarray) -> None:
        """Shapes of the next rows; None for a row without."""
        self._writer.write_batch(pyarrow.RecordBatch.from_arrays([pyarrow.array(shapely.to_wkb(shapes), pyarrow.binary())], schema=SCHEMA))

    def done(self) -> ShapeColumn:
        """What was written."""
        self._writer.close()
        self._sink.close()
        return ShapeColumn(pyarrow.OSFile(f"/dev/fd/{self._open}"), self._crs)


def shapes_beside(target: Path) -> Path:
    """The file of a table's geometry, beside that of its attributes."""
    return target.with_suffix(".shapes")


def column_of(shapes: np.ndarray, crs: pyproj.CRS | None) -> ShapeColumn:
    """Shapes that are in memory, as a column."""
    writer = ShapeWriter(crs)
    for first in range(0, len(shapes), _PART_ROWS):
        writer.add(shapes[first : first + _PART_ROWS])
    return writer.done()


def parsed(wkb: pyarrow.Array) -> np.ndarray:
    """Shapes of WKB; coordinates that are no numbers are let through, to be found later by row."""
    with np.errstate(invalid="ignore"):
        return shapely.from_wkb(wkb.to_numpy(zero_copy_only=False), on_invalid="ignore")


def cuts(wkb: pyarrow.Array) -> Iterator[tuple[int, int]]:
    """Where to cut rows so that no part is much larger than `_PART_BYTES`; a row stays whole."""
    sizes = np.nan_to_num(pyarrow.compute.binary_length(wkb).to_numpy(zero_copy_only=False).astype(float))
    part = (np.cumsum(sizes) - sizes) // _PART_BYTES
    edges = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(wkb)]
    return ((one, other) for one, other in zip(edges[:-1], edges[1:], strict=True) if other > one)
