"""Twins that differ in format give the same values, counted and summed beside their reader; what is lost or another is told."""

import datetime
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from actions.imports.answers import said
from door.answers import Asked
from door.columns.constants import constant_words
from door.intake import Intake, take_in
from door.lists import sheet_xml
from door.open import guarded_copy
from door.report.report import report, value_lines
from door.tables import Table, read_table, table_names
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.corpus.case import frame, save, square

TWINS = ("gpkg", "shp", "geojson", "fgb", "parquet", "gml")
HEAD = ("Bygningsnr", "Ledig areal m2", "Leietaker")
LIST = [HEAD, ("300123450", 300, "Alfa AS"), ("300123451", 12.5, None), ("300123452", None, "Ørn & sønn")]


def twin(folder: Path, ending: str) -> Path:
    columns = {"bygnr": ["300123450", "300123451", "300123452"], "bruksareal": [1600.5, 12.0, 900.25], "bygnstat": ["TB", None, "MB"]}
    rows = frame(*(square(n, side=40) for n in range(3)), **columns).drop(columns="plot_id")
    path = folder / f"bygg.{ending}"
    if ending == "parquet":
        rows.to_parquet(path, schema_version="1.1.0")
        return path
    in_order = {"SPATIAL_INDEX": "NO"} if ending == "fgb" else {}
    return save(rows.to_crs(4326) if ending == "geojson" else rows, path, layer=None if ending == "shp" else "bygg", **in_order)


def read(path: Path) -> Table:
    with guarded_copy(path) as file:
        (name,) = table_names(file)
        return read_table(file, name)


def taken(path: Path, park, layer: str) -> Intake:
    with guarded_copy(path) as file:
        return take_in(file, park, Asked(layer))


@pytest.mark.parametrize("ending", TWINS)
def test_twins_of_a_layer(ending, tmp_path, make_park):
    found = taken(twin(tmp_path, ending), make_park(), "buildings")
    kept = found.kept[["building_id", "floor_m2", "building_status"]].astype(object)
    assert kept.where(kept.notna(), None).to_numpy().tolist() == [
        ["300123450", 1600.5, "TB"], ["300123451", 12.0, None], ["300123452", 900.25, "MB"],
    ]  # fmt: skip
    sums = {ours: (one.written, one.read, one.kept, one.unread) for ours, one in found.values.items()}
    assert sums == {"building_id": (3, 3, 3, 0), "building_status": (2, 2, 2, 0), "floor_m2": (3, 3, 3, 0)}
    balance = found.value_balance
    assert (balance.written, balance.read, balance.kept, balance.unread, balance.set_aside, balance.clipped) == (8, 8, 8, 0, 0, 0)
    assert balance.sums == {"floor_m2": 2512.75}
    assert "8" in value_lines(report(found), "nb")[0] and "2" in value_lines(report(found), "en")[1]
    assert not [one for one in found.findings if one.issue in ("values_once", "values_lost", "sum_differs")]


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "fgb"])
def test_sums_by_another_reader(ending, tmp_path):
    assert read(twin(tmp_path, ending)).sums["bruksareal"] == (2512.75, 2512.75)


def test_a_sum_that_is_another_is_told(tmp_path, make_park, monkeypatch):
    table = read(twin(tmp_path, "gpkg"))
    monkeypatch.setattr("door.choice.read_table", lambda *_, **__: replace(table, sums={"bruksareal": (2512.75, 2513.75)}))
    found = taken(tmp_path / "bygg.gpkg", make_park(), "buildings")
    assert [(one.column, one.before, one.after) for one in found.findings if one.issue == "sum_differs"] == [("floor_m2", 2512.75, 2513.75)]


def test_what_nothing_but_the_reader_counts_is_told(tmp_path, make_park, monkeypatch):
    table = read(twin(tmp_path, "gpkg"))
    monkeypatch.setattr("door.choice.read_table", lambda *_, **__: replace(table, values={**table.values, "bruksareal": (None, 3)}))
    found = taken(tmp_path / "bygg.gpkg", make_park(), "buildings")
    assert [one.before for one in found.findings if one.issue == "values_once"] == ["floor_m2"] and found.value_balance.written is None


