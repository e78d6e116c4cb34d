"""Every format holds the same rows, ids, texts and areas, says what it is, and runs nothing."""

import csv
import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from actions.exports.export import export
from actions.exports.formats import ENDINGS
from exchange import table_csv, workbook
from exchange.columns import columns
from exchange.dataset import Dataset
from landuse.measure import crs
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from parks.park import licence_words
from tests.exchange.conftest import HOSTILE, ON, PARK_ID

_DATED = (".gpkg",)  # it holds the time it was written
_AREA_TOLERANCE = 1e-4  # 0.01 %
_SLIVER_M2 = 0.01  # of a unit under 100 m²: a long sliver, at 0.1 mm


def _plain(value: object) -> object:
    """A cell as JSON would have it, whatever format it was read from."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, (datetime, date, pd.Timestamp)):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def _records(rows: pd.DataFrame, names: list[str]) -> list[dict]:
    return [{name: _plain(value) for name, value in row.items()} for row in rows[names].to_dict("records")]


@pytest.fixture(scope="module")
def wanted(data: Dataset) -> list[dict]:
    return _records(data.rows, data.names)


def _same_ground(read: gpd.GeoDataFrame, data: Dataset) -> None:
    areas, ours = crs.area_m2(read.geometry), crs.area_m2(data.rows.geometry)
    assert ((areas - ours).abs() <= np.maximum(_AREA_TOLERANCE * ours, _SLIVER_M2)).all()


def test_hostile_names_are_in_the_rows(data: Dataset) -> None:
    assert {name.strip() for name in HOSTILE} - set(data.rows["name"]) == set()  # layers trim texts
    assert data.rows["unit_id"].is_unique


def test_geojson_comes_back_whole(files: Path, data: Dataset, wanted: list[dict]) -> None:
    document = json.loads((files / "park.geojson").read_text(encoding="utf-8"))
    assert [feature["properties"] for feature in document["features"]] == wanted
    assert [feature["id"] for feature in document["features"]] == list(data.rows["unit_id"])
    assert "crs" not in document and document["parkareal"] == json.loads(json.dumps(data.about))
    read = gpd.read_file(files / "park.geojson")
    assert read.crs.to_epsg() == crs.MAP_EPSG
    _same_ground(read, data)


def test_geopackage_comes_back_whole(files: Path, data: Dataset, wanted: list[dict]) -> None:
    read = gpd.read_file(files / "park.gpkg", layer="arealenheter", use_arrow=True)
    assert _records(read, data.names) == wanted
    assert read.crs.to_epsg() == data.rows.crs.to_epsg()
    assert all(isinstance(value, date) for value in read["plan_date"].dropna()) and pd.api.types.is_bool_dtype(read["undecided"])
    _same_ground(read, data)


def test_geopackage_brings_its_style_and_sources(files: Path, data: Dataset) -> None:
    path = files / "park.gpkg"
    styles = gpd.read_file(path, layer="layer_styles")
    assert list(styles["f_table_name"]) == ["arealenheter"] and bool(styles["useAsDefault"].iloc[0])
    assert "LinePatternFill" in styles["styleQML"].iloc[0] and "StyledLayerDescriptor" in styles["styleSLD"].iloc[0]
    sources = gpd.read_file(path, layer="kilder")
    assert {"land_resource", "zoning"} <= set(sources["layer"]) and (sources["licence"] == "CC0-1.0").all()
    about = gpd.read_file(path, layer="om_filen").set_index("topic")["text"]
    assert about["mark"].startswith("EKSEMPEL") and about["checksum"] == data.about["checksum"]


def test_geoparquet_comes_back_whole(files: Path, data: Dataset, wanted: list[dict]) -> None:
    read = gpd.read_parquet(files / "park.parquet")
    assert _records(read, data.names) == wanted
    _same_ground(read, data)
    metadata = pq.read_schema(files / "park.parquet").metadata
    assert json.loads(metadata[b"geo"])["version"] == "1.1.0" and "covering" in json.loads(metadata[b"geo"])["columns"]["geometry"]
    assert json.loads(metadata[b"parkareal"])["checksum"] == data.about["checksum"]


def test_workbook_has_the_same_rows_and_no_formula(files: Path, data: Dataset, wanted: list[dict]) -> None:
    book = openpyxl.load_workbook(files / "park.xlsx")
    assert book.sheetnames == ["Arealenheter", "Tall", "Kilder", "Les meg"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} & {"f", "e"} == set() and not any(cell.hyperlink for cell in cells)
    units = book["Arealenheter"]
    assert [cell.value for cell in units[2]] == data.labels()
    rows = [{name: _plain(cell.value) for name, cell in zip(data.names, row)} for row in units.iter_rows(min_row=3)]
    truths = {"ja": True, "nei": False}
    bools = {column.name for column in data.columns if column.kind == "bool"}
    assert [{name: truths[value] if name in bools else value for name, value in row.items()} for row in rows] == wanted
    assert all(str(sheet["A1"].value).startswith("EKSEMPEL") and "EKSEMPEL" in sheet.oddHeader.center.text for sheet in book)


@pytest.mark.parametrize("lang", messages.LANGS)
def test_no_two_columns_of_an_export_share_a_heading(lang: str) -> None:
    headings = [column.label(lang) for column in columns()]
    assert sorted(headings) == sorted(set(headings))


@pytest.mark.parametrize("lang", messages.LANGS)
def test_sources_are_in_the_language_of_the_file(lang: str, data: Dataset, tmp_path: Path) -> None:
    layers = {"plots": {"title": "T", "source": "a", "licence": "CC0-1.0", "origin": "own"}, "roads": {"title": "R", "origin": "example"}}
    parks = [{**data.about["parks"][0], "layers": layers}]
    workbook.write_workbook(tmp_path / "x.xlsx", replace(data, lang=lang, about={**data.about, "parks": parks}))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")[messages.text(lang, "export.sheet.sources")]
    place = [cell.value for cell in sheet[2]].index(messages.text(lang, "export.sources.origin"))
    shown = [row[place].value for row in sheet.iter_rows(min_row=3)]
    assert shown == [messages.text(lang, "export.origin.own"), messages.text(lang, "export.origin.example")] and "own" not in shown


def test_every_licence_of_a_layer_has_words_in_both_languages() -> None:
    for one in all_layers().values():
        own = licence_words({"licence": one.licence}, "nb")
        assert own == one.licence if one.licence in ("NLOD 2.0", "CC BY 4.0") else own != one.licence, one.licence
        assert licence_words({"licence": one.licence}, "en") == one.licence


def test_csv_is_norwegian_and_holds_no_formula(files: Path, data: Dataset, wanted: list[dict]) -> None:
    content = (files / "park.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert lines[0] == data.labels() and len(lines) == len(wanted) + 1
    kinds = [column.kind for column in data.columns]
    cells = [(kind, cell) for line in lines[1:] for kind, cell in zip(kinds, line)]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for kind, cell in cells if kind == "text")
    assert all(re.fullmatch(r"-?\d+(,\d+)?", cell) for kind, cell in cells if kind in ("integer", "number") and cell)
    place = data.names.index("name")
    assert [line[place].removeprefix("'") or None for line in lines[1:]] == [_bare(row["name"]) for row in wanted]


def _bare(text: str | None) -> str | None:
    return text.removeprefix("'") if text and not table_csv.safe_text(text).startswith("''") else text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert table_csv.safe_text(text) == f"'{text}"


@pytest.mark.parametrize("column", columns(), ids=lambda column: column.name)
def test_every_column_has_words_and_a_source_that_exists(column: object) -> None:
    from layers.registry import all_layers

    assert all(column.label(lang) for lang in messages.LANGS)
    assert column.kind in ("text", "integer", "number", "date", "bool") and set(column.layers) <= set(all_layers())


def test_several_parks_share_one_crs(park: object, tmp_path: Path) -> None:
    export([PARK_ID, PARK_ID], ON, tmp_path / "two.gpkg", "en")
    read = gpd.read_file(tmp_path / "two.gpkg", layer="arealenheter")
    assert read.crs.to_epsg() == 25833 and set(read["class_label"]) >= {"vacant and fully zoned"}


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending not in _DATED])
def test_the_same_inventory_gives_the_same_file(files: Path, tmp_path: Path, ending: str) -> None:
    export([PARK_ID], ON, tmp_path / f"again{ending}")
    assert (tmp_path / f"again{ending}").read_bytes() == (files / f"park{ending}").read_bytes()


def test_an_unknown_ending_or_folder_is_told(park: object, tmp_path: Path) -> None:
    for target, code in ((tmp_path / "x.doc", "export_format"), (tmp_path / "none" / "x.csv", "folder_missing")):
        with pytest.raises(LanduseError) as told:
            export([PARK_ID], ON, target)
        assert told.value.code == code
    with pytest.raises(LanduseError) as told:
        export([PARK_ID], ON, tmp_path / "x.pdf", paper="A0")
    assert told.value.code == "paper_unknown"


def test_a_failed_export_leaves_the_old_file(park: object, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exchange import geopackage

    target = tmp_path / "park.gpkg"
    target.write_bytes(before := (files / "park.gpkg").read_bytes())
    monkeypatch.setattr(geopackage, "_about", lambda data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export([PARK_ID], ON, target)
    assert target.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["park.gpkg"]
