"""What lies round and through the park: houses and their streets, power and water lines, protected, flooded and restricted ground."""

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, box

from examples.curves import blob_at, spline
from examples.layout import Layout
from examples.tiling import common, minus
from examples.uses import Lot


def residential_streets(layout: Layout, rng: np.random.Generator) -> list[LineString]:
    """Curved streets in the sketch's towns, outside the park and on land."""
    out = []
    free = minus(layout.terrain.land.buffer(-30), layout.terrain.perimeter.buffer(60))
    for x, y, radius in layout.sketch.town:
        angle = rng.uniform(0, np.pi)
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        for step in np.arange(-0.75, 0.76, 0.375):
            start = np.array([x, y]) + across * radius * step
            half = along * radius * np.sqrt(max(0.1, 1 - step**2)) * 0.85
            line = spline(
                [
                    start - half,
                    start - half * 0.3 + across * rng.normal(0, 22),
                    start + half * 0.4 + across * rng.normal(0, 22),
                    start + half,
                ],
                25,
            )
            out += [p for p in shapely.get_parts(line.intersection(free)) if p.geom_type == "LineString" and p.length > 90]
        out += _link(np.array([x, y]) + across * radius * 0.75, layout)
        out += [
            p
            for p in shapely.get_parts(
                LineString([np.array([x, y]) - across * radius * 0.75, np.array([x, y]) + across * radius * 0.75]).intersection(free)
            )
            if p.geom_type == "LineString"
        ]
    return out


def _link(start: np.ndarray, layout: Layout) -> list[LineString]:
    """A street from a town to the nearest main road."""
    roads = shapely.MultiLineString(layout.network.main)
    line = shapely.shortest_line(shapely.Point(start), roads)
    inside = line.intersection(minus(layout.terrain.land, layout.terrain.perimeter))
    return [inside] if inside.geom_type == "LineString" and 30 < inside.length < 700 else []


def houses(streets: list, layout: Layout, rng: np.random.Generator, most: int = 240) -> list:
    """Small houses on both sides of the streets, none on another or on a road."""
    found, centres, taken = [], [], shapely.union_all([s.buffer(6) for s in [*streets, *layout.network.main]] or [Point()])
    shapely.prepare(taken)
    shapely.prepare(layout.terrain.land)
    for street in streets:
        for at in np.arange(14, street.length - 10, 27):
            if len(found) >= most or rng.random() < 0.4:
                continue
            a, b = street.interpolate(at), street.interpolate(at + 1)
            angle = np.arctan2(b.y - a.y, b.x - a.x)
            side = rng.choice([-1, 1])
            x, y = a.x - side * np.sin(angle) * rng.uniform(15, 22), a.y + side * np.cos(angle) * rng.uniform(15, 22)
            house = affinity.translate(affinity.rotate(box(-rng.uniform(5, 8), -4.2, 6, 4.2), angle, origin=(0, 0), use_radians=True), x, y)
            far = all(abs(x - a) + abs(y - b) > 26 for a, b in centres)
            if far and not taken.intersects(house) and layout.terrain.land.contains(house):
                found.append(house)
                centres.append((x, y))
    return found


def power_lines(layout: Layout, lots: list[Lot]) -> list[tuple[str, LineString]]:
    """A regional line past the park and a branch to the middle of it; nothing exact, no voltages."""
    west, south, east, north = layout.terrain.perimeter.bounds
    x, y = (west + east) / 2, (south + north) / 2
    upright = [
        LineString([(a + 60, south - 900), (a, y - 200), (a + 30, y + 260), (a - 90, north + 900)]) for a in (east + 260, west - 260)
    ]
    level = [LineString([(west - 900, b - 50), (x - 200, b), (x + 260, b + 30), (east + 900, b - 70)]) for b in (north + 260, south - 260)]
    main = max([*upright, *level], key=lambda line: shapely.length(line.intersection(layout.terrain.land)))
    target = layout.terrain.perimeter.representative_point()
    joint = main.interpolate(main.project(target))
    branch = LineString([joint, ((joint.x + target.x) / 2 + 30, (joint.y + target.y) / 2 + 30), target])
    return [("regional", main.intersection(layout.terrain.extent)), ("local", branch)]


