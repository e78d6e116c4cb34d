"""Sheets of an Excel workbook.

Nothing in one is computed: of a formula the value that its program kept is read, and the formula is said.
"""

import io
import zipfile
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from door.guarded import Guarded
from door.lists import sheet_xml
from door.lists.cell_words import as_words, is_rounded
from door.lists.headings import Numbered, filled, numbered
from door.lists.sheet_xml import Cells
from landuse.words.errors import LanduseError

_BROKEN = (  # openpyxl lets whatever its parsers raise through
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, expat.ExpatError, AttributeError, IndexError,
)  # fmt: skip


def names(file: Guarded) -> list[str]:
    """The sheets of a workbook that have a row.

    Raises
    ------
    LanduseError : file_damaged
    """
    book = _book(file, values=True)
    try:
        return [sheet.title for sheet in book.worksheets if any(filled(row) for row in sheet.iter_rows(values_only=True))]
    finally:
        book.close()


def cells(file: Guarded, name: str, below: int) -> Cells:
    """The sheet's cells by its XML, those of `filled` in rows past `below`.

    Raises
    ------
    LanduseError : file_damaged
    """
    book = _book(file, values=True)
    member = str(book[name]._worksheet_path)  # openpyxl has no public name for where a sheet is kept
    book.close()
    try:
        return sheet_xml.cells(file.path, member, below)
    except _BROKEN as error:
        raise LanduseError("file_damaged", file=file.name, reason=type(error).__name__) from error


def rows(file: Guarded, name: str) -> tuple[list[Numbered], list[list[Any]]]:
    """The rows of a sheet that hold anything, with their numbers, and what was done to read them.

    Raises
    ------
    LanduseError : file_damaged
    """
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
    words = [[as_words(value) for value in row] for row in kept]
    long = [as_words(value) for row in kept for value in row if is_rounded(value)]
    done = [["formulas", len(blank) - sum(blank)], ["formulas_blank", sum(blank)]]
    done += [["number_rounded", long[0], len(long)]] if long else []
    return numbered(words), [*(note for note in done if note[1]), *([["sheet_hidden", name]] if is_hidden else [])]


def _book(file: Guarded, values: bool) -> Any:
    try:
        content = io.BytesIO(file.path.read_bytes())  # by its path, openpyxl would go by the ending
        return openpyxl.load_workbook(content, read_only=True, data_only=values, keep_links=False)
    except _BROKEN as error:
        raise LanduseError("file_damaged", file=file.name, reason=type(error).__name__) from error
