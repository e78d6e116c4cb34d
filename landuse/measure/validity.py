"""Whether flat arrays of coordinates are polygons that can be measured: the kernel trusts them, so they are asked before it."""

from collections.abc import Sequence

import numpy as np
import shapely

from landuse.kernels.plain import plain
from landuse.measure.geometry_columns import Column
from landuse.measure.ragged import Ragged


def check_columns(shapes: Ragged, columns: Sequence[Column]) -> None:
    """Refuse by name what `from_columns` has read from columns and what is no valid polygon.

    Raises
    ------
    LanduseError : `geometry_refused`, naming the column, its first row and how many of its rows
    """
    bad = invalid_rows(shapes)
    if not bad.any():
        return
    for column, its in zip(columns, np.split(bad, np.cumsum([len(column) for column in columns])[:-1])):
        if its.any():
            raise column.refusal(int(np.argmax(its)), "fault.invalid", int(its.sum()))


def invalid_rows(shapes: Ragged, objects: np.ndarray | None = None) -> np.ndarray:
    """Which shapes are no valid polygons. Most are seen to be plainly valid; GEOS judges the rest.

    Parameters
    ----------
    objects : the same shapes as Shapely has them, where they are at hand; else those that GEOS has to judge are built

    Source
    ------
    OGC 06-103r4, 6.1.11: validity as GEOS judges it
    """
    own = shapes.outlines
    bad = _open_rings(shapes)
    rest = np.flatnonzero(~plain(own.xy, own.ring_at, own.shape_at, own.run_at, own.run) & ~bad)
    if len(rest):
        bad[rest] = ~shapely.is_valid(shapes.taken(rest).as_shapes() if objects is None else objects[rest])
    return bad


def _open_rings(shapes: Ragged) -> np.ndarray:
    """Which shapes have a ring that does not end where it began, or has fewer than four points."""
    first, last = shapes.ring_at[:-1], shapes.ring_at[1:] - 1
    wrong = (last - first < 3) | (shapes.xy[first] != shapes.xy[last]).any(axis=1)
    bad = np.zeros(len(shapes), bool)
    bad[np.searchsorted(shapes.shape_at, np.flatnonzero(wrong), side="right") - 1] = True
    return bad
