"""A shapefile: its records counted in the `.dbf` and the `.shp`, and the encoding of its attributes found."""

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from door.formats import as_written
from door.formats.base import Format, Tables
from door.formats.dbf import DELETED
from door.formats.gdal import driven, one_table
from door.formats.source import Source
from door.guarded import Guarded
from door.lists.statements import Said
from landuse.words.errors import LanduseError

_SHP_HEAD = 100
_CP1252, _CP865 = "æøåÆØÅ".encode("cp1252"), "æøåÆØÅ".encode("cp865")


def count(path: Path, name: str) -> int:
    """Records of the `.dbf` that are not struck out; the `.shp` must be as long as it says and have no more records than they are.

    Raises
    ------
    LanduseError : file_damaged, file_cut, rows_lost
    """
    with path.open("rb") as stream:
        words = int.from_bytes(stream.read(28)[24:28], "big")
    if path.stat().st_size < 2 * words:
        raise LanduseError("file_cut", file=name, bytes=2 * words - path.stat().st_size)
    content = path.with_suffix(".dbf").read_bytes()
    if len(content) < 32:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    records, start, length = np.frombuffer(content[4:8], "<u4")[0], *np.frombuffer(content[8:12], "<u2")
    if length == 0:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    flags = np.frombuffer(content, "u1")[int(start) :: int(length)][: int(records)]
    if len(flags) < records:
        raise LanduseError("file_damaged", file=name, reason=".dbf")
    shapes, places = _records(path), max(path.with_suffix(".shx").stat().st_size - _SHP_HEAD, 0) // 8
    if shapes > min(int(records), places):
        raise LanduseError("rows_lost", file=name, rows=shapes, read=min(int(records), places))
    return int((flags != DELETED).sum())


def _records(path: Path) -> int:
    """Records in a `.shp`, by their own heads; one that was written anew elsewhere in the file has its number twice.

    Source
    ------
    ESRI Shapefile Technical Description, July 1998: main file record headers; number and length in words, big-endian
    """
    numbers, at, size = set(), _SHP_HEAD, path.stat().st_size
    with path.open("rb") as stream:
        while at + 8 <= size:
            stream.seek(at)
            number, words = struct.unpack(">ii", stream.read(8))
            if words < 2 or at + 8 + 2 * words > size:
                break
            numbers.add(number)
            at += 8 + 2 * words
    return len(numbers)


def dbf_encoding(path: Path) -> tuple[str, list[list[str]]]:
    """The encoding of a shapefile's attributes by their bytes, and a note where that is not what its `.cpg` says.

    UTF-8 where all bytes are; else what the `.cpg` names; else Windows' or DOS' Norwegian letters, whichever are more.
    """
    content = path.with_suffix(".dbf").read_bytes()
    side = path.with_suffix(".cpg")
    said = side.read_text(encoding="ascii", errors="replace").strip().upper()[:20] if side.exists() else ""
    start = int.from_bytes(content[8:10], "little")
    found = _by_bytes(content[32:start] + content[start:], said)
    same = re.sub(r"\W", "", found.upper()) in re.sub(r"\W", "", said) or content.isascii()
    return found, [] if same else [["encoding", found, said or "–"]]


def _by_bytes(content: bytes, said: str) -> str:
    try:
        content.decode("utf-8")
        return "UTF-8"
    except UnicodeDecodeError:
        windows, dos = (sum(content.count(bytes([letter])) for letter in letters) for letters in (_CP1252, _CP865))
    if said in ("865", "CP865", "IBM865", "850", "CP850") or (dos > windows and said in ("", "UTF-8", "UTF8")):
        return "CP865"
    return "CP1252"


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """The attributes by the encoding that their bytes are in, and what the driver would change as it is written."""
    encoding, done = dbf_encoding(file.path)
    with driven(file.path, None, encoding=encoding, return_fids=True) as found:
        yield as_written.source(as_written.OfDbf(file.path.with_suffix(".dbf"), found.about), found, done)


FORMAT = Format(
    title_nb="shapefil",
    title_en="shapefile",
    endings=(".shp",),
    rank=3,
    how="in a zip, or with its parts beside it; letters by the bytes, whatever the `.cpg` says",
    driver="ESRI Shapefile",
    looks_like=lambda head, copy: head.startswith(b"\0\0\x27\x0a"),
    tables=Tables(one_table, opened, lambda file, table, wants: count(file.path, file.name)),
    parts=(".shp", ".shx", ".dbf"),  # all three, or rows or attributes are lost
    beside=(".prj", ".cpg"),
    strays=(".qpj", ".sbn", ".sbx"),
    cuts_names=True,
)
