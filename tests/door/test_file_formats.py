"""Every format gives back the rows, values, places and CRS that were written; what was done to a file on the way is said."""

import csv
import io
import shutil
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from actions.imports.check import checked
from door.answers import Asked
from door.formats import sosi
from door.geometry import curves
from door.geometry.straighten import flattened
from door.intake import take_in
from door.open import guarded_copy
from door.tables import Table, read_table, table_names
from landuse.measure import crs
from landuse.words.errors import LanduseError

FIXTURES = Path(__file__).parent.parent / "fixtures"
EAST, NORTH = 620_000, 7_076_000
NORWEGIAN = ["Kaitomta", "Ørin øst", "Blåbærmyra", None]


def frame() -> gpd.GeoDataFrame:
    squares = [shapely.box(EAST + 200 * n, NORTH, EAST + 200 * n + 100, NORTH + 100) for n in range(4)]
    names = {"plot_id": ["T1", "T2", "T3", "T4"], "navn": NORWEGIAN, "areal": [1.5, 2.0, np.nan, 4.0], "antall": [1, 2, 3, 4]}
    return gpd.GeoDataFrame(names, geometry=squares, crs=25832)


def read(path: Path, name: str | None = None) -> Table:
    with guarded_copy(path) as file:
        names = table_names(file)
        return read_table(file, name or names[0])


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.rglob("*")):
            archive.write(part, part.relative_to(folder.parent))
    return path


def written(ending: str, folder: Path) -> Path:
    path = folder / f"tomter{ending}"
    if ending == ".parquet":
        frame().to_parquet(path, schema_version="1.1.0", write_covering_bbox=True)
    elif ending == ".gdb.zip":
        of_gis = frame().astype({"antall": "int32"})
        pyogrio.write_dataframe(of_gis, folder / "tomter.gdb", layer="tomter", driver="OpenFileGDB")
        return zipped(folder / "tomter.gdb", folder / "tomter.zip")
    else:
        pyogrio.write_dataframe(frame(), path, driver={".fgb": "FlatGeobuf", ".gpkg": "GPKG"}[ending])
    return path


@pytest.mark.parametrize("ending", [".fgb", ".parquet", ".gdb.zip", ".gpkg"])
def test_rows_values_and_places_come_back(ending: str, tmp_path: Path) -> None:
    table = read(written(ending, tmp_path))
    assert table.rows == len(table.frame) == 4 and table.frame.crs.to_epsg() == 25832 and table.row.tolist() == sorted(table.row)
    found = table.frame.set_index("plot_id").loc[["T1", "T2", "T3", "T4"]]
    assert [None if name != name else name for name in found["navn"]] == NORWEGIAN
    assert found["antall"].tolist() == [1, 2, 3, 4] and found["areal"].iloc[3] == 4.0 and np.isnan(found["areal"].iloc[2])
    parts = shapely.get_parts(found.geometry.to_numpy())
    assert shapely.equals(parts, frame().geometry.to_numpy()).all()


def test_a_file_geodatabase_is_read_as_a_folder_too(tmp_path: Path) -> None:
    written(".gdb.zip", tmp_path)
    assert read(tmp_path / "tomter.gdb").rows == 4


def test_geoparquet_says_its_crs_or_means_degrees(tmp_path: Path) -> None:
    path = tmp_path / "grader.parquet"
    frame().to_crs(4326).to_parquet(path)
    assert read(path).frame.crs.equals("OGC:CRS84", ignore_axis_order=True)


def test_parquet_without_wkb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tomter.parquet"
    frame().to_parquet(path, geometry_encoding="geoarrow")
    with pytest.raises(LanduseError) as error:
        read(path)
    assert error.value.code == "parquet_encoding"


def test_a_parquet_file_without_geometry_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "liste.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"plot_id": ["T1"]}), path)
    table = read(path)
    assert table.rows == 1 and not table.has_geometry


# ---------------------------------------------------------------- SOSI


@pytest.mark.parametrize(
    ("name", "rows", "epsg", "encoding", "code"),
    [
        ("flate_oy.sos", {"lines": 8, "polygons": 3}, 25835, "UTF-8", None),
        ("flatetest2.sos", {"lines": 5, "polygons": 1}, 25835, "UTF-8", None),
        ("non-linear.sos", {"lines": 8, "polygons": 2}, 25835, "UTF-8", None),
        ("valgkretser_ISO8859-10.SOS", {"lines": 18, "polygons": 7}, 25833, "iso8859-10", None),
        ("valgkretserdos8.SOS", {"lines": 1, "polygons": 1}, 25832, "cp865", None),
        ("regplan_saltdal.sos", {"lines": 188, "points": 31, "polygons": 78}, 5115, "iso8859-1", None),
        ("buer.sos", {}, None, "", "file_damaged"),  # ends in the middle of a line, without .SLUTT
        ("testfile_issue4.sos", {}, None, "", "file_damaged"),
    ],
)
def test_sosi_samples(name: str, rows: dict[str, int], epsg: int, encoding: str, code: str | None) -> None:
    if code:
        with pytest.raises(LanduseError) as error:
            read(FIXTURES / "sosi" / name)
        assert error.value.code == code
        return
    with guarded_copy(FIXTURES / "sosi" / name) as file:
        tables = {table: read_table(file, table) for table in table_names(file)}
    assert {table: found.rows for table, found in tables.items()} == rows
    assert {found.frame.crs.to_epsg() for found in tables.values()} == {epsg}
    assert tables["polygons"].done[-1][:2] == ("encoding", encoding)


