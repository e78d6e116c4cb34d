"""What an installation is set up to do: `settings.toml` beside the data, or variables of the environment, which go before it.

`settings.csv` has every setting with its kind, its default and its meaning. `[reading] at_once = 4` is the same as the variable
`PARKAREAL_READING_AT_ONCE=4`; texts of a list stand with commas between them there. A setting that nobody knows is refused by name.
"""

import csv
import os
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from landuse.words.errors import LanduseError, Word
from parks.park import data_root

SETTINGS = "settings.toml"
_KNOWN = Path(__file__).parent / "settings.csv"
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\]")


@dataclass(frozen=True)
class Setting:
    """One thing that an installation may be told.

    kind : text, number (a whole one) or texts
    default : None where nothing is said unless somebody says it
    """

    part: str
    key: str
    kind: str
    default: str | int | list[str] | None
    meaning: str

    @property
    def variable(self) -> str:
        """The variable of the environment that says it."""
        return f"PARKAREAL_{self.part}_{self.key}".upper()


@cache
def known() -> tuple[Setting, ...]:
    """Every setting there is."""
    with _KNOWN.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return tuple(Setting(row["part"], row["key"], row["kind"], _default(row["kind"], row["default"]), row["meaning"]) for row in rows)


def part(name: str) -> dict[str, Any]:
    """What somebody said in one part of the settings; what nobody said is not in it.

    Raises
    ------
    LanduseError : settings_unreadable, setting_unknown, setting_kind
    """
    said = {**_of_file(name), **_of_variables(name)}
    for one in known():
        if one.part == name and one.key in said and not _is(one.kind, said[one.key]):
            raise _of_other_kind(one, said[one.key])
    return said


def setting(name: str, key: str) -> Any:
    """One setting, its default where nobody said it.

    Raises
    ------
    LanduseError : as `part`
    """
    return part(name).get(key, next(one.default for one in known() if (one.part, one.key) == (name, key)))


def said() -> list[str]:
    """The names of the settings that this installation says itself, not what it says."""
    return [f"{one.part}.{one.key}" for one in known() if one.key in part(one.part)]


def hosts() -> frozenset[str]:
    """The names beside those of its own machine under which the app answers, in small letters, without ports.

    Raises
    ------
    LanduseError : as `part`, host_unreadable
    """
    names = [name.lower() for name in setting("server", "hosts")]
    for name in names:
        if not _HOST.fullmatch(name):
            raise LanduseError("host_unreadable", file=SETTINGS, host=name)
    return frozenset(names)


def _of_file(name: str) -> dict[str, Any]:
    path = data_root() / SETTINGS
    if not path.is_file():
        return {}
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise LanduseError("settings_unreadable", file=SETTINGS, reason=error) from error
    _refuse_unknown([f"[{one}]" for one in whole], [f"[{one.part}]" for one in known()])
    said = whole.get(name, {})
    if not isinstance(said, dict):
        raise LanduseError("settings_unreadable", file=SETTINGS, reason=f"[{name}]")
    _refuse_unknown([f"[{name}] {key}" for key in said], [f"[{name}] {one.key}" for one in known() if one.part == name])
    return said


def _refuse_unknown(said: list[str], names: list[str]) -> None:
    for name in said:
        if name not in names:
            raise LanduseError("setting_unknown", file=SETTINGS, name=name, known=", ".join(dict.fromkeys(names)))


def _of_other_kind(one: Setting, value: Any) -> LanduseError:
    where = one.variable if os.environ.get(one.variable) else SETTINGS
    return LanduseError("setting_kind", where=where, name=f"[{one.part}] {one.key}", value=value, kind=Word(f"setting.kind.{one.kind}"))


def _of_variables(name: str) -> dict[str, Any]:
    return {one.key: _read(one.kind, os.environ[one.variable]) for one in known() if one.part == name and os.environ.get(one.variable)}


def _read(kind: str, text: str) -> Any:
    """A variable's text as a value of its kind; as it is where it is none."""
    if kind == "texts":
        return [word.strip() for word in text.split(",") if word.strip()]
    return int(text) if kind == "number" and re.fullmatch(r"-?[0-9]{1,9}", text.strip()) else text


def _default(kind: str, text: str) -> str | int | list[str] | None:
    return _read(kind, text) if text or kind == "texts" else None


def _is(kind: str, value: Any) -> bool:
    if kind == "texts":
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    return isinstance(value, int) and not isinstance(value, bool) if kind == "number" else isinstance(value, str)
