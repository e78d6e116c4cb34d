"""The door for other people's files: a cheap look before any parser opens one, then a private copy to read from.

A private copy, because drivers write beside what they read, and because what lies beside a stranger's file is not asked for.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from door import zip as door_zip
from door.content import check_content, true_format
from door.guarded import Guarded as Guarded
from door.limits import LIMITS, MB
from door.names import shown_name
from door.process.client import file_budget
from landuse.words.errors import LanduseError
from parks.disk import is_full

FORMATS = {
    ".gpkg": "gpkg", ".geojson": "geojson", ".json": "geojson", ".shp": "shp", ".gml": "gml", ".tif": "tif", ".tiff": "tif",
    ".fgb": "fgb", ".parquet": "parquet", ".geoparquet": "parquet", ".csv": "csv", ".xlsx": "xlsx", ".sos": "sosi", ".gdb": "gdb",
}  # fmt: skip
SHAPE_PARTS = (".shp", ".shx", ".dbf")  # all three, or rows or attributes are lost
SHAPE_EXTRAS = (".prj", ".cpg")


@contextmanager
def guarded_copy(path: Path, streamed: bool = False) -> Iterator[Guarded]:
    """A private copy of a file, or of the one file in a zip, for as long as the block runs.

    All that is read from it in the block shares the time of one file.

    Parameters
    ----------
    streamed : whether a file past the size limit is let in, as the command line does; it has more time then

    Raises
    ------
    LanduseError : file_missing, file_is_folder, file_not_plain, file_empty, file_too_large, format_unknown, format_mismatch,
        doctype_refused, shape_incomplete, the refusals of a zip (`door.zip`); disk_full_reading, also of the block
    """
    name = shown_name(path.name)
    size = _checked_size(path, name, streamed)
    try:
        with _copy_of(path, name, size if streamed else 0) as copy:
            yield copy
    except OSError as error:
        if is_full(error):
            raise LanduseError("disk_full_reading", file=name) from error
        raise


@contextmanager
def _copy_of(path: Path, name: str, streamed_bytes: int) -> Iterator[Guarded]:
    with tempfile.TemporaryDirectory(prefix="parkareal-") as folder, file_budget(streamed_bytes):
        copy = _unpacked(path, name, Path(folder)) if path.suffix.lower() == ".zip" else _copied(path, name, Path(folder))
        kind, notes = true_format(copy, FORMATS[copy.suffix.lower()])
        check_content(copy, kind, name)
        missing = [part for part in SHAPE_PARTS if not copy.with_suffix(part).exists()] if kind == "shp" else []
        if missing:
            raise LanduseError("shape_incomplete", file=name, missing=", ".join(missing))
        yield Guarded(name, kind, copy, notes)


def _checked_size(path: Path, name: str, streamed: bool) -> int:
    parts = [part for part in path.iterdir() if part.is_file()] if path.suffix.lower() == ".gdb" and path.is_dir() else [path]
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
    if ending not in FORMATS:
        raise LanduseError("format_unknown", file=name, known=", ".join([*FORMATS, ".zip"]))
    if ending == ".gdb" and path.is_dir():
        (folder / "file.gdb").mkdir()
        for part in path.iterdir():
            if part.is_file() and not part.is_symlink():
                shutil.copyfile(part, folder / "file.gdb" / part.name)
        return folder / "file.gdb"
    parts = [other for other in path.parent.glob("*") if other.stem.casefold() == path.stem.casefold() and other.is_file()]
    beside = {other.suffix.lower(): other for other in sorted(parts, key=lambda other: other.stem == path.stem)}  # the same case wins
    wanted = (*SHAPE_PARTS, *SHAPE_EXTRAS) if ending == ".shp" else ()
    shutil.copyfile(path, folder / f"file{ending}")
    for part in wanted:
        if part in beside and part != ending:
            shutil.copyfile(beside[part], folder / f"file{part}")
    if ending == ".gpkg" and path.with_name(path.name + "-wal").is_file():
        shutil.copyfile(path.with_name(path.name + "-wal"), folder / "file.gpkg-wal")
    return folder / f"file{ending}"


def _unpacked(path: Path, name: str, folder: Path) -> Path:
    with door_zip.opened(path, name) as archive:
        return door_zip.extract_one(archive, folder, name, tuple(FORMATS), (*SHAPE_PARTS, *SHAPE_EXTRAS))
