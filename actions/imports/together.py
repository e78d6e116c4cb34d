"""Several files at once: all are read, each against the park with those before it, then taken into use as one version, or none is."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from actions.imports.based_on import based_on, since
from actions.imports.import_files import Ready, prepare, take
from actions.imports.taken import as_written, written
from door import answers as file_answers
from door.answers import NOTHING, Asked
from door.open import guarded_copy
from door.report.report import Report
from landuse.words.errors import LanduseError
from parks import versions
from parks.park import Park, read_park
from parks.scratch import scratch_folder


@dataclass(frozen=True)
class Outcome:
    """What became of the files.

    reports : of those that could be read, in their order
    refused : why the others could not; where there are any, nothing has changed
    """

    reports: list[Report]
    refused: list[LanduseError]


def _quiet(_path: Path) -> AbstractContextManager[None]:
    return nullcontext()


def import_together(
    park_id: str,
    paths: Sequence[Path],
    asked: Asked = NOTHING,
    year: int | None = None,
    dated: date | None = None,
    streamed: bool = False,
    while_reading: Callable[[Path], AbstractContextManager[None]] = _quiet,
) -> Outcome:
    """Read files as sources of a park's layers and take them into use in one step, or none of them.

    Parameters
    ----------
    asked, year, dated, streamed : of each file, as `import_file`
    while_reading : what is around the reading of each file

    Raises
    ------
    LanduseError : unknown_park, park_busy; import_changed, where somebody has changed what a file was held against
    """
    park = read_park(park_id)
    settings = versions.settings_of(park)
    with ExitStack() as held, scratch_folder() as aside:
        ready, refused, seen = list[Ready](), list[LanduseError](), park
        for path in paths:
            try:
                with while_reading(path):
                    one = prepare(seen, held.enter_context(guarded_copy(path, streamed)), path, asked, year, dated)
                _check_once(one, ready)
            except LanduseError as error:
                refused.append(error)
                continue
            ready.append(one)
            if one.report.changed and len(ready) < len(paths):
                settings = written(seen, one.taken, aside, settings)
                seen = as_written(seen, aside, settings)
        changed = [one for one in ready if one.report.changed]
        if refused or not changed:
            if not refused:
                versions.sweep(park_id)
            return Outcome([one.report for one in ready], refused)
        with versions.locked(park_id) as now, versions.staging(now) as folder:
            _check_unchanged(changed, park, now)
            made = iter(take(now, changed, folder))
    return Outcome([next(made) if one.report.changed else one.report for one in ready], [])


def _check_once(one: Ready, before: list[Ready]) -> None:
    """Two files of one command are never the same source: which of them came first says nothing of which holds."""
    if not one.report.changed:
        return
    for other in before:
        if other.report.layer_id == one.report.layer_id and other.report.changed and other.source.id in one.replaces:
            raise LanduseError("import_twice", file=one.report.file, other=other.report.file)


def _check_unchanged(ready: list[Ready], then: Park, now: Park) -> None:
    """What the files were held against is as it was, but for what the files before them brought."""
    kept = file_answers.kept(now)
    for one in ready:
        rests_on = {**one.rests_on, "layers": based_on(then, one.report.layer_id)["layers"]}
        changed = since(rests_on, now, kept)
        if changed:
            raise LanduseError("import_changed", file=one.report.file, park=now.name, what=changed)
