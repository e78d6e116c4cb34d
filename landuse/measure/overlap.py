"""How much of each code of a layer lies on each unit: areas only, the question under everything."""

from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from landuse.kernels.area import shared_areas
from landuse.kernels.box_tree import box_tree, hilbert_order, scratch
from landuse.measure import ragged
from landuse.measure.ragged import Ragged
from landuse.measure.validity import invalid_rows
from landuse.words.errors import LanduseError, Word


class Shared(NamedTuple):
    """What units share with codes, by unit and code: row of the unit, code, planar m² (more than rounding)."""

    unit: np.ndarray
    code: np.ndarray
    overlap_m2: np.ndarray


@dataclass(frozen=True)
class Ready:
    """Units that have been checked and made flat once, for who lays them over several layers."""

    index: pd.Index
    crs: pyproj.CRS
    shapes: Ragged


def ready(units: gpd.GeoDataFrame) -> Ready:
    """Units for several calls of `overlap_areas`.

    Raises
    ------
    LanduseError : no projected CRS, or a geometry that is invalid or not a polygon, by name
    """
    return Ready(units.index, _projected(units.crs), check_polygons(units, "units"))


def overlap_areas(units: gpd.GeoDataFrame | Ready, layer: gpd.GeoDataFrame, by: str | None = None) -> pd.DataFrame:
    """Planar area that each unit shares with the layer, per value of a column.

    Parameters
    ----------
    units : polygons, one row per unit, unique index; or as `ready` gives them
    layer : polygons in the same projected CRS; rows that overlap each other count twice, so flatten first
    by : column of the layer to sum by, rows without a value left out; None sums the whole layer under ""

    Returns
    -------
    frame indexed by (unit, by) with `overlap_m2` > 0, planar. A unit's sums are the same to the last bit whatever other
    units and rows stand in the frames, and in whatever order: so tiles and machines cannot change them

    Raises
    ------
    LanduseError : frames without one common projected CRS, or a geometry that is invalid or not a polygon, by name
    """
    _check_crs(units.crs, layer.crs)
    mine = units if isinstance(units, Ready) else ready(units)
    theirs = check_polygons(layer, by or "layer")
    codes, names = codes_of(layer, by)
    shared = shared_by_code(mine.shapes, theirs, codes)
    table = pd.DataFrame({"overlap_m2": shared.overlap_m2}, index=_by_unit_and_code(mine.index, names, shared, by or "code"))
    return table if mine.index.is_monotonic_increasing else table.sort_index(level=0, kind="stable")


def _by_unit_and_code(units: pd.Index, names: np.ndarray, shared: Shared, by: str) -> pd.MultiIndex:
    """Unit and code of each row, by their places: no name is looked at but once."""
    places, levels = pd.factorize(units.to_numpy(), sort=True)
    return pd.MultiIndex(
        levels=[pd.Index(levels, dtype=levels.dtype), pd.Index(names, dtype=object)],
        codes=[places[shared.unit], shared.code],
        names=["unit", by],
        verify_integrity=False,
    ).remove_unused_levels()


def shared_by_code(units: Ragged, layer: Ragged, codes: np.ndarray) -> Shared:
    """Planar area that each unit shares with the rows of each code.

    Parameters
    ----------
    units, layer : valid polygons in one plane (`check_polygons` or `validity.check_rings`); invalid ones give nonsense
    codes : whole numbers, one per row of the layer; rows with a negative one are left out

    Source
    ------
    `landuse.kernels.area`
    """
    if not len(units) or not len(layer):
        return Shared(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    mine, theirs = units.outlines, layer.outlines
    tree = box_tree(theirs.box)
    shared = shared_areas(mine, theirs, codes.astype(np.int64), tree, hilbert_order(mine.box), *scratch(tree))
    by_unit = np.argsort(shared[0], kind="stable")
    return Shared(*(column[by_unit] for column in shared))


def pair_areas(units: Ragged, layer: Ragged) -> Shared:
    """Planar area that each unit shares with each row of the layer: row of the unit, row of the layer, m² (more than rounding)."""
    return shared_by_code(units, layer, np.arange(len(layer)))


def codes_of(layer: gpd.GeoDataFrame, by: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Each row's place in the sorted values of a column (−1: no value), and these values as text."""
    if by is None:
        return np.zeros(len(layer), np.int64), np.array([""], dtype=object)
    places, names = pd.factorize(layer[by].astype(str), sort=True)
    return places, np.asarray(names, dtype=object)


def check_polygons(frame: gpd.GeoDataFrame, what: str) -> Ragged:
    """Refuse by name what cannot be measured; the shapes as flat arrays. Most are seen to be valid without GEOS.

    Raises
    ------
    LanduseError : `geometry_refused`, naming the first row and the reason
    """
    shapes = frame.geometry.to_numpy()
    reasons = {
        "fault.empty": shapely.is_missing(shapes) | shapely.is_empty(shapes),
        "fault.no_polygon": ~np.isin(shapely.get_type_id(shapes), (3, 6)),
    }
    for reason, bad in reasons.items():
        _refuse(frame, what, reason, bad)
    flat = ragged.from_shapes(shapes)
    _refuse(frame, what, "fault.invalid", invalid_rows(flat, shapes))
    return flat


def _refuse(frame: gpd.GeoDataFrame, what: str, reason: str, bad: np.ndarray) -> None:
    if bad.any():
        first = frame.index[int(np.argmax(bad))]
        raise LanduseError("geometry_refused", frame=what, row=first, reason=Word(reason), count=int(bad.sum()))


def _check_crs(units: pyproj.CRS | None, layer: pyproj.CRS | None) -> None:
    one, other = _projected(units), _projected(layer)
    if one is not other and one != other:
        raise LanduseError("crs_differ", found=f"{one.to_string()}, {other.to_string()}")


def _projected(crs: pyproj.CRS | None) -> pyproj.CRS:
    if crs is None:
        raise LanduseError("crs_missing")
    if not crs.is_projected:
        raise LanduseError("crs_not_projected", crs=crs.name)
    return crs
