"""Width and length of ground, on shapes whose answers are plain."""

import numpy as np
import pytest
import shapely

from landuse.vacant_first.adjacency import ROAD, TOUCHING, neighbours
from landuse.vacant_first.widths import directions_deg, fits_strip, least_width_m, longest_strip_m, usable, widest_m

RECTANGLE = shapely.box(0, 0, 200, 80)


def _turned(shape: shapely.Geometry, degrees: float) -> shapely.Geometry:
    from shapely.affinity import rotate

    return rotate(shape, degrees, origin=(0, 0))


@pytest.mark.parametrize("degrees", [0, 0.5, 13.37, 45, 89.9])
def test_a_rectangle_is_usable_whole_at_its_own_width_and_not_at_all_above(degrees: float) -> None:
    ground = _turned(RECTANGLE, degrees)
    assert shapely.area(usable(ground, 80)) == pytest.approx(16_000, rel=1e-4)
    assert shapely.is_empty(usable(ground, 80.5))
    assert widest_m(ground, 16_000 * 0.999) == pytest.approx(80, abs=0.5)
    assert least_width_m(ground) == pytest.approx(80)


def test_a_narrow_tail_is_not_usable() -> None:
    ground = shapely.union(RECTANGLE, shapely.box(200, 30, 1200, 45))
    assert shapely.area(usable(ground, 60)) == pytest.approx(16_000, rel=0.02)
    assert shapely.area(ground) == pytest.approx(31_000)


@pytest.mark.parametrize("degrees", [0, 0.5, 13.37, 45])
def test_a_strip_as_long_and_wide_as_the_rectangle_fits_along_it(degrees: float) -> None:
    ground = _turned(RECTANGLE, degrees)
    ways = directions_deg(ground)
    assert fits_strip(ground, 199.9, 79.9, ways) and not fits_strip(ground, 205, 79.9, ways) and not fits_strip(ground, 100, 81, ways)
    assert longest_strip_m(ground, 40, ways) == pytest.approx(np.hypot(160, 40) + 40, abs=1.0)  # across the corners


def test_a_strip_does_not_leave_an_angle_or_a_hole() -> None:
    angle = shapely.union(shapely.box(0, 0, 100, 40), shapely.box(0, 0, 40, 100))
    assert longest_strip_m(angle, 30, directions_deg(angle)) < 115
    ring = shapely.difference(shapely.box(0, 0, 100, 100), shapely.box(30, 30, 70, 70))
    assert longest_strip_m(ring, 20, directions_deg(ring)) < 115


def test_plots_lie_together_along_a_border_or_over_an_internal_road_and_not_otherwise() -> None:
    """A | B share a border, B and C a road of 10 m, C and D a road of 16 m, A and E a corner, A and F a main road."""
    shapes = np.array([shapely.box(*edges) for edges in (
        (0, 0, 100, 100), (100, 0, 200, 100), (210, 0, 300, 100), (316, 0, 400, 100), (-100, 100, 0, 200), (-110, 0, -10, 95),
    )])  # fmt: skip
    internal = shapely.union(shapely.box(202, -50, 208, 150), shapely.box(302, -50, 314, 150))
    verge = shapely.union(shapely.box(200, -50, 210, 150), shapely.box(300, -50, 316, 150))
    main = shapely.box(-9, -50, -1, 150)
    ground = shapely.union_all([verge, internal, main, shapely.box(-10, -50, 0, 150)])
    found = neighbours(shapes, ground, internal, main)
    assert dict(zip(map(tuple, found.pairs.tolist()), found.kinds.tolist())) == {(0, 1): TOUCHING, (1, 2): ROAD}


def test_a_fence_strip_beside_the_road_parts_plots() -> None:
    """The way must be road all along: 3 m of another's ground between road and plot part them."""
    shapes = np.array([shapely.box(0, 0, 100, 100), shapely.box(112, 0, 200, 100)])
    road = shapely.box(103, -50, 112, 150)
    assert len(neighbours(shapes, road, road, shapely.Polygon()).pairs) == 0


def test_a_way_over_the_road_is_found_where_it_is_not_the_shortest() -> None:
    """The nearest corners face each other over a ditch; the road crosses further along."""
    shapes = np.array([shapely.box(0, 0, 100, 100), shapely.Polygon([(106, 0), (200, 0), (200, 100), (112, 100)])])
    road = shapely.box(100, 60, 112, 150)
    assert neighbours(shapes, road, road, shapely.Polygon()).kinds.tolist() == [ROAD]
