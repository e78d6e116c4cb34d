"""Where a file lies when no park is named: the municipalities that its coordinates fall in, as a park without data."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import rasterio

from door.answers import NOTHING, Asked
from door.place.crs import CANDIDATES, by_number, corners, crs_name, sample, turned
from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.municipality import municipality_at, name_of, place_of
from parks.park import Park
from parks.read import first_line

_LEAST_SHARE = 0.05  # of the rows looked at; fewer are strays


def place_of_file(boxes: np.ndarray, named: pyproj.CRS | None, file: str, asked: Asked) -> Park:
    """A park without data in the municipalities that the file's rows fall in.

    Parameters
    ----------
    boxes : of the rows' geometry as in the file (or turned around, where that was asked)
    named : the CRS that the file names

    Raises
    ------
    LanduseError : unknown_epsg; place_unknown, place_other, place_none, place_swapped
    """
    boxes = sample(boxes[np.isfinite(boxes).all(axis=1)])
    said = named if asked.as_epsg is None else by_number(asked.as_epsg)
    found = _numbers(boxes, said) if said is not None else ()
    if not found:
        raise _misfit(boxes, said, file)
    return park_in(found)


def place_of_raster(path: Path, file: str) -> Park:
    """A park without data in the municipality that a raster's middle falls in.

    Raises
    ------
    LanduseError : file_damaged, place_none, place_unknown
    """
    try:
        with rasterio.open(path) as raster:
            said, bounds = raster.crs, raster.bounds
    except rasterio.errors.RasterioIOError as error:
        raise LanduseError("file_damaged", file=file, reason=first_line(error, path.parent)) from error
    return place_of_file(np.array([bounds]), pyproj.CRS.from_user_input(said) if said else None, file, NOTHING)


def park_in(numbers: tuple[str, ...]) -> Park:
    """A park without data in some municipalities; it has no folder."""
    lon, lat = place_of(numbers[0])
    names = ", ".join(name_of(number) for number in numbers[:3]) + (" …" if len(numbers) > 3 else "")
    return Park("-", names, numbers, crs.work_epsg(lon, lat), (lat, lon), Path("-"))


def _numbers(boxes: np.ndarray, source: pyproj.CRS) -> tuple[str, ...]:
    """The municipalities of at least every twentieth row, those with most rows first."""
    at = corners(boxes, source, crs.MAP_EPSG).mean(axis=0)
    at = at[np.isfinite(at).all(axis=1)]
    share = municipality_at(gpd.GeoSeries(gpd.points_from_xy(*at.T), crs=crs.MAP_EPSG)).value_counts() / max(len(boxes), 1)
    return tuple(str(number) for number in share.index[share >= _LEAST_SHARE])


def _misfit(boxes: np.ndarray, said: pyproj.CRS | None, file: str) -> LanduseError:
    words = {"file": file, "said": crs_name(said) if said is not None else "–"}
    fits = _readings(boxes)
    if fits:
        return LanduseError("place_other" if said is not None else "place_none", fits=fits, **words)
    swapped = _readings(turned(boxes))
    if swapped:
        return LanduseError("place_swapped", fits=swapped, **words)
    return LanduseError("place_unknown", tried=", ".join(f"EPSG:{epsg}" for epsg in CANDIDATES), **words)


def _readings(boxes: np.ndarray) -> str:
    """Each reading that falls in Norway, with its place."""
    found = {epsg: _numbers(boxes, by_number(epsg)) for epsg in (*CANDIDATES, *crs.OTHER_EPSG)} if len(boxes) else {}
    return "; ".join(f"--as-crs {epsg}: {name_of(numbers[0])}" for epsg, numbers in found.items() if numbers)
