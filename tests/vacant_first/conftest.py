"""The example parks of the cases, with their own register, once for all tests that ask of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.engine import close_registers
from tests.vacant_first.cases import CASES, copy_parks, publish


@pytest.fixture(scope="module")
def parks_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data root where the case of the other park has its plot published."""
    root = copy_parks(tmp_path_factory.mktemp("cases"))
    patch = pytest.MonkeyPatch()
    patch.setenv("PARKAREAL_DATA", str(root))
    for case in CASES:
        publish(case)
    yield root
    patch.undo()
    close_registers()
