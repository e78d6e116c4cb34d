"""An import in two steps: a file is read and staged beside the park, seen as a report, then taken into use or put back.

A staged import is a folder `pending/<token>/` with the rows (or the raster), the rows set aside, the report, and the file itself; it
appears whole or not at all, and the park itself is not touched before it is taken. The token is the digest of all that, so that what
was seen is what is taken. Where the park is another by then, the file is read again and its new report seen first.
"""

import json
import re
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import geopandas as gpd

from actions.imports import extents, import_files, staged, told_changes
from actions.imports.based_on import since
from actions.imports.taken import Taken, keep
from actions.units.classify import classify_if_possible
from door import answers as file_answers
from door.answers import Asked
from door.open import guarded_copy
from door.report import rejected as report_rejected
from door.write import write_gpkg_table
from landuse.measure import crs
from landuse.quality.findings import SEVERITIES
from landuse.words.errors import LanduseError, Word
from parks import versions
from parks.own_names import own
from parks.park import Park, read_park
from parks.read import read_layer, read_rows
from parks.sources import Source, sources_of

FOLDER = "pending"
_ROWS, _RASTER, _READY = "rows.gpkg", "raster.tif", "ready.json"
_TOKEN = re.compile(r"[0-9a-f]{16}")
_OF_DROP = re.compile(r"([0-9a-f]{16})-([1-9][0-9]{0,3})")  # a file of a drop (`actions.drop.staged_drop`)
ITEMS = "items"
_REJECTED = re.compile(r"rejected-.+\.geojson")
_LONGEST_NAME, _LONGEST_ENDING, _MOST_BYTES = 100, 10, 200


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
        return next(iter(own(self.folder, _REJECTED)), None)


def safe_name(name: str) -> str:
    """The last part of a name that a browser sent, without anything that a path or a terminal would act on."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip().rstrip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{_end(stem) or 'fil'}.{ending[:_LONGEST_ENDING]}" if dot else _end(plain) or "fil"


def _end(name: str) -> str:
    """The end of a name, as much of it as a file system takes."""
    return name[-_LONGEST_NAME:].encode()[-_MOST_BYTES:].decode(errors="ignore")


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
            write(ready, told, {"asked": asdict(asked), "year": year}, folder)
            staged.keep_source(file, path, folder)
            token = staged.seal(folder, ready.rests_on)
            home = now.folder / FOLDER / token
            home.parent.mkdir(exist_ok=True)
            folder.rename(home)
    return Pending(token, park_id, told, home)


def waiting(park: Park) -> list[Path]:
    """The folders of what waits to be taken into a park: staged imports, and drops of many files."""
    return own(park.folder / FOLDER, _TOKEN, folders=True)


def all_pending(park_id: str) -> list[Pending]:
    """The staged imports of a park, the oldest first."""
    found = [_read(park_id, folder) for folder in waiting(read_park(park_id)) if (folder / import_files.REPORT).is_file()]
    return sorted(found, key=lambda one: (one.told["taken_at"], one.token))


def pending(park_id: str, token: str) -> Pending:
    """One staged import.

    Raises
    ------
    LanduseError : unknown_park, pending_missing
    """
    of_drop = _OF_DROP.fullmatch(token)
    folder = read_park(park_id).folder / FOLDER / (f"{of_drop[1]}/{ITEMS}/{of_drop[2]}" if of_drop else token)
    if not (of_drop or _TOKEN.fullmatch(token)) or not (folder / import_files.REPORT).is_file():
        raise LanduseError("pending_missing")
    return replace(_read(park_id, folder), token=token)


def _alone(park_id: str, token: str) -> Pending:
    """A staged import that is taken or put back by itself: those of a drop go together."""
    if not _TOKEN.fullmatch(token):
        raise LanduseError("pending_missing")
    return pending(park_id, token)


def take(park_id: str, token: str, covers: str | None = None) -> dict[str, Any]:
    """Take a staged import into use, and keep what is found in the park with it; gives its report.

    Parameters
    ----------
    covers : the ground that the file covers, as whoever saw the report says; what was proposed there where it is None

    Raises
    ------
    LanduseError : covers_unknown, pending_missing, park_busy, written_differs; pending_damaged, where it is not what was read;
        pending_changed, where the park is not what the file was held against: it is staged anew then, under another token
    """
    with versions.locked(park_id) as park:
        found = _alone(park_id, token)
        changed = _changed(found, park)
        if changed is None:
            found = _taken(found, park, covers)
    if changed is not None:
        _stage_anew(found, covers)
        raise LanduseError("pending_changed", file=found.told["file"], park=park.name, what=changed)
    classify_if_possible(park_id, read_park(park_id).current_date())
    return found.told


def drop(park_id: str, token: str) -> None:
    """Put a staged import back: it is gone, the park is as it was.

    Raises
    ------
    LanduseError : pending_missing, park_busy
    """
    with versions.locked(park_id) as park:
        staged.put_away(_alone(park_id, token).folder, park)


def rows_in_degrees(park_id: str, token: str) -> gpd.GeoSeries:
    """The shapes of a staged table for a map, in degrees.

    Raises
    ------
    LanduseError : pending_missing
    """
    found, park = pending(park_id, token), read_park(park_id)
    if (found.folder / _RASTER).exists():
        return gpd.GeoSeries([], crs=crs.MAP_EPSG)
    return read_layer(_with_staged(park, found), found.told["layer"]).geometry.dropna().to_crs(crs.MAP_EPSG)


def worst(told: dict[str, Any]) -> str:
    """The worst severity among a report's findings."""
    return next((severity for severity in SEVERITIES if told["counts"][severity]), SEVERITIES[-1])


