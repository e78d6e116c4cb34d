"""A staged import on a map: its rows and its findings as GeoJSON in degrees."""

import gzip
import json
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from actions.imports import pending
from landuse.measure import crs
from landuse.words.languages import worded
from parks.park import read_park

_DECIMALS = 7
_MOST_ROWS = 3_000  # more make a browser slow; the map is for finding the findings
_LEAST_M, _SHARE = 2.0, 0.008  # radius of a mark: at least 2 m, or a little of what is seen at once


def rows_geojson(park_id: str, token: str) -> bytes:
    """The first 3 000 rows as gzipped GeoJSON.

    Raises
    ------
    LanduseError : unknown_park, pending_missing
    """
    shapes = pending.rows_in_degrees(park_id, token).iloc[:_MOST_ROWS]
    return _packed([({"code": None}, shape) for shape in shapes], shapes.total_bounds if len(shapes) else None)


def findings_geojson(park_id: str, token: str, lang: str) -> bytes:
    """Each finding with a place as a round mark, gzipped; `unit_id` is its number in the report, from 1."""
    told, park = pending.pending(park_id, token).told, read_park(park_id)
    placed = [(number, row) for number, row in enumerate(told["findings"], start=1) if row["lon"] is not None]
    rows = pending.rows_in_degrees(park_id, token)
    bounds = rows.total_bounds if len(rows) else None
    if not placed:
        return _packed([], bounds)
    points = gpd.GeoSeries(gpd.points_from_xy(*np.transpose([(row["lon"], row["lat"]) for _, row in placed])), crs=crs.MAP_EPSG).to_crs(
        park.epsg
    )
    wide_m = np.ptp(rows.to_crs(park.epsg).total_bounds.reshape(2, 2), axis=0).max() if len(rows) else 0.0
    marks = points.buffer(max(_LEAST_M, _SHARE * wide_m)).to_crs(crs.MAP_EPSG)
    facts = [
        {
            "unit_id": str(number),
            "name": worded(row, "sentence", lang),
            "cls": row["severity"],
            "undecided": False,
            "asks": False,
            "area_m2": None,
        }
        for number, row in placed
    ]
    return _packed(list(zip(facts, marks, strict=True)), bounds)


def bounds(park_id: str, token: str) -> list[list[float]] | None:
    """South-west and north-east of the rows, latitude first; None where there are no shapes.

    Raises
    ------
    LanduseError : unknown_park, pending_missing
    """
    shapes = pending.rows_in_degrees(park_id, token)
    if shapes.empty:
        return None
    west, south, east, north = map(float, shapes.total_bounds)
    return [[south, west], [north, east]]


def _packed(rows: list[tuple[dict[str, Any], shapely.Geometry]], bounds: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": facts, "geometry": json.loads(shapely.to_geojson(_rounded(shape)))} for facts, shape in rows
    ]
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if bounds is not None:
        collection["bbox"] = [round(float(side), _DECIMALS) for side in bounds]
    return gzip.compress(json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda points: np.round(points, _DECIMALS))
