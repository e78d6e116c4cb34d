"""All tables of one park, from its sketch and a seed: the order of the work, and rows in local metres."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from examples import ground, plans, rasters, surroundings, works
from examples.buildings import Building, make_buildings
from examples.cadastre import Cadastre, make_cadastre
from examples.calibration import Offsets
from examples.dirt import spoil_buildings
from examples.layout import Layout, make_layout
from examples.sketch import Sketch
from examples.statements import BASELINE, TODAY, make_records
from examples.tiling import common, merged, minus
from examples.uses import Lot, assign_uses

DRAFT_TOTAL_DAA = 700.0
SURVEYED = "2023-10-01"


@dataclass(frozen=True)
class ParkTables:
    """layers : id → rows with geometry in local metres; covers : year → array; truth : date → rows; dirt : what is wrong on purpose"""

    layout: Layout
    layers: dict
    covers: dict
    transform: object
    truth: dict
    dirt: list


def make_park(sketch: Sketch, seed: int, offsets: Offsets) -> ParkTables:
    """Everything of one park; the same sketch, seed and offsets give the same bytes of geometry."""
    key = (seed, zlib.crc32(sketch.id.encode()))

    def rng(step: int) -> np.random.Generator:
        return np.random.default_rng([*key, step])

    total = DRAFT_TOTAL_DAA if sketch.draft_only else sketch.figure("total_daa") + offsets.total_m2 / 1000
    layout = make_layout(sketch, key, total)
    lots = assign_uses(layout, rng(4), sketch.figure("vacant_daa"), offsets.vacant_m2)
    access = layout.network.corridor()
    cadastre = make_cadastre(layout, lots, rng(5))
    stock = sketch.figure("stock_m2") + offsets.stock_m2
    buildings = make_buildings(lots, access, stock, sketch.floor_ratio, rng(6)) if not sketch.draft_only else []
    buildings, dirt = spoil_buildings(buildings, lots, rng(7)) if not sketch.draft_only else ([], [])
    buildings = _with_exact_stock(buildings, lots, stock)
    records, buildings = make_records(layout, lots, cadastre, buildings, sketch.figure("vacant_m2") + offsets.vacant_floor_m2, rng(8))
    streets = surroundings.residential_streets(layout, rng(9))
    homes = surroundings.houses(streets, layout, rng(9))
    leased = {r["about"] for r in records if r["kind"] == "lease"}
    unleased = {lot.key for lot in lots if (cadastre.plot_of.get(lot.key) or cadastre.parcel_of.get(lot.key)) not in leased}
    land = ground.land_resource_rows(layout, lots, ground.spare_parts(lots, unleased, rng(10)), streets, rng(11))
    layers = {
        "records": records,
        "land_resource": land,
        "zoning": plans.zoning_rows(layout, lots),
        "parcels": cadastre.parcels,
        "plots": cadastre.plots,
    }
    layers["buildings"] = building_rows(buildings, homes, cadastre)
    fields = [row["geometry"] for row in land if row["ar5_arealtype"] in ("11", "21", "22")]
    layers |= _drawn(layout, lots, access, buildings, streets, fields, rng)
    covers, transform = rasters.land_cover(layout, lots, land, [b.footprint for b in buildings if not b.since] + homes, rng(15))
    truth = {day: _truth(lots, day) for day in ("baseline", "today")}
    dirt += cadastre.dirt + _silent(lots, cadastre)
    return ParkTables(layout, {k: v for k, v in layers.items() if v}, covers, transform, truth, dirt)


def _silent(lots: list[Lot], cadastre: Cadastre) -> list:
    """Lots of which the park has said nothing although it should have."""
    marked = [(lot.marks[0], lot.key) for lot in lots if lot.marks and lot.marks[0] != "edge"]
    return [(mark, cadastre.plot_of.get(key) or cadastre.parcel_of[key]) for mark, key in marked]


def _with_exact_stock(buildings: list[Building], lots: list[Lot], stock_m2: float) -> list[Building]:
    """The largest building's floor adjusted for what the added ones changed."""
    counted = {lot.key for lot in lots if lot.class_baseline != "not_counted"}
    standing = [b for b in buildings if not b.since and b.status in ("FA", "TB", "MB", "") and b.lot in counted]
    if not standing or not stock_m2:
        return buildings
    lacking = round(stock_m2) - sum(b.floor_m2 for b in standing)
    largest = max(standing, key=lambda b: (b.floor_m2, b.building_id)).building_id
    return [replace(b, floor_m2=b.floor_m2 + lacking) if b.building_id == largest else b for b in buildings]


