"""What is declared of a format of strangers' files: how it is known, which tables it has, how they are counted and opened.

A module of this folder with a `FORMAT` is a format, by the module's name. What only one format does is a word of its own declaration, and
all others ask for it there: no other file names a format.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from door.formats.source import Source
from door.guarded import Guarded
from door.lists.statements import Said

Note = list[Any]


def _itself(copy: Path) -> str | None:
    return None


def _nothing_refused(copy: Path, head: bytes, name: str) -> None:
    return None


def _as_it_is(file: Guarded) -> Guarded:
    return file


def _no_notes(file: Guarded, table: str, rows: int) -> list[Note]:
    return []


def _whole(copy: Path) -> bool:
    return False


@dataclass(frozen=True)
class Tables:
    """How the tables of a format are read, in the reading process.

    names : the tables of a file
    opened : one of them, with which geometry is wanted where a row has several (area, line, point, area_or_point), and what a person says
        of a list's headings
    counted : its rows, without the reader that opens it; None where opening it counts them (`Source.rows`)
    joined : the file that is read in the place of one that is not one document
    notes : what was found out about a table of so many rows when it had been read
    """

    names: Callable[[Guarded], list[str]]
    opened: Callable[[Guarded, str, str, Said], AbstractContextManager[Source]]
    counted: Callable[[Guarded, str, str], int] | None
    joined: Callable[[Guarded], Guarded] = _as_it_is
    notes: Callable[[Guarded, str, int], list[Note]] = _no_notes


@dataclass(frozen=True)
class Format:
    """One format.

    title_nb, title_en : its name in a sentence
    endings : of its files, in small letters, the usual one first
    rank : its place among the formats where they are listed
    how : how it is read, for the page about files
    looks_like : whether a file's first bytes, or its folder, are of this format
    tables : how its tables are read; None of a raster
    driver : the driver of GDAL that opens it, which `parks.gdal_fence` lets in
    refused : raises where the content is for another reason nothing that is read
    truly : the format that the content is, where that may be another than the ending says
    parts : endings of the files that one of it is made of, its own first; all must be there
    beside : endings of further files that belong to it where they are there, and are missed where they are not
    strays : endings of what programs put beside it and nobody reads
    journals : what is put behind its whole name for files that belong to it
    lacks_changes : whether its last changes did not come along
    is_list : whether its rows are text, as a person writes them
    is_folder : whether one of it is a folder
    is_packed : whether one of it is a zip by itself
    written_anew : whether the whole file is written once more before it is read, which takes time
    has_rules : whether the rules of plan exchange are about it
    cuts_names : whether the names of its columns are cut
    unsaid_epsg : the coordinate system of a file that names none
    """

    title_nb: str
    title_en: str
    endings: tuple[str, ...]
    rank: int
    how: str
    looks_like: Callable[[bytes, Path], bool]
    tables: Tables | None = None
    driver: str | None = None
    refused: Callable[[Path, bytes, str], None] = _nothing_refused
    truly: Callable[[Path], str | None] = _itself
    parts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    journals: tuple[str, ...] = ()
    lacks_changes: Callable[[Path], bool] = _whole
    is_list: bool = False
    is_folder: bool = False
    is_packed: bool = False
    written_anew: bool = False
    has_rules: bool = False
    cuts_names: bool = False
    unsaid_epsg: int | None = None

    @property
    def is_raster(self) -> bool:
        """Whether it has cells and no tables."""
        return self.tables is None

    def title(self, lang: str) -> str:
        """Its name in a language; in bokmål where the language has none of its own."""
        return str(getattr(self, f"title_{lang}", self.title_nb))
