"""The land inventory as CSV as Norwegian offices read it: semicolon, decimal comma, UTF-8 with BOM.

A text that a spreadsheet would take for a formula (it begins with = + - @, also as the wide letters of East Asia, or with a tab
or a line end) gets an apostrophe in front. Figures are written bare, and read as figures.
"""

import csv
from datetime import date
from pathlib import Path

from exchange.columns import ExportColumn
from exchange.dataset import Dataset
from landuse.words import messages

_FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
_BOM = "utf-8-sig"


def write_csv(path: Path, data: Dataset) -> None:
    """One line per unit under a line of headings."""
    with path.open("w", encoding=_BOM, newline="") as stream:
        lines = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        lines.writerow(data.labels())
        for row in data.rows[data.names].itertuples(index=False, name=None):
            lines.writerow([_cell(value, column, data.lang) for value, column in zip(row, data.columns, strict=True)])


def safe_text(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: object, column: ExportColumn, lang: str) -> str:
    if value is None:
        return ""
    if column.kind == "bool":
        return messages.text(lang, "export.yes" if value else "export.no")
    if column.kind == "number":
        return f"{value:.{column.decimals}f}".replace(".", ",")
    if column.kind == "integer":
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else safe_text(str(value))
