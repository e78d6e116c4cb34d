"""Attributes: ids twice, decimal commas, lost letters, formulas, endless columns."""

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl

from tests.corpus.case import (
    ACCEPT, ASK, REJECT, WARN, Surroundings, degrees, feature, frame, geojson, nasty, save, square, text,
)  # fmt: skip


@nasty(WARN, rows=3, kept=2)
def key_that_is_blank(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1), square(2)).assign(plot_id=["T1", None, "  x "]), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=2)
def key_that_stands_twice(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1)).assign(plot_id=["T1", "T1"]), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=2)
def unknown_codes(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1), tenure=["lånt", "own"]), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=2, layer="buildings")
def numbers_with_commas_and_spaces(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1), bygningsnummer=["1", "2"], bruksareal=["1 200,5 m2", "1200,5"]), folder / "bygg.gpkg")


@nasty(WARN, rows=2, kept=2)
def dates_that_are_none(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1), gyldig_fra=["31.02.2024", "i fjor"]), folder / "tomter.gpkg")


@nasty(WARN, rows=1, kept=1)
def dates_far_ahead(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), gyldig_fra=[date(2199, 1, 1)]), folder / "tomter.gpkg")


@nasty(REJECT, "past_columns")
def columns_without_end(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", **{f"k{n}": n for n in range(500)})])


@nasty(ACCEPT, rows=1, kept=1)
def column_called_geometry(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", geometry="POINT (0 0)", row=7, reason="x", wkb="y")])


@nasty(ACCEPT, rows=1, kept=1)
def script_in_a_name(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", navn=f"<img src=x onerror=\"fetch('{at.address}')\">")])


@nasty(ACCEPT, rows=1, kept=1)
def names_as_statements(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), **{'x"); DROP TABLE tomter; --': [1]}), folder / "tomter.gpkg", layer='a"; DROP TABLE gpkg_contents; --')


@nasty(ACCEPT, rows=1, kept=1)
def nested_attributes(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", eiere=[{"navn": "Å"}], gyldig={"fra": "2020"})])


@nasty(ACCEPT, rows=2, kept=2)
def ids_as_numbers(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(0), plot_id=12345678901), feature(degrees(1), plot_id=2)])


@nasty(ACCEPT, rows=1, kept=1)
def a_megabyte_of_words(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1", navn="æ" * 500_000)])


@nasty(ACCEPT, rows=2, kept=2)
def norwegian_names_everywhere(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(0), square(1), navn=["Ørin øst", "Blåbærmyra"]), folder / "tømter på øya.gpkg", layer="tømter")


@nasty(ACCEPT, rows=1, kept=1)
def shapefile_that_lies_of_its_letters(folder: Path, at: Surroundings) -> Path:
    path = save(frame(square(0), navn=["Blåbærmyra"]), folder / "tomter.shp", layer="tomter", encoding="UTF-8")
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    return path


@nasty(ASK, "layer_unclear", layer=None)
def file_that_could_be_anything(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()).rename(columns={"plot_id": "x"}), folder / "data.gpkg", layer="data")


@nasty(ASK, "table_unclear")
def two_tables_that_fit(folder: Path, at: Surroundings) -> Path:
    save(frame(square(0)), folder / "tomter.gpkg", layer="plots2024")
    return save(frame(square(1)), folder / "tomter.gpkg", layer="plots2025", append=True)


@nasty(ASK, "column_missing")
def the_key_column_is_missing(folder: Path, at: Surroundings) -> Path:
    return save(frame(square()).drop(columns="plot_id").assign(x=1), folder / "tomter.gpkg")


@nasty(REJECT, "file_without_geometry")
def plots_without_geometry(folder: Path, at: Surroundings) -> Path:
    return geojson(folder / "tomter.geojson", [feature(None, plot_id="T1")])


