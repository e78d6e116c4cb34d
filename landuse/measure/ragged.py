"""Polygons as flat arrays of coordinates: no object per geometry. `landuse.measure.geometry_columns` reads them straight from files' columns."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from landuse.kernels.outlines import Outlines, outlines

_POLYGON = 3


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

    @cached_property
    def outlines(self) -> Outlines:
        """The shapes with what a measurement needs to know of them beforehand."""
        return outlines(self.xy, self.ring_at, self.shape_at, self.is_shell)

    @property
    def boxes(self) -> np.ndarray:
        """Left, bottom, right, top of each shape."""
        return self.outlines.box

    def taken(self, rows: np.ndarray) -> "Ragged":
        """Some of the shapes, by their places."""
        rings, shape_at = _spans(self.shape_at[rows], self.shape_at[rows + 1])
        points, ring_at = _spans(self.ring_at[rings], self.ring_at[rings + 1])
        return Ragged(self.xy[points], ring_at, shape_at, self.is_shell[rings])

    def as_shapes(self) -> np.ndarray:
        """Shapely multipolygons; for what needs an object.

        Raises
        ------
        ValueError, shapely.errors.GEOSException : a ring is open or has fewer than four points
        """
        part_at = np.append(np.flatnonzero(self.is_shell), len(self.is_shell))
        offsets = (self.ring_at, part_at, np.searchsorted(part_at, self.shape_at))
        return shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, self.xy, offsets)


def from_shapes(shapes: np.ndarray) -> Ragged:
    """Shapely polygons and multipolygons; all present, none of another kind."""
    if not len(shapes):
        return Ragged(np.empty((0, 2)), np.zeros(1, np.int64), np.zeros(1, np.int64), np.empty(0, bool))
    kind, xy, offsets = shapely.to_ragged_array(shapes, include_z=False)
    ring_at, part_at = (offset.astype(np.int64) for offset in offsets[:2])
    shape_at = part_at if kind == _POLYGON else part_at[offsets[2]]
    return Ragged(np.ascontiguousarray(xy), ring_at, shape_at, shells(part_at, len(ring_at) - 1))


def shells(part_at: np.ndarray, rings: int) -> np.ndarray:
    """Which rings are outer borders: the first of each polygon."""
    is_shell = np.zeros(rings, bool)
    is_shell[part_at[:-1][np.diff(part_at) > 0]] = True
    return is_shell


def _spans(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All places from each first up to each last, one span after the other, and where each span begins, and the end."""
    begins = np.concatenate([[0], np.cumsum(last - first)])
    return np.arange(begins[-1]) + np.repeat(first - begins[:-1], last - first), begins
