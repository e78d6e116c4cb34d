"""The rows set aside, as a file that a person mends: GeoJSON in degrees, each with its reason and its own coordinates as text."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from actions._report import Report
from landuse import crs, messages


def write(set_aside: gpd.GeoDataFrame | None, made: Report, folder: Path) -> str | None:
    """Write the file into a folder; its name, or None where nothing was set aside."""
    if set_aside is None or set_aside.empty:
        return None
    features = [_feature(row, set_aside) for row in set_aside.itertuples(index=False)]
    document = {"type": "FeatureCollection", "features": features, "source": made.file, "layer": made.layer_id}
    name = f"rejected-{made.layer_id}.geojson"
    (folder / name).write_text(json.dumps(document, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    return name


def _feature(row: Any, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    values = dict(zip(frame.columns, row, strict=True))
    shape = values.pop(frame.geometry.name)
    properties = {str(key): None if value != value else value for key, value in values.items()}
    properties["why"] = messages.text(messages.DEFAULT_LANG, f"aside.{properties['reason']}")
    properties["wkt"] = None if shape is None else shapely.to_wkt(shape, rounding_precision=3, trim=True)
    properties["crs"] = frame.crs and frame.crs.to_string()
    return {"type": "Feature", "properties": properties, "geometry": _in_degrees(shape, frame)}


def _in_degrees(shape: shapely.Geometry | None, frame: gpd.GeoDataFrame) -> dict[str, Any] | None:
    if shape is None or shape.is_empty or frame.crs is None:
        return None
    degrees = gpd.GeoSeries([shape], crs=frame.crs).to_crs(crs.MAP_EPSG)
    finite = bool(shapely.is_valid_input(degrees.iloc[0])) and all(abs(edge) < float("inf") for edge in degrees.total_bounds)
    return shapely.geometry.mapping(degrees.iloc[0]) if finite else None
