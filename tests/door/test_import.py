"""Importing files into a park: what is kept is right, what is not is said, and a refusal changes nothing."""

import json
import sqlite3
import struct
import tomllib
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely
from pandas.testing import assert_frame_equal

from actions.imports.import_files import check_file, import_file
from door.limits import LIMITS
from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.park import Park, read_park
from parks.read import raster_path, read_layer

FIXTURES = Path(__file__).parent.parent / "fixtures"
LAYER_FIXTURES = Path(__file__).parent.parent / "layers" / "fixtures"
EAST, NORTH = 620_000, 7_076_000  # in Verdal, EPSG:25832


def square(column: int, row: int = 0, side: float = 100.0) -> shapely.Polygon:
    """A square of 1 daa times (side / 31.6)², in Verdal."""
    return shapely.box(EAST + 100 * column, NORTH + 100 * row, EAST + 100 * column + side, NORTH + 100 * row + side)


def plots(*geometries, **columns) -> gpd.GeoDataFrame:
    """Plots T1, T2 … in the work CRS."""
    names = {"plot_id": [f"T{n + 1}" for n in range(len(geometries))], **columns}
    return gpd.GeoDataFrame(names, geometry=list(geometries), crs=25832)


def saved(frame: gpd.GeoDataFrame, path: Path, **options) -> Path:
    """The frame as a file of the kind that the ending says."""
    driver = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile", ".gml": "GML"}[path.suffix]
    pyogrio.write_dataframe(frame, path, driver=driver, layer=options.pop("layer", path.stem), **options)
    return path


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but the lock."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


def refused(park: Park, path: Path, **options) -> LanduseError:
    """The error of an import, which must have left the park's folder as it was."""
    before = content(park.folder)
    with pytest.raises(LanduseError) as error:
        import_file(park.id, path, **options)
    assert content(park.folder) == before
    for lang in ("nb", "en"):
        assert "\n" not in error.value.text(lang) and "{" not in error.value.text(lang)
    return error.value


# ---------------------------------------------------------------- the formats


@pytest.fixture
def four_plots() -> gpd.GeoDataFrame:
    frame = plots(square(0), square(1), square(2), shapely.MultiPolygon([square(3), square(5)]))
    frame["name"] = ["Kaitomta", "Ørin øst", "Blåbærmyra", None]
    frame["tenure"] = ["own", "leased", "ground_lease", "other_owner"]
    frame["parcel_ids"] = ["5038-19/1", "5038-19/1,5038-19/2", None, None]
    frame["valid_from"] = [date(2020, 5, 1), None, None, date(2021, 1, 1)]
    return frame


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".gml", ".zip"])
def test_the_same_plots_come_back_from_every_format(ending: str, four_plots, tmp_path, make_park):
    park = make_park()
    options = {"COORDINATE_PRECISION": 9} if ending == ".geojson" else {}
    path = saved(four_plots, tmp_path / f"tomter{ending.replace('zip', 'shp')}", **options)
    if ending == ".zip":
        path = zipped(path)
    made = import_file(park.id, path)
    assert (made.layer_id, made.rows_in_file, made.kept, made.set_aside) == ("plots", 4, 4, 0)
    assert made.crs_read == "EPSG:25832" and not made.unknown_codes and not made.repaired
    assert made.area_kept_m2 == pytest.approx(crs.area_m2(four_plots.geometry).sum(), rel=1e-9)
    back = read_layer(read_park(park.id), "plots")
    days = four_plots["valid_from"].fillna(read_park(park.id).sources["plots"][0].rows_from)  # rows without a day have their file's
    expected = four_plots.assign(valid_from=pd.to_datetime(days).astype("datetime64[ms]"))
    for name in ("plot_id", "name", "tenure", "parcel_ids"):
        assert back[name].fillna("–").tolist() == expected[name].fillna("–").tolist()
    assert_frame_equal(back[["valid_from"]], expected[["valid_from"]])
    assert shapely.equals_exact(back.normalize().to_numpy(), multi(expected), tolerance=1e-6).all()


def multi(frame: gpd.GeoDataFrame) -> np.ndarray:
    parts = [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in frame.geometry]
    return gpd.GeoSeries(parts).normalize().to_numpy()


def zipped(shape: Path) -> Path:
    path = shape.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for part in shape.parent.glob(f"{shape.stem}.*"):
            if part != path:
                archive.write(part, f"tomter/{part.name}")
    return path


