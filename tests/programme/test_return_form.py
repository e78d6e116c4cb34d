"""A park with one employee and no geodata: the form, filled in a spreadsheet program, read through the door, and summed on its own."""

from pathlib import Path

import openpyxl
import pytest

from actions.programme.bulletin import text
from actions.programme.declared import form, read_form
from actions.programme.rollup import roll_up
from landuse.programme.rollup import Declared
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.actions.conftest import write_park

_ORDER = ("park", "year", "total_daa", "vacant_daa", "floor_m2", "vacant_floor_m2", "by", "on", "basis")
_FULL = {"park": "Skogmo Industripark", "year": 2025, "total_daa": 900, "vacant_daa": "150,5", "floor_m2": "42 000", "vacant_floor_m2": 0}
_FULL |= {"by": "Ola, daglig leder", "on": "2026-01-15", "basis": "Anslag"}


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "parcels").mkdir(parents=True)
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path / "data"))


def filled(path: Path, lang: str = "nb", **said: object) -> Path:
    """The form with answers in its second column, saved as a spreadsheet program does; what is not said stays as it is."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(form(lang))
    book = openpyxl.load_workbook(path)
    for place, name in enumerate(_ORDER, start=2):
        if name in said:
            book.worksheets[0].cell(place, 2).value = said[name]
    book.save(path)
    return path


@pytest.mark.parametrize("lang", messages.LANGS)
def test_what_was_filled_in_is_what_is_read(tmp_path: Path, lang: str) -> None:
    found = read_form(filled(tmp_path / "svar.xlsx", lang, **_FULL))
    wanted = Declared(
        "skogmo-industripark", "Skogmo Industripark", 2025, 900.0, 150.5, 42_000.0, 0.0, "Ola, daglig leder", "2026-01-15", "Anslag"
    )
    assert found == wanted


def test_a_park_is_known_by_its_name(tmp_path: Path) -> None:
    write_park(tmp_path / "data", "skogmo")
    assert read_form(filled(tmp_path / "svar.xlsx", **_FULL | {"park": "SKOGMO"})).park_id == "skogmo"


def test_a_blank_cell_is_not_answered_and_no_nought(tmp_path: Path) -> None:
    found = read_form(filled(tmp_path / "svar.xlsx", **_FULL | {"floor_m2": None, "vacant_floor_m2": None}))
    assert (found.floor_m2, found.vacant_floor_m2) == (None, None)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": None}, "form_missing"),
        ({"park": " "}, "form_missing"),
        ({"total_daa": "mange"}, "form_number"),
        ({"total_daa": -1}, "form_number"),
        ({"total_daa": "18.000"}, "form_number"),
        ({"vacant_daa": 901}, "form_more_vacant"),
        ({"year": "i fjor"}, "form_year"),
        ({"year": 2019}, "form_year"),
        (dict.fromkeys(("total_daa", "vacant_daa", "floor_m2", "vacant_floor_m2")), "form_empty"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_question(tmp_path: Path, changed: dict, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        read_form(filled(tmp_path / "svar.xlsx", **_FULL | changed))
    assert refused.value.code == code
    assert all("svar.xlsx" in refused.value.text(lang) for lang in messages.LANGS)


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Tomt", "Areal", "Status"])
    book.active.append(["T1", 10, "ledig"])
    book.save(tmp_path / "liste.xlsx")
    with pytest.raises(LanduseError) as refused:
        read_form(tmp_path / "liste.xlsx")
    assert refused.value.code == "form_question"


def test_declared_figures_are_summed_on_a_line_of_their_own(tmp_path: Path) -> None:
    filled(tmp_path / "inn" / "a.xlsx", **_FULL)
    filled(tmp_path / "inn" / "eldre.xlsx", **_FULL | {"year": 2024, "total_daa": 500})
    filled(tmp_path / "inn" / "b.xlsx", "en", **_FULL | {"park": "Nordpark", "total_daa": 100, "vacant_daa": 49.5, "floor_m2": None})
    filled(tmp_path / "inn" / "feil.xlsx", **_FULL | {"by": None})
    rolled = roll_up(tmp_path / "inn", ["skogmo-industripark", "nordpark", "ikke-svart"])
    told = rolled.rolled.declared_figures
    assert told is not None and rolled.rolled.figures is None
    assert (told["total_daa"], told["vacant_daa"], told["land_utilisation_pct"]) == (1000.0, 200.0, 80.0)
    assert (told["floor_m2"], told["floor_m2_of"], told["building_utilisation_pct"]) == (42_000.0, 1, 100.0)
    assert rolled.rolled.missing == ["ikke-svart"] and [one.file for one in rolled.refused] == ["feil.xlsx"]
    assert "ikke-svart" in text(rolled, "nb") and "200" in text(rolled, "nb") and "feil.xlsx" in text(rolled, "nb")
