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
    format : how it is read, a name of `door.formats.registry`
    notes : what the door found out and went on with, as `Table.done`
    digest : of the content that is read, with all of its parts: that of a zip is that of the file in it
    as_given : the digest of the one file that was given
    """

    name: str
    format: str
    path: Path
    notes: tuple[tuple[Any, ...], ...] = ()
    digest: str = ""
    as_given: str = ""

    def of_table(self, table: str | None) -> "Guarded":
        """One of the file's tables as a file of its own, by its name and content; the file itself where none is named."""
        if table is None:
            return self
        digest = hashlib.sha256(f"{self.digest}/{table}".encode()).hexdigest()[:16]
        return replace(self, name=f"{self.name}/{shown_name(table)}", digest=digest)
