"""The overlay kernel against GEOS, exact rational arithmetic, and ground that it must not find."""

import os
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from landuse.measure import ragged
from landuse.measure.overlap import pair_areas, shared_by_code

_CASES = settings(max_examples=2500 if os.environ.get("SOAK") else 60)
_PLACES = st.sampled_from([(0.0, 0.0), (619_800.3, 7_075_800.7), (-212_345.1, 7_934_567.9)])


def _shared_m2(a: shapely.Geometry, b: shapely.Geometry) -> float:
    return float(pair_areas(ragged.from_shapes(np.array([a])), ragged.from_shapes(np.array([b]))).overlap_m2.sum())


def _moved(shape: shapely.Geometry, place: tuple[float, float]) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy + place)


def _tolerance_m2(a: shapely.Geometry, b: shapely.Geometry) -> float:
    return 1e-6 + 1e-9 * (a.length + b.length)


def _agrees(a: shapely.Geometry, b: shapely.Geometry) -> None:
    """Within the tolerance of GEOS on local coordinates; where the two differ by more, the rational area decides."""
    found, tolerance = _shared_m2(a, b), _tolerance_m2(a, b)
    origin = -np.array(a.bounds[:2])
    by_geos = _moved(a, origin).intersection(_moved(b, origin)).area
    if abs(found - by_geos) > 0.01 * tolerance:
        assert abs(found - float(_exact_m2(a, b))) <= tolerance
    assert _shared_m2(b, a) == pytest.approx(found, rel=1e-9, abs=tolerance)


def _exact_m2(a: shapely.Geometry, b: shapely.Geometry) -> Fraction:
    """Shared area in rational arithmetic: each shape as a sum of signed triangles, each pair of these clipped."""
    return sum((s * t * _clipped(p, q) for s, p in _triangles(a) for t, q in _triangles(b)), Fraction(0))


def _triangles(shape: shapely.Geometry) -> list[tuple[int, list]]:
    """Signed triangles that sum to a shape: the fans of its rings, counter-clockwise each, holes counted off."""
    found = []
    for polygon in shapely.get_parts(shape):
        for number, ring in enumerate((polygon.exterior, *polygon.interiors)):
            corners = [(Fraction(x), Fraction(y)) for x, y in ring.coords[:-1]]
            turn = 1 if (_twice(corners) > 0) == (number == 0) else -1
            for p, q in pairwise(corners[1:]):
                triangle = [corners[0], p, q]
                size = _twice(triangle)
                if size:
                    found.append((turn if size > 0 else -turn, triangle if size > 0 else triangle[::-1]))
    return found


def _twice(points: list) -> Fraction:
    return sum((p[0] * q[1] - q[0] * p[1] for p, q in zip(points, points[1:] + points[:1], strict=True)), Fraction(0))


def _clipped(a: list, b: list) -> Fraction:
    """Area that two counter-clockwise triangles share (Sutherland and Hodgman)."""
    points = a
    for p, q in zip(b, b[1:] + b[:1], strict=True):
        side = [(q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) for r in points]
        kept = []
        for i, r in enumerate(points):
            before, before_side = points[i - 1], side[i - 1]
            if (side[i] < 0) != (before_side < 0) and side[i] != 0 and before_side != 0:
                part = before_side / (before_side - side[i])
                kept.append((before[0] + part * (r[0] - before[0]), before[1] + part * (r[1] - before[1])))
            if side[i] >= 0:
                kept.append(r)
        points = kept
        if len(points) < 3:
            return Fraction(0)
    return _twice(points) / 2


_CELLS = st.integers(1, 2**16 - 1).map(lambda bits: frozenset(i for i in range(16) if bits >> i & 1))


