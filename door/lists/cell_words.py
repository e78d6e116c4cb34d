"""What a cell of a workbook holds, as the words that a list is read from."""

from datetime import date, datetime, time
from typing import Any

_MOST_EXACT, _LONGEST = 1e15, 1e25


def is_rounded(value: Any) -> bool:
    """Whether a number is longer than a workbook keeps: the figures past its fifteenth are noughts."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and _MOST_EXACT <= abs(value) < _LONGEST


def as_words(value: Any) -> str | None:
    """A number without a fraction as a whole one, a midnight as its day; None where there is nothing."""
    if value is None:
        return None
    if is_rounded(value):
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _MOST_EXACT:
        return str(int(value))
    return str(value).strip() or None
