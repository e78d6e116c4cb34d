"""How large, how long, how much: the limits for files from outside, kept in `limits.csv` with the reason for each."""

import csv
from pathlib import Path

from landuse.words.errors import LanduseError

MB = 1_000_000


def _read() -> dict[str, int]:
    with (Path(__file__).parent / "limits.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: int(row["value"]) for row in csv.DictReader(stream)}


LIMITS = _read()


def check_limit(name: str, found: int, file: str) -> None:
    """Raise where `found` is past a limit; at the limit is allowed.

    Raises
    ------
    LanduseError : past_<name>, with the limit and what was found
    """
    if found > LIMITS[name]:
        raise LanduseError(f"past_{name}", file=file, limit=LIMITS[name], found=found)
