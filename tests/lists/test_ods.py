"""Lists of LibreOffice: every row and cell that is shown or hidden, as often as it says; each counted by another parser."""

from pathlib import Path

import pytest

from door.answers import Asked
from door.intake import take_in
from door.open import guarded_copy
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.lists.ods_file import cell, day, ods, row, sheet

HEAD = row(cell("Tomt"), cell("Status"), cell("Ansatte"), cell("Dato"))


def take(path: Path, park: object, **asked: object) -> object:
    with guarded_copy(path) as file:
        return take_in(file, park, Asked(**asked))


def refused(path: Path, park: object) -> str:
    with pytest.raises(LanduseError) as error:
        take(path, park)
    assert all(path.name in error.value.text(lang) for lang in messages.LANGS)
    return error.value.code


def test_a_list_is_read_as_it_is_shown_with_its_notes_left_out(make_park, tmp_path):
    rows = [HEAD, row(cell("T1", note="spør Kari"), cell("Utleid"), cell(1600.0), day("2024-05-01")), row(cell("T2"), cell("Ledig"))]
    found = take(ods(tmp_path / "leie.ods", sheet("Tomter", *rows)), make_park())
    told = found.kept[["about", "kind", "value"]].astype(object).where(found.kept["value"].notna(), None).to_numpy().tolist()
    assert told == [["T1", "lease", "Utleid"], ["T1", "jobs", "1600"], ["T2", "offered", "Ledig"]]
    assert found.kept["said_on"].dropna().dt.date.map(str).unique().tolist() == ["2024-05-01"]
    assert found.format == "ods" and not any(one.issue == "values_lost" for one in found.findings)
    assert all(there == read for there, read in found.listed.values.values())


def test_rows_and_cells_that_are_alike_stand_as_often_as_they_say(make_park, tmp_path):
    rows = [row(cell("Tomt"), cell(many=300), cell("Status")), row(cell("T1"), cell(many=300), cell("Ledig"), many=3)]
    found = take(ods(tmp_path / "leie.ods", sheet("A", *rows)), make_park())
    assert found.rows == 3 and found.kept["about"].tolist() == ["T1"] * 3


def test_what_is_hidden_is_read_and_said(make_park, tmp_path):
    columns = '<table:table-column table:number-columns-repeated="1"/><table:table-column table:visibility="collapse"/>'
    rows = [HEAD, row(cell("T1"), cell("Ledig"), visibility="filter"), row(cell("T2"), cell("Utleid", formula="of:=[.A1]"))]
    found = take(ods(tmp_path / "leie.ods", sheet("A", *rows, style="gone", columns=columns)), make_park())
    told = {one.issue: one for one in found.findings}
    assert {"done_hidden_rows", "done_hidden_columns", "done_sheet_hidden", "done_formulas"} <= set(told)
    assert (told["done_hidden_rows"].before, told["done_hidden_columns"].before) == (2, "Status") and found.rows == 2


def test_a_file_of_several_sheets_is_asked_about_or_read_by_name(make_park, tmp_path):
    path = ods(tmp_path / "leie.ods", *(sheet(name, HEAD, row(cell(name), cell("Ledig"))) for name in ("T1", "T2")))
    assert refused(path, make_park()) == "layer_unclear"
    assert take(path, make_park("to"), table="T2").kept["about"].tolist() == ["T2"]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_workbook_is_what_it_has_in_it(make_park, tmp_path, ending):
    found = take(ods(tmp_path / f"leie{ending}", sheet("A", HEAD, row(cell("T1"), cell("Ledig")))), make_park())
    assert found.format == "ods" and "done_content" in {one.issue for one in found.findings}


def test_a_password_is_said_and_what_is_none_of_it_too(make_park, tmp_path):
    locked = ods(tmp_path / "last.ods", sheet("A", HEAD), manifest="<manifest><encryption-data/></manifest>")
    assert refused(locked, make_park()) == "workbook_password"
    other = tmp_path / "annet.ods"
    other.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refused(other, make_park("to")) == "not_a_workbook"


@pytest.mark.parametrize("many", [2_000_000, 0])
def test_a_number_of_rows_that_no_sheet_has_is_refused(make_park, tmp_path, many):
    often = f'<table:table-row table:number-rows-repeated="{many}">'
    content = sheet("A", HEAD, row(cell("T1"), cell("Ledig"))).replace("<table:table-row>", often)
    assert refused(ods(tmp_path / "bombe.ods", content), make_park()) == "file_damaged"
