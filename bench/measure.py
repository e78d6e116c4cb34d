"""Run a contender as a process of its own and keep what it took: CPU seconds, wall time, peak memory, stages, sums."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.contenders import Contender

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """One run of one contender.

    cpu_s : user and system time of the whole process and its ended children; for PostGIS its stages, server included
    said : the contender's last line: stages, sums, rows, version; {"stopped_cpu_s": …} where it was stopped
    code : fingerprint of our own code, "" for rivals; a run of other code is never reused
    load : how many processes wanted a core in the minute before
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
    load: float = float("nan")

    @property
    def was_stopped(self) -> bool:
        """Whether it took longer than it may."""
        return "stopped_cpu_s" in self.said


class Stopped(Exception):
    """A process took as many CPU seconds as it may."""


def whole_process(arguments: list[str], limit_cpu_s: int = 0) -> tuple[str, float, float, float]:
    """Run `python` with arguments to its end.

    Returns
    -------
    what it wrote, its CPU seconds with those of its ended children, wall seconds, peak memory in MB (of the largest process)

    Raises
    ------
    RuntimeError : it failed; the error's text is its own
    Stopped : it took more CPU than the limit (0: none)
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=out,
            stderr=err,
            stdin=subprocess.DEVNULL,
            cwd=_ROOT,
        )
        if limit_cpu_s:
            resource.prlimit(child.pid, resource.RLIMIT_CPU, (limit_cpu_s, limit_cpu_s))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall_s = time.perf_counter() - start
        out.seek(0)
        err.seek(0)
        if limit_cpu_s and child.returncode < 0 and used.ru_utime + used.ru_stime >= limit_cpu_s - 1:
            raise Stopped
        if child.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {err.read().decode(errors='replace')[-2000:]}")
        return out.read().decode(), used.ru_utime + used.ru_stime, wall_s, used.ru_maxrss / 1024


def measured(contender: Contender, folder: Path, style: str, parcels: int, number: int, code: str, frames: Path | None) -> Run:
    """One run of a contender on a folder of data; `frames` is where what it found is kept, or nowhere."""
    load, name = os.getloadavg()[0], contender.name
    arguments = ["-m", contender.module, str(folder)]
    if frames is not None:
        frames.mkdir(parents=True, exist_ok=True)
        arguments.append(str(frames))
    try:
        out, cpu_s, wall_s, peak_mb = whole_process(arguments, contender.limit_cpu_s)
    except Stopped:
        said = {"stages": {}, "sums": {}, "stopped_cpu_s": contender.limit_cpu_s}
        return Run(name, style, parcels, number, contender.limit_cpu_s, 0.0, 0.0, code, said, load)
    said = json.loads(out.strip().splitlines()[-1])
    return Run(name, style, parcels, number, max(cpu_s, sum(said["stages"].values())), wall_s, peak_mb, code, said, load)


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

    def newest(self, contender: str, style: str, parcels: int) -> list[Run]:
        """The runs of the newest state of the code."""
        runs = self.find(contender, style, parcels)
        return [run for run in runs if run.code == runs[-1].code]

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
