"""ODS: a workbook of LibreOffice and others, each of its sheets a list."""

from door.formats import workbooks
from door.formats.base import Format, Tables
from door.lists import ods as ods_sheets
from door.lists.sheets import Sheets, opener

SHEETS = Sheets(rows=ods_sheets.rows, cells=ods_sheets.cells)
FORMAT = Format(
    title_nb="ODS",
    title_en="ODS",
    endings=(".ods",),
    rank=10,
    how="lists and shapes as in CSV; each sheet with a row is a table",
    looks_like=workbooks.is_packed,
    tables=Tables(ods_sheets.names, opener(SHEETS), None),
    refused=workbooks.refused(workbooks.ODS),
    truly=workbooks.truly(workbooks.ODS),
    is_list=True,
    is_packed=True,
)
