"""Snapshots: what was found in a park on a date. Written once, never changed.

Three files of one name: `.facts.parquet` (every answer of every layer), `.json` (where it comes from) and `.parquet`
(the units, GeoParquet 1.1). The units are written last, so a snapshot that has them is whole.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from landuse.units import schema
from landuse.words.errors import LanduseError
from parks.atomic import write_whole


@dataclass(frozen=True)
class SnapshotId:
    """Which park, which day, and a fingerprint of the data and the method that it was found with."""

    park_id: str
    on: date
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.park_id}_{self.on.isoformat()}_{self.fingerprint}"


def exists(root: Path, snapshot: SnapshotId) -> bool:
    """Whether the snapshot has been taken."""
    return _path(root, snapshot, ".parquet").is_file()


def write(root: Path, snapshot: SnapshotId, units: gpd.GeoDataFrame, facts: pd.DataFrame, about: dict) -> None:
    """Keep a snapshot; one that is there already is left as it is.

    Parameters
    ----------
    about : where it comes from: layers with their dates and sources, overlaps that were settled
    """
    if exists(root, snapshot):
        return
    described = json.dumps(asdict(snapshot) | about, ensure_ascii=False, default=str, indent=1)
    write_whole(_path(root, snapshot, ".facts.parquet"), facts.to_parquet)
    write_whole(_path(root, snapshot, ".json"), lambda path: path.write_text(described, encoding="utf-8"))
    write_whole(
        _path(root, snapshot, ".parquet"),
        lambda path: units.to_parquet(path, schema_version="1.1.0", write_covering_bbox=True),
    )


def read(root: Path, snapshot: SnapshotId) -> gpd.GeoDataFrame:
    """The units of a snapshot (schema.SNAPSHOT).

    Raises
    ------
    LanduseError : `snapshot_missing`, or `frame_broken` where the file does not hold what it should
    """
    if not exists(root, snapshot):
        raise LanduseError("snapshot_missing", snapshot=str(snapshot))
    units = gpd.read_parquet(_path(root, snapshot, ".parquet"))
    return schema.check(units.drop(columns="bbox", errors="ignore"), schema.SNAPSHOT, str(snapshot))


def read_unit_facts(root: Path, snapshot: SnapshotId, unit_id: str) -> pd.DataFrame:
    """Every answer of every layer on one unit, without reading those on the others."""
    return pd.read_parquet(_path(root, snapshot, ".facts.parquet"), filters=[("unit_id", "==", unit_id)])


def about(root: Path, snapshot: SnapshotId) -> dict:
    """Where a snapshot comes from."""
    return json.loads(_path(root, snapshot, ".json").read_text(encoding="utf-8"))


def _path(root: Path, snapshot: SnapshotId, ending: str) -> Path:
    return root / "snapshots" / snapshot.park_id / f"{snapshot}{ending}"
