"""Areas of a layer on units: half is half, swapping changes nothing, and what cannot be measured is named."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landuse.measure.flatten import flatten
from landuse.measure.overlap import overlap_areas
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.squares import EPSG, rect


def _frame(shapes: dict, epsg: int | None = EPSG, **columns: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, index=list(shapes), geometry=list(shapes.values()), crs=epsg)


_FOUR = _frame({name: rect(100 * i, 0) for i, name in enumerate("abcd")})


def test_half_is_half() -> None:
    layer = _frame({0: rect(0, 0, 50), 1: rect(150, 0, 100)}, code=["x", "y"])
    found = overlap_areas(_FOUR, layer, "code")["overlap_m2"]
    assert found.to_dict() == pytest.approx({("a", "x"): 5000, ("b", "y"): 5000, ("c", "y"): 5000})


def test_without_a_column_the_whole_layer_is_summed() -> None:
    layer = _frame({0: rect(0, 0, 50), 1: rect(50, 0, 10)})
    assert overlap_areas(_FOUR, layer)["overlap_m2"].to_dict() == pytest.approx({("a", ""): 6000})


def test_holes_and_multipolygons() -> None:
    ring = rect(0, 0).difference(rect(25, 25, 50, 50))
    parts = shapely.MultiPolygon([rect(0, 0, 10), rect(90, 0, 20)])
    layer = _frame({0: ring, 1: parts}, code=["ring", "parts"])
    found = overlap_areas(_FOUR, layer, "code")["overlap_m2"].to_dict()
    assert found == pytest.approx({("a", "ring"): 7500, ("a", "parts"): 2000, ("b", "parts"): 1000})


def test_neighbours_that_touch_share_nothing() -> None:
    assert overlap_areas(_FOUR, _frame({0: rect(400, 0)})).empty
    assert overlap_areas(_FOUR, _frame({})).empty


def test_rows_that_overlap_count_twice_until_they_are_flattened() -> None:
    layer = _frame({0: rect(0, 0, 75), 1: rect(0, 0, 25)}, name=["first", "second"])
    assert overlap_areas(_FOUR, layer)["overlap_m2"].sum() == pytest.approx(10_000)
    assert overlap_areas(_FOUR, flatten(layer, "name")[0])["overlap_m2"].sum() == pytest.approx(7_500)


_BOWTIE = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [(None, "empty"), (shapely.Polygon(), "empty"), (shapely.LineString([(0, 0), (1, 1)]), "no_polygon"), (_BOWTIE, "invalid")],
)
def test_what_cannot_be_measured_is_refused_by_name(bad: object, reason: str) -> None:
    for units, layer in ((_FOUR, _frame({"ok": rect(0, 0), "bad": bad})), (_frame({"ok": rect(0, 0), "bad": bad}), _FOUR)):
        with pytest.raises(LanduseError) as refused:
            overlap_areas(units, layer)
        said = refused.value.values
        assert (refused.value.code, said["row"], said["reason"]) == ("geometry_refused", "bad", f"fault.{reason}")
        for lang in messages.LANGS:
            assert "bad" in refused.value.text(lang) and messages.text(lang, f"fault.{reason}") in refused.value.text(lang)


@pytest.mark.parametrize(("epsg", "code"), [(None, "crs_missing"), (4326, "crs_not_projected"), (25833, "crs_differ")])
def test_frames_without_one_projected_crs_are_refused(epsg: int | None, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        overlap_areas(_FOUR, _frame({0: rect(0, 0)}, epsg))
    assert refused.value.code == code


_BOXES = st.lists(
    st.tuples(st.floats(-50, 350), st.floats(-50, 90), st.floats(1, 200), st.floats(1, 90)).map(lambda box: rect(*box)),
    min_size=1,
    max_size=6,
)


@given(_BOXES)
def test_swapping_changes_nothing(boxes: list) -> None:
    layer = _frame(dict(enumerate(boxes)), code=[str(i) for i in range(len(boxes))])
    there = overlap_areas(_FOUR, layer, "code")["overlap_m2"]
    back = overlap_areas(layer.set_index("code"), _FOUR.assign(name=_FOUR.index), "name")["overlap_m2"]
    assert {(unit, code): area for (code, unit), area in back.items()} == pytest.approx(there.to_dict(), rel=1e-9, abs=1e-6)


@given(_BOXES, st.sampled_from([(0, 0), (400_000, 6_500_000), (-200_000, 7_800_000)]))
def test_large_northings_cost_no_digits(boxes: list, place: tuple) -> None:
    def area(x: float, y: float) -> float:
        moved = [shapely.affinity.translate(box, x, y) for box in boxes]
        units = _FOUR.set_geometry(_FOUR.translate(x, y))
        return overlap_areas(units, _frame(dict(enumerate(moved))))["overlap_m2"].sum()

    x0, y0 = 619_800.0, 7_075_800.0
    assert area(*place) == pytest.approx(area(-x0, -y0), rel=1e-9, abs=1e-4)


@given(_BOXES)
def test_flatten_covers_the_same_ground_once(boxes: list) -> None:
    layer = _frame(dict(enumerate(boxes)), name=[str(i) for i in range(len(boxes))])
    flat, overlaps = flatten(layer, "name")
    assert flat.area.sum() == pytest.approx(layer.union_all().area, rel=1e-9)
    assert flat.geometry.iloc[0].equals(boxes[0])
    assert set(shapely.get_type_id(flat.geometry.to_numpy())) <= {3, 6}
    assert (overlaps["overlap_m2"] > 0).all()


def test_flatten_says_who_lost_what() -> None:
    layer = _frame({0: rect(0, 0), 1: rect(50, 0), 2: rect(60, 0, 10)}, name=["new", "old", "older"])
    flat, overlaps = flatten(layer, "name")
    assert flat["name"].tolist() == ["new", "old"]
    said = {(row.winner, row.loser): row.overlap_m2 for row in overlaps.itertuples()}
    assert said[("new", "old")] == pytest.approx(5000)
    assert said[("new", "older")] == pytest.approx(1000)


def test_flatten_leaves_a_clean_layer_alone() -> None:
    layer = _FOUR.assign(name=_FOUR.index)
    flat, overlaps = flatten(layer, "name")
    assert overlaps.empty
    assert shapely.equals_exact(flat.geometry.to_numpy(), layer.geometry.to_numpy()).all()
    assert flatten(layer.iloc[:0], "name")[0].empty
    pd.testing.assert_index_equal(flat.index, layer.index)
    assert np.array_equal(flat["name"], layer["name"])
