"""Leaving out, while a file is read, what lies outside the park and its ring; how much is left out is counted."""

from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from door.limits import LIMITS
from landuse.measure import crs

_EDGE_PARTS = 20  # of the ring's width: an edge of 250 m strays less than a millimetre from its straight line in another zone


class Clip:
    """Which rows of a table meet the ring.

    A row goes out whole or stays whole, and one without a place in the plane always stays. Where the file's CRS is not
    known, or no row meets the ring with it, the caller reads the whole file: it is then for the check of its place.

    Parameters
    ----------
    within : {"box": [west, south, east, north] in "epsg", "as_epsg": the CRS to read the file in, or None}; None keeps all
    named : the CRS that the file names
    """

    def __init__(self, within: dict | None, named: list[str]) -> None:
        self._crs = _file_crs(within, named)
        self._ring = None if within is None or self._crs is None else _ring_in(within, self._crs)
        self._rows, self._area_m2, self._kept = 0, 0.0, 0

    def keep(self, shapes: np.ndarray | None, rows: np.ndarray) -> np.ndarray:
        """Which rows stay."""
        if shapes is None or self._ring is None:
            self._kept += len(rows)
            return np.ones(len(rows), dtype=bool)
        placed = np.isfinite(shapely.bounds(shapes)).all(axis=1)
        out = placed & ~shapely.intersects(self._ring, shapes)
        self._rows += int(out.sum())
        self._area_m2 += _area_m2(shapes[out], self._crs)
        self._kept += int((placed & ~out).sum())
        return ~out

    def said(self) -> dict[str, Any]:
        """How many rows went out, their true area in m², and whether any met the ring."""
        return {"clipped_rows": self._rows, "clipped_m2": self._area_m2, "met_ring": self._kept > 0}


def _file_crs(within: dict | None, named: list[str]) -> pyproj.CRS | None:
    words = within["as_epsg"] if within and within["as_epsg"] else (named[0] if len(named) == 1 else None)
    if within is None or words is None:
        return None
    try:
        found = pyproj.CRS.from_user_input(words)
    except pyproj.exceptions.CRSError:
        return None
    found = found.sub_crs_list[0] if found.is_compound else found
    return None if found.is_engineering else found.to_2d()


def _ring_in(within: dict, target: pyproj.CRS) -> shapely.Polygon | None:
    """The box around the ring in the file's CRS, its edges bent as they are there; None where the CRS has no such place."""
    edges = shapely.get_coordinates(shapely.segmentize(shapely.box(*within["box"]), LIMITS["ring_m"] / _EDGE_PARTS))
    bent = np.column_stack(pyproj.Transformer.from_crs(within["epsg"], target, always_xy=True).transform(*edges.T))
    if not np.isfinite(bent).all():
        return None
    found = shapely.Polygon(bent)
    shapely.prepare(found)
    return found


def _area_m2(shapes: np.ndarray, of: pyproj.CRS) -> float:
    flat = shapes[shapely.get_dimensions(shapes) == 2]
    if not len(flat):
        return 0.0
    return float(crs.area_m2(gpd.GeoSeries(flat, crs=of)).sum())
