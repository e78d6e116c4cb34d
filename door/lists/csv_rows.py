"""The rows of a CSV: its letters, its sign between columns, and whether its quotes close.

The rows come from Python's own reader; how many there should be, from a scanner of our own.
"""

import csv
import io
import re
import sys
from collections.abc import Iterator
from typing import Any

from door.guarded import Guarded
from door.lists.sheet_xml import Cells
from landuse.words.errors import LanduseError

_DELIMITERS = ";\t,|"
_FIRST_LINES, _LINE_CHARS = 50, 20_000  # what the sign between columns is guessed from
_SEP = re.compile(r"sep=([^\w\s\"]|\t)[ ;,\t|]*(?:\r\n|\r|\n)", re.IGNORECASE)  # Excel's own first line, which it shows to nobody
_WINDOWS_LETTER = re.compile("[æøåÆØÅ]".encode("cp1252"))
# Æ and æ of DOS are the quotation marks of Windows: æ counts behind a letter, where no quotation begins, and Æ not at all
_DOS_LETTER = re.compile(b"[" + "øåØÅ".encode("cp865") + b"]|(?<=[A-Za-z])" + "æ".encode("cp865"))
_LINE_END = re.compile(r"\r\n|\r|\n")
_SHOWN_CHARS = 40

csv.field_size_limit(sys.maxsize if sys.maxsize <= 2**31 - 1 else 2**31 - 1)  # a file's size has a limit of its own


def rows(file: Guarded) -> tuple[list[list[str | None]], list[list[Any]]]:
    """All rows, blank ones too, and what was done to read them.

    Raises
    ------
    LanduseError : quote_open, file_damaged
    """
    text, delimiter, done = _opened(file)
    _check_quotes(text, delimiter, file.name)
    try:
        found = [[value.strip() or None for value in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise LanduseError("file_damaged", file=file.name, reason=error) from error
    return found, done


def cells(file: Guarded, below: int) -> Cells:
    """Rows that hold anything, the heading too, and by column from 0 the cells that do in rows past `below`: by a scanner that knows only
    signs, quotes and line ends."""
    text, delimiter, _ = _opened(file)
    found, row, column, is_filled = Cells(), 1, 0, False
    for filled, is_last in _plain(text, delimiter) if '"' not in text else _quoted(text, delimiter):
        is_filled = is_filled or filled
        if filled and row > below:
            found.filled[column] += 1
        column += 1
        if is_last:
            found.rows += is_filled
            row, column, is_filled = row + 1, 0, False
    found.rows += is_filled  # of a text that ends behind a sign
    return found


def _plain(text: str, delimiter: str) -> Iterator[tuple[bool, bool]]:
    """Of a text without quotes, whether each field holds anything, and whether it ends its line."""
    for line in _LINE_END.split(text):
        *fields, last = line.split(delimiter)
        for one in fields:
            yield bool(one.strip()), False
        yield bool(last.strip()), True


def _quoted(text: str, delimiter: str) -> Iterator[tuple[bool, bool]]:
    for field in _fields(delimiter).finditer(text):
        yield _holds(field), field["end"] != delimiter


def _opened(file: Guarded) -> tuple[str, str, list[list[Any]]]:
    """The text behind a line that says how it is cut, the sign that cuts it, and what was done."""
    text, done = _text(file.path.read_bytes())
    said = _SEP.match(text)
    return (text[said.end() :], said[1], done) if said else (text, _delimiter(text), done)


def _text(content: bytes) -> tuple[str, list[list[Any]]]:
    """The text of a CSV, and its encoding where that is not UTF-8: Windows' or DOS' Norwegian letters, whichever are more."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), [["encoding", "UTF-16", "–"]]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        dos, windows = (len(letter.findall(content)) for letter in (_DOS_LETTER, _WINDOWS_LETTER))
        codec = "cp865" if dos > windows else "cp1252"
        return content.decode(codec, errors="replace"), [["encoding", codec, "–"]]


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns, the same number in each."""
    start = text[: _FIRST_LINES * _LINE_CHARS]
    lines = [line[:_LINE_CHARS] for line in start.splitlines()[:_FIRST_LINES] if line.strip()]

    def fit(sign: str) -> tuple[bool, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)] or [0]
        return widths[0] > 1 and widths.count(widths[0]) >= 0.8 * len(widths), widths[0]

    return max(_DELIMITERS, key=fit)


def _fields(delimiter: str) -> re.Pattern[str]:
    """A field with the sign or line end behind it; `open` where a quotation at its start closes nowhere, `more` what stands behind one."""
    sign = re.escape(delimiter)
    plain = rf"[^{sign}\r\n]*+"
    return re.compile(
        rf'(?!\Z)(?P<words>"(?P<quoted>(?:[^"]++|"")*+)"(?P<more>{plain})|(?P<open>"(?:[^"]++|"")*+)\Z|{plain})(?P<end>{sign}|\r\n|\r|\n|\Z)'
    )


def _holds(field: re.Match[str]) -> bool:
    """Whether a field has anything but blanks within or behind its quotation."""
    if field["quoted"] is not None:
        return bool(field["quoted"].strip() or field["more"].strip())
    return bool((field["open"] or field["words"]).removeprefix('"' if field["open"] else "").strip())


def _check_quotes(text: str, delimiter: str, name: str) -> None:
    """That no quotation swallows rows: one that runs over several columns' lines must close, and nothing may stand behind its end.

    Raises
    ------
    LanduseError : quote_open
    """
    if '"' not in text:
        return
    row = 1
    for field in _fields(delimiter).finditer(text):
        late = field["quoted"] if field["more"] and delimiter in field["quoted"] else ""
        swallowed = field["open"] or late
        if len(swallowed.strip('"\r\n ').splitlines()) > 1:
            raise LanduseError("quote_open", file=name, row=row, words=swallowed.strip('"').splitlines()[0][:_SHOWN_CHARS])
        row += field["end"] != delimiter