def test_a_raster_is_kept_byte_for_byte_under_its_year(make_park):
    park, source = make_park(), LAYER_FIXTURES / "land_cover.tif"
    made = import_file(park.id, source, year=2020)
    assert (made.layer_id, made.rows_in_file, made.kept) == ("land_cover_2020", 168, 168)
    kept = raster_path(read_park(park.id), "land_cover_2020")
    assert kept.name == "land_cover_2020.tif" and kept.read_bytes() == source.read_bytes()


def test_a_raster_names_its_unknown_codes(tmp_path, make_park):
    with rasterio.open(LAYER_FIXTURES / "land_cover.tif") as source:
        codes, profile = source.read(1), source.profile
    codes[2, :3] = 77
    with rasterio.open(tmp_path / "dekke.tif", "w", **profile) as target:
        target.write(codes, 1)
    assert import_file(make_park().id, tmp_path / "dekke.tif", year=2025).unknown_codes == {"code": {"77": 3}}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"crs": "EPSG:25833"}, "raster_elsewhere"), ({"transform": rasterio.Affine(10, 1, EAST, 1, -10, NORTH)}, "raster_not_square")],
)
def test_a_raster_in_another_grid_is_refused(change: dict, code: str, tmp_path, make_park):
    with rasterio.open(LAYER_FIXTURES / "land_cover.tif") as source:
        codes, profile = source.read(1), source.profile
    with rasterio.open(tmp_path / "dekke.tif", "w", **{**profile, **change}) as target:
        target.write(codes, 1)
    assert refused(make_park(), tmp_path / "dekke.tif", year=2025).code == code


def test_a_raster_without_a_year_is_asked_for_one(make_park):
    assert refused(make_park(), LAYER_FIXTURES / "land_cover.tif").code == "raster_year"


# ---------------------------------------------------------------- real files


def test_saltdal_plan(make_park):
    park = make_park(municipalities=("1840",), epsg=25833)
    made = import_file(park.id, FIXTURES / "regplan_saltdal.zip")
    assert (made.layer_id, made.crs_read) == ("zoning", "EPSG:5115")
    assert (made.rows_in_file, made.kept, made.set_aside) == (50, 49, 1)  # the plan's own row is no zone
    assert made.area_kept_m2 / 10_000 == pytest.approx(44.083, abs=5e-4)
    assert made.unknown_codes == {"zone_code": {"2025": 2}}
    zones = read_layer(read_park(park.id), "zoning")
    assert zones["zone_code"].value_counts().to_dict() == {
        "2018": 19, "5100": 18, "2015": 3, "3040": 2, "6001": 2, "2025": 2, "2011": 1, "2019": 1, "2080": 1,
    }  # fmt: skip
    first = zones.iloc[0]
    assert (first["plan_id"], first["plan_type"], first["plan_status"], first["level"]) == ("2016003", "35", "3", "2")
    assert first["plan_date"].date() == date(2017, 11, 9)


def test_protected_areas_come_from_zone_35_to_zone_32(make_park):
    park = make_park(municipalities=("5001", "5028"), epsg=25832)
    made = import_file(park.id, FIXTURES / "naturvernomrader.zip")
    assert (made.layer_id, made.crs_read, made.kept) == ("protected", "EPSG:25835", 17)
    assert made.area_kept_m2 / 10_000 == pytest.approx(1_618.606, abs=5e-4)
    assert read_layer(read_park(park.id), "protected")["name"].iloc[0] == "Leinøra naturreservat"


@pytest.mark.parametrize(
    ("plan_type", "zone_code", "known"),
    [
        (35, 1340, True), (35, 1300, True), (20, 1300, True), (20, 1340, False),  # 1340 is no code of a municipal plan
        (30, 140, True), (20, 140, True), (30, 133, False), (20, 133, True), (35, 9999, False), (None, 1340, True),
    ],
)  # fmt: skip
def test_zone_codes_are_known_by_plan_level_and_law(plan_type, zone_code: int, known: bool, tmp_path, make_park):
    frame = gpd.GeoDataFrame({"planid": ["1"], "plantype": [plan_type], "arealformål": [zone_code]}, geometry=[square(0)], crs=25832)
    made = check_file(saved(frame, tmp_path / "plan.gpkg"), make_park().id)
    assert made.unknown_codes == ({} if known else {"zone_code": {str(zone_code): 1}})


