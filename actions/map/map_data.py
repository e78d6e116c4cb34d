"""Give a map its data: units and layers as shapes, and the units as a table, by park, day and version.

Everything is cached by ids, a day and a version that changes with the park's files and decisions, never by frames.
"""

import gzip
import hashlib
import json
import re
from datetime import date
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from actions.map import pack
from actions.once import once
from actions.units.classify import fingerprint
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.measure import crs
from landuse.words.errors import LanduseError
from layers import registry
from layers.looks import drawn_layers
from parks import park as park_folder
from parks.background import Background
from parks.background import background as read_background
from parks.read import read_layer
from register import baseline_events, decisions
from register.engine import open_register

When = date | Literal["today", "baseline"]
_FOUND = ["name", "parcel_number", "class", "area_m2"]
_SEARCHED = ["name", "plot_id", "parcel_number", "parcel_id"]
DEGREE_DECIMALS = 6  # about 0.1 m, finer than a screen shows
_TABLE_COLUMNS = [
    "plot_id", "parcel_id", "zone_code", "plan_id", "plan_date", "proposed", "class", "confidence",
    "undecided", "asks", "offerable", "area_m2", "floor_m2", "vacant_floor_m2",
]  # fmt: skip


def parks() -> list[park_folder.Park]:
    """All parks by name; none when there is no data yet."""
    return sorted((park_folder.read_park(park_id) for park_id in park_folder.park_ids()), key=lambda park: park.name)


def park_ids() -> list[str]:
    """The ids of all parks."""
    return park_folder.park_ids()


def in_order(park_ids: list[str]) -> list[str]:
    """The ids in the order of `parks()`."""
    return sorted(park_ids, key=lambda park_id: park(park_id).name)


def park(park_id: str) -> park_folder.Park:
    """One park by its id.

    Raises
    ------
    LanduseError : unknown_park
    """
    return park_folder.read_park(park_id)


def day(park: park_folder.Park, when: When) -> date:
    """The date that a park's map shows: its baseline date, what counts as today, or a day between them."""
    if when == "baseline":
        return park.baseline_date
    return park.current_date() if when == "today" else max(park.baseline_date, min(when, park.current_date()))


def version(park_id: str) -> str:
    """A name of the state of a park's files, of its kept baseline, of the method, of the register and of what people decided in it.

    It changes with any of them; every cache, tag and address asks for it here.

    Raises
    ------
    LanduseError : unknown_park
    """
    park = park_folder.read_park(park_id)
    files, frozen = fingerprint(park), kept_baseline(park)
    register = open_register(park_folder.data_root())
    if frozen is not None:
        answered = baseline_events.newest(register, park_id)
        files = hashlib.blake2s(f"{files} {frozen.digest} {answered}".encode()).hexdigest()[: len(files)]
    return f"{files}-{decisions.version(register, park_id).key}"


def background() -> Background | None:
    """The background map that may be turned on; None where the installation allows none.

    Raises
    ------
    LanduseError : as `parks.background.background`
    """
    return read_background()


def search(park_id: str, on: date, version: str, words: str) -> pd.DataFrame:
    """Units whose name, plot, parcel or gnr/bnr holds the words, best first: name, parcel_number, class, area_m2 by unit_id.

    A gnr/bnr is found whole: 14/2 does not find 14/20, nor 114/2.
    """
    units = units_frame(park_id, on, version)
    wanted = " ".join(words.casefold().split())
    if not wanted:
        return pd.DataFrame(units[_FOUND]).iloc[:0]
    number = re.compile(rf"(?<![0-9]){re.escape(wanted)}(?![0-9])") if re.fullmatch(r"[0-9/-]+", wanted) else None
    ways = pd.DataFrame({name: units[name].astype(object).where(units[name].notna(), "").astype(str) for name in _SEARCHED})
    ways["unit_id"] = units.index
    hit = ways.map(lambda text: bool(number.search(text)) if number else wanted in text.casefold())
    whole = ways.map(lambda text: text.casefold() == wanted).any(axis=1)
    found = units.assign(_whole=whole)[hit.any(axis=1)]
    return pd.DataFrame(found.sort_values(["_whole", "area_m2"], ascending=False, kind="stable")[_FOUND])