def _mosaic(cells: frozenset[int], step: float) -> shapely.Geometry:
    """Cells of a 4 × 4 board as one shape: holes, corners that touch, several parts."""
    return shapely.union_all([shapely.box(i % 4 * step, i // 4 * step, (i % 4 + 1) * step, (i // 4 + 1) * step) for i in cells])


@_CASES
@given(_CELLS, _CELLS, _PLACES)
@example(frozenset({1, 2, 3, 4, 8}), frozenset({1}), (0.0, 0.0))  # upright edges that end where others begin leave no gap
def test_on_one_board_the_common_cells_are_what_is_shared(one: frozenset, other: frozenset, place: tuple) -> None:
    """Collinear and shared edges, touching corners, holes and parts, at once."""
    found = _shared_m2(_moved(_mosaic(one, 32.0), place), _moved(_mosaic(other, 32.0), place))
    assert found == pytest.approx(1024.0 * len(one & other), rel=1e-9, abs=1e-6)
    assert found > 0 or not one & other


@_CASES
@given(_CELLS, _CELLS, _PLACES, st.floats(0, 90), st.floats(-1, 1))
@example(frozenset(range(16)), frozenset(range(16)), (619_800.3, 7_075_800.7), 1e-9, 1e-9)
def test_turned_boards_agree_with_geos(one: frozenset, other: frozenset, place: tuple, degrees: float, shift: float) -> None:
    turned = shapely.affinity.translate(shapely.affinity.rotate(_mosaic(other, 32.0), degrees, origin=(64, 64)), shift, shift)
    a, b = _moved(_mosaic(one, 32.0), place), _moved(turned, place)
    if b.is_valid and a.is_valid:
        _agrees(a, b)


_STAR = st.tuples(st.lists(st.floats(2, 100), min_size=3, max_size=40), st.floats(-60, 60), st.floats(-60, 60))


def _star(star: tuple) -> shapely.Polygon:
    reach, x, y = star
    turn = 2 * np.pi * np.arange(len(reach)) / len(reach)
    return shapely.Polygon(np.column_stack([x + reach * np.cos(turn), y + reach * np.sin(turn)]))


@_CASES
@given(_STAR, _STAR, _PLACES)
def test_stars_agree_with_geos(one: tuple, other: tuple, place: tuple) -> None:
    a, b = _moved(_star(one), place), _moved(_star(other), place)
    if a.is_valid and b.is_valid:
        _agrees(a, b)


@_CASES
@given(_STAR, _PLACES, st.sampled_from([0.0, 1e-9, 1e-6, 1e-3, 0.1]), st.data())
def test_slivers_and_repeated_points(star: tuple, place: tuple, shift: float, data: st.DataObject) -> None:
    a = _moved(_star(star), place)
    xy = shapely.get_coordinates(a)
    again = data.draw(st.lists(st.integers(0, len(xy) - 2), max_size=5))
    b = shapely.Polygon(np.insert(xy, again, xy[again], axis=0) + (shift, 0))
    if a.is_valid and b.is_valid:
        _agrees(a, b)
        if shift == 0.0:
            assert _shared_m2(a, b) == pytest.approx(a.area, abs=_tolerance_m2(a, b))
        for sliver in shapely.get_parts(a.difference(b)):
            if sliver.geom_type == "Polygon" and sliver.is_valid:
                assert _shared_m2(sliver, b) <= _tolerance_m2(sliver, b)


@_CASES
@given(st.lists(st.floats(-40, 40), min_size=2, max_size=60), _PLACES)
def test_neighbours_along_a_rich_border_share_nothing(wiggle: list, place: tuple) -> None:
    border = [(x, y) for x, y in zip(wiggle, np.linspace(0, 100, len(wiggle)), strict=True)]
    west = _moved(shapely.Polygon([*border, (-50, 100), (-50, 0)]), place)
    east = _moved(shapely.Polygon([*border, (50, 100), (50, 0)]), place)
    assert _shared_m2(west, east) == _shared_m2(east, west) == 0.0


def test_the_rational_judge_is_right_where_the_answer_is_arithmetic() -> None:
    ring = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 3, 3))
    assert _exact_m2(ring, shapely.box(0, 0, 2, 2)) == 3
    assert _exact_m2(shapely.Polygon([(0, 0), (3, 0), (0, 3)]), shapely.box(1, 1, 5, 5)) == Fraction(1, 2)


def test_a_polygon_of_400_000_vertices() -> None:
    """On a board of squares it sums to its own area, and piece by piece to what GEOS finds."""
    turn = np.linspace(0, 2 * np.pi, 400_000, endpoint=False)
    reach = 5000 + 300 * np.sin(40 * turn) + np.random.default_rng(1).uniform(0, 0.05, len(turn))
    lake = shapely.Polygon(np.column_stack([600_000 + reach * np.cos(turn), 7_000_000 + reach * np.sin(turn)]))
    x, y = np.meshgrid(np.arange(594_000, 606_000, 1000), np.arange(6_994_000, 7_006_000, 1000))
    board = shapely.box(x.ravel(), y.ravel(), x.ravel() + 1000, y.ravel() + 1000)
    there = shared_by_code(ragged.from_shapes(board), ragged.from_shapes(np.array([lake])), np.zeros(1, np.int64))
    back = pair_areas(ragged.from_shapes(np.array([lake])), ragged.from_shapes(board))
    assert there.overlap_m2.sum() == pytest.approx(lake.area, rel=1e-9)
    assert back.overlap_m2.sum() == pytest.approx(lake.area, rel=1e-9)
    some = there.unit[:: len(there.unit) // 8]
    by_geos = shapely.area(shapely.intersection(board[some], lake))
    assert there.overlap_m2[np.isin(there.unit, some)] == pytest.approx(by_geos, abs=1e-6 + 1e-9 * lake.length)
