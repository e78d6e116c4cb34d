"""Roads, streets that divide blocks, rail and their corridors. Local metres."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import LineString

from examples.curves import spline
from examples.sketch import Sketch
from examples.terrain import scaled
from examples.tiling import long_axis, minus, polygons

MAIN_SURFACE_M, MAIN_CORRIDOR_M = 9.5, 14.0
STREET_SURFACE_M, STREET_CORRIDOR_M = 8.0, 10.5
TRACK_M = 4.8


@dataclass
class Network:
    """Centre lines: main and internal roads, tracks; and their zoned corridors."""

    main: list
    internal: list
    tracks: list
    rail_corridor: shapely.Geometry
    streets: list = field(default_factory=list)

    def corridor(self) -> shapely.Geometry:
        """The zoned road ground, main roads and streets."""
        return shapely.union_all(
            [*self.main_corridors(), *[r.buffer(STREET_CORRIDOR_M / 2, quad_segs=4) for r in self.internal + self.streets]]
        )

    def main_corridors(self) -> list:
        """The zoned ground of each main road."""
        return [r.buffer(MAIN_CORRIDOR_M / 2, quad_segs=4) for r in self.main]

    def surface(self, kind: str) -> shapely.Geometry:
        """The paved surface of one kind of road, with wider junctions."""
        lines, half = (self.main, MAIN_SURFACE_M / 2) if kind == "main" else (self.internal + self.streets, STREET_SURFACE_M / 2)
        paved = shapely.union_all([r.buffer(half, quad_segs=4) for r in lines])
        return paved.buffer(5, quad_segs=2).buffer(-5, quad_segs=2)


def draw_network(sketch: Sketch, factor: float, rng: np.random.Generator) -> Network:
    """The sketch's roads and rail as curves, their control points pushed about a little."""

    def curve(points: list) -> LineString:
        moved = np.asarray(scaled(points, factor), dtype=float)
        moved[1:-1] += rng.normal(0, 5.0, moved[1:-1].shape)
        return spline(moved)

    main = [curve(p) for p in sketch.main_roads]
    internal = [curve(p) for p in sketch.internal_roads]
    tracks = [spline(scaled(p, factor)) for p in sketch.rail]
    corridors = [t.buffer(5.0, quad_segs=4) for t in tracks]
    for yard in sketch.rail_yard:
        middle = spline(scaled(yard["line"], factor))
        width = yard["tracks"] * TRACK_M
        tracks += [middle.offset_curve(k * TRACK_M - width / 2) for k in range(yard["tracks"])]
        corridors.append(middle.buffer(width / 2 + 6, cap_style="flat"))
    rail = shapely.union_all(corridors) if corridors else LineString().buffer(1)
    return Network(main, internal, tracks, rail)


def opened(region: shapely.Geometry, network: Network) -> list:
    """The region cut where dead-end roads point, out to its edge, so that no block closes round a road."""
    roads = network.main + network.internal
    rays = []
    for k, road in enumerate(roads):
        others = shapely.union_all([r for j, r in enumerate(roads) if j != k])
        for line in (road, shapely.reverse(road)):
            end, before = np.array(line.coords[-1]), np.array(line.interpolate(line.length - min(40.0, line.length / 2)).coords[0])
            if shapely.Point(end).distance(others) > 4 and shapely.Point(end).distance(region) < MAIN_CORRIDOR_M:
                heading = (end - before) / np.hypot(*(end - before))
                ray = shapely.intersection(LineString([end, end + 1200 * heading]), region)
                rays += [part for part in shapely.get_parts(ray) if part.distance(shapely.Point(end)) < MAIN_CORRIDOR_M]
    lines = shapely.union_all([region.boundary, *rays])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    shapely.prepare(region)
    return [f for f in faces if region.intersects(f.point_on_surface())]


def divide_blocks(
    region: shapely.Geometry,
    network: Network,
    block_m2: float,
    rng: np.random.Generator,
    smaller: Callable[[shapely.Point], float] | None = None,
) -> list:
    """Blocks of the region, large ones divided by new curved streets (added to the network)."""
    waiting, done = opened(region, network), []
    access = network.corridor().buffer(2)
    while waiting:
        block = waiting.pop()
        limit = block_m2 * (smaller(block.centroid) if smaller else 1.0)
        street = _street(block, access, rng) if block.area > 1.5 * limit else None
        pieces = polygons(minus(block, street.buffer(STREET_CORRIDOR_M / 2, quad_segs=4)), 1.0) if street else []
        if len([p for p in pieces if p.area > 0.12 * block.area]) < 2:
            done.append(block)
            continue
        network.streets.append(street)
        access = access.union(street.buffer(STREET_CORRIDOR_M / 2 + 2))
        waiting += pieces
    return done


def _street(block: shapely.Polygon, access: shapely.Geometry, rng: np.random.Generator) -> LineString | None:
    """A gently curved street across the block, from road to road or out to the park's edge."""
    angle, length, width = long_axis(block)
    best = None
    for _ in range(5):
        turn = angle + np.pi / 2 + rng.normal(0, 0.09)
        along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        middle = np.array(block.centroid.coords[0]) + across * length * rng.uniform(-0.13, 0.13)
        bow = width * rng.normal(0, 0.09)
        line = spline(
            [
                middle - along * width * 1.3,
                middle - along * width * 0.35 + across * bow,
                middle + along * width * 0.35 + across * bow,
                middle + along * width * 1.3,
            ],
            25,
        )
        inside = max(shapely.get_parts(line.intersection(block)), key=shapely.length, default=None)
        if inside is None or inside.geom_type != "LineString":
            continue
        ends = shapely.points([inside.coords[0], inside.coords[-1]])
        joined = int(sum(shapely.distance(ends, access) < 3))
        inside = shapely.remove_repeated_points(LineString([*spline([line.coords[0], inside.coords[0]]).coords[-1:], *inside.coords]), 0.5)
        if best is None or joined > best[0]:
            best = (joined, inside)
        if joined == 2:
            break
    return best[1] if best and best[0] else None
