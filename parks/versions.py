"""Keeping what was read: a park changes whole or not at all.

Every import that is taken into use is a version: a folder `versions/0007/` with the files that it wrote (`park.gpkg` with all
tables, or a raster), the rows set aside, its report and its state. park.toml names the version's files, so the one rename of
park.toml is the moment when the park changes: before it the park is the old one whole, after it the new one whole, and a
reader that has read park.toml keeps seeing the files that it names. What a killed import leaves behind is swept away by the
next one, whether or not that changes anything, and when the server starts. What others put beside our folders is not ours: it
is neither read nor removed. `park.gpkg` beside park.toml is a second name of the tables in use, for programs that look for it there.
"""

import fcntl
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from landuse.quality.findings import quality
from landuse.words.errors import LanduseError, system_word
from parks.atomic import write_whole
from parks.disk import is_full
from parks.own_names import own
from parks.park import TABLES_FILE, Park, read_park
from parks.scratch import sweep as sweep_scratch
from parks.sources import words_of
from parks.tables_name import WRITING, flush, name_tables, second_name
from parks.toml import toml

VERSIONS = "versions"
STATE = "state.toml"
_STAGED = re.compile(rf"{re.escape(WRITING)}([a-z0-9_]{{8}}|{re.escape(TABLES_FILE)})")
_NUMBER = re.compile(r"[0-9]{4}|[1-9][0-9]{4,}")
_BULKY = re.compile(r"[^.].*\.(gpkg|tif)")
_STATE_KEYS = ("tables", "layers", "example", "today")


