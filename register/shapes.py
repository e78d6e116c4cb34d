"""The shapes of the JSON that the register keeps, as JSON Schema in `_kept_shapes.json`."""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_FILE = Path(__file__).parent / "_kept_shapes.json"
_MOST_EXACT = 2**53  # a larger whole number is not the same in every reader of JSON
_DEEPEST = 40


def has_shape(name: str, value: Any) -> bool:
    """Whether a value has the shape of that name."""
    return _validator(name).is_valid(value)


def parsed(text: str | bytes) -> Any:
    """What a JSON text says; numbers that no database takes, text that no file takes and nesting without end are refused.

    Raises
    ------
    ValueError : it is no such JSON
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    _check_plain(value, 0)
    return value


def is_plain(value: Any) -> bool:
    """Whether a value can be kept as JSON in either database and read again."""
    try:
        _check_plain(value, 0)
    except ValueError:
        return False
    return True


def is_text(value: Any) -> bool:
    """Whether a value is text that either database and every file takes."""
    return isinstance(value, str) and "\x00" not in value and not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value)


def _check_plain(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        for key, part in value.items():
            _check_plain(key, depth + 1)
            _check_plain(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check_plain(part, depth + 1)
    elif isinstance(value, str):
        if not is_text(value):
            raise ValueError("text with NUL or half a character")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number without end")
    elif isinstance(value, int) and abs(value) > _MOST_EXACT:
        raise ValueError("a whole number past 2^53")


def _no_number(word: str) -> None:
    raise ValueError(word)


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(_FILE.read_text(encoding="utf-8"))[name])
