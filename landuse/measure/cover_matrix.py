"""What became what between two land covers, whether or not their cells lie on one and the same grid."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.zonal import Grid
from landuse.words.errors import LanduseError

UNSEEN = -1  # the code of ground that one of the two says nothing of
_SAME_LINE = 1e-6  # cell borders of two grids that lie closer than this, m, are one line
_ROUNDING = 1e-9  # the share of a region that summing its pieces may lose


def change_matrix_m2(regions: gpd.GeoDataFrame, before: Grid, after: Grid) -> pd.Series:
    """Area by region, class before and class after, true m².

    The cell borders of both rasters are laid over each other; every piece between them has one class in each. Pieces on
    a region's outline count by the part that lies inside, so the areas of a region sum to it exactly.

    Parameters
    ----------
    regions : polygons in the CRS of the rasters, indexed by name
    before, after : rasters of classes of whichever cell sizes and corners

    Returns
    -------
    "area_m2" indexed by (region, before, after); UNSEEN where a raster ends or says nothing

    Raises
    ------
    LanduseError : the regions have no projected CRS, or a raster's cells are not square
    """
    for grid in (before, after):
        if grid.cell_m <= 0:
            raise LanduseError("raster_not_square", file=f"{grid.cell_m} m")
    factor = crs.areal_factor(regions.geometry)
    planar = pd.Series(crs.planar_area_m2(regions.geometry), regions.index)
    rows = [_of_region(shape, planar[name], before, after).div(factor[name]) for name, shape in regions.geometry.items()]
    table = pd.concat(rows, keys=regions.index) if rows else _nothing().reset_index().assign(region="").set_index(["region", *_SIDES])
    table.index.names = ["region", *_SIDES]
    return table["area_m2"].sort_index()


_SIDES = ("before", "after")


def _nothing() -> pd.DataFrame:
    empty = {"before": pd.Series(dtype=int), "after": pd.Series(dtype=int), "area_m2": pd.Series(dtype=float)}
    return pd.DataFrame(empty).set_index(list(_SIDES))


def _of_region(shape: shapely.Geometry, planar_m2: float, before: Grid, after: Grid) -> pd.DataFrame:
    """Planar m² by class before and after; what no raster covers is unseen."""
    x, y = (_lines(shape, before, after, axis) for axis in (0, 1))
    if len(x) < 2 or len(y) < 2:
        return _nothing() if planar_m2 == 0 else _summed(np.array([UNSEEN]), np.array([UNSEEN]), np.array([planar_m2]))
    part_m2 = _parts_m2(shape, x, y)
    codes = [_codes(grid, x, y) for grid in (before, after)]
    said = part_m2 > 0
    outside_m2 = planar_m2 - float(part_m2.sum())
    outside_m2 = outside_m2 if outside_m2 > _ROUNDING * planar_m2 else 0.0
    sides = [np.append(code[said], UNSEEN) for code in codes]
    return _summed(*sides, np.append(part_m2[said], outside_m2))


def _summed(before: np.ndarray, after: np.ndarray, part_m2: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame({"before": before, "after": after, "area_m2": part_m2})
    return table[table["area_m2"] > 0].groupby(list(_SIDES)).sum()


def _lines(shape: shapely.Geometry, before: Grid, after: Grid, axis: int) -> np.ndarray:
    """The cell borders of both rasters along one axis, in the shape's reach, ascending; none closer than _SAME_LINE."""
    if shape.is_empty:
        return np.array([])
    low, high = shape.bounds[axis], shape.bounds[axis + 2]
    borders = [_borders(grid, axis) for grid in (before, after)]
    low, high = max(low, *(line[0] for line in borders)), min(high, *(line[-1] for line in borders))
    if low >= high:
        return np.array([])
    inner = np.concatenate([line[(line > low) & (line < high)] for line in borders])
    lines = np.sort(np.concatenate([[low], inner, [high]]))
    return lines[np.append(True, np.diff(lines) > _SAME_LINE)]


def _borders(grid: Grid, axis: int) -> np.ndarray:
    height, width = grid.classes.shape
    if axis == 0:
        return grid.left + np.arange(width + 1) * grid.cell_m
    return grid.top - np.arange(height, -1, -1) * grid.cell_m


def _codes(grid: Grid, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The class of each piece, rows from south to north."""
    height, width = grid.classes.shape
    cols = np.clip(np.floor((_middle(x) - grid.left) / grid.cell_m).astype(int), 0, width - 1)
    rows = np.clip(np.floor((grid.top - _middle(y)) / grid.cell_m).astype(int), 0, height - 1)
    codes = grid.classes[np.ix_(rows, cols)].astype(np.int64)
    return codes if grid.nodata is None else np.where(codes == grid.nodata, UNSEEN, codes)


def _parts_m2(shape: shapely.Geometry, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """How many m² of each piece lie inside the shape; only pieces on its outline are cut."""
    west, south = np.meshgrid(x[:-1], y[:-1])
    east, north = np.meshgrid(x[1:], y[1:])
    cells = shapely.box(west, south, east, north)
    shapely.prepare(shape)
    inside = shapely.contains_properly(shape, cells)
    touched = ~inside & shapely.intersects(shape, cells)
    parts = np.where(inside, (east - west) * (north - south), 0.0)
    parts[touched] = shapely.area(shapely.intersection(cells[touched], shape))
    return parts


def _middle(lines: np.ndarray) -> np.ndarray:
    return (lines[:-1] + lines[1:]) / 2
