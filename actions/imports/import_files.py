"""Import a file into a park: read, checked, kept whole or not at all, and reported."""

import json
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd

from actions.imports.based_on import based_on, since
from actions.imports.check import check_file as check_file
from actions.imports.check import raster_layer
from door import kept_answers
from door.answers import NOTHING, Asked
from door.intake import Intake, take_in
from door.open import Guarded, guarded_copy
from door.raster_intake import take_in_raster
from door.report import rejected as report_rejected
from door.report import report as import_report
from door.report.changes import compared
from door.report.report import Report, raster_report, report
from door.write import copy_with_table
from landuse.quality.changes import Changes
from landuse.quality.findings import Finding, listed
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from parks import versions
from parks.park import TABLES_FILE, Park, read_park
from parks.read import read_rows
from parks.rows import Rows

REPORT = "report.json"


@dataclass(frozen=True)
class Ready:
    """A file that was read and checked, with all that is needed to take it into use.

    rows : canonical; None for a raster, whose file stands in `raster`
    about : the layer's entry in park.toml
    answers : signature of the file and what a person said of it, to be remembered
    rests_on : what it was prepared against, of `based_on`
    """

    report: Report
    rows: Rows | None
    about: dict[str, Any]
    set_aside: Rows | None
    answers: tuple[str, Asked] | None
    rests_on: dict[str, Any]
    raster: Path | None = None


def import_file(
    park_id: str,
    path: Path | str,
    layer_id: str | None = None,
    as_epsg: int | None = None,
    year: int | None = None,
    dated: date | None = None,
    streamed: bool = False,
    asked: Asked = NOTHING,
) -> Report:
    """Read one file as one layer of a park; the layer's old rows give way to the new.

    Parameters
    ----------
    layer_id, as_epsg : as in `asked`, which has the other answers
    year : of a raster
    dated : the day that the data hold for; the file's own date where it is None
    streamed : whether a file past the size limit of a page is taken

    Raises
    ------
    LanduseError : the park is unknown or busy, or the file is unusable; import_changed, where somebody has changed what the
        file was held against while it was read; nothing on disk has changed then
    """
    said = replace(asked, layer_id=layer_id or asked.layer_id, as_epsg=as_epsg or asked.as_epsg)
    park = read_park(park_id)
    with guarded_copy(Path(path), streamed) as file:
        ready = prepare(park, file, Path(path), said, year, dated)
        if ready.report.changed:
            with versions.locked(park_id) as now, versions.staging(now) as folder:
                changed = since(ready.rests_on, now, kept_answers.kept(now))
                if changed:
                    raise LanduseError("import_changed", file=ready.report.file, park=now.name, what=changed)
                return take(now, ready, folder)
    versions.sweep(park_id)
    return ready.report


def prepare(park: Park, file: Guarded, path: Path, asked: Asked, year: int | None = None, dated: date | None = None) -> Ready:
    """Read and check a file against the park as it is. Nothing on disk changes.

    Raises
    ------
    LanduseError : as `import_file`
    """
    day = dated or date.fromtimestamp(path.stat().st_mtime)
    about = {"source": file.name, "dated": day, "origin": "own", "digest": file.digest}
    if file.format == "tif":
        return _raster_ready(park, file, asked, year, about)
    kept = kept_answers.kept(park)
    found = take_in(file, park, asked, kept)
    about |= {"licence": registered(found.layer_id).licence}
    since = _since(park, found)
    again = since is not None and not since and park.layers[found.layer_id].get("digest") == about["digest"]
    more = [Finding("same_again")] if again else []
    more += _example_findings(park, found.layer_id)
    made = replace(report(found), changes=since, changed=not again, findings=tuple(listed([*found.findings, *more])))
    answers = (found.signature, found.asked) if asked else None
    rests_on = based_on(park, found.layer_id, found.signature, kept.get(found.signature), found.asked)
    return Ready(_marked(made), found.rows_kept, about, found.rows_aside, answers, rests_on)


def take(park: Park, ready: Ready, folder: Path) -> Report:
    """Make what was read the park's next version; `folder` is staged, and the park locked.

    Raises
    ------
    LanduseError : written_differs
    """
    made = ready.report
    rejected = report_rejected.write(ready.set_aside, made, folder)
    keep(park, made.layer_id, ready.rows if ready.raster is None else ready.raster, ready.about, document(ready), ready.answers, folder)
    home = versions.version_folder(park, park.version + 1)
    return replace(made, rejected_path=home / rejected if rejected else None)


def keep(
    park: Park,
    layer_id: str,
    content: gpd.GeoDataFrame | Rows | Path,
    about: dict[str, Any],
    told: dict[str, Any],
    answers: tuple[str, Asked] | None,
    folder: Path,
) -> None:
    """Write a version into the staged folder and put it in place.

    Parameters
    ----------
    content : the rows of a table, or the file of a raster
    told : the report, kept beside them

    Raises
    ------
    LanduseError : written_differs
    """
    about = {**about, "version": park.version + 1}
    if isinstance(content, Path):
        shutil.copyfile(content, folder / f"{layer_id}.tif")
        about["file"] = f"{versions.VERSIONS}/{park.version + 1:04d}/{layer_id}.tif"
    else:
        copy_with_table(park.tables_path, folder / TABLES_FILE, content, layer_id, about["source"])
    (folder / REPORT).write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    if answers:
        kept_answers.remember(park, *answers)
    versions.put_in_place(park, folder, versions.with_layer(versions.settings_of(park), layer_id, about))


def document(ready: Ready) -> dict[str, Any]:
    """The report as it is kept beside a version: in both languages, with the hour."""
    hour = datetime.now(UTC).isoformat(timespec="seconds")
    return {**import_report.as_json(ready.report, messages.DEFAULT_LANG), "taken_at": hour, "dated": ready.about["dated"].isoformat()}


def _raster_ready(park: Park, file: Guarded, asked: Asked, year: int | None, about: dict[str, Any]) -> Ready:
    base = raster_layer(file.name, asked.layer_id)
    if year is None:
        raise LanduseError("raster_year", file=file.name)
    name = f"{base}_{year}"
    made = raster_report(take_in_raster(file, park, base), name)
    again = park.layers.get(name, {}).get("digest") == about["digest"]
    more = [*([Finding("same_again")] if again else []), *_example_findings(park, name)]
    made = replace(made, changed=not again, findings=(*made.findings, *more))
    about |= {"licence": registered(base).licence}
    return Ready(_marked(made), None, about, None, None, based_on(park, name), file.path)


def _since(park: Park, found: Intake) -> Changes | None:
    """What is new against the layer as it is; None where the park has no such layer of its own."""
    if park.layers.get(found.layer_id, {}).get("origin") != "own":
        return None
    return compared(read_rows(park, found.layer_id), found.rows_kept, registered(found.layer_id).key)


def _example_findings(park: Park, layer_id: str) -> list[Finding]:
    """What the import means for the mark over invented data."""
    if not park.example:
        return []
    still = any(about.get("origin") == "example" for name, about in park.layers.items() if name != layer_id)
    return [Finding("still_example" if still else "no_longer_example", before=park.name)]


def _marked(made: Report) -> Report:
    return replace(made, still_example=any(finding.issue == "still_example" for finding in made.findings))
