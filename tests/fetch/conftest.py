"""A stub of faults for all tests of the room, and a way to ask it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fetch.limits import LIMITS
from tests.fetch.asking import Asker
from tests.fetch.stub import Stub, serving


@pytest.fixture(scope="session")
def stub() -> Iterator[Stub]:
    """The stub, one for all tests of a process."""
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no fault of a service's."""
    for name in ("first_silence_s", "second_silence_s", "answer_s"):
        monkeypatch.setitem(LIMITS, name, 120)


@pytest.fixture
def ask(patient: None, stub: Stub, tmp_path: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> Asker:
    """Asks with limits that a test can wait for, of time only where time is the fault: a busy machine is not one."""
    monkeypatch.setitem(LIMITS, "page_bytes", 1_000_000)
    shorter = {"silent": {"first_silence_s": 0.3, "second_silence_s": 0.3}, "drip": {"answer_s": 1}}
    return Asker(stub, tmp_path, lambda trap: [monkeypatch.setitem(LIMITS, *one) for one in shorter.get(trap, {}).items()])
