"""Parcels and the park's own plots over the pieces, with the dirt that cadastres have. Local metres."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from examples.layout import Layout
from examples.lots import divide_block
from examples.tiling import common, merged, minus, polygons, tile
from examples.uses import BUILT, VACANT, Lot

GAP_M = 1.2
OVERHANG_M = 22.0
_TELLING_SHARE = 0.15  # floor to a parcel: of halls of one storey or two and a layout that rounds, above partly_pct of yards.toml
FOREST_PARCEL_M2 = 42000.0


@dataclass
class Cadastre:
    """parcels, plots : rows; parcel_of, plot_of : key of a lot → id; mixed : keys of lots that share a parcel with another use"""

    parcels: list
    plots: list
    parcel_of: dict
    plot_of: dict
    mixed: set
    dirt: list


def make_cadastre(layout: Layout, lots: list[Lot], rng: np.random.Generator) -> Cadastre:
    """Parcels that tile the perimeter's land but for one gap; plots in the parks that have a plot layer."""
    groups, mixed = _groups(layout, lots, rng)
    farms = {code: [int(rng.integers(8, 320)), int(rng.integers(3, 40))] for code in layout.sketch.municipalities}
    parcels, parcel_of, dirt = [], {}, []
    planned = [(group, merged([lot.geometry for lot in group])) for group in groups]
    for members, shapes in _forest(layout, lots, rng) if layout.sketch.draft_only else planned:
        for polygon in shapes:
            kommune = _kommune(layout, polygon)
            farms[kommune][1] += int(rng.integers(1, 9))
            gnr, bnr = farms[kommune]
            row = {"parcel_id": f"{kommune}-{gnr}/{bnr}", "kommunenummer": kommune, "gardsnummer": gnr, "bruksnummer": bnr}
            row |= {"tenure": None if layout.sketch.has_plots else _tenure(members, polygon)}
            parcels.append(row | {"festenummer": None, "seksjonsnummer": None, "registered_area_m2": None, "geometry": polygon})
            for lot in members:
                if polygon.covers(lot.geometry.representative_point()):
                    parcel_of[lot.key] = parcels[-1]["parcel_id"]
    _register_areas(layout, parcels, rng, dirt)
    plots, plot_of = _plots(layout, lots, parcel_of, rng) if layout.sketch.has_plots else ([], {})
    _over_the_edge(layout, lots, parcels, parcel_of, dirt)
    _leave_gap(lots, parcels, plots, parcel_of, plot_of, mixed, dirt)
    return Cadastre(parcels, plots, parcel_of, plot_of, mixed, dirt)


def _groups(layout: Layout, lots: list[Lot], rng: np.random.Generator) -> tuple[list, set]:
    """Lots that make up one parcel each, and the keys of those whose parcel has both a hall and idle ground."""
    alone, rest, mixed = [], {}, set()
    taken: set = set()
    if not layout.sketch.has_plots:
        for hall, idle in _mixed_pairs(lots, layout.sketch.figure("stock_m2")):
            if len(mixed) < 8:
                rest[("mixed", hall.key)] = [hall, idle]
                mixed |= {hall.key, idle.key}
    for lot in lots:
        if lot.kind == "water" or lot.key in mixed | taken:
            continue
        if layout.sketch.has_plots and lot.piece.role == "lot" and rng.random() < 0.45:
            rest.setdefault(("block", lot.piece.block), []).append(lot)
        else:
            alone.append([lot])
    return [*alone, *rest.values()], mixed


def _forest(layout: Layout, lots: list[Lot], rng: np.random.Generator) -> list:
    """Where nothing is built yet: long parcels of forest and field that know nothing of the plan."""
    whole = layout.terrain.perimeter
    shapes = tile([(k, p) for k, p in enumerate(divide_block(whole, whole, FOREST_PARCEL_M2, 0.6, rng))], whole)
    return [(lots, [polygon]) for key, polygon in shapes if key is not None]


def _mixed_pairs(lots: list[Lot], stock_m2: float) -> Iterator[tuple[Lot, Lot]]:
    """A hall's lot and an idle one beside it, where the hall will be large enough to tell of its yard (landuse/rules/yards.toml)."""
    used: set = set()
    built_m2 = sum(lot.geometry.area for lot in lots if lot.kind in BUILT)
    for hall in lots:
        if hall.kind not in BUILT or hall.event or hall.marks:
            continue
        for idle in lots:
            fits = idle.kind == "wild" and not idle.event and not idle.marks
            fits = fits and idle.zone == hall.zone and idle.piece.block == hall.piece.block
            fits = fits and stock_m2 * hall.geometry.area >= _TELLING_SHARE * built_m2 * (hall.geometry.area + idle.geometry.area)
            if (
                fits
                and idle.key not in used
                and hall.key not in used
                and shapely.length(shapely.intersection(idle.geometry, hall.geometry)) > 20
            ):
                used |= {hall.key, idle.key}
                yield hall, idle


