"""Read a park's own raster into memory: classes as they are, heights of the ground that is asked about."""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from landuse.measure.slope import Heights
from landuse.measure.zonal import Grid
from landuse.words.errors import LanduseError

_STRIP_CELLS = 4_000_000  # of the raster that are read at a time


def read_grid(path: Path, epsg: int) -> Grid:
    """A raster of classes in the work CRS.

    Raises
    ------
    LanduseError : it cannot be read, is in another CRS, is turned, or has cells that are not square
    """
    try:
        with rasterio.open(path) as raster:
            check_grid(raster, path, epsg)
            cell = raster.transform.a
            nodata = None if raster.nodata is None else int(raster.nodata)
            return Grid(raster.read(1), raster.transform.c, raster.transform.f, cell, nodata)
    except rasterio.errors.RasterioIOError as error:
        raise LanduseError("raster_unreadable", file=path.name, reason=type(error).__name__) from error


def read_heights(path: Path, epsg: int, box: tuple[float, float, float, float], step_m: float) -> Heights:
    """The heights of a box and a little around it, averaged over cells of about `step_m` where the raster is finer.

    A cell has no height where any of those that it is the average of has none. The cells are counted from the raster's own corner, so
    that the same ground has the same heights whatever box is asked about.

    Parameters
    ----------
    box : west, south, east, north in the work CRS

    Raises
    ------
    LanduseError : as `read_grid`
    """
    try:
        with rasterio.open(path) as raster:
            check_grid(raster, path, epsg)
            at, many = raster.transform, max(1, round(step_m / raster.transform.a))
            cell_m = at.a * many
            rows, cols = raster.height // many, raster.width // many
            first_col, end_col = (_within(offset / cell_m, cols) for offset in (box[0] - at.c - 2 * cell_m, box[2] - at.c + 3 * cell_m))
            first_row, end_row = (_within(offset / cell_m, rows) for offset in (at.f - box[3] - 2 * cell_m, at.f - box[1] + 3 * cell_m))
            found = np.full((end_row - first_row, end_col - first_col), np.nan)
            strip = max(1, _STRIP_CELLS // max(1, found.shape[1] * many * many))
            for row in range(0, len(found) if found.shape[1] else 0, strip):
                height = min(strip, len(found) - row)
                part = Window(first_col * many, (first_row + row) * many, found.shape[1] * many, height * many)
                fine = raster.read(1, window=part, masked=True).astype(np.float64).filled(np.nan)
                found[row : row + height] = fine.reshape(height, many, found.shape[1], many).mean(axis=(1, 3))
            return Heights(found, at.c + first_col * cell_m, at.f - first_row * cell_m, cell_m)
    except rasterio.errors.RasterioIOError as error:
        raise LanduseError("raster_unreadable", file=path.name, reason=type(error).__name__) from error


def _within(place: float, most: int) -> int:
    return int(min(max(np.floor(place), 0), most))


def check_grid(raster: rasterio.DatasetReader, path: Path, epsg: int) -> None:
    """Refuse what cannot be measured cell by cell.

    Raises
    ------
    LanduseError : raster_crs, raster_not_square
    """
    if raster.crs is None or raster.crs.to_epsg() != epsg:
        found = raster.crs.to_string() if raster.crs else "–"
        raise LanduseError("raster_crs", file=path.name, expected=f"EPSG:{epsg}", found=found)
    at = raster.transform
    if at.b or at.d or at.a <= 0 or at.e >= 0 or abs(at.a + at.e) > 1e-9 * at.a:
        raise LanduseError("raster_not_square", file=path.name)
