"""Shapes that are valid and still doubtful: tiny, huge, slivers, spikes, the same shape twice. Rows are numbered by the index + 1."""

import hashlib
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.quality.findings import Finding, quality
from landuse.words.numbers import M2_PER_DAA

OUTLINE = np.dtype([("one", "<u8"), ("other", "<u8")])


def shape_findings(geometry: gpd.GeoSeries, area_m2: np.ndarray, huge_m2: float) -> Iterator[Finding]:
    """Findings on shapes of one layer, each looked at alone; a point among its areas has no shape.

    Parameters
    ----------
    geometry : valid areas, or lines, or areas and points in a projected CRS, none of them missing, indexed by row number − 1
    area_m2 : their true areas
    huge_m2 : what is much for a row of the layer
    """
    drawn = shapely.get_dimensions(geometry.to_numpy()) > 0
    geometry, area_m2 = geometry[drawn], area_m2[drawn]
    shapes = geometry.to_numpy()
    if not len(shapes):
        return
    if (shapely.get_dimensions(shapes) == 1).all():
        yield from _short_lines(geometry)
        return
    width_m = 2 * crs.planar_area_m2(geometry) / np.maximum(shapely.length(shapes), 1e-9)
    tiny, thin = area_m2 < quality("tiny_m2"), width_m < quality("sliver_width_m")
    rows = geometry.index.to_numpy() + 1
    for at in np.flatnonzero(tiny):
        yield Finding("tiny", int(rows[at]), before=round(float(area_m2[at]), 2))
    for at in np.flatnonzero(thin & ~tiny):
        yield Finding("sliver", int(rows[at]), before=round(float(area_m2[at]), 1), after=round(float(width_m[at]), 2))
    for at in np.flatnonzero(area_m2 > huge_m2):
        yield Finding("huge", int(rows[at]), before=round(float(area_m2[at]) / M2_PER_DAA), after=round(huge_m2 / M2_PER_DAA))
    yield from _spikes(geometry)


def outlines(geometry: gpd.GeoSeries) -> np.ndarray:
    """16 bytes for each shape, the same for the same shape whatever point it starts at, and for no other.

    A shape of one part is that part, whether it says so or not; all that are missing are the same.
    """
    shapes = geometry.to_numpy()
    alone = np.flatnonzero((shapely.get_type_id(shapes) >= shapely.GeometryType.MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1))
    if len(alone):
        shapes = shapes.copy()
        shapes[alone] = shapely.get_geometry(shapes[alone], 0)
    words = shapely.to_wkb(shapely.normalize(shapes))
    return np.frombuffer(b"".join(hashlib.blake2b(word or b"", digest_size=16).digest() for word in words), dtype=OUTLINE)


def twice_findings(outline: np.ndarray, rows: np.ndarray) -> Iterator[Finding]:
    """Rows with the shape of an earlier row.

    Parameters
    ----------
    outline : of all rows of a layer, as `outlines` gives them
    rows : their numbers
    """
    _, first, same = np.unique(outline, return_index=True, return_inverse=True)
    original = first[same]
    for at in np.flatnonzero(original != np.arange(len(outline))):
        yield Finding("duplicate_geometry", int(rows[at]), before=int(rows[original[at]]))


def _short_lines(geometry: gpd.GeoSeries) -> Iterator[Finding]:
    length_m = shapely.length(geometry.to_numpy())
    for at in np.flatnonzero(length_m < quality("tiny_line_m")):
        yield Finding("tiny", int(geometry.index[at]) + 1, before=round(float(length_m[at]), 3))


def _spikes(geometry: gpd.GeoSeries) -> Iterator[Finding]:
    """Corners where the boundary turns back on itself; the longest of each row."""
    shapes = geometry.to_numpy()
    single = (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all()  # taking parts out copies each of them
    parts, row = (shapes, np.arange(len(shapes))) if single else shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    owner = row[part]
    at, ring = shapely.get_coordinates(rings, return_index=True)
    last = np.append(ring[1:] != ring[:-1], True)  # each ring ends where it starts
    at, ring = at[~last], ring[~last]
    size = np.bincount(ring, minlength=len(rings))
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    place = np.arange(len(ring)) - start[ring]
    back = at[start[ring] + (place - 1) % size[ring]] - at
    ahead = at[start[ring] + (place + 1) % size[ring]] - at
    length = np.minimum(np.hypot(*back.T), np.hypot(*ahead.T))
    turn = np.abs(np.arctan2(back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0], (back * ahead).sum(axis=1)))
    spiked = (turn < np.radians(quality("spike_deg"))) & (length > quality("spike_m"))
    longest = pd.Series(length[spiked]).groupby(owner[ring[spiked]]).max()
    for row, long in longest.items():
        yield Finding("spike", int(geometry.index[row]) + 1, before=round(float(long), 1))
