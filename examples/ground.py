"""The AR5-like land resource: terrain patches round the park, and what each lot has made of its ground. Local metres."""

import numpy as np
import shapely
from shapely.geometry import LineString

from examples.layout import Layout
from examples.roads import MAIN_SURFACE_M
from examples.terrain import ground_patches
from examples.tiling import cut, long_axis, polygons, tile
from examples.uses import Lot

BUILT_UP = ("11", "98", "98", "98")
TRANSPORT = ("12", "98", "98", "98")
READY = ("50", "98", "39", "46")
REGROWN = ("50", "98", "39", "44")
FRESH, SEA = ("81", "98", "98", "98"), ("82", "98", "98", "98")
UNMAPPED = ("99", "99", "99", "99")
CHANGED_ON = "2025-06-01"
COLUMNS = ("ar5_arealtype", "ar5_skogbonitet", "ar5_treslag", "ar5_grunnforhold")
MADE = {
    "hall": BUILT_UP,
    "office": BUILT_UP,
    "yard": BUILT_UP,
    "tanks": BUILT_UP,
    "works": BUILT_UP,
    "parking": BUILT_UP,
    "quay": BUILT_UP,
    "ready": READY,
    "leased_empty": READY,
}
MADE |= {"road": TRANSPORT, "street": TRANSPORT, "rail": TRANSPORT, "verge": TRANSPORT}


def land_resource_rows(layout: Layout, lots: list[Lot], spare: dict, outside_roads: list, rng: np.random.Generator) -> list[dict]:
    """Rows that tile the extent at every date; ground that changed has one row before and one after.

    spare : key of a lot → the unused part of its ground, left as it was
    """
    painted = [((codes, None), p) for codes, p in ground_patches(layout.sketch, layout.terrain, rng)]
    painted += [((FRESH, None), layout.terrain.fresh), ((SEA, None), layout.terrain.sea)]
    painted += [((TRANSPORT, None), r.buffer(MAIN_SURFACE_M / 2, quad_segs=2)) for r in [*layout.network.main, *outside_roads]]
    painted += [((TRANSPORT, None), t.buffer(3.5, quad_segs=2)) for t in layout.network.tracks]
    changing = []
    for lot in lots:
        codes = BUILT_UP if "cleared_ground_without_record" in lot.marks else MADE.get(lot.kind)
        grows = lot.event in ("hall_built", "yard_taken", "greenfield")
        if codes and not layout.sketch.draft_only:
            painted.append(((codes, "later" if grows else None), lot.geometry))
        elif lot.event == "greenfield":
            changing.append(lot.geometry)
    painted += [((REGROWN, None), p) for p in spare.values()]
    painted += [((UNMAPPED, None), p) for p in _unmapped_strip(lots)]
    later = shapely.union_all(changing) if changing else None
    rows = []
    for key, polygon in tile(painted, layout.terrain.extent):
        codes, change = key
        if later is not None and later.intersects(polygon):
            rows += _greenfield(codes, change, polygon, later)
        else:
            rows += _rows(codes, change, polygon)
    return rows


def _rows(codes: tuple, change: str | None, polygon: shapely.Polygon) -> list[dict]:
    row = dict(zip(COLUMNS, codes, strict=True)) | {"valid_from": None, "valid_to": None, "geometry": polygon}
    if not change:
        return [row]
    after = dict(zip(COLUMNS, BUILT_UP, strict=True)) | {"valid_from": CHANGED_ON, "valid_to": None, "geometry": polygon}
    return [row | {"valid_to": CHANGED_ON}, after]


def _greenfield(codes: tuple, change: str | None, polygon: shapely.Polygon, later: shapely.Geometry) -> list[dict]:
    """A patch of terrain that a greenfield lot crosses, cut in the part that was built and the part that was not."""
    inside = shapely.intersection(polygon, later, grid_size=0.01)
    outside = shapely.difference(polygon, later, grid_size=0.01)
    rows = [row for p in polygons(inside, 0.5) for row in _rows(codes, "later", p)]
    return rows + [row for p in polygons(outside, 0.5) for row in _rows(codes, change, p)]


def spare_parts(lots: list[Lot], shared: set, rng: np.random.Generator) -> dict:
    """For some large leased lots the rear part that is not in use: partial use, seen only in the ground."""
    out = {}
    for lot in lots:
        if (
            lot.kind in ("hall", "yard")
            and not lot.event
            and not lot.marks
            and lot.key not in shared
            and lot.geometry.area > 12000
            and rng.random() < 0.25
        ):
            angle, length, _ = long_axis(lot.geometry)
            middle = np.array(lot.geometry.centroid.coords[0]) + length * 0.16 * np.array([np.cos(angle), np.sin(angle)])
            parts = cut(lot.geometry, middle, angle + np.pi / 2 + rng.normal(0, 0.2))
            if len(parts) == 2:
                out[lot.key] = min(parts, key=shapely.area)
    return out


def _unmapped_strip(lots: list[Lot]) -> list:
    """Dirt on purpose: a strip 9 m wide that nobody has mapped, across two lots in use."""
    yards = [lot for lot in lots if lot.kind == "yard" and not lot.marks]
    if len(yards) < 3:
        return []
    lot = yards[len(yards) // 2]
    x, y = lot.geometry.centroid.coords[0]
    angle, length, _ = long_axis(lot.geometry)
    way = np.array([np.cos(angle), np.sin(angle)]) * length * 0.35
    return [LineString([(x - way[0], y - way[1]), (x + way[0], y + way[1])]).buffer(4.5, cap_style="flat")]
