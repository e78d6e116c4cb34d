"""The union of areas, as a shape that can be cut with."""

from collections.abc import Sequence

import numpy as np
import shapely

_GRID_M = 0.001  # on a grid a union is valid, however many borders nearly coincide


def united(shapes: np.ndarray | Sequence[shapely.Geometry]) -> shapely.Geometry:
    """The union of areas in a projected CRS.

    Where many borders nearly coincide, GEOS may answer with a shape that is not valid, which no overlay takes; the union is then
    found on a grid of 1 mm. All else is left to the last bit.
    """
    whole = shapely.union_all(shapes)
    return whole if shapely.is_valid(whole) else shapely.union_all(shapes, grid_size=_GRID_M)
