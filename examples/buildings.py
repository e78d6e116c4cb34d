"""Halls, offices and sheds on their lots, aligned to the frontage. Local metres."""

from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon, box

from examples.tiling import long_axis
from examples.uses import Lot

HALL_TYPES = ("211", "212", "219", "231", "239", "232")
SETBACK_M = 7.0


@dataclass(frozen=True)
class Building:
    """footprint; lot : key of its lot; floor_m2 : what the park says; since, until : dates as text, blank for always"""

    building_id: str
    footprint: Polygon
    lot: int
    building_type: str
    floor_m2: float
    status: str = "FA"
    since: str = ""
    until: str = ""
    marks: tuple = field(default=())


def frontage_angle(lot: Polygon, access: shapely.Geometry) -> float:
    """Direction (radians) of the lot's longest straight edge at a road, else of the lot itself."""
    ring = np.asarray(lot.exterior.simplify(2.0).coords)
    steps = np.diff(ring, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    near = shapely.distance(shapely.points((ring[:-1] + ring[1:]) / 2), access) < 3
    weight = lengths * np.where(near, 1.0, 0.35)
    best = steps[int(np.argmax(weight))]
    return float(np.arctan2(best[1], best[0])) if weight.max() > 12 else long_axis(lot)[0]


def _outline(form: str, width: float, depth: float, rng: np.random.Generator) -> shapely.Geometry:
    """A footprint of a form about the origin, inside width × depth."""
    w, d = width / 2, depth / 2
    if form == "L":
        return box(-w, -d, w, d).difference(box(-w + width * rng.uniform(0.35, 0.6), -d + depth * rng.uniform(0.4, 0.6), w, d))
    if form == "T":
        s = rng.uniform(0.18, 0.3)
        return shapely.union_all([box(-w, 0, w, d), box(-w * (1 - 2 * s), -d, w * (1 - 2 * s), d)])
    if form == "bays":
        n = max(3, int(width // 24))
        edges = np.linspace(-w, w, n + 1)
        return shapely.union_all(
            [
                box(a, -d + rng.choice([0, 0, 0.18, 0.3]) * depth, b, d - rng.choice([0, 0, 0.12]) * depth)
                for a, b in zip(edges[:-1], edges[1:], strict=True)
            ]
        )
    return box(-w, -d, w, d)


def place_building(free: Polygon, area_m2: float, form: str, rng: np.random.Generator, shape: float | None = None) -> Polygon | None:
    """A building of about the area somewhere inside ground whose frontage lies along the x axis, smaller where it must be."""
    west, south, east, north = free.bounds
    shapely.prepare(free)
    for _ in range(11):
        aspect = shape or rng.uniform(1.2, 2.6)
        width, depth = np.sqrt(area_m2 * aspect), np.sqrt(area_m2 / aspect)
        outline = _outline(form, width, depth, rng)
        outline = affinity.scale(outline, *[np.sqrt(area_m2 / outline.area)] * 2)
        for turned in (outline, affinity.rotate(outline, 90, origin=(0, 0))):
            xs, ys = rng.uniform(west, east, 40), rng.uniform(south, north, 40)
            moved = [affinity.translate(turned, x, y) for x, y in zip(xs, ys, strict=True)]
            fits = np.flatnonzero(shapely.contains(free, moved))
            if len(fits):
                return moved[int(fits[0])]
        area_m2 *= 0.82
    return None


def build_on(lot: Lot, access: shapely.Geometry, area_m2: float, rng: np.random.Generator) -> list[tuple[str, Polygon]]:
    """(type, footprint) of a lot's buildings with about `area_m2` of footprint in all."""
    angle = frontage_angle(lot.geometry, access)
    flat = affinity.rotate(lot.geometry, -angle, origin=(0, 0), use_radians=True)
    free, left, out = flat.buffer(-SETBACK_M), area_m2, []
    number = 1 if area_m2 < 900 else int(rng.integers(1, 4))
    for k in range(number):
        parts = [p for p in shapely.get_parts(free) if p.area > 150]
        if not parts or left < 60:
            break
        office = lot.kind == "office" or (k > 0 and rng.random() < 0.3)
        share = left if k == number - 1 else left * rng.uniform(0.45, 0.85)
        form = str(rng.choice(["rect", "L", "T", "bays"], p=[0.45, 0.2, 0.1, 0.25])) if share > 500 else "rect"
        spot = max(parts, key=shapely.area)
        found = place_building(spot, min(share, 0.62 * spot.area), form, rng, rng.uniform(2.2, 4.0) if office or form == "bays" else None)
        if found is None:
            break
        kind = str(rng.choice(["311", "319"])) if office else str(rng.choice(HALL_TYPES, p=[0.3, 0.22, 0.14, 0.22, 0.08, 0.04]))
        out.append((kind, affinity.rotate(found, angle, origin=(0, 0), use_radians=True)))
        left -= found.area
        free = free.difference(found.buffer(9, join_style="mitre"))
    return out


def _wishes(weight: np.ndarray, room: np.ndarray, wanted_m2: float) -> np.ndarray:
    """Footprint per lot that sums to what is wanted; what has no room on one lot goes to the others."""
    wish = np.zeros(len(weight))
    for _ in range(6):
        open_lots = wish < room
        lacking = wanted_m2 - wish.sum()
        if lacking > 1 and open_lots.any():
            wish += np.where(open_lots, weight, 0) / weight[open_lots].sum() * lacking
        wish = np.minimum(wish, room)
    return wish


def make_buildings(lots: list[Lot], access: shapely.Geometry, stock_m2: float, ratio: float, rng: np.random.Generator) -> list[Building]:
    """Buildings of the lots that have one at the baseline or today; floors at the baseline sum to `stock_m2`.

    ratio : floor per footprint that the footprints are sized for
    """
    built = [lot for lot in lots if lot.class_baseline == "building_stock"]
    weight = np.array(
        [min(lot.geometry.area, 60000) ** 0.75 * rng.lognormal(0, 0.6) * (0.6 if lot.kind == "office" else 1.0) for lot in built]
    )
    room = np.array([0.55 * lot.geometry.area for lot in built])
    wish = _wishes(weight, room, stock_m2 / ratio)
    buildings, number = [], int(rng.integers(150_000_000, 170_000_000))
    later = [
        (lot, 0.22 * lot.geometry.area) for lot in lots if lot.class_baseline != "building_stock" and lot.class_today == "building_stock"
    ]
    for lot, area in [*zip(built, wish, strict=True), *later]:
        found = build_on(lot, access, max(float(area), 120.0), rng) or [("231", lot.geometry.representative_point().buffer(6, quad_segs=1))]
        for kind, footprint in found:
            number += int(rng.integers(3, 9000))
            floors = 1.0 if kind not in ("311", "319") else float(rng.integers(2, 5))
            since = "" if lot.class_baseline == "building_stock" else "2025-09-01"
            buildings.append(
                Building(str(number), footprint, lot.key, kind, footprint.area * floors * float(rng.uniform(0.95, 1.08)), since=since)
            )
    return _exact_floors(buildings, stock_m2)


def _exact_floors(buildings: list[Building], stock_m2: float) -> list[Building]:
    """Floors in whole m², those of the baseline scaled and the largest one adjusted so that they sum to the stock."""
    old = [b for b in buildings if not b.since]
    if not old or not stock_m2:
        return [replace(b, floor_m2=round(b.floor_m2)) for b in buildings]
    times = stock_m2 / sum(b.floor_m2 for b in old)
    floors = {b.building_id: max(20, round(b.floor_m2 * (1.0 if b.since else times))) for b in buildings}
    largest = max(old, key=lambda b: (b.floor_m2, b.building_id)).building_id
    floors[largest] += round(stock_m2) - sum(floors[b.building_id] for b in old)
    return [replace(b, floor_m2=floors[b.building_id]) for b in buildings]
