"""What investors may see: published plots of every park on its own day, as table, map data and page, and nothing else of a park."""

import gzip
import json
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from actions.map import map_data
from actions.offers import nominate, unit
from actions.units.explain import explain
from actions.units.measured import distances, served_by
from exchange import sharing
from landuse.units.asked import GROUND
from landuse.words import messages
from landuse.words.numbers import M2_PER_DAA
from layers.registry import layer
from parks import park as park_folder

_AROUND, _LEAST_LON, _LEAST_LAT = 0.5, 0.004, 0.0018  # share of the plots' own width; degrees, about 200 m


def offers(lang: str = messages.DEFAULT_LANG) -> gpd.GeoDataFrame:
    """Every published plot in EPSG:4326, as `nominate.published` gives them, each park on what counts as its today."""
    days: dict[date, list[str]] = {}
    for park in map_data.parks():
        days.setdefault(park.current_date(), []).append(park.id)
    found = [nominate.published(park_ids, on, lang) for on, park_ids in days.items()]
    found = [rows for rows in found if len(rows)]
    return gpd.GeoDataFrame(pd.concat(found)) if found else gpd.GeoDataFrame({"park_id": []}, geometry=[], crs=4326)


def offer(nomination_id: int, lang: str = messages.DEFAULT_LANG) -> dict[str, Any]:
    """One published plot as `nominate.published_plot` gives it, with `on`, `park`, and what of its surroundings may be told of: `nature`,
    `distances` (metres by measure), `place` (latitude, longitude) and `bounds`.

    Raises
    ------
    LanduseError : not_published, offer_under_option, offer_reserved
    """
    rows = offers(lang)
    park = map_data.park(unit.nominated(nomination_id)["park_id"])
    on = park.current_date()
    told = nominate.published_plot(nomination_id, on, lang)
    row = rows.loc[[nomination_id]]
    found = {"nature": _nature(park, told["unit_id"], on, lang), "distances": _distances(park, row, on), "bounds": around(row)}
    middle = row.geometry.iloc[0].representative_point()
    return told | {"on": on, "park": park, "place": (float(middle.y), float(middle.x))} | found


def ground_layers(park: park_folder.Park) -> list[str]:
    """The layers of a park that lie under its published plots: few, and only those whose licence lets them out."""
    shut = sharing.closed_layers(park, "geometry")
    return [layer_id for layer_id in map_data.map_layers(park.id) if layer(layer_id).backdrop and layer_id not in shut]


def around(rows: gpd.GeoDataFrame) -> list[list[float]]:
    """Plots with ground around them, south-west and north-east as (lat, lon)."""
    west, south, east, north = rows.total_bounds
    wide, high = max((east - west) * _AROUND, _LEAST_LON), max((north - south) * _AROUND, _LEAST_LAT)
    return [[float(south - high), float(west - wide)], [float(north + high), float(east + wide)]]


def geojson(park_id: str | None, lang: str = messages.DEFAULT_LANG) -> bytes:
    """The published plots, of one park or all, as gzipped GeoJSON in EPSG:4326 with what a map tells of each."""
    rows = offers(lang)
    if park_id is not None:
        rows = rows[rows["park_id"] == park_id]
    features = [_feature(str(index), row) for index, row in rows.iterrows()]
    packed = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(packed.encode(), 6, mtime=0)


def _feature(nomination_id: str, row: pd.Series) -> dict[str, Any]:
    shape = shapely.transform(row.geometry, lambda points: np.round(points, map_data.DEGREE_DECIMALS))
    told = {"unit_id": nomination_id, "name": row["title"], "cls": "published", "undecided": False, "asks": False}
    return {"type": "Feature", "properties": told | {"area_m2": _m2(row)}, "geometry": json.loads(shapely.to_geojson(shape))}


def _m2(row: pd.Series) -> float:
    """The size that a map tells of: the plot's net area, else the building's floor."""
    if pd.notna(row.get("net_daa")):
        return float(row["net_daa"]) * M2_PER_DAA
    return float(row["floor_m2"]) if pd.notna(row.get("floor_m2")) else 0.0


def _distances(park: park_folder.Park, row: gpd.GeoDataFrame, on: date) -> dict[str, float]:
    """Metres to what serves a plot, by measure, where the map may tell of it and shows any; never to what is secret in any park."""
    shut = sharing.closed_layers(park, "figure")
    shape = row.geometry.to_crs(park.epsg).to_numpy()
    far = distances(park, shape, on, map_data.version(park.id))
    return {name: float(value[0]) for name, value in far.items() if served_by(name) not in shut and np.isfinite(value[0])}


def _nature(park: park_folder.Park, unit_id: str, on: date, lang: str) -> list[dict[str, Any]] | None:
    """Nature on the plot; None where its map may not be shared."""
    if GROUND in sharing.closed_layers(park):
        return None
    return list(explain(unit_id, on, lang)["nature"])
