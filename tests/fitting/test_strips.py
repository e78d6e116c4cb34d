"""Strips measured and parted: how wide they are, who borders on whom, where a neighbour changes; and what is told of them."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landuse.measure.borders import connected, joined, shared_borders, with_vertices
from landuse.measure.narrow import is_narrow, strip_width_m
from landuse.measure.stretches import stretches
from landuse.progress.utilisation import amounts
from landuse.units import explain
from landuse.units.inventory import inventory
from tests.squares import SOUTH, WEST, found, parcels, rect, zoning


def _away(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.affinity.rotate(shape, 27, origin=(WEST, SOUTH))


@pytest.mark.parametrize("turn", [lambda shape: shape, _away], ids=["straight", "turned"])
@pytest.mark.parametrize(
    ("shape", "narrow"),
    [
        (rect(0, 0, 100, 1.9), True),
        (rect(0, 0, 100, 2.0), False),
        (rect(0, 0, 100, 2.1), False),
        (rect(0, 0, 0.4, 0.4), True),
        (shapely.union_all([rect(0, 0, 100, 1.9), rect(0, 0, 1.9, 100)]), True),
        (shapely.union_all([rect(0, 0, 100, 1.9), rect(50, -50, 1.9, 100)]), True),
        (shapely.union_all([rect(0, 0, 100, 1.0), rect(40, -3, 5, 5)]), False),
        (shapely.difference(rect(0, 0), rect(1, 1, 98, 98)), True),
        (rect(0, 0), False),
    ],
)
def test_narrow_is_narrow_everywhere(shape: shapely.Geometry, narrow: bool, turn: object) -> None:
    assert is_narrow(np.array([turn(shape)]), 2.0).tolist() == [narrow]


def test_the_width_of_a_rectangle_is_its_shorter_side() -> None:
    shapes = np.array([rect(0, 0, 100, 2), rect(0, 0, 3, 80), rect(0, 0, 5, 5)])
    assert strip_width_m(shapes).tolist() == pytest.approx([2, 3, 5])


def test_neighbours_by_the_border_they_share() -> None:
    above = shapely.Polygon([(WEST + x, SOUTH + y) for x, y in [(0, 10), (10, 10), (20, 10), (20, 15), (0, 15)]])
    shapes = np.array([rect(0, 0, 10, 10), rect(10, 0, 10, 10), above, rect(50, 50)])
    told = shared_borders(shapes)
    assert {(row.one, row.other): row.border_m for row in told.itertuples()} == {
        (0, 1): 10, (1, 0): 10, (0, 2): 10, (2, 0): 10, (1, 2): 10, (2, 1): 10,
    }  # fmt: skip


def test_what_hangs_together() -> None:
    assert connected(np.array([0, 3, 5, 2]), np.array([1, 5, 4, 1]), 7).tolist() == [0, 0, 0, 3, 3, 3, 6]
    long = np.arange(999)
    assert set(connected(long, long + 1, 1000)) == {0}


def test_faces_are_joined_by_group() -> None:
    faces = np.array([rect(0, 0, 10, 10), rect(50, 0, 10, 10), rect(10, 0, 10, 10)])
    whole = joined(faces, np.array([1, 0, 1]))
    assert shapely.equals(whole, np.array([rect(50, 0, 10, 10), rect(0, 0, 20, 10)])).all()
    assert len(joined(faces[:0], np.empty(0, int))) == 0


def test_a_vertex_is_set_on_both_sides_of_a_border() -> None:
    shapes = np.array([rect(0, 0, 10, 10), rect(10, 0, 10, 10), rect(50, 0)])
    edge = np.array([[WEST + 10, SOUTH, WEST + 10, SOUTH + 10]] * 2)
    given = with_vertices(shapes, edge, np.array([[WEST + 10, SOUTH + 7], [WEST + 10, SOUTH + 3]]))
    assert shapely.equals(given, shapes).all() and shapely.is_valid(given).all()
    assert shapely.get_num_coordinates(given).tolist() == [7, 7, 5]
    assert shapely.coverage_is_valid(given)


def test_a_cross_of_gaps_is_parted_at_its_junction() -> None:
    lots = np.array([rect(x, y, 49.5, 49.5) for x in (0, 50.5) for y in (0, 50.5)])
    gaps = shapely.difference(rect(0, 0), shapely.union_all(lots))
    parts, of, around = stretches(np.array([gaps]), lots)
    assert shapely.coverage_is_valid(np.concatenate([parts, around])) and set(of) == {0}
    assert shapely.area(parts).sum() == pytest.approx(gaps.area)
    assert (shapely.area(parts) < 50).all(), "each arm is one stretch"
    assert max(shapely.hausdorff_distance(part, part.centroid) for part in parts) < 51


def _off_park() -> object:
    zones = zoning({"geometry": rect(0, 0, 98.8)}, {"geometry": rect(98.8, 0, 101.2), "zone_code": "2010"})
    return found(rect(0, 0, 200), parcels=parcels(("a", rect(0, 0)), ("b", rect(100, 0))), zoning=zones)


def test_what_was_fitted_is_told_of_the_unit_and_summed_for_the_park() -> None:
    units = _off_park().units
    assert sorted(units["fitted_m2"]) == [0, 120]
    strange = units["fitted_m2"] > 0
    for lang, said in (("nb", "120\N{NO-BREAK SPACE}m² av arealenheten er striper smalere enn 2\N{NO-BREAK SPACE}m"),
                       ("en", "120\N{NO-BREAK SPACE}m² of the land unit is strips narrower than 2\N{NO-BREAK SPACE}m")):  # fmt: skip
        assert any(note.startswith(said) for note in explain.notes(units[strange].iloc[0], lang))
        assert not any(said[8:] in note for note in explain.notes(units[~strange].iloc[0], lang))
    asked = inventory(units, gpd.GeoDataFrame())
    assert amounts(asked)["fitted_m2"].tolist() == [120]
    assert amounts(asked.drop(columns="fitted_m2"))["fitted_m2"].tolist() == [0], "snapshots of older methods have no such column"
