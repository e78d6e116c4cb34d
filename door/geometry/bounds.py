"""What a repair may do to a shape: leave it within its own ring and about as large; more is another shape than the one drawn."""

import numpy as np
import shapely

_SLACK_M = 0.001


def is_another(drawn: shapely.Geometry, made: shapely.Geometry, most_pct: float, wings_m2: float) -> bool:
    """Whether what a repair made is not what was drawn.

    A ring that crosses itself once has two wings, whatever it sums up to (a bow-tie sums up to nothing), and keeps both.

    Parameters
    ----------
    drawn, made : in metres; the area of what was drawn is that of its rings' own formula
    most_pct : how much of the drawn area may come or go
    wings_m2 : how large two wings may be
    """
    if made.is_empty:
        return False
    slack = np.array([-1, -1, 1, 1]) * _SLACK_M
    low, high = np.split(np.array(made.bounds) - (np.array(drawn.bounds) + slack), 2)
    if (low < 0).any() or (high > 0).any():
        return True
    if abs(made.area - drawn.area) <= most_pct / 100 * drawn.area:
        return False
    return made.area > wings_m2 or not _crosses_once(drawn)


def _crosses_once(drawn: shapely.Geometry) -> bool:
    """Whether the only ring of an area crosses itself at one place: it goes around two pieces of ground."""
    if drawn.geom_type == "MultiPolygon" and len(drawn.geoms) == 1:
        drawn = drawn.geoms[0]
    if drawn.geom_type != "Polygon" or len(drawn.interiors):
        return False
    return len(shapely.polygonize([shapely.node(shapely.LineString(drawn.exterior.coords))]).geoms) == 2
