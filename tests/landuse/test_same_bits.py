"""What is found on a unit is the same to the last bit whatever else is in the frames: tiles and machines rely on it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landuse.measure.overlap import overlap_areas
from landuse.measure.zonal import Grid, class_areas

_EPSG = 25833
_X, _Y = 600_000.3, 7_000_000.7


def _blobs(count: int, seed: int, radius_m: float) -> gpd.GeoDataFrame:
    """Star-shaped polygons of 24 corners strewn over 3 km, so that many rows lie on each unit."""
    chance = np.random.default_rng(seed)
    middle = np.array([_X, _Y]) + chance.uniform(0, 3000, (count, 1, 2))
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)[None, :]
    reach = radius_m * chance.uniform(0.4, 1.0, (count, 24))
    rings = middle + np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=2)
    names = [f"{seed}-{number:04}" for number in range(count)]
    codes = chance.integers(10, 13, count).astype(str)
    return gpd.GeoDataFrame({"code": codes}, index=names, geometry=shapely.polygons(rings), crs=_EPSG)


_UNITS = _blobs(300, 1, 120.0)
_LAYER = _blobs(500, 2, 180.0)
_WHOLE = overlap_areas(_UNITS, _LAYER, "code")


def _same_bits(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found.sort_index(), expected.sort_index(), check_exact=True)


def test_there_is_much_to_sum() -> None:
    assert len(_WHOLE) > 700


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_some_units_alone_get_the_same_sums(share: float) -> None:
    some = _UNITS.sample(frac=share, random_state=3)
    _same_bits(overlap_areas(some, _LAYER, "code"), _WHOLE[_WHOLE.index.get_level_values(0).isin(some.index)])


def test_far_rows_and_the_order_of_rows_change_no_bit() -> None:
    west = _UNITS[_UNITS.bounds["maxx"] < _X + 1000]
    near = _LAYER[_LAYER.bounds["minx"] < _X + 1000].sample(frac=1.0, random_state=4)
    assert 20 < len(west) < 200 and len(near) < 300
    _same_bits(overlap_areas(west, near, "code"), _WHOLE[_WHOLE.index.get_level_values(0).isin(west.index)])


def _grid() -> Grid:
    classes = np.random.default_rng(5).integers(0, 5, (330, 330)).astype(np.uint8)
    return Grid(classes, _X - 100.1, _Y + 3100.2, 10.0, 0)


def test_a_window_of_a_raster_gives_the_same_bits_as_the_whole() -> None:
    whole = _grid()
    north_east = _UNITS[(_UNITS.bounds["minx"] > _X + 1500) & (_UNITS.bounds["miny"] > _Y + 1500)]
    assert len(north_east) > 30
    window = Grid(whole.classes[:170, 150:], whole.left, whole.top, whole.cell_m, whole.nodata, first_row=0, first_col=150)
    _same_bits(class_areas(north_east, window), class_areas(north_east, whole))


def test_a_window_holds_only_its_own_cells() -> None:
    whole = _grid()
    window = Grid(whole.classes[100:200, 100:200], whole.left, whole.top, whole.cell_m, whole.nodata, first_row=100, first_col=100)
    square = shapely.box(whole.left + 990, whole.top - 1010, whole.left + 1010, whole.top - 990)
    found = class_areas(gpd.GeoDataFrame(index=["a"], geometry=[square], crs=_EPSG), window)["overlap_m2"]
    cell = int(whole.classes[100, 100])
    assert found.to_dict() == ({("a", cell): pytest.approx(100.0)} if cell else {})
