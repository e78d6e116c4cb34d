"""The example parks: they tile, they give the example totals by construction, they are made alike twice, and they lie where they say."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from examples.calibration import Offsets, read_offsets
from examples.municipalities import as_geojson, municipality_outlines
from examples.sketch import read_sketch, sketch_ids
from examples.tables import make_park
from examples.writing import write_layers, write_truth
from landuse.measure import crs
from landuse.words import codelists
from parks.park import read_park
from layers.registry import all_layers

ROOT = Path(__file__).parent.parent
PARCELS, TRUTH = ROOT / "data" / "parcels", Path(__file__).parent / "truth"
DAYS = {"baseline": "2024-01-01", "today": "2026-06-30"}
PARKS = sketch_ids()
NO_OVERLAP_M2 = 0.05


def table(park_id: str, layer: str) -> gpd.GeoDataFrame:
    """A table of a park as it was written."""
    return pyogrio.read_dataframe(PARCELS / park_id / "park.gpkg", layer=layer)


def in_force(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """The rows that hold on a day."""
    since, until = (pd.to_datetime(rows[name]) for name in ("valid_from", "valid_to"))
    return rows[(since.isna() | (since <= pd.Timestamp(day))) & (until.isna() | (until > pd.Timestamp(day)))]


def perimeter(park_id: str) -> shapely.Geometry:
    return table(park_id, "perimeter").geometry.union_all()


@pytest.mark.parametrize("park_id", PARKS)
@pytest.mark.parametrize("day", DAYS)
def test_the_truth_tiles_the_perimeter(park_id: str, day: str) -> None:
    truth = pyogrio.read_dataframe(TRUTH / f"{park_id}.gpkg", layer=day)
    whole = perimeter(park_id)
    assert truth.area.sum() == pytest.approx(whole.area, abs=NO_OVERLAP_M2)
    assert truth.geometry.union_all().symmetric_difference(whole).area < NO_OVERLAP_M2


@pytest.mark.parametrize("park_id", PARKS)
@pytest.mark.parametrize("day", DAYS)
def test_the_land_resource_tiles_the_perimeter_and_a_ring_of_a_kilometre(park_id: str, day: str) -> None:
    land = in_force(table(park_id, "land_resource"), DAYS[day])
    whole = land.geometry.union_all()
    assert land.area.sum() == pytest.approx(whole.area, abs=NO_OVERLAP_M2)
    assert perimeter(park_id).buffer(1000).difference(whole).area < 5


@pytest.mark.parametrize("park_id", PARKS)
def test_every_geometry_is_valid_and_every_code_known(park_id: str) -> None:
    path = PARCELS / park_id / "park.gpkg"
    layers = all_layers()
    for name, _ in pyogrio.list_layers(path):
        rows = pyogrio.read_dataframe(path, layer=name)
        if isinstance(rows, gpd.GeoDataFrame):
            assert rows.is_valid.all(), name
            assert rows.crs.to_epsg() == read_sketch(park_id).epsg
        for column in layers[name].columns:
            if column.code_list in codelists.names() and column.name in rows:
                assert codelists.unknown(column.code_list, rows[column.name]) == [], (name, column.name)


@pytest.mark.parametrize("park_id", PARKS)
def test_a_park_lies_in_its_municipality(park_id: str) -> None:
    park = read_park(park_id)
    outlines = pyogrio.read_dataframe(ROOT / "data" / "municipalities.geojson").set_index("kommunenummer")
    lat, lon = park.place
    assert any(outlines.geometry[number].buffer(0).covers(shapely.Point(lon, lat)) for number in park.municipalities)


@pytest.mark.parametrize("park_id", [p for p in PARKS if not read_sketch(p).draft_only])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_intended_classes_have_the_sizes_of_the_example(park_id: str, seed: int) -> None:
    sketch = read_sketch(park_id)
    made = make_park(sketch, seed, Offsets())
    rows = made.truth["baseline"]
    areas = made.layout.place.true_areas([row["geometry"] for row in rows])
    by_class = pd.Series(areas).groupby([row["class"] for row in rows]).sum()
    assert by_class["vacant_zoned"] == pytest.approx(1000 * sketch.figure("vacant_daa"), abs=10)
    assert by_class.drop("not_counted").sum() == pytest.approx(1000 * sketch.figure("total_daa"), abs=30)


@pytest.mark.parametrize("park_id", ["skogmo", "treklyngen"])
def test_the_same_seed_gives_the_same_park(park_id: str) -> None:
    sketch, offsets = read_sketch(park_id), read_offsets(park_id, 1)
    first, second = make_park(sketch, 1, offsets), make_park(sketch, 1, offsets)
    assert first.layers.keys() == second.layers.keys()
    for name, rows in first.layers.items():
        assert [row.get("geometry") and row["geometry"].wkb for row in rows] == [
            row.get("geometry") and row["geometry"].wkb for row in second.layers[name]
        ]
    assert all(np.array_equal(first.covers[year], second.covers[year]) for year in first.covers)


def test_the_committed_park_is_what_the_generator_makes(tmp_path: Path) -> None:
    made = make_park(read_sketch("skogmo"), 1, read_offsets("skogmo", 1))
    write_layers(made, tmp_path)
    write_truth(made, tmp_path / "truth.gpkg")
    for name, _ in pyogrio.list_layers(tmp_path / "park.gpkg"):
        new, old = pyogrio.read_dataframe(tmp_path / "park.gpkg", layer=name), table("skogmo", name)
        pd.testing.assert_frame_equal(pd.DataFrame(new), pd.DataFrame(old))


@pytest.mark.parametrize("park_id", PARKS)
def test_a_park_has_between_60_and_500_units_to_be(park_id: str) -> None:
    pieces = pyogrio.read_dataframe(TRUTH / f"{park_id}.gpkg", layer="baseline")
    zones = in_force(table(park_id, "zoning"), DAYS["baseline"])
    assert 35 <= len(pieces) <= 500
    assert len(zones) > 5


@pytest.mark.parametrize("park_id", [p for p in PARKS if not read_sketch(p).draft_only])
def test_dirt_is_there_and_named(park_id: str) -> None:
    dirt = pyogrio.read_dataframe(TRUTH / f"{park_id}.gpkg", layer="dirt")
    assert len(dirt) >= 4
    assert {"registered_area_differs", "demolished"} <= set(dirt["kind"])


def test_nothing_tells_the_class_in_the_layers() -> None:
    for park_id in PARKS:
        path = PARCELS / park_id / "park.gpkg"
        assert not any("class" in pyogrio.read_info(path, layer=name)["fields"] for name, _ in pyogrio.list_layers(path))


def test_the_parks_are_light() -> None:
    files = [*PARCELS.rglob("*.gpkg"), *PARCELS.rglob("*.tif"), *TRUTH.rglob("*.gpkg")]
    assert sum(path.stat().st_size for path in files) < 12_000_000


def test_all_figures_are_true_areas() -> None:
    made = make_park(read_sketch("mongstad"), 1, Offsets())
    shapes = [row["geometry"] for row in made.truth["baseline"]]
    in_crs = gpd.GeoSeries([made.layout.place.in_crs(shape) for shape in shapes], crs=made.layout.place.epsg)
    assert made.layout.place.true_areas(shapes).sum() == pytest.approx(crs.area_m2(in_crs).sum(), rel=1e-6)


def test_outlines_are_repaired_and_carry_their_source(tmp_path: Path) -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    source = tmp_path / "source.geojson"
    gpd.GeoDataFrame({"kommunenummer": ["0001"], "kommunenavn": ["Prøve"]}, geometry=[bow], crs=4326).to_file(source)
    outlines = municipality_outlines(source)
    assert outlines.is_valid.all()
    assert "Kartverket" in as_geojson(outlines)
