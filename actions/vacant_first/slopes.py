"""How steep ground is by the park's terrain model; not known where it has none, or none of that ground."""

import geopandas as gpd
import numpy as np
import shapely

from landuse.measure.slope import mean_slopes_pct
from landuse.rules import table
from landuse.vacant_first import fits
from parks.park import Park
from parks.raster import read_heights
from parks.read import raster_path

TERRAIN = "terrain"


def slopes_pct(park: Park, ground: np.ndarray) -> np.ndarray:
    """The mean slope of each piece of ground in the park's work CRS, percent; NaN where no terrain model covers it.

    Raises
    ------
    LanduseError : layer_unreadable, raster_unreadable, raster_crs, raster_not_square
    """
    path, there = raster_path(park, TERRAIN), ground[~shapely.is_empty(ground)]
    if path is None or not len(there):
        return np.full(len(ground), np.nan)
    rules = table("vacant_first")
    west, south, east, north = shapely.total_bounds(there).tolist()
    heights = read_heights(path, park.epsg, (west, south, east, north), rules["slope"]["step_m"])
    return mean_slopes_pct(ground, heights, rules["unmapped"]["trifle_pct"])


def with_slopes(sites: gpd.GeoDataFrame, park: Park) -> gpd.GeoDataFrame:
    """Sites with the mean slope of their `ground`, and why where it is not known."""
    slopes, ground = slopes_pct(park, sites["ground"].to_numpy()), sites["ground"]
    why = [fits.BOUND if shapely.is_empty(shape) else fits.NO_TERRAIN for shape in ground]
    because = [
        row | ({fits.SLOPE: reason} if blank else {}) for row, reason, blank in zip(sites["because"], why, np.isnan(slopes), strict=True)
    ]
    return sites.assign(**{fits.SLOPE: slopes, "because": because})
