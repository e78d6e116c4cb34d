"""Asking the reading process (`supervisor`) to do a job, within what is left of a file's time."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from door.limits import LIMITS, MB
from door.progress import tell
from landuse.words import messages
from landuse.words.errors import LanduseError

_ROOT = Path(__file__).parent.parent.parent
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "PYTHONWARNINGS")
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_MAX_ANSWER_BYTES = 20_000_000
_MARGIN_S = 5.0


@dataclass
class Budget:
    """What is left for one file, in seconds; a job takes from it."""

    cpu_s: float
    wall_s: float


@dataclass(frozen=True)
class Worker:
    """A running reading process."""

    process: subprocess.Popen
    control: socket.socket
    owner: int
    offline: bool


_lock = threading.Lock()
_running: list[Worker] = []
_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


class ReaderEnded(Exception):
    """A job's process ended before it had an answer; `signal` is what ended it, 0 where none did."""

    def __init__(self, ended_by: int) -> None:
        super().__init__(ended_by)
        self.signal = ended_by


@contextmanager
def file_budget(size_bytes: int) -> Iterator[Budget]:
    """All jobs in the block share the time of one file; a file of a size in bytes has it once for each part begun."""
    parts = max(1, -(-size_bytes // (LIMITS["stream_part_mb"] * MB)))
    token = _budget.set(Budget(LIMITS["cpu_s"] * parts, LIMITS["wall_s"] * parts))
    try:
        yield _budget.get()
    finally:
        _budget.reset(token)


def start() -> Worker:
    """The reading process, started when there is none; a second or two then, nothing later."""
    with _lock:
        while _running:
            worker = _running[-1]
            if worker.owner == os.getpid() and worker.process.poll() is None:
                return worker
            _running.pop()
            worker.control.close()
        _running.append(_started())
        return _running[-1]


def run(task: str, folder: Path, name: str, cpu_s: float | None = None, **params: Any) -> Any:
    """Have one job done, and its answer.

    Parameters
    ----------
    task : a key of `jobs.TASKS`
    folder : the job's private folder, where it reads and leaves its Arrow files
    name : the file's own name, for refusals
    cpu_s : a tighter limit of processor time for this one job; passing it is a `ReaderEnded`, not a refusal

    Raises
    ------
    LanduseError : what the job refuses; reader_time, reader_time_list, reader_memory, reader_crashed
    """
    budget = _budget.get() or Budget(LIMITS["cpu_s"], LIMITS["wall_s"])
    began = time.monotonic()
    limits = {"cpu_s": min(budget.cpu_s, cpu_s or budget.cpu_s), "wall_s": max(budget.wall_s, 0.05), "limits": LIMITS}
    job = {"task": task, "folder": str(folder), "name": name, **limits, **params}
    try:
        return _answer(_send(json.dumps(job).encode()), name, limits["wall_s"])
    except ReaderEnded as ended:
        if cpu_s is not None:
            raise
        raise _cause(ended, name, params.get("format")) from ended
    finally:
        spent = time.monotonic() - began
        budget.wall_s -= spent
        budget.cpu_s = max(budget.cpu_s - spent, 1.0)


def _started() -> Worker:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    command = [sys.executable, "-m", "door.process.supervisor"]
    process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.DEVNULL, cwd=_ROOT, env={**kept, **_ONE_THREAD})
    theirs.close()
    ready = ours.recv(1000)
    if not ready:
        raise RuntimeError("The reading process did not start; its words are above.")
    worker = Worker(process, ours, os.getpid(), json.loads(ready)["offline"])
    atexit.register(_stop, worker)
    return worker


def _stop(worker: Worker) -> None:
    worker.control.close()
    if worker.owner == os.getpid():
        worker.process.wait(timeout=10)


def _send(job: bytes) -> socket.socket:
    """Hand the job over; where the reading process has died meanwhile, a new one is started, once."""
    for last in (False, True):
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(start().control, [job], [theirs.fileno()])
            return ours
        except (BrokenPipeError, ConnectionResetError):
            ours.close()
            if last:
                raise
        finally:
            theirs.close()
    raise AssertionError("not reached")


def _answer(source: socket.socket, name: str, wall_s: float) -> Any:
    """Read lines until the supervisor says how the job ended."""
    with source, source.makefile("rb") as lines:
        source.settimeout(wall_s + _MARGIN_S)
        found: dict[str, Any] = {}
        read = 0
        try:
            while line := lines.readline(_MAX_ANSWER_BYTES):
                read += len(line)
                said = json.loads(line)
                if "progress" in said:
                    tell("reading", *map(int, said["progress"]))
                found |= said
                if read > _MAX_ANSWER_BYTES:
                    raise ReaderEnded(0)
        except (TimeoutError, ValueError, TypeError) as error:  # too late, or not what a reading process says
            raise ReaderEnded(0) from error
    if "error" in found:
        raise _refusal(found, name)
    if found.get("exit") != 0 or "result" not in found:
        raise ReaderEnded(max(-found.get("exit", 0), 0))
    return found["result"]


def _refusal(found: dict[str, Any], name: str) -> LanduseError:
    """The child's words are not trusted: only a known sentence with all its values becomes an error."""
    code, values = str(found["error"]), found.get("values")
    try:
        error = LanduseError(code, **values)
        if messages.has(f"error.{code}") and error.text(messages.DEFAULT_LANG):
            return error
    except (KeyError, TypeError, ValueError):
        pass
    return LanduseError("reader_crashed", file=name)


def _cause(ended: ReaderEnded, name: str, kind: str | None) -> LanduseError:
    if ended.signal in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL):
        code = "reader_time_list" if kind in ("csv", "xlsx") else "reader_time"
        return LanduseError(code, file=name, cpu_s=LIMITS["cpu_s"], wall_s=LIMITS["wall_s"])
    if ended.signal == signal.SIGABRT:  # how a library ends that gets no memory
        return LanduseError("reader_memory", file=name, limit_mb=LIMITS["memory_mb"])
    return LanduseError("reader_crashed", file=name)
