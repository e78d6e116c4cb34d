"""`settings.toml` beside the data: what the installation lets people do. Every part of it is read through here.

    [server]
    hosts = ["parkareal.example.no"]   # names that the app answers under, beside those of its own machine

    [background]                        # parks/background.py

    [reading]                           # door/process/turns.py
"""

import re
import tomllib
from typing import Any

from landuse.words.errors import LanduseError
from parks.park import data_root

SETTINGS = "settings.toml"
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\]")


def part(name: str) -> dict[str, Any]:
    """One table of the settings; empty where they have none, or where there are none.

    Raises
    ------
    LanduseError : settings_unreadable
    """
    path = data_root() / SETTINGS
    if not path.is_file():
        return {}
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")).get(name, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise LanduseError("settings_unreadable", file=SETTINGS, reason=error) from error
    if not isinstance(said, dict):
        raise LanduseError("settings_unreadable", file=SETTINGS, reason=f"[{name}]")
    return said


def hosts() -> frozenset[str]:
    """The names beside those of its own machine under which the app answers, in small letters, without ports.

    Raises
    ------
    LanduseError : settings_unreadable, host_unreadable
    """
    said = part("server").get("hosts", [])
    names = [str(name).lower() for name in said] if isinstance(said, list) else [str(said)]
    for name in names:
        if not isinstance(said, list) or not _HOST.fullmatch(name):
            raise LanduseError("host_unreadable", file=SETTINGS, host=name)
    return frozenset(names)