def water_lines(layout: Layout) -> list[tuple[str, LineString]]:
    """Water beside the roads, sewer along every second street."""
    roads = [*layout.network.main, *layout.network.internal]
    lines = [("water", r.offset_curve(7.5).simplify(0.5)) for r in roads]
    lines += [("sewer", r.offset_curve(-7.5).simplify(0.5)) for r in layout.network.streets[::2]]
    clipped = [(kind, part) for kind, line in lines for part in shapely.get_parts(line.intersection(layout.terrain.extent))]
    return [(kind, part) for kind, part in clipped if part.geom_type == "LineString" and part.length > 20]


def protected_areas(layout: Layout, fields: list, rng: np.random.Generator) -> list[tuple[str, str, shapely.Polygon]]:
    """A nature reserve in the ring, where it is furthest from roads, and a smaller protected bog or shore."""
    ring = minus(
        minus(layout.terrain.land, layout.terrain.perimeter.buffer(150)), shapely.union_all([r.buffer(60) for r in layout.network.main])
    )
    ring = minus(ring, shapely.union_all(fields, grid_size=0.01))
    out = []
    for name, kind, size in (("Naturreservat (eksempel)", "NR", 300.0), ("Biotopvernområde (eksempel)", "BVO", 170.0)):
        spot = shapely.maximum_inscribed_circle(max(shapely.get_parts(ring), key=shapely.area)).coords[0]
        blobs = blob_at(rng, spot, size, layout.terrain.extent.bounds)
        blob = common(max(blobs, key=shapely.area), ring).buffer(-6).buffer(6)
        blob = max(shapely.get_parts(blob), key=shapely.area)
        out.append((name, kind, blob))
        ring = minus(ring, blob.buffer(200))
    return out


def flood_zones(layout: Layout, rng: np.random.Generator) -> list[tuple[str, int, shapely.Polygon]]:
    """Zones of 20 and 200 years along fresh water, or a storm surge along the sea; on land only."""
    water = layout.terrain.sea if layout.terrain.fresh.is_empty else layout.terrain.fresh
    out = []
    for years, reach in ((20, 16.0), (200, 38.0)):
        zone = common(common(water.buffer(reach, quad_segs=3).simplify(3), layout.terrain.land), layout.terrain.perimeter.buffer(700))
        out += [(f"{years}-årsflom", years, p) for p in shapely.get_parts(zone) if p.geom_type == "Polygon" and p.area > 2000]
    return out


def restrictions(layout: Layout, lots: list[Lot], rng: np.random.Generator) -> list[tuple[str, str, shapely.Polygon]]:
    """Safety distances round tank farms, an old landfill, quick clay, a monument."""
    out = []
    tanks = [lot.geometry for lot in lots if lot.kind == "tanks"]
    for k, zone in enumerate(shapely.get_parts(shapely.union_all([t.buffer(60, quad_segs=4) for t in tanks])) if tanks else []):
        out.append((f"Sikkerhetssone {k + 1}", "safety_distance", zone))
    idle = [lot for lot in lots if lot.class_baseline == "vacant_zoned"]
    yards = [lot for lot in lots if lot.kind == "yard"]
    if yards:
        at = yards[int(rng.integers(len(yards)))].geometry
        out.append(("Gammelt deponi", "landfill", at.buffer(-14).buffer(8)))
    if len(idle) > 1:
        at = idle[int(rng.integers(len(idle)))].geometry.centroid
        out.append(("Kvikkleiresone", "quick_clay", at.buffer(75, quad_segs=4)))
        out.append(("Kulturminne", "monument", idle[0].geometry.representative_point().buffer(14, quad_segs=4)))
    return [(name, kind, p) for name, kind, g in out for p in shapely.get_parts(g) if p.area > 50]
