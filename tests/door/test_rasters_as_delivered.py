"""Rasters as they are delivered: whatever kind of number, mask, direction or CRS, each cell of the park has the code of its ground."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.enums import ColorInterp

from door.open import guarded_copy
from door.raster_intake import RasterIntake, take_in_raster
from landuse.words.errors import LanduseError
from parks.park import Park
from parks.raster import read_grid
from tests.corpus.case import EAST, NORTH

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
CODES = np.tile(np.array([[10, 20, 30, 40], [50, 60, 80, 90]], dtype="uint8"), (5, 5))


def written(folder: Path, codes: np.ndarray = CODES, **about: Any) -> Path:
    path = folder / "dekke.tif"
    bands = codes if codes.ndim == 3 else codes[None]
    profile = {
        "driver": "GTiff", "count": bands.shape[0], "height": bands.shape[1], "width": bands.shape[2], "dtype": bands.dtype.name,
        "crs": "EPSG:25832", "transform": rasterio.Affine(10, 0, EAST, 0, -10, NORTH + 100), **about,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as target:
        target.write(bands)
    return path


def taken(path: Path, park: Park) -> tuple[RasterIntake, np.ndarray]:
    """What was told, and the codes that a park would keep."""
    with guarded_copy(path) as file:
        found = take_in_raster(file, park, "land_cover")
        return found, read_grid(file.path, park.epsg).classes


def told(found: RasterIntake) -> dict[str, list]:
    return {name: values for name, *values in found.done}


@pytest.mark.parametrize("kind", ["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "float32", "float64"])
def test_every_kind_of_number_that_is_whole(tmp_path, make_park, kind):
    found, codes = taken(written(tmp_path, CODES.astype(kind)), make_park())
    assert (codes == CODES).all() and codes.dtype == np.uint8 and not found.unknown_codes


@pytest.mark.parametrize(("kind", "wrong"), [("float32", 10.5), ("int16", -3), ("uint16", 300)])
def test_numbers_that_are_no_codes_are_refused(tmp_path, make_park, kind, wrong):
    codes = CODES.astype(kind)
    codes[3, 3] = wrong
    with pytest.raises(LanduseError) as error:
        taken(written(tmp_path, codes), make_park())
    assert error.value.code == "raster_codes" and str(wrong) in error.value.values["found"]


def test_numbers_that_are_none_are_not_seen(tmp_path, make_park):
    codes = CODES.astype("float32")
    codes[:2] = np.nan
    found, kept = taken(written(tmp_path, codes), make_park())
    assert (kept[:2] == 0).all() and (kept[2:] == CODES[2:]).all() and found.empty_cells == 40


def test_nodata_of_another_code(tmp_path, make_park):
    _, kept = taken(written(tmp_path, CODES.astype("int16"), nodata=10), make_park())
    assert (kept == np.where(CODES == 10, 0, CODES)).all()


def test_what_is_under_a_mask_is_not_seen(make_park):
    found, kept = taken(CASES / "n33_mask.tif", make_park())
    with rasterio.open(CASES / "n33_mask.tif") as raster:
        seen = raster.read_masks(1) > 0
        assert (kept == np.where(seen, raster.read(1), 0)).all()
    assert found.empty_cells == int((~seen).sum()) == told(found)["masked"][0] > 0


def test_what_is_not_opaque_is_not_seen(tmp_path, make_park):
    alpha = np.full_like(CODES, 255)
    alpha[:, :5] = 0
    path = written(tmp_path, np.stack([CODES, alpha]))
    with rasterio.open(path, "r+") as raster:
        raster.colorinterp = [ColorInterp.gray, ColorInterp.alpha]
    found, kept = taken(path, make_park())
    assert (kept == np.where(alpha > 0, CODES, 0)).all() and told(found) == {"masked": [50]}


def test_the_south_up(tmp_path, make_park):
    _, kept = taken(written(tmp_path, CODES[::-1], transform=rasterio.Affine(10, 0, EAST, 0, 10, NORTH)), make_park())
    with guarded_copy(tmp_path / "dekke.tif") as file:
        take_in_raster(file, make_park("to"), "land_cover")
        grid = read_grid(file.path, 25832)
    assert (kept == CODES).all() and (grid.left, grid.top) == (EAST, NORTH + 100)


def test_scale_and_offset_are_followed(tmp_path, make_park):
    path = written(tmp_path, CODES // 10)
    with rasterio.open(path, "r+") as raster:
        raster.scales, raster.offsets = (10.0,), (0.0,)
    assert (taken(path, make_park())[1] == CODES).all()


@pytest.mark.parametrize("epsg", [4326, 4258, 25833, 3035, 3857])
def test_another_crs_is_read_by_the_nearest_cell(tmp_path, make_park, epsg):
    shape, cell = (200, 200), 10.0
    middle = gpd.GeoSeries([shapely.Point(EAST, NORTH)], crs=25832).to_crs(epsg).iloc[0]
    x, y = (cell / 49_300, cell / 111_500) if epsg in (4326, 4258) else (cell, cell)
    at = rasterio.Affine(x, 0, middle.x - 100 * x, 0, -y, middle.y + 100 * y)
    codes = np.random.default_rng(4).choice(np.array([10, 20, 30, 40, 50], dtype="uint8"), size=shape)
    found, kept = taken(written(tmp_path, codes, crs=f"EPSG:{epsg}", transform=at), make_park())
    assert told(found)["nearest"] == [f"EPSG:{epsg}", found.cell_m] and found.crs_read == "EPSG:25832"
    with guarded_copy(tmp_path / "dekke.tif") as file:
        take_in_raster(file, make_park("to"), "land_cover")
        grid = read_grid(file.path, 25832)
    row, col = (place.ravel() for place in np.mgrid[0 : kept.shape[0], 0 : kept.shape[1]])
    points = gpd.GeoSeries.from_xy(grid.left + (col + 0.5) * grid.cell_m, grid.top - (row + 0.5) * grid.cell_m, crs=25832).to_crs(epsg)
    theirs = np.array([(at.f - points.y.to_numpy()) / y, (points.x.to_numpy() - at.c) / x])
    sure = (np.abs(theirs - np.round(theirs)) > 0.02).all(axis=0)  # on the very border of two cells, either is the nearest
    row, col = np.floor(theirs).astype(int)
    inside = (row >= 0) & (row < 200) & (col >= 0) & (col < 200)
    assert (kept.ravel()[inside & sure] == codes[row[inside & sure], col[inside & sure]]).all() and (inside & sure).sum() > 20_000
    assert (kept.ravel()[~inside & sure] == 0).all()


def test_worldcover_as_it_is_delivered(make_park):
    found, kept = taken(CASES / "n37_worldcover_degrees.tif", make_park())
    assert told(found)["nearest"] == ["EPSG:4326", 10.0] and not found.unknown_codes
    with rasterio.open(CASES / "n37_worldcover_degrees.tif") as raster:
        given = raster.read(1)
    shares = [{code: (codes == code).sum() / (codes > 0).sum() for code in np.unique(given[given > 0])} for codes in (given, kept)]
    assert shares[1] == pytest.approx(shares[0], abs=0.01)


def test_a_raster_of_another_country_is_elsewhere(tmp_path, make_park):
    path = written(tmp_path, crs="EPSG:4326", transform=rasterio.Affine(1e-4, 0, 2.0, 0, -1e-4, 48.0))
    with pytest.raises(LanduseError) as error:
        taken(path, make_park())
    assert error.value.code == "raster_elsewhere"


@pytest.mark.parametrize("north", [-20, 20])
def test_long_cells_are_read_by_the_nearest_of_their_shorter_side(tmp_path, make_park, north):
    at = rasterio.Affine(10, 0, EAST, 0, north, NORTH + 200 if north < 0 else NORTH)
    found, kept = taken(written(tmp_path, CODES, transform=at), make_park())
    upright = CODES if north < 0 else CODES[::-1]
    assert told(found) == {"nearest": ["EPSG:25832", 10.0]} and (kept == np.repeat(upright, 2, axis=0)).all()


def test_a_low_wide_raster_of_another_zone_keeps_its_cell_size(tmp_path, make_park):
    codes, at = np.tile(CODES, (6, 30)), rasterio.Affine(10, 0, 330_000, 0, -10, NORTH + 1_500)
    found, kept = taken(written(tmp_path, codes, crs="EPSG:25833", transform=at), make_park())
    assert found.cell_m == 10.0 and (kept > 0).sum() == pytest.approx(codes.size, rel=0.02)


@pytest.mark.parametrize(
    ("about", "code"),
    [({"crs": None}, "raster_without_crs"), ({"transform": rasterio.Affine(-10, 0, EAST + 200, 0, -10, NORTH)}, "raster_not_square")],
)
def test_what_cannot_be_placed_is_refused_for_that(tmp_path, make_park, about, code):
    with pytest.raises(LanduseError) as error:
        taken(written(tmp_path, CODES, **about), make_park())
    assert error.value.code == code


def test_a_picture_of_a_map_is_refused_for_that(tmp_path, make_park):
    with pytest.raises(LanduseError) as error:
        taken(written(tmp_path, np.stack([CODES] * 3)), make_park())
    assert (error.value.code, error.value.values["bands"]) == ("raster_bands", 3)
