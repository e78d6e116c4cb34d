"""The values of a FlatGeobuf counted by its own bytes: each feature lists its properties, and leaves out those that it has not."""

import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from door.formats.value_counts import ValueCounts

_NUMBERS = {0: "<b", 1: "<B", 3: "<h", 4: "<H", 5: "<i", 6: "<I", 7: "<q", 8: "<Q", 9: "<f", 10: "<d"}  # ColumnType: Byte … Double
_TRUTH, _TEXTS = 2, (11, 12, 13, 14)  # Bool; String, Json, DateTime, Binary
_NAME, _KIND, _COLUMNS, _PROPERTIES = 0, 1, 7, 1  # fields of the tables Column, Header and Feature


def counts(path: Path) -> ValueCounts:
    """By column, its values that are not blank and the sum of its numbers.

    Source
    ------
    FlatGeobuf 3: properties are pairs of a column's place (uint16) and its value, texts with their length before them
    """
    content = path.read_bytes()
    columns = _columns(content)
    there, sums = Counter[str](dict.fromkeys([name for name, _ in columns], 0)), Counter[str]()
    for start in features(content):
        at, end = _vector(content, start, _PROPERTIES)
        while at < end:
            name, kind = columns[struct.unpack_from("<H", content, at)[0]]
            at += 2
            if kind in _TEXTS:
                (length,) = struct.unpack_from("<I", content, at)
                there[name] += bool(content[at + 4 : at + 4 + length].decode("utf-8", "replace").strip())
                at += 4 + length
                continue
            if kind in _NUMBERS:
                (value,) = struct.unpack_from(_NUMBERS[kind], content, at)
                there[name] += value == value
                sums[name] += value if value == value else 0
            else:
                there[name] += 1
            at += struct.calcsize(_NUMBERS.get(kind, "<B"))
    numbers = [name for name, kind in columns if kind in _NUMBERS]
    return ValueCounts(dict(there), {}, {name: float(sums[name]) for name in numbers})


def _columns(content: bytes) -> list[tuple[str, int]]:
    """Name and kind of each column, as the header lists them."""
    at, end = _vector(content, 12, _COLUMNS, item_bytes=4)
    found = []
    for place in range(at, end, 4):
        table = place + struct.unpack_from("<I", content, place)[0]
        name = _offset(content, table, _NAME)
        (length,) = struct.unpack_from("<I", content, name + struct.unpack_from("<I", content, name)[0])
        start = name + struct.unpack_from("<I", content, name)[0] + 4
        kind = _offset(content, table, _KIND)
        found.append((content[start : start + length].decode("utf-8"), content[kind] if kind else 0))
    return found


def _vector(content: bytes, start: int, field: int, item_bytes: int = 1) -> tuple[int, int]:
    """Where a vector of the root table behind a length begins and ends; nowhere where it is left out."""
    place = _offset(content, start + struct.unpack_from("<I", content, start)[0], field)
    if not place:
        return 0, 0
    vector = place + struct.unpack_from("<I", content, place)[0]
    return vector + 4, vector + 4 + struct.unpack_from("<I", content, vector)[0] * item_bytes


def _offset(content: bytes, table: int, field: int) -> int:
    """Where a field of a table stands; 0 where it is left out."""
    vtable = table - struct.unpack_from("<i", content, table)[0]
    (size,) = struct.unpack_from("<H", content, vtable)
    (place,) = struct.unpack_from("<H", content, vtable + 4 + 2 * field) if 4 + 2 * field < size else (0,)
    return table + place if place else 0


def features(content: bytes) -> Iterator[int]:
    """Where each feature begins behind its length, of a file that `fgb.count` let in."""
    (header,) = struct.unpack_from("<I", content, 8)
    number, node = (field(content, 12, *place) for place in ((8, "<Q", 0), (9, "<H", 16)))
    at = 12 + header + index_bytes(number, node)
    while at < len(content):
        yield at + 4
        at += 4 + struct.unpack_from("<I", content, at)[0]


def field(content: bytes, start: int, number: int, kind: str, blank: int) -> int:
    """A field of the header's root table, or what it is when left out."""
    (root,) = struct.unpack_from("<I", content, start)
    table = start + root
    (back,) = struct.unpack_from("<i", content, table)
    vtable = table - back
    (size,) = struct.unpack_from("<H", content, vtable)
    offset = struct.unpack_from("<H", content, vtable + 4 + 2 * number)[0] if 4 + 2 * number < size else 0
    return struct.unpack_from(kind, content, table + offset)[0] if offset else blank


def index_bytes(features: int, node: int) -> int:
    """The length of the index behind the header, by the features and the entries of a node."""
    if not features or node < 2:
        return 0
    level = -(-features // node)  # one feature has a root above it too
    nodes = features + level
    while level != 1:
        level = -(-level // node)
        nodes += level
    return nodes * 40
