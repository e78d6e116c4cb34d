"""Hold the pins of requirements files against the known advisories; `make audit` runs it with pip-audit beside it.

    python scripts/audit.py requirements-bench.txt …

Exit codes: 0 every pin was looked up and none has an advisory, 1 some have, 2 not all could be looked up. pip-audit by itself calls a pin
clean that the database does not know, so it does where only a mirror without advisories is reached; here that is not looked up.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CLEAN, FOUND, NOT_ASKED = 0, 1, 2
_PIP_AUDIT = (sys.executable, "-m", "pip_audit")
_OPTIONS = ("--disable-pip", "--require-hashes", "--format", "json", "--desc", "off", "--progress-spinner", "off", "--timeout", "15")


def audit(files: Sequence[Path], pip_audit: Sequence[str] = _PIP_AUDIT) -> tuple[int, list[str]]:
    """Exit code, and what to tell of each file, in lines."""
    told = [_one_file(file, pip_audit) for file in files]
    codes = {code for code, _ in told}
    worst = FOUND if FOUND in codes else max(codes, default=CLEAN)
    return worst, [line for _, lines in told for line in lines]


def _one_file(file: Path, pip_audit: Sequence[str]) -> tuple[int, list[str]]:
    run = subprocess.run([*pip_audit, *_OPTIONS, "-r", str(file)], capture_output=True, text=True)
    if not run.stdout.strip():
        last = (run.stderr.strip().splitlines() or ["no answer"])[-1]
        return NOT_ASKED, [f"{file.name}: the advisories could not be asked, which takes a network: {last}"]
    pins = json.loads(run.stdout)["dependencies"]
    skipped = [one["name"] for one in pins if "skip_reason" in one]
    lines = [_advisory(file, one, each) for one in pins for each in one.get("vulns", ())]
    code = FOUND if lines else NOT_ASKED if skipped or not pins else CLEAN
    lines.append(f"{file.name}: {len(pins) - len(skipped)} of {len(pins)} pins looked up, {len(lines)} advisories")
    if skipped:
        lines.append(f"{file.name}: not known to the database that answered, so NOT looked up: {', '.join(skipped)}")
    return code, lines


def _advisory(file: Path, pin: dict, advisory: dict) -> str:
    names = " ".join([advisory["id"], *advisory["aliases"]])
    mended = ", ".join(advisory["fix_versions"]) or "no version"
    return f"{file.name}: {pin['name']} {pin['version']}: {names}; mended in {mended}"


if __name__ == "__main__":
    exit_code, lines = audit([Path(name) for name in sys.argv[1:]])
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(exit_code)
