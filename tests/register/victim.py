"""Decides and takes snapshots until it is killed; prints each decision when it is kept and each snapshot when it is there."""

import sys
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from register import snapshots
from register.engine import open_register
from register.snapshots import SnapshotId
from tests.register.saying import PARK, say

WHOLE = SnapshotId(PARK, date(2025, 1, 1), "0000000000")  # what every other one is a copy of


def victim(root: Path, run: int) -> list[str]:
    """The command; `run` keeps the names of one victim apart from those of the next."""
    return [sys.executable, "-m", "tests.register.victim", str(root), str(run)]


if __name__ == "__main__":
    folder, name = Path(sys.argv[1]), sys.argv[2]
    units, facts = snapshots.read(folder, WHOLE), snapshots.read_facts(folder, WHOLE)
    for number in count():
        say(open_register(folder), f"k{name}-{number}")
        print(f"k{name}-{number}", flush=True)
        if number % 20 == 0:
            snapshot = SnapshotId(PARK, date(2026, 1, 1) + timedelta(days=number // 20), f"{int(name):010d}")
            snapshots.write(folder, snapshot, units, facts, {"layers": {}})
            print(f"s{snapshot}", flush=True)
