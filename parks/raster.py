"""Read a park's own raster of classes into memory, by the window that is there."""

from pathlib import Path

import rasterio

from landuse.measure.zonal import Grid
from landuse.words.errors import LanduseError


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
