"""Whether a file's coordinates lie where its CRS says: in the park's municipality, or in another zone, turned around, or elsewhere."""

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from door.answers import Asked
from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.municipality import municipality_at, municipality_names, municipality_outline, name_of
from parks.park import Park

CANDIDATES = (*crs.WORK_EPSG, crs.MAP_EPSG)
_SAMPLE = 500  # rows spread over the file, where many readings are tried
_MOST = 0.5


def read_crs(boxes: np.ndarray, named: pyproj.CRS | None, park: Park, file: str, asked: Asked) -> tuple[pyproj.CRS, np.ndarray]:
    """The CRS to read a file in, and which of its rows lie outside the municipality with it.

    Parameters
    ----------
    boxes : of the rows' geometry as in the file (or turned around, where that was asked)
    named : the CRS that the file names

    Raises
    ------
    LanduseError : unknown_epsg; file_crs_other, file_crs_none, file_axes_swapped, file_elsewhere, file_crs_nowhere, file_crs_none_fits
    """
    said = named if asked.as_epsg is None else by_number(asked.as_epsg)
    known = np.isfinite(boxes).all(axis=1)
    outside = np.zeros(len(boxes), dtype=bool)
    if said is None:
        raise _misfit(sample(boxes[known]), said, park, file, asked)
    if not known.any():
        return said, outside
    inside = _inside(boxes[known], said, park)
    if inside.mean() < _MOST:
        few = sample(boxes[known])
        if not inside.any() or asked.as_epsg is None and _best_share(few, park) > max(inside.mean(), _MOST):
            raise _misfit(few, said, park, file, asked)
    outside[known] = ~inside
    return said, outside


def turned(boxes: np.ndarray) -> np.ndarray:
    """Boxes with their first and second coordinate swapped."""
    return boxes[:, [1, 0, 3, 2]]


def crs_name(found: pyproj.CRS) -> str:
    """`EPSG:25832` where the CRS has a number, its name where it has none."""
    epsg = found.to_epsg()
    return f"EPSG:{epsg}" if epsg else found.name


def accuracy_m(found: pyproj.CRS, epsg: int) -> float:
    """How well coordinates can be brought into the work CRS, in metres; 0 where nothing is lost or nobody says."""
    return max(pyproj.Transformer.from_crs(found, epsg, always_xy=True).accuracy, 0.0)


def by_number(epsg: int) -> pyproj.CRS:
    """The CRS of an EPSG number.

    Raises
    ------
    LanduseError : unknown_epsg
    """
    try:
        return pyproj.CRS.from_epsg(epsg)
    except pyproj.exceptions.CRSError as error:
        raise LanduseError("unknown_epsg", epsg=epsg) from error


def sample(boxes: np.ndarray) -> np.ndarray:
    """Up to 500 of the boxes, spread over the file."""
    return boxes[:: max(1, len(boxes) // _SAMPLE)]


def corners(boxes: np.ndarray, source: pyproj.CRS, epsg: int) -> np.ndarray:
    """The boxes' four corners in another CRS: shape (4, rows, 2), not finite where the CRS has no such place."""
    move = pyproj.Transformer.from_crs(source, epsg, always_xy=True)
    return np.array([np.transpose(move.transform(*_in_range(boxes[:, x], boxes[:, y], source))) for x in (0, 2) for y in (1, 3)])


def _misfit(boxes: np.ndarray, said: pyproj.CRS | None, park: Park, file: str, asked: Asked) -> LanduseError:
    """What is wrong with the place, with the reading that would fit."""
    words = {"file": file, "place": municipality_names(park), "said": crs_name(said) if said else "–"}
    for epsg in (*CANDIDATES, *crs.OTHER_EPSG):
        if len(boxes) and _inside(boxes, by_number(epsg), park).mean() >= _MOST:
            return LanduseError("file_crs_other" if said else "file_crs_none", epsg=epsg, **words)
    for epsg in CANDIDATES if not asked.swapped else ():
        if len(boxes) and _inside(turned(boxes), by_number(epsg), park).mean() >= _MOST:
            return LanduseError("file_axes_swapped", epsg=epsg, **words)
    elsewhere = _elsewhere(boxes, said) if said is not None else None
    if elsewhere:
        return LanduseError("file_elsewhere", found=name_of(elsewhere), **words)
    tried = ", ".join(f"EPSG:{epsg}" for epsg in CANDIDATES)
    return LanduseError("file_crs_nowhere" if said else "file_crs_none_fits", tried=tried, **words)


def _best_share(boxes: np.ndarray, park: Park) -> float:
    return max(float(_inside(boxes, by_number(epsg), park).mean()) for epsg in CANDIDATES)


def _elsewhere(boxes: np.ndarray, said: pyproj.CRS) -> str | None:
    """The municipality that most of the rows fall in."""
    at = corners(boxes, said, crs.MAP_EPSG).mean(axis=0)
    at = at[np.isfinite(at).all(axis=1)]
    found = municipality_at(gpd.GeoSeries(gpd.points_from_xy(*at.T), crs=crs.MAP_EPSG)).dropna()
    return None if found.empty else str(found.mode().iloc[0])


def _inside(boxes: np.ndarray, source: pyproj.CRS, park: Park) -> np.ndarray:
    """Which boxes meet the municipality, their coordinates read in a CRS."""
    at = corners(boxes, source, park.epsg)
    finite = np.isfinite(at).all(axis=(0, 2))
    inside = np.zeros(len(boxes), dtype=bool)
    low, high = at[:, finite].min(axis=0, initial=np.inf), at[:, finite].max(axis=0, initial=-np.inf)
    inside[finite] = shapely.intersects(municipality_outline(park), shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    return inside


def _in_range(x: np.ndarray, y: np.ndarray, source: pyproj.CRS) -> tuple[np.ndarray, np.ndarray]:
    """Degrees beyond the globe are no place; without this, PROJ would wrap them around."""
    if not source.is_geographic:
        return x, y
    wrong = (np.abs(x) > 180) | (np.abs(y) > 90)
    return np.where(wrong, np.inf, x), np.where(wrong, np.inf, y)
