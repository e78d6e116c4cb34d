"""A terrain model as it is delivered: heights with decimals are kept as they are, blanks stay blank, and no codes are taken for heights."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.warp import transform

from actions.imports.check import check_file
from actions.imports.import_files import import_file
from actions.progress import changes
from door.answers import Asked
from door.open import guarded_copy
from door.raster_intake import RasterIntake, take_in_raster
from landuse.measure.slope import mean_slopes_pct
from landuse.words.errors import LanduseError
from parks.park import Park, read_park
from parks.raster import read_heights
from parks.read import raster_path
from tests.corpus.case import EAST, NORTH

ROW, COL = np.mgrid[0:200, 0:300]


def plane(east: float, north: float, cell_m: float = 1.0, base_m: float = 40.0) -> np.ndarray:
    return (base_m + east * cell_m * (COL + 0.5) - north * cell_m * (ROW + 0.5)).astype("float32")


def written(folder: Path, heights_m: np.ndarray, **about: Any) -> Path:
    path = folder / "dtm.tif"
    height, width = heights_m.shape
    at = rasterio.Affine(1, 0, EAST, 0, -1, NORTH + height)
    size = {"count": 1, "height": height, "width": width, "dtype": heights_m.dtype.name}
    profile = {"driver": "GTiff", "crs": "EPSG:25832", "transform": at, **size}
    with rasterio.open(path, "w", **(profile | about)) as target:
        target.write(heights_m, 1)
    return path


def taken(path: Path, park: Park, layer_id: str | None = "terrain") -> tuple[RasterIntake, np.ndarray]:
    """What was told, and the cells that a park would keep."""
    with guarded_copy(path) as file:
        found = take_in_raster(file, park, layer_id)
        with rasterio.open(file.path) as kept:
            assert kept.count == 1 and kept.crs.to_epsg() == park.epsg
            return found, kept.read(1)


def slope_of(path: Path, shape: shapely.Geometry, epsg: int = 25832) -> float:
    return float(mean_slopes_pct(np.array([shape]), read_heights(path, epsg, shape.bounds, 10.0), 1.0)[0])


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_heights_are_kept_with_their_decimals(tmp_path, make_park, kind):
    heights = plane(0.03, 0.04).astype(kind)
    found, kept = taken(written(tmp_path, heights), make_park())
    assert np.allclose(kept, heights, atol=1e-4) and kept.dtype == np.float32
    assert (found.layer_id, found.cells, found.empty_cells, found.unknown_codes, found.done) == ("terrain", 60_000, 0, {}, ())


@pytest.mark.parametrize("blank", [-9999.0, -32767.0, 3.4028234663852886e38, math.nan])
def test_nodata_is_no_height(tmp_path, make_park, blank):
    heights = plane(0.03, 0.04)
    heights[:10] = blank
    found, kept = taken(written(tmp_path, heights, nodata=blank), make_park())
    assert np.isnan(kept[:10]).all() and np.allclose(kept[10:], heights[10:]) and found.empty_cells == 3000


@pytest.mark.parametrize("blank", [-9999.0, -32767.0, 3.4e38, 2601.0])
def test_a_blank_that_the_file_does_not_declare_is_refused_for_that(tmp_path, make_park, blank):
    heights = plane(0.03, 0.04)
    heights[3, 3] = blank
    with pytest.raises(LanduseError) as error:
        taken(written(tmp_path, heights), make_park())
    assert error.value.code == "raster_heights" and error.value.values["found"] == str(np.float32(blank))
    assert "2600" in error.value.text("nb") and "nodata" in error.value.text("en")


def test_a_raster_without_any_height_is_empty(tmp_path, make_park):
    with pytest.raises(LanduseError) as error:
        taken(written(tmp_path, np.full((20, 20), -9999.0, dtype="float32"), nodata=-9999.0), make_park())
    assert error.value.code == "raster_empty"


def test_decimals_stay_refused_where_codes_are_expected(tmp_path, make_park):
    with pytest.raises(LanduseError) as error:
        taken(written(tmp_path, plane(0.03, 0.04)), make_park(), "land_cover")
    assert error.value.code == "raster_codes"


def test_the_layer_is_found_by_the_cells_where_nobody_says_it(tmp_path, make_park):
    park = make_park()
    assert taken(written(tmp_path, plane(0.03, 0.04)), park, None)[0].layer_id == "terrain"
    codes = np.full((200, 300), 30.0, dtype="float32")
    assert taken(written(tmp_path, codes), park, None)[0].layer_id == "land_cover"
    with pytest.raises(LanduseError) as error:  # codes of another product are no heights
        taken(written(tmp_path, np.full((200, 300), 312, dtype="int16")), park, None)
    assert error.value.code == "raster_codes"
    assert taken(written(tmp_path, np.full((200, 300), 312, dtype="int16")), park, "terrain")[0].unknown_codes == {}


@pytest.mark.parametrize("epsg", [25833, 4326, 5972, 5973])
def test_another_crs_keeps_the_slope(tmp_path, make_park, epsg):
    """Also the systems with heights (5972, 5973) that national models are delivered in; to 0.1 % of slope."""
    east, north = 0.06, 0.08
    row, col = np.mgrid[0:200, 0:300]
    flat = {5972: 25832, 5973: 25833}.get(epsg, epsg)
    middle = transform("EPSG:25832", f"EPSG:{flat}", [EAST + 500], [NORTH + 500])
    step_x, step_y = (5 / 49_300, 5 / 111_500) if epsg == 4326 else (5.0, 5.0)
    at = rasterio.Affine(step_x, 0, middle[0][0] - 150 * step_x, 0, -step_y, middle[1][0] + 100 * step_y)
    x, y = transform(f"EPSG:{flat}", "EPSG:25832", *_centres(at, row, col))
    heights = (200 + east * (np.array(x) - EAST) + north * (np.array(y) - NORTH)).reshape(200, 300).astype("float32")
    found, _ = taken(written(tmp_path, heights, crs=f"EPSG:{epsg}", transform=at), make_park())
    assert [name for name, *_ in found.done] == ["between"] or epsg == 5972
    made = import_file("prove", tmp_path / "dtm.tif", layer_id="terrain")
    path = raster_path(read_park("prove"), "terrain")
    ground = shapely.box(EAST + 400, NORTH + 400, EAST + 600, NORTH + 550)
    assert made.layer_id == "terrain" and slope_of(path, ground) == pytest.approx(10, abs=0.1)


def _centres(at: rasterio.Affine, row: np.ndarray, col: np.ndarray) -> tuple[list[float], list[float]]:
    return (at.c + at.a * (col.ravel() + 0.5)).tolist(), (at.f + at.e * (row.ravel() + 0.5)).tolist()


def test_a_terrain_model_is_imported_without_a_year_and_a_newer_takes_its_place(tmp_path, make_park):
    park = make_park()
    for east, slope in ((0.03, 5.0), (0.0, 4.0)):
        made = import_file(park.id, written(tmp_path, plane(east, 0.04)))
        assert made.layer_id == "terrain" and list(read_park(park.id).layers) == ["terrain"]
        assert slope_of(raster_path(read_park(park.id), "terrain"), shapely.box(EAST + 50, NORTH + 50, EAST + 200, NORTH + 120)) == slope
    assert "source_replaced" in {one.issue for one in made.findings}
    assert not import_file(park.id, tmp_path / "dtm.tif").changed
    assert changes.of_layers(read_park(park.id)) == {}  # a raster has no rows with days


def test_checking_without_a_park_tells_the_layer(tmp_path, make_park):
    make_park()
    path = written(tmp_path, plane(0.03, 0.04))
    assert check_file(path).layer_id == check_file(path, asked=Asked("terrain")).layer_id == "terrain"


def test_a_fine_model_is_averaged_and_says_as_a_coarse_one(tmp_path, make_park):
    """A ditch of 2 m is no slope of the ground; the window that is read changes nothing."""
    make_park()
    heights = plane(0.03, 0.04)
    import_file("prove", written(tmp_path, heights))
    path = raster_path(read_park("prove"), "terrain")
    shape = shapely.box(EAST + 103, NORTH + 51, EAST + 147, NORTH + 88)
    assert slope_of(path, shape) == 5.0
    wide = read_heights(path, 25832, (EAST - 500, NORTH - 500, EAST + 900, NORTH + 900), 10.0)
    near = read_heights(path, 25832, shape.bounds, 10.0)
    assert wide.heights_m.shape == (20, 30) and wide.cell_m == 10.0 and near.heights_m.size < wide.heights_m.size
    col, row = round((near.left - wide.left) / 10), round((wide.top - near.top) / 10)
    assert (wide.heights_m[row : row + near.heights_m.shape[0], col : col + near.heights_m.shape[1]] == near.heights_m).all()
    rough = heights + np.where(COL % 20 < 2, -1.5, 0.0).astype("float32")
    import_file("prove", written(tmp_path, rough))
    path = raster_path(read_park("prove"), "terrain")
    fine = mean_slopes_pct(np.array([shape]), read_heights(path, 25832, shape.bounds, 1.0), 1.0)[0]
    assert slope_of(path, shape) < 6.0 < 15.0 < fine


def test_a_box_beside_the_model_has_no_heights(tmp_path, make_park):
    make_park()
    import_file("prove", written(tmp_path, plane(0.03, 0.04)))
    shape = shapely.box(EAST + 5000, NORTH, EAST + 5100, NORTH + 100)
    assert math.isnan(slope_of(raster_path(read_park("prove"), "terrain"), shape))
