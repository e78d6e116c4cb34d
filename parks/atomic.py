"""Write a file so that a reader sees the old one or the new one whole, whatever happens in between."""

import os
from collections.abc import Callable
from pathlib import Path

from landuse.words.errors import LanduseError, system_word
from parks.scratch import scratch_folder


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file of the same name in a private folder beside the path, flush it to disk, then rename it into place.

    What a kill leaves is a folder that `parks.scratch.sweep` removes.

    Raises
    ------
    LanduseError : data_unwritable, when the disk is full, read-only or not ours
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(path.parent) as folder:
            write(folder / path.name)
            _flush(folder / path.name, os.O_RDWR)
            (folder / path.name).replace(path)
        _flush(path.parent, os.O_RDONLY)
    except OSError as error:
        raise LanduseError("data_unwritable", file=path.name, reason=system_word(error)) from error


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
