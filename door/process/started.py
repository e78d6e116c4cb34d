"""The one reading process (`supervisor`) of this process: started when there is none, heard, and spoken to."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from door.limits import LIMITS
from door.process import ended
from landuse.words.errors import LanduseError
from landuse.words.log import LOG

_ROOT = Path(__file__).parent.parent.parent
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "PYTHONWARNINGS")
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_HERE = {"SQLITE_TMPDIR": "."}  # where SQLite sorts: asked for once, when it starts, and "." is each child's own folder
_ENDS_WITHIN_S = 10.0

_lock = threading.Lock()
_told_once: set[str] = set()


@dataclass(frozen=True)
class Worker:
    """A running reading process.

    offline : whether it has left the network
    fence : the version of Landlock that its children lay around themselves; 0 where the kernel has none
    """

    process: subprocess.Popen
    control: socket.socket
    owner: int
    offline: bool
    fence: int

    def cause(self) -> str:
        """Why there is no word of how a job ended: what became of the whole process."""
        try:
            code = self.process.wait(timeout=_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            return ended.CRASH
        return ended.MACHINE if code == -signal.SIGKILL else ended.CRASH


@dataclass(frozen=True)
class _Ear:
    """Hears a process's stderr into the log, and keeps the last lines; what a file made it say has no control characters there."""

    stream: IO[str]
    last: deque[str] = field(default_factory=lambda: deque(maxlen=5))

    def listen(self) -> None:
        with self.stream:
            for line in self.stream:
                words = "".join(letter if letter.isprintable() else " " for letter in line).strip()
                if words:
                    self.last.append(words)
                    LOG.warning("reading process: %s", words[:500])


_running: list[Worker] = []


def start(name: str = "–") -> Worker:
    """The reading process, started when there is none; a second or two then, nothing later.

    Raises
    ------
    LanduseError : reader_no_process, reader_no_files, reader_missing, reader_broken; each names the file that was to be read
    """
    with _lock:
        while _running:
            worker = _running[-1]
            if worker.owner == os.getpid() and worker.process.poll() is None:
                return worker
            _running.pop()
            worker.control.close()
        _running.append(_started(name))
        _say_once(_running[-1])
        return _running[-1]


def start_early() -> None:
    """Start it before anybody needs it; what stands in the way is said in the log, and to whoever needs it then."""
    try:
        start()
    except LanduseError as error:
        LOG.error("%s", error.text("en"))


def handed_over(job: bytes, name: str) -> tuple[Worker, socket.socket]:
    """Hand a job over, and the socket of its answer; where the reading process has died meanwhile, a new one is started, once.

    Raises
    ------
    LanduseError : as `start`
    """
    for _ in range(2):
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise ended.not_started(error, name, sys.executable) from error
        with theirs:
            try:
                worker = start(name)
                socket.send_fds(worker.control, [job], [theirs.fileno()])
                return worker, ours
            except (BrokenPipeError, ConnectionResetError):
                ours.close()
            except LanduseError:
                ours.close()
                raise
    raise LanduseError("reader_broken", file=name, reason="EPIPE")


def _started(name: str) -> Worker:
    try:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    except OSError as error:
        raise ended.not_started(error, name, sys.executable) from error
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    command = [sys.executable, "-m", "door.process.supervisor"]
    with theirs:
        try:
            process = subprocess.Popen(
                command, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=_ROOT, env={**kept, **_ONE_THREAD, **_HERE},
                text=True, errors="replace",
            )  # fmt: skip
        except OSError as error:
            ours.close()
            raise ended.not_started(error, name, sys.executable) from error
    ear = _Ear(process.stderr)
    hearing = threading.Thread(target=ear.listen, name="reading process's words", daemon=True)
    hearing.start()
    ready = _ready(ours)
    if not ready:
        ours.close()
        process.kill()
        process.wait()
        hearing.join(_ENDS_WITHIN_S)
        raise LanduseError("reader_broken", file=name, reason=(ear.last or ["–"])[-1])
    said = json.loads(ready)
    worker = Worker(process, ours, os.getpid(), said["offline"], said["fence"])
    atexit.register(_stop, worker)
    return worker


def _ready(ours: socket.socket) -> bytes:
    """Its first word; nothing where it ended before, or has not started in time."""
    ours.settimeout(LIMITS["start_s"])
    try:
        return ours.recv(1000)
    except (TimeoutError, ConnectionResetError):
        return b""
    finally:
        ours.settimeout(None)


def _say_once(worker: Worker) -> None:
    """What this system cannot give the reading process, in the log, once."""
    lacks = {
        "fence": (not worker.fence, "this kernel has no Landlock: a file that took its reading process over could read what this user may"),
        "network": (not worker.offline and worker.fence < 4, "the reading process could not leave the network"),
    }
    for what, (is_so, words) in lacks.items():
        if is_so and what not in _told_once:
            _told_once.add(what)
            LOG.warning("%s", words)


def _stop(worker: Worker) -> None:
    worker.control.close()
    if worker.owner == os.getpid():
        worker.process.wait(timeout=_ENDS_WITHIN_S)
