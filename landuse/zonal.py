"""Exact area of every raster class on every unit: cells on the border count by the part that lies inside."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.errors import LanduseError


@dataclass(frozen=True)
class Grid:
    """A north-up raster of classes in memory, or a window of one.

    classes : 2-D array of whole codes
    left, top : the upper left corner of the whole raster, m, in the CRS of the units
    cell_m : side of a square cell
    nodata : the code of cells that say nothing; None where all cells speak
    first_row, first_col : where in the whole raster `classes` begins; the window changes no bit of an area inside it
    """

    classes: np.ndarray
    left: float
    top: float
    cell_m: float
    nodata: int | None
    first_row: int = 0
    first_col: int = 0


def class_areas(units: gpd.GeoDataFrame, grid: Grid) -> pd.DataFrame:
    """Planar area of each class on each unit.

    Returns
    -------
    frame indexed by (unit, code) with `overlap_m2`; ground outside the raster or without data is in no row

    Raises
    ------
    LanduseError : the cells are not square or the units have no projected CRS
    """
    if grid.cell_m <= 0:
        raise LanduseError("raster_not_square", file=f"{grid.cell_m} m")
    if units.crs is None:
        raise LanduseError("crs_missing")
    if not units.crs.is_projected:
        raise LanduseError("crs_not_projected", crs=units.crs.name)
    rows = [_unit_classes(name, shape, grid) for name, shape in units.geometry.items()]
    table = pd.concat([row for row in rows if not row.empty] or [_EMPTY], ignore_index=True)
    return table.set_index(["unit", "code"]).sort_index()


_EMPTY = pd.DataFrame({"unit": pd.Series(dtype=str), "code": pd.Series(dtype=int), "overlap_m2": pd.Series(dtype=float)})


def _unit_classes(name: str, shape: shapely.Geometry, grid: Grid) -> pd.DataFrame:
    rows, cols = _window(shape, grid)
    if rows.start >= rows.stop or cols.start >= cols.stop:
        return _EMPTY
    codes = grid.classes[
        rows.start - grid.first_row : rows.stop - grid.first_row, cols.start - grid.first_col : cols.stop - grid.first_col
    ].ravel()
    part_m2 = _cell_parts_m2(shape, grid, rows, cols).ravel()
    said = part_m2 > 0 if grid.nodata is None else (part_m2 > 0) & (codes != grid.nodata)
    sums = pd.Series(part_m2[said]).groupby(codes[said]).sum()
    return pd.DataFrame({"unit": name, "code": sums.index.astype(int), "overlap_m2": sums.to_numpy()})


def _window(shape: shapely.Geometry, grid: Grid) -> tuple[slice, slice]:
    """Rows and columns of the whole raster that the shape's box meets, as far as `classes` reaches."""
    west, south, east, north = shape.bounds
    height, width = grid.classes.shape
    first_row = int(np.clip(np.floor((grid.top - north) / grid.cell_m), grid.first_row, grid.first_row + height))
    last_row = int(np.clip(np.ceil((grid.top - south) / grid.cell_m), grid.first_row, grid.first_row + height))
    first_col = int(np.clip(np.floor((west - grid.left) / grid.cell_m), grid.first_col, grid.first_col + width))
    last_col = int(np.clip(np.ceil((east - grid.left) / grid.cell_m), grid.first_col, grid.first_col + width))
    return slice(first_row, last_row), slice(first_col, last_col)


def _cell_parts_m2(shape: shapely.Geometry, grid: Grid, rows: slice, cols: slice) -> np.ndarray:
    """How many m² of each cell of the window lie inside the shape; only cells on the border are cut."""
    west = grid.left + np.arange(cols.start, cols.stop) * grid.cell_m
    north = grid.top - np.arange(rows.start, rows.stop) * grid.cell_m
    x, y = np.meshgrid(west, north)
    cells = shapely.box(x, y - grid.cell_m, x + grid.cell_m, y)
    shapely.prepare(shape)
    inside = shapely.contains_properly(shape, cells)
    touched = shapely.intersects(shape, cells) & ~inside
    parts = np.where(inside, grid.cell_m**2, 0.0)
    parts[touched] = shapely.area(shapely.intersection(cells[touched], shape))
    return parts
