"""Run a contender as a process of its own and keep what it took: CPU seconds, wall time, peak memory, stages, sums."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """One run of one contender.

    cpu_s : user and system time of the whole process and its ended children; for PostGIS its stages, server included
    said : the contender's last line: stages, sums, rows, version
    code : fingerprint of our own code, "" for rivals; a run of other code is never reused
    """

    contender: str
    style: str
    parcels: int
    number: int
    cpu_s: float
    wall_s: float
    peak_mb: float
    code: str = ""
    said: dict = field(default_factory=dict)


def whole_process(arguments: list[str], environment: dict[str, str] | None = None) -> tuple[str, float, float, float]:
    """Run `python` with arguments to its end.

    Returns
    -------
    what it wrote, its CPU seconds with those of its ended children, wall seconds, peak memory in MB (of the largest process)

    Raises
    ------
    RuntimeError : it failed; the error's text is its own
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=out,
            stderr=err,
            stdin=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**os.environ, **(environment or {})},
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall_s = time.perf_counter() - start
        out.seek(0)
        err.seek(0)
        if child.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {err.read().decode(errors='replace')[-2000:]}")
        return out.read().decode(), used.ru_utime + used.ru_stime, wall_s, used.ru_maxrss / 1024


def measured(contender: str, module: str, folder: Path, style: str, parcels: int, number: int, code: str = "") -> Run:
    """One run of a contender's module on a folder of data."""
    out, cpu_s, wall_s, peak_mb = whole_process(["-m", module, str(folder)])
    said = json.loads(out.strip().splitlines()[-1])
    return Run(contender, style, parcels, number, max(cpu_s, sum(said["stages"].values())), wall_s, peak_mb, code, said)


class Kept:
    """Runs kept in a file of lines, so that a bench that was stopped goes on, and rivals need not run again."""

    def __init__(self, path: Path):
        self.path = path
        self.runs = [Run(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def find(self, contender: str, style: str, parcels: int, code: str | None = None) -> list[Run]:
        """The runs of one contender on one data set (of one state of our code, where named)."""
        return [
            run for run in self.runs if (run.contender, run.style, run.parcels) == (contender, style, parcels) and code in (None, run.code)
        ]

    def add(self, run: Run) -> None:
        """Keep a run."""
        self.runs.append(run)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(run)) + "\n")


def median(values: Iterable[float]) -> float:
    """The middle value; NaN of none."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return float("nan")
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
