"""How the areas of one layer lie to each other and to the park's border. Rows are numbered by the index + 1."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.quality.findings import Finding, quality

EDGE_M = 1e-3  # edges nearer than a millimetre are the same edge


def overlap_findings(frame: gpd.GeoDataFrame, apart: tuple[str, ...] = ()) -> list[Finding]:
    """Pairs of rows that share ground; pairs that never hold on the same day, or differ in a column of `apart`, may.

    Parameters
    ----------
    frame : valid areas in a projected CRS with valid_from, valid_to and the columns of `apart`
    """
    one, other = _near_pairs(frame.geometry.to_numpy())
    may = claimed_twice(frame.iloc[one], frame.iloc[other], apart)
    one, other = one[may], other[may]
    shapes = frame.geometry.to_numpy()
    shared = shapely.intersection(shapes[one], shapes[other])
    area_m2 = shapely.area(shared) / _factor(frame.geometry, one)
    same = shapely.equals(shapes[one], shapes[other])
    width_m = 2 * shapely.area(shared) / np.maximum(shapely.length(shared), 1e-9)
    numbers = frame.index.to_numpy() + 1
    found = np.flatnonzero((area_m2 > quality("overlap_m2")) & ~same)
    return [_overlap(int(numbers[one[at]]), int(numbers[other[at]]), float(area_m2[at]), float(width_m[at])) for at in found]


def _overlap(row: int, other: int, area_m2: float, width_m: float) -> Finding:
    """Ground claimed twice, or two drawings of one line: a strip that is narrower than any ground."""
    if width_m < quality("sliver_width_m"):
        return Finding("overlap_sliver", row, before=round(area_m2, 1), after=round(width_m, 2), more={"other": other})
    return Finding("overlap", row, before=round(area_m2, 1), more={"other": other})


def border_findings(geometry: gpd.GeoSeries, perimeter: shapely.Geometry) -> list[Finding]:
    """Rows that lie partly inside and partly outside the park."""
    shapes = geometry.to_numpy()
    inside_m2 = shapely.area(shapely.intersection(shapes, perimeter))
    area_m2 = shapely.area(shapes)
    least = quality("overlap_m2")
    crossing = np.flatnonzero((inside_m2 > least) & (area_m2 - inside_m2 > least))
    factor = _factor(geometry, crossing)
    return [
        Finding(
            "across_border",
            int(geometry.index[at]) + 1,
            before=round(float((area_m2[at] - inside_m2[at]) / by)),
            after=round(float(area_m2[at] / by)),
        )
        for at, by in zip(crossing, factor, strict=True)
    ]


def _near_pairs(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of places whose shapes touch at least; those whose edges match all around are left out, since they only touch.

    Of a shape that lies within another the inner one alone has edges that do not match, so it is held against all.
    """
    doubtful = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    first, second = shapely.STRtree(shapes).query(shapes[doubtful], predicate="intersects")
    pairs = np.sort(np.stack([doubtful[first], second], axis=1), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return pairs[:, 0], pairs[:, 1]


def claimed_twice(one: pd.DataFrame, other: pd.DataFrame, apart: tuple[str, ...] = ()) -> np.ndarray:
    """Which pairs of rows may not share ground: they hold on a common day, and differ in no column of `apart`.

    Parameters
    ----------
    one, other : the rows of the pairs, as many of each, with valid_from and valid_to (half-open; blank is open)
    """
    starts, ends = ([frame[name].astype("datetime64[ms]").to_numpy() for frame in (one, other)] for name in ("valid_from", "valid_to"))
    starts = [np.where(np.isnat(days), np.datetime64("0001-01-01"), days) for days in starts]
    ends = [np.where(np.isnat(days), np.datetime64("9999-01-01"), days) for days in ends]
    twice = (starts[0] < ends[1]) & (starts[1] < ends[0])
    for column in apart:
        values = [frame[column].astype("object").to_numpy() for frame in (one, other)]
        twice &= ~(pd.notna(values[0]) & pd.notna(values[1]) & (values[0] != values[1]))
    return twice


def _factor(geometry: gpd.GeoSeries, rows: np.ndarray) -> np.ndarray:
    return crs.areal_factor(geometry.iloc[rows]).to_numpy()
