"""Settings as TOML, so that what a program writes a person can read and mend, and what a person wrote beside it stays."""

from collections.abc import MutableMapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT, Item

from landuse.words.foreign import for_xml


def toml(settings: dict[str, Any], before: str = "") -> str:
    """Settings as TOML: comments, order and spelling of what does not change stay as they stood.

    Parameters
    ----------
    settings : all that shall be said; what is None is not
    before : the text as it stands, valid TOML
    """
    document = tomlkit.parse(before)
    _bring(document, settings)
    return tomlkit.dumps(document)


def _bring(table: MutableMapping[str, Any], settings: dict[str, Any]) -> None:
    """Make a table say what the settings say, touching only what differs: plain values first, so that they stand above its tables."""
    said = {key: value for key, value in settings.items() if value is not None}
    for key in [key for key in table if key not in said]:
        del table[key]
    for key, value in sorted(said.items(), key=lambda item: _is_nested(item[1])):
        before = table.get(key)
        if isinstance(value, dict) and isinstance(before, MutableMapping):
            _bring(before, value)
        elif _are_tables(value) and isinstance(before, AoT):
            _bring_all(before, value)
        elif before is None or not _is_same(before, value):
            table[key] = _item(value)


def _bring_all(tables: AoT, settings: list[dict[str, Any]]) -> None:
    """The same for tables in a row: each is told from the others by its place."""
    while len(tables) > len(settings):
        del tables[-1]
    for place, values in enumerate(settings):
        if place < len(tables):
            _bring(tables[place], values)
        else:
            tables.append(_item(values))


def _item(value: object) -> Item:
    if isinstance(value, dict):
        table = tomlkit.table()
        _bring(table, value)
        return table
    if isinstance(value, list) and _are_tables(value):
        tables = tomlkit.aot()
        _bring_all(tables, value)
        return tables
    if isinstance(value, (list, tuple)):
        return tomlkit.value("[" + ", ".join(_item(part).as_string() for part in value) + "]")
    if isinstance(value, (bool, int, float, date)):
        return tomlkit.item(value)
    return tomlkit.value('"' + "".join(_escaped(letter) for letter in for_xml(str(value))) + '"')


def _is_same(before: Any, value: object) -> bool:
    """Whether a value says what it said, of the same kind: true is not 1."""
    plain = before.unwrap() if hasattr(before, "unwrap") else before
    return type(plain) is type(value) and plain == value


def _is_nested(value: object) -> bool:
    return isinstance(value, dict) or _are_tables(value)


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter.isprintable() or letter == "\N{NO-BREAK SPACE}":
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"
