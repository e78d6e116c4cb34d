"""Snapshots: what was found in a park on a date. Kept once, never changed, never believed unseen.

Three files of one name: `.parquet` (the units, GeoParquet 1.1), `.facts.parquet` (every answer of every layer) and `.json` (where
it comes from, and the SHA-256 of all three). The `.json` is written last: before it there is no snapshot, with it there is a whole
one. What is read is checked against it first; what is damaged, cut off, missing or another's is no snapshot, and is found anew.
"""

import fcntl
import hashlib
import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from landuse.units import schema
from landuse.words.errors import LanduseError
from landuse.words.log import LOG
from parks.atomic import write_whole
from parks.own_names import own

FOLDER = "snapshots"
NEWEST_KEPT = 12  # of a park: today, the baseline and the New Years between now and the target year, and a few for data that came since
_UNITS, _FACTS, _ABOUT = ".parquet", ".facts.parquet", ".json"
_LOCK = ".lock"
_NAME = re.compile(r"\.?[^.].*_\d{4}-\d\d-\d\d_[0-9a-f]{10}.*(\.parquet|\.json)")  # hidden: being written, or left of a kill


@dataclass(frozen=True)
class SnapshotId:
    """Which park, which day, and a fingerprint of the data and the method that it was found with."""

    park_id: str
    on: date
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.park_id}_{self.on.isoformat()}_{self.fingerprint}"


@dataclass(frozen=True)
class Snapshot:
    """A snapshot as it is kept, whether on disk or in memory, so that both give the same to the last bit.

    units_file, facts_file : GeoParquet and Parquet
    about : where it comes from: layers with their dates and sources, overlaps that were settled
    """

    id: SnapshotId
    units_file: bytes
    facts_file: bytes
    about: dict[str, Any]

    @cached_property
    def units(self) -> gpd.GeoDataFrame:
        """The units (schema.SNAPSHOT); read it, never change it.

        Raises
        ------
        LanduseError : `frame_broken` where the file does not hold what it should
        """
        units = gpd.read_parquet(BytesIO(self.units_file))
        return schema.check(units.drop(columns="bbox", errors="ignore"), schema.SNAPSHOT, str(self.id))

    def unit_facts(self, unit_id: str) -> pd.DataFrame:
        """Every answer of every layer on one unit."""
        return pd.read_parquet(BytesIO(self.facts_file), filters=[("unit_id", "==", unit_id)])

    def layer_facts(self, layer_id: str) -> pd.DataFrame:
        """Every answer of one layer on all units."""
        return pd.read_parquet(BytesIO(self.facts_file), filters=[("layer_id", "==", layer_id)])


def packed(snapshot: SnapshotId, units: gpd.GeoDataFrame, facts: pd.DataFrame, about: dict[str, Any]) -> Snapshot:
    """What was found, as it is kept."""
    units_file, facts_file = BytesIO(), BytesIO()
    units.to_parquet(units_file, schema_version="1.1.0", write_covering_bbox=True)
    facts.to_parquet(facts_file)
    told = json.loads(_as_json(_named(snapshot) | about))
    return Snapshot(snapshot, units_file.getvalue(), facts_file.getvalue(), told)


def exists(root: Path, snapshot: SnapshotId) -> bool:
    """Whether the snapshot has been kept; only `read` knows that it is whole."""
    return _path(root, snapshot, _ABOUT).is_file()


def read(root: Path, snapshot: SnapshotId) -> Snapshot:
    """A kept snapshot, each byte of it checked.

    Raises
    ------
    LanduseError : snapshot_missing; snapshot_damaged, when it is not whole, cannot be read, or is another's
    """
    try:
        said = json.loads(_path(root, snapshot, _ABOUT).read_bytes())
        sums, about = said.pop("sha256"), said
        units_file, facts_file = (_path(root, snapshot, ending).read_bytes() for ending in (_UNITS, _FACTS))
        found = Snapshot(snapshot, units_file, facts_file, about)
    except (FileNotFoundError, NotADirectoryError) as error:
        code = "snapshot_damaged" if exists(root, snapshot) else "snapshot_missing"
        raise LanduseError(code, snapshot=str(snapshot)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LanduseError("snapshot_damaged", snapshot=str(snapshot)) from error
    if sums != _sums(found) or {name: about.get(name) for name in _named(snapshot)} != _named(snapshot):
        raise LanduseError("snapshot_damaged", snapshot=str(snapshot))
    return found


def keep(root: Path, snapshot: Snapshot, in_use: Collection[SnapshotId] = ()) -> None:
    """Keep a snapshot, and of the park's older ones the newest and those in use; one that is there whole is left as it is.

    Raises
    ------
    LanduseError : data_unwritable
    """
    with _alone(root, snapshot.id):
        if not is_whole(root, snapshot.id):
            if exists(root, snapshot.id):
                LOG.warning("%s was not whole and is kept anew", snapshot.id)
            described = _as_json(snapshot.about | {"sha256": _sums(snapshot)})
            write_whole(_path(root, snapshot.id, _FACTS), lambda path: path.write_bytes(snapshot.facts_file))
            write_whole(_path(root, snapshot.id, _UNITS), lambda path: path.write_bytes(snapshot.units_file))
            write_whole(_path(root, snapshot.id, _ABOUT), lambda path: path.write_text(described, encoding="utf-8"))
        _thin(_path(root, snapshot.id, _ABOUT).parent, {str(each) for each in (snapshot.id, *in_use)})


def is_whole(root: Path, snapshot: SnapshotId) -> bool:
    """Whether the snapshot has been kept, and every byte of it is as it was written."""
    try:
        read(root, snapshot)
    except LanduseError:
        return False
    return True


@contextmanager
def _alone(root: Path, snapshot: SnapshotId) -> Iterator[None]:
    """Nobody else keeps a snapshot of the park while the block runs, in this process or another; a kill lets go."""
    path = _path(root, snapshot, _ABOUT).with_name(_LOCK)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise LanduseError("data_unwritable", file=str(snapshot), reason=error.strerror or error) from error


def _thin(folder: Path, in_use: set[str]) -> None:
    """Remove the oldest snapshots and what killed writers left. The `.json` goes first: without it the rest is no snapshot."""
    ours = own(folder, _NAME)
    whole = [path for path in ours if _ending(path) == _ABOUT and not path.name.startswith(".")]
    kept = sorted(whole, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    stays = in_use | {path.stem for path in kept[:NEWEST_KEPT]}
    gone = [path for path in ours if path.name.removesuffix(_ending(path)) not in stays]
    for path in sorted(gone, key=lambda path: path.suffix != _ABOUT):
        path.unlink(missing_ok=True)


def _ending(path: Path) -> str:
    return next((ending for ending in (_FACTS, _UNITS, _ABOUT) if path.name.endswith(ending)), "")


def _sums(snapshot: Snapshot) -> dict[str, str]:
    contents = {_UNITS: snapshot.units_file, _FACTS: snapshot.facts_file, _ABOUT: _as_json(snapshot.about).encode()}
    return {ending: hashlib.sha256(content).hexdigest() for ending, content in contents.items()}


def _named(snapshot: SnapshotId) -> dict[str, Any]:
    return asdict(snapshot) | {"on": snapshot.on.isoformat()}


def _as_json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, default=str, indent=1)


def _path(root: Path, snapshot: SnapshotId, ending: str) -> Path:
    return root / FOLDER / snapshot.park_id / f"{snapshot}{ending}"
