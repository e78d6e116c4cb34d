"""Polygons as flat arrays of coordinates, straight from what files and frames hold: no object per geometry."""

from dataclasses import dataclass

import numpy as np
import shapely

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


def _shells(part_at: np.ndarray, rings: int) -> np.ndarray:
    """Which rings are outer borders: the first of each polygon."""
    is_shell = np.zeros(rings, bool)
    is_shell[part_at[:-1][np.diff(part_at) > 0]] = True
    return is_shell