def map_layers(park_id: str) -> list[str]:
    """The layers of a park that a map can show, ground first."""
    has = park_folder.read_park(park_id).layers
    return [layer_id for layer_id in drawn_layers() if layer_id in has]


@once(maxsize=32)
def units_frame(park_id: str, on: date, version: str) -> gpd.GeoDataFrame:
    """The inventory with each unit's name; read it, never change it (it is cached)."""
    units = inventory(park_id, on)
    return units.assign(name=_names(units, park_id, on))


@once(maxsize=32)
def units_table(park_id: str, on: date, version: str) -> pd.DataFrame:
    """The inventory as a table without geometry, indexed by unit_id, with each unit's name first."""
    units = units_frame(park_id, on, version)
    return pd.DataFrame(units[["name", *_TABLE_COLUMNS]])


@once(maxsize=64)
def units_geojson(park_id: str, on: date, version: str) -> bytes:
    """The units as gzipped GeoJSON in EPSG:4326 with unit_id, name, cls, undecided, asks and area_m2."""
    units = units_frame(park_id, on, version)
    return _packed(_unit_facts(units), units.geometry)


@once(maxsize=64)
def units_shapes(park_id: str, on: date, version: str) -> bytes:
    """The same units as the map takes them (actions/map/pack.py)."""
    units = units_frame(park_id, on, version)
    return pack.packed(_unit_facts(units), units.geometry)


@once(maxsize=128)
def layer_geojson(park_id: str, layer_id: str, on: date, version: str) -> bytes:
    """One layer as gzipped GeoJSON in EPSG:4326, each feature with the code that it is drawn by.

    Raises
    ------
    LanduseError : unknown_park, unknown_layer, layer_not_drawn
    """
    return _packed(*_drawn(park_id, layer_id, on))


@once(maxsize=128)
def layer_shapes(park_id: str, layer_id: str, on: date, version: str) -> bytes:
    """The same layer as the map takes it (actions/map/pack.py).

    Raises
    ------
    LanduseError : as `layer_geojson`
    """
    return pack.packed(*_drawn(park_id, layer_id, on))


def _drawn(park_id: str, layer_id: str, on: date) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    layer = registry.layer(layer_id)
    if layer_id not in drawn_layers():
        raise LanduseError("layer_not_drawn", layer=registry.named(layer_id))
    rows = read_layer(park_folder.read_park(park_id), layer_id, on)
    return pd.DataFrame({"code": layer.codes(rows)}, index=rows.index), rows.geometry


def _unit_facts(units: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": units.index,
            "name": units["name"],
            "cls": units["class"],
            "undecided": units["undecided"].astype(bool),
            "asks": units["asks"].astype(bool),
            "area_m2": units["area_m2"],
        }
    )


def _names(units: gpd.GeoDataFrame, park_id: str, on: date) -> pd.Series:
    """What people call a unit: the plot's name, else the plot, else the parcel; None for ground without either."""
    plots = read_layer(park_folder.read_park(park_id), "plots", on)
    called = plots.drop_duplicates("plot_id").set_index("plot_id")["name"]
    ways = [units["plot_id"].map(called), units["plot_id"], units["parcel_number"], units["parcel_id"]]
    texts = pd.concat([way.astype(object) for way in ways], axis=1).bfill(axis=1).iloc[:, 0]
    return texts.where(texts.notna(), None)


def _packed(facts: pd.DataFrame, shapes: gpd.GeoSeries) -> bytes:
    lonlat = shapes.to_crs(crs.MAP_EPSG)
    rounded = shapely.transform(lonlat.to_numpy(), lambda points: np.round(points, DEGREE_DECIMALS))
    rows = facts.astype(object).where(facts.notna(), None).to_dict("records")
    features = [
        f'{{"type":"Feature","properties":{_json(row)},"geometry":{shape}}}'
        for row, shape in zip(rows, shapely.to_geojson(rounded), strict=True)
        if shape is not None
    ]
    box = [round(float(side), DEGREE_DECIMALS) for side in lonlat.total_bounds]
    bounds = f',"bbox":{_json(box)}' if features else ""
    return gzip.compress(f'{{"type":"FeatureCollection","features":[{",".join(features)}]{bounds}}}'.encode(), 6, mtime=0)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    return value.item()  # numpy's own numbers and truths
