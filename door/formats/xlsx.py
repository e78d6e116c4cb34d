"""XLSX: a workbook of Excel and others, each of its sheets a list."""

from door.formats import workbooks
from door.formats.base import Format, Tables
from door.lists import workbook
from door.lists.sheets import Sheets, opener

SHEETS = Sheets(rows=workbook.rows, cells=workbook.cells)
FORMAT = Format(
    title_nb="XLSX",
    title_en="XLSX",
    endings=(".xlsx",),
    rank=9,
    how="lists and shapes as in CSV; each sheet with a row is a table",
    looks_like=workbooks.is_packed,
    tables=Tables(workbook.names, opener(SHEETS), None),
    refused=workbooks.refused(workbooks.XLSX),
    truly=workbooks.truly(workbooks.XLSX),
    is_list=True,
    is_packed=True,
)
