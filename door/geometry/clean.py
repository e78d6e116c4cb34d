"""Geometry of other people's files made fit to compute with: repaired and said, or set aside and said why."""

import re
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from door.geometry.collections import own_parts
from door.geometry.mend import mended
from landuse.measure import crs
from layers.base import Layer
from parks.schema import wrong_type

NO_GEOMETRY, UNREADABLE, NOT_FINITE = "no_geometry", "geometry_unreadable", "not_finite"
WRONG_TYPE, NOT_REPAIRABLE, ANOTHER_SHAPE = "wrong_geometry_type", "not_repairable", "repair_another_shape"
_PLACED = re.compile(r"(.*)\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)(?: \S+)?\]")
_DIMENSION = {"polygon": 2, "line": 1}


@dataclass(frozen=True)
class Repair:
    """An invalid geometry that was mended: its row in the file (from 1), its area in m² before and after, why, and where (work CRS)."""

    row: int
    before_m2: float
    after_m2: float
    why: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Cleaned:
    """What became of a file's geometry.

    geometry : in the work CRS, valid, of the layer's type and in two dimensions; None where the row cannot be kept
    moved : the same before repairs, whatever its type; None where it has no place
    reason : why a row cannot be kept; missing where it can
    repairs : those of the rows kept
    refused : those that would have made another shape
    collected : rows in the file (from 1) that hold several kinds of geometry, of which those that the layer takes are read
    """

    geometry: gpd.GeoSeries
    moved: gpd.GeoSeries
    reason: pd.Series
    repairs: list[Repair]
    refused: list[Repair]
    collected: list[int]


def cleaned(geometry: gpd.GeoSeries, unreadable: pd.Series, declared: Layer, epsg: int) -> Cleaned:
    """Geometry in the work CRS and of the layer's type; rows are numbered by the index + 1."""
    moved, reason = in_work_crs(geometry, unreadable, epsg)
    moved = _single_points(moved) if declared.points else moved
    moved, collected = _of_the_layer(moved, declared)
    repaired, repairs, other = _repaired(moved, declared)
    _give(reason, _blank(repaired), NOT_REPAIRABLE)
    _give(reason, wrong_type(repaired, declared), WRONG_TYPE)
    _give(reason, other, ANOTHER_SHAPE)
    kept = [repair for repair in repairs if pd.isna(reason.loc[repair.row - 1])]
    refused = [repair for repair in repairs if reason.loc[repair.row - 1] == ANOTHER_SHAPE]
    return Cleaned(repaired.where(reason.isna()), moved, reason, kept, refused, collected)


def in_work_crs(geometry: gpd.GeoSeries, unreadable: pd.Series, epsg: int) -> tuple[gpd.GeoSeries, pd.Series]:
    """Geometry moved to the work CRS, whatever its type; None where it has no place, and there the reason."""
    reason = pd.Series(None, index=geometry.index, dtype="object")
    _give(reason, unreadable, UNREADABLE)
    _give(reason, _blank(geometry), NO_GEOMETRY)
    _give(reason, ~_finite(geometry), NOT_FINITE)
    moved = geometry.where(reason.isna()).to_crs(epsg)
    _give(reason, ~_finite(moved), NOT_FINITE)
    return moved.where(reason.isna()), reason


def _single_points(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Several points that are only one (MULTIPOINT of one) as that point."""
    shapes = geometry.to_numpy()
    alone = (shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    if not alone.any():
        return geometry
    single = geometry.copy()
    single[alone] = gpd.GeoSeries(shapely.get_geometry(shapes[alone], 0), index=geometry.index[alone], crs=geometry.crs)
    return single


def _of_the_layer(geometry: gpd.GeoSeries, declared: Layer) -> tuple[gpd.GeoSeries, list[int]]:
    """Collections as the geometry among theirs that the layer takes, and their rows."""
    if declared.geometry not in _DIMENSION:
        return geometry, []
    shapes, done = own_parts(geometry.to_numpy(), _DIMENSION[declared.geometry], declared.points)
    if not done.any():
        return geometry, []
    return gpd.GeoSeries(shapes, index=geometry.index, crs=geometry.crs), (geometry.index[done] + 1).tolist()


def _give(reason: pd.Series, where: pd.Series, word: str) -> None:
    reason.loc[where & reason.isna()] = word


def _blank(geometry: gpd.GeoSeries) -> pd.Series:
    shapes = geometry.to_numpy()
    return pd.Series(shapely.is_missing(shapes) | shapely.is_empty(shapes), index=geometry.index)


def _finite(geometry: gpd.GeoSeries) -> pd.Series:
    """Whether every coordinate is a number; True for a geometry without any."""
    coordinates, row = shapely.get_coordinates(geometry.to_numpy(), return_index=True)
    bad = np.unique(row[~np.isfinite(coordinates).all(axis=1)])
    finite = pd.Series(True, index=geometry.index)
    finite.iloc[bad] = False
    return finite


def _repaired(geometry: gpd.GeoSeries, declared: Layer) -> tuple[gpd.GeoSeries, list[Repair], pd.Series]:
    """Geometry made valid, what was mended, and where that is another shape than the one drawn."""
    invalid, other = ~geometry.is_valid & ~_blank(geometry), pd.Series(False, index=geometry.index)
    if not invalid.any() or declared.geometry not in _DIMENSION:
        return geometry, [], other
    shapes, other[invalid] = mended(geometry[invalid].to_numpy())
    made = gpd.GeoSeries([_parts(shape, declared) for shape in shapes], index=geometry.index[invalid], crs=geometry.crs)
    repaired = geometry.copy()
    repaired[invalid] = made
    before, after = (_area_m2(shapes) for shapes in (geometry[invalid], made))
    rows = geometry.index[invalid] + 1
    faults = [_fault(words) for words in shapely.is_valid_reason(geometry[invalid].to_numpy())]
    repairs = [Repair(int(row), round(b, 1), round(a, 1), *why) for row, b, a, why in zip(rows, before, after, faults, strict=True)]
    return repaired, repairs, other


def _fault(words: str) -> tuple[str, tuple[float, float] | None]:
    """`Self-intersection[619950 7076050]` as its words and its place."""
    found = _PLACED.fullmatch(words)
    return (found[1], (float(found[2]), float(found[3]))) if found else (words, None)


def _parts(shape: shapely.Geometry, declared: Layer) -> shapely.Geometry:
    """The parts of the layer's own dimension of what a repair left; none where it could not be made in time."""
    if shape is None:
        return shapely.Polygon()
    parts = shapely.get_parts(shapely.get_parts(shape))
    own = parts[shapely.get_dimensions(parts) == _DIMENSION[declared.geometry]]
    if len(own) <= 1:
        return own[0] if len(own) else shapely.Polygon()
    return shapely.multipolygons(own) if declared.geometry == "polygon" else shapely.multilinestrings(own)


def _area_m2(shapes: gpd.GeoSeries) -> list[float]:
    known = shapes[~shapes.is_empty]
    return crs.area_m2(known).reindex(shapes.index, fill_value=0.0).tolist() if len(known) else [0.0] * len(shapes)
