"""The tables in use under their second name: `park.gpkg` beside park.toml, for programs that look for it there."""

import os
import shutil
from pathlib import Path

from parks.park import TABLES_FILE, Park

WRITING = ".writing-"  # how a name begins of what is not yet in place


def name_tables(park: Park, tables: str) -> None:
    """Let park.gpkg beside park.toml be the tables in use."""
    known, used = park.folder / TABLES_FILE, park.folder / tables
    if known == used or (known.exists() and used.exists() and known.samefile(used)):
        return
    if not used.exists():  # put back to a park without tables
        known.unlink(missing_ok=True)
        return
    fresh = park.folder / f"{WRITING}{TABLES_FILE}"
    second_name(used, fresh)
    fresh.replace(known)


def second_name(path: Path, other: Path) -> None:
    """The same file under another name; a copy where the disk gives a file only one."""
    other.unlink(missing_ok=True)
    try:
        other.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, other)


def flush(path: Path) -> None:
    """See that a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
