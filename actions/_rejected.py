"""The rows set aside, as a file that a person mends: GeoJSON in degrees, each with its reason and its own coordinates as text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from actions._report import Report
from landuse import crs, messages
from layers._rows import Rows


def write(aside: Rows | None, made: Report, folder: Path) -> str | None:
    """Write the file into a folder; its name, or None where nothing was set aside."""
    if aside is None or not len(aside):
        return None
    name = f"rejected-{made.layer_id}.geojson"
    head = json.dumps({"type": "FeatureCollection", "source": made.file, "layer": made.layer_id}, ensure_ascii=False, indent=1)
    with (folder / name).open("w", encoding="utf-8") as stream:
        stream.write(head.removesuffix("\n}") + ',\n "features": [')
        for number, feature in enumerate(_features(aside)):
            stream.write(",\n" if number else "\n")
            stream.write(json.dumps(feature, ensure_ascii=False, default=str))
        stream.write("\n ]\n}\n")
    return name


def _features(aside: Rows) -> Iterator[dict[str, Any]]:
    for frame in aside.parts():
        degrees = _in_degrees(frame.geometry)
        names = [str(name) for name in frame.columns if name != frame.geometry.name]
        for values, shape, place in zip(frame[names].itertuples(index=False, name=None), frame.geometry, degrees, strict=True):
            yield _feature(dict(zip(names, values, strict=True)), shape, place, frame.crs and frame.crs.to_string())


def _feature(values: dict[str, Any], shape: shapely.Geometry | None, place: shapely.Geometry | None, named: str | None) -> dict[str, Any]:
    properties = {key: None if pd.isna(value) else value for key, value in values.items()}
    properties["why"] = messages.text(messages.DEFAULT_LANG, f"aside.{properties['reason']}")
    properties["wkt"] = None if shape is None else shapely.to_wkt(shape, rounding_precision=3, trim=True)
    properties["crs"] = named
    return {"type": "Feature", "properties": properties, "geometry": None if place is None else shapely.geometry.mapping(place)}


def _in_degrees(shapes: gpd.GeoSeries) -> np.ndarray:
    """The shapes in longitude and latitude; None where there is no such place."""
    if shapes.crs is None:
        return np.full(len(shapes), None, dtype=object)
    degrees = shapes.to_crs(crs.MAP_EPSG).to_numpy()
    known = shapely.is_valid_input(degrees) & ~shapely.is_empty(degrees) & np.isfinite(shapely.bounds(degrees)).all(axis=1)
    return np.where(known, degrees, None)
