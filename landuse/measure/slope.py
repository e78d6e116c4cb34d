"""The mean slope of ground, from a raster of heights: of a cell by its eight neighbours (Horn 1981), of ground by its part in each cell."""

from dataclasses import dataclass

import numpy as np
import shapely

from landuse.measure import ragged
from landuse.measure.flatten import polygons_of
from landuse.measure.zonal import Grid, class_cells

_DECIMALS = 2  # of a percent: a plane of exactly 5 % is 5 %, whatever the heights are rounded to
_BLANK = -1


@dataclass(frozen=True)
class Heights:
    """A north-up raster of heights in memory, or a window of one.

    heights_m : 2-D array of decimals, NaN where nobody has measured
    left, top : its upper left corner, m, in the CRS of the ground
    cell_m : side of a square cell
    """

    heights_m: np.ndarray
    left: float
    top: float
    cell_m: float


def slope_pct(heights: Heights) -> np.ndarray:
    """The slope of each cell, in percent (100 = 45°); NaN where it, or one of its eight neighbours, has no height.

    As most GIS find it: the rise over two cells in each direction, the middle row counted twice (Horn 1981).
    """
    height, found = heights.heights_m.astype(np.float64), np.full(heights.heights_m.shape, np.nan)
    if min(height.shape) < 3:
        return found
    down = height[:-2] + 2 * height[1:-1] + height[2:]
    across = height[:, :-2] + 2 * height[:, 1:-1] + height[:, 2:]
    east, north = down[:, 2:] - down[:, :-2], across[:-2] - across[2:]
    found[1:-1, 1:-1] = 100 * np.hypot(east, north) / (8 * heights.cell_m)
    found[np.isnan(height)] = np.nan
    return found


def mean_slopes_pct(shapes: np.ndarray, heights: Heights, trifle_pct: float) -> np.ndarray:
    """The mean slope of each shape, percent to two decimals, each cell by its part inside; NaN where it is not known.

    Parameters
    ----------
    shapes : areas in the raster's CRS
    trifle_pct : how much of a shape may lie on cells without a slope, or outside the raster, and be passed over (0–100)
    """
    slopes = slope_pct(heights)
    ground = np.array([polygons_of(shape) for shape in shapes], dtype=object)
    places = np.where(np.isnan(slopes), _BLANK, np.arange(slopes.size).reshape(slopes.shape))
    there = np.flatnonzero(~shapely.is_empty(ground)) if len(ground) else np.empty(0, dtype=np.int64)
    grid = Grid(places, heights.left, heights.top, heights.cell_m, _BLANK)
    cells = class_cells(ragged.from_shapes(ground[there]), grid)
    cells = cells[~cells["blank"].to_numpy(dtype=bool)]
    row, share = cells["row"].to_numpy(np.int64), cells["cells"].to_numpy()
    known = np.bincount(row, share, minlength=len(there))
    summed = np.bincount(row, share * slopes.ravel()[cells["code"].to_numpy(np.int64)], minlength=len(there))
    enough = (known > 0) & (known * heights.cell_m**2 >= shapely.area(ground[there]) * (1 - trifle_pct / 100))
    found = np.full(len(ground), np.nan)
    found[there[enough]] = (summed[enough] / known[enough]).round(_DECIMALS)
    return found
