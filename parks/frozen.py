"""Where a park's kept baselines lie, and which day they are of: a numbered folder each, the highest number in force.

`about.json` is written last of a folder's files: without it there is no baseline. `register.baselines` writes and checks them.
"""

import json
import re
from datetime import date
from functools import lru_cache
from pathlib import Path

from landuse.words.errors import LanduseError
from parks.own_names import own

FOLDER = "baseline"
ABOUT = "about.json"
PARKS = "parcels"  # the parks' folders, in a data folder
_PARK = re.compile(r"[a-z][a-z0-9-]{0,39}")  # as parks.park.PARK_ID
_NUMBER = re.compile(r"\d{3}")


def kept(park_folder: Path) -> list[Path]:
    """The folders of a park's kept baselines, the oldest first; none where nobody has frozen it."""
    return [folder for folder in own(park_folder / FOLDER, _NUMBER, folders=True) if (folder / ABOUT).is_file()]


def all_kept(root: Path) -> list[Path]:
    """Those of all parks of a data folder."""
    return [folder for park in own(root / PARKS, _PARK, folders=True) for folder in kept(park)]


def frozen_day(park_folder: Path) -> date | None:
    """The day that a park's baseline was frozen for; None where nobody has frozen it.

    Raises
    ------
    LanduseError : baseline_damaged
    """
    folders = kept(park_folder)
    if not folders:
        return None
    about = folders[-1] / ABOUT
    return _day(about, about.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _day(about: Path, _mtime_ns: int) -> date:
    try:
        return date.fromisoformat(json.loads(about.read_bytes())["on"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LanduseError("baseline_damaged", park=about.parents[2].name, file=f"{about.parent.name}/{ABOUT}") from error
