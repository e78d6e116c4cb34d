"""CSV: a list as text, cut by semicolon, comma or tab."""

from door.formats import workbooks
from door.formats.base import Format, Note, Tables
from door.formats.gdal import one_table
from door.formats.heads import is_text
from door.guarded import Guarded
from door.lists import csv_rows
from door.lists.headings import Numbered, numbered
from door.lists.sheets import Sheets, opener


def _rows(file: Guarded, name: str) -> tuple[list[Numbered], list[Note]]:
    found, done = csv_rows.rows(file)
    return numbered(found), done


SHEETS = Sheets(
    rows=_rows,
    cells=lambda file, name, below: csv_rows.cells(file, below),
    are_cut=True,
)
FORMAT = Format(
    title_nb="CSV",
    title_en="CSV",
    endings=(".csv",),
    rank=8,
    how=(
        "the park's own lists, see below, or rows whose shapes stand in a column as text (WKT, `SRID=25832;POLYGON (…)`, or hexadecimal "
        "WKB of PostGIS); semicolon, comma or tab, or what `sep=` says; UTF-8, UTF-16, Windows or DOS letters; a title may stand above "
        "the headings"
    ),
    looks_like=lambda head, copy: is_text(head),
    tables=Tables(one_table, opener(SHEETS), None),
    truly=workbooks.truly(workbooks.CSV),
    is_list=True,
)
