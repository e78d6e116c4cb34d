"""Contradictions among the buildings, on purpose: each is small in area and listed. Local metres."""

from dataclasses import replace

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Point, box

from examples.buildings import Building
from examples.uses import BUILT, Lot


def spoil_buildings(buildings: list[Building], lots: list[Lot], rng: np.random.Generator) -> tuple[list[Building], list]:
    """Buildings with true-to-life faults, and what was done: (kind, building id).

    A demolished building still drawn; permits under way; blank statuses; a shed on an idle plot; a shed across two plots;
    a hall in use whose status says that its permit is under way.
    """
    dirt, number = [], 170_500_000 + int(rng.integers(400_000))
    out = [
        replace(b, status=str(rng.choice(["FA", "TB", "MB", ""], p=[0.68, 0.13, 0.06, 0.13])) if not b.since else "MB") for b in buildings
    ]
    per_lot: dict = {}
    for b in out:
        per_lot.setdefault(b.lot, []).append(b)
    second = [min(group, key=lambda b: b.floor_m2) for group in per_lot.values() if len(group) > 1 and not group[0].since]
    if second:
        old = min(second, key=lambda b: b.floor_m2)
        out = [replace(b, status="IG", marks=("outdated_status",)) if b.building_id == old.building_id else b for b in out]
        dirt.append(("outdated_building_status", old.building_id))
    extra = []

    def add(shape: shapely.Polygon, lot: Lot, kind: str, status: str, floor: float, why: str) -> None:
        extra.append(Building(str(number + 37 * len(extra)), shape, lot.key, kind, floor, status, marks=(why,)))
        dirt.append((why, extra[-1].building_id))

    idle = next((lot for lot in lots if lot.kind == "ready" and "edge" in lot.marks), None)
    if idle:
        add(_shed(idle, 9, 6, rng), idle, "239", "FA", 50, "building_on_idle_land")
    yards = [lot for lot in lots if lot.kind == "yard" and not lot.event and not lot.marks]
    if len(yards) > 2:
        add(_shed(yards[0], 24, 14, rng), yards[0], "231", "BR", 330, "demolished")
        add(_shed(yards[1], 30, 18, rng), yards[1], "211", "RA", 540, "under_way")
    across = _across(lots)
    if across:
        add(across[1], across[0], "231", "FA", round(across[1].area), "building_across_two_lots")
    return out + extra, dirt


def _shed(lot: Lot, width: float, depth: float, rng: np.random.Generator) -> shapely.Polygon:
    centre = shapely.maximum_inscribed_circle(lot.geometry).coords[0]
    return affinity.rotate(
        box(centre[0] - width / 2, centre[1] - depth / 2, centre[0] + width / 2, centre[1] + depth / 2), float(rng.uniform(0, 90))
    )


def _across(lots: list[Lot]) -> tuple[Lot, shapely.Polygon] | None:
    """A small building over the common edge of two lots that both have a hall."""
    halls = [lot for lot in lots if lot.kind in BUILT and not lot.event]
    for a in halls:
        for b in halls:
            edge = shapely.intersection(a.geometry, b.geometry) if a.key < b.key and a.zone == b.zone else None
            if edge is not None and edge.length > 40:
                middle = (
                    shapely.line_merge(edge).interpolate(0.5, normalized=True)
                    if edge.geom_type != "LineString"
                    else edge.interpolate(0.5, normalized=True)
                )
                return a, Point(middle).buffer(9, quad_segs=1)
    return None