def fkb_gml() -> str:
    """Three buildings as FKB-Bygning writes them: an area, an area with an arc, a point; heights; a compound CRS."""
    at = 'srsName="http://www.opengis.net/def/crs/EPSG/0/5972" srsDimension="3"'

    def ring(*points):
        return " ".join(f"{EAST + x} {NORTH + y} 4.5" for x, y in points)

    triangle = ring((0, 0), (20, 0), (20, 20), (0, 0))
    plain = (
        f"<gml:Polygon {at}><gml:exterior><gml:LinearRing><gml:posList>{triangle}</gml:posList></gml:LinearRing></gml:exterior>"
        "</gml:Polygon>"
    )
    arc = (
        f"<gml:Surface {at}><gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments>"
        f"<gml:Arc><gml:posList>{ring((40, 0), (50, 10), (60, 0))}</gml:posList></gml:Arc>"
        f"<gml:LineStringSegment><gml:posList>{ring((60, 0), (40, 0))}</gml:posList></gml:LineStringSegment>"
        "</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
    )
    point = f"<gml:Point {at}><gml:pos>{ring((80, 0))}</gml:pos></gml:Point>"
    rows = "".join(
        f"<gml:featureMember><app:Bygning><app:bygningsnummer>{n}</app:bygningsnummer><app:{tag}>{shape}</app:{tag}></app:Bygning>"
        "</gml:featureMember>"
        for n, tag, shape in [(1, "område", plain), (2, "område", arc), (3, "posisjon", point)]
    )
    spaces = 'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://example.com/bygning"'
    return f'<?xml version="1.0" encoding="utf-8"?><gml:FeatureCollection {spaces}>{rows}</gml:FeatureCollection>'


def test_buildings_gml_with_mixed_geometry_keeps_every_area(tmp_path, make_park):
    path = tmp_path / "bygg.gml"
    path.write_text(fkb_gml(), encoding="utf-8")
    park = make_park()
    made = import_file(park.id, path)
    assert (made.layer_id, made.crs_read, made.rows_in_file, made.kept, made.set_aside) == ("buildings", "EPSG:25832", 3, 3, 0)
    rows = read_layer(read_park(park.id), "buildings").geometry
    areas = crs.planar_area_m2(rows[rows.geom_type != "Point"])
    assert areas == pytest.approx([200.0, np.pi * 50], rel=2e-3) and (rows.geom_type == "Point").sum() == 1


def test_a_circle_in_a_geopackage_becomes_straight(tmp_path, make_park):
    path = saved(plots(square(0), square(1)), tmp_path / "tomter.gpkg", SPATIAL_INDEX="NO")
    ring = [(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 100, NORTH), (EAST + 50, NORTH - 50), (EAST, NORTH)]
    circle = struct.pack("<BIIBII", 1, 10, 1, 1, 8, len(ring)) + b"".join(struct.pack("<dd", *at) for at in ring)  # CurvePolygon
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE tomter SET geom = ? WHERE fid = 1", (b"GP\0\1" + struct.pack("<i", 25832) + circle,))
        connection.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY'")
        connection.commit()
    park = make_park()
    assert import_file(park.id, path).kept == 2
    areas = crs.planar_area_m2(read_layer(read_park(park.id), "plots").geometry)
    assert areas == pytest.approx([np.pi * 50**2, 10_000], rel=1e-3)


def test_heights_are_dropped_and_a_compound_crs_is_read_flat(tmp_path, make_park):
    raised = plots(shapely.force_3d(square(0), 12.0)).set_crs(5972, allow_override=True)
    park = make_park()
    made = import_file(park.id, saved(raised, tmp_path / "tomter.gpkg"))
    assert made.crs_read == "EPSG:25832" and not read_layer(read_park(park.id), "plots").has_z.any()


# ---------------------------------------------------------------- coordinates


@pytest.mark.parametrize("declared", [25833, 25835, 4326])
def test_a_wrong_zone_is_refused_with_the_one_that_fits(declared: int, tmp_path, make_park):
    park = make_park()
    path = saved(plots(square(0)).set_crs(declared, allow_override=True), tmp_path / "tomter.gpkg")
    error = refused(park, path)
    assert error.code == "file_crs_other"
    says = f"tomter.gpkg: says EPSG:{declared}, but its coordinates fit Verdal in EPSG:25832. Import again with --as-crs 25832."
    assert error.text("en") == says
    made = import_file(park.id, path, as_epsg=25832)
    assert made.kept == 1 and made.crs_read == "EPSG:25832"
    assert read_layer(read_park(park.id), "plots").total_bounds[0] == pytest.approx(EAST)


