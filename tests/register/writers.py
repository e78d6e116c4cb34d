"""Writers in processes of their own, made by forking one that has everything imported: some are killed while they write.

python -m tests.register.writers decisions FOLDER N COUNT  N writers of COUNT decisions each; prints what was acknowledged
python -m tests.register.writers kills FOLDER DELAY…       a writer of decisions and snapshots, killed after each delay
python -m tests.register.writers snapshots FOLDER DELAY…   one writer of one snapshot per delay (s), killed after it; -1: not killed
python -m tests.register.writers files FOLDER DELAY…       one writer of one file again and again, killed after each delay
python -m tests.register.writers restores FOLDER SHARE…    a restore, killed after each share of the time that it takes
python -m tests.register.writers migrations FOLDER SHARE…  a migration, killed likewise
"""

import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path


from register import snapshots
from register.engine import close_registers, open_register
from parks.atomic import write_whole
from register.snapshots import SnapshotId
from tests.register.killed_changes import kill_migrations, kill_restores
from tests.register.saying import live, say
from tests.squares import PARK, found, land_resource, parcels, rect, zoning

ID = SnapshotId(PARK, date(2026, 6, 30), "abcdef0123")
LINES = 5_000
_CHANGES = {"restores": kill_restores, "migrations": kill_migrations}


@cache
def small_park() -> object:
    """What was found in a park of two parcels, one of them without a plan."""
    lots = parcels(("a", rect(0, 0)), ("b", rect(100, 0)))
    return found(
        rect(0, 0, 200), parcels=lots, zoning=zoning({"geometry": rect(0, 0)}), land_resource=land_resource(("30", rect(0, 0, 200)))
    )


def packed(snapshot: SnapshotId) -> snapshots.Snapshot:
    """The small park as a snapshot of any name."""
    whole = small_park()
    return snapshots.packed(snapshot, whole.units, whole.facts, {"layers": {}, "example": True})


def write_decisions(folder: Path, worker: int, count: int) -> None:
    """Decide `count` units, and say of each that it is kept."""
    for number in range(count):
        say(open_register(folder), f"u{worker}-{number}")
        os.write(1, f"u{worker}-{number}\n".encode())


def write_for_ever(folder: Path, run: int, told: int) -> None:
    """Decide units and take snapshots, and say of each that it is kept."""
    snapshots.NEWEST_KEPT = 1_000_000  # what was told must stay, so that it can be looked at
    for number in itertools.count():
        say(open_register(folder), f"k{run}-{number}")
        os.write(told, f"k{run}-{number}\n".encode())
        if number % 10 == 0:
            snapshot = SnapshotId(PARK, date(2026, 1, 1) + timedelta(days=number // 10), f"{run:010d}")
            snapshots.keep(folder, packed(snapshot))
            os.write(told, f"{snapshot}\n".encode())


def kill_while_writing(folder: Path, delays_s: list[float]) -> None:
    """Kill a writer after each delay: the register opens, nothing that was told is lost, and every snapshot is whole."""
    told: set[str] = set()
    read: set[str] = set()
    small_park()
    for run, delay_s in enumerate(delays_s):
        told |= _told_before_the_kill(folder, run, delay_s)
        units = {unit for unit, _ in live(open_register(folder))}
        whole = {path.stem for path in (folder / "snapshots" / PARK).glob("[!.]*.json")}
        assert told <= units | whole, f"run {run}: lost {sorted(told - units - whole)}"
        assert len(units - told) <= run + 1, f"run {run}: more than each was about to tell"
        for name in whole - read:
            _read_snapshot(folder, name)
        read |= whole
        close_registers()
    for name in read:  # nor has a later kill harmed an earlier one
        _read_snapshot(folder, name)
    os.write(1, f"{len(told)}\n".encode())


def _read_snapshot(folder: Path, name: str) -> None:
    _, on, fingerprint = name.split("_")
    assert len(snapshots.read(folder, SnapshotId(PARK, date.fromisoformat(on), fingerprint)).units)


def _told_before_the_kill(folder: Path, run: int, delay_s: float) -> set[str]:
    reader, writer = os.pipe()
    child = forked(lambda: write_for_ever(folder, run, writer))
    os.close(writer)
    with os.fdopen(reader) as stream:
        first = [stream.readline() for _ in range(1 + int(20 * delay_s))]  # a busy machine gets as far as a quiet one
        assert ended(child, delay_s) == -signal.SIGKILL
        return {line.strip() for line in [*first, *stream] if line.endswith("\n")}


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
        writers, count = map(int, delays_s)
        children = [forked(lambda worker=worker: write_decisions(folder, worker, count)) for worker in range(writers)]
        return max(ended(child, -1) for child in children)
    if what == "kills":
        kill_while_writing(folder, delays_s)
        return 0
    if what in _CHANGES:
        os.write(1, f"{_CHANGES[what](folder, delays_s, forked, ended)}\n".encode())
        return 0
    if what == "snapshots":
        small_park()
        for number, delay_s in enumerate(delays_s):
            place = folder / str(number)
            ended(forked(lambda place=place: snapshots.keep(place, packed(ID))), delay_s)
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
