"""What was given at once: files, folders and zips as one list of files, the parts of a shapefile as one, each under a name of its own."""

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from door import zip as door_zip
from door.formats.registry import ZIP, beside, by_ending, is_folder, main_of
from door.limits import check_limit
from door.names import shown_name
from landuse.words.errors import LanduseError

_ABOUT = (".xml", ".qml", ".qmd")  # what programs say of any file, beside it
_UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|]")
_LONGEST = 60


@dataclass(frozen=True)
class Given:
    """What was found in all that was given.

    files : by a name of its own, which has the folders and the zip that it lay in, but for the one folder that was given: where it can
        be read
    refused : by name, why a zip or a file cannot be looked into
    left : names of files that are of no kind that is read, and belong to none that is
    """

    files: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, LanduseError] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Of all that was found and is read, or cannot be."""
        return [*self.files, *self.refused]

    def add(self, name: str, path: Path) -> None:
        """A file under its name, or under one with a number where another has it."""
        own = next(one for one in (name, *(f"{name} ({number})" for number in range(2, len(self.files) + 3))) if one not in self.files)
        self.files[own] = path


def given(paths: list[Path], folder: Path) -> Given:
    """Look through files, folders and zips; nothing is read but the directories of zips.

    Parameters
    ----------
    folder : empty, for what zips hold; must stay as long as the files are read

    Raises
    ------
    LanduseError : past_drop_files
    """
    found = Given()
    for path in paths:
        alone = len(paths) == 1 and path.is_dir() and not is_folder(path.name)
        _look(path, "" if alone else shown_name(path.resolve().name), found, folder, named=True)
    check_limit("drop_files", len(found.files), ", ".join(shown_name(path.name) for path in paths)[:_LONGEST])
    return found


def _look(path: Path, name: str, found: Given, folder: Path, named: bool) -> None:
    """One path; `named`: by a person, so that what it is is never passed over in silence."""
    ending = path.suffix.lower()
    if path.is_dir() and not is_folder(path.name):
        for inner, own in _inside(path):
            _look(inner, f"{name}/{own}" if name else own, found, folder, named=False)
    elif ending == ZIP:
        _unpack(path, name, found, folder)
    elif ending in by_ending() or (named and ending not in (*beside(), *_ABOUT)):
        found.add(name, path)
    elif ending not in (*beside(), *_ABOUT) or ((main := main_of(ending)) and not _has_main(path, main)):
        found.left.append(name)


def _has_main(part: Path, main: str) -> bool:
    """Whether the file lies beside it that a part belongs to, whatever the case of their names."""
    return any(one.name.casefold() == f"{part.stem}{main}".casefold() for one in part.parent.iterdir())


def _inside(folder: Path) -> Iterator[tuple[Path, str]]:
    """What lies in a folder and those in it, by name; links to other folders are not followed, hidden ones not looked into."""
    for place, folders, files in os.walk(folder):
        databases = [one for one in folders if is_folder(one)]
        folders[:] = sorted(one for one in folders if one not in databases and not one.startswith((".", "__MACOSX")))
        for one in sorted([*files, *databases]):
            if not one.startswith((".", "~$")):
                path = Path(place) / one
                yield path, "/".join(shown_name(part) for part in path.relative_to(folder).parts)


def _unpack(path: Path, name: str, found: Given, folder: Path) -> None:
    """Each file of a zip that has several; one that has one is read as it is."""
    try:
        with door_zip.opened(path, name) as archive:
            inner = door_zip.mains(archive)
            found.left.extend(f"{name}/{shown_name(one)}" for one in door_zip.others(archive, (*by_ending(), *beside(), *_ABOUT)))
            if len(inner) == 1 and not door_zip.nested(archive):
                found.add(name, path)
                return
            unpacked = [(one, _unpacked(archive, one, name, folder)) for one in inner]
            packed = door_zip.nested(archive)
    except LanduseError as error:
        found.refused[name] = error
        return
    for one, own in unpacked:
        found.add(f"{name}/{shown_name(one)}", own)
    for one in packed:
        found.refused[f"{name}/{shown_name(one)}"] = _nested(one, name)
    if not inner and not packed:
        found.refused[name] = LanduseError("zip_choice", file=name, found="–")


def _unpacked(archive: zipfile.ZipFile, one: str, name: str, folder: Path) -> Path:
    """One file of a zip under its own name, in a folder of its own with its parts."""
    home = folder / str(len(list(folder.iterdir())))
    home.mkdir()
    made = door_zip.extract(archive, one, home, name)
    stem = _UNSAFE.sub("_", shown_name(PurePosixPath(one).stem))[-_LONGEST:].lstrip(".") or "fil"
    for part in list(home.iterdir()):
        part.rename(home / f"{stem}{part.name.removeprefix('file')}")
    return home / f"{stem}{made.suffix}"


def _nested(one: str, name: str) -> LanduseError:
    return LanduseError("zip_nested", file=name, found=shown_name(PurePosixPath(one).name[:_LONGEST]))
