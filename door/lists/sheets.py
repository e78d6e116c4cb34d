"""Sheets of lists: CSV, XLSX and ODS, a park's own lists, joined by plot, matrikkelnummer or bygningsnummer.

A list with one row per plot or building and a column per fact becomes one record per fact (`statements`).
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow

from door.formats.source import Listed, Source
from door.formats.value_counts import ValueCounts
from door.guarded import Guarded
from door.limits import check_limit
from door.lists import headings, shape_columns, statements
from door.lists.headings import Numbered
from door.lists.sheet_xml import Cells
from door.lists.statements import NOTHING_SAID, Said

_SHAPE = "wkb_geometry"


@dataclass(frozen=True)
class Sheets:
    """How the sheets of one format of lists are read.

    rows : the rows of a sheet that hold anything, with their numbers, and what was done to read them
    cells : its cells, counted by another way than they are read, those of `filled` in rows past a number
    are_cut : whether rows are text that signs cut into cells, so that one may be cut once too often
    """

    rows: Callable[[Guarded, str], tuple[list[Numbered], list[list[Any]]]]
    cells: Callable[[Guarded, str, int], Cells]
    are_cut: bool = False


def opener(sheets: Sheets) -> Callable[[Guarded, str, str, Said], AbstractContextManager[Source]]:
    """What opens a sheet of a format."""
    return lambda file, name, wants, said: opened(sheets, file, name, said)


@contextmanager
def opened(sheets: Sheets, file: Guarded, name: str, said: Said = NOTHING_SAID) -> Iterator[Source]:
    """A sheet as a source of one batch, all columns text; what a person says of its headings is `said`."""
    found_rows, done = sheets.rows(file, name)
    found_rows, above = headings.from_heading(found_rows)
    rows = [row for _, row in found_rows]
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    width = max((len(row) for row in rows), default=0)
    check_limit("columns", width, file.name)
    names = _names(header, width)
    table = {own: [row[place] if place < len(row) else None for row in body] for place, own in enumerate(names)}
    heading = found_rows[0][0] if found_rows else 0
    there = sheets.cells(file, name, heading)
    counted = max(there.rows - 1 - headings.rows_above(above), 0)
    notes = [*done, *above, *_hidden(there, heading, names), *(_longer(found_rows) if sheets.are_cut else [])]
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
