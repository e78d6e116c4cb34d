"""A shapefile: its records counted in the `.dbf` and the `.shp`, and the encoding of its attributes found."""

import re
import struct
from pathlib import Path

import numpy as np

from landuse.words.errors import LanduseError

_DBF_DELETED, _DBF_END = ord("*"), 0x0D
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
    return int((flags != _DBF_DELETED).sum())


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


class Dbf:
    """The fields of a `.dbf` as bytes.

    fields : the kind of each field as its letter, and where it begins and ends in a record
    """

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        start, self._length = (int(number) for number in np.frombuffer(content[8:12], "<u2"))
        records = (len(content) - start) // self._length
        self._body = np.frombuffer(content, "u1", records * self._length, start).reshape(records, self._length)
        self._kept = np.flatnonzero(self._body[:, 0] != _DBF_DELETED)[: int.from_bytes(content[4:8], "little")]
        self.fields, at = [], 1
        for head in range(32, start - 31, 32):
            if content[head] == _DBF_END:
                break
            width = content[head + 16] + (content[head + 17] << 8 if content[head + 11 : head + 12] == b"C" else 0)
            self.fields.append((content[head + 11 : head + 12], at, at + width))
            at += width

    def values(self, field: tuple[bytes, int, int], records: np.ndarray | None = None) -> list[bytes]:
        """The bytes of a field, in all records that are not struck out or in some."""
        _, first, last = field
        rows = np.ascontiguousarray(self._body[self._kept if records is None else records, first:last])
        return [bytes(row) for row in rows]


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
