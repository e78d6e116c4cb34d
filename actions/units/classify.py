"""Read a park's layers on a date and find the class of every unit: kept on disk by `classify`, in memory for who only reads."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd

from actions.once import once
from actions.plans.said import answers, said_zoning
from actions.units.kept_baseline import frozen_at, kept_baseline
from actions.units.layer_questions import questions, works, works_layers
from landuse.units import zones
from landuse.units.asked import BUILDINGS
from landuse.units.evidence import Ground
from landuse.units.method import method_digest, method_fingerprint
from landuse.units.snapshot import Found, find
from landuse.words.errors import LanduseError, Word
from landuse.words.log import LOG
from layers.registry import layers_named
from parks.asked import COVERAGE, rows_that_speak, where_asked
from parks.park import Park, data_root, read_park
from parks.passing import told_if_passing
from parks.read import read_layer, table_names
from register import baselines, snapshots
from register.snapshots import Snapshot, SnapshotId


def classify(park_id: str, on: date) -> SnapshotId:
    """Keep the snapshot of a park on a date, unless it is there whole; the park's oldest ones give way.

    Of the day that the baseline is frozen for, what would be found now is kept beside it, where the data or the method are others.

    Raises
    ------
    LanduseError : unknown park, a layer that cannot be read, a park without a perimeter, a disk that cannot be written
    """
    named, park = snapshot_id(park_id, on), read_park(park_id)
    frozen = frozen_at(named)
    if frozen is not None and frozen.about["fingerprint"] == fingerprint(park):
        return named
    snapshot = live_id(park_id, on)
    if not snapshots.is_whole(data_root(), snapshot):
        days = (park.baseline_date, park.current_date())
        snapshots.keep(data_root(), answer(snapshot), [SnapshotId(park_id, day, snapshot.fingerprint) for day in days])
    return named


def classify_if_possible(park_id: str, on: date) -> None:
    """Keep the snapshot for those who come later; where that is not possible, one line in the log says why, and they find it anew."""
    try:
        classify(park_id, on)
    except LanduseError as error:
        LOG.warning("%s %s: %s", park_id, on, error)


def snapshot_id(park_id: str, on: date) -> SnapshotId:
    """The name of a park's snapshot on a date; nothing is found for it.

    Of the day that the baseline is frozen for it is that baseline's; else it has the data and the method as they are now.

    Raises
    ------
    LanduseError : unknown park, baseline_damaged
    """
    frozen = kept_baseline(read_park(park_id))
    return SnapshotId(park_id, on, frozen.fingerprint) if frozen is not None and frozen.on == on else live_id(park_id, on)


def live_id(park_id: str, on: date) -> SnapshotId:
    """The name of what would be found on a date with the data and the method as they are now, frozen or not."""
    return SnapshotId(park_id, on, fingerprint(read_park(park_id)))


def answer(snapshot: SnapshotId) -> Snapshot:
    """What was found in a park on a date: the kept baseline, what is kept, or found now and held in memory. Nothing is written.

    Raises
    ------
    LanduseError : as `classify`; not_now, when a reason that passes stopped it
    """
    return _answer(str(data_root()), snapshot)


def is_known(snapshot: SnapshotId) -> bool:
    """Whether nobody has to wait for the answer: it is the kept baseline's, has been kept, or is in memory."""
    return frozen_at(snapshot) is not None or _answer.ready(str(data_root()), snapshot) or snapshots.exists(data_root(), snapshot)


@once(maxsize=64)
def _answer(_root: str, snapshot: SnapshotId) -> Snapshot:
    with told_if_passing(f"{snapshot.park_id} {snapshot.on}"), layers_named():
        frozen = frozen_at(snapshot)
        if frozen is not None:
            return Snapshot(snapshot, frozen.files[baselines.UNITS], frozen.files[baselines.FACTS], frozen.about)
        kept = _kept(snapshot)
        if kept is not None:
            return kept
        park = read_park(snapshot.park_id)
        found = find_units(park, snapshot.on)
        if fingerprint(park) != snapshot.fingerprint:
            raise LanduseError("not_now", what=park.name, reason=Word("not_now.changed"))
        return snapshots.packed(snapshot, found.units, found.facts, _about(park, found))


