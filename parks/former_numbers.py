"""Municipality numbers that are no more, and what became of them: `municipality_history.csv`, each row with its source.

A municipality that got another number alone (`renumbered`) kept its gårdsnummer and bruksnummer. Where several became one (`merged`),
some of them got others, so that an old property number names no property of today for sure.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "municipality_history.csv"
RENUMBERED = "renumbered"


@dataclass(frozen=True)
class Former:
    """What a number was followed by.

    now, name : the municipality of today
    since : the day from which the last change holds
    is_same : whether all of its property numbers are as they were but for the municipality's
    """

    now: str
    name: str
    since: str
    is_same: bool


def former(number: str) -> Former | None:
    """What became of a number; None of one that is in use, or that nobody here knows."""
    rows, is_same, found = _history(), True, None
    while number in rows:
        row = rows[number]
        is_same = is_same and row["kind"] == RENUMBERED
        found = Former(row["new"], row["name_now"], row["since"], is_same)
        number = row["new"]
    return found


def numbers() -> frozenset[str]:
    """All numbers that are no more."""
    return frozenset(_history())


@cache
def _history() -> dict[str, dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["old"]: row for row in csv.DictReader(stream)}