def building_rows(buildings: list[Building], homes: list, cadastre: Cadastre) -> list[dict]:
    rows = []
    for k, b in enumerate(buildings):
        given = None if "floor_in_record" in b.marks else float(b.floor_m2)
        row = {"building_id": b.building_id, "building_type": b.building_type, "building_status": b.status or None, "floor_m2": given}
        row |= {"floor_kind": ("BTA", "lettable", *["BRA"] * 8)[k % 10] if given else None, "parcel_id": cadastre.parcel_of.get(b.lot)}
        rows.append(row | {"valid_from": b.since or None, "valid_to": b.until or None, "geometry": b.footprint})
    first = 12_000_000 + (int(buildings[0].building_id) % 1_000_000 if buildings else 0)
    home = {"building_type": "999", "building_status": "TB"}
    return rows + [home | {"building_id": str(first + 13 * k), "geometry": h} for k, h in enumerate(homes)]


def _drawn(
    layout: Layout,
    lots: list[Lot],
    access: shapely.Geometry,
    buildings: list[Building],
    streets: list,
    fields: list,
    rng: Callable[[int], np.random.Generator],
) -> dict:
    """The layers that are drawn as they stand on the ground."""
    network, extent = layout.network, layout.terrain.extent
    used = not layout.sketch.draft_only
    surfaces = [("main", minus(network.surface("main"), layout.terrain.sea))]
    surfaces += [("internal", network.surface("internal"))] if used else []
    surfaces += [("main", shapely.union_all([s.buffer(2.8, quad_segs=2) for s in streets]))]
    road_rows = [{"kind": kind, "geometry": p} for kind, shape in surfaces for p in _parts(common(shape, extent)) if p.area > 30]
    parking = works.make_parking(lots, access, [b.footprint for b in buildings], rng(12)) if used else []
    drawn = {
        "roads": road_rows + [{"kind": "parking", "geometry": p} for p in parking],
        "rail": [{"kind": "siding", "geometry": p} for t in network.tracks for p in shapely.get_parts(t.intersection(extent))],
        "quays": [{"name": n, "geometry": p} for n, q in layout.terrain.quays for p in _parts(q)],
        "technical": [{"kind": k, "geometry": p} for k, p in works.make_works(lots, access, rng(13))] if used else [],
        "power": [{"kind": k, "geometry": g} for k, g in surroundings.power_lines(layout, lots)],
        "water_lines": [{"kind": k, "geometry": g} for k, g in surroundings.water_lines(layout)],
        "protected": [{"name": n, "kind": k, "geometry": g} for n, k, g in surroundings.protected_areas(layout, fields, rng(14))],
        "flood": [{"name": n, "return_period_years": y, "geometry": g} for n, y, g in surroundings.flood_zones(layout, rng(14))],
        "restrictions": [{"name": n, "kind": k, "geometry": g} for n, k, g in surroundings.restrictions(layout, lots, rng(16))],
    }
    drawn["coverage"] = [
        {"layer_id": k, "surveyed_on": SURVEYED, "geometry": p}
        for k in ("protected", "flood", "restrictions", "buildings")
        for p in _parts(extent)
    ]
    outline = merged([lot.geometry for lot in lots])
    adopted = {"adopted_by": "Parkens styre (eksempel)", "adopted_on": BASELINE, "basis": "Vedtatt avgrensning ved basislinjen (eksempel)"}
    if layout.sketch.draft_only:
        adopted = {"adopted_by": None, "adopted_on": None, "basis": "Planområde i forslaget (eksempel)"}
    drawn["perimeter"] = [{"name": layout.sketch.name, **adopted, "geometry": p} for p in outline]
    return drawn


def _parts(shape: shapely.Geometry) -> list:
    return [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 0]


def _truth(lots: list[Lot], day: str) -> list[dict]:
    later = day == "today"
    rows = []
    for lot in lots:
        row = {"piece": lot.key, "class": lot.class_today if later else lot.class_baseline, "kind": lot.kind, "event": lot.event}
        row |= {"zone_code": lot.zone_today if later else lot.zone, "on_date": TODAY if later else BASELINE}
        rows.append(row | {"geometry": lot.geometry})
    return rows
