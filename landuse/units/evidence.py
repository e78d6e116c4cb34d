"""What is known of each land unit, one row each: the facts that the rules read, and nothing that they do not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import pandas as pd

from landuse.measure import crs
from landuse.rules import threshold
from landuse.units import buildings, facts, grey_map, plans, records, zones
from landuse.units.schema import Status

WORKS_LAYERS = ("roads", "rail", "quays", "technical")
ASKED_LAYERS = ("buildings", *WORKS_LAYERS)
_LINE_LAYERS = ("power", "water_lines")
_SEALED_AR5 = ("11", "12")
_MAPPED_LAYERS = ("land_resource", "flood", "restrictions", "protected")


@dataclass(frozen=True)
class Ground:
    """All canonical frames of a park on one date, in its work CRS."""

    plots: gpd.GeoDataFrame
    parcels: gpd.GeoDataFrame
    zoning: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    records: pd.DataFrame
    land_resource: gpd.GeoDataFrame
    works: gpd.GeoDataFrame  # roads, rail, quays and technical works as one flat layer of outlines
    on: date | None = None  # the day that is asked about; None: nobody has said
    asked: Mapping[str, gpd.GeoSeries | None] = field(default_factory=dict)  # where each layer that is there was asked; None: all over


def gather(units: gpd.GeoDataFrame, ground: Ground, asked: pd.DataFrame) -> pd.DataFrame:
    """The evidence for every unit.

    Parameters
    ----------
    units : schema.UNITS; asked : schema.FACTS, with `works`, `sealed`, `grey`, `land_resource`, `land_cover_<year>`,
        and `grey_land`, `land_use` where the park has them

    Returns
    -------
    indexed by unit_id; shares in percent of the unit
    """
    table = pd.DataFrame(index=units.index)
    table["plan_state"] = units["plan_state"].astype(str)
    zone = list(zip(units["zone_code"], units["plan_type"], strict=True))
    table["zone_counts"] = units["counts"].astype(str)
    table["infrastructure"] = [str(zones.infrastructure(*one)) for one in zone]
    table["zone_verge"] = [zones.is_verge(code) for code in units["zone_code"]]
    table["proposed"] = units["proposed"]
    table["tenure"] = _tenure(units, ground.plots)
    table = table.join(records.deciding(units, ground.records, ground.parcels))
    table = table.join(_buildings(units, ground.buildings, table["zone_counts"]))
    for name in ("works", "sealed", "grey"):
        table[f"{name}_pct"] = facts.share_pct(asked, units.index, name).clip(upper=100.0)
    table = table.join(grey_map.evidence(units, asked))
    table["unmapped_pct"] = _unmapped_pct(units, asked)
    table["infrastructure_seen"], table["lines_shown"] = _infrastructure_seen(units, ground, asked, table["unmapped_pct"])
    table["landcover_built_pct"] = _landcover_built_pct(units, asked)
    table["code_pct"] = _code_pct(units, asked)
    table = table.join(plans.facts(units, table["code_pct"], ground.on))
    table["plan_overlap_pct"] = units["contested_pct"]
    table["registered_area_differs_pct"] = _registered_area_differs_pct(units, ground.parcels)
    table["failed_layers"] = _layers_with(units, asked, Status.FAILED)
    table["not_mapped_layers"] = _layers_with(units, asked, Status.NOT_MAPPED)
    return table


def _tenure(units: gpd.GeoDataFrame, plots: gpd.GeoDataFrame) -> pd.Series:
    said = plots.set_index("plot_id")["tenure"] if len(plots) else pd.Series(dtype=object)
    return units["plot_id"].map(said[~said.index.duplicated()]).astype(object).fillna("not_said").astype(str)


def _buildings(units: gpd.GeoDataFrame, all_buildings: gpd.GeoDataFrame, zone_counts: pd.Series) -> pd.DataFrame:
    """Standing buildings and those under way; a plot is one, so all its business pieces share its buildings."""
    table = pd.DataFrame(index=units.index)
    stands, under_way, in_doubt = (
        on_units[on_units["known_by"] != buildings.WITHIN]
        for on_units in (
            buildings.stands_on(units, buildings.in_state(all_buildings, *states))
            for states in ((buildings.STANDS,), (buildings.UNDER_WAY,), buildings.IN_DOUBT)
        )
    )
    together = units["plot_id"].notna() & zone_counts.isin(zones.BUSINESS)
    group = units["plot_id"].where(together, pd.Series(units.index, index=units.index))
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index)
    footprint = stands.groupby("unit_id")["footprint_m2"].sum().reindex(units.index, fill_value=0.0)
    table["standing_buildings"] = _count(stands, group)
    table["standing_points"] = _count(stands[stands["known_by"] == buildings.POINT], group)  # those of them known by a point alone
    table["buildings_under_way"] = _count(under_way, group)
    table["buildings_in_doubt"] = _count(in_doubt, group)
    table["building_pct"] = 100 * footprint.groupby(group).transform("sum") / planar.groupby(group).transform("sum")
    return table


def _count(stands: pd.DataFrame, group: pd.Series) -> pd.Series:
    """How many buildings stand on each group of units, one across several of its units once."""
    where = stands["unit_id"].map(group.astype(object))
    return group.map(stands.groupby(where)["building_id"].nunique()).fillna(0).astype(int)


def _unmapped_pct(units: gpd.GeoDataFrame, asked: pd.DataFrame) -> pd.Series:
    """Share of each unit whose ground nobody has mapped; all of it where the land resource could not be read."""
    rows = asked[(asked["layer_id"] == "land_resource") & asked["status"].isin([Status.NOT_MAPPED, Status.FAILED])]
    blank = rows["overlap_pct"].fillna(100.0).groupby(rows["unit_id"]).sum()
    return blank.reindex(units.index, fill_value=0.0)


def _infrastructure_seen(
    units: gpd.GeoDataFrame, ground: Ground, asked: pd.DataFrame, unmapped_pct: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Whether a map that would show a unit's infrastructure covers its ground; and whether a map of lines shows some there."""
    shown_by = pd.Series([zones.shown_by(*zone) for zone in zip(units["zone_code"], units["plan_type"], strict=True)], index=units.index)
    seen, lines = (pd.Series(False, index=units.index) for _ in range(2))
    for layer_id in sorted({layer_id for layers in shown_by for layer_id in layers}):
        would = shown_by.map(lambda layers, one=layer_id: one in layers).astype(bool)
        seen |= would & _covers(layer_id, units, ground, asked, unmapped_pct)
        if layer_id in _LINE_LAYERS:
            lines |= would & (facts.share_pct(asked, units.index, layer_id) > 0)
    return seen, lines


