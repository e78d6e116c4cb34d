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
from door.formats import headings, statements
from door.formats.headings import Numbered
from door.guarded import Guarded
from door.limits import check_limit
from landuse.words.errors import LanduseError

_BROKEN = (  # openpyxl lets whatever its parsers raise through
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, expat.ExpatError, AttributeError, IndexError,
)  # fmt: skip


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
def opened(file: Guarded, name: str) -> Iterator[Any]:
    """A sheet as a source of one batch, all columns text."""
    from door.process.table import Source

    numbered, done = _csv(file) if file.format == "csv" else _xlsx_rows(file, name)
    numbered, above = headings.from_heading(numbered)
    rows = [row for _, row in numbered]
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    width = max((len(row) for row in rows), default=0)
    check_limit("columns", width, file.name)
    names = _names(header, width)
    table = {own: [row[place] if place < len(row) else None for row in body] for place, own in enumerate(names)}
    table, places, more = statements.unpivoted(table, len(body))
    sheet_rows = [numbered[place + 1][0] for place in places]
    batch = pyarrow.RecordBatch.from_arrays([pyarrow.array(values, pyarrow.string()) for values in table.values()], names=list(table))
    yield Source(iter([batch]), done=[*done, *above, *more], sheet_rows=sheet_rows)


def count(file: Guarded, name: str) -> int:
    """Rows below the heading: of a CSV by a scanner, of a sheet by its XML; then what `unpivoted` makes of them."""
    filled = csv_rows.count(file) if file.format == "csv" else _count_xlsx(file, name)
    with opened(file, name) as source:
        made = {note[0]: note for note in source.done}
        batch = next(source.batches)
    counted = max(filled - 1 - (made["heading_row"][2] if "heading_row" in made else 0), 0)
    return batch.num_rows if "unpivoted" in made and made["unpivoted"][1] == counted else counted


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
    done = (["formulas", len(blank) - sum(blank)], ["formulas_blank", sum(blank)])
    return _numbered(rows), [note for note in done if note[1]]


def _count_xlsx(file: Guarded, name: str) -> int:
    """Rows of the sheet's XML that have a cell with a value."""
    book = _book(file, values=True)
    member = str(book[name]._worksheet_path)  # openpyxl has no public name for where a sheet is kept
    book.close()
    filled, seen = 0, {"value": False}

    def opened_tag(tag: str, _: dict[str, str]) -> None:
        seen["inside"] = tag.rpartition(":")[2] in ("v", "t")

    def text(words: str) -> None:
        seen["value"] = seen["value"] or bool(seen.get("inside") and words.strip())

    def closed_tag(tag: str) -> None:
        nonlocal filled
        seen["inside"] = False
        if tag.rpartition(":")[2] == "row":
            filled += seen["value"]
            seen["value"] = False

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened_tag, closed_tag, text
    with zipfile.ZipFile(file.path) as archive, archive.open(member.lstrip("/")) as stream:
        parser.ParseFile(stream)
    return filled


def _numbered(rows: list[list[str | None]]) -> list[Numbered]:
    """The rows that hold anything."""
    return [(number, row) for number, row in enumerate(rows, start=1) if _filled(row)]


def _filled(row: Any) -> bool:
    return any(value is not None and str(value).strip() for value in row)


def _words(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip() or None
