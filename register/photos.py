"""Photos of what parks offer, beside the register: each under a name made of its content, written whole, never changed."""

import hashlib
import re
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image

from landuse.rules import table
from parks.atomic import write_whole
from parks.own_names import own

FOLDER = "photos"
_NAME = re.compile(r"[0-9a-f]{40}\.jpg")


def keep(root: Path, photo: bytes) -> str:
    """Keep a photo; its name, the same for the same content."""
    name = name_of(photo)
    path = root / FOLDER / name
    if not path.is_file() or name_of(path.read_bytes()) != name:
        write_whole(path, lambda temporary: temporary.write_bytes(photo))
    return name


def read(root: Path, name: str) -> bytes | None:
    """A photo by its name; None where there is none, or the name is not one that `keep` gives."""
    path = root / FOLDER / name
    return path.read_bytes() if is_name(name) and path.is_file() else None


def names(root: Path) -> list[str]:
    """The names of all photos."""
    return [path.name for path in own(root / FOLDER, _NAME)]


def whole_names(root: Path) -> list[str]:
    """The names of the photos that are as they were kept."""
    return [name for name in names(root) if name_of((root / FOLDER / name).read_bytes()) == name]


def name_of(photo: bytes) -> str:
    """The name of a photo's content."""
    return f"{hashlib.sha256(photo).hexdigest()[:40]}.jpg"


def is_whole(photo: bytes) -> bool:
    """Whether it is a picture as they are kept: a JPEG that opens to its end, no larger than they are made."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of what is too large or broken
            with Image.open(BytesIO(photo), formats=("JPEG",)) as picture:
                if max(picture.size) > table("nomination")["photo"]["side_px"]:
                    return False
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError, UserWarning):
        return False
    return True


def is_name(name: str) -> bool:
    """Whether a photo can have this name; no path outside the folder can."""
    return _NAME.fullmatch(name) is not None
