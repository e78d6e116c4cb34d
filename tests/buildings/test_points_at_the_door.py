"""Building points at the door: from every format, beside outlines, as a source of their own, and refused elsewhere in words."""

import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from actions.imports import versions
from actions.imports.import_files import import_file
from door.answers import Asked
from door.geometry.sift import Given, sifted
from door.intake import Intake, take_in
from door.open import guarded_copy
from door.report.nothing_kept import nothing_kept
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from parks.park import Park, read_park
from parks.read import read_layer
from parks.shape_column import column_of
from tests.door.test_gml_as_written import E, N, building, written
from tests.door.test_import import EAST, NORTH, refused, saved, square
from tests.door.test_sosi_rows import AREA, POINT, sosi

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
PLACES = [(EAST + 20.25, NORTH + 30.5), (EAST + 120.0, NORTH + 40.0), (EAST + 220.0, NORTH + 50.0)]
STATUS = ["TB", "IG", "BR"]


def points(*shapes: shapely.Geometry, first: int = 30_000_000) -> gpd.GeoDataFrame:
    numbers = [str(first + row) for row in range(len(shapes))]
    return gpd.GeoDataFrame({"bygningsnr": numbers, "bygnstat": (STATUS * len(shapes))[: len(shapes)]}, geometry=list(shapes), crs=25832)


def flat() -> gpd.GeoDataFrame:
    return points(*map(shapely.Point, PLACES))


def with_heights(several: bool) -> gpd.GeoDataFrame:
    raised = [shapely.Point(x, y, 12.5) for x, y in PLACES]
    return points(*(shapely.MultiPoint([point]) for point in raised) if several else raised)


def made(kind: str, folder: Path) -> Path:
    """The same three buildings as a file of each kind."""
    if kind == "gml":
        rows = [
            building(row, f'<gml:Point srsName="EPSG:25832"><gml:pos>{x} {y}</gml:pos></gml:Point>', "posisjon").replace(
                "</app:Bygning>", f"<app:bygningsstatus>{STATUS[row]}</app:bygningsstatus></app:Bygning>"
            )
            for row, (x, y) in enumerate(PLACES)
        ]
        return written(folder, rows)
    if kind == "sos":
        said = "..OBJTYPE Bygning\n..BYGGNR {number}\n..BYGGSTAT {status}\n"
        group = ".PUNKT {row}:\n" + said + "..NØ\n{north:.0f} {east:.0f}\n"
        rows = [
            group.format(row=5 + row, number=30_000_000 + row, status=STATUS[row], north=100 * (y - NORTH), east=100 * (x - EAST))
            for row, (x, y) in enumerate(PLACES)
        ]
        return sosi(folder / "bygg.sos", *rows)
    frame = {"z.gpkg": with_heights(False), "multi.gpkg": with_heights(True), "multi.shp": with_heights(True)}.get(kind, flat())
    path = folder / f"bygningspunkt.{kind.rpartition('.')[2]}"
    if kind == "parquet":
        frame.to_parquet(path)
    elif kind == "fgb":
        pyogrio.write_dataframe(frame, path, driver="FlatGeobuf")
    elif kind == "multi.shp":
        saved(frame, path)
        with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
            for part in folder.glob("bygningspunkt.*"):
                if part.suffix != ".zip":
                    archive.write(part, part.name)
        return path.with_suffix(".zip")
    else:
        saved(frame, path, **({"COORDINATE_PRECISION": 9} if kind == "geojson" else {}))
    return path


def taken(path: Path, park: Park | None, layer: str | None = "buildings") -> Intake:
    with guarded_copy(path) as file:
        return take_in(file, park, Asked(layer))


@pytest.mark.parametrize("kind", ["gpkg", "z.gpkg", "multi.gpkg", "multi.shp", "geojson", "fgb", "parquet", "gml", "sos"])
def test_points_come_in_from_every_format(kind: str, tmp_path: Path, make_park) -> None:
    found = taken(made(kind, tmp_path), make_park())
    assert (found.rows, len(found.kept), found.area_m2, found.balance.area_m2) == (3, 3, 0.0, 0.0)
    kept = found.kept.sort_values("building_id")
    assert kept["building_id"].tolist() == ["30000000", "30000001", "30000002"] and kept["building_status"].tolist() == STATUS
    assert set(kept.geometry.geom_type) == {"Point"} and not kept.geometry.has_z.any()
    assert np.allclose(shapely.get_coordinates(kept.geometry.to_numpy()), PLACES, atol=1e-3)
    assert [one.count for one in found.findings if one.issue == "points_kept"] == [3]
    assert not {"tiny", "sliver", "huge", "floor_differs", "wrong_geometry_type"} & {one.issue for one in found.findings}


