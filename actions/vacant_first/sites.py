"""The vacant plots and buildings that could take a proposal, with what is known of each: in the own park all, elsewhere the published."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from actions.map import map_data
from actions.offers.published import offers
from actions.once import once
from actions.units.layer_questions import forbidden_ground
from actions.units.measured import distances, served_by
from actions.vacant_first.read_ground import read_ground
from actions.vacant_first.slopes import with_slopes
from landuse.measure.united import united
from landuse.offers import nomination
from landuse.units.schema import COUNTED, LandClass
from landuse.vacant_first import available, fits, needed, taken
from landuse.vacant_first.sites import (
    ParkSites,
    Where,
    free_ground,
    mapped_facts,
    near_by_roads,
    published,
    with_facts,
)
from parks.park import Park, data_root, read_park
from parks.read import read_layer
from register import nominations
from register.engine import open_register


def own_sites(park: Park, on: date) -> ParkSites:
    """All plots of a park that can be offered, or may be, or are reserved or taken, and its buildings, with what its people have said."""
    said = _nominated(park.id, on)
    return _told(str(data_root()), park.id, on, map_data.version(park.id), json.dumps(said, sort_keys=True))


@once(maxsize=16)
def _told(root: str, park_id: str, on: date, version: str, said_as: str) -> ParkSites:
    """The same, put together once for all that is asked until somebody says something else; nobody changes the frames."""
    ground, said = _ground(root, park_id, on, version), json.loads(said_as)
    plots, buildings = (with_facts(rows, said[kind], on) for rows, kind in ((ground.plots, "plot"), (ground.buildings, "building")))
    return replace(ground, plots=plots, buildings=buildings)


def published_sites(own: Park | None) -> list[ParkSites]:
    """The published plots of all other parks, and nothing else of them; beside a real park no invented ones."""
    rows = offers()
    others = [read_park(park_id) for park_id in sorted(rows["park_id"].unique()) if own is None or park_id != own.id]
    told = [park for park in others if own is None or own.example or not park.example]
    return [published(_where(park), rows[rows["park_id"] == park.id], park.current_date()) for park in told]


def bound_ground(park: Park, on: date) -> shapely.Geometry:
    """The ground where law or provisions forbid building, as one shape in the park's work CRS; empty where there is none."""
    return _bound(str(data_root()), park.id, on, map_data.version(park.id))


def _where(park: Park) -> Where:
    return Where(park.id, park.name, park.epsg, park.example)


@once(maxsize=16)
def _ground(_root: str, park_id: str, on: date, version: str) -> ParkSites:
    """What the maps tell of a park's land that can be offered, or may be: it changes only with the park's files and decisions."""
    park = read_park(park_id)
    units = map_data.units_frame(park_id, on, version)
    far = distances(park, units.geometry.to_numpy(), on, version)
    told = units.assign(**far, names=units["name"], because=_not_mapped(far, len(units)))
    vacant = told[told["offerable"] | _may_be_asked(told)].sort_index()
    floor = told[told["class"].isin(COUNTED) & (told["vacant_floor_m2"] > 0)].sort_index()
    bound = bound_ground(park, on)
    plots = with_slopes(mapped_facts(vacant).assign(ground=free_ground(vacant.geometry, bound)), park)
    near = near_by_roads(units, vacant, read_layer(park, served_by("road_m"), on))
    buildings = mapped_facts(floor).assign(ground=floor.geometry.to_numpy(), reason="")  # floor is offered whatever its ground is
    buildings = with_slopes(buildings, park)
    return ParkSites(*_where(park), True, _with_free_nature(plots, park, on), near, buildings)


def _may_be_asked(units: gpd.GeoDataFrame) -> pd.Series:
    """Vacant land, and land that may be, which is asked about, reserved or taken: it is held against the needs, and its word told."""
    vacant = [str(LandClass.VACANT) in json.loads(could_be) for could_be in units["could_be"]]
    return pd.Series(vacant, units.index) & units["offerable_reason"].map(available.may_be_asked).astype(bool)


def _with_free_nature(plots: gpd.GeoDataFrame, park: Park, on: date) -> gpd.GeoDataFrame:
    """The plots with the nature of their free ground alone, where a part of them is bound."""
    partly = plots[(plots["area_m2"] < plots["whole_m2"]) & plots["nature_m2"].notna()]
    if partly.empty:
        return plots
    ground = read_ground(park, park.epsg, on)
    parts = gpd.GeoDataFrame({"of": partly.index, "line": -1, "how": taken.HOWS[0]}, geometry=list(partly["ground"]), crs=park.epsg)
    pieces = taken.cut_ground(parts, ground.land_resource, None, ground.failed)
    by_group = pieces.groupby(["of", "group"])["area_m2"].sum().unstack(fill_value=0.0).reindex(partly.index, fill_value=0.0)
    for name, kinds in needed.KINDS.items():
        plots.loc[partly.index, f"{name}_m2"] = by_group.reindex(columns=list(kinds), fill_value=0.0).sum(axis=1)
    return plots


@once(maxsize=16)
def _bound(_root: str, park_id: str, on: date, _version: str) -> shapely.Geometry:
    return united(forbidden_ground(read_park(park_id), on).to_numpy())


def _not_mapped(far: Mapping[str, Any], count: int) -> list[dict[str, str]]:
    """Why a distance is not known, for each row."""
    blank = {need: pd.isna(far[need if need == "main_road_m" else f"{need}_m"]) for need in fits.NEAR}
    return [{need: fits.NOT_MAPPED for need in fits.NEAR if blank[need][row]} for row in range(count)]


def _nominated(park_id: str, on: date) -> dict[str, dict[str, dict]]:
    """By kind and unit, what was said with a nomination that is under way or was taken, and its state, on the day."""
    found = nominations.nominations(open_register(data_root()), [park_id])
    said: dict[str, dict[str, dict]] = {"plot": {}, "building": {}}
    for row in found:
        now = nomination.as_of(row["events"], on)
        if now is not None and (nomination.is_open(now["state"]) or now["state"] == nomination.TAKEN):
            said[row["kind"]][row["unit_id"]] = {"facts": now["facts"], "state": now["state"]}
    return said
