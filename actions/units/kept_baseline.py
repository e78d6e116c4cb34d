"""The baseline that a park is frozen at, read and checked once for each time that one is kept."""

from pathlib import Path

from actions.once import once
from parks import frozen
from parks.park import Park, read_park
from register import baselines
from register.baselines import Baseline
from register.snapshots import SnapshotId


def kept_baseline(park: Park) -> Baseline | None:
    """The baseline in force; None where nobody has frozen it.

    Raises
    ------
    LanduseError : baseline_damaged
    """
    folders = frozen.kept(park.folder)
    return _kept(folders[-1]) if folders else None


def kept_baselines(park: Park) -> list[Baseline]:
    """All that lie in a park's folder, the oldest first.

    Raises
    ------
    LanduseError : baseline_damaged
    """
    return [_kept(folder) for folder in frozen.kept(park.folder)]


def frozen_at(snapshot: SnapshotId) -> Baseline | None:
    """The kept baseline that a snapshot's name is of; None where it is of what was found."""
    frozen = kept_baseline(read_park(snapshot.park_id))
    same = frozen is not None and (frozen.on, frozen.fingerprint) == (snapshot.on, snapshot.fingerprint)
    return frozen if same else None


def _kept(folder: Path) -> Baseline:
    about = (folder / frozen.ABOUT).stat()
    return _read(folder, about.st_mtime_ns, about.st_ino)


@once(maxsize=64)
def _read(folder: Path, _mtime_ns: int, _inode: int) -> Baseline:
    return baselines.read(folder)
