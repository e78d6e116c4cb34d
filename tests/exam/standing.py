"""What stands on the lots: buildings with the register's types and statuses, works, quays, roads, rail and lines, where they truly are."""

import numpy as np
import shapely
from shapely import affinity

from tests.exam.ground import axes
from tests.exam.lots import Lot
from tests.exam.park import ExamPark
from tests.exam.patterns import draw

_TRIES = 14
_SPILL_SHARE = 0.06  # of large buildings, those that stand a metre or two over their border
_ROAD_M = {"internal": 6.5, "main": 10.5, "parking": 0.0}


def buildings(park: ExamPark) -> list[dict]:
    """Rows of the buildings layer, a change and a second number where the register has them."""
    rng, rows = park.rng("buildings"), []
    for lot in park.lots:
        if lot.partner is not None and lot.partner < lot.number:
            continue
        rows += _on_lot(rng, lot, park)
    return rows


def works(park: ExamPark) -> dict[str, list[dict]]:
    """Rows of technical, quays, roads, rail and water_lines."""
    rng = park.rng("works")
    found: dict[str, list[dict]] = {"technical": [], "quays": [], "roads": [], "rail": [], "water_lines": []}
    for lot in park.lots:
        if lot.works == "quay":
            found["quays"].append({"name": f"Kai {lot.number}", "geometry": lot.shape.buffer(-1.0)})
        elif lot.works == "parking":
            found["roads"].append({"kind": "parking", "geometry": lot.shape.buffer(-2.0)})
        elif lot.works:
            share = rng.uniform(0.05, 0.12) if lot.works == "transformer" else rng.uniform(0.2, 0.65)
            found["technical"].append({"kind": lot.works, "geometry": _footprint(rng, lot.shape, share * lot.shape.area)})
    for one in park.passages:
        street, built = one.street, one.truth == "used"
        inside = street.middle.intersection(street.strip)
        if street.use in _ROAD_M and built:
            kind = "main" if street.use == "main" else "internal"
            found["roads"].append({"kind": kind, "geometry": inside.buffer(_ROAD_M[street.use] / 2, cap_style="flat")})
        elif street.use == "rail":
            found["rail"].append({"kind": "siding", "geometry": inside})
        elif one.lines:
            found["water_lines"].append({"kind": "water", "geometry": inside})
    return {name: _each_part(rows) for name, rows in found.items()}


def _on_lot(rng: np.random.Generator, lot: Lot, park: ExamPark) -> list[dict]:
    pattern = lot.pattern
    if pattern.built is None:
        return []
    ground = lot.pieces[0].shape
    amount = rng.uniform(*pattern.built)
    whole_m2 = amount if pattern.outbuilding else amount / 100 * lot.shape.area
    if pattern.size == "pair":
        return [_row(rng, lot, _across(rng, lot, park.lots[lot.partner], 2 * whole_m2), 0)]
    count = int(rng.integers(2, 4)) if pattern.name == "factory" and lot.shape.area > 8_000 else 1
    shapes = [_footprint(rng, ground, whole_m2 / count) for _ in range(count)]
    if pattern.truth == "building_stock" and rng.random() < _SPILL_SHARE:
        shapes[0] = _over_the_border(shapes[0], ground)
    rows = [_row(rng, lot, shape, place) for place, shape in enumerate(shapes)]
    if pattern.name in ("house", "cabin"):
        rows.append(_row(rng, lot, _footprint(rng, ground, rng.uniform(25, 50)), 9) | {"building_type": "181"})
    if pattern.name == "factory" and rng.random() < 0.12:
        rows.append(rows[0] | {"change_number": "1", "building_status": "IG"})
    return rows


def _row(rng: np.random.Generator, lot: Lot, shape: shapely.Polygon, place: int) -> dict:
    floor = shape.area * rng.uniform(0.9, 2.2) if rng.random() < 0.45 else None
    return {
        "building_id": f"{300_000_000 + lot.number * 100 + place}",
        "change_number": "0",
        "building_type": draw(rng, lot.pattern.types),
        "building_status": draw(rng, lot.pattern.statuses),
        "floor_m2": None if floor is None else f"{floor:.0f}",
        "geometry": shape,
    }


def _footprint(rng: np.random.Generator, ground: shapely.Polygon, area_m2: float) -> shapely.Polygon:
    """A right-angled outline that follows its lot and lies inside it as well as any of a few tries."""
    along, across, length, width = axes(ground)
    inner = ground.buffer(-min(4.0, width / 12))
    low_x, low_y, high_x, high_y = inner.bounds
    best, best_m2 = None, -1.0
    for _ in range(_TRIES):
        ratio = rng.uniform(1.0, 2.4)
        long = min((area_m2 * ratio) ** 0.5, 0.95 * length)
        middle = np.array([rng.uniform(low_x, high_x), rng.uniform(low_y, high_y)])
        shape = _rectangle(middle, along * long / 2, across * area_m2 / long / 2).intersection(inner)
        if shape.geom_type == "Polygon" and shape.area > best_m2:
            best, best_m2 = shape, shape.area
        if best_m2 > 0.98 * area_m2:
            break
    return best


def _across(rng: np.random.Generator, lot: Lot, partner: Lot, area_m2: float) -> shapely.Polygon:
    """One building over the border of two lots."""
    both = shapely.union(lot.shape.buffer(0.01), partner.shape.buffer(0.01)).buffer(-3.0)
    border = shapely.intersection(lot.shape.buffer(0.05), partner.shape).centroid
    along, across, _, _ = axes(lot.shape)
    side = area_m2**0.5
    ratio = rng.uniform(1.0, 1.5)
    middle = shapely.get_coordinates(border)[0]
    shape = _rectangle(middle, along * side * ratio / 2, across * side / ratio / 2).intersection(both)
    return max(shapely.get_parts(shape), key=shapely.area)


def _over_the_border(shape: shapely.Polygon, ground: shapely.Polygon) -> shapely.Polygon:
    """A building moved until it stands 1.5 m over its lot's nearest border."""
    edge = shapely.shortest_line(shape, ground.exterior)
    start, end = shapely.get_coordinates(edge)
    away = end - start
    far = float(np.linalg.norm(away))
    if far < 0.01:
        return shape
    step = away / far * (far + 1.5)
    return affinity.translate(shape, step[0], step[1])


def _rectangle(middle: np.ndarray, half_long: np.ndarray, half_wide: np.ndarray) -> shapely.Polygon:
    corners = [
        middle - half_long - half_wide,
        middle + half_long - half_wide,
        middle + half_long + half_wide,
        middle - half_long + half_wide,
    ]
    return shapely.Polygon(corners)


def _each_part(rows: list[dict]) -> list[dict]:
    parts = [row | {"geometry": part} for row in rows for part in shapely.get_parts(row["geometry"])]
    return [row for row in parts if not row["geometry"].is_empty]
