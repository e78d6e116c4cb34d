"""Write a file so that a reader sees the old one or the new one whole, whatever happens in between."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from landuse.words.errors import LanduseError


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside the path, flush it to disk, then rename it into place.

    Raises
    ------
    LanduseError : data_unwritable, when the disk is full, read-only or not ours
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _written(path, path.with_name(f".{path.stem}-{uuid4().hex[:8]}{path.suffix}"), write)
    except OSError as error:
        raise LanduseError("data_unwritable", file=path.name, reason=error.strerror or error) from error


def _written(path: Path, temporary: Path, write: Callable[[Path], object]) -> None:
    try:
        write(temporary)
        _flush(temporary, os.O_RDWR)
        temporary.replace(path)
    finally:
        with suppress(OSError):  # it may be what cannot be written
            temporary.unlink(missing_ok=True)
    _flush(path.parent, os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
