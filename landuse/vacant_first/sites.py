"""The vacant plots and buildings that could take a proposal, with what is known of each: what maps tell, and what people say."""

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.flatten import polygons_of
from landuse.measure.united import united
from landuse.offers import claims, nomination
from landuse.rules import table
from landuse.units import schema
from landuse.vacant_first import available, fits, needed
from landuse.vacant_first.adjacency import Neighbours, neighbours
from landuse.words.numbers import M2_PER_DAA

_HELD = (nomination.OPTION, nomination.RESERVED, nomination.TAKEN)
_SUPPLIED = {"on_plot": 0.0, "at_border": 0.0, "planned": np.inf, "none": np.inf}
_ACCESS = {"own": 0.0, "shared": 0.0, "none": np.inf}
_SAID_AS = {"water": _SUPPLIED, "sewer": _SUPPLIED, "quay": _ACCESS, "rail": _ACCESS}
_ROAD_ZONES = "20"  # 2010–2019: road, carriageway, foot and cycle road, verges
_RAIL_AND_HARBOUR = ("202", "203", "204", "205", "206", "207", "208", "209")
_FACT_COLUMNS = (
    "water_m",
    "sewer_m",
    "quay_m",
    "rail_m",
    "mw",
    "ready_on",
    "because",
    "against",
    "conditions",
    "availability",
    "available",
)
_CLAIMED = {"water": "water", "sewer": "sewer", "quay": "quay", "rail": "rail", "power_mw": "mw"}  # needs that a statement is about


class Where(NamedTuple):
    """Which park some sites are of."""

    park_id: str
    park_name: str
    epsg: int
    example: bool


@dataclass(frozen=True)
class ParkSites:
    """The plots of one park that may be put together, and its buildings with vacant floor.

    plots : GeoDataFrame by unit id, sorted: facts as landuse.vacant_first.fits reads them, ground (free of bound land), geometry
    near : which plots lie together
    buildings : the same facts of units with vacant floor, with floor_m2 and spare_m2
    """

    park_id: str
    park_name: str
    epsg: int
    example: bool
    own: bool
    plots: gpd.GeoDataFrame
    near: Neighbours
    buildings: gpd.GeoDataFrame

    @cached_property
    def plot_ids(self) -> list[str]:
        """The ids of the plots, by their place."""
        return [str(unit) for unit in self.plots.index]

    @cached_property
    def building_ids(self) -> list[str]:
        """The ids of the buildings' units, by their place."""
        return [str(unit) for unit in self.buildings.index]

    def without(self, unit_ids: frozenset[str]) -> "ParkSites":
        """The same without some units, and without what lay together by them."""
        kept = ~self.plots.index.isin(unit_ids)
        place = np.cumsum(kept) - 1
        pairs = kept[self.near.pairs].all(axis=1) if len(self.near.pairs) else np.empty(0, dtype=bool)
        near = Neighbours(place[self.near.pairs[pairs]], self.near.kinds[pairs])
        return replace(self, plots=self.plots[kept], near=near, buildings=self.buildings[~self.buildings.index.isin(unit_ids)])


