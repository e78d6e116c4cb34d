"""Nothing is lost on the way: rows and area of a file, counted a second way, against what became of them."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from landuse.words.errors import LanduseError

REL = 1e-6


@dataclass(frozen=True)
class Balance:
    """What became of a file's rows, and of their area in the plane of the work CRS (to be compared, not to be shown).

    clipped : rows left out while reading, since they lie outside the park's ring; their area is counted there and is not in area_m2
    repaired_before_m2, repaired_after_m2 : of the rows kept that were mended, by their rings' own formula and as they are kept: a repair
        is a change, told beside the sum, and explains nothing of what the other rows have lost or gained
    """

    rows: int
    kept: int
    set_aside: int
    clipped: int
    area_m2: float
    kept_m2: float
    set_aside_m2: float
    repaired_before_m2: float
    repaired_after_m2: float

    @property
    def mended_m2(self) -> float:
        """What repairs added (+) or took (−)."""
        return self.repaired_after_m2 - self.repaired_before_m2

    def check(self, file: str) -> "Balance":
        """The balance, when it adds up.

        Raises
        ------
        LanduseError : rows_unaccounted, area_unaccounted
        """
        if self.rows != self.kept + self.set_aside + self.clipped:
            raise LanduseError("rows_unaccounted", file=file, rows=self.rows, kept=self.kept, aside=self.set_aside, clipped=self.clipped)
        before, after = self.area_m2 - self.repaired_before_m2, self.kept_m2 - self.repaired_after_m2 + self.set_aside_m2
        if abs(before - after) > REL * max(self.area_m2, after, 1.0):
            raise LanduseError("area_unaccounted", file=file, before_m2=round(before, 3), after_m2=round(after, 3))
        return self


def area_by_corners_m2(geometry: gpd.GeoSeries, source: pyproj.CRS | None, epsg: int) -> float:
    """Area of a file's polygons by the shoelace formula over their transformed corners; rows without finite corners left out.

    Written apart from the way that rows take when they are kept, so that a row or a hole lost there is noticed.
    """
    rings, row, is_hole = _rings(geometry)
    if not len(rings) or source is None:
        return 0.0
    at, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = pyproj.Transformer.from_crs(source, epsg, always_xy=True).transform(at[:, 0], at[:, 1])
    lost = ~(np.isfinite(x) & np.isfinite(y) & np.isfinite(at).all(axis=1))
    bad_rows = np.isin(row, row[np.unique(ring[lost])])
    first = np.searchsorted(ring, np.arange(len(rings)))
    x, y = np.where(lost, 0.0, x), np.where(lost, 0.0, y)
    x, y = x - x[first][ring], y - y[first][ring]
    same = ring[1:] == ring[:-1]
    doubled = np.bincount(ring[1:], np.where(same, x[:-1] * y[1:] - x[1:] * y[:-1], 0.0), minlength=len(rings))
    area_m2 = np.abs(doubled) / 2 * np.where(is_hole, -1.0, 1.0)
    return float(area_m2[~bad_rows].sum())


def _rings(geometry: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rings of all areas, also in collections; the row of each, and whether it is a hole."""
    inner, row = shapely.get_parts(geometry.to_numpy(), return_index=True)
    while (shapely.get_type_id(inner) > shapely.GeometryType.POLYGON).any():
        inner, part = shapely.get_parts(inner, return_index=True)
        row = row[part]
    areas = shapely.get_type_id(inner) == shapely.GeometryType.POLYGON
    rings, owner = shapely.get_rings(inner[areas], return_index=True)
    is_hole = np.append(False, owner[1:] == owner[:-1])[: len(rings)]
    return rings, row[areas][owner], is_hole
