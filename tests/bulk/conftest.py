"""A small country for overlays: squares of 100 m across tile borders, as GeoParquet and GeoPackage."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

EPSG = 25833
LEFT, BOTTOM = 599_700.0, 6_999_700.0  # tiles of 1 km meet at 600 000, 7 000 000: inside the second row and column
SIDE_M = 100.0
ACROSS = 12


def country() -> dict[str, gpd.GeoDataFrame]:
    """Units: squares moved by 50 m against the tiles, and one that spans five tiles; zones: half squares; ponds on some corners."""
    at = [(LEFT + 50 + SIDE_M * i, BOTTOM + 50 + SIDE_M * j) for j in range(ACROSS) for i in range(ACROSS)]
    squares = [shapely.box(x, y, x + SIDE_M, y + SIDE_M) for x, y in at]
    wide = shapely.box(LEFT, BOTTOM - 40, LEFT + 4500, BOTTOM - 10)
    names = [f"æ{n:03}" for n in range(len(squares))] + ["bred"]
    halves = [shapely.box(LEFT + 50 * i, BOTTOM - 60, LEFT + 50 * (i + 1), BOTTOM + 1300.25) for i in range(100)]
    codes = [("1340", "3040", None)[i % 3] for i in range(len(halves))]
    ponds = [shapely.Point(x, y).buffer(7.3 + 0.1 * n, quad_segs=7) for n, (x, y) in enumerate(at)]
    return {
        "units": gpd.GeoDataFrame({"unit_id": names}, geometry=[*squares, wide], crs=EPSG),
        "zones": gpd.GeoDataFrame({"zone": codes}, geometry=halves, crs=EPSG),
        "ponds": gpd.GeoDataFrame({"depth": np.arange(len(ponds)) % 4}, geometry=ponds, crs=EPSG),
    }


@pytest.fixture(scope="session")
def frames() -> dict[str, gpd.GeoDataFrame]:
    return country()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, frames: dict[str, gpd.GeoDataFrame]) -> Path:
    """The country's layers in both formats, and a raster."""
    folder = tmp_path_factory.mktemp("country")
    for name, frame in frames.items():
        write(frame, folder / f"{name}.parquet")
        frame.to_file(folder / f"{name}.gpkg", driver="GPKG")
    cells = np.random.default_rng(1).integers(0, 4, (160, 480)).astype(np.uint8)
    at = rasterio.Affine(10, 0, LEFT - 73.3, 0, -10, BOTTOM + 1400.7)
    form = {"driver": "GTiff", "dtype": "uint8", "count": 1, "nodata": 0, "crs": f"EPSG:{EPSG}"}
    with rasterio.open(folder / "cover.tif", "w", width=480, height=160, transform=at, **form) as raster:
        raster.write(cells, 1)
    return folder


def write(frame: gpd.GeoDataFrame, path: Path, rows: int = 20, boxes: bool = True) -> None:
    """GeoParquet in row groups, with or without a box beside each row."""
    frame.to_parquet(path, row_group_size=rows, index=False, schema_version="1.1.0", write_covering_bbox=boxes)


@pytest.fixture
def asked(files: Path) -> Callable[..., dict]:
    """What the whole country is asked, with files of one ending."""

    def ask(ending: str = "parquet") -> dict:
        return {
            "units": str(files / f"units.{ending}"),
            "layers": [str(files / f"{name}.{ending}") for name in ("zones", "ponds")],
            "by": ["zones=zone", "ponds=depth"],
            "rasters": [files / "cover.tif"],
        }

    return ask
