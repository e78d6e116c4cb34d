"""A drop in two steps, as a page takes it: read and staged beside the park with its files, seen and answered, then taken or put back.

A staged drop is a folder `pending/<token>/`: `drop.json` (what each file is, what is unclear, what was said), `files/` as they came, and
for each that is ready `items/<number>/` as an import that is staged alone. It appears whole or not at all; its token is the digest of
all of it, so that what was seen is what is taken. An answer is a reading anew, of the same files, in its place.
"""

import json
import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions.drop.drop import Drop, settled
from actions.drop.import_drop import check_unchanged
from actions.drop.questions import Answers, as_json
from actions.drop.reading import ONE_BY_ONE, How, Line
from actions.imports import import_files, pending, staged, told_changes, unborn
from actions.imports.based_on import based_on, since
from actions.imports.taken import keep, together
from actions.people import asking
from actions.units.classify import classify_if_possible
from door import answers as file_answers
from door.given import Given, given
from door.open import parts_of
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks import versions
from parks.park import Park, read_park
from parks.scratch import scratch_folder

_DROP, _FILES = "drop.json", "files"
_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class StagedDrop:
    """A drop that was read and is not in use.

    told : lines (name, state, layer, why, rows, area_m2, number of its item), questions, refused, left, answers, others
    """

    token: str
    park_id: str
    told: dict[str, Any]
    folder: Path

    @property
    def unclear(self) -> bool:
        """Whether anything must be answered first."""
        return any(one["must"] for one in self.told["questions"])

    @property
    def items(self) -> list[pending.Pending]:
        """Its files that would be taken into use, each with its report."""
        numbers = (line["item"] for line in self.told["lines"] if line["item"])
        return [pending.pending(self.park_id, f"{self.token}-{number}") for number in numbers]


@asking.asks("import")
def stage(park_id: str, paths: Sequence[Path], answers: Answers | None = None, how: How = ONE_BY_ONE) -> StagedDrop:
    """Read all that was given, and stage it; the park is not touched.

    Raises
    ------
    LanduseError : unknown_park, park_busy, past_drop_files, import_changed
    """
    with scratch_folder() as folder:
        found = given([*paths], folder)
        return _stage(park_id, found, answers or {}, how)


def all_drops(park_id: str) -> list[StagedDrop]:
    """The staged drops of a park, the newest first."""
    folders = pending.waiting(read_park(park_id))
    found = (_read(park_id, folder) for folder in folders if (folder / _DROP).is_file())
    return sorted(found, key=lambda one: (one.told["read_at"], one.token), reverse=True)


def staged_drop(park_id: str, token: str) -> StagedDrop:
    """One staged drop.

    Raises
    ------
    LanduseError : unknown_park, pending_missing
    """
    folder = read_park(park_id).folder / pending.FOLDER / token
    if not _TOKEN.fullmatch(token) or not (folder / _DROP).is_file():
        raise LanduseError("pending_missing")
    return _read(park_id, folder)


@asking.asks("import")
def answer(park_id: str, token: str, answers: Answers, how: How = ONE_BY_ONE) -> StagedDrop:
    """The same files read anew with answers, in place of the drop as it was.

    Raises
    ------
    LanduseError : as `stage`; pending_missing, pending_damaged, answer_unknown
    """
    before = staged_drop(park_id, token)
    staged.opened(before.folder, before.told["name"])
    again = _stage(park_id, _kept(before), answers, how)
    drop(park_id, token)
    return again


def take(park_id: str, token: str) -> dict[str, Any]:
    """Take all that is ready into use as one version, and keep what is found in the park with it; gives the drop as it was seen.

    Raises
    ------
    LanduseError : pending_missing, park_busy, written_differs, drop_unclear; pending_damaged, where it is not what was read;
        pending_changed, where the park is not what a file was held against: all is read anew then, under another token
    """
    with versions.locked(park_id) as park:
        found = staged_drop(park_id, token)
        if found.unclear or not found.items:
            raise LanduseError("drop_unclear", count=len(found.told["questions"]))
        rests_on = staged.opened(found.folder, found.told["name"]) or {}
        kept = file_answers.kept(park)
        changed = next((word for one in rests_on.get("all", []) if (word := since(one, park, kept)) is not None), None)
        if changed is None:
            _taken(found, park)
    unborn.settle(park_id)
    if changed is not None:
        _stage(park_id, _kept(found), found.told["answers"], ONE_BY_ONE)
        drop(park_id, token)
        raise LanduseError("pending_changed", file=found.told["name"], park=park.name, what=changed)
    classify_if_possible(park_id, read_park(park_id).current_date())
    return found.told


@asking.asks("import")
def drop(park_id: str, token: str) -> None:
    """Put a staged drop back: it is gone, the park is as it was.

    Raises
    ------
    LanduseError : pending_missing, park_busy
    """
    with versions.locked(park_id) as park:
        staged.put_away(staged_drop(park_id, token).folder, park)
    unborn.settle(park_id)


