"""An import in two steps: a file is read and staged beside the park, seen as a report, then taken into use or put back.

A staged import is a folder `pending/<token>/` with the rows (or the raster), the rows set aside, and the report; it appears
whole or not at all, and the park itself is not touched before it is taken.
"""

import json
import re
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

import geopandas as gpd

from actions.imports import import_files, told_changes
from door.answers import Asked
from door.open import guarded_copy
from door.report import rejected as report_rejected
from door.write import write_gpkg_table
from landuse.measure import crs
from landuse.quality.findings import SEVERITIES
from landuse.words.errors import LanduseError
from parks import versions
from parks.park import Park, read_park
from parks.read import read_layer, read_rows

FOLDER = "pending"
_ROWS, _RASTER, _READY = "rows.gpkg", "raster.tif", "ready.json"
_TOKEN = re.compile(r"[0-9a-f]{16}")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Pending:
    """A staged import.

    told : its report, as JSON
    folder : where its files are
    """

    token: str
    park_id: str
    told: dict[str, Any]
    folder: Path

    @property
    def rejected(self) -> Path | None:
        """The file of rows set aside."""
        return next(self.folder.glob("rejected-*.geojson"), None)


def safe_name(name: str) -> str:
    """The last part of a name that a browser sent, without anything that a path or a terminal would act on."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip().rstrip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{(stem or 'fil')[-_LONGEST_NAME:]}.{ending}" if dot else plain[-_LONGEST_NAME:] or "fil"


def stage(park_id: str, path: Path, asked: Asked, year: int | None = None, dated: date | None = None) -> Pending:
    """Read a file and stage it; the park is not touched.

    Raises
    ------
    LanduseError : as an import
    """
    park = read_park(park_id)
    with guarded_copy(path) as file:
        ready = import_files.prepare(park, file, path, asked, year, dated)
        told = import_files.document(ready) | {"units": told_changes.units_to_see(park, ready.report.changes), "version": park.version}
        with versions.locked(park_id) as now, versions.staging(now) as folder:
            _write(ready, told, folder)
            token = uuid4().hex[:16]
            home = now.folder / FOLDER / token
            home.parent.mkdir(exist_ok=True)
            folder.rename(home)
    return Pending(token, park_id, told, home)


def all_pending(park_id: str) -> list[Pending]:
    """The staged imports of a park, the oldest first."""
    folders = [path.parent for path in (read_park(park_id).folder / FOLDER).glob(f"*/{import_files.REPORT}")]
    found = [_read(park_id, folder) for folder in folders if _TOKEN.fullmatch(folder.name)]
    return sorted(found, key=lambda one: (one.told["taken_at"], one.token))


def pending(park_id: str, token: str) -> Pending:
    """One staged import.

    Raises
    ------
    LanduseError : unknown_park, pending_missing
    """
    folder = read_park(park_id).folder / FOLDER / token
    if not _TOKEN.fullmatch(token) or not (folder / import_files.REPORT).is_file():
        raise LanduseError("pending_missing")
    return _read(park_id, folder)


def take(park_id: str, token: str) -> dict[str, Any]:
    """Take a staged import into use; gives its report.

    Raises
    ------
    LanduseError : pending_missing, park_busy, written_differs
    """
    with versions.locked(park_id) as park:
        found = pending(park_id, token)
        ready = json.loads((found.folder / _READY).read_text(encoding="utf-8"))
        about = {**ready["about"], "dated": date.fromisoformat(ready["about"]["dated"])}
        answers = (ready["answers"][0], Asked(**ready["answers"][1])) if ready["answers"] else None
        raster = found.folder / _RASTER
        content = raster if raster.exists() else read_rows(_staged(park, found), found.told["layer"])
        with versions.staging(park) as folder:
            if found.rejected:
                shutil.copyfile(found.rejected, folder / found.rejected.name)
            import_files.keep(park, found.told["layer"], content, about, found.told, answers, folder)
        _remove(found, park)
    return found.told


def drop(park_id: str, token: str) -> None:
    """Put a staged import back: it is gone, the park is as it was.

    Raises
    ------
    LanduseError : pending_missing, park_busy
    """
    with versions.locked(park_id) as park:
        _remove(pending(park_id, token), park)


def rows_in_degrees(park_id: str, token: str) -> gpd.GeoSeries:
    """The shapes of a staged table for a map, in degrees.

    Raises
    ------
    LanduseError : pending_missing
    """
    found, park = pending(park_id, token), read_park(park_id)
    if (found.folder / _RASTER).exists():
        return gpd.GeoSeries([], crs=crs.MAP_EPSG)
    return read_layer(_staged(park, found), found.told["layer"]).geometry.dropna().to_crs(crs.MAP_EPSG)


def worst(told: dict[str, Any]) -> str:
    """The worst severity among a report's findings."""
    return next((severity for severity in SEVERITIES if told["counts"][severity]), SEVERITIES[-1])


def _staged(park: Park, found: Pending) -> Park:
    """The park with the staged table in place of its own."""
    return replace(park, tables=f"{FOLDER}/{found.token}/{_ROWS}")


def _write(ready: import_files.Ready, told: dict[str, Any], folder: Path) -> None:
    if ready.raster is not None:
        shutil.copyfile(ready.raster, folder / _RASTER)
    elif ready.rows is not None:
        write_gpkg_table(ready.rows, ready.report.layer_id, folder / _ROWS)
    report_rejected.write(ready.set_aside, ready.report, folder)
    answers = [ready.answers[0], asdict(ready.answers[1])] if ready.answers else None
    kept = {"about": ready.about, "answers": answers}
    for name, content in ((_READY, kept), (import_files.REPORT, told)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")


def _read(park_id: str, folder: Path) -> Pending:
    return Pending(folder.name, park_id, json.loads((folder / import_files.REPORT).read_text(encoding="utf-8")), folder)


def _remove(found: Pending, park: Park) -> None:
    """Gone in one step; what is left after a kill is swept away by the next import."""
    with versions.staging(park) as folder:
        found.folder.rename(folder / found.token)
