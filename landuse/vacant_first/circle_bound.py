"""Which sets of plots could hold a circle of a width at all: a bound for the search in large parks, from a grid of centres.

A circle inside a set has a grid point near its centre, and a slightly smaller circle around that point lies in the same set. So
a set holds a wide circle only if it has all plots that the smaller circle around some grid point touches.
"""

import numpy as np
import shapely

from landuse.measure.united import united
from landuse.rules import table

_STEPS = 10  # grid points across a circle: more are sharper and slower
_MOST_POINTS = 60_000
_ARC = 0.995  # arcs are drawn by corners: what is certain of a circle is a little less than it


class Hosts:
    """The sets of plots that a circle of a width can lie in, each no larger than needed; asked whether a set has one of them."""

    def __init__(self, shapes: np.ndarray, width_m: float, largest: int):
        self._by_first: dict[int, set[frozenset[int]]] = {}
        rule = table("vacant_first")
        step = width_m / _STEPS
        radius = (width_m / 2 - rule["room"]["slack_m"]) * _ARC - step * np.sqrt(0.5) - rule["assembly"]["touch_m"]
        points = _grid(shapes, step)
        self.known = points is not None and radius > 0
        if self.known:
            for members in _touched(shapes, points, radius, largest):
                self._by_first.setdefault(min(members), set()).add(members)

    def may_hold(self, members: tuple[int, ...]) -> bool:
        """False where no circle of the width can lie in the plots together."""
        if not self.known:
            return True
        own = frozenset(members)
        return any(needed <= own for member in members for needed in self._by_first.get(member, ()))


def _grid(shapes: np.ndarray, step: float) -> np.ndarray | None:
    """Points a step apart over all the ground; None where there would be too many."""
    west, south, east, north = shapely.total_bounds(shapes)
    columns, rows = int((east - west) / step) + 2, int((north - south) / step) + 2
    if columns * rows > _MOST_POINTS:
        return None
    x, y = np.meshgrid(west + step * np.arange(columns), south + step * np.arange(rows))
    return np.column_stack([x.ravel(), y.ravel()])


def _touched(shapes: np.ndarray, points: np.ndarray, radius: float, largest: int) -> set[frozenset[int]]:
    """The plots that each circle touches, for circles that lie on the plots' ground altogether and touch few enough."""
    rule = table("vacant_first")
    ground = united(shapely.buffer(shapes, rule["assembly"]["touch_m"] / 2, join_style="mitre"))
    centres = shapely.buffer(ground, -radius * _ARC, quad_segs=16)
    shapely.prepare(centres)
    inside = shapely.points(points[shapely.contains_xy(centres, points)])
    if not len(inside):
        return set()
    point, plot = shapely.STRtree(shapes).query(inside, predicate="dwithin", distance=radius)
    order = np.lexsort((plot, point))
    point, plot = point[order], plot[order]
    groups = np.split(plot, np.flatnonzero(np.diff(point)) + 1)
    return {frozenset(group.tolist()) for group in groups if len(group) <= largest}
