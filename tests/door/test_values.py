"""What stands in a file is what is read, or it is named: in every format, and counted twice."""

import sqlite3
import struct
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pytest
import shapely

from actions.imports.import_files import import_file
from door.answers import Asked
from door.columns import arrow, conserve
from door.intake import Intake, take_in
from door.open import guarded_copy
from door.tables import read_table, table_names
from landuse.words.errors import LanduseError
from layers.registry import layer
from parks.park import Park, read_park
from parks.values import canonical_columns, cast
from tests.corpus.case import EAST, NORTH, feature, frame, geojson, save, square

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
NUMBER_TEXTS = ["1 600,5", "12.500", "ukjent", "900", "", None]
NUMBERS = [1600.5, 12.5, None, 900.0, None, None]


def taken(path: Path, park: Park, name: str = "buildings") -> Intake:
    with guarded_copy(path) as file:
        return take_in(file, park, Asked(name))


def named(found: Intake, issue: str) -> list[tuple]:
    return [(one.row, one.column, one.before) for one in found.findings if one.issue == issue]


def values(found: Intake, column: str) -> list:
    return found.kept[column].astype(object).where(found.kept[column].notna(), None).tolist()


def buildings(count: int, **columns: list):
    numbers = [f"{300123450 + n}" for n in range(count)]
    return frame(*(square(n, side=40) for n in range(count)), bygningsnummer=numbers, **columns).drop(columns="plot_id")


def short(count: int, **columns: list):
    return buildings(count, **columns).rename(columns={"bygningsnummer": "bygnr"})