def a_list(folder: Path, ending: str) -> Path:
    path = folder / f"liste.{ending}"
    if ending == "xlsx":
        book = openpyxl.Workbook()
        for row in LIST:
            book.active.append(row)
        book.save(path)
        return path
    words = [";".join("" if cell is None else str(cell).replace(".", ",") for cell in row) for row in LIST]
    path.write_text("\n".join(words), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_twins_of_a_list(ending, tmp_path, make_park):
    found = taken(a_list(tmp_path, ending), make_park(), "records")
    assert found.kept[["about", "kind", "value"]].to_numpy().tolist() == [
        ["300123450", "vacant_floor", "300"], ["300123450", "lease", "Alfa AS"], ["300123451", "vacant_floor", "12.5"],
        ["300123452", "lease", "Ørn & sønn"],
    ]  # fmt: skip
    assert found.listed.values == {"Bygningsnr": (3, 3), "Ledig areal m2": (2, 2), "Leietaker": (2, 2)}
    assert report(found).cells == (7, 7, 0)


def test_cells_that_no_reader_found_are_told(tmp_path, make_park, monkeypatch):
    table = read(a_list(tmp_path, "xlsx"))
    values = {**table.listed.values, "Leietaker": (3, 2)}
    monkeypatch.setattr("door.choice.read_table", lambda *_, **__: replace(table, listed=replace(table.listed, values=values)))
    found = taken(tmp_path / "liste.xlsx", make_park(), "records")
    assert [(one.column, one.before, one.after) for one in found.findings if one.issue == "values_lost"] == [("Leietaker", 3, 2)]


def test_cells_by_the_sheets_own_xml(tmp_path):
    path, book = tmp_path / "liste.xlsx", openpyxl.Workbook()
    rows = [("a", "b", "c", "d"), ("x", " ", None, True), (None, 0, datetime.date(2026, 5, 1), "=1+1"), ("", None, None, None)]
    for row in rows:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    found = sheet_xml.cells(path, "xl/worksheets/sheet1.xml", below=1)
    assert dict(found.filled) == {0: 1, 1: 1, 2: 1, 3: 1} and found.rows == 3 and found.hidden_rows == [3]


def test_a_constant_of_a_layer_fills_what_the_file_lacks(tmp_path, make_park):
    with guarded_copy(twin(tmp_path, "gpkg")) as file:
        found = take_in(file, make_park(), said("buildings", constants=["floor_kind=BRA", "building_status=RA"]))
    assert found.kept["floor_kind"].tolist() == ["BRA"] * 3 and found.kept["building_status"].dropna().tolist() == ["TB", "MB"]


@pytest.mark.parametrize(
    ("layer_id", "words", "code"),
    [
        ("records", "status=tull", "constant_status"), (None, "status=ingen", "constant_status"), (None, "foo=1", "constant_unknown"),
        ("records", "valid_from=igår", "constant_no_value"), (None, "said_on=2026-13-01", "constant_no_value"),
        ("records", "vacant_floor=mye", "constant_no_value"), ("records", "kind=tull", "constant_no_code"),
        ("buildings", "status=offered", "constant_unknown"), ("buildings", "floor_m2=tre", "constant_no_value"),
    ],
)  # fmt: skip
def test_a_constant_is_checked_before_anything_is_read(layer_id, words, code):
    with pytest.raises(LanduseError) as error:
        said(layer_id, constants=[words])
    assert error.value.code == code
    for lang in messages.LANGS:
        shown = error.value.text(lang)
        assert words.partition("=")[0] in shown and "{" not in shown
    if code == "constant_status":
        assert "Tilbudt" in error.value.text("nb") and "Offered" in error.value.text("en")


@pytest.mark.parametrize(
    "words", ["status=ledig", "status=own_reserve", "valid_from=1.2.2026", "said_by=Parken", "vacant_floor=1 200", "plot=T1", "lease=Alfa"]
)
def test_a_right_constant_is_taken(words):
    assert said("records", constants=[words]).constants == dict([words.split("=")])


def test_a_constant_is_told_in_words():
    name, value = constant_words("status", "offered")
    assert (name.titles["nb"], value.titles["nb"], value.titles["en"]) == ("Status", "Tilbudt", "Offered")
    assert constant_words("said_by", "Parken")[1].titles["en"] == "Parken"


@pytest.mark.parametrize("words", ["said_by", "=x", "said_by="])
def test_a_constant_that_is_none(words):
    with pytest.raises(LanduseError) as error:
        said(constants=[words])
    assert error.value.code == "constant_unreadable"
