"""Whether flat arrays of coordinates are polygons that can be measured: the kernel trusts them, so they are asked before it."""

import numpy as np
import shapely

from landuse.errors import LanduseError
from landuse.ragged import Ragged


def check_rings(shapes: Ragged, what: str) -> None:
    """Refuse by name what `from_arrow` has read and what is no valid polygon. It costs more than measuring does.

    Raises
    ------
    LanduseError : `geometry_refused`, naming `what`, the first row and how many

    Source
    ------
    OGC 06-103r4, 6.1.11: validity as GEOS judges it
    """
    if not len(shapes):
        return
    part_at = np.append(np.flatnonzero(shapes.is_shell), len(shapes.is_shell))
    offsets = (shapes.ring_at, part_at, np.searchsorted(part_at, shapes.shape_at))
    try:
        built = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, shapes.xy, offsets)
    except (ValueError, shapely.errors.GEOSException) as error:  # an open ring, or one of fewer than four points
        raise LanduseError("geometry_refused", frame=what, row=_unclosed(shapes), reason="invalid", count=1) from error
    bad = ~shapely.is_valid(built)
    if bad.any():
        raise LanduseError("geometry_refused", frame=what, row=int(np.argmax(bad)), reason="invalid", count=int(bad.sum()))


def _unclosed(shapes: Ragged) -> int:
    """The first shape with a ring that does not end where it began, or has fewer than four points."""
    first, last = shapes.ring_at[:-1], shapes.ring_at[1:] - 1
    wrong = (last - first < 3) | (shapes.xy[first] != shapes.xy[last]).any(axis=1)
    return int(np.searchsorted(shapes.shape_at, int(np.argmax(wrong)), side="right")) - 1