def _kommune(layout: Layout, polygon: shapely.Polygon) -> str:
    """The municipality by the side of the sketch's border line: the first to the right of it."""
    if not layout.sketch.border:
        return layout.sketch.municipalities[0]
    (x0, y0), (x1, y1) = layout.sketch.border
    point = polygon.representative_point()
    left = (x1 - x0) * (point.y - y0) - (y1 - y0) * (point.x - x0) > 0
    return layout.sketch.municipalities[1 if left else 0]


def _tenure(lots: list[Lot], polygon: shapely.Polygon) -> str | None:
    """Who holds a parcel of a park without plots: the park where its ground is idle and let to nobody; of the rest it is not said."""
    inside = [lot for lot in lots if polygon.covers(lot.geometry.representative_point())]
    if any(lot.kind in VACANT or lot.event in ("emptied", "newly_zoned") for lot in inside):
        return "own"
    return "leased" if any(lot.kind == "leased_empty" for lot in inside) else None


def _register_areas(layout: Layout, parcels: list, rng: np.random.Generator, dirt: list) -> None:
    areas = layout.place.true_areas([p["geometry"] for p in parcels])
    for parcel, area in zip(parcels, areas, strict=True):
        parcel["registered_area_m2"] = None if rng.random() < 0.04 else round(float(area) * float(rng.normal(1, 0.002)), 1)
    if parcels:
        wrong = parcels[int(rng.integers(len(parcels)))]
        wrong["registered_area_m2"] = round(wrong["geometry"].area * 1.19, 1)
        dirt.append(("registered_area_differs", wrong["parcel_id"]))


def _plots(layout: Layout, lots: list[Lot], parcel_of: dict, rng: np.random.Generator) -> tuple[list, dict]:
    rows, plot_of = [], {}
    number = 100
    for lot in lots:
        if lot.piece.role != "lot":
            continue
        number += 1
        plot_id = f"{layout.sketch.id[0].upper()}{number}"
        tenure = (
            "own"
            if lot.kind in VACANT or lot.event == "emptied"
            else str(rng.choice(["leased", "own", "ground_lease", "other_owner"], p=[0.5, 0.2, 0.2, 0.1]))
        )
        if lot.kind == "leased_empty" and tenure == "own":
            tenure = "leased"
        plot_of[lot.key] = plot_id
        row = {"plot_id": plot_id, "name": f"Tomt {number}", "tenure": tenure, "parcel_ids": parcel_of.get(lot.key)}
        rows.append(row | {"geometry": lot.geometry})
    return rows, plot_of


def _over_the_edge(layout: Layout, lots: list[Lot], parcels: list, parcel_of: dict, dirt: list) -> None:
    """One parcel reaches a strip beyond the perimeter."""
    land = minus(layout.terrain.land, layout.terrain.perimeter)
    for lot in lots:
        edge = shapely.intersection(lot.geometry.exterior, layout.terrain.perimeter.exterior)
        if lot.kind in ("yard", "hall") and not lot.marks and not lot.event and shapely.length(edge) > 60:
            strip = polygons(common(lot.geometry.buffer(OVERHANG_M, join_style="mitre"), land).buffer(-1).buffer(1), 200)
            for parcel in parcels:
                if strip and parcel["parcel_id"] == parcel_of[lot.key]:
                    whole = shapely.union_all([parcel["geometry"], strip[0].buffer(0.02)], grid_size=0.01)
                    if whole.geom_type == "Polygon":
                        parcel["geometry"] = whole
                        dirt.append(("parcel_over_the_perimeter", parcel["parcel_id"]))
                        return


def _leave_gap(lots: list[Lot], parcels: list, plots: list, parcel_of: dict, plot_of: dict, mixed: set, dirt: list) -> None:
    """A narrow strip along one edge that no parcel (and no plot) covers."""
    for lot in lots:
        fits = lot.kind == "yard" and not lot.marks and not lot.event and lot.key not in mixed
        parcel = next((p for p in parcels if p["parcel_id"] == parcel_of.get(lot.key)), None) if fits else None
        if parcel is None or not parcel["geometry"].equals(lot.geometry):
            continue
        ring = np.asarray(lot.geometry.exterior.coords)
        k = int(np.argmax(np.hypot(*np.diff(ring, axis=0).T)))
        strip = shapely.LineString(ring[k : k + 2]).buffer(GAP_M, cap_style="flat")
        left = shapely.difference(lot.geometry, strip, grid_size=0.01)
        if left.geom_type == "Polygon":
            parcel["geometry"] = left
            for plot in plots:
                if plot["plot_id"] == plot_of.get(lot.key):
                    plot["geometry"] = left
            dirt.append(("unregistered_gap", parcel["parcel_id"]))
            return
