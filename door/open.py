"""The door for other people's files: a cheap look before any parser opens one, then a private copy to read from.

A private copy, because drivers write beside what they read, and because what lies beside a stranger's file is not asked for.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from door import zip as door_zip
from door.content import check_content, true_format
from door.formats.registry import ZIP, all_formats, by_ending, is_folder, of_ending
from door.guarded import Guarded as Guarded
from door.limits import LIMITS, MB
from door.names import shown_name
from door.process.client import file_budget
from door.process.ended import as_it_is
from door.process.turns import turn
from landuse.words.errors import LanduseError
from parks.scratch import scratch_folder


@contextmanager
def guarded_copy(path: Path, streamed: bool = False) -> Iterator[Guarded]:
    """A private copy of a file, or of the one file in a zip, for as long as the block runs.

    All that is read from it in the block shares the time of one file, and one turn among those that wait to be read.

    Parameters
    ----------
    streamed : whether a file past the size limit is let in, as the command line does; it has more time then

    Raises
    ------
    LanduseError : file_missing, file_is_folder, file_not_plain, file_empty, file_too_large, format_unknown, format_mismatch,
        doctype_refused, shape_incomplete, the refusals of a zip (`door.zip`); disk_full_reading, reader_memory,
        reader_no_process, reader_no_files, also of the block; file_no_access, temp_unusable; readers_full
    """
    name = shown_name(path.name)
    size = _checked_size(path, name, streamed)
    try:
        with turn(name), _copy_of(path, name, size if streamed else 0) as copy:
            yield copy
    except OSError as error:
        if isinstance(error, PermissionError) and error.filename in (path, str(path)):
            raise LanduseError("file_no_access", file=name, reason=error.strerror) from error
        told = as_it_is(error, name)
        if told is None:
            raise
        raise told from error


@contextmanager
def _copy_of(path: Path, name: str, streamed_bytes: int) -> Iterator[Guarded]:
    with private_folder(name) as folder:
        copy = _copied(path, name, folder)
        as_given = digest_of(copy)
        if copy.suffix == ZIP:
            copy = _unpacked(copy, name, folder)
        digest = content_digest(copy)
        kind, notes = true_format(copy, by_ending()[copy.suffix.lower()])
        check_content(copy, kind, name)
        declared = all_formats()[kind]
        missing = [part for part in declared.parts if not copy.with_suffix(part).exists()]
        if missing:
            raise LanduseError("shape_incomplete", file=name, missing=", ".join(missing))
        written_anew_bytes = copy.stat().st_size if declared.written_anew else 0
        with file_budget(max(streamed_bytes, written_anew_bytes)):
            yield Guarded(name, kind, copy, notes, digest, as_given)


def content_digest(copy: Path) -> str:
    """What names a file's content with all of its parts: the same in a zip as out of it, another where only attributes are."""
    parts = sorted(part for part in copy.parent.iterdir() if part.stem == copy.stem or part.name.startswith(f"{copy.name}-"))
    if len(parts) == 1:
        return digest_of(copy)
    whole = hashlib.sha256("".join(f"{part.name}\n{digest_of(part)}\n" for part in parts).encode())
    return whole.hexdigest()[:16]


def digest_of(path: Path) -> str:
    """What names a file's content: 16 letters of its SHA-256, of a geodatabase those of all of its files."""
    if path.is_dir():
        whole = hashlib.sha256()
        for part in sorted(path.iterdir()):
            whole.update(f"{part.name}\n{digest_of(part)}\n".encode())
        return whole.hexdigest()[:16]
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def parts_of(path: Path) -> list[Path]:
    """A file and those beside it that belong to it, whatever the case of their endings; the same case wins."""
    ending = path.suffix.lower()
    declared = of_ending(ending)
    if declared is None:
        return [path]
    wanted = (*declared.parts, *declared.beside)
    near = [other for other in path.parent.glob("*") if other.stem.casefold() == path.stem.casefold() and other.is_file()]
    beside = {other.suffix.lower(): other for other in sorted(near, key=lambda other: other.stem == path.stem)}
    journals = [path.with_name(path.name + own) for own in declared.journals]
    return [path, *(beside[part] for part in wanted if part in beside and part != ending), *(own for own in journals if own.is_file())]


@contextmanager
def private_folder(name: str) -> Iterator[Path]:
    """A folder among the temporary files for one file from outside; it goes when the block ends.

    Raises
    ------
    LanduseError : temp_unusable
    """
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(scratch_folder())
        except OSError as error:
            raise LanduseError("temp_unusable", file=name, reason=error.strerror or error) from error
        yield folder


def _checked_size(path: Path, name: str, streamed: bool) -> int:
    parts = [part for part in path.iterdir() if part.is_file()] if path.is_dir() and is_folder(path.name) else [path]
    if not all(part.is_file() for part in parts):
        raise LanduseError("file_is_folder" if path.is_dir() else "file_not_plain" if path.exists() else "file_missing", file=name)
    size = sum(part.stat().st_size for part in parts)
    if size == 0:
        raise LanduseError("file_empty", file=name)
    if size > LIMITS["file_mb"] * MB and not streamed:
        raise LanduseError("file_too_large", file=name, limit_mb=LIMITS["file_mb"], size_mb=-(-size // MB))
    return size


def _copied(path: Path, name: str, folder: Path) -> Path:
    ending = path.suffix.lower()
    if ending not in (*by_ending(), ZIP):
        raise LanduseError("format_unknown", file=name, known=", ".join([*by_ending(), ZIP]))
    if path.is_dir():
        whole = folder / f"file{ending}"
        whole.mkdir()
        for part in path.iterdir():
            if part.is_file() and not part.is_symlink():
                shutil.copyfile(part, whole / part.name)
        return whole
    for part in parts_of(path):
        shutil.copyfile(part, folder / f"file{part.suffix.lower()}")
    return folder / f"file{ending}"


def _unpacked(path: Path, name: str, folder: Path) -> Path:
    """What a copied zip holds; the copy goes."""
    with door_zip.opened(path, name) as archive:
        copy = door_zip.extract_one(archive, folder, name)
    path.unlink()
    return copy
