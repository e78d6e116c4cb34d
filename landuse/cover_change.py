"""What two land covers say happened: nature that became built ground between their years."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse import crs, schema
from landuse.errors import LanduseError
from landuse.rules import FOLDER
from landuse.zonal import Grid, class_areas

_STEP = 1000  # two codes of at most three digits in one number


def built_since_m2(regions: gpd.GeoDataFrame, before: Grid, after: Grid) -> pd.DataFrame:
    """Area that was nature in the first land cover and is built in the second, by kind and region, true m².

    Parameters
    ----------
    regions : polygons in the CRS of the grids, indexed by name
    before, after : rasters of WorldCover codes on one and the same grid

    Returns
    -------
    one row per region, one column per kind of nature; cells that either year says nothing of are left out

    Raises
    ------
    LanduseError : `grids_differ`
    """
    codes = _change_codes(before, after)
    areas = class_areas(regions, Grid(codes, before.left, before.top, before.cell_m, nodata=0))["overlap_m2"]
    table = areas.reset_index()
    kinds, built = _kinds(), _built_code()
    table["kind"] = (table["code"] // _STEP).map(kinds)
    table = table[(table["code"] % _STEP == built) & table["kind"].isin(schema.GREENFIELD_KINDS)]
    planar = table.pivot_table(index="unit", columns="kind", values="overlap_m2", aggfunc="sum", fill_value=0.0)
    planar = planar.reindex(index=regions.index, columns=list(schema.GREENFIELD_KINDS), fill_value=0.0)
    return planar.div(crs.areal_factor(regions.geometry), axis=0)


def _change_codes(before: Grid, after: Grid) -> np.ndarray:
    same = before.classes.shape == after.classes.shape and before.cell_m == after.cell_m
    if not same or (before.left, before.top) != (after.left, after.top):
        raise LanduseError("grids_differ")
    known = np.ones(before.classes.shape, dtype=bool)
    for grid in (before, after):
        known &= grid.classes != (grid.nodata if grid.nodata is not None else -1)
    return np.where(known, before.classes.astype(np.int64) * _STEP + after.classes, 0)


@cache
def _kinds() -> dict[int, str]:
    rows = pd.read_csv(FOLDER / "cover_kinds.csv")
    return dict(zip(rows["code"], rows["kind"], strict=True))


def _built_code() -> int:
    return next(code for code, kind in _kinds().items() if kind == "grey")
