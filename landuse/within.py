"""One layer within another within units: how much nature of each kind lies in each zone of each unit."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse import crs, ragged
from landuse.flatten import polygons_of
from landuse.overlap import check_frames, codes_of, pair_areas, shared_by_code

_WHOLE = 1e-9  # of a unit: what may be missing of one that lies in a single zone


def areas_within(units: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, layer: gpd.GeoDataFrame, zone: str, by: str) -> pd.DataFrame:
    """Planar area of each code of a layer in each zone of each unit.

    A unit that lies in one zone is measured as it is. Only the others are cut, once, by the zones that they share ground
    with; no piece is ever built with the layer.

    Parameters
    ----------
    units, zones, layer : valid polygons in one projected CRS; zones and layer without overlaps inside themselves
    zone, by : columns to sum by; rows without a value are left out

    Returns
    -------
    frame indexed by (unit, zone, code) with `overlap_m2` > 0

    Raises
    ------
    LanduseError : as `overlap_areas`
    """
    check_frames(units, zones, zone)
    check_frames(units, layer, by)
    zone_of, zone_names = codes_of(zones, zone)
    codes, names = codes_of(layer, by)
    unit, place, shapes = _pieces(units, zones, zone_of)
    piece, code, area = shared_by_code(ragged.from_shapes(shapes), ragged.from_shapes(layer.geometry.to_numpy()), codes)
    table = pd.DataFrame({"unit": unit[piece], "zone": place[piece], "code": code, "overlap_m2": area})
    table = table.sort_values("overlap_m2").groupby(["unit", "zone", "code"], as_index=False)["overlap_m2"].sum()
    levels = [units.index.to_numpy()[table["unit"]], zone_names[table["zone"]], names[table["code"]]]
    index = pd.MultiIndex.from_arrays(levels, names=["unit", "zone", "code"])
    return pd.DataFrame({"overlap_m2": table["overlap_m2"].to_numpy()}, index=index).sort_index()


def _pieces(units: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, zone_of: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each unit is in each zone: row of the unit, place of the zone, shape."""
    grounds, zone_shapes = units.geometry.to_numpy(), zones.geometry.to_numpy()
    unit, row, area = pair_areas(ragged.from_shapes(grounds), ragged.from_shapes(zone_shapes))
    said = zone_of[row] >= 0
    unit, row, area = unit[said], row[said], area[said]
    cut = area < (1 - _WHOLE) * crs.planar_area_m2(units.geometry)[unit]
    shapes = grounds[unit].copy()
    built = shapely.intersection(shapes[cut], zone_shapes[row[cut]])
    shapes[cut] = [polygons_of(shape) for shape in built]
    there = ~shapely.is_empty(shapes)
    return unit[there], zone_of[row][there], shapes[there]
