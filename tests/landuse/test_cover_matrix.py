"""The change matrix of two land covers: exact on the ground that two grids share, aligned or not."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landuse.measure import crs
from landuse.progress.cover_change import built_to_nature, nature_to_built
from landuse.measure.cover_matrix import UNSEEN, change_matrix_m2
from landuse.measure.zonal import Grid
from parks.raster import read_grid
from tests.squares import EPSG, SOUTH, WEST, rect

_FIXTURES = Path(__file__).parent.parent / "fixtures"
_LV95 = 2056
_INDUSTRY = 3


@pytest.fixture(scope="module")
def corine() -> tuple[Grid, Grid]:
    """CORINE of canton Vaud in 2006 and 2012."""
    return tuple(read_grid(_FIXTURES / f"corine_vaud_{year}.tif", _LV95) for year in (2006, 2012))


def _grid(rows: list[list[int]], left: float = 0.0, top: float | None = None, cell_m: float = 10.0) -> Grid:
    height = len(rows) * cell_m
    return Grid(np.array(rows, dtype=np.uint8), WEST + left, SOUTH + (height if top is None else top), cell_m, 0)


def _regions(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes.values()), index=list(shapes), crs=EPSG)


def _planar(table: pd.Series, regions: gpd.GeoDataFrame) -> pd.Series:
    """The matrix in the plane of the projection, where every answer is arithmetic."""
    factor = crs.areal_factor(regions.geometry).reindex(table.index.get_level_values("region"))
    return table * factor.to_numpy()


def test_cells_of_one_grid() -> None:
    regions = _regions(inside=rect(0, 0, 20, 20))
    table = _planar(change_matrix_m2(regions, _grid([[10, 40], [90, 0]]), _grid([[50, 40], [50, 50]])), regions)
    assert table.to_dict() == pytest.approx(
        {("inside", 10, 50): 100, ("inside", 40, 40): 100, ("inside", 90, 50): 100, ("inside", UNSEEN, 50): 100}
    )


def test_cells_of_two_grids_are_cut_where_they_cross() -> None:
    regions = _regions(inside=rect(0, 0, 20, 10))
    before, after = _grid([[10, 40]]), _grid([[50, 60]], left=-7, cell_m=20)
    table = _planar(change_matrix_m2(regions, before, after), regions)
    assert table.to_dict() == pytest.approx({("inside", 10, 50): 100, ("inside", 40, 50): 30, ("inside", 40, 60): 70})


def test_ground_beside_a_raster_is_unseen_and_not_left_out() -> None:
    regions = _regions(inside=rect(-10, 0, 40, 10), away=rect(500, 500, 10, 10))
    table = _planar(change_matrix_m2(regions, _grid([[10, 10]]), _grid([[10, 50]])), regions)
    assert table["inside"].to_dict() == pytest.approx({(10, 10): 100, (10, 50): 100, (UNSEEN, UNSEEN): 200})
    assert table["away"].to_dict() == pytest.approx({(UNSEEN, UNSEEN): 100})


def test_nature_lost_and_nature_back_are_two_figures() -> None:
    regions = _regions(inside=rect(0, 0, 20, 10))
    table = change_matrix_m2(regions, _grid([[10, 50]]), _grid([[50, 30]]))
    lost, back = nature_to_built(table, regions.index), built_to_nature(table, regions.index)
    assert lost.loc["inside"].round(1).to_dict() == {"farmland": 0, "forest": pytest.approx(100, abs=0.2), "bog": 0, "other_nature": 0}
    assert back.loc["inside", "other_nature"] == pytest.approx(100, abs=0.2) and back.sum(axis=None) < 101


def test_the_same_ground_twice_has_no_change_however_large_the_perimeter_is() -> None:
    """What a larger perimeter takes in is not what was built."""
    cover = _grid([[10, 50, 40, 90]])
    for outline in (rect(0, 0, 10, 10), rect(0, 0, 40, 10)):
        table = change_matrix_m2(_regions(inside=outline), cover, cover)
        assert nature_to_built(table, pd.Index(["inside"])).sum(axis=None) == 0


_CODES = st.lists(st.lists(st.sampled_from([0, 10, 40, 50]), min_size=3, max_size=3), min_size=3, max_size=3)


@given(_CODES, _CODES, st.floats(-15, 15), st.floats(15, 45), st.floats(4, 17))
def test_the_matrix_sums_to_the_region_and_agrees_with_boxes(was: list, became: list, left: float, top: float, cell_m: float) -> None:
    region = shapely.Polygon([(WEST + 2, SOUTH + 1), (WEST + 33, SOUTH + 4), (WEST + 21, SOUTH + 33)])
    regions = _regions(inside=region)
    before, after = _grid(was), _grid(became, left, top, cell_m)
    table = _planar(change_matrix_m2(regions, before, after), regions)["inside"]
    assert table.sum() == pytest.approx(region.area, rel=1e-9)
    expected = _by_boxes(before, after, region)
    both = table.index.union(expected.index)
    assert table.reindex(both, fill_value=0.0).to_numpy() == pytest.approx(expected.reindex(both, fill_value=0.0).to_numpy(), abs=1e-6)


def test_corine_counts_are_those_of_the_files(corine: tuple[Grid, Grid]) -> None:
    assert [int((grid.classes == _INDUSTRY).sum()) for grid in corine] == [634, 640]


def test_the_whole_of_two_grids_that_are_not_aligned(corine: tuple[Grid, Grid]) -> None:
    """Rows and columns of the matrix are each raster's own areas, cut to the ground that both cover."""
    before, after = corine
    shared = _extent(before).intersection(_extent(after))
    regions = gpd.GeoDataFrame(geometry=[shared], index=["shared"], crs=_LV95)
    table = _planar(change_matrix_m2(regions, before, after), regions)["shared"]
    assert table.sum() == pytest.approx(shared.area, rel=1e-12)
    for grid, side in ((before, "before"), (after, "after")):
        own = _areas_in(grid, shared)
        found = table.groupby(level=side).sum()
        assert found.reindex(own.index).to_numpy() == pytest.approx(own.to_numpy(), rel=1e-9)
    industry = [table.xs(_INDUSTRY, level=side).sum() / 10_000 for side in ("before", "after")]
    assert industry == pytest.approx([634 * before.cell_m**2 / 1e4, 640 * after.cell_m**2 / 1e4], rel=1e-9)  # none lies on the edge


