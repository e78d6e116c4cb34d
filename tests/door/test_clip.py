"""A file of a whole municipality is clipped to the park and 5 km around it while it is read: what goes is counted, the rest stays whole."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from actions.imports.import_files import import_file
from door.answers import NOTHING
from door.formats.gdal import BATCH_ROWS
from door.intake import Intake, take_in
from door.limits import LIMITS
from door.open import guarded_copy
from landuse.measure import crs
from parks.park import Park, read_park

EAST, NORTH, SIDE_M = 632_000.0, 7_072_000.0, 1_000.0  # the park: a square kilometre in Verdal
RING_M = 5_000.0
BEYOND_M = SIDE_M + RING_M  # east of the park's western border, the ring's outer edge
# where each parcel stands, metres east of the park's western border, and whether it is to be read
PLACES = {
    "in the park": (100.0, True),
    "across its border": (SIDE_M - 50.0, True),
    "in the ring": (SIDE_M + 2_500.0, True),
    "just inside the edge": (BEYOND_M - 101.0, True),
    "across the edge": (BEYOND_M - 50.0, True),
    "just beyond": (BEYOND_M + 1.0, False),
    "far beyond": (BEYOND_M + 2_000.0, False),
}
KEPT = [name for name, (_, stays) in PLACES.items() if stays]


def parcel(east_m: float, north_m: float = 100.0) -> shapely.Polygon:
    """100 × 100 m with a corner cut off."""
    outline = np.array([(0, 0), (100, 0), (100, 80), (80, 100), (0, 100)]) + (EAST + east_m, NORTH + north_m)
    return shapely.Polygon(outline)


@pytest.fixture
def park(make_park: Callable, tmp_path: Path) -> Park:
    """The park, its perimeter in use."""
    border = gpd.GeoDataFrame({"navn": ["P"]}, geometry=[shapely.box(EAST, NORTH, EAST + SIDE_M, NORTH + SIDE_M)], crs=25832)
    pyogrio.write_dataframe(border, tmp_path / "grense.gpkg", driver="GPKG", layer="grense")
    import_file(make_park().id, tmp_path / "grense.gpkg", "perimeter")
    return read_park("prove")


def parcels(more: tuple = ()) -> gpd.GeoDataFrame:
    """A parcel at each place, then others."""
    shapes = [*(parcel(east_m) for east_m, _ in PLACES.values()), *more]
    names = [*PLACES, *(f"r{number}" for number in range(len(more)))]
    return gpd.GeoDataFrame({"teigid": names}, geometry=shapes, crs=25832)


def read(frame: gpd.GeoDataFrame, park: Park, path: Path) -> Intake:
    driver = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".geojson": "GeoJSON"}[path.suffix]
    options = {"COORDINATE_PRECISION": 9} if driver == "GeoJSON" else {}
    pyogrio.write_dataframe(frame, path, driver=driver, layer="teig", **options)
    with guarded_copy(path) as file:
        return take_in(file, park, NOTHING)


def true_m2(frame: gpd.GeoDataFrame) -> float:
    return float(crs.area_m2(frame.geometry.dropna()).sum())


def test_the_ring_is_as_wide_as_it_is_said_to_be() -> None:
    assert LIMITS["ring_m"] == RING_M


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".geojson"])
@pytest.mark.parametrize("epsg", [25832, 25833, 4258])
def test_what_meets_the_ring_is_read_and_what_does_not_is_counted(epsg: int, ending: str, park: Park, tmp_path: Path) -> None:
    if ending == ".geojson" and epsg != 4258:
        epsg = 4326
    given = parcels().to_crs(epsg)
    found = read(given, park, tmp_path / f"teiger{ending}")
    assert sorted(found.kept["parcel_id"]) == sorted(KEPT)
    assert (found.rows, len(found.kept), len(found.set_aside), found.clipped_rows) == (7, 5, 0, 2)
    assert found.area_m2 + found.clipped_m2 == pytest.approx(true_m2(given.to_crs(25832)), rel=1e-6)
    assert found.clipped_m2 == pytest.approx(2 * 9_800, rel=1e-3)
    told = next(one for one in found.findings if one.issue == "clipped")
    assert (told.count, told.before, told.after) == (2, RING_M, pytest.approx(19.6, abs=0.1))


def test_rows_stay_whole_and_keep_their_number(park: Park, tmp_path: Path) -> None:
    given = parcels().iloc[::-1].reset_index(drop=True)  # those beyond come first
    kept = read(given, park, tmp_path / "teiger.gpkg").kept
    assert dict(zip(kept["parcel_id"], kept.index, strict=True)) == {name: given.index[given["teigid"] == name][0] for name in KEPT}
    assert kept.set_index("parcel_id").geometry["across the edge"].equals(parcel(BEYOND_M - 50.0))


def test_a_row_without_a_place_is_set_aside_and_not_clipped(park: Park, tmp_path: Path) -> None:
    found = read(parcels((None,)), park, tmp_path / "teiger.gpkg")
    assert found.set_aside["reason"].tolist() == ["no_geometry"] and found.set_aside["row"].tolist() == [8]
    assert (found.rows, len(found.kept), found.clipped_rows) == (8, 5, 2)


def test_more_rows_than_are_read_at_once(park: Park, tmp_path: Path) -> None:
    many = BATCH_ROWS + 100
    step = np.arange(many)
    east, north = EAST + np.where(step % 3 == 0, 300.0, BEYOND_M + 300.0) + step % 60 * 6, NORTH + step // 60 * 6
    given = parcels(tuple(shapely.box(east, north, east + 5, north + 5)))
    found = read(given, park, tmp_path / "teiger.gpkg")
    inside = int((step % 3 == 0).sum())
    assert (found.rows, len(found.kept), found.clipped_rows) == (many + 7, inside + 5, many - inside + 2)
    assert found.area_m2 + found.clipped_m2 == pytest.approx(true_m2(given), rel=1e-6)


def test_the_park_s_own_layers_are_read_whole(park: Park, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"plot_id": list(PLACES)}, geometry=[parcel(east_m) for east_m, _ in PLACES.values()], crs=25832)
    pyogrio.write_dataframe(frame, tmp_path / "tomter.gpkg", driver="GPKG", layer="tomter")
    made = import_file(park.id, tmp_path / "tomter.gpkg", "plots")
    assert (made.kept, made.clipped) == (len(PLACES), 0)


def test_a_park_without_perimeter_clips_nothing(make_park: Callable, tmp_path: Path) -> None:
    found = read(parcels(), make_park(), tmp_path / "teiger.gpkg")
    assert (found.rows, len(found.kept), found.clipped_rows, found.clipped_m2) == (7, 7, 0, 0.0)


def test_where_nothing_meets_the_ring_the_place_is_judged_by_all_rows(park: Park, tmp_path: Path) -> None:
    far = gpd.GeoDataFrame({"teigid": ["a"]}, geometry=[parcel(BEYOND_M + 500.0)], crs=25832)
    found = read(far, park, tmp_path / "teiger.gpkg")
    assert (len(found.kept), found.clipped_rows) == (1, 0)
