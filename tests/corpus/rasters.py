"""Rasters that are turned, endless, elsewhere or cut off."""

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import rasterio

from tests.corpus.case import ACCEPT, EAST, NORTH, REJECT, WARN, Surroundings, nasty


def _tif(folder: Path, codes: np.ndarray | None = None, **about: Any) -> Path:
    codes = np.full((1, 20, 20), 50, dtype="uint8") if codes is None else codes
    profile = {
        "driver": "GTiff", "count": codes.shape[0], "height": codes.shape[1], "width": codes.shape[2], "dtype": codes.dtype.name,
        "crs": "EPSG:25832", "transform": rasterio.Affine(10, 0, EAST, 0, -10, NORTH + 200), **about,
    }  # fmt: skip
    with rasterio.open(folder / "dekke.tif", "w", **profile) as target:
        if "SPARSE_OK" not in about:
            target.write(codes)
    return folder / "dekke.tif"


@nasty(ACCEPT, rows=400, kept=400, layer=None, told=("raster",))
def raster_as_it_should_be(folder: Path, at: Surroundings) -> Path:
    return _tif(folder)


@nasty(ACCEPT, rows=400, kept=400, layer=None)
def raster_in_tiles_and_packed(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, tiled=True, blockxsize=16, blockysize=16, compress="deflate", predictor=2)


@nasty(WARN, rows=4, kept=4, layer=None, told=("raster_partial",), beside=("perimeter",))
def raster_of_a_corner_of_the_park(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, np.full((1, 2, 2), 50, dtype="uint8"))


@nasty(REJECT, "raster_empty", layer=None)
def raster_without_a_value(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, np.zeros((1, 20, 20), dtype="uint8"), nodata=0)


@nasty(WARN, rows=400, kept=400, layer=None)
def raster_with_an_unknown_code(folder: Path, at: Surroundings) -> Path:
    codes = np.full((1, 20, 20), 50, dtype="uint8")
    codes[0, 0, :3] = 77
    return _tif(folder, codes)


@nasty(REJECT, "raster_empty", layer=None)  # by its window around the park, which has nothing
def raster_without_end(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, width=100_000, height=100_000, SPARSE_OK="TRUE", BIGTIFF="YES", tiled=True, compress="deflate")


@nasty(REJECT, "past_raster_tile_mb", layer=None)
def raster_in_one_block(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, width=9_984, height=9_984, SPARSE_OK="TRUE", tiled=True, blockxsize=9_984, blockysize=9_984, compress="deflate")


@nasty(REJECT, "raster_not_square", layer=None)
def raster_that_is_turned(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, transform=rasterio.Affine(10, 2, EAST, 2, -10, NORTH))


@nasty(ACCEPT, rows=400, kept=400, layer=None)
def raster_with_the_south_up(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, transform=rasterio.Affine(10, 0, EAST, 0, 10, NORTH))


@nasty(ACCEPT, rows=800, kept=800, layer=None, told=("raster_nearest",))
def raster_with_long_cells(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, transform=rasterio.Affine(10, 0, EAST, 0, -20, NORTH))


@nasty(ACCEPT, rows=7744, kept=6397, layer="terrain", told=("raster_between",))
def heights_of_another_zone(folder: Path, at: Surroundings) -> Path:
    east, north = pyproj.Transformer.from_crs(25832, 25833, always_xy=True).transform(EAST - 300, NORTH + 500)
    heights = np.full((1, 80, 80), 50.5, dtype="float32")
    return _tif(folder, heights, crs="EPSG:25833", transform=rasterio.Affine(10, 0, round(east), 0, -10, round(north)))


@nasty(REJECT, "raster_bands", layer=None)
def raster_of_three_colours(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, np.full((3, 20, 20), 50, dtype="uint8"))


@nasty(REJECT, "raster_codes", layer=None)
def raster_of_heights(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, np.full((1, 20, 20), 50.5, dtype="float32"))


@nasty(REJECT, "raster_not_square", layer=None)
def raster_mirrored(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, transform=rasterio.Affine(-10, 0, EAST + 200, 0, -10, NORTH))


@nasty(REJECT, "raster_without_crs", layer=None)
def raster_without_a_place(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, crs=None)


@nasty(REJECT, "raster_elsewhere", layer=None)
def raster_in_another_zone(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, crs="EPSG:25833")


@nasty(REJECT, "file_crs_nowhere", layer=None)
def raster_of_another_town(folder: Path, at: Surroundings) -> Path:
    return _tif(folder, transform=rasterio.Affine(10, 0, EAST - 300_000, 0, -10, NORTH - 700_000))


@nasty(REJECT, "raster_block", layer=None)
def raster_cut_off(folder: Path, at: Surroundings) -> Path:
    path = _tif(folder, np.random.default_rng(1).integers(0, 99, (1, 200, 200)).astype("uint8"))
    path.write_bytes(path.read_bytes()[:20_000])
    return path


@nasty(REJECT, "file_damaged", layer=None)
def raster_of_a_head_alone(folder: Path, at: Surroundings) -> Path:
    (folder / "dekke.tif").write_bytes(b"II*\0\x08\0\0\0" + bytes(20))
    return folder / "dekke.tif"
