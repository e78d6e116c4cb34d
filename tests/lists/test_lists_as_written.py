"""Lists as people write them: units in headings, keys that a spreadsheet made dates of, and why a workbook cannot be read."""

from pathlib import Path

import pytest

from door.answers import NOTHING
from door.content import check_content
from door.intake import take_in
from door.lists.statements import unpivoted
from door.open import guarded_copy
from landuse.words.errors import LanduseError

CASES = Path(__file__).parent.parent / "fixtures" / "cases"


def records(heading: str, value: str, key: str = "1") -> tuple[list, list]:
    found = unpivoted({"Bygningsnummer": [key], heading: [value]}, 1)
    sheet = found.records
    return [(sheet["kind"][0], sheet["value"][0], sheet["unit"][0])] if found.is_made else [], found.done


@pytest.mark.parametrize(
    ("heading", "value", "kept"),
    [
        ("Ledig\nareal (daa)", "0,4", ("vacant_floor", "400", "m2")),
        ("Ledig areal, m²", "1 200", ("vacant_floor", "1200", "m2")),
        ("ledig areal [kvm]", "1200", ("vacant_floor", "1200", "m2")),
        ("Bruksareal (ha)", "0.125", ("floor", "1250", "m2")),
        ("Ansatte\n(årsverk)", "10", ("jobs", "10", "jobs")),
        ("Ledig areal", "0,4", ("vacant_floor", "0.4", "m2")),
    ],
)
def test_units_in_headings(heading, value, kept):
    found, done = records(heading, value)
    assert found == [kept]
    assert ("unit_in_heading" in {note[0] for note in done}) == ("(daa)" in heading or "(ha)" in heading)


@pytest.mark.parametrize("heading", ["Ledig areal (årsverk)", "Ansatte (daa)", "Ledig areal (kroner)", "Merknad (daa)"])
def test_a_unit_of_another_kind_is_not_guessed(heading):
    assert records(heading, "4")[0] == []


def test_a_list_with_units_in_its_headings(make_park):
    with guarded_copy(CASES / "n45_units_in_head.xlsx") as file:
        found = take_in(file, make_park(), NOTHING)
    assert found.kept[["kind", "value"]].to_numpy().tolist() == [
        ["vacant_floor", "400"], ["jobs", "10"], ["vacant_floor", "1200"], ["jobs", "3"],
    ]  # fmt: skip


def test_a_parcel_number_that_became_a_date_is_said(make_park):
    with guarded_copy(CASES / "n41_gnr_became_date.xlsx") as file:
        found = take_in(file, make_park(), NOTHING)
    (said,) = [one for one in found.findings if one.issue == "done_key_became_date"]
    assert (said.before, said.after) == ("12/3", 2) and "12/3" in said.text("nb")
    assert found.kept["about"].tolist()[2] == "140/1"


def test_a_list_without_dates_says_nothing_of_them():
    assert "key_became_date" not in {note[0] for note in records("Ledig areal", "5", key="2026031")[1]}


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "workbook_password"), ("Workbook\0", "workbook_old"), ("WordDocument", "not_a_workbook")],
)
def test_why_a_workbook_cannot_be_read(tmp_path, stream, code):
    path = tmp_path / "leie.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + stream.encode("utf-16-le") + bytes(500))
    with pytest.raises(LanduseError) as error:
        check_content(path, "xlsx", path.name)
    assert error.value.code == code


def test_a_workbook_with_a_password_says_so():
    with pytest.raises(LanduseError) as error, guarded_copy(CASES / "n62_password.xlsx"):
        pass
    assert error.value.code == "workbook_password" and "passord" in error.value.text("nb")


def test_each_row_is_about_what_it_names(make_park):
    with guarded_copy(CASES / "leieliste_gnr_og_bygg.csv") as file:
        found = take_in(file, make_park(), NOTHING)
    assert not [one.issue for one in found.findings if one.issue == "missing_required"] and len(found.kept) == 10
    said = set(found.kept[["about_type", "about", "kind", "value"]].itertuples(index=False, name=None))
    of_parcels = {("140/1", "offered", "Ledig"), ("140/2", "lease", "Betong AS"), ("140/4", "option", "Opsjon")}
    assert {("parcel", *one) for one in of_parcels} <= said
    assert {("building", key, "vacant_floor", floor) for key, floor in (("30000100", "300"), ("30000101", "450"))} <= said
    assert ("building", "30000100", "lease", "Verksted AS") in said


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ({"Tomt": "T1", "Bygningsnr": "7", "Gnr": "1", "Bnr": "2"}, [("plot", "T1"), ("building", "7")]),
        ({"Tomt": None, "Bygningsnr": "7", "Gnr": "1", "Bnr": "2"}, [("building", "7"), ("building", "7")]),
        ({"Tomt": None, "Bygningsnr": None, "Gnr": "1", "Bnr": "2"}, [("parcel", "1/2"), ("parcel", "1/2")]),
        ({"Tomt": "T1", "Bygningsnr": None, "Gnr": None, "Bnr": None}, [("plot", "T1"), ("plot", "T1")]),
        ({"Tomt": None, "Bygningsnr": None, "Gnr": None, "Bnr": None}, [("plot", None), ("plot", None)]),
    ],
)
def test_a_row_among_others_is_about_what_it_names(row, about):
    whole = {"Tomt": "T9", "Bygningsnr": "9", "Gnr": "9", "Bnr": "9"}
    sheet = {name: [whole[name], value] for name, value in row.items()} | {"Status": ["Utleid", "Utleid"], "Ledig BRA": ["5", "5"]}
    found = unpivoted(sheet, 2)
    records = found.records
    assert [(records["about_type"][at], records["about"][at]) for at, place in enumerate(found.places) if place == 1] == about
