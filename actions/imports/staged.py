"""The folder of a staged import: it is named by the digest of all that was read, and holds the file itself, to be read again."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from door.formats.registry import main_of
from door.open import Guarded, digest_of, parts_of
from landuse.words.errors import LanduseError
from parks import versions
from parks.park import Park

CONTENT, SOURCE = "content.json", "source"
_LETTERS = 16


def keep_source(file: Guarded, path: Path, folder: Path) -> None:
    """Keep the file as it came, with what belongs to it.

    Raises
    ------
    LanduseError : file_changing, where it is not what was read any more
    """
    home = folder / SOURCE
    home.mkdir()
    for part in parts_of(path):
        shutil.copytree(part, home / part.name) if part.is_dir() else shutil.copyfile(part, home / part.name)
    if digest_of(home / path.name) != file.as_given:
        raise LanduseError("file_changing", file=file.name)


def seal(folder: Path, based_on: dict[str, Any]) -> str:
    """Write down what the folder holds and what it was prepared against; the token that names it, no other's."""
    content = {"nonce": uuid4().hex, "files": _digests(folder), "based_on": based_on}
    path = folder / CONTENT
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return _sha256(path)[:_LETTERS]


def put_away(folder: Path, park: Park) -> None:
    """Gone in one step, of a park that is locked; what is left after a kill is swept away by the next import."""
    with versions.staging(park) as gone:
        folder.rename(gone / folder.name)


def opened(folder: Path, name: str) -> dict[str, Any] | None:
    """What a staged import was prepared against; None of one that was staged before this was written down.

    Parameters
    ----------
    name : of the file, for the refusal

    Raises
    ------
    LanduseError : pending_damaged, where anything that was kept is not what was read; what others left in the folder is theirs
    """
    path = folder / CONTENT
    if not path.is_file():
        return None
    if _sha256(path)[:_LETTERS] != folder.name:
        raise LanduseError("pending_damaged", file=name)
    content = json.loads(path.read_text(encoding="utf-8"))
    found = _digests(folder)
    beside = [file for file in found.keys() - content["files"].keys() if _is_read_with(file, content["files"])]
    if beside or any(found.get(file) != digest for file, digest in content["files"].items()):
        raise LanduseError("pending_damaged", file=name)
    return content["based_on"]


def source(folder: Path) -> Path:
    """The kept file, as it may be read again."""
    files = json.loads((folder / CONTENT).read_text(encoding="utf-8"))["files"]
    names = {PurePosixPath(file).parts[1] for file in files if PurePosixPath(file).parts[0] == SOURCE}
    parts = [folder / SOURCE / name for name in sorted(names)]
    return next((part for part in parts if main_of(part.suffix) == part.suffix.lower()), parts[0])


def _digests(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != CONTENT)
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in paths}


def _is_read_with(file: str, kept: Iterable[str]) -> bool:
    """Whether a library may read a file along with one that was kept: `rows.gpkg-wal`, `raster.tif.aux.xml`, `plots.shx`."""
    path = PurePosixPath(file)
    return any(path.parent == other.parent and path.name.startswith(f"{other.stem}.") for other in map(PurePosixPath, kept))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
