"""Many writers at once and kills in the middle: what was acknowledged is there, and the register opens every time."""

import random
import threading
from pathlib import Path

import pytest

from landuse.words.errors import LanduseError
from register.engine import close_registers, open_register
from tests.register.saying import in_a_process, live, rows, say


@pytest.mark.parametrize(("writers", "count"), [(4, 15), pytest.param(8, 100, marks=pytest.mark.soak)])
def test_writers_at_once_lose_nothing(root: Path, writers: int, count: int) -> None:
    acknowledged = set(in_a_process("decisions", root, writers, count).split())
    assert len(acknowledged) == writers * count
    assert {unit for unit, _ in live(open_register(root))} == acknowledged
    assert rows(open_register(root)) == writers * count


def test_threads_of_one_process_lose_nothing(root: Path) -> None:
    _together([lambda worker=worker: [say(open_register(root), f"t{worker}-{n}") for n in range(10)] for worker in range(4)])
    assert len(live(open_register(root))) == 40


def test_of_many_edits_of_one_state_one_is_kept_and_the_others_are_told(root: Path) -> None:
    told: list[str] = []

    def edit(value: str) -> None:
        try:
            say(open_register(root), "a", value, based_on=0)
            told.append("kept")
        except LanduseError as error:
            told.append(error.code)

    _together([lambda value=value: edit(value) for value in ("used", "not_counted", "vacant_zoned", "building_stock")])
    assert sorted(told) == ["kept", "stale_edit", "stale_edit", "stale_edit"]
    assert rows(open_register(root)) == 1


@pytest.mark.parametrize("times", [5, pytest.param(100, marks=pytest.mark.soak)])
def test_killed_while_writing_nothing_acknowledged_is_lost(root: Path, times: int) -> None:
    delays = random.Random(3)
    kept = int(in_a_process("kills", root, *[delays.uniform(0, 0.3) for _ in range(times)]))
    assert kept >= times
    say(open_register(root), "after")


@pytest.mark.parametrize("what", ["restores", "migrations"])
@pytest.mark.parametrize("times", [3, pytest.param(40, marks=pytest.mark.soak)])
def test_killed_in_the_middle_the_register_is_the_old_or_the_new(root: Path, what: str, times: int) -> None:
    close_registers()
    shares = random.Random(5)
    old, new = map(int, in_a_process(what, root, *[shares.uniform(0, 1.3) for _ in range(times)]).split())
    assert old + new == times
    say(open_register(root), "after")


def _together(tasks: list) -> None:
    failed: list[Exception] = []

    def run(task: object) -> None:
        try:
            task()
        except Exception as error:  # noqa: BLE001 a thread's error is otherwise lost
            failed.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
