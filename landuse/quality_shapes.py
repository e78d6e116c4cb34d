"""Shapes that are valid and still doubtful: tiny, huge, slivers, spikes, the same shape twice. Rows are numbered by the index + 1."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse import crs
from landuse.findings import Finding, quality
from landuse.numbers import M2_PER_DAA


def shape_findings(geometry: gpd.GeoSeries, huge_m2: float) -> list[Finding]:
    """Findings on the shapes of one layer.

    Parameters
    ----------
    geometry : valid areas or lines in a projected CRS, none of them missing, indexed by row number − 1
    huge_m2 : what is much for a row of the layer
    """
    shapes = geometry.to_numpy()
    if not len(shapes):
        return []
    if (shapely.get_dimensions(shapes) == 1).all():
        return _short_lines(geometry) + _twice(geometry)
    area_m2 = crs.area_m2(geometry).to_numpy()
    width_m = 2 * crs.planar_area_m2(geometry) / np.maximum(shapely.length(shapes), 1e-9)
    tiny, thin = area_m2 < quality("tiny_m2"), width_m < quality("sliver_width_m")
    rows = geometry.index.to_numpy() + 1
    found = [Finding("tiny", int(row), before=round(float(area), 2)) for row, area in zip(rows[tiny], area_m2[tiny], strict=True)]
    found += [
        Finding("sliver", int(rows[at]), before=round(float(area_m2[at]), 1), after=round(float(width_m[at]), 2))
        for at in np.flatnonzero(thin & ~tiny)
    ]
    found += [
        Finding("huge", int(rows[at]), before=round(float(area_m2[at]) / M2_PER_DAA), after=round(huge_m2 / M2_PER_DAA))
        for at in np.flatnonzero(area_m2 > huge_m2)
    ]
    return found + _spikes(geometry) + _twice(geometry)


def _short_lines(geometry: gpd.GeoSeries) -> list[Finding]:
    length_m = shapely.length(geometry.to_numpy())
    return [
        Finding("tiny", int(geometry.index[at]) + 1, before=round(float(length_m[at]), 3))
        for at in np.flatnonzero(length_m < quality("tiny_line_m"))
    ]


def _spikes(geometry: gpd.GeoSeries) -> list[Finding]:
    """Corners where the boundary turns back on itself; the longest of each row."""
    parts, row = shapely.get_parts(geometry.to_numpy(), return_index=True)
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
    return [Finding("spike", int(geometry.index[row]) + 1, before=round(float(long), 1)) for row, long in longest.items()]


def _twice(geometry: gpd.GeoSeries) -> list[Finding]:
    """Rows with the shape of an earlier row, whatever point it starts at."""
    outlines = pd.Series(shapely.to_wkb(shapely.normalize(geometry.to_numpy())), index=geometry.index)
    originals = outlines.drop_duplicates()
    first = outlines.map(dict(zip(originals, originals.index, strict=True)))
    again = first[first != first.index]
    return [Finding("duplicate_geometry", int(row) + 1, before=int(earlier) + 1) for row, earlier in again.items()]
