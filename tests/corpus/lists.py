"""Lists as people and their programs write them: titles, units, words for nothing, hidden rows, numbers that became something else."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.corpus.case import ACCEPT, ASK, WARN, Surroundings, frame, nasty, save, square, text

LIST = {"layer": "records"}


def book(path: Path, *sheets: tuple[str, list[tuple]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return made


def _leases(name: str, words: str, must: str, *codes: str, **truth: Any) -> None:
    """A CSV of these words as a case."""

    def make(folder: Path, at: Surroundings) -> Path:
        return text(folder / "leie.csv", words)

    make.__name__ = name
    nasty(must, *codes, **LIST, **truth)(make)


@nasty(WARN, rows=2, kept=2, told=("done_hidden_rows", "done_hidden_columns"), **LIST)
def workbook_with_a_filter(folder: Path, at: Surroundings) -> Path:
    path = folder / "leie.xlsx"
    made = book(path, ("Liste", [("Tomt", "Leietaker", "Merknad"), ("T1", "A", "x"), ("T2", "B", "y")]))
    sheet = made["Liste"]
    sheet.auto_filter.ref = "A1:C3"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.save(path)
    return path


@nasty(WARN, rows=1, kept=1, told=("done_sheet_hidden",), **LIST)
def workbook_with_a_hidden_sheet(folder: Path, at: Surroundings) -> Path:
    path = folder / "leie.xlsx"
    made = book(path, ("Forside", [("Utleie 2026",)]), ("Liste", [("Tomt", "Leietaker"), ("T1", "A")]))
    made["Liste"].sheet_state = "hidden"
    made.save(path)
    return path


@nasty(WARN, rows=1, kept=1, told=("done_number_rounded",), **LIST)
def workbook_with_a_number_too_long(folder: Path, at: Surroundings) -> Path:
    path = folder / "leie.xlsx"
    book(path, ("Liste", [("Bygningsnummer", "Leietaker"), (123456789012345678, "A")]))
    return path


@nasty(WARN, rows=2, kept=2, told=("done_number_became_date",), **LIST)
def numbers_that_became_dates(folder: Path, at: Surroundings) -> Path:
    path = folder / "leie.xlsx"
    book(path, ("Liste", [("Bygningsnummer", "Ledig areal m2"), (300123456, date(2026, 5, 1)), (300123457, 40)]))
    return path


@nasty(ACCEPT, rows=4, kept=4, **LIST)
def tenant_list_in_english(folder: Path, at: Surroundings) -> Path:
    rows = "T1,Alfa Ltd,,2024-01-01,,\nT2,Beta Ltd,300,,,x\nT3,,5,,,\n"
    return text(folder / "tenants.csv", f"Plot No,Leased to,Vacant area (sqm),Since,Expires,Remarks\n{rows}")


@nasty(WARN, rows=2, kept=2, told=("status_unread",), **LIST)
def list_with_a_status_that_nobody_knows(folder: Path, at: Surroundings) -> Path:
    return text(folder / "ledige.csv", "Tomtenr;Status\nT1;Ledig nå\nT2;Under opsjon?\n")


@nasty(ASK, "list_unclear", **LIST)
def list_of_unknown_headings(folder: Path, at: Surroundings) -> Path:
    return text(folder / "liste.csv", "Hva;Hvor mye;Hvem\nA;1;Alfa\n")


@nasty(ASK, "list_unclear", **LIST)
def list_of_plots_alone(folder: Path, at: Surroundings) -> Path:
    return text(folder / "ledige tomter.csv", "Tomt;Kommentar\nT1;\nT2;rolig\n")


@nasty(WARN, rows=1, kept=1, told=("key_rounded",), layer="buildings")
def building_numbers_in_a_column_of_floats(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(), bygningsnummer=[123456789012345678.0]).drop(columns="plot_id")
    return save(rows, folder / "bygg.gpkg", layer="bygg")


@nasty(ACCEPT, rows=1, kept=1, told=("former_number",), layer="parcels")
def parcels_of_a_number_that_is_no_more(folder: Path, at: Surroundings) -> Path:
    rows = frame(square(), kommunenummer=["1721"], gardsnummer=[19], bruksnummer=[1]).drop(columns="plot_id")
    return save(rows, folder / "teig.gpkg", layer="teig")


_leases(
    "units_in_a_row_of_their_own",
    "Bygningsnummer;Ledig areal;Ansatte\n;daa;årsverk\n300123456;0,4;3\n",
    ACCEPT,
    rows=2,
    kept=2,
    told=("done_heading_two",),
)
_leases(
    "headings_in_two_languages",
    "Tomt;Leietaker;Merknad\nPlot;Tenant;Note\nT1;Alfa AS;\nT2;Beta AS;rolig\n",
    ACCEPT,
    rows=2,
    kept=2,
    told=("done_heading_two",),
)
_leases("headings_broken_over_two_rows", "Tomt;Ledig\n;bruksareal\nT1;300\n", ACCEPT, rows=1, kept=1, told=("done_heading_two",))
_leases("keys_with_an_exponent", "Bygningsnummer;Leietaker\n3,00123E+08;A\n300123457;B\n", WARN, rows=2, kept=2, told=("done_key_rounded",))
_leases("words_for_no_tenant", "Tomt;Leietaker\nT1;Alfa AS\nT2;–\nT3;Ledig\n", WARN, rows=3, kept=2, told=("done_nothing_said",))
_leases(
    "list_with_more_columns_than_are_read",
    "Tomt;Leietaker;Husleie per mnd;Kontakt\nT1;A;1000;kari@x.no\nT2;B;;\n",
    ACCEPT,
    rows=2,
    kept=2,
    told=("done_columns_unread",),
)
_leases(
    "properties_as_people_write_them",
    "Eiendom;Leietaker\n1721-1/1;A\n gnr. 1 bnr. 2 ;B\n5038\u20111\u22151;C\n",
    ACCEPT,
    rows=3,
    kept=3,
    told=("joined_as", "former_number"),
    beside=("parcels",),
)
_leases(
    "several_keys_in_one_cell",
    "Eiendom;Tomt;Leietaker\n1/1 og 2;;A\n;T1, T2;B\n5038-1/1\u00a0&\u00a02;;C\n",
    ACCEPT,
    rows=6,
    kept=6,
    told=("done_keys_split",),
    beside=("parcels", "plots"),
)
_leases(
    "property_of_a_municipality_that_merged",
    "Eiendom;Leietaker\n1263-19/1;A\n",
    WARN,
    rows=1,
    kept=1,
    told=("former_number_merged",),
    beside=("parcels",),
)
_leases(
    "points_that_may_be_thousands",
    "Bygningsnummer;Ledig areal m2\n300123456;1.200\n300123457;1 200\n",
    WARN,
    rows=2,
    kept=2,
    told=("done_thousands",),
)
_leases("keys_of_two_kinds_in_one_list", "Tomt;Gnr;Bnr;Leietaker\nT1;;;A\n;19;1;B\n", ACCEPT, rows=2, kept=2)
_leases("rows_of_different_lengths", "Tomt;Leietaker;Merknad\nT1;A\nT2;B;x;y;z\n", WARN, rows=2, kept=2, told=("done_rows_longer",))
_leases(
    "a_sign_between_cells_inside_a_cell", "Tomt;Leietaker;Opplyst\nT1;Alfa &amp; Sønn;2025-01-10\nT2;B;2025-01-10\n", WARN,
    rows=2, kept=2, told=("done_rows_longer",),
)  # fmt: skip
_leases("a_sum_below_the_list", "Tomt;Ledig areal m2\nT1;300\n;300\n", WARN, rows=2, kept=1, told=("no_key",))
_leases(
    "headings_with_line_breaks_and_hard_spaces",
    '\ufeff"Tomte-\nnummer";"Ledig\u00a0areal\n(m²)"\nT1;"1\u00a0200"\n',
    ACCEPT,
    rows=1,
    kept=1,
)
_leases("the_same_heading_twice", "Tomt;Leietaker;Merknad;Merknad\nT1;A;x;y\nT2;B;;z\n", ACCEPT, rows=2, kept=2)
_leases("formulas_for_others_in_a_list", 'Tomt;Leietaker\nT1;"=HYPERLINK(""http://x"";""A"")"\n', ACCEPT, rows=1, kept=1)
_leases("text_that_is_a_template", "Tomt;Leietaker\nT1;{{ 7*7 }}<script>alert(1)</script>\n", ACCEPT, rows=1, kept=1)