def test_geojson_in_metres_without_crs_is_caught(tmp_path, make_park):
    path = tmp_path / "tomter.geojson"
    feature = {"type": "Feature", "properties": {"plot_id": "T1"}, "geometry": shapely.geometry.mapping(square(0))}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    park = make_park()
    assert "--as-crs 25832" in refused(park, path).text("nb")
    assert import_file(park.id, path, as_epsg=25832).kept == 1


def test_a_file_that_names_no_crs_is_not_guessed(tmp_path, make_park):
    path = saved(plots(square(0)), tmp_path / "tomter.shp")
    path.with_suffix(".prj").unlink()
    error = refused(make_park(), path)
    assert error.code == "file_crs_none" and error.values["epsg"] == 25832


def test_north_before_east_is_said(tmp_path, make_park):
    turned = shapely.transform(square(0), lambda at: at[:, ::-1])
    assert refused(make_park(), saved(plots(turned), tmp_path / "tomter.gpkg")).code == "file_axes_swapped"


def test_another_part_of_norway_is_said(tmp_path, make_park):
    elsewhere = shapely.transform(square(0), lambda at: at - [300_000, 700_000])
    assert refused(make_park(), saved(plots(elsewhere), tmp_path / "tomter.gpkg")).code == "file_crs_nowhere"


def test_an_epsg_number_that_does_not_exist(tmp_path, make_park):
    assert refused(make_park(), saved(plots(square(0)), tmp_path / "tomter.gpkg"), as_epsg=99999).code == "unknown_epsg"


# ---------------------------------------------------------------- rows


def test_every_row_is_kept_or_set_aside_with_its_reason(tmp_path, make_park):
    bow_tie = shapely.Polygon([(EAST + 900, NORTH), (EAST + 1000, NORTH + 100), (EAST + 1000, NORTH), (EAST + 900, NORTH + 100)])
    frame = plots(square(0), None, shapely.Polygon(), shapely.Point(EAST, NORTH), bow_tie, square(3), square(4))
    frame["plot_id"] = ["T1", "T2", "T3", "T4", "T5", None, "T7"]
    park = make_park()
    made = import_file(park.id, saved(frame, tmp_path / "tomter.gpkg"))
    assert made.rows_in_file == 7 == made.kept + made.set_aside and made.kept == 3
    rejected = json.loads(made.rejected_path.read_text())
    assert made.rejected_path.parent == park.folder / "versions" / "0001"
    reasons = {feature["properties"]["row"]: feature["properties"]["reason"] for feature in rejected["features"]}
    assert reasons == {2: "no_geometry", 3: "no_geometry", 4: "wrong_geometry_type", 6: "no_key"}
    assert all(feature["properties"]["why"] for feature in rejected["features"])
    assert [(repair.row, repair.before_m2) for repair in made.repaired] == [(5, 0.0)]
    assert made.repaired[0].after_m2 == pytest.approx(5_000, rel=2e-3)
    assert read_layer(read_park(park.id), "plots").is_valid.all()


def test_coordinates_that_are_no_numbers_are_set_aside(tmp_path, make_park):
    endless = shapely.Polygon([(EAST, NORTH), (np.inf, NORTH), (EAST, NORTH + 100)])
    made = import_file(make_park().id, saved(plots(square(0), endless), tmp_path / "tomter.gpkg"))
    assert (made.kept, made.set_aside) == (1, 1)
    assert json.loads(made.rejected_path.read_text())["features"][0]["properties"]["reason"] == "not_finite"


def test_a_stale_count_in_a_geopackage_loses_no_row(tmp_path, make_park):
    path = saved(plots(square(0), square(1), square(2)), tmp_path / "tomter.gpkg")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE gpkg_ogr_contents SET feature_count = 1")
        connection.commit()
    assert import_file(make_park().id, path).kept == 3


