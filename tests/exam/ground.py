"""The ground of a park: its outline, its streets, and the lots between them, in metres round its middle."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity
from shapely.ops import split

LOTS = 80
_LEAST_LOT_M2 = 900.0
_GRID_M = 0.001
_TOTAL_DAA = {"one_owner": (900, 2600), "many_owners": (450, 1200), "port": (500, 1500), "technology": (220, 600)}
_SPREAD = {"one_owner": 0.65, "many_owners": 0.6, "port": 0.7, "technology": 0.5}


@dataclass(frozen=True)
class Street:
    """A strip that the plan keeps for traffic or lines.

    use : internal, main (public main road), unbuilt (planned, never built), rail, pipes (a route for lines), parking
    """

    use: str
    middle: shapely.LineString
    strip: shapely.Polygon


@dataclass(frozen=True)
class Ground:
    """outline : the park; streets, and lots by block, which together tile it"""

    outline: shapely.Polygon
    streets: tuple[Street, ...]
    blocks: tuple[tuple[shapely.Polygon, ...], ...]


def make_ground(rng: np.random.Generator, kind: str) -> Ground:
    """A park's outline, streets and lots, about `LOTS` of them."""
    total_m2 = 1000 * rng.uniform(*_TOTAL_DAA[kind])
    outline = _outline(rng, total_m2)
    streets = _streets(rng, outline, kind)
    left = outline.difference(shapely.union_all([street.strip for street in streets]))
    blocks = [part for part in shapely.get_parts(left) if part.area > _LEAST_LOT_M2]
    scraps = [part for part in shapely.get_parts(left) if part.area <= _LEAST_LOT_M2]
    target_m2 = sum(block.area for block in blocks) / LOTS
    lots = tuple(tuple(_lots(rng, block, target_m2, _SPREAD[kind])) for block in blocks)
    whole = [Street(one.use, one.middle, part) for one in _with_scraps(streets, scraps) for part in _on_grid(one.strip)]
    return Ground(outline, tuple(whole), tuple(tuple(part for lot in block for part in _on_grid(lot)) for block in lots))


def _on_grid(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """A shape on a grid of 1 mm, in its parts: what hangs together by a hair alone would fold over where coordinates are large."""
    parts = shapely.get_parts(shapely.set_precision(shape, _GRID_M))
    return [part for part in parts if part.geom_type == "Polygon" and part.area > 1]


def _outline(rng: np.random.Generator, total_m2: float) -> shapely.Polygon:
    """A crooked four-sided figure with bays and corners, turned at random."""
    long = rng.uniform(1.2, 2.4) ** 0.5
    corners = np.array([(-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0)]) * np.array([long, 1 / long])
    shape = shapely.Polygon(corners * (1 + rng.uniform(-0.13, 0.13, corners.shape)))
    size = (total_m2 / shape.area) ** 0.5
    return affinity.rotate(affinity.scale(shape, size, size), rng.uniform(0, 180), origin=(0, 0))


def _streets(rng: np.random.Generator, outline: shapely.Polygon, kind: str) -> list[Street]:
    """A bent spine, side streets across it, one of them planned only, and for some a main road, rail and a route for pipes."""
    along, across, length, width = axes(outline)
    plan = [("internal", _bent(rng, along, across, length, width, rng.uniform(-0.12, 0.12)), 15.0)]
    if rng.random() < 0.5:
        plan.insert(0, ("main", _crossing(rng, along, across, width, length * rng.uniform(-0.4, 0.4)), rng.uniform(26, 34)))
    if kind in ("one_owner", "port") and rng.random() < 0.7:
        plan.append(("rail", _bent(rng, along, across, length, width, rng.uniform(0.25, 0.32)), 12.0))
    if rng.random() < 0.6:
        plan.append(("pipes", _bent(rng, along, across, length, width, rng.uniform(-0.33, -0.25)), 8.0))
    sides = int(rng.integers(3, 6))
    for place in range(sides):
        at = length * ((place + 0.5) / sides - 0.5 + rng.uniform(-0.05, 0.05))
        use = "unbuilt" if place == sides - 1 else "internal"
        plan.append((use, _crossing(rng, along, across, width, at), 13.0 if use == "internal" else 12.0))
    taken, streets = shapely.Polygon(), []
    for use, middle, wide in plan:
        strip = middle.buffer(wide / 2, cap_style="flat").intersection(outline).difference(taken)
        taken = taken.union(strip)
        streets += [Street(use, middle, part) for part in shapely.get_parts(strip) if part.geom_type == "Polygon" and part.area > 1]
    return streets


def axes(outline: shapely.Polygon) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Unit vectors along and across the park, and its length and width."""
    corner = shapely.get_coordinates(shapely.minimum_rotated_rectangle(outline))
    sides = sorted((corner[1] - corner[0], corner[2] - corner[1]), key=np.linalg.norm)
    width, length = np.linalg.norm(sides[0]), np.linalg.norm(sides[1])
    return sides[1] / length, sides[0] / width, length, width


def _bent(rng, along, across, length: float, width: float, off: float) -> shapely.LineString:
    stops = [-0.7, -0.2, 0.25, 0.7]
    return shapely.LineString([along * stop * length + across * width * (off + rng.uniform(-0.05, 0.05)) for stop in stops])


def _crossing(rng, along, across, width: float, at: float) -> shapely.LineString:
    lean = rng.uniform(-0.12, 0.12) * width
    return shapely.LineString([along * (at - lean) - across * width, along * (at + lean) + across * width])


def _lots(rng: np.random.Generator, ground: shapely.Polygon, target_m2: float, spread: float) -> list[shapely.Polygon]:
    """A block cut again and again across its longer side, unevenly, until the lots are as large as lots are."""
    wanted_m2 = 1.3 * target_m2 * float(np.exp(rng.normal(0, spread)))
    if ground.area <= max(wanted_m2, 2.5 * _LEAST_LOT_M2):
        return [ground]
    along, across, length, _ = axes(ground)
    middle = shapely.get_coordinates(shapely.minimum_rotated_rectangle(ground).centroid)[0]
    at = middle + along * length * rng.uniform(-0.2, 0.2)
    lean = along * rng.uniform(-0.1, 0.1) * length
    far = across * 3 * length
    parts = list(split(ground, shapely.LineString([at - far - lean, at + far + lean])).geoms)
    if len(parts) < 2 or min(part.area for part in parts) < _LEAST_LOT_M2:
        return [ground]
    return [lot for part in parts for lot in _lots(rng, part, target_m2, spread)]


def _with_scraps(streets: list[Street], scraps: list[shapely.Polygon]) -> list[Street]:
    """Corners between streets that are too small for a lot belong to the street they touch most."""
    shapes = [street.strip for street in streets]
    for scrap in scraps:
        touch = [shapely.length(shapely.intersection(shape, scrap)) for shape in shapes]
        host = int(np.argmax(touch))
        grown = shapely.union(shapes[host], scrap)
        if grown.geom_type == "Polygon":
            shapes[host] = grown
        else:
            shapes[host] = shapely.union(shapes[host], scrap, grid_size=0.001)
    return [Street(street.use, street.middle, shape) for street, shape in zip(streets, shapes, strict=True)]
