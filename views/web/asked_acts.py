"""Which act each address of the server is: rows of `acts.csv`. An address that no row has is nobody's, once people log in.

path     as a route has it; {rest:path} is all that follows, {x:row} a number
act      a row of landuse/roles/may.csv
park     where the park stands: in the path, in the query (all of `park=`), or nowhere, where it is about all of them
open     whether it is for who has not logged in
leaves   whether unpublished data leave in a file, which the trail must tell of first
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.types import Scope

_TABLE = Path(__file__).parent / "acts.csv"
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
_KINDS = {None: "[^/]+", "path": ".*", "row": "[1-9][0-9]{0,8}"}


@dataclass(frozen=True)
class Asked:
    """A row of the table."""

    path: str
    act: str
    park: str
    is_open: bool
    leaves: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """What addresses it has."""
        return _pattern(self.path)

    def parks(self, scope: Scope) -> list[str | None]:
        """The parks that a request is about; [None] where it is about none, or names none."""
        if self.park == "path":
            found = self.pattern.fullmatch(scope["path"])
            return [found["park"] if found else None]
        named = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("park", []) if self.park == "query" else []
        return [*dict.fromkeys(named)] or [None]


@cache
def table() -> tuple[Asked, ...]:
    """All rows, in the order in which routes take addresses."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return tuple(Asked(row["path"], row["act"], row["park"], row["open"] == "yes", row["leaves"] == "yes") for row in rows)


def asked(path: str) -> Asked | None:
    """The row of an address; None where there is none."""
    return next((row for row in table() if row.pattern.fullmatch(path)), None)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    parts, end = [], 0
    for found in _PART.finditer(path):
        parts += [re.escape(path[end : found.start()]), f"(?P<{found[1]}>{_KINDS[found[2]]})"]
        end = found.end()
    return re.compile("".join(parts) + re.escape(path[end:]), re.DOTALL)
