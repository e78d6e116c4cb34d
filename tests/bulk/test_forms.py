"""The same bytes from GeoArrow as from WKB, and no kernel that is compiled while somebody waits."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from actions.overlay import overlay
from landuse.kernels.jit import cache_folder
from landuse.measure.warm import compile_kernels
from landuse.words.errors import LanduseError
from tests.bulk.conftest import write

_ROOT = Path(__file__).parent.parent.parent


def _geoarrow(frame: gpd.GeoDataFrame, path: Path, rows: int) -> None:
    frame.to_parquet(path, row_group_size=rows, index=False, geometry_encoding="geoarrow", schema_version="1.1.0")


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("rows", [20, 10_000])
def test_geoarrow_gives_the_same_bytes(
    frames: dict[str, gpd.GeoDataFrame], asked: Callable[..., dict], tmp_path: Path, parts: bool, rows: int
) -> None:
    """In row groups, and in one piece, of which a copy in order is made."""
    overlay(**asked(), output=tmp_path / "wkb.parquet")
    for name, frame in frames.items():
        shapes = [shapely.MultiPolygon([shape]) for shape in frame.geometry] if parts else frame.geometry
        _geoarrow(frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs)), tmp_path / f"{name}.parquet", rows)
    layers = [str(tmp_path / f"{name}.parquet") for name in ("zones", "ponds")]
    given = asked() | {"units": str(tmp_path / "units.parquet"), "layers": layers}
    overlay(**given, output=tmp_path / "geoarrow.parquet", tile_km=0.4)
    assert (tmp_path / "geoarrow.parquet").read_bytes() == (tmp_path / "wkb.parquet").read_bytes()


def test_geoarrow_of_nothing_or_of_lines_is_refused(frames: dict[str, gpd.GeoDataFrame], files: Path, tmp_path: Path) -> None:
    zones = frames["zones"].copy()
    zones.loc[3, "geometry"] = None
    _geoarrow(zones, tmp_path / "zones.parquet", 20)
    _geoarrow(frames["zones"].set_geometry(frames["zones"].boundary), tmp_path / "lines.parquet", 20)
    for name, code in (("zones", "blank_geometry"), ("lines", "geoparquet_encoding")):
        with pytest.raises(LanduseError) as refused:
            overlay(str(files / "units.parquet"), [str(tmp_path / f"{name}.parquet")], tmp_path / "o.parquet")
        assert refused.value.code == code


def test_a_line_among_polygons_is_refused_by_its_row(frames: dict[str, gpd.GeoDataFrame], files: Path, tmp_path: Path) -> None:
    for which in ("units", "zones"):
        frame = frames[which].copy()
        frame.loc[41, "geometry"] = frame.geometry[41].boundary
        write(frame, tmp_path / f"{which}.parquet", boxes=False)
        given = {name: str((tmp_path if name == which else files) / f"{name}.parquet") for name in ("units", "zones")}
        with pytest.raises(LanduseError) as refused:
            overlay(given["units"], [given["zones"]], tmp_path / "o.parquet", tile_km=0.4)
        values = {"frame": which, "row": 41, "reason": "fault.no_polygon", "count": 1}
        assert (refused.value.code, refused.value.values) == ("geometry_refused", values)


def test_nothing_is_compiled_once_the_kernels_are_warm(files: Path, tmp_path: Path) -> None:
    """In a copy of the compiled code, since other tests may compile for kinds of arrays that no file gives."""
    compile_kernels()
    own = tmp_path / "compiled" / cache_folder().name
    shutil.copytree(cache_folder(), own)
    before = _compiled(own)
    layers = [str(files / name) for name in ("units.parquet", "zones.parquet", "ponds.gpkg")]
    more = ["--by", "zones=zone", "--raster", str(files / "cover.tif"), "--tile-km", "0.4"]
    command = [sys.executable, "-m", "landuse", "overlay", *layers, "-o", str(tmp_path / "o.parquet"), *more]
    done = subprocess.run(command, cwd=_ROOT, env={**os.environ, "NUMBA_CACHE_DIR": str(own.parent)})
    assert done.returncode == 0
    assert before and _compiled(own) == before


def _compiled(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.nbc")}