def test_the_open_registers_file_is_known_by_itself() -> None:
    found = taken(CASES / "bygningspunkt.gpkg", None, layer=None)
    assert found.layer_id == "buildings"
    assert len(found.kept) == 4 and set(found.kept.geometry.geom_type) == {"Point"}


def test_several_points_are_no_building_and_a_floor_is_told_as_unused(tmp_path, make_park) -> None:
    frame = points(shapely.Point(PLACES[0]), shapely.MultiPoint(PLACES[:2]), shapely.LineString(PLACES[:2]), square(4))
    frame["bruksareal"] = [900.0, None, None, 2_000.0]
    found = taken(saved(frame, tmp_path / "bygg.gpkg"), make_park())
    assert shapely.get_dimensions(found.kept.geometry.to_numpy()).tolist() == [0, 2]
    told = {one.issue: one for one in found.findings}
    assert (told["point_floor_unused"].count, told["point_floor_unused"].row) == (1, 1)
    wrong = [one for one in found.findings if one.issue == "wrong_geometry_type"]
    assert [one.row for one in wrong] == [2, 3]
    assert "et punkt, men laget trenger flater eller punkter" in wrong[0].text("nb")
    assert "a line, but the layer needs areas or points" in wrong[1].text("en")


def test_a_point_goes_before_a_line_of_the_same_building(tmp_path, make_park) -> None:
    line = f'<gml:LineString srsName="EPSG:25832"><gml:posList>{E} {N} {E + 9} {N}</gml:posList></gml:LineString>'
    place = f'<gml:Point srsName="EPSG:25832"><gml:pos>{E + 5} {N + 5}</gml:pos></gml:Point>'
    row = building(1, f"{line}</app:område><app:posisjon>{place}</app:posisjon><app:område>")
    row = row.replace("<app:område></app:område>", "")
    found = taken(written(tmp_path, [row]), make_park())
    assert found.kept.geometry.geom_type.tolist() == ["Point"]


def test_outlines_and_points_in_two_tables_of_a_file_are_one_layer(tmp_path, make_park) -> None:
    """A SOSI file has them apart by itself; rows keep the numbers of their groups."""
    area = AREA.format(number=17).replace("RpArealformålOmråde", "Bygning").replace("..AREALFORMÅL 1340", "..BYGGNR 7")
    place = POINT.format(group="PUNKT", number=5, kind="Bygning", north=7500).replace("..NØ", "..BYGGNR 8\n..NØ")
    found = taken(sosi(tmp_path / "bygg.sos", area, place), make_park())
    assert found.kept["building_id"].tolist() == ["7", "8"] and found.kept.geometry.geom_type.tolist() == ["Polygon", "Point"]
    assert (found.rows, found.kept.index.tolist()) == (2, [16, 4])
    path = saved(points(square(0)), tmp_path / "fkb.gpkg", layer="fkb_bygning_omrade")
    saved(points(*map(shapely.Point, PLACES), first=40_000_000), path, layer="fkb_bygning_posisjon", append=False)
    both = taken(path, make_park("to"), layer=None)
    assert (both.rows, len(both.kept), both.table) == (4, 4, "fkb_bygning_omrade, fkb_bygning_posisjon")
    assert both.kept.index.tolist() == [0, 1, 2, 3] and both.values["building_id"].read == 4


def _outlines() -> gpd.GeoDataFrame:
    return points(square(0), square(1))


@pytest.mark.parametrize("points_first", [False, True])
def test_outlines_and_points_are_two_sources_in_either_order(points_first: bool, tmp_path, make_park) -> None:
    park = make_park()
    files = [saved(_outlines(), tmp_path / "bygg.gpkg"), saved(flat(), tmp_path / "bygningspunkt.gpkg")]
    first, second = files[::-1] if points_first else files
    import_file(park.id, first, "buildings")
    report = import_file(park.id, second, "buildings")
    same = next(one for one in report.findings if one.issue == "source_same_building")
    assert same.count == 2 and "én gang" in same.text("nb")
    park = read_park(park.id)
    rows = read_layer(park, "buildings")
    assert (len(rows), len(park.sources["buildings"])) == (5, 2)
    assert rows.geometry.area.sum() == pytest.approx(20_000)
    assert sorted(rows.geometry.geom_type) == ["MultiPolygon"] * 2 + ["Point"] * 3
    again = import_file(park.id, second, "buildings")
    assert again.changes is not None and not again.changes
    newer = flat()
    newer.loc[0, "bygnstat"] = "FA"
    made = import_file(park.id, saved(newer, tmp_path / "bygningspunkt ny.gpkg"), "buildings")
    assert (made.changes.recoded, made.changes.gone, len(made.replaces)) == ((("30000000", "building_status", "TB", "FA"),), (), 1)
    assert len(read_layer(read_park(park.id), "buildings")) == 5


