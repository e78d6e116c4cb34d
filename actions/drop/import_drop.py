"""Files, folders and zips into a park in one step: all that is accepted, or nothing where anything is unclear."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.drop.drop import Drop, settled
from actions.drop.questions import Answers, about
from actions.drop.reading import ONE_BY_ONE, How
from actions.imports.based_on import based_on, since
from actions.imports.import_files import REPORT, Ready, take
from door import answers as file_answers
from door.given import given
from door.report.report import Report
from landuse.words.errors import LanduseError
from parks import versions
from parks.park import Park, read_park
from parks.scratch import scratch_folder


@dataclass(frozen=True)
class Outcome:
    """What became of all that was given.

    reports : of what could be read, in its order
    taken : whether it is in use now; what was in use already is not taken again
    sums : what each layer that was touched is the sum of, as `actions.imports.sums.as_json`
    """

    drop: Drop
    reports: list[Report]
    taken: bool
    sums: list[dict[str, Any]]


def import_drop(
    park_id: str,
    paths: Sequence[Path],
    answers: Answers | None = None,
    how: How = ONE_BY_ONE,
    accept: bool = False,
    all_or_none: bool = False,
) -> Outcome:
    """Read all that was given, and take what is accepted into use as one version.

    Nothing changes where a question is open, or where a file is refused and it was to be all of them or none.

    Parameters
    ----------
    answers : by item and question (`actions.drop.questions`)
    accept : whether what is proposed is taken where nothing is said

    Raises
    ------
    LanduseError : unknown_park, park_busy, answer_unknown, answer_item; import_changed, where somebody has changed what a file was
        held against
    """
    park = read_park(park_id)
    with ExitStack() as held, scratch_folder() as folder:
        home = folder / "unpacked"
        home.mkdir()
        found = given([*paths], home)
        drop = settled(park, found, about(answers or {}, found.names), how, held, folder, accept)
        reports, changed = [one.report for one in drop.ready], drop.changed
        if drop.unclear or (all_or_none and drop.refused) or not changed:
            versions.sweep(park_id)
            return Outcome(drop, reports, False, [])
        with versions.locked(park_id) as now, versions.staging(now) as staged:
            check_unchanged(changed, park, now)
            made = iter(take(now, changed, staged))
    reports = [next(made) if one.changed else one for one in reports]
    return Outcome(drop, reports, True, sums_of_version(read_park(park_id)))


def sums_of_version(park: Park) -> list[dict[str, Any]]:
    """What the layers that came with the version in use are the sums of, as they were counted when it was written."""
    path = versions.version_folder(park, park.version) / REPORT
    return json.loads(path.read_text(encoding="utf-8")).get("layers", [])


def check_unchanged(ready: list[Ready], then: Park, now: Park) -> None:
    """What the files were held against is as it was, but for what the files before them brought.

    Raises
    ------
    LanduseError : import_changed
    """
    kept = file_answers.kept(now)
    for one in ready:
        rests_on = {**one.rests_on, "layers": based_on(then, one.report.layer_id)["layers"]}
        changed = since(rests_on, now, kept)
        if changed:
            raise LanduseError("import_changed", file=one.report.file, park=now.name, what=changed)
