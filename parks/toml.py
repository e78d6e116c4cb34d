"""Settings as TOML, so that what a program writes a person can read and mend."""

from datetime import date
from typing import Any

from landuse.words.foreign import for_xml


def toml(settings: dict[str, Any], prefix: str = "") -> str:
    """Settings as TOML: plain values, then tables, then arrays of tables."""
    plain, nested = [], []
    for key, value in settings.items():
        if isinstance(value, dict):
            body = toml(value, f"{prefix}{key}.")
            own = any(not isinstance(part, dict) for part in value.values()) or not value
            nested.append((f"[{prefix}{key}]\n" if own else "") + body)
        elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            nested += [f"[[{prefix}{key}]]\n{toml(part, f'{prefix}{key}.')}" for part in value]
        elif value is not None:
            plain.append(f"{key} = {_value(value)}\n")
    return "".join(plain) + "".join(f"\n{part}" for part in nested)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return '"' + "".join(_escaped(letter) for letter in for_xml(str(value))) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter.isprintable() or letter == "\N{NO-BREAK SPACE}":
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"
