"""How much room some ground gives: what a circle of a width can reach, and how long a strip fits in it.

All measures grow when ground is added, never shrink, so that the search for assemblies can rest on them.
"""

import numpy as np
import shapely

from landuse.rules import table
from landuse.vacant_first.chords import longest_chord_m

_SEGMENTS = 16  # arcs by 5.6° steps: their error is 0.1 % of the radius, less than `reach_per_width` adds
_HALVINGS = 11
_SPAN = 0.98  # of the side asked: more than the slack and the arcs can make up for


def core(ground: shapely.Geometry, width_m: float) -> shapely.Geometry:
    """Where the centre of a circle of a width can be without leaving the ground."""
    return shapely.buffer(ground, -(width_m / 2 - _rule("slack_m")), quad_segs=_SEGMENTS)


def usable(ground: shapely.Geometry, width_m: float) -> shapely.Geometry:
    """The ground that is wide enough: no further from such a centre than a corner of a square of that width."""
    centres = core(ground, width_m)
    if shapely.is_empty(centres):
        return shapely.Polygon()
    reached = shapely.buffer(centres, width_m * _rule("reach_per_width"), quad_segs=_SEGMENTS)
    return shapely.intersection(ground, reached)


def usable_each_m2(grounds: np.ndarray, width_m: float) -> np.ndarray:
    """Planar m² that `usable` leaves of each of many grounds, taken together: a park has hundreds."""
    centres = core(grounds, width_m)
    reached = shapely.buffer(centres, width_m * _rule("reach_per_width"), quad_segs=_SEGMENTS)
    return shapely.area(shapely.intersection(grounds, reached))


def least_width_m(ground: shapely.Geometry) -> float:
    """The width of the narrowest strip that the whole ground lies in (rotating calipers on its hull)."""
    hull = shapely.get_coordinates(shapely.convex_hull(ground))
    if len(hull) < 4:
        return 0.0
    edges = np.diff(hull, axis=0)
    normals = np.column_stack([-edges[:, 1], edges[:, 0]]) / np.linalg.norm(edges, axis=1)[:, None]
    across = hull @ normals.T
    return float((across.max(axis=0) - across.min(axis=0)).min())


def widest_m(ground: shapely.Geometry, needed_m2: float) -> float:
    """The widest circle for which the usable ground still holds what is needed, m, to half a metre; 0 where none does."""
    low, high = 0.0, 2 * np.sqrt(shapely.area(ground) / np.pi) + 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = shapely.area(usable(ground, middle)) >= max(needed_m2, 1e-9)
        low, high = (middle, high) if enough else (low, middle)
    return low


def fits_strip(ground: shapely.Geometry, side_m: float, width_m: float, turned_deg: np.ndarray) -> bool:
    """Whether a strip with round ends, `side_m` long and `width_m` wide, fits in the ground in one of the directions."""
    centres = core(ground, width_m)
    if shapely.is_empty(centres):
        return False
    return side_m <= width_m or _longest_chord_m(centres, turned_deg, side_m - width_m) >= side_m - width_m


def spans(ground: shapely.Geometry, side_m: float) -> bool:
    """Whether the ground reaches far enough for a strip that long to be thought of; ground that does not need not be searched."""
    west, south, east, north = shapely.bounds(ground)
    return bool(np.hypot(east - west, north - south) >= _SPAN * side_m - 2 * _rule("slack_m"))


def longest_strip_m(ground: shapely.Geometry, width_m: float, turned_deg: np.ndarray) -> float:
    """The longest strip of a width that fits in the ground in one of the directions, m; 0 where none does."""
    centres = core(ground, width_m)
    return 0.0 if shapely.is_empty(centres) else width_m + _longest_chord_m(centres, turned_deg, np.inf)


def directions_deg(ground: shapely.Geometry) -> np.ndarray:
    """The ways a strip is laid: every whole step around, and along every long edge of the ground."""
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(ground)), return_index=True)
    edges = np.diff(points, axis=0)[np.diff(ring) == 0]
    long = edges[np.linalg.norm(edges, axis=1) >= _rule("long_edge_m")]
    along = np.degrees(np.arctan2(long[:, 1], long[:, 0])) % 180
    return np.unique(np.concatenate([np.arange(0, 180, _rule("degrees")), along.round(3)]))


def _longest_chord_m(centres: shapely.Geometry, turned_deg: np.ndarray, enough_m: float) -> float:
    """The longest straight line inside, in the directions given; stops at one that is long enough."""
    best = 0.0
    angles = np.radians(turned_deg)
    for part in shapely.get_parts(centres):
        hull = shapely.get_coordinates(shapely.convex_hull(part))
        along = hull @ np.vstack([np.cos(angles), np.sin(angles)])
        extent = along.max(axis=0) - along.min(axis=0)
        if extent.max() <= best or (np.isfinite(enough_m) and extent.max() < enough_m):
            continue
        points, ring = shapely.get_coordinates(shapely.get_rings(part), return_index=True)
        order = np.argsort(-extent)
        best = max(best, longest_chord_m(points, ring, angles[order], extent[order], enough_m))
    return best


def _rule(name: str) -> float:
    return table("vacant_first")["room"][name]
