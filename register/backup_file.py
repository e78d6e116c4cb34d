"""Read a backup's file: a zip with a manifest, one file of JSON lines per table and photos, believed in nothing.

Nothing is unpacked to disk, and nothing is read that the manifest does not name. What is wrong is told before anything changes.
"""

import hashlib
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landuse.words.errors import LanduseError
from register import baselines, photos
from register.baselines import Baseline
from register.migrate import SCHEMA, known_schemas
from register.shapes import has_shape, parsed

FORMAT = "parkareal-register"
MANIFEST = "manifest.json"
BASELINES = "baselines"
_MOST_BYTES = 2_000_000_000  # all that is unpacked
_MOST_MANIFEST_BYTES = 50_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Kept:
    """What a backup's file holds, as it stands there.

    rows : by table, as JSON
    pictures : the photos by name
    lost : photos that the rows name, and that were gone when it was made
    baselines : the kept baselines of parks, each checked; those of before there were any have none
    """

    schema: str
    rows: dict[str, list[dict[str, Any]]]
    pictures: dict[str, bytes]
    lost: frozenset[str]
    baselines: list[Baseline]


def read(path: Path) -> Kept:
    """What the file holds: whole, and nothing that its manifest does not name.

    Raises
    ------
    LanduseError : backup_broken, backup_newer
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _kept(archive, path)
    except (OSError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, NotImplementedError) as error:
        raise broken(path, error) from error


def broken(path: Path, reason: object) -> LanduseError:
    """The refusal of a file that is no whole backup."""
    return LanduseError("backup_broken", file=path.name, reason="".join(c if c.isprintable() else "·" for c in str(reason))[:200])


def _kept(archive: zipfile.ZipFile, path: Path) -> Kept:
    members = _members(archive, path)
    if MANIFEST not in members or members[MANIFEST].file_size > _MOST_MANIFEST_BYTES:
        raise broken(path, MANIFEST)
    manifest = parsed(archive.read(MANIFEST))
    if not has_shape("manifest", manifest) or manifest["format"] != FORMAT:
        raise broken(path, MANIFEST)
    if manifest["schema"] not in known_schemas():
        raise LanduseError("backup_newer", file=path.name, found=manifest["schema"][:40], expected=SCHEMA)
    pictures = manifest.get("photos", [])
    named = {MANIFEST, *(f"{name}.jsonl" for name in manifest["tables"]), *(f"{photos.FOLDER}/{name}" for name in pictures)}
    frozen = [f"{BASELINES}/{one}" for one in manifest.get("baselines", [])]
    named |= {f"{folder}/{name}" for folder in frozen for name in baselines.NAMES}
    for name in sorted(named ^ set(members)):
        raise broken(path, name)
    rows = {name: _rows(archive, path, name, said) for name, said in manifest["tables"].items()}
    shown = {name: _photo(archive, path, name) for name in pictures}
    lost = frozenset(manifest.get("photos_lost", []))
    return Kept(manifest["schema"], rows, shown, lost, [_baseline(archive, path, folder) for folder in frozen])


def _members(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files in it by name: each once, none a link, locked, packed in another way or larger than can be read."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        link = stat.S_ISLNK(member.external_attr >> 16)
        if member.filename in found or link or member.flag_bits & 1 or member.compress_type not in _METHODS:
            raise broken(path, member.filename)
        found[member.filename] = member
    if sum(member.file_size for member in found.values()) > _MOST_BYTES:
        raise broken(path, f"> {_MOST_BYTES} B")
    return found


def _rows(archive: zipfile.ZipFile, path: Path, name: str, said: dict[str, Any]) -> list[dict[str, Any]]:
    content = archive.read(f"{name}.jsonl")
    lines = content.splitlines()
    if hashlib.sha256(content).hexdigest() != said["sha256"] or len(lines) != said["rows"]:
        raise broken(path, f"{name}: sha256")
    return [_row(path, name, number, line) for number, line in enumerate(lines, 1)]


def _row(path: Path, name: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = parsed(line)
    except ValueError as error:
        raise broken(path, f"{name} {number}: {error}") from error
    if not isinstance(row, dict):
        raise broken(path, f"{name} {number}")
    return row


def _baseline(archive: zipfile.ZipFile, path: Path, folder: str) -> Baseline:
    _, park_id, number = folder.split("/")
    try:
        return baselines.checked(park_id, number, {name: archive.read(f"{folder}/{name}") for name in baselines.NAMES})
    except LanduseError as error:
        raise broken(path, folder) from error


def _photo(archive: zipfile.ZipFile, path: Path, name: str) -> bytes:
    picture = archive.read(f"{photos.FOLDER}/{name}")
    if photos.name_of(picture) != name or not photos.is_whole(picture):
        raise broken(path, f"{photos.FOLDER}/{name}")
    return picture