def _changed(found: Pending, park: Park) -> Word | None:
    """What the report rests on and is another by now."""
    rests_on = staged.opened(found.folder, found.told["file"])
    if rests_on is not None:
        return since(rests_on, park, file_answers.kept(park))
    if found.told["version"] != park.version:  # staged before the file was kept with it
        raise LanduseError("pending_old", file=found.told["file"], park=park.name)
    return None


def _taken(found: Pending, park: Park, covers: str | None) -> Pending:
    with versions.staging(park) as folder:
        if found.rejected:
            shutil.copyfile(found.rejected, folder / found.rejected.name)
        taken = taken_of(found, park)
        source, told = extents.answered(taken.source, found.told, covers)
        keep(park, [replace(taken, source=source)], told, folder)
    staged.put_away(found.folder, park)
    return replace(found, told=told)


def taken_of(found: Pending, park: Park) -> Taken:
    """What a staged import becomes when it is taken into use."""
    ready = _ready(found)
    answers = (ready["answers"][0], Asked(**ready["answers"][1])) if ready["answers"] else None
    raster = found.folder / _RASTER
    content = raster if raster.exists() else read_rows(_with_staged(park, found), found.told["layer"])
    source, replaces = _source(ready, found, park)
    return Taken(found.told["layer"], content, source, replaces, answers)


def _source(ready: dict[str, Any], found: Pending, park: Park) -> tuple[Source, tuple[str, ...]]:
    """What it becomes, and the ids of what gives way; one that was staged before there were sources was seen to replace its layer."""
    if "source" in ready:
        said = ready["source"]
        within = tuple(said["within"]) if said.get("within") else None
        days = {name: date.fromisoformat(said[name]) for name in ("dated", "rows_from") if said.get(name)}
        kept = {"key": tuple(said["key"]), **days, "within": within}
        return Source(**{**said, **kept}), tuple(ready["replaces"])
    layer_id, about = found.told["layer"], {**ready["about"], "dated": date.fromisoformat(ready["about"]["dated"])}
    gone = tuple(one.id for one in park.sources.get(layer_id, ()))
    made = sources_of(layer_id, about)[0]
    return replace(made, id=gone[0] if gone else made.id), gone


def _stage_anew(found: Pending, covers: str | None) -> None:
    """The same file with the same answers, held against the park as it is."""
    ready = _ready(found)
    dated = date.fromisoformat(ready["source" if "source" in ready else "about"]["dated"])
    asked = Asked(**ready["said"]["asked"])
    asked = replace(asked, covers=covers or asked.covers)
    stage(found.park_id, staged.source(found.folder), asked, ready["said"]["year"], dated)
    drop(found.park_id, found.token)


def _ready(found: Pending) -> dict[str, Any]:
    return json.loads((found.folder / _READY).read_text(encoding="utf-8"))


def _with_staged(park: Park, found: Pending) -> Park:
    """The park with the staged table in place of its own."""
    return replace(park, tables=str((found.folder / _ROWS).relative_to(park.folder)))


def write(ready: import_files.Ready, told: dict[str, Any], said: dict[str, Any], folder: Path) -> None:
    """What was read and is not in use yet, as files in a folder."""
    if ready.raster is not None:
        shutil.copyfile(ready.raster, folder / _RASTER)
    elif ready.rows is not None:
        write_gpkg_table(ready.rows, ready.report.layer_id, folder / _ROWS)
    report_rejected.write(ready.set_aside, ready.report, folder)
    answers = [ready.answers[0], asdict(ready.answers[1])] if ready.answers else None
    kept = {"source": asdict(ready.source), "replaces": ready.replaces, "answers": answers, "said": said}
    for name, content in ((_READY, kept), (import_files.REPORT, told)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")


def _read(park_id: str, folder: Path) -> Pending:
    return Pending(folder.name, park_id, json.loads((folder / import_files.REPORT).read_text(encoding="utf-8")), folder)
