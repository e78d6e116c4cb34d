"""What is called plainly valid is valid, as GEOS judges it; and what real files hold mostly is plain."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landuse.measure import ragged, validity
from landuse.kernels.plain import plain

_EAST, _NORTH = 600_000.0, 7_000_000.0


def _plain(*shapes: shapely.Geometry) -> list[bool]:
    own = ragged.from_shapes(np.array(shapes)).outlines
    return plain(own.xy, own.ring_at, own.shape_at, own.run_at, own.run).tolist()


def _ring(corners: list[tuple[float, float]], scale: float = 1.0) -> shapely.Polygon:
    return shapely.Polygon([(_EAST + scale * x, _NORTH + scale * y) for x, y in corners])


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (1, 0), (0, 1)],
        [(0, 0), (0, 1), (1, 0)],
        [(0, 0), (1, 0), (2, 0), (2, 2), (0, 2), (0, 1)],  # corners in the middle of straight sides
        [(0, 0), (9, 0), (9, 9), (5, 9), (5, 1), (4, 1), (4, 9), (0, 9)],
    ],
)
def test_simple_rings_are_plain(corners: list[tuple[float, float]]) -> None:
    assert _plain(_ring(corners)) == [True]


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (2, 2), (2, 0), (0, 2)],  # crosses itself
        [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)],  # a corner on a side
        [(0, 0), (2, 0), (2, 2), (1, 1), (0, 2), (0, 1), (1, 1), (0, 0.5)],  # a corner on a corner
        [(0, 0), (4, 0), (2, 0), (2, 3)],  # goes back along its own side
        [(0, 0), (0, 0), (4, 0), (4, 4)],  # a point twice
        [(0, 0), (4, 0), (8, 0)],  # no ground
        [(0, 0), (4, 0), (4, 4), (2, 1e-10), (0, 4)],  # nearer than rounding can tell
    ],
)
def test_what_could_be_doubted_is_not_plain(corners: list[tuple[float, float]]) -> None:
    assert _plain(_ring(corners)) == [False]


def test_holes_and_parts_are_left_to_geos() -> None:
    hole = shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 4, 4))
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 3, 4, 4)])
    assert _plain(hole, shapely.box(0, 0, 1, 1), parts) == [False, True, False]
    assert not validity.invalid_rows(ragged.from_shapes(np.array([hole, parts]))).any()


def test_a_corner_that_is_no_number_is_invalid() -> None:
    shapes = ragged.from_shapes(np.array([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]))
    for value in (np.nan, np.inf):
        xy = shapes.xy.copy()
        xy[7, 0] = value
        assert validity.invalid_rows(ragged.Ragged(xy, shapes.ring_at, shapes.shape_at, shapes.is_shell)).tolist() == [False, True]


_CORNER = st.tuples(st.integers(0, 7), st.integers(0, 7))


@given(st.lists(_CORNER, min_size=3, max_size=40), st.sampled_from([1.0, 0.1, 1e-7, 33.3]))
def test_nothing_invalid_is_ever_plain(corners: list[tuple[int, int]], scale: float) -> None:
    ring = _ring(corners, scale)
    if _plain(ring) == [True]:
        assert shapely.is_valid(ring)
    assert validity.invalid_rows(ragged.from_shapes(np.array([ring]))).tolist() == [not shapely.is_valid(ring)]


@given(st.integers(3, 300), st.integers(0, 10**6), st.floats(0.0, 0.6))
def test_stars_are_judged_as_geos_does(corners: int, seed: int, waywardness: float) -> None:
    """Long rings, many runs of edges; the wayward ones cross themselves."""
    chance = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False) + waywardness * chance.normal(size=corners)
    reach = chance.uniform(20, 50, corners)
    ring = shapely.Polygon(np.column_stack([_EAST + reach * np.cos(turn), _NORTH + reach * np.sin(turn)]))
    assert validity.invalid_rows(ragged.from_shapes(np.array([ring]))).tolist() == [not shapely.is_valid(ring)]
    if waywardness == 0.0:
        assert _plain(ring) == [True]
