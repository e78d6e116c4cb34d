"""The land inventory as GeoJSON (RFC 7946) that says itself what it is: snapshot, sources, words for its codes, mark."""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from landuse import crs, messages, numbers, schema, zones

_DECIMALS = 9  # at 7 decimals a plot of 1 daa comes back up to 0.01 % off
_COLUMNS = (
    "park_id",
    "plot_id",
    "parcel_id",
    "parcel_number",
    "zone_code",
    "plan_id",
    "plan_name",
    "proposed",
    "class",
    "found_class",
    "rule_id",
    "confidence",
    "undecided",
    "axis",
    "readiness",
    "area_m2",
    "floor_m2",
    "vacant_floor_m2",
    "bound_m2",
    "spare_m2",
    "set_class",
    "set_at",
    "set_reason",
)


def feature_collection(inventory: gpd.GeoDataFrame, about: dict, lang: str = messages.DEFAULT_LANG) -> dict:
    """The inventory of one or several parks as a GeoJSON object, in degrees (WGS 84).

    Parameters
    ----------
    inventory : landuse.inventory frame, any projected CRS
    about : snapshots, sources and whether it is example data; goes into the member `parkareal`
    """
    shapes = inventory.geometry.to_crs(crs.MAP_EPSG)
    outlines = shapely.orient_polygons(shapely.set_precision(shapes.to_numpy(), 10**-_DECIMALS, mode="pointwise"))
    pairs = zip(inventory.iterrows(), outlines, strict=True)
    return {
        "type": "FeatureCollection",
        "parkareal": about | _words(inventory, lang),
        "features": [_feature(str(unit_id), unit, shape, lang) for (unit_id, unit), shape in pairs],
    }


def write_geojson(path: Path, collection: dict) -> None:
    """Write a collection as UTF-8 text."""
    path.write_text(json.dumps(collection, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _feature(unit_id: str, unit: pd.Series, shape: shapely.Geometry, lang: str) -> dict:
    properties = {"unit_id": unit_id} | {name: _plain(unit[name]) for name in _COLUMNS}
    properties["class_label"] = messages.text(lang, f"class.{unit['class']}")
    properties["area_daa"] = unit["area_m2"] / numbers.M2_PER_DAA
    properties |= {schema.nature_column(kind): int(unit[schema.nature_column(kind)]) for kind in schema.NATURE_KINDS}
    return {"type": "Feature", "id": unit_id, "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def _words(inventory: gpd.GeoDataFrame, lang: str) -> dict:
    """What the codes in the file mean."""
    pairs = sorted(set(zip(inventory["zone_code"].dropna(), inventory["plan_type"].dropna(), strict=False)))
    return {
        "language": lang,
        "class_labels": {str(name): messages.text(lang, f"class.{name}") for name in schema.LandClass},
        "zone_labels": {code: zones.zone_label(code, plan_type, lang) for code, plan_type in pairs},
        "units": {"area_m2": "m², true area on the ellipsoid", "area_daa": "1 daa = 1 000 m²"},
    }


def _plain(value: object) -> object:
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
