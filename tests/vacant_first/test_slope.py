"""Slope of ground: planes of known slope, a second implementation cell by cell, and never nought where nobody has measured."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from landuse.measure.slope import Heights, mean_slopes_pct, slope_pct

LEFT, TOP, CELL = 500_000.0, 7_000_000.0, 10.0
SLOPES = st.floats(-0.9, 0.9).map(lambda rise: round(rise, 3))


def plane(east: float, north: float, size: int = 12, cell_m: float = CELL) -> Heights:
    """Ground that rises `east` and `north` metres for each metre."""
    row, col = np.mgrid[0:size, 0:size]
    return Heights(50.0 + east * cell_m * col - north * cell_m * row, LEFT, TOP, cell_m)


def box(west: float, south: float, width: float, height: float) -> shapely.Polygon:
    """A rectangle by m from the raster's upper left corner, southwards."""
    return shapely.box(LEFT + west, TOP - south, LEFT + west + width, TOP - south + height)


def by_cell(heights_m: np.ndarray, row: int, col: int, cell_m: float) -> float:
    """Horn's slope of one cell, written out."""
    if not (0 < row < heights_m.shape[0] - 1 and 0 < col < heights_m.shape[1] - 1):
        return math.nan
    (a, b, c), (d, e, f), (g, h, i) = heights_m[row - 1 : row + 2, col - 1 : col + 2].tolist()
    if any(math.isnan(one) for one in (a, b, c, d, e, f, g, h, i)):
        return math.nan
    across, down = (c + 2 * f + i - a - 2 * d - g) / (8 * cell_m), (g + 2 * h + i - a - 2 * b - c) / (8 * cell_m)
    return 100 * math.sqrt(across**2 + down**2)


def by_hand(shape: shapely.Geometry, heights: Heights, trifle_pct: float) -> float:
    """The mean over cells cut out one by one."""
    rows, cols = heights.heights_m.shape
    summed = known = 0.0
    for row in range(rows):
        for col in range(cols):
            west, north = heights.left + col * heights.cell_m, heights.top - row * heights.cell_m
            part = shapely.intersection(shape, shapely.box(west, north - heights.cell_m, west + heights.cell_m, north)).area
            slope = by_cell(heights.heights_m, row, col, heights.cell_m)
            if part and not math.isnan(slope):
                summed, known = summed + part * slope, known + part
    return summed / known if known and known >= shape.area * (1 - trifle_pct / 100) else math.nan


@given(SLOPES, SLOPES, st.sampled_from([0.5, 1.0, 10.0, 25.0]))
def test_a_plane_has_its_slope_everywhere(east: float, north: float, cell_m: float) -> None:
    found = slope_pct(plane(east, north, cell_m=cell_m))
    assert found[1:-1, 1:-1] == pytest.approx(100 * math.hypot(east, north), abs=1e-6)
    assert np.isnan(found[[0, -1]]).all() and np.isnan(found[:, [0, -1]]).all()


@given(SLOPES, SLOPES, st.floats(0, 360), st.floats(5, 60), st.floats(5, 60))
@settings(max_examples=50)
def test_ground_on_a_plane_has_the_slope_of_the_plane_however_it_lies(east, north, degrees, width, height) -> None:
    upright = box(60 - width / 2, 60 + height / 2, width, height)
    found = mean_slopes_pct(np.array([shapely.affinity.rotate(upright, degrees)]), plane(east, north), 1.0)
    assert found[0] == pytest.approx(100 * math.hypot(east, north), abs=0.006)


@given(
    arrays(np.float64, (7, 8), elements=st.one_of(st.floats(-50, 300).map(lambda height: round(height, 2)), st.just(math.nan))),
    st.lists(st.tuples(st.floats(-15, 60), st.floats(5, 80), st.floats(1, 50), st.floats(1, 50)), min_size=1, max_size=4),
    st.sampled_from([0.0, 1.0, 40.0, 100.0]),
)
@settings(max_examples=60, deadline=None)
def test_the_same_as_cell_by_cell(heights_m: np.ndarray, places: list[tuple], trifle_pct: float) -> None:
    heights = Heights(heights_m, LEFT, TOP, CELL)
    ground = np.array([box(*place) for place in places])
    found = mean_slopes_pct(ground, heights, trifle_pct)
    for shape, slope in zip(ground, found, strict=True):
        sure = [by_hand(shape, heights, near) for near in (trifle_pct - 1e-6, trifle_pct + 1e-6)]
        if math.isnan(sure[0]) == math.isnan(sure[1]):  # else the share lies on the very limit
            assert slope == pytest.approx(sure[0], abs=0.00501, nan_ok=True)


def test_flat_ground_is_nought_and_ground_without_heights_is_not_known() -> None:
    flat = plane(0.0, 0.0)
    outside, half, inside = box(1000, 1000, 50, 50), box(80, 80, 60, 60), box(30, 80, 40, 40)
    found = mean_slopes_pct(np.array([inside, outside, half, shapely.Polygon()]), flat, 1.0)
    assert found[0] == 0.0 and np.isnan(found[1:]).all()
    flat.heights_m[5, 5] = np.nan
    assert np.isnan(mean_slopes_pct(np.array([inside]), flat, 1.0)).all()
    assert mean_slopes_pct(np.array([inside]), flat, 99.0)[0] == 0.0


def test_a_raster_too_small_for_a_slope_says_nothing() -> None:
    assert np.isnan(mean_slopes_pct(np.array([box(0, 20, 20, 20)]), plane(0.1, 0.1, size=2), 100.0)).all()
    assert mean_slopes_pct(np.array([], dtype=object), plane(0.1, 0.1), 1.0).size == 0
