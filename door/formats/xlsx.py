"""CSV and XLSX: a park's own lists, joined by plot, matrikkelnummer or bygningsnummer.

A list with one row per plot or building and a column per fact becomes one record per fact (`statements`). Nothing in a
sheet is computed: of a formula the value that its program kept is read, and the formula is said.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

import openpyxl
import pyarrow
from openpyxl.utils.exceptions import InvalidFileException

from door.formats import csv as csv_rows
from door.formats.source import Listed, Source
from door.guarded import Guarded
from door.limits import check_limit
from door.lists import headings, sheet_xml, statements
from door.lists.headings import Numbered
from door.lists.sheet_xml import Cells
from door.lists.statements import NOTHING_SAID, Said
from landuse.words.errors import LanduseError

_BROKEN = (  # openpyxl lets whatever its parsers raise through
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, expat.ExpatError, AttributeError, IndexError,
)  # fmt: skip


_MOST_EXACT, _LONGEST = 1e15, 1e25


def sheet_names(file: Guarded) -> list[str]:
    """The sheets of a workbook that have a row.

    Raises
    ------
    LanduseError : file_damaged
    """
    book = _book(file, values=True)
    try:
        return [sheet.title for sheet in book.worksheets if any(_filled(row) for row in sheet.iter_rows(values_only=True))]
    finally:
        book.close()


@contextmanager
def opened(file: Guarded, name: str, said: Said = NOTHING_SAID) -> Iterator[Any]:
    """A sheet as a source of one batch, all columns text; what a person says of its headings is `said`."""
    numbered, done = _csv(file) if file.format == "csv" else _xlsx_rows(file, name)
    numbered, above = headings.from_heading(numbered)
    rows = [row for _, row in numbered]
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    width = max((len(row) for row in rows), default=0)
    check_limit("columns", width, file.name)
    names = _names(header, width)
    table = {own: [row[place] if place < len(row) else None for row in body] for place, own in enumerate(names)}
    heading = numbered[0][0] if numbered else 0
    there = csv_rows.cells(file, heading) if file.format == "csv" else _xml(file, name, heading)
    found = statements.unpivoted(table, len(body), said)
    sheet_rows = [numbered[place + 1][0] for place in found.places]
    columns = [pyarrow.array(own, pyarrow.string()) for own in found.records.values()]
    batch = pyarrow.RecordBatch.from_arrays(columns, names=list(found.records))
    listed = Listed(_values(table, there), found.unread, found.is_made, found.read_as)
    counted = max(there.rows - 1 - headings.rows_above(above), 0)
    rows_counted = batch.num_rows if found.is_made and len(body) == counted else counted
    notes = [*done, *above, *_hidden(there, heading, names), *found.done]
    yield Source(iter([batch]), done=notes, sheet_rows=sheet_rows, listed=listed, rows=rows_counted)


def count(file: Guarded, name: str) -> int:
    """Rows below the heading: of a CSV by a scanner, of a sheet by its XML; then what `unpivoted` makes of them."""
    with opened(file, name) as source:
        return source.rows or 0


def _values(table: statements.Sheet, there: Cells) -> dict[str, tuple[int, int]]:
    """By heading, the cells with a value below it, counted beside the reader and read."""
    return {own: (there.filled[place], sum(value is not None for value in values)) for place, (own, values) in enumerate(table.items())}


def _hidden(there: Cells, heading: int, names: list[str]) -> list[list[Any]]:
    rows = [row for row in there.hidden_rows if row > heading]
    columns = [names[place] for place in sorted(there.hidden_columns) if place < len(names) and there.filled[place]]
    done: list[list[Any]] = [["hidden_rows", rows[0], len(rows)]] if rows else []
    return done + ([["hidden_columns", ", ".join(columns), len(columns)]] if columns else [])


def _xml(file: Guarded, name: str, below: int = 0) -> Cells:
    """The sheet's cells by its XML."""
    book = _book(file, values=True)
    member = str(book[name]._worksheet_path)  # openpyxl has no public name for where a sheet is kept
    book.close()
    try:
        return sheet_xml.cells(file.path, member, below)
    except _BROKEN as error:
        raise LanduseError("file_damaged", file=file.name, reason=type(error).__name__) from error


def _names(header: list[str | None], width: int) -> list[str]:
    """Column names: blank ones by their place, one that is there already with its place behind it."""
    names: list[str] = []
    for place in range(width):
        said = (header[place] or "").strip() if place < len(header) else ""
        name = said or f"kolonne {place + 1}"
        names.append(name if name not in names else f"{name} ({place + 1})")
    return names


def _csv(file: Guarded) -> tuple[list[Numbered], list[list[Any]]]:
    rows, done = csv_rows.rows(file)
    return _numbered(rows), done


def _book(file: Guarded, values: bool) -> Any:
    try:
        content = io.BytesIO(file.path.read_bytes())  # by its path, openpyxl would go by the ending
        return openpyxl.load_workbook(content, read_only=True, data_only=values, keep_links=False)
    except _BROKEN as error:
        raise LanduseError("file_damaged", file=file.name, reason=type(error).__name__) from error


def _xlsx_rows(file: Guarded, name: str) -> tuple[list[Numbered], list[list[Any]]]:
    book, formulas = _book(file, values=True), _book(file, values=False)
    try:
        book[name].reset_dimensions()
        formulas[name].reset_dimensions()
        kept = list(book[name].iter_rows(values_only=True))
        is_hidden = book[name].sheet_state != "visible"
        blank = [
            value is None for row, values in zip(formulas[name].iter_rows(values_only=True), kept, strict=True)
            for cell, value in zip(row, values, strict=True) if isinstance(cell, str) and cell.startswith("=")
        ]  # fmt: skip
    except _BROKEN as error:
        raise LanduseError("file_damaged", file=file.name, reason=type(error).__name__) from error
    finally:
        book.close()
        formulas.close()
    rows = [[_words(value) for value in row] for row in kept]
    long = [_words(value) for row in kept for value in row if _is_rounded(value)]
    done = [["formulas", len(blank) - sum(blank)], ["formulas_blank", sum(blank)]]
    done += [["number_rounded", long[0], len(long)]] if long else []
    return _numbered(rows), [*(note for note in done if note[1]), *([["sheet_hidden", name]] if is_hidden else [])]


def _numbered(rows: list[list[str | None]]) -> list[Numbered]:
    """The rows that hold anything."""
    return [(number, row) for number, row in enumerate(rows, start=1) if _filled(row)]


def _filled(row: Any) -> bool:
    return any(value is not None and str(value).strip() for value in row)


def _is_rounded(value: Any) -> bool:
    """Whether a number is longer than a workbook keeps: the figures past its fifteenth are noughts."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and _MOST_EXACT <= abs(value) < _LONGEST


def _words(value: Any) -> str | None:
    if value is None:
        return None
    if _is_rounded(value):
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip() or None
