"""Many writers at once and kills in the middle: what was acknowledged is there, and the register opens every time."""

import random
import subprocess
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from landuse.errors import LanduseError
from register import snapshots
from register.engine import close_registers, open_register
from register.snapshots import SnapshotId
from tests.register.saying import REPOSITORY, command, live, rows, say
from tests.register.test_snapshots import _found
from tests.register.victim import WHOLE, victim
from tests.squares import PARK



def _written(root: Path, writers: int, count: int) -> set[str]:
    """What so many processes were told is kept."""
    started = [
        subprocess.Popen(command(root, n, count), cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for n in range(writers)
    ]
    said = [process.communicate(timeout=600) for process in started]
    assert [process.returncode for process in started] == [0] * writers, "".join(error for _, error in said)
    return {unit for out, _ in said for unit in out.split()}


def test_writers_at_once_lose_nothing(root: Path) -> None:
    acknowledged = _written(root, 3, 15)
    assert len(acknowledged) == 45
    assert {unit for unit, _ in live(open_register(root))} == acknowledged


@pytest.mark.soak
def test_eight_writers_of_a_hundred(root: Path) -> None:
    acknowledged = _written(root, 8, 100)
    assert len(acknowledged) == 800
    assert {unit for unit, _ in live(open_register(root))} == acknowledged and rows(open_register(root)) == 800


def test_threads_of_one_process_lose_nothing(root: Path) -> None:
    failed: list[Exception] = []

    def write(writer: int) -> None:
        try:
            for number in range(10):
                say(open_register(root), f"t{writer}-{number}")
        except Exception as error:  # noqa: BLE001 a thread's error is otherwise lost
            failed.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(live(open_register(root))) == 40


def test_of_many_edits_of_one_state_one_is_kept_and_the_others_are_told(root: Path) -> None:
    register = open_register(root)
    told: list[str] = []

    def write(value: str) -> None:
        try:
            say(register, "a", value, based_on=0)
            told.append("kept")
        except LanduseError as error:
            told.append(error.code)

    threads = [threading.Thread(target=write, args=(value,)) for value in ("used", "not_counted", "vacant_zoned", "building_stock")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["kept", "stale_edit", "stale_edit", "stale_edit"]
    assert rows(register) == 1


def _kill_in_the_middle(root: Path, run: int, delay_s: float) -> list[str]:
    """What a process was told before it was killed."""
    killed = subprocess.Popen(victim(root, run), cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    first = killed.stdout.readline().strip()
    time.sleep(delay_s)
    killed.kill()
    said = [first, *(line.strip() for line in killed.stdout if line.endswith("\n"))]
    killed.stdout.close()
    killed.wait()
    return said


def _prove_kills(root: Path, times: int) -> None:
    delays = random.Random(3)
    acknowledged: set[str] = set()
    whole = _found()
    snapshots.write(root, WHOLE, whole.units, whole.facts, {"layers": {}})
    for run in range(times):
        told = _kill_in_the_middle(root, run, delays.uniform(0, 0.4))
        assert told[0], "the process ended by itself"
        acknowledged |= {one for one in told if one.startswith("k")}
        close_registers()
        kept = {unit for unit, _ in live(open_register(root))}
        assert acknowledged <= kept
        assert len(kept - acknowledged) <= run + 1  # at most the one that each was about to tell
        for name in [one[1:] for one in told if one.startswith("s")]:
            park_id, day, fingerprint = name.split("_")
            assert len(snapshots.read(root, SnapshotId(park_id, date.fromisoformat(day), fingerprint)))
        for path in (root / "snapshots" / PARK).glob("[!.]*.parquet"):
            if not path.name.endswith(".facts.parquet"):
                park_id, day, fingerprint = path.stem.split("_")
                assert len(snapshots.read(root, SnapshotId(park_id, date.fromisoformat(day), fingerprint)))
    say(open_register(root), "after")


def test_killed_in_the_middle_nothing_acknowledged_is_lost(root: Path) -> None:
    _prove_kills(root, 4)


@pytest.mark.soak
def test_killed_a_hundred_times(root: Path) -> None:
    _prove_kills(root, 100)
