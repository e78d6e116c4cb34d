"""Parks that are written and told of to a council."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from parks.park import Park
from register.engine import close_registers
from tests.actions.conftest import write_park


@pytest.fixture
def make_park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Park]]:
    """`make_park(perimeter=…, plots=…)` writes a park in a data root of its own."""
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    yield partial(write_park, tmp_path)
    close_registers()