def test_every_entry_on_a_part_of_them_agrees_with_boxes(corine: tuple[Grid, Grid]) -> None:
    before, after = corine
    part = shapely.box(2_531_000.3, 1_150_500.7, 2_539_000.9, 1_157_000.1)
    regions = gpd.GeoDataFrame(geometry=[part], index=["part"], crs=_LV95)
    table = _planar(change_matrix_m2(regions, before, after), regions)["part"]
    expected = _by_boxes(before, after, part)
    assert len(expected) > 30 and (expected.index.get_level_values(0) != expected.index.get_level_values(1)).sum() > 20
    assert table.reindex(expected.index).to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-3)
    assert set(table.index) == set(expected.index)


def _extent(grid: Grid) -> shapely.Polygon:
    height, width = grid.classes.shape
    return shapely.box(grid.left, grid.top - height * grid.cell_m, grid.left + width * grid.cell_m, grid.top)


def _areas_in(grid: Grid, window: shapely.Polygon) -> pd.Series:
    """Area of each class in a window, from the lengths of the cells along each axis."""
    west, south, east, north = window.bounds
    height, width = grid.classes.shape
    x = np.clip(grid.left + np.arange(width + 1) * grid.cell_m, west, east)
    y = np.clip(grid.top - np.arange(height + 1) * grid.cell_m, south, north)
    each = -np.diff(y)[:, None] * np.diff(x)[None, :]
    codes = np.where(grid.classes == grid.nodata, UNSEEN, grid.classes.astype(int))
    return pd.Series(each.ravel()).groupby(codes.ravel()).sum()


def _by_boxes(before: Grid, after: Grid, region: shapely.Polygon) -> pd.Series:
    """The same matrix another way: every cell a polygon, every pair intersected by GEOS."""
    first, second = (_boxes(grid, region) for grid in (before, after))
    tree = shapely.STRtree(second["cell"].to_numpy())
    i, j = tree.query(first["cell"].to_numpy(), predicate="intersects")
    shared = shapely.intersection(first["cell"].to_numpy()[i], second["cell"].to_numpy()[j])
    pairs = pd.DataFrame({"before": first["code"].to_numpy()[i], "after": second["code"].to_numpy()[j], "m2": shapely.area(shared)})
    told = pairs[pairs["m2"] > 1e-7].groupby(["before", "after"])["m2"].sum()
    rest = region.area - told.sum()
    if rest > 1e-6:
        told = told.add(pd.Series({(UNSEEN, UNSEEN): rest}).rename_axis(["before", "after"]), fill_value=0.0)
    return told


def _boxes(grid: Grid, region: shapely.Polygon) -> pd.DataFrame:
    height, width = grid.classes.shape
    x, y = np.meshgrid(grid.left + np.arange(width) * grid.cell_m, grid.top - np.arange(height) * grid.cell_m)
    cells = shapely.box(x, y - grid.cell_m, x + grid.cell_m, y).ravel()
    codes = grid.classes.ravel().astype(int)
    table = pd.DataFrame({"cell": cells, "code": np.where(codes == grid.nodata, UNSEEN, codes)})
    near = table[shapely.intersects(table["cell"].to_numpy(), region)]
    return near.assign(cell=shapely.intersection(near["cell"].to_numpy(), region))
