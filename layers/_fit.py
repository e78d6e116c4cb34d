"""Whether a file's coordinates lie where its CRS says: in the park's municipality, or in another zone, or turned around."""

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from landuse import crs
from landuse.errors import LanduseError
from layers._outline import municipality_names, municipality_outline
from layers._park import Park

CANDIDATES = (*crs.WORK_EPSG, crs.MAP_EPSG)
_SAMPLE = 2_000


def read_crs(geometry: gpd.GeoSeries, park: Park, file: str, as_epsg: int | None = None) -> tuple[pyproj.CRS, int]:
    """The CRS to read a file in, and how many of its rows (of those looked at) lie outside the municipality with it.

    Parameters
    ----------
    geometry : as in the file, with the CRS that it names, or None
    as_epsg : the CRS that the user says it is in

    Raises
    ------
    LanduseError : unknown_epsg; file_crs_other, file_crs_none, file_axes_swapped, file_crs_nowhere
    """
    said = geometry.crs if as_epsg is None else _by_number(as_epsg)
    boxes = _boxes(geometry)
    if said is not None and len(boxes):
        inside = _inside(boxes, said, park)
        if inside.any():
            return said, int((~inside).sum())
    if said is not None and not len(boxes):
        return said, 0
    raise _misfit(boxes, said, park, file)


def _misfit(boxes: np.ndarray, said: pyproj.CRS | None, park: Park, file: str) -> LanduseError:
    place = municipality_names(park)
    words = {"file": file, "place": place, "said": crs_name(said) if said else "–"}
    for epsg in CANDIDATES:
        if _inside(boxes, _by_number(epsg), park).any():
            return LanduseError("file_crs_other" if said else "file_crs_none", epsg=epsg, **words)
    for epsg in CANDIDATES:
        if _inside(boxes[:, [1, 0, 3, 2]], _by_number(epsg), park).any():
            return LanduseError("file_axes_swapped", epsg=epsg, **words)
    tried = ", ".join(f"EPSG:{epsg}" for epsg in CANDIDATES)
    return LanduseError("file_crs_nowhere" if said else "file_crs_none_fits", tried=tried, **words)


def crs_name(found: pyproj.CRS) -> str:
    """`EPSG:25832` where the CRS has a number, its name where it has none."""
    epsg = found.to_epsg()
    return f"EPSG:{epsg}" if epsg else found.name


def accuracy_m(found: pyproj.CRS, epsg: int) -> float:
    """How well coordinates can be brought into the work CRS, in metres; 0 where nothing is lost or nobody says."""
    return max(pyproj.Transformer.from_crs(found, epsg, always_xy=True).accuracy, 0.0)


def _by_number(epsg: int) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_epsg(epsg)
    except pyproj.exceptions.CRSError as error:
        raise LanduseError("unknown_epsg", epsg=epsg) from error


def _boxes(geometry: gpd.GeoSeries) -> np.ndarray:
    """The boxes of up to 2 000 rows spread over the file; rows without finite coordinates left out."""
    bounds = shapely.bounds(geometry.to_numpy())
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    return bounds[:: max(1, len(bounds) // _SAMPLE)]


def _inside(boxes: np.ndarray, source: pyproj.CRS, park: Park) -> np.ndarray:
    """Which boxes meet the municipality, their coordinates read in a CRS."""
    to_work = pyproj.Transformer.from_crs(source, park.epsg, always_xy=True)
    corners = [to_work.transform(*_in_range(boxes[:, x], boxes[:, y], source)) for x in (0, 2) for y in (1, 3)]
    east, north = (np.array([corner[axis] for corner in corners]) for axis in (0, 1))
    finite = (np.isfinite(east) & np.isfinite(north)).all(axis=0)
    inside = np.zeros(len(boxes), dtype=bool)
    moved = shapely.box(*(side[finite] for side in (east.min(axis=0), north.min(axis=0), east.max(axis=0), north.max(axis=0))))
    inside[finite] = shapely.intersects(municipality_outline(park), moved)
    return inside


def _in_range(x: np.ndarray, y: np.ndarray, source: pyproj.CRS) -> tuple[np.ndarray, np.ndarray]:
    """Degrees beyond the globe are no place; without this, PROJ would wrap them around."""
    if not source.is_geographic:
        return x, y
    wrong = (np.abs(x) > 180) | (np.abs(y) > 90)
    return np.where(wrong, np.inf, x), np.where(wrong, np.inf, y)