@nasty(ACCEPT, rows=2, kept=2, layer="records", told=("done_encoding", "done_unpivoted"))
def csv_of_windows(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Leietaker\r\nT1;Blåbær & Ørn AS\r\nT2;Åsen\r\n", "cp1252")


@nasty(ACCEPT, rows=2, kept=2, layer="records", told=("nothing_to_join",))
def csv_of_excel(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt\tLeietaker\nT1\tBlåbær\nT2\tÅsen\n", "utf-16")


@nasty(ACCEPT, rows=2, kept=2, layer="records")
def csv_with_formulas(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", f'Tomt;Leietaker\nT1;"=HYPERLINK(""{at.address}"")"\nT2;@SUM(A1)\n')


@nasty(WARN, rows=3, kept=2, layer="records", told=("done_columns_unread",))
def csv_with_rows_of_all_lengths(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Leietaker\nT1;A;for;mange\nT2\n\n;;\nT3;C\n")


@nasty(REJECT, "quote_open", layer="records")
def csv_with_an_open_quote(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", 'Tomt;Leietaker\nT1;"aldri lukket\nT2;B\n')


@nasty(REJECT, "quote_open", layer="records")
def csv_whose_quote_closes_in_another_row(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", 'Tomt;Leietaker\nT1;"A\nT2;"B"\nT3;C\n')


@nasty(ACCEPT, rows=3, kept=3, layer="records")
def csv_with_quotes_that_close(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", 'Tomt;Leietaker\nT1;"A;\nkaia ""Ytre"""\nT2;24" rør\nT3;"Bil & "Båt" AS\n')


@nasty(ACCEPT, rows=2, kept=2, layer="records")
def csv_with_a_megabyte_in_a_cell(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", f"Tomt;Leietaker\nT1;{'x' * 1_000_000}\nT2;B\n")


@nasty(ACCEPT, rows=2, kept=2, layer="records")
def csv_that_says_its_separator(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "sep=;\r\nTomt;Leietaker\r\nT1;A, B, C\r\nT2;D, E, F")


@nasty(ACCEPT, rows=2, kept=2, layer="records", told=("done_heading_row",))
def csv_with_a_title_above(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Utleieliste 2026;;\n;;\nTomt;Leietaker;Antall ansatte\nT1;A;5\n")


@nasty(ACCEPT, rows=2, kept=2, layer="records", told=("done_encoding",))
def csv_of_dos(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Leietaker\nT1;Blåbær Ørn\nT2;Åsen\n", "cp865")


def _book(path: Path, *rows: tuple) -> Path:
    book = openpyxl.Workbook()
    for row in (("Tomt", "Leietaker"), *rows):
        book.active.append(row)
    book.save(path)
    return path


@nasty(ACCEPT, rows=1, kept=1, layer="records", told=("done_content",))
def workbook_called_csv(folder: Path, at: Surroundings) -> Path:
    return _book(folder / "leie.xlsx", ("T1", "A")).rename(folder / "leie.csv")


@nasty(WARN, rows=2, kept=1, layer="records", told=("done_formulas_blank",))
def workbook_of_formulas(folder: Path, at: Surroundings) -> Path:
    return _book(folder / "leie.xlsx", ("T1", f'=WEBSERVICE("{at.address}")'), ("T2", "B"))


@nasty(ACCEPT, rows=2, kept=2, layer="records", told=("done_formulas",))
def workbook_of_computed_formulas(folder: Path, at: Surroundings) -> Path:
    path = _book(folder / "liten.xlsx", ("T1", "=3+4"), ("T2", "B"))
    return _changed(path, rb"</f><v ?/>|</f><v></v>", b"</f><v>7</v>")


@nasty(ACCEPT, rows=2, kept=2, layer="records", told=("done_heading_row",))
def workbook_with_a_title_above(folder: Path, at: Surroundings) -> Path:
    book = openpyxl.Workbook()
    for row in (("Utleieliste 2026",), (), ("Tomt", "Leietaker"), ("T1", "A"), ("T2", "B")):
        book.active.append(row)
    book.save(folder / "leie.xlsx")
    return folder / "leie.xlsx"


@nasty(ACCEPT, rows=1, kept=1, layer="records")
def workbook_that_says_it_is_endless(folder: Path, at: Surroundings) -> Path:
    return _changed(_book(folder / "liten.xlsx", ("T1", "A")), b'ref="A1:B2"', b'ref="A1:XFD1048576"')


def _changed(path: Path, pattern: bytes, words: bytes) -> Path:
    """The workbook with other words in its parts."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(path.with_name("leie.xlsx"), "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, re.sub(pattern, words, source.read(name)))
    return path.with_name("leie.xlsx")


@nasty(REJECT, "file_damaged", layer="records")
def workbook_without_sheets(folder: Path, at: Surroundings) -> Path:
    with zipfile.ZipFile(folder / "leie.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return folder / "leie.xlsx"
