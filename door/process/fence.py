"""The fence around a process that reads a stranger's file: it sees the folder of its own job and what reads files, nothing else.

Landlock, which a process lays on itself and on all that it starts, and can never take off: no other file is read or listed, nothing
is written outside the folder, no TCP, no signal and no abstract socket reaches out. Where the kernel has none of it there is no fence,
and the log says so once (`client`). A socket that is a file can still be called on kernels before Landlock's ninth ABI.
"""

import os
import shutil
import sys
from functools import cache
from pathlib import Path

import landlockpy
from landlockpy import AccessFS, Scope

_ROOT = Path(__file__).parent.parent.parent
_READ = AccessFS.READ_FILE | AccessFS.READ_DIR
_OWN = (
    _READ | AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.MAKE_REG | AccessFS.MAKE_DIR
    | AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR | AccessFS.REFER
)  # fmt: skip
_TOOLS = ("ogr2ogr", "ogrinfo", "gdalinfo")
_SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
_SHARED = ("/usr/share/gdal", "/usr/share/proj", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom")
_NAMED_BY = ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "LD_LIBRARY_PATH")
_TEMPORARY = ("TMPDIR", "CPL_TMPDIR")


def kernel_abi() -> int:
    """The version of Landlock that this kernel lets a process use; 0 where it has none or a container forbids it."""
    try:
        return landlockpy.abi_version()
    except landlockpy.LandlockError:
        return 0


def enclose(folder: Path) -> bool:
    """Lay the fence around this process and all that it starts from now on; whether the kernel has one.

    Raises
    ------
    OSError : the kernel has one and it could not be laid; the process must end then
    """
    os.environ.update(dict.fromkeys(_TEMPORARY, str(folder)))
    if not kernel_abi():
        return False
    with landlockpy.Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL) as rules:
        for path, rights in _open_to_all():
            rules.allow_path(path, rights)
        rules.allow_path(folder, _OWN)
        rules.restrict()
    return True


@cache
def _open_to_all() -> tuple[tuple[Path, AccessFS], ...]:
    """What every reading process may see: the programs and libraries that read files, and the data that these need."""
    libraries = {Path(prefix) / name for prefix in (sys.prefix, sys.base_prefix) for name in ("lib", "lib64")}
    libraries |= {Path(place) for place in sys.path if Path(place).name in ("site-packages", "dist-packages")}
    libraries |= {Path(place) for place in _SYSTEM}
    named = [Path(place) for key in _NAMED_BY for place in os.environ.get(key, "").split(os.pathsep) if place]
    tools = [Path(found) for found in map(shutil.which, _TOOLS) if found]
    wanted = [(path, _READ | AccessFS.EXECUTE) for path in sorted(libraries)]  # a program's loader is one of them
    wanted += [(path, _READ) for path in (*map(Path, _SHARED), *named, *_own_code())]
    wanted += [(path, AccessFS.READ_FILE | AccessFS.EXECUTE) for path in tools]
    wanted += [(Path(os.devnull), AccessFS.READ_FILE | AccessFS.WRITE_FILE)]
    return tuple((path, rights if path.is_dir() else rights & ~AccessFS.READ_DIR) for path, rights in wanted if path.exists())


def _own_code() -> list[Path]:
    """The folders of our own modules that are loaded: the parks' data may lie beside them, and stay out."""
    files = [Path(own) for module in list(sys.modules.values()) if (own := getattr(module, "__file__", None))]
    tops = {path.relative_to(_ROOT).parts[0] for path in files if path.is_relative_to(_ROOT)}
    return [_ROOT / top for top in sorted(tops) if top.isidentifier()]
