"""No value is lost on the way: those of each column that a layer reads, counted a second way, against what became of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow

from door.columns.arrow import there
from door.tables import Table
from landuse.words.errors import LanduseError
from layers.base import Layer
from parks.values import as_text


@dataclass(frozen=True)
class ValueSum:
    """What became of the values of one column of a file, those of all its rows.

    theirs : the file's name of the column
    written : values in the file that are not blank, counted by another reader where the format allows
    read : values that the reader found, those of rows clipped away among them
    here : values of the rows that were not clipped away
    kept : those that stand in the layer's own column, as its kind
    unread : those that cannot be read as its kind, which are named with their rows
    """

    theirs: str
    written: int
    read: int
    here: int
    kept: int
    unread: int


def value_sums(
    raw: pd.DataFrame, columns: pd.DataFrame, table: Table, theirs: dict[str, str], declared: Layer, file: str
) -> dict[str, ValueSum]:
    """The sums by our column, when they add up.

    Parameters
    ----------
    raw, columns : the file's values under our names, and the same as the layer's kinds

    Raises
    ------
    LanduseError : values_unaccounted
    """
    found = {}
    for column in declared.columns:
        if column.name not in raw:
            continue
        given, name = raw[column.name], theirs.get(column.name, "")
        here, kept = _filled(given), columns[column.name].notna()
        unread = as_text(given).notna() & ~kept
        written, read = table.values.get(name, (int(here.sum()), int(here.sum())))
        one = ValueSum(name or column.name, written, read, int(here.sum()), int(kept.sum()), int(unread.sum()))
        lost = one.here != one.kept + one.unread or (bool(name) and name in table.plain and not _arrived(one, table, name))
        if lost:
            numbers = {"values": one.here, "kept": one.kept, "unread": one.unread}
            raise LanduseError("values_unaccounted", file=file, column=one.theirs, **numbers)
        found[column.name] = one
    return found


def _arrived(one: ValueSum, table: Table, name: str) -> bool:
    """Whether the rows of the table have all values that were read, or fewer where rows were clipped away."""
    values = there(pyarrow.array(table.plain[name], from_pandas=True))
    return values == one.read if not table.clipped_rows else values <= one.read


def _filled(values: pd.Series) -> pd.Series:
    """Where there is a value that is not blank."""
    filled = values.notna()
    if values.dtype == object or pd.api.types.is_string_dtype(values):
        texts = values[filled]
        blank = np.array([isinstance(value, str) and not value.strip() for value in texts], dtype=bool)
        filled[texts.index[blank]] = False
    return filled
