"""A FlatGeobuf: its features counted by their own lengths."""

import struct
from collections.abc import Iterator
from pathlib import Path

from landuse.words.errors import LanduseError


def count(path: Path, name: str) -> int:
    """Features of a FlatGeobuf, by walking from one length to the next behind its header and its index.

    Raises
    ------
    LanduseError : file_damaged, file_cut, count_differs

    Source
    ------
    FlatGeobuf 3: magic, header with its length, packed Hilbert R-tree, features each with its length
    """
    content = path.read_bytes()
    try:
        (header,) = struct.unpack_from("<I", content, 8)
        features, node = (_field(content, 12, *field) for field in ((8, "<Q", 0), (9, "<H", 16)))
        at, found = 12 + header + _index_bytes(features, node), 0
        while at < len(content):
            (length,) = struct.unpack_from("<I", content, at)
            at, found = at + 4 + length, found + 1
    except struct.error as error:
        raise LanduseError("file_damaged", file=name, reason="FlatGeobuf") from error
    if features and features != found:
        raise LanduseError("count_differs", file=name, said=features)
    if at != len(content):
        raise LanduseError("file_cut", file=name, bytes=at - len(content))
    return found


def features(content: bytes) -> Iterator[int]:
    """Where each feature begins behind its length, of a file that `count` let in."""
    (header,) = struct.unpack_from("<I", content, 8)
    number, node = (_field(content, 12, *field) for field in ((8, "<Q", 0), (9, "<H", 16)))
    at = 12 + header + _index_bytes(number, node)
    while at < len(content):
        yield at + 4
        at += 4 + struct.unpack_from("<I", content, at)[0]


def _field(content: bytes, start: int, field: int, kind: str, blank: int) -> int:
    """A field of the header's root table, or what it is when left out."""
    (root,) = struct.unpack_from("<I", content, start)
    table = start + root
    (back,) = struct.unpack_from("<i", content, table)
    vtable = table - back
    (size,) = struct.unpack_from("<H", content, vtable)
    offset = struct.unpack_from("<H", content, vtable + 4 + 2 * field)[0] if 4 + 2 * field < size else 0
    return struct.unpack_from(kind, content, table + offset)[0] if offset else blank


def _index_bytes(features: int, node: int) -> int:
    if not features or node < 2:
        return 0
    level = -(-features // node)  # one feature has a root above it too
    nodes = features + level
    while level != 1:
        level = -(-level // node)
        nodes += level
    return nodes * 40
