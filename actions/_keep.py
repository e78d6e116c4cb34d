"""Keeping what was read: a park's files change whole or not at all."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd

from landuse.errors import LanduseError
from layers._park import Park
from layers._write import write_gpkg_table


@contextmanager
def locked(park: Park) -> Iterator[None]:
    """Nobody else changes the park's files while the block runs.

    Raises
    ------
    LanduseError : park_busy, when somebody else is at it
    """
    with (park.folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LanduseError("park_busy", park=park.name) from error
        yield


@contextmanager
def staging(park: Park) -> Iterator[Path]:
    """A folder beside the park's files to write in; what is still there when the block ends goes with it."""
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=park.folder) as folder:
        yield Path(folder)


def write_table(park: Park, layer_id: str, frame: gpd.GeoDataFrame, folder: Path) -> Path:
    """A new park.gpkg in the staging folder, with one table replaced and all others as they were."""
    path = folder / park.tables_path.name
    if park.tables_path.exists():
        shutil.copyfile(park.tables_path, path)
    write_gpkg_table(frame, layer_id, path)
    return path


def write_bytes(content: bytes, name: str, folder: Path) -> Path:
    """Content in the staging folder."""
    path = folder / name
    path.write_bytes(content)
    return path


def put_in_place(written: dict[Path, Path]) -> None:
    """Flush files written in the staging folder, then move each to its place in one step, in order.

    Each file changes whole or not at all; a power cut between two of them leaves new rows under an old description.

    Parameters
    ----------
    written : target by staged file
    """
    for path in written:
        _flush(path)
    for path, target in written.items():
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    for folder in {target.parent for target in written.values()}:
        _flush(folder)


def settings_with_layer(settings: dict[str, Any], layer_id: str, about: dict[str, Any]) -> dict[str, Any]:
    """A park's settings with one layer's entry replaced; the example mark goes with the last example layer."""
    layers = {**settings.get("layers", {}), layer_id: about}
    changed = {**settings, "layers": layers}
    if changed.get("example") and not any(entry.get("origin") == "example" for entry in layers.values()):
        changed["example"] = False
        changed.pop("today", None)
    return changed


def toml(settings: dict[str, Any], prefix: str = "") -> str:
    """Settings as TOML: plain values, then tables, then arrays of tables."""
    plain, nested = [], []
    for key, value in settings.items():
        if isinstance(value, dict):
            body = toml(value, f"{prefix}{key}.")
            own = any(not isinstance(part, dict) for part in value.values()) or not value
            nested.append((f"[{prefix}{key}]\n" if own else "") + body)
        elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            nested += [f"[[{prefix}{key}]]\n{toml(part, f'{prefix}{key}.')}" for part in value]
        elif value is not None:
            plain.append(f"{key} = {_value(value)}\n")
    return "".join(plain) + "".join(f"\n{part}" for part in nested)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return '"' + "".join(_escaped(letter) for letter in str(value)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() or letter == "\N{NO-BREAK SPACE}" else f"\\u{ord(letter):04x}"


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
