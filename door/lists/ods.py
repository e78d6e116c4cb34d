"""Sheets of OpenDocument (.ods), as LibreOffice keeps them: rows and cells that are alike stand once with their number.

Source
------
OpenDocument 1.3, part 3, 9: tables; 19.385: `office:value-type`; in a cell, notes (`office:annotation`) are not its words
"""

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from door.guarded import Guarded
from door.lists.cell_words import as_words, is_rounded
from door.lists.headings import Numbered
from door.lists.sheet_xml import Cells, parsed
from landuse.words.errors import LanduseError

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError, expat.ExpatError, OverflowError)
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)  # fmt: skip
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_KEPT_AS = {  # by the type of a cell, the attribute that has its value
    **dict.fromkeys(("float", "percentage", "currency"), "value"), "date": "date-value", "boolean": "boolean-value", "time": "time-value",
}  # fmt: skip
_KINDS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("float", "percentage", "currency"), float), "date": datetime.fromisoformat, "boolean": lambda said: said == "true",
    "time": str,
}  # fmt: skip
_UNSEEN = ("collapse", "filter")


def names(file: Guarded) -> list[str]:
    """The sheets that have a cell with a value.

    Raises
    ------
    LanduseError : file_damaged
    """
    return [name for name, sheet in _sheets(file).items() if sheet.rows]


def rows(file: Guarded, name: str) -> tuple[list[Numbered], list[list[Any]]]:
    """The rows of a sheet that hold anything, with their numbers, and what was done to read them.

    Raises
    ------
    LanduseError : file_damaged
    """
    sheet = _sheets(file)[name]
    done: list[list[Any]] = [["formulas", sheet.formulas], ["formulas_blank", sheet.formulas_blank]]
    done = [note for note in done if note[1]] + ([["number_rounded", sheet.rounded[0], len(sheet.rounded)]] if sheet.rounded else [])
    return sheet.rows, [*done, *([["sheet_hidden", name]] if sheet.is_hidden else [])]


def cells(file: Guarded, name: str, below: int) -> Cells:
    """The sheet's cells counted by another parser, those of `filled` in rows past `below`.

    Raises
    ------
    LanduseError : file_damaged
    """
    counting = _Counting(name, below)
    try:
        with zipfile.ZipFile(file.path) as archive:
            parsed(archive, CONTENT, counting.opened, counting.text, counting.closed)
    except _BROKEN as error:
        raise _damaged(file, error) from error
    return counting.found


class _Sheet:
    """A sheet as it is read."""

    def __init__(self) -> None:
        self.rows: list[Numbered] = []
        self.rounded: list[str] = []
        self.number, self.formulas, self.formulas_blank, self.is_hidden = 0, 0, 0, False

    def add(self, row: ElementTree.Element) -> None:
        """A row, as often as it says that it stands there."""
        times = _times(row, "rows", _MOST_ROWS)
        made: list[str | None] = []
        blank = 0  # cells before the next that holds anything
        for cell in row:
            if cell.tag in _CELLS:
                many, value = _times(cell, "columns", _MOST_COLUMNS), _value(cell)
                words, long = as_words(value), is_rounded(value)
                formula = cell.get(f"{_TABLE}formula") is not None
                self.formulas += formula and value is not None
                self.formulas_blank += formula and value is None
                self.rounded += [str(words)] * long
                made += [*[None] * blank, *[words] * many] if words else []
                blank = 0 if words else blank + many
        if made and self.number + times > _MOST_ROWS:
            raise ValueError(f"more than {_MOST_ROWS} rows")
        self.rows += [(self.number + turn, made) for turn in range(1, times + 1)] if made else []
        self.number += times


def _sheets(file: Guarded) -> dict[str, _Sheet]:
    found: dict[str, _Sheet] = {}
    try:
        with zipfile.ZipFile(file.path) as archive, archive.open(CONTENT) as stream:
            for name, sheet in _read(stream):
                found[name if name not in found else f"{name} ({len(found) + 1})"] = sheet
    except _BROKEN as error:
        raise _damaged(file, error) from error
    return found


