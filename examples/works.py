"""Outdoor works that are not buildings: tank farms, pipe racks, process plant, basins, parking. Local metres."""

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box

from examples.buildings import frontage_angle
from examples.tiling import minus
from examples.uses import Lot

MOST_STACKS = 22


def make_works(lots: list[Lot], access: shapely.Geometry, rng: np.random.Generator) -> list[tuple[str, Polygon]]:
    """(kind, polygon) of the technical works: the plant's ground first, what stands on it after."""
    out = []
    for lot in lots:
        if lot.kind == "tanks":
            out += _tank_farm(lot.geometry, frontage_angle(lot.geometry, access), rng)
        elif lot.kind == "works":
            out += _process_plant(lot.geometry, frontage_angle(lot.geometry, access), rng)
        elif lot.kind == "yard" and lot.event != "emptied" and rng.random() < 0.6:
            out += _stacks(lot.geometry, frontage_angle(lot.geometry, access), rng)
    return out


def make_parking(lots: list[Lot], access: shapely.Geometry, taken: list, rng: np.random.Generator) -> list[Polygon]:
    """Paved parking: most of a parking lot, a strip at an office."""
    out = []
    tree = shapely.STRtree(taken)
    for lot in lots:
        if lot.kind == "parking":
            out += [p for p in shapely.get_parts(lot.geometry.buffer(-2.5, join_style="mitre")) if p.area > 200]
        elif lot.kind == "office" and rng.random() < 0.8:
            angle = frontage_angle(lot.geometry, access)
            flat = affinity.rotate(lot.geometry.buffer(-4), -angle, origin=(0, 0), use_radians=True)
            if flat.is_empty:
                continue
            row = affinity.rotate(_largest_row(flat, rng), angle, origin=(0, 0), use_radians=True)
            row = minus(row, shapely.union_all([taken[k].buffer(5) for k in tree.query(row)]))
            out += [p for p in shapely.get_parts(row) if p.geom_type == "Polygon" and p.area > 300]
    return out


def _largest_row(flat: shapely.Geometry, rng: np.random.Generator) -> shapely.Geometry:
    west, south, east, north = flat.bounds
    top = rng.random() < 0.5
    return flat.intersection(box(west, north - 34, east, north) if top else box(west, south, east, south + 34))


def _tank_farm(lot: Polygon, angle: float, rng: np.random.Generator) -> list:
    """A bund with rows of round tanks of one or two sizes, and a pipe rack along one side."""
    flat = affinity.rotate(lot, -angle, origin=(0, 0), use_radians=True)
    bund = flat.buffer(-9, join_style="mitre")
    if bund.is_empty:
        return []
    out = [("tank_farm", p) for p in shapely.get_parts(bund)]
    west, south, east, north = bund.bounds
    largest = min(34.0, max(6.0, (north - south) / 4.2))
    y = south + largest + 5
    while y < north - 4:
        radius = largest * float(rng.choice([1.0, 1.0, 0.7, 0.5]))
        x = west + radius + 6
        while x < east - radius:
            tank = Point(x, y).buffer(radius, quad_segs=5)
            if bund.buffer(-3).contains(tank) and rng.random() < 0.88:
                out.append(("tank", tank))
            x += 2 * radius + rng.uniform(9, 16)
        y += 2 * radius + 14
    rack = LineString([(west, south - 3.5), (east, south - 3.5)]).buffer(2.2, cap_style="flat").intersection(flat)
    out += [("pipe_rack", p) for p in shapely.get_parts(rack) if p.geom_type == "Polygon" and p.area > 80]
    return [(kind, affinity.rotate(p, angle, origin=(0, 0), use_radians=True)) for kind, p in out]


def _process_plant(lot: Polygon, angle: float, rng: np.random.Generator) -> list:
    """Open process plant: a paved ground with units, racks between them, a few tanks, perhaps a basin."""
    flat = affinity.rotate(lot, -angle, origin=(0, 0), use_radians=True)
    ground = flat.buffer(-6, join_style="mitre")
    if ground.is_empty:
        return []
    out = [("outdoor_plant", p) for p in shapely.get_parts(ground)]
    inner = ground.buffer(-5)
    if inner.is_empty:
        return []
    west, south, east, north = inner.bounds
    y = south + rng.uniform(4, 18)
    while y < north - 14:
        row = rng.uniform(24, 62)
        rack = LineString([(west + rng.uniform(0, 0.4) * (east - west), y), (east, y)]).buffer(2.4, cap_style="flat").intersection(inner)
        out += [("pipe_rack", p) for p in shapely.get_parts(rack) if p.geom_type == "Polygon" and p.area > 90 and rng.random() < 0.7]
        x = west + rng.uniform(4, 30)
        while x < east - 12:
            wide, deep = rng.uniform(9, 52), row * rng.uniform(0.35, 0.8)
            kind = str(rng.choice(["unit", "tank", "basin"], p=[0.62, 0.27, 0.11]))
            shape = (
                Point(x + deep / 2, y + 6 + deep / 2).buffer(deep / 2, quad_segs=4)
                if kind == "tank"
                else box(x, y + 6, x + wide, y + 6 + deep)
            )
            if inner.contains(shape) and rng.random() < 0.66:
                out.append((kind, shape))
            x += (deep if kind == "tank" else wide) + rng.uniform(7, 34)
        y += row + rng.uniform(10, 26)
    return [(kind, affinity.rotate(p, angle, origin=(0, 0), use_radians=True)) for kind, p in out]


def _stacks(lot: Polygon, angle: float, rng: np.random.Generator) -> list:
    """Rows of stored goods on one side of a yard."""
    flat = affinity.rotate(lot, -angle, origin=(0, 0), use_radians=True)
    west, south, east, north = flat.bounds
    first, last = west + rng.uniform(0, 0.35) * (east - west), east - rng.uniform(0, 0.35) * (east - west)
    part = flat.buffer(-10).intersection(box(first, south, last, north))
    if part.is_empty:
        return []
    wide, deep = rng.uniform(14, 60), rng.uniform(5, 13)
    out, (west, south, east, north) = [], part.bounds
    for y in np.arange(south + 2, north - deep, deep + rng.uniform(9, 22)):
        for x in np.arange(west + 2, east - wide, wide + rng.uniform(6, 14)):
            stack = box(x, y, x + wide * rng.uniform(0.55, 1.0), y + deep)
            if len(out) < MOST_STACKS and rng.random() < 0.72 and part.contains(stack):
                out.append(("storage", affinity.rotate(stack, angle, origin=(0, 0), use_radians=True)))
    return out
