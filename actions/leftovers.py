"""Sweep away what killed processes left: copies of files, half-written folders, backups that were never finished.

Only what nobody holds any more: a folder of a living process is locked (`parks.scratch`), a park's by its import, and a
backup that a restore was making is finished or gone once the register can be written to.
"""

import re
from pathlib import Path

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
    scratch.sweep()
    for place in (root, root / photos.FOLDER, *own(root / snapshots.FOLDER, PARK_ID, folders=True)):
        scratch.sweep(place)
    for park_id in park_ids():
        _told(lambda park_id=park_id: versions.sweep(park_id))
    _told(lambda: _sweep_unfinished(root))


def _sweep_unfinished(root: Path) -> None:
    left = own(root, _UNFINISHED)
    if left:
        with writing(open_register(root)):  # no restore is under way
            for path in left:
                path.unlink(missing_ok=True)


def _told(work: object) -> None:
    """Housekeeping stops nothing: why it could not be done is in the log."""
    try:
        work()
    except LanduseError as error:
        _log.info("%s", error)
    except OSError as error:
        _log.info("%s", error)
