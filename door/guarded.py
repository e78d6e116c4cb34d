"""A private copy of a file that passed the door."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from door.names import shown_name


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

    def of_table(self, table: str | None) -> "Guarded":
        """One of the file's tables as a file of its own, by its name and content; the file itself where none is named."""
        if table is None:
            return self
        digest = hashlib.sha256(f"{self.digest}/{table}".encode()).hexdigest()[:16]
        return replace(self, name=f"{self.name}/{shown_name(table)}", digest=digest)
