"""No bytes make a parser of ours fail with anything but a refusal: some tries in every run, ten minutes of atheris in the long ones."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, run, seeds

TRIES = 150
SECONDS_EACH = 60


def spoilt(seed: bytes, chance: random.Random) -> bytes:
    """The seed with some bytes changed, left out, doubled, or cut off."""
    content = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        what = chance.randrange(4)
        if what == 0:
            content[at : at + 1] = chance.choice([b"\0", b"\xff", b"\x7f", b"<", b'"', b"{", b"-", b"9" * 40, b"\xff\xff\xff\x7f"])
        elif what == 1:
            del content[at : at + chance.randint(1, 30)]
        elif what == 2:
            content[at:at] = content[at : at + chance.randint(1, 60)]
        else:
            content = content[: max(at, 1)]
    return bytes(content)


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_spoilt_files_are_refused_and_nothing_else(target: str, tmp_path: Path) -> None:
    chance = random.Random(target)
    for seed in seeds(target):
        run(target, seed, str(tmp_path))
        for _ in range(TRIES):
            run(target, spoilt(seed, chance), str(tmp_path))


@pytest.mark.soak
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_a_minute_of_fuzzing(target: str) -> None:
    command = [sys.executable, "-m", "tests.fuzz", target, str(SECONDS_EACH)]
    said = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=10 * SECONDS_EACH)
    assert said.returncode == 0, said.stdout[-2000:] + said.stderr[-4000:]
