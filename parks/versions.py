"""Keeping what was read: a park changes whole or not at all.

Every import that is taken into use is a version: a folder `versions/0007/` with the files that it wrote (`park.gpkg` with all
tables, or a raster), the rows set aside, its report and its state. park.toml names the version's files, so the one rename of
park.toml is the moment when the park changes: before it the park is the old one whole, after it the new one whole, and a
reader that has read park.toml keeps seeing the files that it names. What a killed import leaves behind is swept away by the
next one. `park.gpkg` beside park.toml is a second name of the tables in use, for programs that look for it there.
"""

import fcntl
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from landuse.quality.findings import quality
from landuse.words.errors import LanduseError
from parks.atomic import write_whole
from parks.disk import is_full
from parks.park import TABLES_FILE, Park, read_park
from parks.toml import toml

VERSIONS = "versions"
STATE = "state.toml"
_WRITING = ".writing-"
_BULKY = ("*.gpkg", "*.tif")
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
        raise LanduseError("folder_unwritable", park=park.name, reason=error.strerror or error) from error


@contextmanager
def staging(park: Park) -> Iterator[Path]:
    """A folder beside the park's files to write in; what is still there when the block ends goes with it."""
    folder = Path(tempfile.mkdtemp(prefix=_WRITING, dir=park.folder))
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
    tables = f"{VERSIONS}/{home.name}/{TABLES_FILE}" if (folder / TABLES_FILE).exists() else settings.get("tables", park.tables)
    state = {**settings, "version": number, "tables": tables}
    (folder / STATE).write_text(toml({key: state[key] for key in _STATE_KEYS if key in state}), encoding="utf-8")
    for path in folder.rglob("*"):
        _flush(path)
    _flush(folder)
    home.parent.mkdir(exist_ok=True)
    folder.rename(home)
    _flush(home.parent)
    write_whole(park.settings_path, lambda path: path.write_text(toml(state), encoding="utf-8"))
    _name_tables(park, tables)
    _thin(park, number)
    return home


def version_folder(park: Park, number: int) -> Path:
    """Where a version's files are."""
    return park.folder / VERSIONS / f"{number:04d}"


def kept_versions(park: Park) -> list[int]:
    """Numbers of the versions that can be put back, the newest first, that in use left out."""
    numbers = sorted((int(path.parent.name) for path in (park.folder / VERSIONS).glob(f"*/{STATE}")), reverse=True)
    return [number for number in numbers if number < park.version and _is_whole(park, state_of(park, number))]


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


def with_layer(settings: dict[str, Any], layer_id: str, about: dict[str, Any]) -> dict[str, Any]:
    """A park's settings with one layer's entry replaced; the example mark goes with the last example layer."""
    layers = {**settings.get("layers", {}), layer_id: about}
    changed = {**settings, "layers": layers}
    if changed.get("example") and not any(entry.get("origin") == "example" for entry in layers.values()):
        changed["example"] = False
        changed.pop("today", None)
    return changed


def with_state(settings: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """A park's settings with tables and layers as they were in a version; what else a person has written stays."""
    return {**{key: value for key, value in settings.items() if key not in _STATE_KEYS}, **state}


def _sweep(park: Park) -> None:
    """Remove what a killed import left: half-written folders, and a version that park.toml never came to name."""
    left = [*park.folder.glob(f"{_WRITING}*"), *(p for p in (park.folder / VERSIONS).glob("*") if int(p.name) > park.version)]
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if park.version:
        _name_tables(park, park.tables)


def _keep_first(park: Park) -> None:
    """Before the first import the park's own tables become version 0, so that they can be put back."""
    home = version_folder(park, 0)
    if park.version or home.exists():
        return
    with staging(park) as folder:
        if park.tables_path.exists():
            _second_name(park.tables_path, folder / TABLES_FILE)
        state = {**settings_of(park), "tables": f"{VERSIONS}/{home.name}/{TABLES_FILE}"}
        (folder / STATE).write_text(toml({key: state[key] for key in _STATE_KEYS if key in state}), encoding="utf-8")
        home.parent.mkdir(exist_ok=True)
        folder.rename(home)


def _name_tables(park: Park, tables: str) -> None:
    """Let park.gpkg beside park.toml be the tables in use."""
    known, used = park.folder / TABLES_FILE, park.folder / tables
    if known == used or (known.exists() and used.exists() and known.samefile(used)):
        return
    if not used.exists():  # put back to a park without tables
        known.unlink(missing_ok=True)
        return
    fresh = park.folder / f"{_WRITING}{TABLES_FILE}"
    _second_name(used, fresh)
    fresh.replace(known)


def _second_name(path: Path, other: Path) -> None:
    """The same file under another name; a copy where the disk gives a file only one."""
    other.unlink(missing_ok=True)
    try:
        other.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, other)


def _thin(park: Park, current: int) -> None:
    """Versions older than can be put back keep their report and the rows set aside, not their tables."""
    oldest = current - int(quality("kept_versions"))
    used = {version_folder(park, number) for number in range(max(oldest, 0), current + 1)}
    needed = {(park.folder / state_of(park, int(home.name))["tables"]).parent for home in used if (home / STATE).is_file()}
    needed |= {(park.folder / entry["file"]).parent for home in used if (home / STATE).is_file() for entry in _rasters(park, home)}
    for home in (park.folder / VERSIONS).iterdir():
        if home not in needed | used:
            for path in [found for pattern in _BULKY for found in home.glob(pattern)]:
                path.unlink()


def _is_whole(park: Park, state: dict[str, Any]) -> bool:
    """Whether a version's tables are still there; one without layers needs none."""
    return not state.get("layers") or (park.folder / state["tables"]).exists()


def _rasters(park: Park, home: Path) -> list[dict[str, Any]]:
    return [entry for entry in state_of(park, int(home.name)).get("layers", {}).values() if "file" in entry]


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
