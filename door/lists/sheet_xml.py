"""A workbook's sheet by its own XML, beside the library that reads it: its cells counted, and what a spreadsheet program does not show."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

_COLUMN = re.compile(r"[A-Z]+")
_STRINGS = "xl/sharedStrings.xml"
_TEXTS = ("v", "t")


@dataclass
class Cells:
    """What a sheet's XML has.

    rows : rows with a cell that has a value
    filled : by column from 0, its cells with a value below a row
    hidden_rows : numbers of rows with a value that are not shown, filtered away or hidden
    hidden_columns : columns from 0 that are not shown
    """

    rows: int = 0
    filled: Counter[int] = field(default_factory=Counter)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)


def cells(path: Path, member: str, below: int = 0) -> Cells:
    """Count a sheet's cells, those of `filled` in rows past `below`.

    Raises
    ------
    zipfile.BadZipFile, KeyError, expat.ExpatError, ValueError : the workbook is broken
    """
    with zipfile.ZipFile(path) as archive:
        blank = _blank_strings(archive) if _STRINGS in archive.namelist() else frozenset()
        counting = _Counting(below, blank)
        parsed(archive, member.lstrip("/"), counting.opened, counting.text, counting.closed)
    return counting.found


class _Counting:
    """Follows a sheet's rows and cells; those without an address of their own stand behind the one before."""

    def __init__(self, below: int, blank: frozenset[int]) -> None:
        self.found, self._below, self._blank = Cells(), below, blank
        self._row, self._column, self._is_hidden, self._kind = 0, -1, False, ""
        self._inside, self._words, self._row_filled = False, "", False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
            self._is_hidden, self._row_filled = attributes.get("hidden") in ("1", "true"), False
        elif tag == "c":
            said = _COLUMN.match(attributes.get("r", ""))
            self._column = _number(said[0]) if said else self._column + 1
            self._kind, self._words = attributes.get("t", ""), ""
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), int(attributes["min"]) + 1000)
            self.found.hidden_columns |= set(range(first - 1, last))
        self._inside = tag in _TEXTS

    def text(self, words: str) -> None:
        if self._inside:
            self._words += words

    def closed(self, tag: str) -> None:
        self._inside = False
        if tag == "c" and self._has_value():
            self._row_filled = True
            self.found.filled[self._column] += self._row > self._below
        elif tag == "row" and self._row_filled:
            self.found.rows += 1
            if self._is_hidden:
                self.found.hidden_rows.append(self._row)

    def _has_value(self) -> bool:
        words = self._words.strip()
        return bool(words) and not (self._kind == "s" and int(words) in self._blank)


def _blank_strings(archive: zipfile.ZipFile) -> frozenset[int]:
    """Places of the workbook's texts that are blank; what is written small above a text is no part of it."""
    blank: set[int] = set()
    state = {"place": -1, "filled": False, "inside": False, "above": False}

    def opened(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            state.update(place=state["place"] + 1, filled=False)
        state["above"] = state["above"] or tag == "rPh"
        state["inside"] = tag == "t"

    def text(words: str) -> None:
        state["filled"] = state["filled"] or (state["inside"] and not state["above"] and bool(words.strip()))

    def closed(tag: str) -> None:
        state["inside"] = False
        if tag == "rPh":
            state["above"] = False
        if tag == "si" and not state["filled"]:
            blank.add(int(state["place"]))

    parsed(archive, _STRINGS, opened, text, closed)
    return frozenset(blank)


def parsed(archive: zipfile.ZipFile, member: str, opened: Any, text: Callable[[str], None], closed: Callable[[str], None]) -> None:
    """Go through a member of a workbook, its tags without the names of their namespaces."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: opened(tag.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda tag: closed(tag.rpartition(":")[2])
    parser.CharacterDataHandler = text
    with archive.open(member) as stream:
        parser.ParseFile(stream)


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1
