"""Parts of an area that lie inside another of its parts: holes that were wound as their shell, and what lies within those."""

import numpy as np
import shapely


def with_holes(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Areas whose parts inside parts are holes, and in which rows there were any.

    A shapefile tells a hole from a part by the way around alone, so a hole that runs the wrong way comes in as a part of its own
    that lies on top of its shell; no ground is twice in one area.
    """
    done = np.zeros(len(shapes), dtype=bool)
    several = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON)
    several = several[shapely.get_num_geometries(shapes[several]) > 1]
    parts, owner = shapely.get_parts(shapes[several], return_index=True)
    inner, outer = _inside(parts, owner)
    if not len(inner):
        return shapes, done
    made = shapes.copy()
    for place in np.unique(owner[inner]):
        first, last = np.searchsorted(owner, [place, place + 1])
        here = owner[inner] == place
        made[several[place]] = _nested(parts[first:last], inner[here] - first, outer[here] - first)
        done[several[place]] = True
    return made, done


def _inside(parts: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts that lie wholly within the ground of another part of the same row, and which that is."""
    if not len(parts):
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    inner, outer = shapely.STRtree(parts).query(parts)
    same = (owner[inner] == owner[outer]) & (inner != outer)
    inner, outer = inner[same], outer[same]
    box, around = shapely.bounds(parts[inner]), shapely.bounds(parts[outer])
    boxed = (box[:, :2] > around[:, :2]).all(axis=1) & (box[:, 2:] < around[:, 2:]).all(axis=1)
    inner, outer = inner[boxed], outer[boxed]
    whole = shapely.is_valid(parts[inner]) & shapely.is_valid(parts[outer])
    inner, outer = inner[whole], outer[whole]
    within = shapely.contains_properly(parts[outer], parts[inner])
    return inner[within], outer[within]


def _nested(parts: np.ndarray, inner: np.ndarray, outer: np.ndarray) -> shapely.MultiPolygon:
    """Parts by how many others they lie in: none or two is ground, one or three a hole in the nearest around it."""
    depth = np.bincount(inner, minlength=len(parts))
    holes: dict[int, list] = {}
    ground = [*np.flatnonzero(depth % 2 == 0)]
    loose = []
    for part in np.flatnonzero(depth % 2 == 1):
        around = outer[inner == part]
        nearest = around[depth[around] == depth[part] - 1][0]
        holes.setdefault(nearest, []).append(parts[part].exterior)
        loose += [shapely.Polygon(ring) for ring in parts[part].interiors]
    made = [shapely.Polygon(parts[part].exterior, [*parts[part].interiors, *holes.get(part, [])]) for part in ground]
    return shapely.MultiPolygon([*made, *loose])
