"""Whether a row from a file fits a table's columns in either database: types, lengths, numbers, outlines."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy import JSON, Column, Date, DateTime, Integer, LargeBinary, String, Table, Text

from landuse.quality import dates
from landuse.words.errors import LanduseError, Word
from parks.park import PARK_ID
from register.shapes import has_shape, is_plain, is_text, parsed
from register.tables import Moment

Row = dict[str, Any]
_HIGHEST_NUMBER = 2_000_000_000  # what follows it must be a number of either database too
_LONGEST_TEXT = 1_000_000
_LONGEST_SHOWN = 60
_FARTHEST_M = 10_000_000.0


def check_columns(file: str, table: Table, row: Row) -> None:
    """Refuse a row that a table of either database cannot hold.

    Raises
    ------
    LanduseError : backup_row
    """
    for column in table.c:
        value = row[column.name]
        if value is None and column.nullable:
            continue
        right, expected = _kind(column)
        if not right(column, value):
            raise wrong(file, table.name, row, column.name, expected)


def wrong(file: str, table: str, row: Row, column: str, expected: str) -> LanduseError:
    """The refusal of a value, naming table, row and column; `expected` is a word of the catalogue, `backup.expected.…`."""
    shown = "".join(letter if letter.isprintable() else "·" for letter in str(row.get(column))[:_LONGEST_SHOWN])
    said = {"table": table, "row": str(row.get("id", "–"))[:20], "column": column, "found": shown}
    return LanduseError("backup_row", file=file, **said, expected=Word(f"backup.expected.{expected}"))


def _kind(column: Column) -> tuple[Callable[[Column, Any], bool], str]:
    return next((right, expected) for kinds, right, expected in _KINDS if isinstance(column.type, kinds))


def _is_number(_column: Column, value: Any) -> bool:
    return type(value) is int and 1 <= value <= _HIGHEST_NUMBER


def _is_moment(_column: Column, value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None and dates.FIRST.year <= value.year <= dates.LAST.year


def _is_day(_column: Column, value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime) and dates.FIRST <= value <= dates.LAST


def _is_json(column: Column, value: Any) -> bool:
    return is_plain(value) and has_shape(column.name, value)


def _is_text(column: Column, value: Any) -> bool:
    if not is_text(value) or len(value) > (getattr(column.type, "length", None) or _LONGEST_TEXT):
        return False
    if column.name == "park_id":  # a folder's name: nothing else may stand there
        return PARK_ID.fullmatch(value) is not None
    if column.name != "evidence":
        return True
    try:
        return has_shape("evidence", parsed(value))
    except ValueError:
        return False


def _is_outline(_column: Column, value: Any) -> bool:
    """Whether bytes are the outline of an area, in metres."""
    if not isinstance(value, bytes):
        return False
    try:
        shape = shapely.from_wkb(value)
    except shapely.errors.ShapelyError:
        return False
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        return False
    points = shapely.get_coordinates(shape)
    return bool(np.isfinite(points).all() and (np.abs(points) <= _FARTHEST_M).all() and shapely.is_valid(shape))


_KINDS: tuple[tuple[Any, Callable[[Column, Any], bool], str], ...] = (
    (Integer, _is_number, "number"),
    ((Moment, DateTime), _is_moment, "day"),
    (Date, _is_day, "day"),
    (JSON, _is_json, "shape"),
    (LargeBinary, _is_outline, "outline"),
    ((String, Text), _is_text, "text"),
)
