"""Shapes as the map takes them: whole numbers in flat lists, which a browser reads without making an object of every point.

One gzipped JSON document (static/map/shapes.js reads it): `facts`, a list for each column; `dimension` of each shape (0 point,
1 line, 2 area); `rings`, how many rings, lines or points each shape has; `points`, how many corners each of these has; `steps`,
the corners themselves in decimetres of Web Mercator, east and north by turns, each as the step from the corner before it; and
`origin` in metres, from which the first step goes.
"""

import gzip
import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure.crs import WEB_MERCATOR_EPSG
from landuse.words.foreign import for_line

_PER_M = 10  # finer than a screen shows
_LINES, _AREAS = (1, 5, 2), (3, 6, 7)  # GEOS type numbers: line, lines, ring; polygon, polygons, collection


def packed(facts: pd.DataFrame, shapes: gpd.GeoSeries) -> bytes:
    """Shapes of any CRS with their facts, row by row; a row without a shape has no rings."""
    mercator = np.asarray(shapes.to_crs(WEB_MERCATOR_EPSG).to_numpy(), dtype=object)
    parts, shape_of = shapely.get_parts(mercator, return_index=True)
    rings, shape_of_ring = _rings(parts, shape_of)
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(corners * _PER_M).astype(np.int64)
    origin = whole.min(axis=0) if len(whole) else np.zeros(2, np.int64)
    steps = np.diff(whole, axis=0, prepend=origin[np.newaxis])
    kinds = shapely.get_type_id(mercator)
    document = {
        "facts": {str(name): _values(facts[name]) for name in facts},
        "dimension": np.select([np.isin(kinds, _AREAS), np.isin(kinds, _LINES)], [2, 1], 0).tolist(),
        "rings": np.bincount(shape_of_ring, minlength=len(mercator)).tolist(),
        "points": np.bincount(ring_of, minlength=len(rings)).tolist(),
        "steps": steps.ravel().tolist(),
        "origin": (origin / _PER_M).tolist(),
    }
    return gzip.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def _rings(parts: np.ndarray, shape_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rings of areas, and lines and points as they are, in the order of the shapes; with the number of the shape of each."""
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part_of = shapely.get_rings(parts[areas], return_index=True)
    found = np.concatenate([rings, parts[~areas]])
    number = np.concatenate([np.flatnonzero(areas)[part_of], np.flatnonzero(~areas)])
    order = np.argsort(number, kind="stable")
    return found[order], shape_of[number[order]]


def _values(column: pd.Series) -> list[Any]:
    return [None if value is None or value != value else _plain(value) for value in column]


def _plain(value: Any) -> Any:
    """A fact as the map shows it: nothing in a name acts on who reads it there."""
    if isinstance(value, str):
        return for_line(value)
    return value.item() if isinstance(value, np.generic) else value
