"""Sheets that programs leave behind: merged cells, errors, days counted from another year, workbooks that swell or break off."""

import zipfile
from pathlib import Path

import openpyxl

from tests.corpus.case import ACCEPT, REJECT, WARN, Surroundings, nasty, text
from tests.lists.ods_file import cell, ods, row, sheet

LIST = {"layer": "records"}


@nasty(REJECT, "format_mismatch", "file_damaged", "list_unclear")
def csv_with_zero_bytes(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Status\nT1;Le\0dig\n")


@nasty(ACCEPT, rows=2, kept=2, **LIST, values={"about": ["T1", "T2"]})
def csv_of_old_macintosh_line_ends(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Status\rT1;Ledig\rT2;Utleid\r")


@nasty(WARN, rows=3, kept=1, told=("no_key",), **LIST)
def merged_cells_over_three_rows(folder: Path, at: Surroundings) -> Path:
    book = openpyxl.Workbook()
    for one in (("Tomt", "Leietaker"), ("T1", "A"), (None, "B"), (None, "C")):
        book.active.append(one)
    book.active.merge_cells("A2:A4")
    book.save(folder / "leie.xlsx")
    return folder / "leie.xlsx"


@nasty(WARN, rows=2, kept=2, told=("record_no_number",), **LIST)
def cells_of_errors(folder: Path, at: Surroundings) -> Path:
    book = openpyxl.Workbook()
    for one in (("Tomt", "Ansatte"), ("T1", "#REF!"), ("T2", 4)):
        book.active.append(one)
    book.save(folder / "leie.xlsx")
    return folder / "leie.xlsx"


@nasty(ACCEPT, rows=1, kept=1, values={"said_on": ["2024-05-01"]}, **LIST)
def days_counted_from_1904(folder: Path, at: Surroundings) -> Path:
    from datetime import date

    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for one in (("Tomt", "Leietaker", "Dato"), ("T1", "A", date(2024, 5, 1))):
        book.active.append(one)
    book.save(folder / "leie.xlsx")
    return folder / "leie.xlsx"


@nasty(WARN, rows=3, kept=1, told=("no_key",), **LIST)
def covered_cells_in_ods(folder: Path, at: Surroundings) -> Path:
    covered = "<table:covered-table-cell/>"
    rows = [row(cell("Tomt"), cell("Leietaker")), row(cell("T1"), cell("A")), *(row(covered, cell(one)) for one in "BC")]
    return ods(folder / "leie.ods", sheet("A", *rows))


@nasty(REJECT, "past_columns", "reader_memory", "file_damaged", **LIST)
def ods_of_millions_of_cells(folder: Path, at: Surroundings) -> Path:
    rows = row(cell("Tomt"), cell("Status")), row(cell("x", 16_000), many=900_000)
    return ods(folder / "leie.ods", sheet("A", *rows).replace('"16000"/', '"1"/'))


@nasty(REJECT, "file_damaged", "zip_damaged", **LIST)
def ods_cut_off_inside(folder: Path, at: Surroundings) -> Path:
    path = ods(folder / "leie.ods", sheet("A", row(cell("Tomt"), cell("Status")), row(cell("T1"), cell("Ledig"))))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content[: len(content) // 2])
    return path


@nasty(REJECT, "doctype_refused", **LIST)
def ods_with_entities(folder: Path, at: Surroundings) -> Path:
    path = folder / "leie.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file://{at.secret}">]><x>&y;</x>')
    return path


@nasty(REJECT, "file_without_rows", "list_unclear", "format_mismatch", **LIST)
def csv_of_headings_alone(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", "Tomt;Status\n")


@nasty(ACCEPT, rows=1, kept=1, values={"value": ['Kari\'s "Fisk" & Co; avd. 2']}, **LIST)
def csv_with_every_sign_in_a_cell(folder: Path, at: Surroundings) -> Path:
    return text(folder / "leie.csv", 'Tomt;Leietaker\nT1;"Kari\'s ""Fisk"" & Co; avd. 2"\n')
