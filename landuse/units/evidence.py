"""What is known of each land unit, one row each: the facts that the rules read, and nothing that they do not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import pandas as pd

from landuse.measure import crs
from landuse.units import asked as where_asked
from landuse.units import facts, grey_map, holders, plans, records, yards, zones
from landuse.units.schema import Status

_TRAFFIC = "12"  # AR5: samferdsel


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
    asked: Mapping[str, gpd.GeoSeries | None] = field(default_factory=dict)  # where each layer that is there was asked; None: all over
    dated: Mapping[str, date] = field(default_factory=dict)  # the day that each layer is of; one that is not in it: taken as of the day
    on: date | None = None  # the day that is asked about; None: no answer is too old


def gather(units: gpd.GeoDataFrame, ground: Ground, asked: pd.DataFrame, watched: Collection[str]) -> pd.DataFrame:
    """The evidence for every unit.

    Parameters
    ----------
    units : schema.UNITS; asked : schema.FACTS, with `works`, `sealed`, `grey`, `land_resource`, `land_cover_<year>`,
        and `grey_land`, `land_use` where the park has them
    watched : the layers whose codes a decision about a unit rests on

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
    table = table.join(holders.tenure(units, ground.plots, ground.parcels, ground.records))
    table["tenure_old"] = [where_asked.is_old("tenure", _day(said), ground.on) for said in table["tenure_on"]]
    table = table.join(records.deciding(units, ground.records, ground.parcels))
    table["record_old"] = [where_asked.is_old("records", _day(said), ground.on) for said in table["record_on"]]
    table = table.join(yards.gather(units, ground.buildings, table["zone_counts"]))
    for name in ("works", "sealed", "grey"):
        table[f"{name}_pct"] = facts.share_pct(asked, units.index, name).clip(upper=100.0)
    table["traffic_pct"] = facts.share_pct(asked, units.index, where_asked.GROUND, (_TRAFFIC,)).clip(upper=100.0)
    table = table.join(where_asked.gather(units, asked, ground.asked, ground.dated, ground.on))
    covers = where_asked.newest_cover(asked)
    for name, codes in where_asked.COVER_KINDS.items():
        table[f"landcover_{name}_pct"] = facts.share_pct(asked, units.index, covers, codes).clip(upper=100.0) if covers else 0.0
    table = table.join(grey_map.evidence(units, asked))
    late = where_asked.cover_is_old(covers, ground.on)
    grey_late = where_asked.is_old(grey_map.LAYER, ground.dated.get(grey_map.LAYER), ground.on)
    table = table.assign(**where_asked.seen(table, late, grey_late))
    table["code_pct"] = _code_pct(units, asked, watched)
    table = table.join(plans.facts(units, table["code_pct"], ground.on, table["standing_buildings"] > 0))
    table["plan_overlap_pct"] = units["contested_pct"]
    table["registered_area_differs_pct"] = _registered_area_differs_pct(units, ground.parcels)
    table["failed_layers"] = _layers_with(units, asked, Status.FAILED)
    table["not_mapped_layers"] = _layers_with(units, asked, Status.NOT_MAPPED)
    return table


def _day(said: object) -> date | None:
    return None if pd.isna(said) else pd.Timestamp(said).date()


def _code_pct(units: gpd.GeoDataFrame, asked: pd.DataFrame, watched: Collection[str]) -> pd.Series:
    """What the maps say of each unit: share in percent by `layer:code`, whether a rule reads it or not."""
    hits = asked[asked["layer_id"].isin(list(watched)) & (asked["status"] == Status.HIT)]
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
    names: dict[str, set[str]] = {}
    for unit_id, layer_id in zip(rows["unit_id"], rows["layer_id"], strict=True):
        names.setdefault(unit_id, set()).add(layer_id)
    return pd.Series([sorted(names.get(one, ())) for one in units.index], index=units.index, dtype=object)
