"""A file's geometry gone through part by part: brought into the work CRS, mended, and kept or set aside."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from door.geometry.clean import Cleaned, Repair, cleaned, in_work_crs
from door.geometry.conserve import area_by_corners_m2
from door.progress import tell
from landuse.measure import crs
from layers.base import Layer
from parks.shape_column import ShapeColumn, ShapeWriter, column_of


@dataclass(frozen=True)
class Given:
    """A file's geometry and how it is read.

    crs : that it is read in; None in a table without geometry
    turned : whether north stands before east
    unreadable : by row, whether there is a geometry that no library here can read
    """

    shapes: ShapeColumn
    crs: pyproj.CRS | None
    turned: bool
    unreadable: pd.Series

    def moved_at(self, places: np.ndarray, epsg: int) -> gpd.GeoSeries:
        """Some rows' shapes in the work CRS before any repair; None where one has no place."""
        return in_work_crs(self._read(self.shapes.at(places), places), self.unreadable.iloc[places], epsg)[0]

    def parts(self) -> Iterator[tuple[slice, np.ndarray, gpd.GeoSeries]]:
        """The places of the rows, their shapes as in the file, and as they are read."""
        for places, own in self.shapes.parts():
            yield places, own, self._read(own, places)

    def _read(self, own: np.ndarray, places: slice | np.ndarray) -> gpd.GeoSeries:
        shapes = shapely.transform(own, lambda at: at[:, ::-1]) if self.turned else own
        return gpd.GeoSeries(shapes, index=self.unreadable.index[places], crs=self.crs)


@dataclass(frozen=True)
class Sifted:
    """What became of a file's rows and of their area.

    reason : why a row cannot be kept; missing where it can
    kept : valid geometry of the rows kept, in the work CRS
    aside : geometry of the rows set aside, as it stands in the file
    kept_area_m2 : true area of each row kept; 0 where the layer has no areas
    type_id : the type of each row's geometry in the file, as GEOS numbers it
    refused : repairs that were not taken
    collected : rows of several kinds of geometry, of which the layer's own are read
    area_m2, kept_m2, set_aside_m2, repaired_before_m2, repaired_after_m2 : as in `Balance`
    """

    reason: pd.Series
    kept: ShapeColumn
    aside: ShapeColumn
    kept_area_m2: np.ndarray
    type_id: np.ndarray
    repairs: list[Repair]
    refused: list[Repair]
    collected: list[int]
    area_m2: float
    kept_m2: float
    set_aside_m2: float
    repaired_before_m2: float
    repaired_after_m2: float


def sifted(given: Given, others: pd.Series, declared: Layer, epsg: int) -> Sifted:
    """Every row kept or set aside.

    Parameters
    ----------
    others : reasons to set rows aside that are not in their geometry
    """
    if declared.geometry == "table":
        return _without_geometry(given, others, epsg)
    sieve = _Sieve(ShapeWriter(pyproj.CRS.from_epsg(epsg)), ShapeWriter(given.crs))
    for places, own, shapes in given.parts():
        part = cleaned(shapes, given.unreadable.iloc[places], declared, epsg)
        sieve.add(own, shapes, part, part.reason.fillna(others.iloc[places]), declared, epsg)
        tell("checking", places.stop, len(given.shapes))
    return sieve.done(others.index)


def _without_geometry(given: Given, others: pd.Series, epsg: int) -> Sifted:
    places = np.flatnonzero(others.notna())
    aside = column_of(given.shapes.at(places), given.shapes.crs)
    kept = ShapeColumn(None, pyproj.CRS.from_epsg(epsg), len(others) - len(places))
    return Sifted(others, kept, aside, np.zeros(len(kept)), np.full(len(others), -1, dtype=np.int8), [], [], [], 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass
class _Sieve:
    """What the parts so far have come to."""

    kept: ShapeWriter
    aside: ShapeWriter
    reasons: list[np.ndarray] = field(default_factory=list)
    area_m2: list[np.ndarray] = field(default_factory=list)
    types: list[np.ndarray] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    refused: list[Repair] = field(default_factory=list)
    collected: list[int] = field(default_factory=list)
    sums_m2: np.ndarray = field(default_factory=lambda: np.zeros(5))

    def add(self, own: np.ndarray, given: gpd.GeoSeries, part: Cleaned, reason: pd.Series, declared: Layer, epsg: int) -> None:
        """Take a part in."""
        aside = reason.notna().to_numpy()
        before, after = (np.nan_to_num(crs.planar_area_m2(shapes)) for shapes in (part.moved, part.geometry))
        kept = part.geometry[~aside]
        self.kept.add(kept.to_numpy())
        self.aside.add(own[aside])
        self.reasons.append(reason.to_numpy(dtype=object))
        self.area_m2.append(crs.area_m2(kept).to_numpy() if declared.geometry == "polygon" else np.zeros(len(kept)))
        self.types.append(shapely.get_type_id(own).astype(np.int8))
        self.refused += part.refused
        self.collected += [row for row in part.collected if pd.isna(reason.loc[row - 1])]
        mended = given.index.isin([repair.row - 1 for repair in part.repairs]) & ~aside
        self.repairs += [repair for repair in part.repairs if mended[given.index.get_loc(repair.row - 1)]]
        by_corners_m2 = [area_by_corners_m2(rows, given.crs, epsg) for rows in (given[~mended], given[mended])]
        self.sums_m2 += (sum(by_corners_m2), after[~aside].sum(), before[aside].sum(), by_corners_m2[1], after[mended].sum())

    def done(self, index: pd.Index) -> Sifted:
        """The whole."""
        reason = pd.Series(np.concatenate([np.empty(0, dtype=object), *self.reasons]), index=index, dtype=object)
        numbers = np.concatenate([np.zeros(0), *self.area_m2]), np.concatenate([np.zeros(0, dtype=np.int8), *self.types])
        sums_m2 = map(float, self.sums_m2)
        return Sifted(reason, self.kept.done(), self.aside.done(), *numbers, self.repairs, self.refused, self.collected, *sums_m2)