def test_saltdal_as_sosi_has_the_areas_of_its_plan() -> None:
    zones = read(FIXTURES / "sosi" / "regplan_saltdal.sos", "polygons").frame
    zones = zones[zones["objekttypenavn"] == "RpArealformålOmråde"]
    assert len(zones) == 49
    assert crs.area_m2(zones.geometry).sum() / 10_000 == pytest.approx(44.083, abs=5e-4)


def test_sosi_keeps_letters_that_its_copy_cannot_hold(tmp_path: Path) -> None:
    path = tmp_path / "samisk.sos"
    text = (FIXTURES / "sosi" / "flate_oy.sos").read_text(encoding="utf-8").replace("Bambus", "Báŋku")
    path.write_text(text, encoding="utf-8")
    assert "Báŋku" in set(read(path, "lines").frame["objekttypenavn"])


@pytest.mark.parametrize(
    ("koordsys", "epsg"), [(22, 25832), (84, 4258), (215, 5115), (205, 5105), (230, 5130), (3, 27393), (201, None), (99, None)]
)
def test_koordsys_has_its_epsg_number_or_none(koordsys: int, epsg: int | None) -> None:
    assert crs.koordsys_epsg(koordsys) == epsg


def test_a_missing_sosi_driver_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(LanduseError) as error:
        sosi.check_driver("plan.sos")
    assert "gdal-bin" in error.value.text("nb") and "gdal-bin" in error.value.text("en")


# ---------------------------------------------------------------- sheets


def csv_file(path: Path, rows: list[list[str]], encoding: str, delimiter: str) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_of_buildings_becomes_records(encoding: str, delimiter: str, tmp_path: Path) -> None:
    rows = [["Bygningsnummer", "Ledig areal m²", "Leietaker", "Ansatte"], ["10 ", "1 200,5", "", ""], ["11", "", "Blåbær & Ørn AS", "12"]]
    table = read(csv_file(tmp_path / "bygg.csv", rows, encoding, delimiter))
    assert table.frame[["about_type", "about", "kind", "value", "unit"]].fillna("–").to_numpy().tolist() == [
        ["building", "10", "vacant_floor", "1200.5", "m2"],
        ["building", "11", "lease", "Blåbær & Ørn AS", "–"],
        ["building", "11", "jobs", "12", "jobs"],
    ]
    assert ("unpivoted", 2, 3) in table.done and not table.has_geometry
    assert table.sheet_rows == (2, 3, 3)


def test_the_report_names_rows_as_a_spreadsheet_program_does(tmp_path: Path) -> None:
    rows = [["Tomt", "Leietaker", "Ledig areal m2"], ["T1", "A\nS", "10"], ["", "", ""], ["", "Firma C", "7"]]
    path = csv_file(tmp_path / "liste.csv", rows, "utf-8", ";")
    told = checked(path, None, Asked("records"), "nb")
    assert [row["row"] for row in told["findings"] if row["issue"] == "no_key"] == [4]
    with guarded_copy(path) as file:
        assert take_in(file, None, Asked("records")).set_aside["row"].tolist() == [4, 4]


def test_a_status_word_says_the_kind_and_parcels_are_named_by_their_numbers(tmp_path: Path) -> None:
    rows = [
        ["Knr", "Gnr", "Bnr", "Fnr", "Status", "Pris"],
        ["5038", "19", "1", "0", "Til salgs", "900"],
        ["5038", "19", "2", "4", "Utleid", ""],
    ]
    table = read(csv_file(tmp_path / "salg.csv", rows, "utf-8", ";"))
    assert table.frame[["about", "kind"]].to_numpy().tolist() == [["5038-19/1", "offered"], ["5038-19/2/4", "lease"]]
    assert ("columns_unread", "Pris") in table.done


def test_a_row_without_a_fact_is_not_lost(tmp_path: Path) -> None:
    table = read(csv_file(tmp_path / "tomter.csv", [["Tomt", "Leietaker"], ["T1", ""], ["T2", "A"]], "utf-8", ";"))
    assert table.rows == 2 and table.frame["kind"].isna().tolist() == [True, False]