def _covers(layer_id: str, units: gpd.GeoDataFrame, ground: Ground, asked: pd.DataFrame, unmapped_pct: pd.Series) -> pd.Series:
    """Whether a layer has been asked on all of each unit's ground, edge effects apart; a layer that is not there has not."""
    if layer_id == "land_resource":
        return unmapped_pct < threshold("unmapped_pct")
    if layer_id in WORKS_LAYERS:
        if layer_id not in ground.asked:
            return pd.Series(False, index=units.index)
        return pd.Series(facts.unmapped_pct(units, ground.asked[layer_id]) < threshold("unmapped_pct"), index=units.index)
    rows = asked[asked["layer_id"] == layer_id]
    silent = rows["unit_id"][rows["status"].isin([Status.NOT_MAPPED, Status.FAILED])]
    return pd.Series(units.index.isin(rows["unit_id"]) & ~units.index.isin(silent), index=units.index)


def _landcover_built_pct(units: gpd.GeoDataFrame, asked: pd.DataFrame) -> pd.Series:
    years = sorted(layer for layer in asked["layer_id"].unique() if layer.startswith("land_cover"))
    if not years:
        return pd.Series(0.0, index=units.index)
    return facts.share_pct(asked, units.index, years[-1], ("50",))


def _code_pct(units: gpd.GeoDataFrame, asked: pd.DataFrame) -> pd.Series:
    """What the maps say of each unit: share in percent by `layer:code`, whether a rule reads it or not."""
    hits = asked[asked["layer_id"].isin(_MAPPED_LAYERS) & (asked["status"] == Status.HIT)]
    names = hits["layer_id"] + ":" + hits["code"]
    shares = hits["overlap_pct"].clip(upper=100.0).groupby([hits["unit_id"], names], sort=True).sum()
    by_unit: dict[str, dict[str, float]] = {}
    for (unit_id, name), share in shares.items():
        by_unit.setdefault(unit_id, {})[name] = share
    return units.index.to_series().map(lambda unit_id: by_unit.get(unit_id, {}))


def _registered_area_differs_pct(units: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> pd.Series:
    """How far the registered area of the unit's parcel is from the measured one, percent of the measured."""
    measured = crs.area_m2(parcels.geometry).to_numpy() if len(parcels) else []
    registered = pd.to_numeric(parcels["registered_area_m2"]).to_numpy(dtype=float)
    differs = pd.Series(100 * abs(registered - measured) / measured, index=parcels["parcel_id"].astype(str))
    return units["parcel_id"].map(differs[~differs.index.duplicated()]).fillna(0.0).astype(float)


def _layers_with(units: gpd.GeoDataFrame, asked: pd.DataFrame, status: Status) -> pd.Series:
    rows = asked[asked["status"] == status]
    names = rows.groupby("unit_id")["layer_id"].agg(lambda ids: sorted(set(ids)))
    return units.index.to_series().map(names).map(lambda ids: ids if isinstance(ids, list) else [])
