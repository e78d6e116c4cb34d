"""A FlatGeobuf: its features counted by their own lengths."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from door.formats import fgb_values, gdal
from door.formats.base import Format, Tables
from door.formats.fgb_values import field, index_bytes
from door.formats.source import Source
from door.formats.value_counts import ValueCounts
from door.guarded import Guarded
from door.lists.statements import Said
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
        features, node = (field(content, 12, *place) for place in ((8, "<Q", 0), (9, "<H", 16)))
        at, found = 12 + header + index_bytes(features, node), 0
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


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """The features, their values counted by their own bytes where there are not too many."""
    with gdal.driven(file.path, table) as found:
        counts = fgb_values.counts(file.path) if gdal.is_small(file) else ValueCounts()
        yield Source(iter(found.rows), found.geometry, crs=found.crs, counts=counts)


FORMAT = Format(
    title_nb="FlatGeobuf",
    title_en="FlatGeobuf",
    endings=(".fgb",),
    rank=6,
    how="features counted by their own lengths",
    driver="FlatGeobuf",
    looks_like=lambda head, copy: head.startswith(b"fgb\x03fgb"),
    tables=Tables(lambda file: gdal.tables(file.path), opened, lambda file, table, wants: count(file.path, file.name)),
)