def test_the_table_says_what_it_holds_and_others_read_it(tmp_path, make_park) -> None:
    """By SQLite and by GDAL's own program, before and after points are put back."""
    park = make_park()
    import_file(park.id, saved(_outlines(), tmp_path / "bygg.gpkg"), "buildings")
    assert _said_type(park) == "MULTIPOLYGON"
    import_file(park.id, saved(flat(), tmp_path / "bygningspunkt.gpkg"), "buildings")
    assert _said_type(park) == "GEOMETRY"
    listed = subprocess.run(["ogrinfo", "-al", "-q", str(park.tables_path), "buildings"], capture_output=True, text=True, check=True).stdout
    assert (listed.count("POINT ("), listed.count("MULTIPOLYGON (((")) == (3, 2)
    assert "POINT (620020.25 7076030.5)" in listed
    versions.put_back(park.id, versions.versions(park.id)[1].number)
    assert set(read_layer(read_park(park.id), "buildings").geometry.geom_type) == {"MultiPolygon"}
    assert _said_type(park) == "MULTIPOLYGON"


def _said_type(park: Park) -> str:
    with closing(sqlite3.connect(park.tables_path)) as connection:
        return connection.execute("SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'buildings'").fetchone()[0]


SHAPES = {
    "point": [shapely.Point(PLACES[0]), shapely.MultiPoint(PLACES)],
    "line": [shapely.LineString(PLACES), shapely.MultiLineString([PLACES])],
    "polygon": [square(0), shapely.MultiPolygon([square(0), square(2)])],
    "collection": [shapely.GeometryCollection([shapely.Point(PLACES[0]), square(0)])],
}
TAKES = {"point": (), "line": ("line",), "polygon": ("polygon",), "collection": ("polygon",)}  # of a collection, the parts of its kind
DRAWN = [name for name, declared in all_layers().items() if declared.geometry in ("polygon", "line")]


@pytest.mark.parametrize("layer_id", DRAWN)
@pytest.mark.parametrize("kind", SHAPES)
def test_every_layer_refuses_another_geometry_in_a_sentence(layer_id: str, kind: str) -> None:
    """Each layer against each type, of one part and of several: kept where it is the layer's own, else said in words."""
    declared = all_layers()[layer_id]
    for shape in SHAPES[kind]:
        own = declared.geometry in TAKES[kind] or (declared.points and shape.geom_type == "Point")
        utm = pyproj.CRS.from_epsg(25832)
        given = Given(column_of(np.array([shape], dtype=object), utm), utm, False, pd.Series([False]))
        found = sifted(given, pd.Series([None], dtype=object), declared, 25832)
        assert found.reason.isna().tolist() == [own]
        if own:
            continue
        error = nothing_kept("fil.gpkg", layer_id, declared, 1, found.reason, found.type_id)
        for lang in messages.LANGS:
            said = error.text(lang)
            words = [messages.text(lang, f"geometry.{kind}"), messages.text(lang, declared.takes)]
            assert all(word in said for word in ("fil.gpkg", declared.title(lang), *words))
            assert "_" not in said and "{" not in said


@pytest.mark.parametrize(("layer_id", "frame", "code"), [
    ("plots", points(shapely.Point(PLACES[0])).rename(columns={"bygningsnr": "plot_id"}), "wrong_geometry"),
    ("rail", gpd.GeoDataFrame({"a": ["1"]}, geometry=[square(0)], crs=25832), "wrong_geometry"),
    ("buildings", points(shapely.LineString(PLACES)), "wrong_geometry"),
    ("land_cover", points(square(0)), "layer_is_raster"),
    ("plots", points(None, shapely.LineString(PLACES)).rename(columns={"bygningsnr": "plot_id"}), "nothing_kept"),
])  # fmt: skip
def test_a_file_of_another_geometry_is_refused_in_words(layer_id: str, frame: gpd.GeoDataFrame, code: str, tmp_path, make_park) -> None:
    error = refused(make_park(), saved(frame, tmp_path / "fil.gpkg"), layer_id=layer_id)
    assert error.code == code
    for lang in messages.LANGS:
        assert "geometry_type" not in error.text(lang) and "no_geometry" not in error.text(lang)


def test_reasons_are_said_in_the_readers_language() -> None:
    error = nothing_kept("f.gml", "plots", all_layers()["plots"], 2, pd.Series(["no_key", "not_finite"]), np.array([3, 3]))
    assert isinstance(error, LanduseError) and error.code == "nothing_kept"
    for lang in messages.LANGS:
        assert all(messages.text(lang, f"aside.{one}") in error.text(lang) for one in ("no_key", "not_finite"))
