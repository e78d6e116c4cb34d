"""The land inventory as GeoJSON (RFC 7946) that says itself what it is: snapshot, sources, words for its codes, mark."""

import json
from pathlib import Path

import shapely

from exchange.dataset import Dataset
from landuse.measure import crs
from landuse.words.foreign import for_json

_DECIMALS = 9  # at 7 decimals a plot of 1 daa comes back up to 0.01 % off


def feature_collection(data: Dataset) -> dict:
    """The rows as a GeoJSON object in degrees (WGS 84); the member `parkareal` says where they come from."""
    shapes = data.rows.geometry.to_crs(crs.MAP_EPSG).to_numpy()
    outlines = shapely.orient_polygons(shapely.set_precision(shapes, 10**-_DECIMALS, mode="pointwise"))
    facts = data.rows[data.names].to_dict("records")
    features = [_feature(row, shape) for row, shape in zip(facts, outlines, strict=True)]
    return {"type": "FeatureCollection", "parkareal": data.about, "features": features}


def write_geojson(path: Path, data: Dataset) -> None:
    """Write as UTF-8 text."""
    path.write_text(for_json(feature_collection(data)), encoding="utf-8")


def _feature(facts: dict, shape: shapely.Geometry) -> dict:
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "id": facts["unit_id"], "properties": facts, "geometry": geometry}
