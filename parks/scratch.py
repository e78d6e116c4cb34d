"""Folders to work in for a while: each with a living owner, so that what a killed one left can be told from what is in use.

A folder is held by a lock of the system's for as long as its owner lives, whatever ends it; a folder of ours that nobody
holds is a leftover. Nobody but its owner's user can look into one: people's data and names pass through them.
"""

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parks.own_names import own

_PREFIX = "parkareal-scratch-"
_NAME = re.compile(rf"\.?{_PREFIX}[a-z0-9_]{{8}}")
_OLDER_NAME = re.compile(r"parkareal-[a-z0-9_]{8}")  # of versions that held no lock: no job of theirs took a day
_OLDER_S = 24 * 3600


@contextmanager
def scratch_folder(beside: Path | None = None) -> Iterator[Path]:
    """A private folder that is gone when the block ends.

    Parameters
    ----------
    beside : the folder to make it in, hidden; None: where the system has temporary files
    """
    folder, lock = _made(beside)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(place: Path | None = None) -> int:
    """Remove the folders in a place that no living process holds; how many there were.

    Parameters
    ----------
    place : as `beside`; a folder that cannot be written to is left as it is
    """
    where = Path(tempfile.gettempdir()) if place is None else place
    removed = sum(_removed(folder) for folder in own(where, _NAME, folders=True))
    return removed + sum(_removed(folder) for folder in own(where, _OLDER_NAME, folders=True) if _is_old(folder))


def _made(beside: Path | None) -> tuple[Path, int]:
    """A folder and the open lock on it; one that a sweep took between the making and the locking is made again."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX if beside is None else f".{_PREFIX}", dir=beside))
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        _locked(lock, wait=True)
        if folder.exists():
            return folder, lock
        os.close(lock)


def _removed(folder: Path) -> bool:
    """Whether a folder was nobody's, and is gone."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # another user's, or gone meanwhile
        return False
    try:
        if os.fstat(lock).st_uid != os.getuid() or not _locked(lock, wait=False):
            return False
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()
    finally:
        os.close(lock)


def _locked(lock: int, wait: bool) -> bool:
    """Whether the lock is ours now; a file system without locks gives none, and nothing there is ever taken for a leftover."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _is_old(folder: Path) -> bool:
    return time.time() - folder.stat().st_mtime > _OLDER_S
