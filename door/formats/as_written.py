"""Values as they stand in a file, where a reader would make others of them.

SQLite keeps whatever it is given: a column of numbers may hold "1 600,5", and GDAL reads 1.0 of it; "Ja" in a column of truths is read
as no, and "01.07.2024" in a column of days as nothing. A dBase field is text, whatever it says to be: stars or "ukjent" where a number
belongs. Such columns are read here as text, row by row beside the reader, and it is for the columns' own kinds what becomes of that.
"""

import math
import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow

from door.formats.dbf import Dbf
from door.formats.gdal import Driven
from door.formats.source import Source
from door.formats.value_counts import ValueCounts

_MISFITS = {  # by what GDAL takes a column for, the values that it would change
    "OFTString": "typeof({0}) = 'text' AND instr({0}, char(0)) > 0",  # at which GDAL ends a text
    "OFTReal": "typeof({0}) IN ('text', 'blob')",
    "OFTInteger": "typeof({0}) NOT IN ('integer', 'null') OR {0} NOT BETWEEN -2147483648 AND 2147483647",
    "OFTInteger64": "typeof({0}) NOT IN ('integer', 'null')",
    "int16": "typeof({0}) NOT IN ('integer', 'null') OR {0} NOT BETWEEN -32768 AND 32767",
    "bool": "{0} IS NOT NULL AND (typeof({0}) <> 'integer' OR {0} NOT IN (0, 1))",
    "OFTDate": "{0} IS NOT NULL AND (typeof({0}) <> 'text' OR {0} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')",
    "OFTDateTime": "{0} IS NOT NULL AND (typeof({0}) <> 'text' OR {0} NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*')",
}
_NUMBERS = ("OFTReal", "OFTInteger", "OFTInteger64", "int16")
_NARROW = {"OFSTBoolean": "bool", "OFSTInt16": "int16"}
_DBF_NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DBF_FITS = {b"N": _DBF_NUMBER, b"F": _DBF_NUMBER, b"D": re.compile(rb"\d{8}"), b"L": re.compile(rb"[TtFfYyNn?]")}


class Written(ABC):
    """A table's columns that are read as they are written, and how many values each column has."""

    columns: tuple[str, ...] = ()
    counts: ValueCounts

    @abstractmethod
    def texts(self, column: str, fids: np.ndarray) -> list[str | None]:
        """The values of a column in some rows, as text."""

    def batches(self, batches: Iterator[pyarrow.RecordBatch], fid: str) -> Iterator[pyarrow.RecordBatch]:
        """The reader's batches without their ids, and with the written values in place of those that were read."""
        for batch in batches:
            fids = batch.column(fid).to_numpy(zero_copy_only=False)
            names = [name for name in batch.schema.names if name != fid]
            made = {name: pyarrow.array(self.texts(name, fids), pyarrow.string()) for name in self.columns if len(fids)}
            blank = {name: pyarrow.array([], pyarrow.string()) for name in self.columns}
            arrays = {name: {**blank, **made}.get(name, batch.column(name)) for name in names}
            fields = [pyarrow.field(name, array.type, metadata=batch.schema.field(name).metadata) for name, array in arrays.items()]
            yield pyarrow.RecordBatch.from_arrays(list(arrays.values()), schema=pyarrow.schema(fields))


def source(beside: Written, found: Driven, done: list[list[Any]]) -> Source:
    """A table whose rows the driver gives, with what is read as it is written in their place."""
    batches = beside.batches(iter(found.rows), found.about["fid_column"] or "OGC_FID")
    return Source(batches, found.geometry, crs=found.crs, done=done, counts=beside.counts)


class OfGeoPackage(Written):
    """By SQLite, row by row of the table's own key."""

    def __init__(self, path: Path, table: str, meta: dict[str, Any]) -> None:
        self._path, self._table, self._fid = path, _quoted(table), _quoted(meta["fid_column"])
        kinds = zip(meta["fields"], meta["ogr_types"], meta["ogr_subtypes"], strict=True)
        fields = {str(name): _NARROW.get(subtype, str(kind)) for name, kind, subtype in kinds}
        with closing(self._connection()) as connection:
            there = dict(zip(fields, self._one(connection, [_asked(_THERE, name) for name in fields]), strict=True))
            numbers = [name for name, kind in fields.items() if kind in _NUMBERS]
            sums = dict(zip(numbers, self._one(connection, [_asked("TOTAL({0})", name) for name in numbers]), strict=True))
            asked = [(name, _asked(_MISFITS[kind], name)) for name, kind in fields.items() if kind in _MISFITS]
            found = self._one(connection, [f"MAX({misfit})" for _, misfit in asked])
        self.columns = tuple(name for (name, _), misfit in zip(asked, found, strict=True) if misfit)
        self.counts = ValueCounts(there, {}, {name: float(total) for name, total in sums.items() if name not in self.columns})

    def texts(self, column: str, fids: np.ndarray) -> list[str | None]:
        query = f"SELECT {self._fid}, {_quoted(column)} FROM {self._table} WHERE {self._fid} BETWEEN ? AND ?"  # noqa: S608
        with closing(self._connection()) as connection:
            found = dict(connection.execute(query, (int(fids.min()), int(fids.max()))))
        return [_text(found.get(fid)) for fid in fids.tolist()]

    def _one(self, connection: sqlite3.Connection, parts: list[str]) -> tuple[Any, ...]:
        return connection.execute(f"SELECT {', '.join(parts)} FROM {self._table}").fetchone() if parts else ()  # noqa: S608

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        connection.text_factory = lambda content: content.decode("utf-8", "replace")
        return connection


_THERE = "SUM({0} IS NOT NULL AND (typeof({0}) <> 'text' OR TRIM({0}, ' ' || char(9, 10, 13, 160)) <> ''))"


class OfDbf(Written):
    """By the bytes of a dBase file."""

    def __init__(self, path: Path, meta: dict[str, Any]) -> None:
        self._dbf = Dbf(path)
        names = [str(name) for name in meta["fields"]]
        fields = dict(zip(names, self._dbf.fields, strict=True)) if len(names) == len(self._dbf.fields) else {}
        self._fields, there_are, sums, columns = fields, dict[str, int](), dict[str, float](), list[str]()
        for name, (kind, _, _) in fields.items():
            values = [value.strip(b" \0\t") for value in self._dbf.values(fields[name])]
            there = [value for value in values if value]
            there_are[name] = len(there)
            fits = _DBF_FITS.get(kind)
            if fits and not all(fits.fullmatch(value) for value in there):
                columns.append(name)
            elif kind in (b"N", b"F"):
                sums[name] = math.fsum(map(float, there))
        self.columns, self.counts = tuple(columns), ValueCounts(there_are, {}, sums)

    def texts(self, column: str, fids: np.ndarray) -> list[str | None]:
        values = self._dbf.values(self._fields[column], fids)
        return [value.strip(b" \0\t").decode("cp1252", "replace") or None for value in values]


def _asked(question: str, name: str) -> str:
    """A question about a column, in SQL."""
    return question.replace("{0}", _quoted(name))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value[:32].hex()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
