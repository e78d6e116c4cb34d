"""The overlay of large files: every unit once, sums complete, the same bytes whatever the tiles, formats and orders of rows."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from actions import overlay as overlay_module
from actions.overlay import overlay
from landuse.measure import crs
from landuse.words.errors import LanduseError
from landuse.measure.overlap import overlap_areas
from tests.overlay.conftest import BOTTOM, LEFT, write

_SUMMED = ["unit_id", "layer", "code"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Path:
    """The country in one tile."""
    output = tmp_path_factory.mktemp("whole") / "one.parquet"
    layers = [str(files / "zones.parquet"), str(files / "ponds.parquet")]
    overlay(str(files / "units.parquet"), layers, output, ["zones=zone", "ponds=depth"], [files / "cover.tif"])
    return output


def test_sums_are_those_of_the_frames_taken_whole(whole: Path, frames: dict[str, gpd.GeoDataFrame]) -> None:
    found = pd.read_parquet(whole)
    units = frames["units"].set_index("unit_id")
    for name, column in (("zones", "zone"), ("ponds", "depth")):
        layer = frames[name].assign(code=frames[name][column].astype(object).where(frames[name][column].notna(), "").astype(str))
        expected = overlap_areas(units, layer, "code")["overlap_m2"].rename_axis(["unit_id", "code"])
        given = found[found["layer"] == name].set_index(["unit_id", "code"])["overlap_m2"]
        pd.testing.assert_series_equal(given.sort_index(), expected.sort_index(), check_index_type=False)


def test_zones_tile_so_each_unit_sums_to_its_area(whole: Path, frames: dict[str, gpd.GeoDataFrame]) -> None:
    found = pd.read_parquet(whole).query("layer == 'zones'").groupby("unit_id")["overlap_m2"].sum()
    units = frames["units"].set_index("unit_id").geometry
    assert set(found.index) == set(units.index)
    assert found.to_numpy() == pytest.approx(units.area[found.index].to_numpy(), rel=1e-12)


def test_true_areas_stand_beside_the_planar_ones(whole: Path, frames: dict[str, gpd.GeoDataFrame]) -> None:
    found = pd.read_parquet(whole).query("layer == 'zones'").groupby("unit_id")["area_m2"].sum()
    true = crs.area_m2(frames["units"].set_index("unit_id").geometry)
    assert found.to_numpy() == pytest.approx(true[found.index].to_numpy(), rel=1e-12)
    assert abs(found["æ000"] - 10_000) > 1  # the projection does stretch there


def test_rows_stand_in_the_order_of_the_units_and_are_named_once(whole: Path, frames: dict[str, gpd.GeoDataFrame]) -> None:
    found = pd.read_parquet(whole)
    assert not found.duplicated(_SUMMED).any()
    assert list(found["unit_id"].unique()) == list(frames["units"]["unit_id"])
    about = json.loads(pq.read_schema(whole).metadata[b"parkareal"])
    assert about["layers"] == {"zones": "zone", "ponds": "depth", "cover": "class"}


@pytest.mark.parametrize(("tile_km", "most"), [(1.0, 25_000), (0.3, 25_000), (40.0, 7)])
def test_tiles_change_no_byte(whole: Path, asked: Callable[..., dict], tmp_path: Path, tile_km: float, most: int) -> None:
    done = overlay(**asked(), output=tmp_path / "tiled.parquet", tile_km=tile_km, most_units=most)
    assert done.tiles > 3 and done.units == 145
    assert (tmp_path / "tiled.parquet").read_bytes() == whole.read_bytes()
    assert list(tmp_path.iterdir()) == [tmp_path / "tiled.parquet"]  # nothing is left of the work


def test_geopackages_give_the_same_bytes(whole: Path, asked: Callable[..., dict], tmp_path: Path) -> None:
    overlay(**asked("gpkg"), output=tmp_path / "gpkg.parquet", tile_km=1.0)
    assert (tmp_path / "gpkg.parquet").read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("boxes", [True, False])
def test_files_in_no_order_are_put_in_order_and_give_the_same(
    frames: dict[str, gpd.GeoDataFrame], whole: Path, files: Path, tmp_path: Path, boxes: bool
) -> None:
    """In one row group, without boxes: a copy in order is made, and rows are found by it."""
    for name, frame in frames.items():
        write(frame if name == "units" else frame.sample(frac=1, random_state=2), tmp_path / f"{name}.parquet", 10_000, boxes)
    layers = [str(tmp_path / f"{name}.parquet") for name in ("zones", "ponds")]
    units, by = str(tmp_path / "units.parquet"), ["zones=zone", "ponds=depth"]
    overlay(units, layers, tmp_path / "out.parquet", by, [files / "cover.tif"], tile_km=0.3)
    assert (tmp_path / "out.parquet").read_bytes() == whole.read_bytes()


def test_without_a_column_all_ground_is_one_code(asked: Callable[..., dict], tmp_path: Path) -> None:
    given = asked() | {"by": [], "rasters": []}
    overlay(**given, output=tmp_path / "o.parquet")
    found = pd.read_parquet(tmp_path / "o.parquet")
    assert set(found["code"]) == {""} and set(found["layer"]) == {"zones", "ponds"}


def test_a_table_of_several_is_named(frames: dict[str, gpd.GeoDataFrame], tmp_path: Path) -> None:
    file = tmp_path / "all.gpkg"
    for name, frame in frames.items():
        frame.to_file(file, layer=name, driver="GPKG")
    with pytest.raises(LanduseError, match="units, zones, ponds"):
        overlay(str(file), [f"{file}:zones"], tmp_path / "o.parquet")
    overlay(f"{file}:units", [f"{file}:zones", f"{file}:ponds"], tmp_path / "o.parquet", ["zones=zone"])
    assert set(pd.read_parquet(tmp_path / "o.parquet")["layer"]) == {"zones", "ponds"}


_BOWTIE = shapely.Polygon([(LEFT, BOTTOM), (LEFT + 50, BOTTOM + 50), (LEFT + 50, BOTTOM), (LEFT, BOTTOM + 50)])


@pytest.mark.parametrize("ending", ["parquet", "gpkg"])
@pytest.mark.parametrize("which", ["units", "zones"])
@pytest.mark.parametrize(("shape", "code"), [(None, "blank_geometry"), (_BOWTIE, "geometry_refused")])
def test_what_cannot_be_measured_is_refused_by_name(
    frames: dict[str, gpd.GeoDataFrame], tmp_path: Path, ending: str, which: str, shape: shapely.Geometry | None, code: str
) -> None:
    broken = {name: frame.copy() for name, frame in frames.items()}
    broken[which].loc[1, "geometry"] = shape
    for name, frame in broken.items():
        write(frame, tmp_path / f"{name}.parquet") if ending == "parquet" else frame.to_file(tmp_path / f"{name}.gpkg")
    with pytest.raises(LanduseError) as refused:
        overlay(str(tmp_path / f"units.{ending}"), [str(tmp_path / f"zones.{ending}")], tmp_path / "o.parquet")
    assert refused.value.code == code and which in str(refused.value)
    assert not (tmp_path / "o.parquet").exists()


def test_the_same_name_twice_is_refused(frames: dict[str, gpd.GeoDataFrame], files: Path, tmp_path: Path) -> None:
    twice = frames["units"].assign(unit_id=["same" if n in (3, 140) else str(n) for n in range(145)])
    write(twice, tmp_path / "units.parquet")
    with pytest.raises(LanduseError, match="same"):
        overlay(str(tmp_path / "units.parquet"), [str(files / "zones.parquet")], tmp_path / "o.parquet")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": ["kode"]}, "source_column"),
        ({"by": ["zone", "depth"]}, "by_unknown"),
        ({"by": ["roads=zone"]}, "by_unknown"),
        ({"unit_id": "navn"}, "source_column"),
        ({"layers": [], "rasters": [], "by": []}, "nothing_asked"),
        ({"units": "no.parquet"}, "file_missing"),
        ({"tile_km": 0.0}, "tile_size"),
        ({"output": Path("o.csv")}, "overlay_format"),
    ],
)
def test_wrong_calls_are_told(asked: Callable[..., dict], tmp_path: Path, change: dict, code: str) -> None:
    with pytest.raises(LanduseError) as told:
        overlay(**({"output": tmp_path / "o.parquet"} | asked() | change))
    assert told.value.code == code and told.value.text("nb") != told.value.text("en")


def test_layers_of_another_projection_or_name_are_told(frames: dict[str, gpd.GeoDataFrame], files: Path, tmp_path: Path) -> None:
    write(frames["zones"].to_crs(25832), tmp_path / "zones.parquet")
    write(frames["zones"].to_crs(4326), tmp_path / "degrees.parquet")
    write(frames["zones"].set_crs(None, allow_override=True), tmp_path / "nowhere.parquet")
    (tmp_path / "plain.geojson").write_text("{}")
    units = str(files / "units.parquet")
    for layers, code in (
        ([str(tmp_path / "zones.parquet")], "crs_differ"),
        ([str(tmp_path / "degrees.parquet")], "file_not_projected"),
        ([str(tmp_path / "nowhere.parquet")], "file_crs_missing"),
        ([str(files / "zones.parquet"), str(files / "zones.gpkg")], "layer_named_twice"),
        ([str(tmp_path / "plain.geojson")], "stream_format"),
    ):
        with pytest.raises(LanduseError) as told:
            overlay(units, layers, tmp_path / "o.parquet")
        assert told.value.code == code


def test_units_that_a_tile_loses_stop_the_run(asked: Callable[..., dict], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = overlay_module.measure_tile
    monkeypatch.setattr(overlay_module, "measure_tile", lambda job: measure(job) - 1)  # four tiles meet in the country
    with pytest.raises(LanduseError, match="141 units were measured, but the file has 145"):
        overlay(**asked(), output=tmp_path / "o.parquet")
    assert not (tmp_path / "o.parquet").exists()
