"""File modes that hold for root too, so that a folder that cannot be written to is one in every test."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VERSION_3 = 0x20080522
_PAST_MODES = 1 << 1 | 1 << 2  # capabilities(7): CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def file_modes_hold() -> Iterator[None]:
    """In this thread, and in those that it starts, root obeys file modes while the block runs; anybody else does anyway."""
    libc, header, sets = ctypes.CDLL(None, use_errno=True), _Header(_VERSION_3, 0), (_Sets * 2)()
    assert libc.capget(ctypes.byref(header), ctypes.byref(sets)) == 0
    before = sets[0].effective
    sets[0].effective = before & ~_PAST_MODES
    assert libc.capset(ctypes.byref(header), ctypes.byref(sets)) == 0
    try:
        yield
    finally:
        sets[0].effective = before
        assert libc.capset(ctypes.byref(header), ctypes.byref(sets)) == 0


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder with all in it that nobody can write to while the block runs."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*")) if not path.is_symlink()}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        with file_modes_hold():
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
