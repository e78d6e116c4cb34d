"""How long, how much, how wide: what services are asked for at most, kept in `limits.csv` with the reason for each."""

import csv
from pathlib import Path


def _read() -> dict[str, int]:
    with (Path(__file__).parent / "limits.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: int(row["value"]) for row in csv.DictReader(stream)}


LIMITS = _read()
