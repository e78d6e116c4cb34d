"""Files, folders and zips as one list: the parts of a shapefile are one, what is no data is named, and bad zips stop nobody."""

import zipfile
from pathlib import Path

import pytest

from door.given import Given, given
from door.limits import LIMITS
from landuse.words.errors import LanduseError


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * len(name))
    return folder


def packed(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * len(name))
    return path


def looked(tmp_path: Path, *paths: Path) -> Given:
    home = tmp_path / "unpacked"
    home.mkdir()
    return given([*paths], home)


def test_a_folder_is_all_that_lies_in_it(tmp_path: Path) -> None:
    folder = made(
        tmp_path / "park", "grense.gpkg", "grense.gpkg-wal", "plan/1.gml", "plan/les meg.pdf",
        "bygg/Bygg.shp", "bygg/Bygg.DBF", "bygg/bygg.shx",
        "alene/teig.dbf", ".skjult/x.gpkg", "~$liste.xlsx", "liste.xlsx", "base.gdb/a00000001.gdbtable",
    )  # fmt: skip
    found = looked(tmp_path, folder)
    assert set(found.files) == {"grense.gpkg", "plan/1.gml", "bygg/Bygg.shp", "liste.xlsx", "base.gdb"}
    assert sorted(found.left) == ["alene/teig.dbf", "plan/les meg.pdf"] and not found.refused
    assert found.files["plan/1.gml"] == folder / "plan" / "1.gml"


def test_what_a_person_names_is_never_passed_over(tmp_path: Path) -> None:
    folder = made(tmp_path / "park", "brev.docx", "bygg.shp", "bygg.shx", "bygg.dbf", "bygg.prj")
    found = looked(tmp_path, *sorted(folder.iterdir()))
    assert set(found.files) == {"brev.docx", "bygg.shp"} and found.left == []


def test_a_zip_of_several_files_is_each_of_them_with_its_parts(tmp_path: Path) -> None:
    names = ["lev/plan 1/plan.gml", "lev/plan 2/plan.gml", "lev/bygg/Bygg.shp", "lev/bygg/bygg.dbf", "lev/bygg/Bygg.shx"]
    names += ["__MACOSX/lev/._plan.gml"]
    found = looked(tmp_path, packed(tmp_path / "levert.zip", *names, "lev/indre.zip", "lev/notat.txt"))
    assert set(found.files) == {f"levert.zip/{name}" for name in names[:3]}
    shape = found.files["levert.zip/lev/bygg/Bygg.shp"]
    assert {path.name for path in shape.parent.iterdir()} == {"Bygg.shp", "Bygg.dbf", "Bygg.shx"}
    assert found.files["levert.zip/lev/plan 1/plan.gml"].read_bytes() == b"x" * len(names[0])
    assert {name: error.code for name, error in found.refused.items()} == {"levert.zip/lev/indre.zip": "zip_nested"}
    assert found.left == ["levert.zip/lev/notat.txt"]


def test_a_zip_of_one_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = packed(tmp_path / "teig.zip", "teig.gml")
    assert looked(tmp_path, path).files == {"teig.zip": path}


def test_what_is_not_read_of_a_zip_is_named_as_that_of_a_folder_is(tmp_path: Path) -> None:
    path = packed(tmp_path / "med notat.zip", "teig.gml", "tegning.dwg", "les meg.docx")
    found = looked(tmp_path, path)
    assert found.files == {"med notat.zip": path}
    assert found.left == ["med notat.zip/tegning.dwg", "med notat.zip/les meg.docx"]


def test_a_zip_that_reaches_outside_is_refused_and_the_others_are_there(tmp_path: Path) -> None:
    bad, blank = packed(tmp_path / "ond.zip", "../a.gml", "b.gml"), packed(tmp_path / "tom.zip", "a.txt")
    found = looked(tmp_path, bad, blank, made(tmp_path, "c.gml") / "c.gml")
    assert {name: error.code for name, error in found.refused.items()} == {"ond.zip": "zip_unsafe", "tom.zip": "zip_choice"}
    assert set(found.files) == {"c.gml"} and not (tmp_path / "a.gml").exists()


def test_two_files_of_one_name_keep_a_name_each(tmp_path: Path) -> None:
    one, other = made(tmp_path / "a", "teig.gml") / "teig.gml", made(tmp_path / "b", "teig.gml") / "teig.gml"
    assert looked(tmp_path, one, other).files == {"teig.gml": one, "teig.gml (2)": other}


def test_how_many_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path / "park", "a.gml", "b.gml", "c.gml")
    monkeypatch.setitem(LIMITS, "drop_files", 3)
    assert len(given([folder], tmp_path).files) == 3
    monkeypatch.setitem(LIMITS, "drop_files", 2)
    with pytest.raises(LanduseError) as error:
        given([folder], tmp_path)
    assert error.value.code == "past_drop_files" and "3" in error.value.text("nb")
