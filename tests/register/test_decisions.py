"""Decisions: signed, ended and never deleted, and none lost when several write at once."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from sqlalchemy import func, select

from landuse.errors import LanduseError
from register.decisions import Decision, decide, live, opened, take_back
from tests.squares import EPSG, PARK, rect

_DAY, _NEXT, _LATER = date(2026, 1, 1), date(2026, 1, 2), date(2026, 6, 30)


def _unit(name: str, x: float = 0) -> pd.Series:
    return gpd.GeoDataFrame({"park_id": [PARK]}, index=[name], geometry=[rect(x, 0)], crs=EPSG).iloc[0]


def _decide(engine: object, name: str, land_class: str = "used", by: str = "Kari", why: str = "Befart", on: date = _DAY) -> None:
    decide(engine, _unit(name), land_class, by, why, on, "{}")


def _live(engine: object, on: date = _LATER) -> list[list[str]]:
    return live(engine, PARK, on, EPSG)[["unit_id", "set_class"]].values.tolist()


def _rows(engine: object) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Decision)).scalar_one()


def test_nothing_decided_yet(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        empty = live(register, PARK, _DAY, EPSG)
    assert empty.empty and empty.crs.to_epsg() == EPSG


def test_a_decision_holds_from_its_day(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a", on=_NEXT)
        assert (_live(register, _DAY), _live(register, _NEXT)) == ([], [["a", "used"]])


def test_who_when_what_why_and_the_outline_are_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a", by="  Kari ", why=" Befart ")
    with opened(tmp_path) as register:
        row = live(register, PARK, _DAY, EPSG).iloc[0]
    assert (row["set_by"], row["set_reason"], row["evidence"]) == ("Kari", "Befart", "{}")
    assert row["set_at"].year >= 2025
    assert row["geometry"].equals(rect(0, 0))


@pytest.mark.parametrize(("by", "why"), [("", "Befart"), ("Kari", ""), ("  ", "Befart"), ("Kari", "\n\t")])
def test_unsigned_is_refused(tmp_path: Path, by: str, why: str) -> None:
    with opened(tmp_path) as register:
        with pytest.raises(LanduseError) as refused:
            _decide(register, "a", by=by, why=why)
        assert refused.value.code == "decision_unsigned"
        assert _rows(register) == 0


def test_an_unknown_class_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as register, pytest.raises(LanduseError) as refused:
        _decide(register, "a", "in_use")
    assert refused.value.code == "class_unknown"


def test_a_new_decision_ends_the_old_and_deletes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a", "used", on=_DAY)
        _decide(register, "a", "not_counted", on=_NEXT)
        assert (_live(register, _DAY), _live(register, _NEXT)) == ([["a", "used"]], [["a", "not_counted"]])
        assert _rows(register) == 2


def test_two_decisions_on_one_day(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a", "used")
        _decide(register, "a", "not_counted")
        assert _live(register, _DAY) == [["a", "not_counted"]]


def test_a_decision_from_an_earlier_day_does_not_undo_a_later_one(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a", "not_counted", on=_LATER)
        _decide(register, "a", "used", on=_DAY)
        assert _live(register, _NEXT) == [["a", "used"]]
        assert _live(register, _LATER) == [["a", "not_counted"]]


def test_taken_back_is_ended_not_deleted(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a")
        _decide(register, "b")
        take_back(register, "a", _NEXT)
        assert (_live(register, _DAY), _live(register, _NEXT)) == ([["a", "used"], ["b", "used"]], [["b", "used"]])
        assert _rows(register) == 2


def test_parks_are_kept_apart(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        _decide(register, "a")
        assert live(register, "elsewhere", _LATER, EPSG).empty


def test_four_threads_of_25_lose_nothing(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    failed = []

    def write(worker: int) -> None:
        try:
            with opened(tmp_path) as register:
                for number in range(25):
                    _decide(register, f"u{worker}-{number}")
        except Exception as error:  # noqa: BLE001 a thread's error is otherwise lost
            failed.append(error)

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with opened(tmp_path) as register:
        assert {unit for unit, _ in _live(register)} == {f"u{worker}-{number}" for worker in range(4) for number in range(25)}


def _writers(*arguments: str) -> subprocess.CompletedProcess:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-W", "error", "-m", "tests.register.writers", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300)


def test_four_processes_of_25_lose_nothing(tmp_path: Path) -> None:
    """Also when all of them make the register at the same time."""
    done = _writers("decisions", str(tmp_path))
    assert done.returncode == 0, done.stderr
    acknowledged = set(done.stdout.split())
    assert len(acknowledged) == 100
    with opened(tmp_path) as register:
        assert {unit for unit, _ in _live(register)} == acknowledged


def test_an_acknowledged_decision_survives_a_kill(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-m", "tests.register.writers", "decisions", str(tmp_path)]
    writer = subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    acknowledged = [writer.stdout.readline().strip() for _ in range(5)]
    os.killpg(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    with opened(tmp_path) as register:
        assert {*acknowledged, *rest} <= {unit for unit, _ in _live(register)}
