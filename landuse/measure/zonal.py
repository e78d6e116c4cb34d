"""Exact area of every raster class on every unit: cells on the border count by the part that lies inside."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.kernels.box_tree import hilbert_order
from landuse.kernels.cover import batches, class_sums, windows_of
from landuse.kernels.outlines import Outlines
from landuse.measure import crs, ragged
from landuse.measure.ragged import Ragged
from landuse.words.errors import LanduseError

_CELLS = 4_000_000  # of the raster that are worked on at a time
_BLANK = 0  # the place of cells that say nothing


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

    @property
    def size(self) -> tuple[int, int, int, int]:
        """Row, end, column, end of what is there, in the whole raster."""
        height, width = self.classes.shape
        return self.first_row, self.first_row + height, self.first_col, self.first_col + width

    def read(self, rows: slice, cols: slice) -> np.ndarray:
        """The codes of some rows and columns of the whole raster, all of them inside `size`."""
        return self.classes[
            rows.start - self.first_row : rows.stop - self.first_row, cols.start - self.first_col : cols.stop - self.first_col
        ]


def class_areas(units: gpd.GeoDataFrame, grid: Grid) -> pd.DataFrame:
    """Planar area of each class on each unit.

    Returns
    -------
    frame indexed by (unit, code) with `overlap_m2`; ground outside the raster or without data is in no row

    Raises
    ------
    LanduseError : the cells are not square, the codes are not whole, or the units have no projected CRS
    """
    _check_units(units)
    table = class_cells(ragged.from_shapes(units.geometry.to_numpy()), grid)
    table = table[~table["blank"]]
    index = pd.MultiIndex.from_arrays([units.index.to_numpy()[table["row"]], table["code"].to_numpy(np.int64)], names=["unit", "code"])
    return pd.DataFrame({"overlap_m2": table["cells"].to_numpy() * grid.cell_m**2}, index=index).sort_index()


def coverage(units: gpd.GeoDataFrame, grid: Grid) -> pd.DataFrame:
    """How much of each unit a raster speaks of: classed_m2, blank_m2 (cells without data), outside_m2; planar, on the units' index."""
    _check_units(units)
    table = class_cells(ragged.from_shapes(units.geometry.to_numpy()), grid)
    cells = table.groupby(["row", "blank"])["cells"].sum().unstack(fill_value=0.0)
    cells = cells.reindex(index=range(len(units)), columns=[False, True], fill_value=0.0).to_numpy() * grid.cell_m**2
    outside = np.maximum(crs.planar_area_m2(units.geometry) - cells.sum(axis=1), 0.0)
    return pd.DataFrame({"classed_m2": cells[:, 0], "blank_m2": cells[:, 1], "outside_m2": outside}, index=units.index)


def class_cells(units: Ragged, grid: Grid) -> pd.DataFrame:
    """Cells of each class on each unit, in one plane with the raster: row of the unit, code, blank (no data), cells; in no order.

    Raises
    ------
    LanduseError : the cells are not square, or the codes are not whole
    """
    if grid.cell_m <= 0:
        raise LanduseError("raster_not_square", file=f"{grid.cell_m} m")
    parts = list(_windows(units.outlines, grid)) if len(units) else []
    empty = pd.DataFrame({"row": np.empty(0, np.int64), "code": np.empty(0, np.int64), "blank": np.empty(0, bool), "cells": np.empty(0)})
    found = pd.concat([empty, *(_window_sums(units.outlines, grid, *part) for part in parts)], ignore_index=True)
    if sum(len(taken) for taken, *_ in parts) == len(units):
        return found
    return found.groupby(["row", "code", "blank"], as_index=False)["cells"].sum()  # some were taken band by band


def _check_units(units: gpd.GeoDataFrame) -> None:
    if units.crs is None:
        raise LanduseError("crs_missing")
    if not units.crs.is_projected:
        raise LanduseError("crs_not_projected", crs=units.crs.name)


def _windows(shapes: Outlines, grid: Grid) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Units that are neighbours, with the windows that their boxes meet and the part of the raster around all of these.

    A unit whose box alone is too large is taken by bands of rows, which depend on nothing but itself.
    """
    windows = windows_of(shapes.box, grid.left, grid.top, grid.cell_m)
    order = hilbert_order(shapes.box)
    begin = 0
    for end, around in zip(*batches(windows, order, _CELLS), strict=True):
        rows = max(1, _CELLS // (around[3] - around[2]))
        for row in range(around[0], around[1], rows):
            yield order[begin:end], windows, np.array([row, min(row + rows, around[1]), around[2], around[3]])
        begin = end


def _window_sums(shapes: Outlines, grid: Grid, units: np.ndarray, windows: np.ndarray, part: np.ndarray) -> pd.DataFrame:
    there = grid.size
    rows = slice(max(int(part[0]), there[0]), min(int(part[1]), there[1]))
    cols = slice(max(int(part[2]), there[2]), min(int(part[3]), there[3]))
    if rows.start >= rows.stop or cols.start >= cols.stop:
        return pd.DataFrame({"row": [], "code": [], "blank": [], "cells": []})
    places, codes = _places(grid.read(rows, cols), grid.nodata)
    found = class_sums(
        shapes.xy, shapes.ring_at, shapes.shape_at, shapes.turn, windows, units, int(part[0]), int(part[1]),
        places, rows.start, cols.start, float(grid.left), float(grid.top), float(grid.cell_m), len(codes),
    )  # fmt: skip
    code = np.concatenate([[0], codes])[found[1]]
    return pd.DataFrame({"row": found[0], "code": code, "blank": found[1] == _BLANK, "cells": found[2]})


def _places(classes: np.ndarray, nodata: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Each cell's place among the codes that are met, from 1; 0 where the cell says nothing."""
    if classes.dtype.kind == "b":
        raise LanduseError("raster_not_whole")
    if classes.dtype.kind == "f":
        classes, nodata = _whole(classes, nodata)
    low, high = int(classes.min()), int(classes.max())
    if high - low >= _CELLS:
        return _sorted_places(classes, nodata)
    base = low if low < 0 or high >= _CELLS else 0
    steps = classes.astype(np.int64) - base if base else classes
    met = np.zeros(high - base + 1, bool)
    met[steps] = True
    if nodata is not None and base <= nodata <= high:
        met[nodata - base] = False
    place = np.where(met, np.cumsum(met), _BLANK).astype(np.int32)
    return place[steps], np.flatnonzero(met) + base


def _whole(classes: np.ndarray, nodata: int | None) -> tuple[np.ndarray, int]:
    """Codes that are kept as decimals as whole ones; all that says nothing gets one code below the rest, which is the new nodata."""
    said = np.isfinite(classes) & (classes != nodata)
    if (classes[said] % 1 != 0).any():
        raise LanduseError("raster_not_whole")
    blank = int(classes[said].min()) - 1 if said.any() else 0
    return np.where(said, classes, blank).astype(np.int64), blank


def _sorted_places(classes: np.ndarray, nodata: int | None) -> tuple[np.ndarray, np.ndarray]:
    """As `_places`, where the codes lie far apart."""
    codes, places = np.unique(classes, return_inverse=True)
    met = np.ones(len(codes), bool) if nodata is None else codes != nodata
    place = np.where(met, np.cumsum(met), _BLANK).astype(np.int32)
    return place[places.reshape(classes.shape)], codes[met].astype(np.int64)