def _kept(snapshot: SnapshotId) -> Snapshot | None:
    """The snapshot on disk; None where it is not there, or not whole, which the log says."""
    try:
        return snapshots.read(data_root(), snapshot)
    except LanduseError as error:
        if error.code == "snapshot_damaged":
            LOG.warning("%s", error)
        return None


def find_units(park: Park, on: date) -> Found:
    """The units of a park on a date with their classes, not kept anywhere."""
    perimeter = read_layer(park, "perimeter", on)
    if perimeter.empty:
        raise LanduseError("perimeter_empty", park=park.id)
    return find(park.id, perimeter, ground(park, on), questions(park, on))


def ground(park: Park, on: date) -> Ground:
    """The frames that classes rest on, as they were on a date."""
    names = ("plots", "parcels", "zoning", "buildings", "records")
    frames = {name: read_layer(park, name, on) for name in names} | {"land_resource": rows_that_speak(park, "land_resource", on)}
    frames["zoning"] = said_zoning(park, zones.adopted_by(frames["zoning"], on))
    return Ground(**frames, works=works(park, on), on=on, asked=_where_asked(park, on), dated=_dated(park))


def fingerprint(park: Park) -> str:
    """Ten characters that change when what a park's files say, what people have answered of its plans, or the method, changes."""
    digest = hashlib.blake2s(method_digest())
    said = [asdict(one) for one in answers(park)]
    if said:
        digest.update(json.dumps(said, sort_keys=True).encode())
    digest.update(data_fingerprint(park).encode())
    return digest.hexdigest()[:10]


def data_fingerprint(park: Park) -> str:
    """Ten characters of what a park's settings say and what its files of geodata hold."""
    return hashlib.blake2s(json.dumps(file_digests(park), sort_keys=True).encode()).hexdigest()[:10]


def file_digests(park: Park) -> dict[str, str]:
    """By the file's name, a digest of each file that a park's figures rest on; of `park.toml`, of what it says, comments apart.

    Sources are in it by what they make of their layers, and by the ground and the day that each was asked on.
    """
    rasters = [park.folder / about["file"] for about in park.layers.values() if "file" in about]
    files = {path.name: path for path in (park.tables_path, *rasters) if path.is_file()}
    seen = {name: (path, path.stat()) for name, path in files.items()}
    digests = {name: _file_digest(path, one.st_mtime_ns, one.st_size, one.st_ctime_ns) for name, (path, one) in seen.items()}
    return digests | {park.settings_path.name: _settings_digest(park)}


def _where_asked(park: Park, on: date) -> dict[str, gpd.GeoSeries | None]:
    """Where each layer of evidence that the park has was asked; None all over."""
    coverage, there = read_layer(park, COVERAGE, on), table_names(park)
    return {name: where_asked(park, name, on, coverage) for name in (BUILDINGS, *works_layers()) if name in there}


def _dated(park: Park) -> dict[str, date]:
    """The day that each layer is of, where somebody has said it."""
    said = {name: about.get("dated") for name, about in park.layers.items()}
    return {name: day for name, day in said.items() if isinstance(day, date)}


def _about(park: Park, found: Found) -> dict[str, Any]:
    found_with: dict[str, Any] = {"method": method_fingerprint(), "files": file_digests(park)}
    found_with |= {"layers": park.layers, "example": park.example}
    return found_with | {"overlaps": found.overlaps.to_dict(orient="records"), "moved": found.moved.to_dict(orient="records")}


def _settings_digest(park: Park) -> str:
    said = {key: value for key, value in asdict(park).items() if key not in ("folder", "sources")}
    asked = {name: [(one.id, one.key, one.dated, one.extent) for one in sources] for name, sources in park.sources.items()}
    asked = {name: sources for name, sources in asked.items() if any(extent for *_, extent in sources)}  # of before: as it was named then
    said |= {"asked": asked} if asked else {}
    return hashlib.blake2s(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@once(maxsize=256)
def _file_digest(path: Path, _mtime_ns: int, _size: int, _ctime_ns: int) -> str:
    """A file that was put in place of another with its time and size has another moment of change all the same."""
    with told_if_passing(path.name), path.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2s").hexdigest()
