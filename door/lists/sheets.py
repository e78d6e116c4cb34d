"""Sheets of lists: CSV, XLSX and ODS, a park's own lists, joined by plot, matrikkelnummer or bygningsnummer.

A list with one row per plot or building and a column per fact becomes one record per fact (`statements`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow

from door.formats.source import Listed, Source
from door.formats.value_counts import ValueCounts
from door.guarded import Guarded
from door.limits import check_limit
from door.lists import csv_rows, headings, ods, shape_columns, statements, workbook
from door.lists.headings import Numbered, numbered
from door.lists.sheet_xml import Cells
from door.lists.statements import NOTHING_SAID, Said

_SHAPE = "wkb_geometry"


def sheet_names(file: Guarded) -> list[str]:
    """The sheets of a list that have a row; of a CSV its own name.

    Raises
    ------
    LanduseError : file_damaged
    """
    if file.format == "csv":
        return [Path(file.name).stem]
    return ods.names(file) if file.format == "ods" else workbook.names(file)


@contextmanager
def opened(file: Guarded, name: str, said: Said = NOTHING_SAID) -> Iterator[Any]:
    """A sheet as a source of one batch, all columns text; what a person says of its headings is `said`."""
    found_rows, done = _rows(file, name)
    found_rows, above = headings.from_heading(found_rows)
    rows = [row for _, row in found_rows]
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    width = max((len(row) for row in rows), default=0)
    check_limit("columns", width, file.name)
    names = _names(header, width)
    table = {own: [row[place] if place < len(row) else None for row in body] for place, own in enumerate(names)}
    heading = found_rows[0][0] if found_rows else 0
    there = _cells(file, name, heading)
    counted = max(there.rows - 1 - headings.rows_above(above), 0)
    notes = [*done, *above, *_hidden(there, heading, names), *(_longer(found_rows) if file.format == "csv" else [])]
    found = statements.unpivoted(table, len(body), said)
    shaped = shape_columns.as_shapes(table) if said.shaped or not found.is_made else None
    if shaped is not None:
        yield _with_shapes(table, shaped, there, [number for number, _ in found_rows[1:]], notes, counted)
        return
    sheet_rows = [found_rows[place + 1][0] for place in found.places]
    columns = [pyarrow.array(own, pyarrow.string()) for own in found.records.values()]
    batch = pyarrow.RecordBatch.from_arrays(columns, names=list(found.records))
    listed = Listed(_values(table, there), found.unread, found.is_made, found.read_as)
    rows_counted = batch.num_rows if found.is_made and len(body) == counted else counted
    yield Source(iter([batch]), done=[*notes, *found.done], sheet_rows=sheet_rows, listed=listed, rows=rows_counted)


def _with_shapes(
    sheet: statements.Sheet, shaped: shape_columns.Shaped, there: Cells, sheet_rows: list[int], done: list[list[Any]], rows: int
) -> Source:
    """A sheet whose rows have shapes as text, as a table of geometry: its other columns are attributes like those of any file."""
    plain = {own: values for own, values in sheet.items() if own != shaped.column}
    geometry = next(name for name in (_SHAPE, *(f"{_SHAPE}_{number}" for number in range(len(plain) + 1))) if name not in plain)
    columns = [*(pyarrow.array(values, pyarrow.string()) for values in plain.values()), pyarrow.array(shaped.wkb, pyarrow.binary())]
    batch = pyarrow.RecordBatch.from_arrays(columns, names=[*plain, geometry])
    counts = ValueCounts({own: there.filled[place] for place, own in enumerate(sheet) if own != shaped.column})
    return Source(iter([batch]), geometry, crs=shaped.crs, done=done, sheet_rows=sheet_rows, rows=rows, counts=counts)


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


def _longer(rows: list[Numbered]) -> list[list[Any]]:
    """Rows of a text that is cut into more cells than there are headings: a sign within a cell may have moved the others."""
    width = len(rows[0][1]) if rows else 0
    longer = [number for number, row in rows[1:] if any(row[width:])]
    return [["rows_longer", longer[0], len(longer)]] if longer else []


def _names(header: list[str | None], width: int) -> list[str]:
    """Column names: blank ones by their place, one that is there already with its place behind it."""
    names: list[str] = []
    for place in range(width):
        said = (header[place] or "").strip() if place < len(header) else ""
        name = said or f"kolonne {place + 1}"
        names.append(name if name not in names else f"{name} ({place + 1})")
    return names


def _rows(file: Guarded, name: str) -> tuple[list[Numbered], list[list[Any]]]:
    if file.format == "csv":
        rows, done = csv_rows.rows(file)
        return numbered(rows), done
    return ods.rows(file, name) if file.format == "ods" else workbook.rows(file, name)


def _cells(file: Guarded, name: str, below: int) -> Cells:
    """The sheet's cells, counted by another way than they are read."""
    if file.format == "csv":
        return csv_rows.cells(file, below)
    return ods.cells(file, name, below) if file.format == "ods" else workbook.cells(file, name, below)