def _stage(park_id: str, found: Given, answers: Answers, how: How) -> StagedDrop:
    """Read copies of the files, so that what is kept is what was read."""
    park = read_park(park_id)
    with ExitStack() as held, scratch_folder() as folder:
        copies = _copied(found, folder / _FILES)
        read = settled(park, copies, answers, how, held, folder, accept=False)
        told = _told(read, copies, folder)
        with versions.locked(park_id) as now, versions.staging(now) as home:
            check_unchanged(read.changed, park, now)
            shutil.move(folder / _FILES, home / _FILES)
            rests_on = [{**one.rests_on, "layers": based_on(park, one.report.layer_id)["layers"]} for one in read.changed]
            for number, line in enumerate([line for line in read.lines if line.ready and line.ready.report.changed], start=1):
                _write(line, park, home / pending.ITEMS / str(number))
            (home / _DROP).write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")
            token = staged.seal(home, {"all": rests_on})
            target = now.folder / pending.FOLDER / token
            target.parent.mkdir(exist_ok=True)
            home.rename(target)
    return StagedDrop(token, park_id, told, target)


def _copied(found: Given, folder: Path) -> Given:
    """The files with what belongs to them, each in a folder of its own, with their days."""
    copies = Given({}, found.refused, found.left)
    folder.mkdir()
    for number, (name, path) in enumerate(found.files.items()):
        home = folder / str(number)
        home.mkdir()
        for part in parts_of(path):
            shutil.copytree(part, home / part.name) if part.is_dir() else shutil.copy2(part, home / part.name)
        copies.files[name] = home / path.name
    return copies


def _kept(found: StagedDrop) -> Given:
    files = {name: found.folder / path for name, path in found.told["files"].items()}
    refused = {name: LanduseError(code, **values) for name, (code, values) in found.told["archives"].items()}
    return Given(files, refused, found.told["left"])


def _told(read: Drop, copies: Given, folder: Path) -> dict[str, Any]:
    numbers = iter(range(1, len(read.lines) + 1))
    return {
        "name": ", ".join(copies.files) or "–",
        "read_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "lines": [_line(line, numbers) for line in read.lines],
        "questions": [as_json(one) for one in read.questions],
        "refused": {name: _sentences(error) for name, error in read.refused.items()},
        "archives": {name: [error.code, error.values] for name, error in copies.refused.items()},
        "left": read.left,
        "answers": {item: dict(said) for item, said in read.answers.items()},
        "files": {name: path.relative_to(folder).as_posix() for name, path in copies.files.items()},
    }


def _line(line: Line, numbers: Any) -> dict[str, Any]:
    state = "ready" if line.ready else "asks" if line.questions else "refused" if line.refused else "left"
    told: dict[str, Any] = {"name": line.name, "pages": [one.name for one in line.items], "state": state, "item": None}
    made = line.read
    if made is None:
        return told
    about = {"layer": made.layer_id, "rows": made.kept, "rows_in_file": made.rows_in_file, "area_m2": round(made.area_kept_m2, 3)}
    ids = {"source": made.source, "replaces": [*made.replaces], "beside": [*made.beside], "others": [*made.others]}
    told |= about | ids | {"why": [made.why.by, made.why.words]}
    if line.ready:
        told |= {"state": "ready", "item": next(numbers)} if made.changed else {"state": "same"}
    return told


def _sentences(error: LanduseError) -> dict[str, str]:
    return {lang: error.text(lang) for lang in messages.LANGS}


def _write(line: Line, park: Park, folder: Path) -> None:
    folder.mkdir(parents=True)
    told = import_files.document(line.ready) | {"version": park.version}
    told |= {"units": told_changes.units_to_see(park, line.ready.report.changes)}
    pending.write(line.ready, told, {}, folder)


def _taken(found: StagedDrop, park: Park) -> None:
    items = found.items
    with versions.staging(park) as folder:
        for number, one in enumerate(items):
            if one.rejected:
                target = folder / one.rejected.name
                shutil.copyfile(one.rejected, target if not target.exists() else target.with_stem(f"{target.stem}-{number}"))
        keep(park, [pending.taken_of(one, park) for one in items], together([one.told for one in items]), folder)
    staged.put_away(found.folder, park)


def _read(park_id: str, folder: Path) -> StagedDrop:
    return StagedDrop(folder.name, park_id, json.loads((folder / _DROP).read_text(encoding="utf-8")), folder)


def with_answers(found: StagedDrop, said: Answers) -> dict[str, dict[str, str]]:
    """The drop's answers with more of them; an empty one takes back what was said."""
    answers = {item: dict(of_item) for item, of_item in found.told["answers"].items()}
    for item, of_item in said.items():
        merged = {name: value for name, value in {**answers.get(item, {}), **of_item}.items() if value}
        answers[item] = merged
    return {item: of_item for item, of_item in answers.items() if of_item}
