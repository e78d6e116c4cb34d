"""Raster classes on units: partial cells, blanks, edges, and agreement with exactextract."""

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import given
from hypothesis import strategies as st

from landuse.words.errors import LanduseError
from landuse.measure.zonal import Grid, class_areas
from tests.squares import EPSG, SOUTH, WEST, rect

_RANDOM = np.random.default_rng(1)
_CLASSES = _RANDOM.choice([0, 10, 30, 50], size=(40, 60)).astype(np.uint8)
_GRID = Grid(_CLASSES, WEST - 100, SOUTH + 300, 10.0, 0)  # covers −100…500 m east, −100…300 m north


def _units(*shapes: shapely.Geometry, epsg: int | None = EPSG) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(index=[f"u{i}" for i in range(len(shapes))], geometry=list(shapes), crs=epsg)


def _plain(code: int, **more: object) -> Grid:
    return Grid(np.full((40, 60), code), WEST - 100, SOUTH + 300, 10.0, more.get("nodata"))


def test_cells_on_the_border_count_by_the_part_inside() -> None:
    found = class_areas(_units(rect(3, 7, 41, 55)), _plain(10))
    assert found["overlap_m2"].to_dict() == pytest.approx({("u0", 10): 41 * 55})


def test_half_and_half() -> None:
    classes = np.full((40, 60), 10)
    classes[:, 15:] = 50
    grid = Grid(classes, WEST - 100, SOUTH + 300, 10.0, None)
    assert class_areas(_units(rect(0, 0)), grid)["overlap_m2"].to_dict() == pytest.approx({("u0", 10): 5000, ("u0", 50): 5000})


def test_north_is_up() -> None:
    classes = np.full((40, 60), 10)
    classes[:30] = 50  # the northern 300 m
    grid = Grid(classes, WEST - 100, SOUTH + 300, 10.0, None)
    assert class_areas(_units(rect(0, 0)), grid)["overlap_m2"].to_dict() == pytest.approx({("u0", 50): 10_000})


def test_nodata_is_in_no_row() -> None:
    assert class_areas(_units(rect(0, 0)), _plain(0, nodata=0)).empty
    assert class_areas(_units(rect(0, 0)), _plain(0))["overlap_m2"].tolist() == pytest.approx([10_000])


def test_ground_outside_the_raster_is_in_no_row() -> None:
    found = class_areas(_units(rect(450, 0), rect(900, 0), rect(-500, -900)), _plain(10))
    assert found["overlap_m2"].to_dict() == pytest.approx({("u0", 10): 5000})


def test_holes_parts_and_pieces_smaller_than_a_cell() -> None:
    ring = rect(0, 0).difference(rect(22, 22, 50, 50))
    parts = shapely.MultiPolygon([rect(1, 1, 2, 2), rect(55, 55, 33, 3)])
    found = class_areas(_units(ring, parts), _plain(10))["overlap_m2"]
    assert found.to_dict() == pytest.approx({("u0", 10): 7500, ("u1", 10): 4 + 99})


def test_no_units_and_no_crs() -> None:
    assert class_areas(_units(), _plain(10)).empty
    for epsg, code in ((None, "crs_missing"), (4326, "crs_not_projected")):
        with pytest.raises(LanduseError) as refused:
            class_areas(_units(rect(0, 0), epsg=epsg), _plain(10))
        assert refused.value.code == code


def test_a_raster_without_square_cells_is_refused_in_words() -> None:
    with pytest.raises(LanduseError) as refused:
        class_areas(_units(rect(0, 0)), Grid(_CLASSES, WEST, SOUTH, -10.0, 0))
    assert refused.value.code == "raster_not_square"
    assert refused.value.text("nb") and refused.value.text("en")


_POINTS = st.lists(st.tuples(st.floats(-150, 550), st.floats(-150, 350)), min_size=3, max_size=12)


@given(_POINTS)
def test_as_exactextract(points: list[tuple]) -> None:
    hull = shapely.MultiPoint([(WEST + x, SOUTH + y) for x, y in points]).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 1:
        return
    shape = hull.difference(rect(80, 80, 43, 37))
    found = class_areas(_units(shape), _GRID)["overlap_m2"] if not shape.is_empty else {}
    for code in (10, 30, 50):
        assert found.get(("u0", code), 0.0) == pytest.approx(_by_exactextract(shape, code), rel=1e-6, abs=1e-3)


def _by_exactextract(shape: shapely.Geometry, code: int) -> float:
    cells = (code == _GRID.classes).astype(np.float64)
    source = NumPyRasterSource(
        cells, xmin=WEST - 100, ymin=SOUTH - 100, xmax=WEST + 500, ymax=SOUTH + 300, srs_wkt=rasterio.CRS.from_epsg(EPSG).to_wkt()
    )
    rows = exact_extract(source, _units(shape), ["sum"], output="pandas")
    return float(np.nan_to_num(rows["sum"].iloc[0])) * 100.0