def mapped_facts(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What maps tell of units, as landuse.vacant_first.fits reads it."""
    nature = {kind: units[schema.nature_column(kind)] for kind in schema.NATURE_KINDS}
    trifle_m2 = units["area_m2"] * table("vacant_first")["unmapped"]["trifle_pct"] / 100
    told = nature["not_mapped"] <= trifle_m2  # what is not mapped is not known to be without nature
    wild = sum(nature[kind] for kind in needed.KINDS[needed.NATURE])
    served = [f"{need}_m" for need in (*fits.WITHIN, "power", "road")]
    return units[["names", "zone_code", "readiness", "availability", *served, "main_road_m", "because", "geometry"]].assign(
        reason=units["offerable_reason"],
        whole_m2=units["area_m2"],
        area_m2=(units["area_m2"] - units["bound_m2"]).clip(lower=0).astype(float),
        conditions=[json.loads(text) for text in units["unmet_conditions"]],
        floor_m2=units["vacant_floor_m2"],
        spare_m2=units["spare_m2"],
        nature_m2=wild.astype(float).where(told),
        farmland_m2=nature["farmland"].astype(float).where(told),
        proposed=units["proposed"],
    )


def free_ground(shapes: gpd.GeoSeries, bound: shapely.Geometry) -> np.ndarray:
    """What of each shape is not bound."""
    given = shapes.to_numpy()
    if shapely.is_empty(bound):
        return given
    shapely.prepare(bound)
    meets = shapely.intersects(bound, given)
    free = given.copy()
    free[meets] = shapely.difference(given[meets], bound)
    return free


def near_by_roads(units: gpd.GeoDataFrame, vacant: gpd.GeoDataFrame, roads: gpd.GeoDataFrame) -> Neighbours:
    """Which vacant plots lie together.

    Roads that nobody has given a kind count as internal: inside a park most are, and the way over them is short.
    """
    zones = units["zone_code"].astype(object).fillna("").astype(str)
    is_road = zones.str.startswith(_ROAD_ZONES) & ~zones.str[:3].isin(_RAIL_AND_HARBOUR)
    kind = roads["kind"].astype(object).fillna("internal")
    internal, main = (united(roads.geometry[kind == wanted].to_numpy()) for wanted in ("internal", "main"))
    ground = united(np.concatenate([units.geometry[is_road].to_numpy(), roads.geometry[kind != "parking"].to_numpy()]))
    return neighbours(vacant.geometry.to_numpy(), ground, internal, main)


def with_facts(plots: gpd.GeoDataFrame, said: dict[str, dict], on: date) -> gpd.GeoDataFrame:
    """The maps' facts, with what the park's people have said of a plot before them; what a map contradicts is not known.

    Parameters
    ----------
    said : by unit, the facts of its nomination and the state that it is in
    """
    given = plots.drop(columns="geometry").to_dict("records")
    rows = [_facts(row, said.get(str(unit_id), {}), on) for unit_id, row in zip(plots.index, given)]
    told = pd.DataFrame(rows, index=plots.index, columns=[*_FACT_COLUMNS])
    return plots.drop(columns=[name for name in _FACT_COLUMNS if name in plots]).join(told.astype({"mw": float}))


def _facts(row: dict, offer: dict[str, Any], on: date) -> dict:
    said, told = offer.get("facts", {}), {}
    why = dict(row["because"])
    for need, distances in _SAID_AS.items():
        told[f"{need}_m"] = row[f"{need}_m"]
        if said.get(need) in distances:
            told[f"{need}_m"] = distances[said[need]]
            why[need] = fits.SAID
    conditions = said.get("unmet_conditions", row["conditions"])
    day, because = fits.ready_on(said.get("readiness", row["readiness"]), conditions, said.get("available_from"), on)
    over = said.get("power_reserved_until")
    mw = said.get("power_mw") if not over or over >= on.isoformat() else None
    why |= {"ready_by": because, "mw": fits.SAID if mw is not None else row.get("mw_because", fits.NOT_SAID)}
    told |= {"mw": np.nan if mw is None else mw, "ready_on": day, "because": why, "conditions": conditions}
    told["against"] = {_CLAIMED[one["fact"]]: claims.as_json(one) for one in claims.against(said, row) if one["fact"] in _CLAIMED}
    for need in told["against"]:
        told["mw" if need == "mw" else f"{need}_m"] = np.nan
    state = str(offer.get("state"))
    given = state if state in _HELD else str(row["availability"])
    return told | {"availability": given, "available": available.word(given, row["reason"])}


def published(where: Where, rows: gpd.GeoDataFrame, on: date) -> ParkSites:
    """Published offers as sites: only the public facts; what they do not say is not known."""
    placed = rows.to_crs(where.epsg)
    mended = [polygons_of(shapely.make_valid(shape)) for shape in placed.geometry]  # rounding on the way through degrees may cross a line
    placed = placed.set_geometry(gpd.GeoSeries(mended, index=placed.index, crs=where.epsg))
    placed = placed.assign(true_m2=crs.area_m2(placed.geometry))
    told = pd.DataFrame([_published_facts(row, on) for row in placed.reset_index().to_dict("records")], index=rows["unit_id"].astype(str))
    shapes = gpd.GeoSeries(placed.geometry.to_numpy(), index=told.index, crs=where.epsg)
    sites = gpd.GeoDataFrame(told, geometry=shapes).assign(ground=shapes.to_numpy())
    plots = sites[(sites["kind"] == "plot") & ~sites.index.duplicated()].sort_index()
    nothing = shapely.Polygon()
    near = neighbours(plots.geometry.to_numpy(), nothing, nothing, nothing)
    return ParkSites(*where, False, plots, near, sites[sites["kind"] == "building"].sort_index())


def _published_facts(row: dict, on: date) -> dict:
    because = dict.fromkeys((*fits.WITHIN, "main_road_m", fits.SLOPE, "zone_codes"), fits.NOT_PUBLISHED)
    blank = {f"{need}_m": np.nan for need in fits.WITHIN} | {"mw_because": fits.NOT_PUBLISHED}
    said = {name: value for name, value in row.items() if _is_said(value)}
    plain = blank | {
        "availability": "offered",
        "reason": "",
        "readiness": said.get("readiness", ""),
        "conditions": said.get("unmet_conditions", []),
        "because": because,
    }
    area_m2 = said["net_daa"] * M2_PER_DAA if "net_daa" in said else row["true_m2"]
    return _facts(plain, {"facts": said}, on) | {
        "kind": row["kind"],
        "names": row["title"],
        "zone_code": said.get("zone"),
        "readiness": plain["readiness"],
        "main_road_m": np.nan,
        fits.SLOPE: np.nan,
        "area_m2": float(area_m2),
        "whole_m2": float(area_m2),
        "floor_m2": int(said.get("floor_m2", 0)),
        "spare_m2": None,
        "nature_m2": np.nan,
        "farmland_m2": np.nan,
        "proposed": False,
        "published_on": row["published_on"].isoformat(),
        "nomination_id": row.get("nomination_id"),
    }


def _is_said(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (value is not None and value == value)
