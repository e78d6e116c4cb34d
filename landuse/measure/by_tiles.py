"""Outlines cut into parts of a size once, so that nothing small is ever held against the whole of a road net.

A large outline is halved again and again before it is cut to its tiles, so that each tile is cut from what lies near it: the time
grows with the outline's corners, not with its corners times its tiles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from landuse.measure import ragged
from landuse.measure.flatten import polygons_of
from landuse.measure.ragged import Ragged

TILE_M = 250.0
_MANY_POINTS = 200  # an outline with more corners is cut
_AT_ONCE = 64  # tiles that are cut from one part
_AREAS = (3, 6)


@dataclass(frozen=True)
class Tiled:
    """Outlines in parts: those with few corners as they are, the others by tile.

    small, cut : parts; of what is cut, points and lines that tiles leave at their edges are among them
    """

    small: np.ndarray
    cut: np.ndarray

    @property
    def parts(self) -> np.ndarray:
        """All parts, the small ones first."""
        return np.concatenate([self.small, self.cut])

    @cached_property
    def flat(self) -> Ragged:
        """The parts that have an area, to be measured with."""
        return ragged.from_shapes(self.areas)

    @property
    def areas(self) -> np.ndarray:
        """The parts that have an area."""
        parts = self.parts
        return parts[np.isin(shapely.get_type_id(parts), _AREAS) & ~shapely.is_empty(parts)]


def tiled(outlines: np.ndarray) -> Tiled:
    """Valid polygons in one plane, m, in parts."""
    whole = shapely.get_parts(outlines)
    many = shapely.get_num_coordinates(whole) > _MANY_POINTS
    none = np.empty(0, dtype=object)
    return Tiled(whole[~many], np.concatenate([none, *(_by_tiles(shape) for shape in whole[many])]))


def together(several: Sequence[Tiled]) -> np.ndarray:
    """The parts of several at once: all small ones, then all that were cut."""
    return np.concatenate([*(one.small for one in several), *(one.cut for one in several)])


def polygons_in(outlines: Tiled, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """The parts that have an area, as a layer."""
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(outlines.areas, crs=crs))


def _by_tiles(shape: shapely.Geometry) -> np.ndarray:
    """A shape by its tiles, row by row from the south-west."""
    west, south, east, north = shapely.bounds(shape)
    spans = [(int(np.floor(low / TILE_M)), int(np.ceil(high / TILE_M))) for low, high in ((west, east), (south, north))]
    pieces, columns, rows = zip(*_cut(shape, *spans), strict=True)
    order = np.lexsort((np.concatenate(columns), np.concatenate(rows)))
    return np.concatenate(pieces)[order]


def _cut(shape: shapely.Geometry, across: tuple[int, int], up: tuple[int, int]) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """What lies in each tile of some columns and rows, and which these are."""
    wide, high = across[1] - across[0], up[1] - up[0]
    if wide * high > _AT_ONCE:
        middle = across[0] + wide // 2 if wide >= high else up[0] + high // 2
        halves = (
            [((across[0], middle), up), ((middle, across[1]), up)]
            if wide >= high
            else [(across, (up[0], middle)), (across, (middle, up[1]))]
        )
        for half in halves:
            part = polygons_of(shapely.intersection(shape, _box(*half)))
            if not shapely.is_empty(part):
                yield from _cut(part, *half)
        return
    column, row = (values.ravel() for values in np.meshgrid(np.arange(*across), np.arange(*up)))
    x, y = column * TILE_M, row * TILE_M
    cut = shapely.intersection(shape, shapely.box(x, y, x + TILE_M, y + TILE_M))
    there = ~shapely.is_empty(cut)
    yield cut[there], column[there], row[there]


def _box(across: tuple[int, int], up: tuple[int, int]) -> shapely.Polygon:
    return shapely.box(across[0] * TILE_M, up[0] * TILE_M, across[1] * TILE_M, up[1] * TILE_M)
