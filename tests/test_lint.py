"""The code keeps to the project's own rules of style."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("rule", [("check",), ("format", "--check")], ids=" ".join)
def test_ruff_has_nothing_to_say(rule: tuple[str, ...]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "ruff", *rule, "--no-cache", "."], cwd=Path(__file__).parent.parent, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stdout


def test_test_files_have_names_of_their_own() -> None:
    """Two files of one name in two folders cannot be collected together."""
    root = Path(__file__).parent
    names = [path.name for path in root.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
