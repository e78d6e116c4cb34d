"""True areas: against the ellipsoid, in every work CRS, and whole numbers that sum."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landuse.measure import crs
from landuse.words.errors import LanduseError

_PLACES = {  # lon, lat, the work CRS there
    "mongstad": (5.031, 60.810, 25832),
    "heroya": (9.641, 59.1125, 25832),
    "verdal": (11.440, 63.790, 25832),
    "skogmo": (12.0, 64.50, 25832),
    "mo": (14.167, 66.316, 25833),
    "tromso": (18.95, 69.65, 25833),
    "alta": (23.27, 69.97, 25835),
    "vardo": (31.10, 70.37, 25835),
}
_GEOD = pyproj.Geod(ellps="GRS80")


def _corner(lon: float, lat: float, epsg: int) -> tuple[float, float]:
    return pyproj.Transformer.from_crs(4258, epsg, always_xy=True).transform(lon, lat)


def _geodesic_m2(shape: shapely.Polygon, epsg: int) -> float:
    """By GeographicLib alone, on edges short enough that the straight line is the geodesic."""
    fine = shapely.segmentize(shape, 20.0)
    lon, lat = pyproj.Transformer.from_crs(epsg, 4258, always_xy=True).transform(*shapely.get_coordinates(fine).T)
    return abs(_GEOD.polygon_area_perimeter(lon, lat)[0])


def _series(shapes: list, epsg: int | None) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapes, crs=epsg)


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize(("width", "height"), [(10, 10), (100, 100), (2236, 2236), (400, 4000)])
def test_area_is_the_geodesic_one_up_to_5_km2(place: str, width: float, height: float) -> None:
    lon, lat, epsg = _PLACES[place]
    x, y = _corner(lon, lat, epsg)
    shape = shapely.box(x, y, x + width, y + height)
    assert crs.area_m2(_series([shape], epsg)).iloc[0] == pytest.approx(_geodesic_m2(shape, epsg), rel=1e-6)


def test_area_over_5_km2_is_geodesic() -> None:
    x, y = _corner(*_PLACES["mongstad"])
    shape = shapely.box(x, y, x + 30_000, y + 5_000)
    assert crs.area_m2(_series([shape], 25832)).iloc[0] == pytest.approx(_geodesic_m2(shape, 25832), rel=1e-6)


@pytest.mark.parametrize(("place", "too_large_pct"), [("mongstad", 0.64), ("vardo", 0.80)])
def test_plain_area_in_zone_33_is_too_large(place: str, too_large_pct: float) -> None:
    x, y = _corner(*_PLACES[place][:2], 25833)
    outlines = _series([shapely.box(x, y, x + 1000, y + 1000)], 25833)
    assert 100 * (outlines.area.iloc[0] / crs.area_m2(outlines).iloc[0] - 1) == pytest.approx(too_large_pct, abs=0.01)


def test_area_is_the_same_in_every_crs() -> None:
    x, y = _corner(*_PLACES["verdal"])
    outlines = _series([shapely.segmentize(shapely.box(x, y, x + 500, y + 500), 10)], 25832)
    areas = [crs.area_m2(outlines.to_crs(epsg)).iloc[0] for epsg in (25832, 25833, 25835, 4258, 4326, 3857)]
    assert areas == pytest.approx([areas[0]] * len(areas), rel=1e-6)


def test_a_hole_is_not_area() -> None:
    x, y = _corner(*_PLACES["verdal"])
    ring = shapely.box(x, y, x + 100, y + 100).difference(shapely.box(x + 25, y + 25, x + 75, y + 75))
    in_degrees = crs.area_m2(_series([ring], 25832).to_crs(4326)).iloc[0]
    assert crs.area_m2(_series([ring], 25832)).iloc[0] == pytest.approx(7500 * 1.0005, rel=2e-4)
    assert in_degrees == pytest.approx(crs.area_m2(_series([ring], 25832)).iloc[0], rel=1e-6)


def test_area_keeps_the_index_and_takes_nothing() -> None:
    x, y = _corner(*_PLACES["verdal"])
    outlines = gpd.GeoSeries([shapely.box(x, y, x + 1, y + 1)], index=["a"], crs=25832)
    assert list(crs.area_m2(outlines).index) == ["a"]
    assert crs.area_m2(_series([], 25832)).empty
    assert crs.areal_factor(_series([], 25832)).empty


@pytest.mark.parametrize("epsg", [25832, 4326, 3857])
def test_an_empty_shape_among_others_has_no_area_and_changes_none(epsg: int) -> None:
    """As where two areas share nothing."""
    x, y = _corner(*_PLACES["verdal"])
    whole = _series([shapely.box(x, y, x + 100, y + 100)], 25832).to_crs(epsg)
    among = _series([shapely.Polygon(), whole.iloc[0], shapely.MultiPolygon(), shapely.Polygon()], epsg)
    assert crs.area_m2(among).tolist() == [0, crs.area_m2(whole).iloc[0], 0, 0]
    assert crs.area_m2(among.iloc[[0, 2]]).tolist() == [0, 0]


def test_no_crs_is_refused() -> None:
    with pytest.raises(LanduseError) as refused:
        crs.area_m2(_series([shapely.box(0, 0, 1, 1)], None))
    assert refused.value.code == "crs_missing"


@pytest.mark.parametrize(("epsg", "code"), [(4326, "crs_not_projected"), (3857, "no_areal_factor")])
def test_no_areal_factor_in_degrees_or_web_mercator(epsg: int, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        crs.areal_factor(_series([shapely.box(0, 0, 1, 1)], epsg))
    assert refused.value.code == code


@pytest.mark.parametrize("place", _PLACES)
def test_work_crs_by_place(place: str) -> None:
    lon, lat, epsg = _PLACES[place]
    assert crs.work_epsg(lon, lat) == epsg


def test_place_with_lat_and_lon_swapped_is_refused() -> None:
    with pytest.raises(LanduseError) as refused:
        crs.work_epsg(63.790, 11.440)
    assert refused.value.code == "place_outside_norway"


_TENTHS = st.lists(st.integers(0, 100_000).map(lambda n: n / 10), min_size=1, max_size=40)
_ANY = st.lists(st.floats(0, 1e7, allow_nan=False), min_size=1, max_size=40)


@given(_TENTHS | _ANY, st.randoms(use_true_random=False))
def test_whole_m2_sums_exactly_and_row_order_changes_nothing(areas: list[float], random: object) -> None:
    parts = pd.Series(areas, index=[f"u{i}" for i in range(len(areas))])
    whole = crs.whole_m2(parts)
    shuffled = list(parts.index)
    random.shuffle(shuffled)
    assert whole.dtype == np.int64
    assert abs(whole.sum() - parts.sum()) <= 0.5 + 1e-6
    assert (abs(whole - parts) < 1 + 1e-6).all()
    pd.testing.assert_series_equal(crs.whole_m2(parts[shuffled])[parts.index], whole)


@given(st.lists(st.integers(0, 10**7).map(lambda n: n / 10), min_size=5, max_size=30), st.randoms(use_true_random=False))
def test_a_sum_that_ends_on_a_half_is_rounded_alike_in_any_order(areas: list[float], random: object) -> None:
    parts = pd.Series([*areas, 10.5 - sum(areas) % 1], index=[f"u{i}" for i in range(len(areas) + 1)])
    shuffled = list(parts.index)
    random.shuffle(shuffled)
    pd.testing.assert_series_equal(crs.whole_m2(parts[shuffled])[parts.index], crs.whole_m2(parts))
