"""What a footprint takes: the kinds sum to it, splitting and moving it behave, and each number is arithmetic on squares."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.measure import crs
from landuse.measure.apportion import whole_parts, whole_tree
from landuse.progress import nature
from landuse.progress.ground_kinds import detail_of, group_of, kinds
from landuse.units.schema import GREENFIELD_KINDS, NATURE_KINDS
from landuse.vacant_first import taken
from landuse.words import codelists
from tests.squares import EPSG, frame, land_resource, rect


def _parts(*shapes: shapely.Geometry, of: str = taken.FOOTPRINT, how: str = "nedbygd") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"of": of, "line": -1, "how": how}, geometry=list(shapes), index=range(len(shapes)), crs=EPSG)


def _ground() -> gpd.GeoDataFrame:
    """Four squares: fully cultivated land, forest of high productivity, bog, built-up; nothing mapped beyond 400 m."""
    rows = [
        {"ar5_arealtype": "21", "ar5_skogbonitet": "98", "ar5_grunnforhold": "44", "geometry": rect(0, 0)},
        {"ar5_arealtype": "30", "ar5_skogbonitet": "14", "ar5_treslag": "31", "ar5_grunnforhold": "44", "geometry": rect(100, 0)},
        {"ar5_arealtype": "60", "ar5_skogbonitet": "11", "ar5_grunnforhold": "45", "geometry": rect(200, 0)},
        {"ar5_arealtype": "11", "geometry": rect(300, 0)},
    ]
    return frame("land_resource", rows)


def _rows(shape: shapely.Geometry, perimeter: shapely.Geometry | None = None, ground: gpd.GeoDataFrame | None = None) -> pd.DataFrame:
    return pd.DataFrame(taken.whole_rows(taken.cut_ground(_parts(shape), _ground() if ground is None else ground, perimeter)))


def _by_kind(shape: shapely.Geometry) -> dict[str, int]:
    return _rows(shape).groupby("kind")["m2"].sum().to_dict()


def _true_m2(shape: shapely.Geometry) -> float:
    return float(crs.area_m2(gpd.GeoSeries([shape], crs=EPSG)).iloc[0])


def _greenfield_m2(shape: shapely.Geometry) -> float:
    pieces = taken.cut_ground(_parts(shape), _ground(), None)
    return float(pieces.loc[pieces["group"].isin(GREENFIELD_KINDS), "area_m2"].sum())


def test_half_of_each_square_is_half_of_each_kind() -> None:
    found = _by_kind(rect(0, 0, 500, 50))
    assert list(found) == sorted(["farmland_full", "forest_high", "bog", "grey", "not_mapped"])
    assert all(area == pytest.approx(5000, abs=5) for area in found.values())  # true m² differ from planar by 0.05 % here
    assert sum(found.values()) == round(_true_m2(rect(0, 0, 500, 50)))


def test_inside_and_outside_the_perimeter_are_told_apart() -> None:
    rows = _rows(rect(0, 0, 100, 100), perimeter=rect(0, 0, 25, 100))
    sides = rows.groupby("where")["m2"].sum()
    assert sides["inside"] == pytest.approx(2500, abs=3) and sides["outside"] == pytest.approx(7500, abs=5)


def test_no_land_resource_is_not_mapped_and_a_broken_one_failed() -> None:
    for failed, status in ((False, "NOT_MAPPED"), (True, "FAILED")):
        rows = taken.whole_rows(taken.cut_ground(_parts(rect(0, 0)), None, None, failed))
        assert [(row["kind"], row["status"]) for row in rows] == [("not_mapped", status)]


def test_ground_that_two_polygons_claim_counts_once_and_is_the_newest() -> None:
    twice = pd.concat([_ground().iloc[[0]].assign(valid_from=pd.Timestamp("2010-01-01")), frame("land_resource", [
        {"ar5_arealtype": "12", "valid_from": "2020-01-01", "geometry": rect(0, 0, 50, 100)}])], ignore_index=True)  # fmt: skip
    found = _rows(rect(0, 0), ground=twice).groupby("kind")["m2"].sum()
    assert found["grey"] == pytest.approx(5000, abs=5) and found["farmland_full"] == pytest.approx(5000, abs=5)


def test_constructed_ground_is_grey_whatever_grows_on_it() -> None:
    assert _rows(rect(0, 0), ground=land_resource(("30", rect(0, 0), "46")))["kind"].tolist() == ["grey"]


def test_every_code_of_the_lists_has_a_kind_of_the_same_group_as_the_account_of_nature() -> None:
    productivity = [*codelists.table("ar5_skogbonitet").index, None]
    rows = [
        {"ar5_arealtype": kind, "ar5_skogbonitet": grown, "ar5_grunnforhold": ground, "geometry": rect(0, 0)}
        for kind in [*codelists.table("ar5_arealtype").index, "77"]
        for grown in productivity
        for ground in ("44", "46", None)
    ]
    polygons = frame("land_resource", rows)
    assert [group_of(kind) for kind in detail_of(polygons)] == nature.kind_of(polygons).tolist()
    assert {group_of(kind) for kind in kinds()} == set(NATURE_KINDS)


_X = st.floats(-150, 450, allow_nan=False)
_WIDTH = st.floats(5, 300, allow_nan=False)


@settings(max_examples=30)
@given(_X, st.floats(-50, 90), _WIDTH, _WIDTH)
def test_the_kinds_sum_to_the_footprint(x: float, y: float, width: float, height: float) -> None:
    shape = rect(x, y, width, height)
    rows = _rows(shape, perimeter=rect(50, 50, 200, 200))
    assert rows["m2"].sum() == pytest.approx(_true_m2(shape), abs=0.51)
    assert sum(row["m2"] for row in taken.as_taken(rows.to_dict("records"))) == rows["m2"].sum()


@settings(max_examples=30)
@given(_X, st.floats(-50, 90), _WIDTH, _WIDTH, st.floats(0.1, 0.9))
def test_splitting_a_footprint_sums_to_the_whole(x: float, y: float, width: float, height: float, share: float) -> None:
    """Before rounding to whole m², kind by kind, to the mm²."""
    left, right = rect(x, y, width * share, height), rect(x + width * share, y, width * (1 - share), height)
    whole, both = (
        taken.cut_ground(_parts(*shapes), _ground(), rect(50, 50, 200, 200)).groupby(["kind", "where"])["area_m2"].sum()
        for shapes in ((rect(x, y, width, height),), (left, right))
    )
    crumbs_m2 = 0.1  # a piece under 1 dm² is rounding and left out
    assert (whole.sub(both, fill_value=0.0).abs() < crumbs_m2).all()


@settings(max_examples=30)
@given(st.floats(0, 200), st.floats(0, 100), st.floats(0, 300))
def test_moving_a_footprint_off_nature_never_raises_the_figure(x: float, step: float, further: float) -> None:
    """East of the bog lies built ground and then nothing mapped: each step east leaves nature, and takes none."""
    near, far = (rect(max(x, 200) + moved, 0, 80, 100) for moved in (step, step + further))
    assert _greenfield_m2(far) <= _greenfield_m2(near) + 1e-6


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=12), st.integers(0, 10**7))
def test_whole_parts_sum_exactly(parts: list[float], total: int) -> None:
    shares = whole_parts(parts, total)
    assert sum(shares) == total and min(shares) >= 0


@settings(max_examples=50)
@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("cde"), st.integers(0, 3)), st.floats(0.01, 1e5), min_size=1))
def test_every_sum_of_a_tree_is_within_one_of_what_it_was(parts: dict) -> None:
    total = round(sum(parts.values()))
    shared = whole_tree(parts, total)
    assert sum(shared.values()) == total and list(shared) == list(parts)
    scale = total / sum(parts.values())
    for first in "ab":
        exact = scale * sum(part for key, part in parts.items() if key[0] == first)
        assert abs(sum(share for key, share in shared.items() if key[0] == first) - exact) <= 1 + 1e-6
