"""Asking the reading process (`supervisor`) to do a job, within what is left of a file's time and when it is the file's turn."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from door.limits import LIMITS, MB
from door.process import ended as process_ended
from door.process.started import Worker, handed_over
from door.process.started import start as start
from door.process.turns import turn
from door.progress import tell
from landuse.words import messages
from landuse.words.errors import LanduseError

_MAX_ANSWER_BYTES = 20_000_000
_MARGIN_S = 5.0


@dataclass
class Budget:
    """What is left for one file, in seconds of processor and on the clock, of what it had; a job takes from it."""

    cpu_s: float
    wall_s: float
    whole_cpu_s: float
    whole_wall_s: float


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


class ReaderEnded(Exception):
    """A job's process ended before it had an answer; `cause` is one of those of `ended`."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@contextmanager
def file_budget(size_bytes: int) -> Iterator[Budget]:
    """All jobs in the block share the time of one file; a file of a size in bytes has it once for each part begun."""
    own = _budget_of(max(1, -(-size_bytes // (LIMITS["stream_part_mb"] * MB))))
    token = _budget.set(own)
    try:
        yield own
    finally:
        _budget.reset(token)


@contextmanager
def own_budget(cpu_s: float) -> Iterator[Budget]:
    """Jobs in the block have time of their own, which takes nothing of their file's: a look that the file can be taken without."""
    own = Budget(cpu_s, LIMITS["wall_s"], cpu_s, LIMITS["wall_s"])
    token = _budget.set(own)
    try:
        yield own
    finally:
        _budget.reset(token)


def run(task: str, folder: Path, name: str, cpu_s: float | None = None, is_list: bool = False, **params: Any) -> Any:
    """Have one job done, and its answer.

    Parameters
    ----------
    task : a key of `jobs.TASKS`
    folder : the job's private folder, where it reads and leaves its Arrow files; it can see no other
    name : the file's own name, for refusals
    cpu_s : a tighter limit of processor time for this one job; what the file does to its process is a `ReaderEnded` then, not a refusal
    is_list : whether the file is a list, which is told so when its time is up

    Raises
    ------
    LanduseError : what the job refuses; readers_full; the refusals of `ended` and `started`
    """
    budget = _budget.get() or _budget_of(1)
    with turn(name):
        if min(budget.cpu_s, budget.wall_s) <= 0:
            raise _refused(process_ended.TIME if budget.cpu_s <= 0 else process_ended.CLOCK, name, is_list, budget)
        limits = {"cpu_s": min(budget.cpu_s, cpu_s or budget.cpu_s), "wall_s": budget.wall_s, "limits": LIMITS}
        job = {"task": task, "folder": str(folder), "name": name, **limits, **params}
        began = time.monotonic()
        try:
            return _answer(*handed_over(json.dumps(job).encode(), name), name, budget)
        except ReaderEnded as ended:
            if cpu_s is not None and ended.cause in process_ended.OF_ITS_OWN:
                raise
            raise _refused(ended.cause, name, is_list, budget) from ended
        finally:
            budget.wall_s -= time.monotonic() - began


def _budget_of(parts: int) -> Budget:
    cpu_s, wall_s = LIMITS["cpu_s"] * parts, LIMITS["wall_s"] * parts
    return Budget(cpu_s, wall_s, cpu_s, wall_s)


def _refused(cause: str, name: str, is_list: bool, budget: Budget) -> LanduseError:
    return process_ended.refusal(cause, name, is_list, budget.whole_cpu_s, budget.whole_wall_s)


def _answer(worker: Worker, source: socket.socket, name: str, budget: Budget) -> Any:
    """Read lines until the supervisor says how the job ended."""
    with source, source.makefile("rb") as lines:
        source.settimeout(budget.wall_s + _MARGIN_S)
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
                    raise ReaderEnded(process_ended.CRASH)
        except TimeoutError as error:
            raise ReaderEnded(process_ended.CLOCK) from error
        except (ValueError, TypeError) as error:  # not what a reading process says
            raise ReaderEnded(process_ended.CRASH) from error
    if "not_started" in found:
        raise process_ended.not_started(OSError(found["not_started"], "fork"), name, "fork")
    budget.cpu_s -= found.get("cpu_s", 0.0)
    if "error" in found:
        raise _refusal(found, name)
    if found.get("exit") != 0 or "result" not in found:
        raise ReaderEnded(found.get("cause") or worker.cause())
    return found["result"]


def _refusal(found: dict[str, Any], name: str) -> LanduseError:
    """The child's words are not trusted: only a known sentence with all its values becomes an error."""
    code, values = str(found["error"]), found.get("values") or {}
    try:
        error = LanduseError(code, **values)
        if messages.has(f"error.{code}") and error.text(messages.DEFAULT_LANG):
            return error
    except (KeyError, TypeError, ValueError):
        pass
    return LanduseError("reader_crashed", file=name)
