"""The door for other people's files: a cheap look before any parser opens one, then a private copy to read from.

A private copy, because drivers write beside what they read, and because what lies beside a stranger's file is not asked for.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from landuse.errors import LanduseError

MAX_FILE_MB = 200
MAX_UNPACKED_MB = 500
MAX_MEMBERS = 2000
MAX_RATIO = 200
_MB = 1_000_000

FORMATS = {".gpkg": "gpkg", ".geojson": "geojson", ".json": "geojson", ".shp": "shp", ".gml": "gml", ".tif": "tif", ".tiff": "tif"}
_SHAPE_PARTS = (".shp", ".shx", ".dbf")  # all three, or rows or attributes are lost
_SHAPE_EXTRAS = (".prj", ".cpg")
_BOM = b"\xef\xbb\xbf"
_ZIP_ENCRYPTED, _SYMLINK, _TYPE_MASK = 0x1, 0o120000, 0o170000


@dataclass(frozen=True)
class Guarded:
    """A private copy of a file that passed the door."""

    name: str
    format: str
    path: Path


@contextmanager
def guarded_copy(path: Path) -> Iterator[Guarded]:
    """A private copy of a file, or of the one file in a zip, for as long as the block runs.

    Raises
    ------
    LanduseError : file_missing, file_empty, file_too_large, format_unknown, format_mismatch, doctype_refused,
        shape_incomplete, zip_refused, zip_choice
    """
    _check_size(path)
    with tempfile.TemporaryDirectory(prefix="parkareal-") as folder:
        bring = _unpack if path.suffix.lower() == ".zip" else _copy
        copy = bring(path, Path(folder))
        kind = FORMATS[copy.suffix.lower()]
        _check_content(copy, kind, path.name)
        yield Guarded(path.name, kind, copy)


def _check_size(path: Path) -> None:
    if not path.is_file():
        raise LanduseError("file_missing", file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise LanduseError("file_empty", file=path.name)
    if size > MAX_FILE_MB * _MB:
        raise LanduseError("file_too_large", file=path.name, limit_mb=MAX_FILE_MB, size_mb=round(size / _MB))


def _copy(path: Path, folder: Path) -> Path:
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise LanduseError("format_unknown", file=path.name, known=", ".join([*FORMATS, ".zip"]))
    beside = {other.suffix.lower(): other for other in path.parent.glob("*") if other.stem == path.stem and other.is_file()}
    wanted = (*_SHAPE_PARTS, *_SHAPE_EXTRAS) if ending == ".shp" else (ending,)
    for part in wanted:
        if part in beside:
            shutil.copyfile(beside[part], folder / f"file{part}")
    if ending == ".gpkg" and path.with_name(path.name + "-wal").is_file():
        shutil.copyfile(path.with_name(path.name + "-wal"), folder / "file.gpkg-wal")
    return folder / f"file{ending}"


def _unpack(path: Path, folder: Path) -> Path:
    if not zipfile.is_zipfile(path):
        raise LanduseError("format_mismatch", file=path.name, ending=".zip")
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_archive(members, path.name)
        mains = [member for member in members if PurePosixPath(member.filename).suffix.lower() in FORMATS]
        if len(mains) != 1:
            names = ", ".join(PurePosixPath(member.filename).name for member in mains[:5]) or "–"
            raise LanduseError("zip_choice", file=path.name, found=names)
        main = PurePosixPath(mains[0].filename)
        for member in members:
            name = PurePosixPath(member.filename)
            shape_part = main.suffix.lower() == ".shp" and name.suffix.lower() in (*_SHAPE_PARTS, *_SHAPE_EXTRAS)
            if name.with_suffix("") == main.with_suffix("") and (name == main or shape_part):
                _extract(archive, member, folder / f"file{name.suffix.lower()}", path.name)
    return folder / f"file{main.suffix.lower()}"


def _check_archive(members: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_much = len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_MB * _MB or unpacked > MAX_RATIO * max(packed, 1)
    unsafe = any(
        member.flag_bits & _ZIP_ENCRYPTED
        or ".." in PurePosixPath(member.filename).parts
        or member.filename.startswith(("/", "\\"))
        or (member.external_attr >> 16) & _TYPE_MASK == _SYMLINK
        for member in members
    )
    if too_much or unsafe:
        raise LanduseError("zip_refused", file=name, limit_mb=MAX_UNPACKED_MB, members=MAX_MEMBERS)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, name: str) -> None:
    try:
        with archive.open(member) as packed, target.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise LanduseError("zip_refused", file=name, limit_mb=MAX_UNPACKED_MB, members=MAX_MEMBERS) from error


def _check_content(copy: Path, kind: str, name: str) -> None:
    if copy.stat().st_size == 0:
        raise LanduseError("file_empty", file=name)
    with copy.open("rb") as stream:
        head = stream.read(512)
    if not _looks_like(kind, head):
        raise LanduseError("format_mismatch", file=name, ending=copy.suffix)
    if kind == "gml" and b"<!doctype" in copy.read_bytes().lower():
        raise LanduseError("doctype_refused", file=name)
    missing = [part for part in _SHAPE_PARTS if not copy.with_suffix(part).exists()] if kind == "shp" else []
    if missing:
        raise LanduseError("shape_incomplete", file=name, missing=", ".join(missing))


def _looks_like(kind: str, head: bytes) -> bool:
    text = head.removeprefix(_BOM).lstrip()
    return {
        "gpkg": head.startswith(b"SQLite format 3\0") and head[68:72] in (b"GPKG", b"GP10", b"GP11"),
        "geojson": text.startswith(b"{"),
        "shp": head.startswith(b"\0\0\x27\x0a"),
        "gml": text.startswith(b"<"),
        "tif": head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    }[kind]
