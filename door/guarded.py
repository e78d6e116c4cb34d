"""A private copy of a file that passed the door."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Guarded:
    """A private copy of a file that passed the door.

    name : the file's own name, without its folder
    format : how it is read, one of the values of `door.open.FORMATS`
    notes : what the door found out and went on with, as `Table.done`
    digest : of the file that was copied, a zip as it was: what is read is what it stands for
    """

    name: str
    format: str
    path: Path
    notes: tuple[tuple[Any, ...], ...] = ()
    digest: str = ""
