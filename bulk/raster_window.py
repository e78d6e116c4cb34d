"""A raster of classes too large to hold: the cells of a window."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from landuse.measure.zonal import Grid
from landuse.words.errors import LanduseError
from parks.raster import check_grid


@dataclass(frozen=True)
class RasterSource:
    """One file; nothing stays open between calls."""

    path: Path
    name: str

    def window(self, box: tuple[float, float, float, float]) -> Grid:
        """The cells that a box touches; none where it lies outside."""
        with rasterio.open(self.path) as raster:
            at, left, top = raster.transform.a, raster.transform.c, raster.transform.f
            first_col, last_col = np.clip([(box[0] - left) // at, (box[2] - left) // at + 1], 0, raster.width).astype(int)
            first_row, last_row = np.clip([(top - box[3]) // at, (top - box[1]) // at + 1], 0, raster.height).astype(int)
            cells = raster.read(1, window=Window(first_col, first_row, last_col - first_col, last_row - first_row))
            nodata = None if raster.nodata is None else int(raster.nodata)
            return Grid(cells, left, top, at, nodata, int(first_row), int(first_col))


def open_raster(path: Path, epsg: int) -> RasterSource:
    """A raster in the CRS of the units.

    Raises
    ------
    LanduseError : file_missing, raster_unreadable, raster_crs, raster_not_square
    """
    if not path.is_file():
        raise LanduseError("file_missing", file=path.name)
    try:
        with rasterio.open(path) as raster:
            check_grid(raster, path, epsg)
    except rasterio.errors.RasterioIOError as error:
        raise LanduseError("raster_unreadable", file=path.name, reason=type(error).__name__) from error
    return RasterSource(path.absolute(), path.stem)
