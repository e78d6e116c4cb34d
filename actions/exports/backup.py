"""Keep the register and its photos in a file, bring it back, and bring it up to date."""

import re
from datetime import UTC, datetime
from pathlib import Path

from actions.people import asking
from landuse.quality.findings import quality
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.own_names import own
from parks.park import data_root, park_ids, read_park
from parks.scratch import sweep as sweep_scratch
from register import backup as keeping
from register.engine import open_register, writing
from register.migrate import SCHEMA

_BEFORE = re.compile(r"register-before-restore-\d{8}T\d{12}\.zip")  # by name is by age


@asking.asks("backup", None)
def backup(path: Path) -> dict[str, int]:
    """Write one moment of the register, and the photos of what parks offer, to a file; rows by table.

    Raises
    ------
    LanduseError : folder_missing
    """
    if not path.parent.is_dir():
        raise LanduseError("folder_missing", folder=path.parent)
    sweep_scratch(path.parent)
    rows = keeping.save(open_register(data_root()), path, data_root())
    happened("backup", file=path.name, rows=sum(rows.values()))
    return rows


@asking.asks("restore", None)
def restore(path: Path, replace: bool = False) -> tuple[dict[str, int], Path | None]:
    """Bring the register back from a file: rows by table, and where what was there before is kept (None: nothing was).

    Raises
    ------
    LanduseError : file_missing, backup_broken, backup_newer, backup_row, register_not_empty; nothing has changed then
    """
    if not path.is_file():
        raise LanduseError("file_missing", file=path.name or path)
    todays = {park_id: read_park(park_id).current_date() for park_id in park_ids()}
    kept = data_root() / f"register-before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.zip"
    rows = keeping.restore(open_register(data_root()), path, kept if replace else None, data_root(), todays)
    for older in own(data_root(), _BEFORE)[: -int(quality("kept_before_restore"))]:
        older.unlink()
    happened("restore", file=path.name, rows=sum(rows.values()), replaced=kept.exists())
    return rows, kept if kept.exists() else None


def strange_parks() -> list[str]:
    """The parks that the register has rows of and that are not here: their rows wait for them."""
    return sorted(keeping.parks_in(open_register(data_root())) - set(park_ids()))


def migrate() -> str:
    """Make the register or bring it up to date; the schema that it has then."""
    with writing(open_register(data_root())):  # where nothing can be written this says so
        return SCHEMA
