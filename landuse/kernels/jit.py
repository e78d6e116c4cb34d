"""How kernels are compiled: once, kept on disk, strict arithmetic, no threads.

No fast-math, so that a sum is added in the order that the code says and comes out the same on every machine of a kind.
No threads inside a kernel: whoever wants more cores gives each its own units. A kernel lets go of the interpreter's lock.

The compiled code is kept under `NUMBA_CACHE_DIR` where that is set, else beside the source, else (an install that may
only be read) under the user's own cache folder, in a folder named after the kernels' source: numba does not see that
a function in *another* file has changed, and would go on running what it was.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

_HERE = Path(__file__).parent
_PLACE = _HERE / "__pycache__"


def cache_folder() -> Path | None:
    """Where compiled kernels are kept; None where no folder can be written and each process compiles for itself."""
    said = os.environ.get("NUMBA_CACHE_DIR")
    own = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    places = [Path(said)] if said else [_PLACE, Path(own) / "parkareal"]
    return next((made for place in places if (made := _made(place / f"kernels-{_source_digest()}"))), None)


def _made(folder: Path) -> Path | None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _source_digest() -> str:
    digest = hashlib.blake2s(numba.__version__.encode())
    for path in sorted(_HERE.glob("[!.]*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


_FOLDER = cache_folder()


def compiled(function: Callable) -> Any:
    """A function as machine code, compiled when it is first called and read from disk after that."""
    return _compiled(function, inline="never")


def inlined(function: Callable) -> Any:
    """A small function written out where it is called: a call would count references to each of its arrays, twice."""
    return _compiled(function, inline="always")


def _compiled(function: Callable, inline: str) -> Any:
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(_FOLDER or "")
    try:
        return numba.njit(nogil=True, cache=_FOLDER is not None, error_model="numpy", inline=inline)(function)
    finally:
        numba.config.CACHE_DIR = before
