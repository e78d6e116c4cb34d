"""Geometry as read made plain: straight edges, two dimensions, closed rings; and which rows any of that was done to."""

from dataclasses import dataclass

import numpy as np
import shapely

from door.geometry import curves
from door.geometry.islands import with_holes


@dataclass(frozen=True)
class Flat:
    """A batch's geometry.

    shapes : None where there is none, or none that any library here can read
    raw : its bytes as read
    done : by what was done, which rows: unclosed_ring (closed), curve (made straight), height (left out), hole (a part inside a part)
    """

    shapes: np.ndarray
    raw: np.ndarray
    done: dict[str, np.ndarray]


def flattened(raw: np.ndarray, deviation: float = curves.DEVIATION_M) -> Flat:
    """Geometries of WKB, straight and flat.

    Parameters
    ----------
    raw : bytes or None by row
    deviation : how far an edge may be from its curve, in the units of the coordinates
    """
    straight, curved = curves.straightened(raw, deviation)
    shapes = parsed(straight)
    lost = shapely.is_missing(shapes) & np.array([value is not None for value in raw], dtype=bool)
    shapes[lost] = _closed(straight[lost])
    closed = lost & ~shapely.is_missing(shapes)
    flat, hole = with_holes(shapely.force_2d(shapes))
    return Flat(flat, raw, {"unclosed_ring": closed, "curve": curved, "height": shapely.has_z(shapes), "hole": hole})


def parsed(wkb: np.ndarray) -> np.ndarray:
    """Geometries of WKB; None where it is none, or of a type that no library here can read."""
    with np.errstate(all="ignore"):  # coordinates that are no numbers are found later, by row
        try:
            return shapely.from_wkb(wkb, on_invalid="ignore")
        except NotImplementedError:  # of one row, and then of all
            return np.array([_parsed_alone(value) for value in wkb], dtype=object)


def _closed(wkb: np.ndarray) -> list[shapely.Geometry | None]:
    """Geometries whose rings are closed where they hang open; None for what is broken in another way."""
    found = []
    for value in wkb:
        try:
            found.append(shapely.from_wkb(value, on_invalid="fix"))
        except (NotImplementedError, shapely.errors.GEOSException):
            found.append(None)
    return found


def _parsed_alone(wkb: bytes | None) -> shapely.Geometry | None:
    try:
        return shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:
        return None
