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
    written : values in the file that are not blank, counted by another reader; None where the format does not allow it
    read : values that the reader found, those of rows clipped away among them
    here : values of the rows that were not clipped away
    kept : those that stand in the layer's own column, as its kind
    unread : those that cannot be read as its kind, which are named with their rows
    """

    theirs: str
    written: int | None
    read: int
    here: int
    kept: int
    unread: int


@dataclass(frozen=True)
class ValueBalance:
    """What became of all values of the columns that a layer reads: read = kept + unread + set_aside + clipped.

    written : those of the file by another count; None where some column has none
    kept : in rows that are kept
    unread : in rows that are kept, and cannot be read as their column's kind
    set_aside, clipped : in rows that are set aside or were left out while reading
    sums : by column of numbers, the sum of what is kept
    """

    written: int | None
    read: int
    kept: int
    unread: int
    set_aside: int
    clipped: int
    sums: dict[str, float]


def value_balance(raw: pd.DataFrame, columns: pd.DataFrame, aside: pd.Series, sums: dict[str, ValueSum], file: str) -> ValueBalance:
    """The balance of a file's values, when it adds up.

    Parameters
    ----------
    raw, columns : as `value_sums`
    aside : which rows are set aside

    Raises
    ------
    LanduseError : values_unaccounted
    """
    read, here = sum(one.read for one in sums.values()), sum(one.here for one in sums.values())
    filled = {name: _filled(raw[name]) for name in sums}
    of_aside = sum(int(there[aside].sum()) for there in filled.values())
    kept = sum(int(columns[name][~aside].notna().sum()) for name in sums)
    unread = sum(int((there & columns[name].isna())[~aside].sum()) for name, there in filled.items())
    if here != kept + unread + of_aside:
        raise LanduseError("values_unaccounted", file=file, column="–", values=here, kept=kept + of_aside, unread=unread)
    said = [one.written for one in sums.values() if one.written is not None]
    numbers = {name: float(columns[name][~aside].sum()) for name in sums if columns[name].dtype.kind == "f" and columns[name].notna().any()}
    return ValueBalance(sum(said) if len(said) == len(sums) else None, read, kept, unread, of_aside, read - here, numbers)


def together(parts: list[ValueBalance]) -> ValueBalance | None:
    """The balance of several files as one."""
    if not parts:
        return None
    counts = {name: sum(getattr(one, name) for one in parts) for name in ("read", "kept", "unread", "set_aside", "clipped")}
    written = [one.written for one in parts if one.written is not None]
    sums = {name: sum(one.sums.get(name, 0.0) for one in parts) for name in sorted({name for one in parts for name in one.sums})}
    return ValueBalance(sum(written) if len(written) == len(parts) else None, **counts, sums=sums)


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
        written, read = table.values.get(name, (int(here.sum()), int(here.sum())))  # of what a person or a plan said, nothing was read
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
