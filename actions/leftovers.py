"""Sweep away what killed processes left: copies of files, half-written folders, backups that were never finished.

Only what nobody holds any more: a folder of a living process is locked (`parks.scratch`), a park's by its import, and a
backup that a restore was making is finished or gone once the register can be written to.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from actions.imports import unborn
from landuse.words.errors import LanduseError
from landuse.words.log import part_of_log
from parks import scratch, versions
from parks.own_names import own
from parks.park import PARK_ID, data_root, park_ids
from register import photos, snapshots
from register.engine import open_register, writing

_UNFINISHED = re.compile(r"\.register-before-restore-\d{8}T\d{12}-[0-9a-f]{8}\.zip")  # as earlier versions named it
_log = part_of_log("leftovers")


def sweep() -> None:
    """Sweep the data folder, its parks, and the system's temporary files; what cannot be written to is left as it is."""
    root = data_root()
    for place in (None, root, root / photos.FOLDER):
        _kept_going(scratch.sweep, place)
    _kept_going(_sweep_snapshots, root)
    _kept_going(_sweep_parks, root)
    _kept_going(lambda _root: unborn.sweep(), root)
    _kept_going(_sweep_unfinished, root)


def _sweep_snapshots(root: Path) -> None:
    for folder in own(root / snapshots.FOLDER, PARK_ID, folders=True):
        scratch.sweep(folder)


def _sweep_parks(_root: Path) -> None:
    for park_id in park_ids():
        _kept_going(versions.sweep, park_id)


def _sweep_unfinished(root: Path) -> None:
    left = own(root, _UNFINISHED)
    if left:
        with writing(open_register(root)):  # no restore is under way
            for path in left:
                path.unlink(missing_ok=True)


def _kept_going(work: Callable[[Any], object], what: Any) -> None:
    """Housekeeping stops nothing: why it could not be done is in the log."""
    try:
        work(what)
    except (LanduseError, OSError) as error:
        _log.info("%s", error)
