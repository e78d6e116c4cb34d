"""Attributes as plain Arrow columns, so that what leaves the reading process is numbers, text, dates and nothing else."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow
import pyarrow.compute as compute
import pyarrow.types as kinds
import shapely

from parks.shape_column import WKB

ROW, LOST = "row", "unreadable"
_BYTES_SHOWN = 32


def plain(
    batch: pyarrow.RecordBatch, geometry: str | None, restored: Callable[[str], str] | None = None
) -> tuple[list[pyarrow.Array], list[str]]:
    """The columns without the geometry, lists and records as JSON text, bytes as hexadecimal.

    Parameters
    ----------
    restored : what puts letters back in a text (`Source.restored`)
    """
    names = [name for name in batch.schema.names if name != geometry]
    places = [place for place, name in enumerate(batch.schema.names) if name != geometry]
    columns = [_plain(batch.column(place)) for place in places]
    return columns if restored is None else [_restored(column, restored) for column in columns], names


def there(column: pyarrow.Array) -> int:
    """How many values of a column are not blank; a number that is none is."""
    if not (kinds.is_string(column.type) or kinds.is_large_string(column.type)):
        return len(column) - int(compute.sum(compute.is_null(column, nan_is_null=True)).as_py() or 0)
    return int(compute.sum(compute.greater(compute.utf8_length(compute.utf8_trim_whitespace(column)), 0)).as_py() or 0)


def total(column: pyarrow.Array) -> float | None:
    """The sum of a column of numbers, those that are none left out; None of other columns."""
    if not (kinds.is_integer(column.type) or kinds.is_floating(column.type)):
        return None
    values = column.cast(pyarrow.float64(), safe=False)
    return float(np.nansum(values.drop_null().to_numpy(zero_copy_only=False)))


def assembled(
    rows: np.ndarray, shapes: np.ndarray | None, raw: np.ndarray | None, columns: list[pyarrow.Array], keep: np.ndarray
) -> pyarrow.RecordBatch:
    """The rows that stay: their number in the file, geometry as WKB, whether it is there and cannot be read, attributes as c0, c1 …"""
    arrays: dict[str, Any] = {ROW: pyarrow.array(rows)}
    if shapes is not None and raw is not None:
        there = np.fromiter((value is not None for value in raw), dtype=bool, count=len(raw))
        arrays[WKB] = pyarrow.array(shapely.to_wkb(shapes), type=pyarrow.binary())
        arrays[LOST] = pyarrow.array(there & shapely.is_missing(shapes))
    arrays |= {f"c{number}": column for number, column in enumerate(columns)}
    batch = pyarrow.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
    return batch if keep.all() else batch.filter(pyarrow.array(keep))


def _plain(column: pyarrow.Array) -> pyarrow.Array:
    kind = column.type
    if kinds.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if kinds.is_list(kind) or kinds.is_large_list(kind):
        return _single(column)
    if kinds.is_nested(kind):
        return pyarrow.array([_words(value) for value in column.to_pylist()], type=pyarrow.string())
    if kinds.is_binary(kind) or kinds.is_large_binary(kind) or kinds.is_fixed_size_binary(kind):
        return pyarrow.array([None if v is None else v[:_BYTES_SHOWN].hex() for v in column.to_pylist()], type=pyarrow.string())
    if kinds.is_large_string(kind) or str(kind) == "string_view":
        return column.cast(pyarrow.string())
    if kinds.is_timestamp(kind) or kinds.is_time(kind) or kinds.is_decimal(kind) or kinds.is_duration(kind):
        return column.cast(pyarrow.string())
    return column


def _single(column: pyarrow.Array) -> pyarrow.Array:
    """Lists as text: one row of a GML file that has an element twice makes lists of it in all rows.

    A list of one value, or of the same one several times, is that value; others are all of them.
    """
    rows = [None if not row else dict.fromkeys(_words(part) for part in row if part is not None) for row in column.to_pylist()]
    return pyarrow.array([", ".join(map(str, row)) if row else None for row in rows], type=pyarrow.string())


def _restored(column: pyarrow.Array, restored: Callable[[str], str]) -> pyarrow.Array:
    if not kinds.is_string(column.type):
        return column
    return pyarrow.array([None if value is None else restored(value) for value in column.to_pylist()], type=pyarrow.string())


def _words(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, default=str)