@contextmanager
def locked(park_id: str) -> Iterator[Park]:
    """The park as it is now, with nobody else changing its files while the block runs; what a killed import left is swept away.

    Raises
    ------
    LanduseError : unknown_park; park_busy, when somebody else is at it; folder_unwritable, disk_full_writing
    """
    park = read_park(park_id)
    try:
        with (park.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            park = read_park(park_id)
            _sweep(park)
            yield park
    except BlockingIOError as error:
        raise LanduseError("park_busy", park=park.name) from error
    except OSError as error:
        if is_full(error):
            raise LanduseError("disk_full_writing") from error
        raise LanduseError("folder_unwritable", park=park.name, reason=system_word(error)) from error


def sweep(park_id: str) -> None:
    """Remove what killed imports of a park left, where there is anything and nobody is importing.

    Raises
    ------
    LanduseError : unknown_park, park_unreadable
    """
    park = read_park(park_id)
    sweep_scratch(park.folder)
    if not _left(park):
        return
    try:
        with locked(park_id):
            pass
    except LanduseError as error:
        if error.code not in ("park_busy", "folder_unwritable", "disk_full_writing"):  # another sweeps it, or nobody can
            raise


@contextmanager
def staging(park: Park) -> Iterator[Path]:
    """A folder beside the park's files to write in; what is still there when the block ends goes with it."""
    folder = Path(tempfile.mkdtemp(prefix=WRITING, dir=park.folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(park: Park, folder: Path, settings: dict[str, Any]) -> Path:
    """Make the staged folder the park's next version: the folder is moved whole, then park.toml in one step.

    Parameters
    ----------
    folder : holds what the version adds; park.gpkg in it becomes the tables in use
    settings : of the park as they shall be, read under the same lock

    Returns
    -------
    the version's folder
    """
    _keep_first(park)
    number = park.version + 1
    home = version_folder(park, number)
    tables = f"{VERSIONS}/{home.name}/{TABLES_FILE}" if (folder / TABLES_FILE).exists() else _tables(park, settings)
    state = {**settings, "version": number, "tables": tables}
    (folder / STATE).write_text(toml({key: state[key] for key in _STATE_KEYS if key in state}), encoding="utf-8")
    for path in folder.rglob("*"):
        flush(path)
    flush(folder)
    home.parent.mkdir(exist_ok=True)
    _set_aside(home)
    folder.rename(home)
    flush(home.parent)
    told = toml(state, park.settings_path.read_text(encoding="utf-8"))
    write_whole(park.settings_path, lambda path: path.write_text(told, encoding="utf-8"))
    name_tables(park, tables)
    _thin(park, number)
    return home


def version_folder(park: Park, number: int) -> Path:
    """Where a version's files are."""
    return park.folder / VERSIONS / f"{number:04d}"


def known_versions(park: Park) -> list[int]:
    """Numbers of all versions, the newest first, that in use among them."""
    return sorted((number for number in _homes(park) if number <= park.version), reverse=True)


def kept_versions(park: Park) -> list[int]:
    """Numbers of the versions that can be put back, the newest first, that in use left out."""
    return [number for number in known_versions(park) if number < park.version and _is_whole(park, state_of(park, number))]


def state_of(park: Park, number: int) -> dict[str, Any]:
    """What park.toml said of tables and layers in a version.

    Raises
    ------
    LanduseError : version_missing
    """
    path = version_folder(park, number) / STATE
    if not path.is_file():
        raise LanduseError("version_missing", version=number, park=park.name, known="–")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def settings_of(park: Park) -> dict[str, Any]:
    """The park's own park.toml, every key as it stands."""
    return tomllib.loads(park.settings_path.read_text(encoding="utf-8"))


def with_layer(settings: dict[str, Any], layer_id: str, about: dict[str, Any] | None) -> dict[str, Any]:
    """A park's settings with one layer's entry replaced, or without it; the example mark goes with the last example layer."""
    layers = {**settings.get("layers", {}), layer_id: about}
    layers = {name: entry for name, entry in layers.items() if entry is not None}
    changed = {**settings, "layers": layers}
    if changed.get("example") and not any(words_of(entry).get("origin") == "example" for entry in layers.values()):
        changed["example"] = False
        changed.pop("today", None)
    return changed


def with_state(settings: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """A park's settings with tables and layers as they were in a version; what else a person has written stays."""
    return {**{key: value for key, value in settings.items() if key not in _STATE_KEYS}, **state}


def _sweep(park: Park) -> None:
    """Remove what a killed import left: half-written folders, and a version that park.toml never came to name."""
    for path in _left(park):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if park.version:
        name_tables(park, park.tables)


def _left(park: Park) -> list[Path]:
    staged = [*own(park.folder, _STAGED), *own(park.folder, _STAGED, folders=True)]
    return staged + [home for number, home in _homes(park).items() if number > park.version]


def _homes(park: Park) -> dict[int, Path]:
    """The folders of versions that we made, by number: each has its state."""
    folders = own(park.folder / VERSIONS, _NUMBER, folders=True)
    return {int(home.name): home for home in folders if (home / STATE).is_file()}


def _set_aside(home: Path) -> None:
    """What a stranger has put where a version's folder comes keeps its content under another name."""
    if os.path.lexists(home):
        home.rename(home.with_name(f"{home.name}-set-aside-{uuid4().hex[:8]}"))


def _tables(park: Park, settings: dict[str, Any]) -> str:
    """The tables that stay in use: those that the park began with under the name that no later version takes over."""
    first = version_folder(park, 0) / TABLES_FILE
    if park.version == 0 and settings.get("tables", park.tables) == park.tables and first.exists():
        return f"{VERSIONS}/{first.parent.name}/{TABLES_FILE}"
    return settings.get("tables", park.tables)


def _keep_first(park: Park) -> None:
    """Before the first import the park's own tables become version 0, so that they can be put back."""
    home = version_folder(park, 0)
    if park.version or (home / STATE).is_file():
        return
    with staging(park) as folder:
        if park.tables_path.exists():
            second_name(park.tables_path, folder / TABLES_FILE)
        state = {**settings_of(park), "tables": f"{VERSIONS}/{home.name}/{TABLES_FILE}"}
        (folder / STATE).write_text(toml({key: state[key] for key in _STATE_KEYS if key in state}), encoding="utf-8")
        home.parent.mkdir(exist_ok=True)
        _set_aside(home)
        folder.rename(home)


def _thin(park: Park, current: int) -> None:
    """Versions older than can be put back keep their report and the rows set aside, not their tables."""
    oldest = current - int(quality("kept_versions"))
    homes = _homes(park)
    used = {number: home for number, home in homes.items() if number >= oldest}
    needed = {(park.folder / state_of(park, number)["tables"]).parent for number in used}
    needed |= {(park.folder / entry["file"]).parent for number in used for entry in _rasters(park, number)}
    for home in homes.values():
        if home not in needed | set(used.values()):
            for path in own(home, _BULKY):
                path.unlink()


def _is_whole(park: Park, state: dict[str, Any]) -> bool:
    """Whether a version's tables and rasters are still there; one without layers, or with rasters alone, needs no tables."""
    entries = list(state.get("layers", {}).values())
    files = {entry.get("file") or state["tables"] for entry in entries}
    return all((park.folder / name).is_file() for name in files)


def _rasters(park: Park, number: int) -> list[dict[str, Any]]:
    return [entry for entry in state_of(park, number).get("layers", {}).values() if "file" in entry]