def _read(stream: Any) -> Iterator[tuple[str, _Sheet]]:
    """Each sheet with its name; what has been read of a sheet is let go row by row."""
    unseen, sheet, depth = set[str](), _Sheet(), 0
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                sheet = _Sheet()
                sheet.is_hidden = element.get(f"{_TABLE}style-name") in unseen
            elif event == "end" and depth == 0:
                yield element.get(f"{_TABLE}name") or "–", sheet
                element.clear()
        elif event == "end" and element.tag == f"{_TABLE}table-row" and depth == 1:
            sheet.add(element)
            element.clear()
        elif event == "end" and element.tag == f"{_STYLE}style" and any(one.get(f"{_TABLE}display") == "false" for one in element):
            unseen.add(element.get(f"{_STYLE}name") or "")


def _times(element: ElementTree.Element, what: str, most: int) -> int:
    said = int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
    if not 1 <= said <= most:
        raise ValueError(f"number-{what}-repeated {said}")
    return said


def _value(cell: ElementTree.Element) -> Any:
    """What a cell holds: a number, a moment, yes or no, or its words."""
    kind = cell.get(f"{_OFFICE}value-type")
    said = cell.get(f"{_OFFICE}{_KEPT_AS.get(str(kind), 'value')}")
    if said is not None and kind in _KEPT_AS:
        return _KINDS[kind](said)
    words = cell.get(f"{_OFFICE}string-value")
    return words if words is not None else "\n".join(_words(own) for own in cell if own.tag == f"{_TEXT}p") or None


def _words(element: ElementTree.Element) -> str:
    """The words of a paragraph, with the blanks, stops and line ends that are elements of their own."""
    signs = {f"{_TEXT}s": " " * int(element.get(f"{_TEXT}c", "1")), f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
    if element.tag in signs:
        return signs[element.tag]
    inner = "".join(_words(own) + (own.tail or "") for own in element if own.tag != f"{_OFFICE}annotation")
    return (element.text or "") + inner


def _damaged(file: Guarded, error: Exception) -> LanduseError:
    return LanduseError("file_damaged", file=file.name, reason=type(error).__name__)


class _Counting:
    """Follows one sheet's rows and cells by the names of their tags."""

    def __init__(self, name: str, below: int) -> None:
        self.found, self._name, self._below = Cells(), name, below
        self._inside, self._row, self._column, self._times, self._many = 0, 0, 0, 1, 1
        self._is_hidden, self._filled, self._note, self._columns = False, list[tuple[int, int]](), 0, 0
        self._words, self._valued = "", False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        said = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        if tag == "table":
            self._inside += 1 if self._inside or said.get("name") == self._name else 0
            self._row, self._columns = (0, 0) if self._inside == 1 else (self._row, self._columns)
        elif self._inside == 1 and tag == "table-column":
            many = int(said.get("number-columns-repeated", 1))
            if said.get("visibility") in _UNSEEN:
                self.found.hidden_columns |= set(range(self._columns, self._columns + min(many, 1000)))
            self._columns += many
        elif self._inside == 1 and tag == "table-row":
            self._times, self._is_hidden = int(said.get("number-rows-repeated", 1)), said.get("visibility") in _UNSEEN
            self._column, self._filled = 0, []
        elif self._inside == 1 and tag in ("table-cell", "covered-table-cell"):
            self._many, self._words = int(said.get("number-columns-repeated", 1)), ""
            self._valued = any(said.get(name) for name in ("value", "date-value", "boolean-value", "time-value", "string-value"))
        elif tag == "annotation":
            self._note += 1

    def text(self, words: str) -> None:
        if self._inside and not self._note:
            self._words += words

    def closed(self, tag: str) -> None:
        if tag == "annotation":
            self._note -= 1
        elif tag == "table" and self._inside:
            self._inside -= 1
        elif self._inside == 1 and tag in ("table-cell", "covered-table-cell"):
            if self._valued or self._words.strip():
                self._filled.append((self._column, self._many))
            self._column += self._many
        elif self._inside == 1 and tag == "table-row":
            self._row_done()

    def _row_done(self) -> None:
        numbers = range(self._row + 1, self._row + self._times + 1) if self._filled else range(0)
        past = sum(number > self._below for number in numbers)
        for first, many in self._filled:
            self.found.filled.update(dict.fromkeys(range(first, first + many), past))
        self.found.rows += len(numbers)
        self.found.hidden_rows += list(numbers) if self._is_hidden else []
        self._row += self._times
