"""Photos of what parks offer, beside the register: each under a name made of its content, written whole, never changed."""

import hashlib
import re
from pathlib import Path

from parks.atomic import write_whole

FOLDER = "photos"
_NAME = re.compile(r"[0-9a-f]{40}\.jpg")


def keep(root: Path, photo: bytes) -> str:
    """Keep a photo; its name, the same for the same content."""
    name = name_of(photo)
    path = root / FOLDER / name
    if not path.is_file():
        write_whole(path, lambda temporary: temporary.write_bytes(photo))
    return name


def read(root: Path, name: str) -> bytes | None:
    """A photo by its name; None where there is none, or the name is not one that `keep` gives."""
    path = root / FOLDER / name
    return path.read_bytes() if is_name(name) and path.is_file() else None


def names(root: Path) -> list[str]:
    """The names of all photos."""
    return sorted(path.name for path in (root / FOLDER).glob("*.jpg") if is_name(path.name))


def name_of(photo: bytes) -> str:
    """The name of a photo's content."""
    return f"{hashlib.sha256(photo).hexdigest()[:40]}.jpg"


def is_name(name: str) -> bool:
    """Whether a photo can have this name; no path outside the folder can."""
    return _NAME.fullmatch(name) is not None
