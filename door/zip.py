"""Zip archives from outside: looked through by their directory before a byte is unpacked, and unpacked under names of our own."""

import re
import shutil
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from door.formats.registry import ZIP, by_ending, folder_ending, is_folder, of_ending
from door.limits import LIMITS, MB
from door.names import shown_name
from landuse.words.errors import LanduseError

_ENCRYPTED, _SYMLINK, _TYPE_MASK = 0x1, 0o120000, 0o170000
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error)
_GDB_MEMBER = re.compile(r"[A-Za-z0-9_.\-]+\Z")
_PACKED = (ZIP, ".kmz", ".7z", ".rar", ".gz", ".tar", ".tgz")


@contextmanager
def opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """An archive whose directory is within the limits.

    Raises
    ------
    LanduseError : format_mismatch, zip_damaged, zip_encrypted, zip_twice, zip_unsafe, past_zip_members, past_unpacked_mb, past_zip_ratio
    """
    if not zipfile.is_zipfile(path):
        raise LanduseError("format_mismatch", file=name, ending=path.suffix, format="zip")
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise LanduseError("zip_damaged", file=name) from error
    with archive:
        _check(archive.infolist(), name)
        yield archive


def extract_one(archive: zipfile.ZipFile, folder: Path, name: str) -> Path:
    """The one file (or shapefile, or file geodatabase) of an archive, as `file.<ending>` in a folder.

    Raises
    ------
    LanduseError : zip_nested, zip_choice, zip_twice, zip_unsafe, zip_damaged
    """
    found = mains(archive)
    if len(found) != 1:
        raise _choice(_members(archive), found, name)
    return extract(archive, found[0], folder, name)


def mains(archive: zipfile.ZipFile) -> list[str]:
    """The files that an archive is read for: each one, shapefile and file geodatabase, by its name in it."""
    members = _members(archive)
    databases = sorted({found for member in members if (found := _database(member.filename))})
    plain = [m.filename for m in members if PurePosixPath(m.filename).suffix.lower() in by_ending() and not _database(m.filename)]
    return [*databases, *plain]


def nested(archive: zipfile.ZipFile) -> list[str]:
    """The archives in an archive."""
    return _packed(_members(archive))


def others(archive: zipfile.ZipFile, known: tuple[str, ...]) -> list[str]:
    """What lies in an archive and is of no kind with a known ending, nor an archive, nor within a file geodatabase."""
    ending = {member.filename: PurePosixPath(member.filename).suffix.lower() for member in _members(archive)}
    return [name for name, own in ending.items() if own not in (*known, *_PACKED) and not _database(name)]


def _packed(members: list[zipfile.ZipInfo]) -> list[str]:
    return [member.filename for member in members if PurePosixPath(member.filename).suffix.lower() in _PACKED]


def extract(archive: zipfile.ZipFile, wanted: str, folder: Path, name: str) -> Path:
    """One of `mains` with its parts, as `file.<ending>` in a folder.

    Raises
    ------
    LanduseError : zip_twice, zip_unsafe, zip_damaged
    """
    members, main = _members(archive), PurePosixPath(wanted)
    if _database(f"{wanted}/x") == wanted:
        return _geodatabase(archive, members, wanted, folder, name)
    parts = {member: part for member in members if (part := _part(PurePosixPath(member.filename), main))}
    _check_twice(parts.values(), name)
    for member, part in parts.items():
        _extract(archive, member, folder / part, name)
    return folder / f"file{main.suffix.lower()}"


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [member for member in archive.infolist() if not member.is_dir() and not _is_apple(member.filename)]


def _part(own: PurePosixPath, main: PurePosixPath) -> str | None:
    """What a member is called when it belongs to the one file: a shapefile's parts may be written in another case than it."""
    declared, ending = of_ending(main.suffix), main.suffix.lower()
    if declared is None:
        return None
    journal = next((one for one in declared.journals if own.name == f"{main.name}{one}"), None)
    if journal:
        return f"file{ending}{journal}"
    beside = own.suffix.lower() in (*declared.parts, *declared.beside) and own.suffix.lower() != ending
    same = str(own.with_suffix("")).casefold() == str(main.with_suffix("")).casefold()
    return f"file{own.suffix.lower()}" if own == main or (beside and same) else None


def _check_twice(names: Iterable[str], name: str) -> None:
    """That no name stands for two files, of which programs would read one or the other.

    Raises
    ------
    LanduseError : zip_twice
    """
    twice = next((found for found, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise LanduseError("zip_twice", file=name, member=shown_name(PurePosixPath(twice).name[:80]))


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    if not all(member.filename for member in members):
        raise LanduseError("zip_damaged", file=name)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    for limit, found, most in (
        ("zip_members", len(members), LIMITS["zip_members"]),
        ("unpacked_mb", unpacked, LIMITS["unpacked_mb"] * MB),
        ("zip_ratio", unpacked, LIMITS["zip_ratio"] * max(packed, 1)),
    ):
        if found > most:
            shown = {"zip_members": found, "unpacked_mb": -(-unpacked // MB), "zip_ratio": round(unpacked / max(packed, 1))}[limit]
            raise LanduseError(f"past_{limit}", file=name, limit=LIMITS[limit], found=shown)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise LanduseError("zip_encrypted", file=name)
    _check_twice((member.filename for member in members if not member.is_dir()), name)
    unsafe = next((member for member in members if _is_unsafe(member)), None)
    if unsafe is not None:
        raise LanduseError("zip_unsafe", file=name, member=ascii(unsafe.filename)[1:-1][:80])


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    path = member.filename.replace("\\", "/")
    kind = (member.external_attr >> 16) & _TYPE_MASK
    return ".." in path.split("/") or path.startswith("/") or path[1:2] == ":" or kind not in (0, 0o100000, 0o040000) or kind == _SYMLINK


def _choice(members: list[zipfile.ZipInfo], found: list[str], name: str) -> LanduseError:
    packed = _packed(members)
    if not found and packed:
        return LanduseError("zip_nested", file=name, found=shown_name(PurePosixPath(packed[0]).name[:80]))
    names = ", ".join(shown_name(PurePosixPath(main).name[:60]) for main in found[:5]) or "–"
    return LanduseError("zip_choice", file=name, found=names)


def _database(filename: str) -> str | None:
    """The file geodatabase that a member lies in."""
    parts = PurePosixPath(filename).parts[:-1]
    place = next((place for place, part in enumerate(parts) if is_folder(part)), None)
    return None if place is None else "/".join(parts[: place + 1])


def _geodatabase(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], database: str, folder: Path, name: str) -> Path:
    target = folder / f"file{folder_ending(database)}"
    target.mkdir()
    for member in members:
        own = PurePosixPath(member.filename)
        if _database(member.filename) != database:
            continue
        if own.parent != PurePosixPath(database) or not _GDB_MEMBER.match(own.name):
            raise LanduseError("zip_unsafe", file=name, member=ascii(own.name)[1:-1][:80])
        _extract(archive, member, target / own.name, name)
    return target


def _is_apple(filename: str) -> bool:
    """What the Finder of a Mac puts beside every file."""
    path = PurePosixPath(filename)
    return "__MACOSX" in path.parts or path.name.startswith("._") or path.name == ".DS_Store"


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, name: str) -> None:
    try:
        with archive.open(member) as packed, target.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    except _BROKEN as error:
        raise LanduseError("zip_damaged", file=name) from error
