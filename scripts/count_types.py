"""What mypy finds in each room: `python -m scripts.count_types` keeps the counts, which `tests/test_types.py` lets fall and never rise."""

import hashlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "types.toml"
_FOUND = re.compile(r"(?P<room>\w+)[/.\w]*:\d+: error: (?P<said>.*)  \[(?P<rule>[\w-]+)\]")
SIGNATURE = "no-untyped-def"
_HEAD = "# What mypy finds in each room; a room that is not here has nothing. Written by `python -m scripts.count_types`.\n[errors]\n"


def errors() -> list[tuple[str, str, str]]:
    """Room, rule and line of everything that mypy finds.

    Raises
    ------
    RuntimeError : mypy did not come to an end
    """
    cache = Path(sys.prefix) / "mypy" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:16]  # a checkout's own: others change beside it
    call = [sys.executable, "-m", "mypy", "--cache-dir", str(cache), "--no-error-summary", "--hide-error-context", "--no-color-output"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    found = [(hit["room"], hit["rule"], line) for line in done.stdout.splitlines() if (hit := _FOUND.match(line))]
    if done.returncode not in (0, 1) or bool(done.returncode) != bool(found):
        raise RuntimeError(done.stdout + done.stderr)
    return found


def counted(found: list[tuple[str, str, str]]) -> str:
    """The counts as they are kept."""
    by_room = Counter(room for room, _, _ in found)
    return _HEAD + "".join(f"{room} = {count}\n" for room, count in sorted(by_room.items()))


if __name__ == "__main__":
    KEPT.write_text(counted(errors()), encoding="utf-8")
