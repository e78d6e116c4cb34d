"""What an installation sets for itself: `settings.toml` beside the data. Without the file everything is as it comes."""

import tomllib
from typing import Any

from landuse.errors import LanduseError
from layers._park import data_root

FILE = "settings.toml"


def section(name: str) -> dict[str, Any]:
    """One table of the file; empty where it is not there.

    Raises
    ------
    LanduseError : settings_unreadable
    """
    path = data_root() / FILE
    if not path.is_file():
        return {}
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")).get(name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanduseError("settings_unreadable", file=FILE, reason=error) from error
    return said if isinstance(said, dict) else {}
