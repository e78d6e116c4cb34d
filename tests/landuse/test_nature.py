"""Nature on units sums to the unit in whole m²; what two land covers say became built."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.measure.cover_matrix import change_matrix_m2
from landuse.measure.zonal import Grid
from landuse.progress import nature
from landuse.progress.cover_change import nature_to_built
from landuse.units import schema
from landuse.words import codelists
from tests.squares import EPSG, SOUTH, WEST, land_resource, rect

_COLUMNS = [schema.nature_column(kind) for kind in schema.NATURE_KINDS]


def _units(areas: list[int] | None = None) -> gpd.GeoDataFrame:
    shapes = [rect(100 * i, 0) for i in range(4)]
    return gpd.GeoDataFrame({"area_m2": areas or [10_000] * 4}, geometry=shapes, crs=EPSG, index=list("abcd"))


def test_each_kind_and_the_blank() -> None:
    resource = land_resource(("21", rect(0, 0, 50)), ("30", rect(50, 0, 50)), ("60", rect(100, 0, 25)), ("12", rect(200, 0)))
    table = nature.nature_m2(_units(), resource)
    assert table.loc["a", ["nature_farmland_m2", "nature_forest_m2"]].tolist() == [5000, 5000]
    assert table.loc["b", ["nature_bog_m2", "nature_not_mapped_m2"]].tolist() == [2500, 7500]
    assert table.loc["c", "nature_grey_m2"] == 10_000
    assert table.loc["d", "nature_not_mapped_m2"] == 10_000


@pytest.mark.parametrize("code", codelists.table("ar5_arealtype").index)
def test_every_ar5_code_has_a_kind(code: str) -> None:
    kind = nature.kind_of(land_resource((code, rect(0, 0)))).iloc[0]
    assert kind in schema.NATURE_KINDS
    assert (kind == "not_mapped") == (code == "99")


def test_constructed_ground_is_grey_before_anything_else() -> None:
    assert nature.kind_of(land_resource(("30", rect(0, 0), "46"), ("50", rect(0, 0), "46"))).tolist() == ["grey", "grey"]


def test_an_unknown_code_is_not_mapped() -> None:
    assert nature.kind_of(land_resource(("77", rect(0, 0)), (None, rect(0, 0)))).tolist() == ["not_mapped", "not_mapped"]


def test_no_land_resource_at_all() -> None:
    assert nature.nature_m2(_units(), land_resource())["nature_not_mapped_m2"].tolist() == [10_000] * 4


_PATCH = st.tuples(st.floats(-20, 380), st.floats(-20, 90), st.floats(0.1, 150), st.floats(0.1, 90))


@given(
    st.lists(st.tuples(st.sampled_from(["11", "21", "30", "50", "60", "81", "99"]), _PATCH), max_size=6),
    st.lists(st.integers(0, 20_000), min_size=4, max_size=4),
)
def test_nature_sums_to_the_unit_exactly(patches: list, areas: list[int]) -> None:
    from landuse.measure.flatten import flatten

    resource = land_resource(*[(code, rect(*box)) for code, box in patches])
    flat, _ = flatten(resource.assign(row=[str(i) for i in range(len(resource))]), "row")
    table = nature.nature_m2(_units(areas), flat)
    assert list(table.columns) == _COLUMNS and list(table.index) == list("abcd")
    assert table.sum(axis=1).tolist() == areas
    assert (table >= 0).all(axis=None) and (table.dtypes == "int64").all()


def _grids(before: list[list[int]], after: list[list[int]], **more: object) -> tuple[Grid, Grid]:
    return tuple(Grid(np.array(rows, dtype=np.uint8), WEST, SOUTH + 10.0 * len(rows), 10.0, 0) for rows in (before, after))


_REGION = gpd.GeoDataFrame(geometry=[rect(0, 0, 20, 20), rect(20, 0, 20, 20)], index=["inside", "ring"], crs=EPSG)


def _built_since_m2(regions: gpd.GeoDataFrame, before: Grid, after: Grid) -> pd.DataFrame:
    return nature_to_built(change_matrix_m2(regions, before, after), regions.index)


def test_nature_that_became_built_by_kind_and_region() -> None:
    before = [[10, 40, 50, 10], [90, 30, 80, 0]]
    after = [[50, 50, 50, 10], [50, 50, 50, 50]]
    table = _built_since_m2(_REGION, *_grids(before, after))
    assert table.loc["inside"].to_dict() == pytest.approx({"farmland": 100, "forest": 100, "bog": 100, "other_nature": 100}, rel=2e-3)
    assert table.loc["ring"].tolist() == [0, 0, 0, 0]  # grey stays grey, water is no nature kind here, nodata says nothing


def test_built_ground_that_became_nature_is_not_counted_against_it() -> None:
    assert _built_since_m2(_REGION, *_grids([[50] * 4] * 2, [[10] * 4] * 2)).sum(axis=None) == 0


def test_nothing_known_nothing_built() -> None:
    table = _built_since_m2(_REGION, *_grids([[0] * 4] * 2, [[50] * 4] * 2))
    assert table.sum(axis=None) == 0 and list(table.index) == ["inside", "ring"]


def test_half_a_cell_counts_half() -> None:
    region = gpd.GeoDataFrame(geometry=[rect(0, 0, 5, 10)], index=["inside"], crs=EPSG)
    table = _built_since_m2(region, *_grids([[10] * 4] * 2, [[50] * 4] * 2))
    assert table.loc["inside", "forest"] == pytest.approx(50, rel=2e-3)


def test_two_rasters_on_different_grids_are_read_by_the_ground_they_share() -> None:
    before, after = _grids([[10] * 4] * 2, [[50] * 4] * 2)
    moved = Grid(after.classes, after.left + 5, after.top, 10.0, 0)
    smaller = Grid(after.classes[:1], after.left, after.top, 10.0, 0)
    assert _built_since_m2(_REGION, before, moved).loc["inside", "forest"] == pytest.approx(15 * 20, rel=2e-3)
    assert _built_since_m2(_REGION, before, smaller).loc["inside", "forest"] == pytest.approx(20 * 10, rel=2e-3)


def test_columns_are_sums_of_row_parts() -> None:
    parts = pd.DataFrame([[0.5, 0.5, 1.0], [1 / 3, 1 / 3, 1 / 3]])
    whole = schema.whole_rows(parts, pd.Series([2, 1]))
    assert whole.sum(axis=1).tolist() == [2, 1]
