"""The vacant plots and buildings that could take a proposal, with what is known of each: in the own park all, elsewhere the published."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from actions.map import map_data
from actions.offers.published import offers
from actions.once import once
from landuse.measure.united import united
from landuse.offers import nomination
from landuse.plans.restrictions import BOUND, effect_of
from landuse.units.schema import COUNTED
from landuse.vacant_first import fits
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
from parks.read import read_layer, table_names
from register import nominations
from register.engine import open_register


def own_sites(park: Park, on: date) -> ParkSites:
    """All plots of a park that can be offered and its buildings, with what its own people have said of them."""
    said = _nominated(park.id, on)
    return _told(str(data_root()), park.id, on, map_data.version(park.id), json.dumps(said, sort_keys=True))


@once(maxsize=16)
def _told(root: str, park_id: str, on: date, version: str, said_as: str) -> ParkSites:
    """The same, put together once for all that is asked until somebody says something else; nobody changes the frames."""
    ground, said = _ground(root, park_id, on, version), json.loads(said_as)
    return replace(ground, plots=with_facts(ground.plots, said, on), buildings=with_facts(ground.buildings, said, on))


def published_sites(own_park: str | None) -> list[ParkSites]:
    """The published plots of all other parks, and nothing else of them."""
    rows = offers()
    parks = [park_id for park_id in rows["park_id"].unique() if park_id != own_park]
    found = [(read_park(park_id), rows[rows["park_id"] == park_id]) for park_id in sorted(parks)]
    return [published(_where(park), own, park.current_date()) for park, own in found]


def _where(park: Park) -> Where:
    return Where(park.id, park.name, park.epsg, park.example)


@once(maxsize=16)
def _ground(_root: str, park_id: str, on: date, version: str) -> ParkSites:
    """What the maps tell of a park's land that can be offered: it changes only with the park's files and decisions."""
    park = read_park(park_id)
    units = map_data.units_frame(park_id, on, version)
    far = _distances(park, units, on)
    told = units.assign(**far, names=units["name"])
    vacant = told[told["offerable"]].sort_index()
    floor = told[told["class"].isin(COUNTED) & (told["vacant_floor_m2"] > 0)].sort_index()
    bound = _bound(park, on)
    plots = mapped_facts(vacant).assign(ground=free_ground(vacant.geometry, bound))
    near = near_by_roads(units, vacant, read_layer(park, "roads", on))
    return ParkSites(*_where(park), True, plots, near, mapped_facts(floor).assign(ground=floor.geometry.to_numpy()))


def _bound(park: Park, on: date) -> shapely.Geometry:
    rows = read_layer(park, "restrictions", on)
    return united(rows.geometry[rows["kind"].map(effect_of) == BOUND].to_numpy())


def _distances(park: Park, units: gpd.GeoDataFrame, on: date) -> dict[str, Any]:
    """Metres from each unit to the nearest of what serves it: inf where the map has none, NaN where there is no map."""
    has = table_names(park)
    wanted = {"quay": ("quays", None), "rail": ("rail", None), "water": ("water_lines", "water"), "sewer": ("water_lines", "sewer")}
    far = {f"{need}_m": _to_nearest(park, units, *layer, on, has) for need, layer in wanted.items()}
    main = _to_nearest(park, units, "roads", "main", on, has)
    far["main_road_m"] = np.where(np.isinf(main), np.nan, main)  # the map ends at the park; the main road may lie beyond it
    why = [{need: fits.NOT_MAPPED for need in (*fits.WITHIN, "main_road_m") if np.isnan(_of(far, need)[row])} for row in range(len(units))]
    return far | {"because": why}


def _of(far: dict[str, Any], need: str) -> np.ndarray:
    return far[need if need == "main_road_m" else f"{need}_m"]


def _to_nearest(park: Park, units: gpd.GeoDataFrame, layer_id: str, kind: str | None, on: date, has: list[str]) -> np.ndarray:
    if layer_id not in has:
        return np.full(len(units), np.nan)
    rows = read_layer(park, layer_id, on)
    shapes = (rows if kind is None else rows[rows["kind"] == kind]).geometry.to_numpy()
    if not len(shapes):
        return np.full(len(units), np.inf)
    far = np.full(len(units), np.inf)
    unit, distance = shapely.STRtree(shapes).query_nearest(units.geometry.to_numpy(), return_distance=True, all_matches=False)
    far[unit[0]] = distance
    return far


def _nominated(park_id: str, on: date) -> dict[str, dict]:
    """What was said of each unit with a nomination under way on the day."""
    found = nominations.nominations(open_register(data_root()), [park_id])
    rows = [(row["unit_id"], nomination.as_of(row["events"], on)) for row in found]
    return {unit_id: now["facts"] for unit_id, now in rows if now is not None and nomination.is_open(now["state"])}