def typed(folder: Path, kind: str, column: str, texts: list) -> Path:
    """A GeoPackage whose column is declared as a kind and holds what it is given, as SQLite lets it."""
    path = save(buildings(len(texts)), folder / "bygg.gpkg", layer="bygg")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f'ALTER TABLE bygg ADD COLUMN "{column}" {kind}')
        for name in [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'bygg'")]:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.executemany(f'UPDATE bygg SET "{column}" = ? WHERE fid = ?', [(text, fid) for fid, text in enumerate(texts, start=1)])
        connection.commit()
    return path


def test_text_in_a_number_column(make_park):
    found = taken(CASES / "n02_number_text.gpkg", make_park())
    assert values(found, "floor_m2") == [1600.5, 12.5, None, 500.0]
    assert named(found, "unread_value") == [(3, "floor_m2", "ukjent")]


@pytest.mark.parametrize("kind", ["REAL", "DOUBLE", "FLOAT", "INTEGER", "MEDIUMINT", "TEXT"])
def test_text_in_columns_of_all_number_kinds(tmp_path, make_park, kind):
    found = taken(typed(tmp_path, kind, "bruksareal", NUMBER_TEXTS), make_park())
    assert values(found, "floor_m2") == NUMBERS and named(found, "unread_value") == [(3, "floor_m2", "ukjent")]
    one = found.values["floor_m2"]
    assert (one.written, one.read, one.kept, one.unread) == (4, 4, 3, 1)


@pytest.mark.parametrize("ending", ["fgb", "geojson", "gml"])
def test_the_same_texts_at_other_doors(tmp_path, make_park, ending):
    path = tmp_path / f"bygg.{ending}"
    rows = buildings(len(NUMBER_TEXTS), bruksareal=NUMBER_TEXTS)
    in_order = {"SPATIAL_INDEX": "NO"} if ending == "fgb" else {}
    save(rows.to_crs(4326) if ending == "geojson" else rows, path, layer="bygg", **in_order)
    found = taken(path, make_park())
    assert values(found, "floor_m2") == NUMBERS and named(found, "unread_value") == [(3, "floor_m2", "ukjent")]
    assert named(found, "done_thousands") == [(2, "floor_m2", "12.500")]


def test_text_and_stars_in_a_number_field_of_a_shapefile(tmp_path, make_park):
    path = save(short(4, bruksareal=[1.5, 12.0, 900.25, 7.0]), tmp_path / "bygg.shp")
    dbf = path.with_suffix(".dbf")
    content = bytearray(dbf.read_bytes())
    start, length = struct.unpack("<HH", content[8:12])
    widths = [content[head + 16] for head in range(32, start - 31, 32)]
    for row, text in enumerate((b"1 600,5", b"*" * widths[1], b"ukjent")):
        at = start + row * length + 1 + widths[0]
        content[at : at + widths[1]] = text.rjust(widths[1])
    dbf.write_bytes(content)
    found = taken(path, make_park())
    assert values(found, "floor_m2") == [1600.5, None, None, 7.0]
    assert [(row, words.strip("*")) for row, _, words in named(found, "unread_value")] == [(2, ""), (3, "ukjent")]
    assert (found.values["floor_m2"].written, found.values["floor_m2"].kept, found.values["floor_m2"].unread) == (4, 2, 2)


def test_a_shapefile_whose_rows_are_struck_out_keeps_its_values_in_their_rows(tmp_path, make_park):
    path = save(short(3, bruksareal=[1.5, 12.0, 900.25]), tmp_path / "bygg.shp")
    dbf = path.with_suffix(".dbf")
    content = bytearray(dbf.read_bytes())
    start, length = struct.unpack("<HH", content[8:12])
    content[start] = ord("*")
    width = content[32 + 16]
    content[start + length + 1 + width : start + length + 1 + width + 8] = b"  1 600 "
    dbf.write_bytes(content)
    with guarded_copy(path) as file:
        (name,) = table_names(file)
        table = read_table(file, name)
    assert len(table.plain) == table.rows == 2 and table.plain["bruksareal"].iloc[1].strip().startswith("900.25")


@pytest.mark.parametrize("texts", [["Ja", "nei", 1, 0, "J", "kanskje", None], ["ja", "NEI", 1, 0, "true", "2", ""]])
def test_words_in_a_column_of_truths(tmp_path, texts):
    with guarded_copy(typed(tmp_path, "BOOLEAN", "ledig", texts)) as file:
        table = read_table(file, "bygg")
    read = cast(table.plain["ledig"], "bool").astype(object)
    assert read.where(read.notna(), None).tolist() == [True, False, True, False, True, None, None]
    assert table.plain["ledig"].iloc[5] in ("kanskje", "2")


def test_truths_as_they_should_be_stay_truths(tmp_path):
    with guarded_copy(typed(tmp_path, "BOOLEAN", "ledig", [1, 0, None])) as file:
        column = read_table(file, "bygg").plain["ledig"]
    assert column.tolist() == [True, False, None]


def test_numbers_past_what_their_kind_holds(tmp_path):
    with guarded_copy(typed(tmp_path, "MEDIUMINT", "antall", [3_000_000_000, 5])) as file:
        assert read_table(file, "bygg").plain["antall"].astype(str).tolist() == ["3000000000", "5"]


def test_a_local_midnight_in_another_zone_is_the_norwegian_day(make_park):
    found = taken(CASES / "n71_utc_datetime.gpkg", make_park())
    assert [f"{day:%Y-%m-%d}" for day in values(found, "valid_from")] == ["2024-01-01", "2024-07-01", "2024-01-01"]


@pytest.mark.parametrize("kind", ["DATETIME", "DATE", "TEXT", "INTEGER"])
def test_days_in_columns_of_all_kinds(tmp_path, make_park, kind):
    said = ["2023-12-31T23:00:00Z", "2024-06-30T22:00:00.000Z", "01.07.2024", "2024-07-01", 1_719_784_800_000, "i fjor"]
    found = taken(typed(tmp_path, kind, "gyldig_fra", said), make_park())
    days = [None if day is None else f"{day:%Y-%m-%d}" for day in values(found, "valid_from")]
    assert days == ["2024-01-01", "2024-07-01", "2024-07-01", "2024-07-01", "2024-07-01", None]
    assert named(found, "unread_value") == [(6, "valid_from", "i fjor")]


def test_days_with_zones_in_geojson_and_flatgeobuf(tmp_path, make_park):
    park = make_park()
    shape = buildings(1).to_crs(4326).geometry.iloc[0]
    for words in ("2023-12-31T23:00:00Z", "2024-01-01T00:00:00+01:00", "2023-12-31 23:00:00+00"):
        path = geojson(tmp_path / "bygg.geojson", [feature(shape, bygningsnummer="300123456", gyldig_fra=words)])
        assert [f"{day:%Y-%m-%d}" for day in values(taken(path, park), "valid_from")] == ["2024-01-01"], words
    rows = buildings(1, gyldig_fra=pd.to_datetime(["2023-12-31T23:00:00Z"]))
    assert [f"{day:%Y-%m-%d}" for day in values(taken(save(rows, tmp_path / "bygg.fgb"), park), "valid_from")] == ["2024-01-01"]
    path = tmp_path / "bygg.parquet"
    rows.to_parquet(path, schema_version="1.1.0")
    assert [f"{day:%Y-%m-%d}" for day in values(taken(path, park), "valid_from")] == ["2024-01-01"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2016-05-03T22:00:00Z", "2016-05-04"),
        ("2016-01-03T22:59:59Z", "2016-01-03"),
        ("2016-05-04T00:00:00", "2016-05-04"),
        ("2016-05-04T01:00:00+0200", "2016-05-04"),
        ("1462312800000", "2016-05-04"),
        ("20160504102030", "2016-05-04"),
        ("2016-05-04T99:00:00Z", None),
    ],
)
def test_the_day_of_a_moment(words, day):
    read = cast(pd.Series([words]), "date").iloc[0]
    assert (None if pd.isna(read) else f"{read:%Y-%m-%d}") == day


def test_thousands_or_decimals_in_a_text_column(make_park):
    found = taken(CASES / "n74_floor_text_column.gpkg", make_park())
    assert named(found, "done_thousands") == [(1, "floor_m2", "1.200")]
    assert [(row, before) for row, _, before in named(found, "floor_differs")] == [(1, 1.2), (2, 1.6)]


def test_floor_is_held_against_footprint_and_storeys(tmp_path, make_park):
    rows = buildings(5, bruksareal=[300.0, 3_200.0, 9_000.0, 9_000.0, 60_000.0], antallEtasjer=[1, 2, 2, 6, None])
    found = taken(save(rows, tmp_path / "bygg.gpkg"), make_park())
    assert [row for row, _, _ in named(found, "floor_differs")] == [1, 3, 5]  # of 1 600 m² each