def test_unknown_codes_are_named_with_counts_and_kept(tmp_path, make_park):
    park = make_park()
    frame = plots(square(0), square(1), square(2), tenure=["own", "lånt", "lånt"])
    made = import_file(park.id, saved(frame, tmp_path / "tomter.gpkg"))
    assert made.unknown_codes == {"tenure": {"lånt": 2}}
    assert read_layer(read_park(park.id), "plots")["tenure"].tolist() == ["own", "lånt", "lånt"]
    assert any("lånt" in sentence for sentence in made.sentences("nb"))


def test_values_of_the_wrong_kind_are_counted(tmp_path, make_park):
    frame = gpd.GeoDataFrame({"bygningsnummer": [1, 2], "bruksareal": ["ca. 1200", "1 200,5"]}, geometry=[square(0), square(1)], crs=25832)
    park = make_park()
    made = import_file(park.id, saved(frame, tmp_path / "bygg.gpkg"))
    unread = [finding for finding in made.findings if finding.issue == "unread_value"]
    assert [(finding.row, finding.feature, finding.column, finding.before) for finding in unread] == [(1, "1", "floor_m2", "ca. 1200")]
    assert read_layer(read_park(park.id), "buildings")["floor_m2"].tolist()[1] == 1200.5


def test_parcels_without_an_id_are_named_by_matrikkelnummer_and_part(tmp_path, make_park):
    numbers = {"kommunenummer": ["5038"] * 3, "gardsnummer": [19, 19, 20], "bruksnummer": [1, 1, 2], "festenummer": [0, 0, 3]}
    frame = gpd.GeoDataFrame(numbers, geometry=[square(0), square(1), square(2)], crs=25832)
    park = make_park()
    import_file(park.id, saved(frame, tmp_path / "teiger.gpkg"), layer_id="parcels")
    assert read_layer(read_park(park.id), "parcels")["parcel_id"].tolist() == ["5038-19/1#1", "5038-19/1#2", "5038-20/2/3"]


def test_records_need_no_geometry(make_park):
    park = make_park()
    made = import_file(park.id, LAYER_FIXTURES / "records.geojson")
    assert (made.layer_id, made.kept, made.area_kept_m2) == ("records", 3, 0.0)
    assert read_layer(read_park(park.id), "records")["value"].tolist()[1] == "1200"


# ---------------------------------------------------------------- refusals


def test_refusals_are_one_clear_sentence(tmp_path, make_park, monkeypatch):
    park = make_park()
    empty = tmp_path / "tom.gpkg"
    empty.touch()
    text = tmp_path / "tekst.gpkg"
    text.write_text("not a database")
    word = tmp_path / "plan.docx"
    word.write_text("x")
    doctype = tmp_path / "ond.gml"
    doctype.write_text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]><x>&y;</x>')
    cut = tmp_path / "kuttet.gml"
    cut.write_text(fkb_gml()[:900], encoding="utf-8")
    half = tmp_path / "halv.geojson"
    half.write_text('{"type":"FeatureCollection","features":[')
    none = tmp_path / "ingen.geojson"
    none.write_text('{"type":"FeatureCollection","features":[]}')
    flat = tmp_path / "flat.geojson"
    flat.write_text('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"plot_id":"1"}}]}')
    alone = saved(plots(square(0)), tmp_path / "alene.shp")
    alone.with_suffix(".dbf").unlink()
    nameless = saved(gpd.GeoDataFrame({"x": [1]}, geometry=[square(0)], crs=25832), tmp_path / "navnlos.gpkg")
    expected = {
        tmp_path / "borte.gpkg": "file_missing", empty: "file_empty", text: "format_mismatch", word: "format_unknown",
        doctype: "doctype_refused", cut: "file_damaged", half: "json_damaged", none: "file_without_rows",
        alone: "shape_incomplete", nameless: "layer_unclear",
    }  # fmt: skip
    assert {path: refused(park, path).code for path in expected} == expected
    assert refused(park, flat).code == refused(park, flat, layer_id="plots").code == "file_without_geometry"
    assert refused(park, nameless, layer_id="plots").code == "column_missing"
    assert refused(park, nameless, layer_id="tomter").code == "unknown_layer"
    monkeypatch.setitem(LIMITS, "file_mb", 0)
    assert refused(park, nameless).code == "file_too_large"


def test_unknown_park_names_the_known_ones(make_park):
    make_park()
    with pytest.raises(LanduseError, match="prove"):
        import_file("verdalen", "tomter.gpkg")


