"""The values of a GML file's rows counted by its own words: in how many rows an element with text stands, by the element's name."""

from collections import Counter
from pathlib import Path
from xml.parsers import expat

from door.formats.value_counts import ValueCounts
from door.gml.plain import MEMBERS, refused


def counts(path: Path, name: str, table: str) -> ValueCounts:
    """Of the rows of one object type.

    Raises
    ------
    LanduseError : doctype_refused
    """
    counting = _Counting(table)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = counting.opened, counting.closed, counting.text
    parser.StartDoctypeDeclHandler = refused(name)
    with path.open("rb") as stream:
        parser.ParseFile(stream)
    return ValueCounts(dict(counting.found))


class _Counting:
    """Follows the elements below each row of a type."""

    def __init__(self, table: str) -> None:
        self.found: Counter[str] = Counter()
        self._table, self._path, self._words = table, list[str](), ""
        self._row, self._names = 0, set[str]()  # how deep the row's own element stands; 0 outside of rows

    def opened(self, tag: str, _: dict[str, str]) -> None:
        own = tag.rpartition(":")[2]
        if not self._row and self._path and self._path[-1] in MEMBERS and own == self._table:
            self._row, self._names = len(self._path) + 1, set()
        self._path.append(own)
        self._words = ""

    def text(self, words: str) -> None:
        if self._row:
            self._words += words

    def closed(self, _: str) -> None:
        own = self._path.pop()
        if self._row and len(self._path) < self._row:
            self.found.update(self._names)
            self._row = 0
        elif self._row and self._words.strip():
            self._names.add(own)
        self._words = ""
