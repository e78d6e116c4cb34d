"""The ground before the park: sea, rivers, and the organic patches of forest, farmland and bog round it. Local metres."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from examples.curves import Noise, blob_at, closed, patches, roughen, spline
from examples.sketch import Sketch
from examples.tiling import common, minus, polygons

RING_M = 1150.0
QUAY_APRON_M = 32.0
QUAY_FILL_M = 130.0


@dataclass(frozen=True)
class Terrain:
    """extent : perimeter and ring; land, sea, fresh : tile it; perimeter : the park; quays : (name, apron)"""

    extent: shapely.Geometry
    land: shapely.Geometry
    sea: shapely.Geometry
    fresh: shapely.Geometry
    perimeter: shapely.Geometry
    quays: list


def scaled(points: list, factor: float) -> list:
    """Sketch points in true metres."""
    return [[x * factor, y * factor] for x, y in points]


def make_terrain(sketch: Sketch, factor: float, rng: np.random.Generator) -> Terrain:
    """Water and land of the sketch at a scale, and the perimeter that the land leaves."""
    outline = roughen(Polygon(scaled(sketch.outline, factor)), Noise(rng, 500), 14.0, 260.0)
    extent = outline.buffer(RING_M).simplify(25)
    shore_noise, bank_noise = Noise(rng, 260), Noise(rng, 140)
    sea = _union([roughen(closed(scaled(p, factor), 2), shore_noise, 13.0) for p in sketch.sea])
    fresh = [roughen(closed(scaled(p, factor), 2), bank_noise, 9.0) for p in sketch.lakes]
    fresh += [
        roughen(spline(scaled(r["line"], factor), 25).buffer(r["width_m"] / 2), bank_noise, min(9.0, r["width_m"] / 7))
        for r in sketch.rivers
    ]
    fresh = _union(fresh)
    middle = outline.centroid
    quays = []
    for quay in sketch.quays:
        line = LineString(scaled(quay["line"], factor))
        fill = _inland(line, QUAY_FILL_M, middle)
        sea, fresh = minus(sea, fill), minus(fresh, fill)
        quays.append((quay["name"], _inland(line, QUAY_APRON_M, middle)))
    fresh = common(minus(fresh, sea), extent)
    sea = _large(common(sea, extent), 3000)
    land = minus(minus(extent, sea), fresh)
    perimeter = max(shapely.get_parts(minus(minus(outline, sea), _large(fresh, 12000))), key=shapely.area)
    perimeter = Polygon(perimeter.exterior)
    harbour = _union([_front(LineString(scaled(q["line"], factor)), middle) for q in sketch.quays])
    perimeter = shapely.union_all([perimeter, common(harbour, extent)], grid_size=0.01)
    perimeter = max(shapely.get_parts(perimeter), key=shapely.area)
    return Terrain(extent, land, sea, fresh, Polygon(perimeter.exterior), quays)


def ground_patches(sketch: Sketch, terrain: Terrain, rng: np.random.Generator) -> list:
    """(AR5 codes, polygon) in painting order over a base of medium forest: type, bonitet, tree kind, ground."""
    level = {"low": 0.8, "high": 0.7, "open": 1.3, "pasture": 1.1, "farm": 0.9, "bog": 1.5} | sketch.terrain
    bounds = terrain.extent.bounds
    painted = [(("30", "13", "31", "44"), terrain.extent)]

    def paint(codes: tuple, size_m: float, threshold: float, cell_m: float = 25.0) -> None:
        noise = Noise(rng, size_m)
        painted.extend((codes, p) for p in patches(bounds, lambda x, y: noise(x, y) > threshold, cell_m, 2500))

    paint(("30", "12", "31", "43"), 420, level["low"])
    paint(("30", "14", "31", "44"), 480, level["high"])
    paint(("30", "14", "32", "44"), 300, level["high"] + 0.5)
    paint(("50", "98", "39", "43"), 240, level["open"])
    paint(("60", "11", "39", "45"), 230, level["bog"], 20.0)
    paint(("23", "98", "39", "44"), 300, level["pasture"])
    paint(("21", "98", "98", "44"), 420, level["farm"])
    for x, y, radius in sketch.farm:
        painted.extend((("21", "98", "98", "44"), p) for p in blob_at(rng, (x, y), radius, bounds))
    for x, y, radius in sketch.town:
        painted.extend((("11", "98", "98", "98"), p) for p in blob_at(rng, (x, y), radius, bounds))
    return painted


def _inland(line: LineString, depth_m: float, middle: Point) -> shapely.Geometry:
    sides = [line.buffer(side * depth_m, single_sided=True, join_style="mitre") for side in (1, -1)]
    return min(sides, key=lambda s: s.centroid.distance(middle))


def _front(line: LineString, middle: Point) -> shapely.Geometry:
    sides = [line.buffer(side * 26.0, single_sided=True, join_style="mitre") for side in (1, -1)]
    return max(sides, key=lambda s: s.centroid.distance(middle)).union(line.buffer(1.0))


def _union(shapes: list) -> shapely.Geometry:
    return shapely.union_all(shapes, grid_size=0.01) if shapes else Polygon()


def _large(geometry: shapely.Geometry, least_m2: float) -> shapely.Geometry:
    return shapely.MultiPolygon(polygons(geometry, least_m2))
