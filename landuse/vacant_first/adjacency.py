"""Which plots lie together: touching along a border, or apart only by an internal road."""

from dataclasses import dataclass

import numpy as np
import shapely

from landuse.rules import table

TOUCHING, ROAD = "touching", "road"


@dataclass(frozen=True)
class Neighbours:
    """Pairs of plots that lie together, by their place in the table.

    pairs : rows (i, j) with i < j
    kinds : TOUCHING or ROAD for each
    """

    pairs: np.ndarray
    kinds: np.ndarray

    def of_each(self, count: int) -> list[np.ndarray]:
        """The neighbours of each plot."""
        both = np.vstack([self.pairs, self.pairs[:, ::-1]]) if len(self.pairs) else np.empty((0, 2), dtype=int)
        order = np.argsort(both[:, 0], kind="stable")
        return np.split(both[order, 1], np.searchsorted(both[order, 0], np.arange(1, count)))


def neighbours(shapes: np.ndarray, road_ground: shapely.Geometry, internal: shapely.Geometry, main: shapely.Geometry) -> Neighbours:
    """All pairs of plots that touch along a border, or between which a straight way of at most 15 m is internal road all along.

    Parameters
    ----------
    shapes : the plots, projected CRS
    road_ground : all ground zoned for road, verges included, and all road surfaces
    internal : surfaces of internal roads, which the way must cross; main : those of main roads, which it must not
    """
    rule = table("vacant_first")["assembly"]
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=rule["road_m"])
    keep = first < second
    first, second = first[keep], second[keep]
    near = shapely.dwithin(shapes[first], shapes[second], rule["touch_m"])
    touches = near.copy()
    touches[near] = _shares_border(shapes, first[near], second[near], rule["touch_m"], rule["border_m"])
    by_road = np.zeros(len(first), dtype=bool)
    apart = np.flatnonzero(~near)
    if len(apart) and not shapely.is_empty(internal):
        by_road[apart] = _over_road(shapes, first[apart], second[apart], road_ground, internal, main, rule)
    joined = touches | by_road
    kinds = np.where(touches, TOUCHING, ROAD)[joined]
    return Neighbours(np.column_stack([first, second])[joined], kinds)


def _shares_border(shapes: np.ndarray, first: np.ndarray, second: np.ndarray, touch_m: float, border_m: float) -> np.ndarray:
    grown = shapely.buffer(shapes, touch_m, quad_segs=1)
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[first]), grown[second]))
    return shared >= border_m


def _over_road(
    shapes: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    road_ground: shapely.Geometry,
    internal: shapely.Geometry,
    main: shapely.Geometry,
    rule: dict,
) -> np.ndarray:
    """Whether a way leads over the road: the shortest first, then from every step along the border."""
    ground = shapely.buffer(road_ground, rule["touch_m"], quad_segs=1)
    for shape in (ground, internal, main):
        shapely.prepare(shape)

    def is_road(ways: np.ndarray) -> np.ndarray:
        crosses = shapely.intersects(internal, ways) & ~shapely.intersects(main, ways)
        crosses[crosses] = shapely.covers(ground, ways[crosses])
        return crosses

    found = is_road(shapely.shortest_line(shapes[first], shapes[second]))
    left = np.flatnonzero(~found)
    for ends in (first, second):
        left = left[shapely.dwithin(internal, shapes[ends[left]], rule["road_m"])]
    if not len(left):
        return found
    steps = shapely.segmentize(shapely.boundary(shapes[first[left]]), rule["step_m"])
    points, pair = shapely.get_coordinates(steps, return_index=True)
    starts, others = shapely.points(points), shapes[second[left]][pair]
    near = shapely.dwithin(starts, others, rule["road_m"])
    over = is_road(shapely.shortest_line(starts[near], others[near]))
    found[left[np.unique(pair[near][over])]] = True
    return found
