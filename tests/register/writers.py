"""Writers in processes of their own, made by forking one that has everything imported: some are killed while they write.

python -m tests.register.writers decisions FOLDER          four writers of 25 decisions each; prints what was acknowledged
python -m tests.register.writers snapshots FOLDER DELAY…   one writer of one snapshot per delay (s), killed after it; -1: not killed
python -m tests.register.writers files FOLDER DELAY…       one writer of one file again and again, killed after each delay
"""

import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import layers  # noqa: F401  first: it sets which formats GDAL may open
import pandas as pd

from register import snapshots
from register.decisions import decide, opened
from register.files import write_whole
from register.snapshots import SnapshotId
from tests.squares import PARK, found, land_resource, parcels, rect, zoning

ID = SnapshotId(PARK, date(2026, 6, 30), "abcdef0123")
LINES = 5_000


@cache
def small_park() -> object:
    """What was found in a park of two parcels, one of them without a plan."""
    lots = parcels(("a", rect(0, 0)), ("b", rect(100, 0)))
    return found(
        rect(0, 0, 200), parcels=lots, zoning=zoning({"geometry": rect(0, 0)}), land_resource=land_resource(("30", rect(0, 0, 200)))
    )


def write_decisions(folder: Path, worker: int, count: int = 25) -> None:
    """Decide `count` units, and say of each that it is kept."""
    with opened(folder) as register:
        for number in range(count):
            name = f"u{worker}-{number}"
            unit = pd.Series({"park_id": PARK, "geometry": rect(0, 0)}, name=name)
            decide(register, unit, "used", "Kari", "Befart", date(2026, 1, 1), "{}")
            os.write(1, f"{name}\n".encode())


def rewrite_for_ever(path: Path) -> None:
    """Write a file of one number on every line, then of the next."""
    for number in itertools.count():
        text = f"{number}\n" * LINES
        write_whole(path, lambda target, text=text: target.write_text(text))


def forked(write: Callable[[], object]) -> int:
    """A child that writes and ends; its process id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            write()
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int, delay_s: float) -> int:
    """The child's exit code, after killing it (−9) where the delay is not negative."""
    if delay_s >= 0:
        time.sleep(delay_s)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(what: str, folder: Path, delays_s: list[float]) -> int:
    """Run the writers; 0 where all ended as they should."""
    if what == "decisions":
        children = [forked(lambda worker=worker: write_decisions(folder, worker)) for worker in range(4)]
        return max(ended(child, -1) for child in children)
    if what == "snapshots":
        whole = small_park()
        for number, delay_s in enumerate(delays_s):
            place = folder / str(number)
            ended(forked(lambda place=place: snapshots.write(place, ID, whole.units, whole.facts, {"layers": {}})), delay_s)
        return 0
    for delay_s in delays_s:
        ended(forked(lambda: rewrite_for_ever(folder / "x.txt")), delay_s)
        check_file(folder / "x.txt")
    return 0


def check_file(path: Path) -> None:
    """A file that is there is of one number, and whole."""
    if path.exists():
        lines = path.read_text().splitlines()
        assert len(lines) == LINES and len(set(lines)) == 1, f"{len(lines)} lines, {len(set(lines))} numbers"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), [float(delay) for delay in sys.argv[3:]]))
