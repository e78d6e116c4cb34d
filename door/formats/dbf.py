"""The attributes of a shapefile as their bytes."""

from pathlib import Path

import numpy as np

DELETED = ord("*")
_END = 0x0D


class Dbf:
    """The fields of a `.dbf` as bytes.

    fields : the kind of each field as its letter, and where it begins and ends in a record
    """

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        start, self._length = (int(number) for number in np.frombuffer(content[8:12], "<u2"))
        records = (len(content) - start) // self._length
        self._body = np.frombuffer(content, "u1", records * self._length, start).reshape(records, self._length)
        self._kept = np.flatnonzero(self._body[:, 0] != DELETED)[: int.from_bytes(content[4:8], "little")]
        self.fields, at = [], 1
        for head in range(32, start - 31, 32):
            if content[head] == _END:
                break
            width = content[head + 16] + (content[head + 17] << 8 if content[head + 11 : head + 12] == b"C" else 0)
            self.fields.append((content[head + 11 : head + 12], at, at + width))
            at += width

    def values(self, field: tuple[bytes, int, int], records: np.ndarray | None = None) -> list[bytes]:
        """The bytes of a field, in all records that are not struck out or in some."""
        _, first, last = field
        rows = np.ascontiguousarray(self._body[self._kept if records is None else records, first:last])
        return [bytes(row) for row in rows]