@pytest.mark.parametrize("name", ["../ut.gpkg", "/ut.gpkg"])
def test_a_zip_that_points_out_of_its_folder_is_refused(name: str, tmp_path, make_park):
    path = tmp_path / "ut.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    assert refused(make_park(), path).code in ("zip_unsafe", "past_zip_ratio")


def test_a_zip_that_swells_is_refused(tmp_path, make_park):
    path = tmp_path / "bombe.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe.gml", b"0" * 5_000_000)
    assert refused(make_park(), path).code in ("zip_unsafe", "past_zip_ratio")


def test_two_imports_at_once_do_not_meet(tmp_path, make_park):
    from parks.versions import locked

    park, path = make_park(), saved(plots(square(0)), tmp_path / "tomter.gpkg")
    with locked(park.id):
        assert refused(park, path).code == "park_busy"
    assert import_file(park.id, path).kept == 1


# ---------------------------------------------------------------- keeping


def test_other_tables_stay_and_the_same_layer_is_replaced(tmp_path, make_park):
    park = make_park()
    import_file(park.id, LAYER_FIXTURES / "perimeter.geojson", layer_id="perimeter")
    import_file(park.id, saved(plots(square(0), square(1)), tmp_path / "tomter.gpkg"))
    import_file(park.id, saved(plots(square(2)), tmp_path / "nye.gpkg"), layer_id="plots")
    assert len(read_layer(read_park(park.id), "perimeter")) == 1 and len(read_layer(read_park(park.id), "plots")) == 1
    assert sorted(path.name for path in park.folder.iterdir()) == [".lock", "answers.json", "park.gpkg", "park.toml", "versions"]


def test_park_toml_says_where_a_layer_is_from_and_keeps_the_rest(tmp_path, make_park):
    rest = (
        'today = 2026-06-30\n[adopted]\nby = "Styret \\"A\\""\non = 2024-01-01\n[layers.zoning]\nsource = "x"\norigin = "example"\n'
        '[[published]]\nfact = "area_daa"\nvalue = "1 000"\n[[published]]\nfact = "jobs"\nvalue = "10"\n'
    )
    park = make_park(example=True, rest=rest)
    before = tomllib.loads(park.settings_path.read_text())
    made = import_file(park.id, saved(plots(square(0)), tmp_path / "tomter.gpkg"), dated=date(2026, 2, 1))
    after = tomllib.loads(park.settings_path.read_text())
    about = after["layers"].pop("plots")
    assert after == {**before, "version": 1, "tables": "versions/0001/park.gpkg"}
    (source,) = about.pop("sources")
    assert about == {} and len(source.pop("sha256")) == 16
    assert source == {"id": "tomter", "key": [], "name": "tomter.gpkg", "dated": date(2026, 2, 1), "origin": "own",
                      "licence": "The park's own", "rows": 1, "version": 1, "undated": 1, "rows_from": date(2026, 2, 1)}  # fmt: skip
    assert made.still_example and read_park(park.id).example and "still_example" in {finding.issue for finding in made.findings}
    assert any("EKSEMPEL" in sentence for sentence in made.sentences("nb"))


def test_the_example_mark_goes_with_the_last_example_layer(tmp_path, make_park):
    park = make_park(example=True, rest='today = 2026-06-30\n[layers.plots]\nsource = "x"\norigin = "example"\n')
    made = import_file(park.id, saved(plots(square(0)), tmp_path / "tomter.gpkg"))
    now = read_park(park.id)
    assert not made.still_example and not now.example and now.today is None
    assert "no_longer_example" in {finding.issue for finding in made.findings}


def test_a_report_alone_changes_nothing(tmp_path, make_park):
    park, path = make_park(), saved(plots(square(0)), tmp_path / "tomter.gpkg")
    before = content(park.folder)
    assert check_file(path, park.id).kept == 1
    assert content(park.folder) == before


def test_a_failure_half_way_changes_nothing(tmp_path, make_park, monkeypatch):
    park = make_park()
    import_file(park.id, saved(plots(square(0)), tmp_path / "tomter.gpkg"))
    before = content(park.folder)

    def no_space(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr("parks.versions.with_layer", no_space)
    with pytest.raises(LanduseError, match="the system refuses"):
        import_file(park.id, saved(plots(square(1), None), tmp_path / "nye.gpkg"))
    assert content(park.folder) == before and len(read_layer(read_park(park.id), "plots")) == 1
