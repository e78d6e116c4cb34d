"""Who planned what: zones of the plans in force, outdated, proposed and municipal. Rows for the zoning layer, local metres."""

import numpy as np
import shapely

from examples.layout import Layout
from examples.tiling import merged, polygons
from examples.uses import Lot

REZONED_ON = "2025-06-01"
FIELD = {
    "1340": "BI",
    "1826": "BI/L",
    "1350": "BL",
    "1300": "BN",
    "1390": "BAN",
    "1830": "BK/I",
    "1510": "BE",
    "1540": "BVA",
    "1550": "BRE",
    "1560": "BKT",
}
FIELD |= {
    "2011": "SV",
    "2018": "SVT",
    "2020": "STB",
    "2041": "SK",
    "2080": "SPP",
    "3001": "G",
    "3040": "GF",
    "3060": "GV",
    "5100": "L",
    "6001": "V",
}
PLAN_RADIUS_M = 430.0
_PRIVATE_FROM = "2017-07-01"  # ten years before the examples' today and a year of warning


def zoning_rows(layout: Layout, lots: list[Lot]) -> list[dict]:
    """One row per field of each plan."""
    plan_of = _plans_by_piece(layout, lots)
    rows = []
    if layout.sketch.draft_only:
        return _draft_rows(layout, lots)
    for lot in lots:
        if lot.zone_today != lot.zone:
            rows.append(_row(_later_plan(layout), lot.zone_today, lot.geometry, since=REZONED_ON))
    fields: dict = {}
    for lot in lots:
        if lot.kind in ("municipal", "newly_zoned"):
            rows.append(_row(_municipal_plan(layout), "1300", lot.geometry))
            if lot.kind == "newly_zoned":
                rows.append(_row(_later_plan(layout), "1340", lot.geometry, since=REZONED_ON))
        else:
            ends = REZONED_ON if lot.zone_today != lot.zone else ""
            fields.setdefault((plan_of[lot.key], lot.zone, lot.piece.block, ends), []).append(lot.geometry)
    for (plan, code, _, ends), members in fields.items():
        rows += [_row(layout.sketch.plans[plan], code, p, until=ends) for p in merged(members)]
    return _named(rows + _old_plans(layout, lots))


def _plans_by_piece(layout: Layout, lots: list[Lot]) -> dict:
    """Index of the plan in force on each piece: the first plan but for blocks near another plan's place."""
    blocks: dict = {}
    for lot in lots:
        blocks.setdefault(lot.piece.block, []).append(lot.geometry)
    middle = {b: shapely.union_all(g).centroid for b, g in blocks.items()}
    found = {}
    for lot in lots:
        found[lot.key] = 0
        for k, plan in enumerate(layout.sketch.plans):
            at = plan.get("at")
            if (
                at
                and lot.piece.role == "lot"
                and np.hypot(middle[lot.piece.block].x - at[0], middle[lot.piece.block].y - at[1]) < plan.get("radius_m", PLAN_RADIUS_M)
            ):
                found[lot.key] = k
    return found


def _row(plan: dict, code: str, geometry: shapely.Polygon, since: str = "", until: str = "") -> dict:
    row = {"plan_id": plan["id"], "plan_name": plan["name"], "plan_type": plan["type"], "plan_status": plan.get("status", "3")}
    row |= {"plan_date": plan.get("date"), "level": "2", "zone_code": code, "field_name": "", "further_plan_required": False}
    row |= {"proposer": _proposer(plan), "provisions": "Planbestemmelser (eksempel)", "further_plan_clause": "§ 1, ingen krav (eksempel)"}
    return row | {"valid_from": since or None, "valid_to": until or None, "geometry": geometry}


def _proposer(plan: dict) -> str:
    """Newer detailed plans are private proposals whose works may still begin in time; the rest the municipality made."""
    return "privat" if plan["type"] == "35" and (plan.get("date") or "") >= _PRIVATE_FROM else "kommune"


def _named(rows: list[dict]) -> list[dict]:
    """Rows with their field names: a letter by code and a running number within the plan."""
    counts: dict = {}
    for row in sorted(rows, key=lambda r: (round(r["geometry"].centroid.x), round(r["geometry"].centroid.y), r["plan_id"])):
        key = (row["plan_id"], row["zone_code"])
        counts[key] = counts.get(key, 0) + 1
        row["field_name"] = f"{FIELD.get(row['zone_code'], 'B')}{counts[key]}"
    return rows


def _later_plan(layout: Layout) -> dict:
    return {"id": "2024006", "name": f"{layout.sketch.plans[0]['name']}, endring 2025", "type": "35", "date": "2025-05-20"}


def _municipal_plan(layout: Layout) -> dict:
    return {"id": "2019001", "name": "Kommuneplanens arealdel 2019–2031", "type": "20", "date": "2019-06-19"}


def _old_plans(layout: Layout, lots: list[Lot]) -> list[dict]:
    """Dirt on purpose: an older adopted plan under a newer one (the newest wins), a replaced plan, and a proposal."""
    plans, rows = layout.sketch.plans, []
    greens = [lot for lot in lots if lot.kind == "green"]
    west, south, east, north = layout.terrain.perimeter.bounds
    half = shapely.box(west, south, (west + east) / 2, north).intersection(layout.terrain.perimeter)
    replaced = {"id": "1974001", "name": "Eldre reguleringsplan, erstattet", "type": "30", "status": "5", "date": "1974-05-02"}
    rows += [_row(replaced, "1340", p) for p in polygons(half, 500)]
    if greens:
        largest = max(greens, key=lambda lot: lot.geometry.area)
        older = {"id": "1981004", "name": "Industriområdet 1981", "type": "30", "status": "3", "date": "1981-09-14"}
        rows.append(_row(older, "1340", largest.geometry))
        proposal = {"id": "2023003", "name": "Forslag til utvidelse", "type": "35", "status": "2", "date": None}
        rows.append(_row(proposal, "1340", min(greens, key=lambda lot: lot.geometry.area).geometry))
    if len(plans) > 1:
        block = max((lot for lot in lots if lot.piece.role == "lot"), key=lambda lot: lot.geometry.area)
        rows.append(
            _row(
                {"id": "1969002", "name": "Reguleringsplan 1969", "type": "30", "status": "3", "date": "1969-03-10"}, "1340", block.geometry
            )
        )
    return rows


def _draft_rows(layout: Layout, lots: list[Lot]) -> list[dict]:
    """A park whose only plan on the ground is a proposal; the municipal plan sets business land aside."""
    draft, rows = layout.sketch.plans[0], []
    fields: dict = {}
    for lot in lots:
        if lot.kind != "water":
            fields.setdefault((lot.zone, lot.piece.block), []).append(lot.geometry)
    for (code, _), members in fields.items():
        rows += [_row(draft, code, p) for p in merged(members)]
    whole = merged([lot.geometry for lot in lots if lot.piece.role not in ("green", "water")])
    rows += [_row(_municipal_plan(layout), "1300", p) for p in whole]
    return _named(rows)