def test_a_sum_that_does_not_add_up_refuses_the_file(tmp_path, make_park):
    with guarded_copy(save(buildings(2, bruksareal=[5.0, 6.0]), tmp_path / "bygg.gpkg", layer="bygg")) as file:
        table = read_table(file, "bygg")
    raw = pd.DataFrame({"floor_m2": table.plain["bruksareal"]})
    kept = pd.DataFrame(canonical_columns(raw, layer("buildings").columns))
    sums = conserve.value_sums(raw, kept, table, {"floor_m2": "bruksareal"}, layer("buildings"), "bygg.gpkg")
    assert (sums["floor_m2"].written, sums["floor_m2"].kept) == (2, 2)
    silent = kept.assign(floor_m2=[5.0, np.nan]), raw.assign(floor_m2=[5.0, np.nan])
    fewer = replace(table, values={**table.values, "bruksareal": (3, 3)})
    for columns, given, one in ((kept, silent[1], table), (kept, raw, fewer)):
        with pytest.raises(LanduseError) as error:
            conserve.value_sums(given, columns, one, {"floor_m2": "bruksareal"}, layer("buildings"), "bygg.gpkg")
        assert error.value.code == "values_unaccounted"


def test_values_that_no_reader_found_are_told(tmp_path, make_park, monkeypatch):
    shape, park = buildings(1).to_crs(4326).geometry.iloc[0], make_park()
    path = geojson(tmp_path / "bygg.geojson", [feature(shape, bygningsnummer="300123456", bruksareal=5)])
    with guarded_copy(path) as file:
        table = read_table(file, "bygg")
        assert table.values["bruksareal"] == (1, 1)
        monkeypatch.setattr("door.choice.read_table", lambda *_, **__: replace(table, values={**table.values, "bruksareal": (2, 1)}))
        found = take_in(file, park, Asked("buildings"))
    assert [(one.column, one.before, one.after) for one in found.findings if one.issue == "values_lost"] == [("floor_m2", 2, 1)]


def test_what_is_blank():
    assert arrow.there(pyarrow.array(["a", " ", "", None, "\u00a0"])) == 1
    assert arrow.there(pyarrow.array([1.0, float("nan"), None])) == 1
    assert arrow.there(pyarrow.array([], pyarrow.string())) == 0


def test_mixed_kinds_of_one_property(tmp_path, make_park):
    said = [1600.5, "1 600,5", None, "ukjent"]
    shapes = buildings(4).to_crs(4326).geometry
    rows = enumerate(zip(shapes, said, strict=True))
    features = [feature(shape, bygningsnummer=f"30012345{n}", bruksareal=value) for n, (shape, value) in rows]
    found = taken(geojson(tmp_path / "bygg.geojson", features), make_park())
    assert values(found, "floor_m2") == [1600.5, 1600.5, None, None] and named(found, "unread_value") == [(4, "floor_m2", "ukjent")]
    assert found.values["floor_m2"].written == 3


def test_rows_that_are_clipped_away_are_counted_too(tmp_path, make_park):
    park = make_park()
    import_file(park.id, save(frame(square()).rename(columns={"plot_id": "navn"}), tmp_path / "omriss.gpkg"), layer_id="perimeter")
    far = [square(), shapely.box(EAST + 30_000, NORTH, EAST + 30_050, NORTH + 50)]
    rows = frame(*far, bygningsnummer=["300123456", "300123457"], bruksareal=[900.0, 5.0]).drop(columns="plot_id")
    found = taken(save(rows, tmp_path / "bygg.gpkg"), read_park(park.id))
    one = found.values["floor_m2"]
    assert found.clipped_rows == 1 and (one.written, one.read, one.here, one.kept) == (2, 2, 1, 1)


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet"])
def test_a_text_does_not_end_at_nul(ending: str, tmp_path: Path, make_park) -> None:
    """Where GDAL would end it; an escaped backslash before the same letters is a text like others."""
    rows = frame(square(0), square(1)).assign(name=["HERE", r"\u0000"])
    path = tmp_path / f"tomter.{ending}"
    if ending == "parquet":
        rows.assign(name=["nul\0mid", r"\u0000"]).to_parquet(path)
    else:
        save(rows, path)
    if ending == "geojson":
        path.write_text(path.read_text(encoding="utf-8").replace("HERE", r"nul\u0000mid"), encoding="utf-8")
    if ending == "gpkg":
        with closing(sqlite3.connect(path)) as connection:
            [table] = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")]
            for name in [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
                connection.execute(f'DROP TRIGGER "{name}"')
            connection.execute(f"UPDATE \"{table}\" SET name = 'nul' || char(0) || 'mid' WHERE name = 'HERE'")
            connection.commit()
    found = taken(path, make_park(), "plots")
    assert values(found, "name") == ["nul\ufffdmid", r"\u0000"]
    assert [before for _, column, before in named(found, "letters_lost") if column == "name"] == ["nul\ufffdmid"]
