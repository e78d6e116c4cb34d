"""Land units followed by the ground they share: same, split, merged, re-measured, renumbered, gone, new."""

import geopandas as gpd
import pytest

from landuse.units.lineage import lineage
from tests.squares import EPSG, rect


def _units(**shapes: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, crs=EPSG))


def _changes(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> set[tuple]:
    rows = lineage(before, after).astype(object)
    return {tuple(None if value != value else value for value in row) for row in rows[["before_id", "after_id", "change"]].to_numpy()}


def test_untouched() -> None:
    squares = _units(a=rect(0, 0), b=rect(100, 0))
    assert _changes(squares, squares) == {("a", "a", "same"), ("b", "b", "same")}


def test_split_in_two_and_in_unequal_parts() -> None:
    assert _changes(_units(a=rect(0, 0)), _units(b=rect(0, 0, 50), c=rect(50, 0, 50))) == {("a", "b", "split"), ("a", "c", "split")}
    assert _changes(_units(a=rect(0, 0)), _units(a=rect(0, 0, 90), c=rect(90, 0, 10))) == {("a", "a", "split"), ("a", "c", "split")}


def test_merged_also_where_one_keeps_its_id() -> None:
    before = _units(a=rect(0, 0, 70), b=rect(70, 0, 30))
    assert _changes(before, _units(c=rect(0, 0))) == {("a", "c", "merged"), ("b", "c", "merged")}
    assert _changes(before, _units(a=rect(0, 0))) == {("a", "a", "merged"), ("b", "a", "merged")}


def test_remeasured_is_the_same_id_with_another_outline() -> None:
    assert _changes(_units(a=rect(0, 0)), _units(a=rect(0, 0, 105))) == {("a", "a", "remeasured")}


def test_renumbered_is_the_same_ground_with_another_id() -> None:
    assert _changes(_units(a=rect(0, 0)), _units(b=rect(0, 0))) == {("a", "b", "renumbered")}


def test_ids_that_change_places_are_told_by_ground() -> None:
    before, after = _units(a=rect(0, 0), b=rect(100, 0)), _units(b=rect(0, 0), a=rect(100, 0))
    assert _changes(before, after) == {("a", "b", "renumbered"), ("b", "a", "renumbered")}


def test_gone_and_new() -> None:
    assert _changes(_units(a=rect(0, 0)), _units(b=rect(300, 0))) == {("a", None, "gone"), (None, "b", "new")}
    assert _changes(_units(a=rect(0, 0)), _units()) == {("a", None, "gone")}
    assert _changes(_units(), _units(b=rect(0, 0))) == {(None, "b", "new")}


def test_neighbours_that_only_touch_are_not_related() -> None:
    assert _changes(_units(a=rect(0, 0)), _units(a=rect(100, 0))) == {("a", None, "gone"), (None, "a", "new")}


def test_a_sliver_of_under_a_percent_does_not_make_a_split() -> None:
    changes = _changes(_units(a=rect(0, 0)), _units(a=rect(0, 0, 99.5), s=rect(99.5, 0, 0.5)))
    assert changes == {("a", "a", "remeasured"), (None, "s", "new")}


@pytest.mark.parametrize("shift_m", [49.0, 51.0])
def test_half_both_ways_is_the_limit(shift_m: float) -> None:
    change = _changes(_units(a=rect(0, 0)), _units(a=rect(shift_m, 0)))
    assert change == ({("a", "a", "remeasured")} if shift_m < 50 else {("a", None, "gone"), (None, "a", "new")})


def test_overlap_is_said_in_m2() -> None:
    assert lineage(_units(a=rect(0, 0)), _units(a=rect(40, 0)))["overlap_m2"].tolist() == pytest.approx([6000])
