"""A park's folder made of frames, in a data root of its own."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio

from actions.units.classify import _answer
from actions.units.inventory import _inventory
from door.write import write_gpkg_table
from parks.park import Park, read_park
from register.engine import close_registers
from tests.squares import EPSG, SOUTH, WEST

_TOML = """id = "{id}"
name = "{name}"
municipalities = ["5038"]
epsg = 25832
place = [63.79, 11.44]
in_baseline = {in_baseline}
baseline_date = 2024-01-01
baseline_date_assumed = true
today = 2026-06-30
example = {example}
{rest}
"""


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No test leaves a register open on a data root that is gone."""
    yield
    close_registers()


@pytest.fixture
def make_park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Park]:
    """`make_park("prove", perimeter=…, parcels=…)` writes the folder and gives the park; layers are named in its settings."""
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    _answer.cache_clear()
    _inventory.cache_clear()
    return partial(write_park, tmp_path)


def write_park(
    root: Path,
    park_id: str = "prove",
    in_baseline: bool = True,
    example: bool = True,
    rest: str = "",
    land_cover: dict | None = None,
    **frames: gpd.GeoDataFrame,
) -> Park:
    """A park in a data root, which is that of the process."""
    folder = root / "parcels" / park_id
    folder.mkdir(parents=True, exist_ok=True)
    for layer_id, rows in frames.items():
        write_gpkg_table(rows, layer_id, folder / "park.gpkg")
        rest += f'\n[layers.{layer_id}]\nsource = "Prøve"\nlicence = "NLOD"\ndated = 2025-11-15\norigin = "example"\n'
    for year, code in (land_cover or {}).items():
        _write_raster(folder / f"landcover_{year}.tif", code)
        rest += f'\n[layers.land_cover_{year}]\nsource = "Prøve"\nfile = "landcover_{year}.tif"\norigin = "example"\n'
    words = {
        "id": park_id,
        "name": park_id.title(),
        "in_baseline": str(in_baseline).lower(),
        "example": str(example).lower(),
        "rest": rest,
    }
    (folder / "park.toml").write_text(_TOML.format(**words), encoding="utf-8")
    return read_park(park_id)


def _write_raster(path: Path, code: int) -> None:
    """240 × 240 cells of 10 m of one code, around the park."""
    place = rasterio.Affine(10.0, 0.0, WEST - 1000, 0.0, -10.0, SOUTH + 1200)
    about = {"driver": "GTiff", "width": 240, "height": 240, "count": 1, "dtype": "uint8", "nodata": 0, "crs": f"EPSG:{EPSG}"}
    with rasterio.open(path, "w", transform=place, **about) as raster:
        raster.write(np.full((240, 240), code, dtype=np.uint8), 1)