def test_quoted_line_ends_are_no_rows(tmp_path: Path) -> None:
    table = read(
        csv_file(tmp_path / "tomter.csv", [["Tomt", "Leietaker", "Merknad"], ["T1", "A", 'to\nlinjer "og" anførsel']], "utf-8", ";")
    )
    assert table.rows == 1 and table.frame["note"].tolist() == ['to\nlinjer "og" anførsel']


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["Tomt", "Leietaker", "Ansatte"])
    book.active.append(["T1", "Ørn AS", 12])
    book.active.append(["T2", '=HYPERLINK("http://127.0.0.1/x")', 3.5])
    book.save(path)
    return path


def test_a_workbook_computes_nothing(tmp_path: Path) -> None:
    table = read(workbook(tmp_path / "tomter.xlsx"))
    assert table.frame[["about", "kind", "value"]].fillna("–").to_numpy().tolist() == [
        ["T1", "lease", "Ørn AS"], ["T1", "jobs", "12"], ["T2", "jobs", "3.5"],
    ]  # fmt: skip
    assert ("formulas_blank", 1) in table.done  # no program has computed it


def test_a_workbook_called_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "tomter.csv"
    shutil.move(workbook(tmp_path / "tomter.xlsx"), path)
    table = read(path)
    assert table.rows == 3 and table.done[0] == ("content", "xlsx", ".csv")


# ---------------------------------------------------------------- encodings of shapefiles


@pytest.mark.parametrize(
    ("written_in", "said", "noted"),
    [("UTF-8", "UTF-8", False), ("CP1252", "CP1252", False), ("UTF-8", "ISO-8859-1", True), ("CP1252", None, True), ("CP865", None, True)],
)
def test_a_shapefile_is_read_by_its_bytes(written_in: str, said: str | None, noted: bool, tmp_path: Path) -> None:
    path = tmp_path / "tomter.shp"
    pyogrio.write_dataframe(frame()[["plot_id", "navn", "geometry"]], path, driver="ESRI Shapefile", encoding=written_in)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if said:
        path.with_suffix(".cpg").write_text(said)
    table = read(path)
    assert [None if name != name else name for name in table.frame["navn"]] == NORWEGIAN
    assert bool(table.done) is noted


# ---------------------------------------------------------------- curves


@pytest.mark.parametrize("radius", [0.5, 10.0, 300.0, 20_000.0])
def test_an_arc_is_a_centimetre_from_its_curve(radius: float) -> None:
    angles = np.array([0.0, 0.4, 1.3])
    points = np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])
    arc = struct.pack("<BII", 1, 8, 3) + points.tobytes()
    straight, curved = curves.straightened(np.array([arc, None], dtype=object))
    line = shapely.from_wkb(straight[0])
    assert curved.tolist() == [True, False]
    found = shapely.get_coordinates(line)
    assert np.hypot(*found.T) == pytest.approx(radius, rel=1e-12)
    middles = (found[1:] + found[:-1]) / 2
    assert (radius - np.hypot(*middles.T)).max() <= curves.DEVIATION_M * 1.000001
    assert (found[0] == points[0]).all() and (found[-1] == points[-1]).all() and (found == points[1]).all(axis=1).any()


def test_a_circle_closes_on_itself() -> None:
    ring = [(100.0, 0.0), (-100.0, 0.0), (100.0, 0.0)]
    circle = struct.pack("<BIIBII", 1, 10, 1, 1, 8, 3) + b"".join(struct.pack("<dd", *at) for at in ring)
    straight, _ = curves.straightened(np.array([circle], dtype=object))
    shape = shapely.from_wkb(straight[0])
    assert shape.is_valid and shape.exterior.is_ring
    assert crs.planar_area_m2(gpd.GeoSeries([shape]))[0] == pytest.approx(np.pi * 100**2, rel=2e-4)


def test_a_circle_in_degrees_is_as_round_as_one_in_metres() -> None:
    ring = [(11.001, 63.0), (10.999, 63.0), (11.001, 63.0)]
    circle = struct.pack("<BIIBII", 1, 10, 1, 1, 8, 3) + b"".join(struct.pack("<dd", *at) for at in ring)
    flat = flattened(np.array([circle], dtype=object), curves.deviation(["EPSG:4258"]))
    at = shapely.get_coordinates(flat.shapes)
    middles_deg = (at[1:] + at[:-1]) / 2 - [11.0, 63.0]
    assert flat.done["curve"].tolist() == [True] and (0.001 - np.hypot(*middles_deg.T)).max() * 111_700 <= 0.01 * 1.001


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_a_curve_that_is_cut_off_is_left_to_be_refused(cut: int) -> None:
    whole = struct.pack("<BII", 1, 8, 3) + struct.pack("<6d", 0, 0, 1, 1, 2, 0)
    straight, curved = curves.straightened(np.array([whole[:cut]], dtype=object))
    assert straight[0] == whole[:cut] and not curved[0]
