"""Shared edges: a painting of overlapping polygons made into pieces that tile, and cuts of pieces. Local metres."""

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Polygon, box
from shapely.ops import split

GRID_M = 0.01
CRUMB_M2 = 2.0


def polygons(geometry: shapely.Geometry, least_m2: float = 0.0) -> list[Polygon]:
    """The polygon parts of any geometry, larger than `least_m2`."""
    parts = shapely.get_parts(geometry)
    return [p for p in parts if p.geom_type == "Polygon" and p.area > least_m2]


def areal(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry as one, without the points and lines that an overlay may leave."""
    if geometry.geom_type == "Polygon":
        return geometry
    return shapely.MultiPolygon(polygons(geometry))


def common(a: shapely.Geometry, b: shapely.Geometry) -> shapely.Geometry:
    """The ground that two shapes share, on the grid: snap rounding does not fail where exact overlays do."""
    return areal(shapely.intersection(areal(a), areal(b), grid_size=GRID_M))


def minus(a: shapely.Geometry, b: shapely.Geometry) -> shapely.Geometry:
    """The first shape without the second, on the grid."""
    return areal(shapely.difference(areal(a), areal(b), grid_size=GRID_M))


def tile(painted: list, extent: shapely.Geometry) -> list:
    """Pieces (key, polygon) that tile the extent and share exact edges; a later polygon covers an earlier one.

    painted : (key, polygon) in painting order; ground that none covers gets the key None. Pieces with one key
    that touch are one polygon. Every vertex lies on a grid of 0.01 m.
    """
    keys = [key for key, _ in painted]
    extent = shapely.set_precision(extent, GRID_M)
    shapes = [common(g, extent) for _, g in painted]
    lines = shapely.union_all([extent.boundary, *[s.boundary for s in shapes if not s.is_empty]], grid_size=GRID_M)
    faces = list(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))
    points = shapely.point_on_surface(faces)
    face, shape = shapely.STRtree(shapes).query(points, predicate="intersects")
    top = np.full(len(faces), -1)
    np.maximum.at(top, face, shape)
    shapely.prepare(extent)
    inside = shapely.contains(extent, points)
    faces, top = [f for f, keep in zip(faces, inside, strict=True) if keep], top[inside]
    groups: dict = {}
    for polygon, index in zip(faces, _without_crumbs(faces, top), strict=True):
        groups.setdefault(keys[index] if index >= 0 else None, []).append(polygon)
    return [(key, p) for key, members in groups.items() for p in polygons(shapely.coverage_union_all(members))]


def _without_crumbs(faces: list, top: np.ndarray) -> np.ndarray:
    """The faces' shapes, crumbs under 2 m² given to the neighbour that they share the longest edge with."""
    top = top.copy()
    areas = shapely.area(faces)
    tree = shapely.STRtree(faces)
    for crumb in np.flatnonzero(areas < CRUMB_M2):
        near = [k for k in tree.query(faces[crumb], predicate="intersects") if areas[k] >= CRUMB_M2]
        if near:
            top[crumb] = top[max(near, key=lambda k: shapely.length(shapely.intersection(faces[k], faces[crumb])))]
    return top


def merged(pieces: list) -> list[Polygon]:
    """Polygons of pieces with exact edges, those that touch made one."""
    return polygons(shapely.coverage_union_all(pieces))


def cut(polygon: Polygon, point: np.ndarray, angle: float, bend: float = 0.0) -> list[Polygon]:
    """Parts of a polygon on the two sides of a line through a point, with a small dogleg of `bend` metres."""
    reach = 4 * np.sqrt(polygon.area) + polygon.length
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    coords = [point - reach * along, point + reach * along]
    if bend:
        coords = [point - reach * along, point, point + bend * across, point + bend * across + reach * along]
    return polygons(split(polygon, LineString(coords)))


def long_axis(polygon: Polygon) -> tuple[float, float, float]:
    """Direction (radians), length and width of the smallest box round a polygon."""
    ring = np.asarray(shapely.minimum_rotated_rectangle(polygon).exterior.coords)
    a, b = ring[1] - ring[0], ring[2] - ring[1]
    first, second = np.hypot(*a), np.hypot(*b)
    way = a if first >= second else b
    return float(np.arctan2(way[1], way[0])), float(max(first, second)), float(min(first, second))


def move_edge(a: Polygon, b: Polygon, a_m2: float) -> tuple[Polygon, Polygon] | None:
    """The two neighbours with their common edge moved so that the first has `a_m2`; None where it cannot be."""
    whole = shapely.union_all([a, b], grid_size=1e-6)
    edge = shapely.intersection(a.buffer(0.05), b.boundary)
    if whole.geom_type != "Polygon" or edge.length < 15 or not 0.05 * whole.area < a_m2 < 0.95 * whole.area:
        return None
    angle, _, _ = long_axis(edge.buffer(0.5))
    flat = affinity.rotate(whole, -angle, origin=(0, 0), use_radians=True)
    west, south, east, north = flat.bounds
    a_below = (
        affinity.rotate(a, -angle, origin=(0, 0), use_radians=True).centroid.y
        < affinity.rotate(b, -angle, origin=(0, 0), use_radians=True).centroid.y
    )
    below_m2 = a_m2 if a_below else whole.area - a_m2
    low, high = south, north
    for _ in range(60):
        y = (low + high) / 2
        if shapely.area(shapely.intersection(flat, box(west - 1, south - 1, east + 1, y))) < below_m2:
            low = y
        else:
            high = y
    parts = [
        shapely.intersection(flat, box(west - 1, south - 1, east + 1, y)),
        shapely.intersection(flat, box(west - 1, y, east + 1, north + 1)),
    ]
    if any(p.geom_type != "Polygon" for p in parts):
        return None
    back = [affinity.rotate(p, angle, origin=(0, 0), use_radians=True) for p in parts]
    return (back[0], back[1]) if a_below else (back[1], back[0])
