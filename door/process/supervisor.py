"""The process that reads strangers' files: a supervisor that opens nothing itself and forks one limited child for each job.

Forked from a process that has its libraries loaded, a child costs some milliseconds instead of a start of its own. It has
its own limits of memory, processor time and clock time, no network where the system allows that, and dies with its job,
so that nothing a file does to it can reach the next file.

Messages: the caller sends a job as JSON with a socket for the answer; the child answers in lines of JSON, and when it is
gone the supervisor adds how it ended. Larger results are Arrow files in the job's folder.
"""

import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from door import limits as door_limits
from door.process import jobs
from landuse.words.errors import LanduseError

MAX_JOB_BYTES = 64_000
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_GRACE_S = 2.0


@dataclass
class _Child:
    """A child at work: the socket of its answer, and the moment when it is killed."""

    answer: socket.socket
    deadline: float


def main() -> None:
    """Serve jobs from the socket on standard input until its other end is closed."""
    control = socket.socket(fileno=0)
    offline = _leave_network()
    try:
        control.send(json.dumps({"ready": True, "offline": offline}).encode())
    except BrokenPipeError:  # the caller was ended while this process started
        return
    gc.freeze()
    children: dict[int, _Child] = {}
    folders: set[str] = set()
    while True:
        readable, _, _ = select.select([control], [], [], 0.02 if children else None)
        _reap(children)
        if readable and not _next_job(control, children, folders):
            break
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    for folder in folders:  # of a caller that was ended by force: its copies of files go
        if Path(folder).name.startswith("parkareal-"):
            shutil.rmtree(folder, ignore_errors=True)


def _next_job(control: socket.socket, children: dict[int, _Child], folders: set[str]) -> bool:
    message, descriptors, _, _ = socket.recv_fds(control, MAX_JOB_BYTES, 1)
    if not message or not descriptors:
        return False
    job, answer = json.loads(message), socket.socket(fileno=descriptors[0])
    folders.difference_update([folder for folder in folders if not Path(folder).exists()])
    folders.add(job["folder"])
    pid = os.fork()
    if pid == 0:
        control.close()
        _child(job, answer)
    children[pid] = _Child(answer, time.monotonic() + job["wall_s"] + _GRACE_S)
    return True


def _reap(children: dict[int, _Child]) -> None:
    for pid, child in list(children.items()):
        if time.monotonic() > child.deadline:
            os.kill(pid, signal.SIGKILL)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            _say(child.answer, {"exit": os.waitstatus_to_exitcode(status)})
            child.answer.close()
            del children[pid]


def _child(job: dict, answer: socket.socket) -> None:
    """Do one job and end; whatever happens, it never comes back into the supervisor's loop."""
    code = 1
    try:
        _limit(job)
        door_limits.LIMITS.update(job["limits"])
        result = jobs.TASKS[job["task"]](job, lambda said: _say(answer, {"progress": said}))
        _say(answer, {"result": result})
        code = 0
    except LanduseError as error:
        _say(answer, {"error": error.code, "values": error.values})
        code = 0
    except MemoryError:
        _say(answer, {"error": "reader_memory", "values": {"file": job["name"], "limit_mb": job["limits"]["memory_mb"]}})
        code = 0
    finally:
        if code:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)


def _limit(job: dict) -> None:
    """Memory, processor and clock; the clock's alarm and the processor's signal end the process even inside a library."""
    limits, libc = job["limits"], ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory_mb"] * door_limits.MB),
        (resource.RLIMIT_CPU, max(1, round(job["cpu_s"]))),
        (resource.RLIMIT_FSIZE, limits["output_mb"] * door_limits.MB),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        allowed = resource.getrlimit(kind)[1]  # the system's own may be tighter
        own = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (own, own))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, job["wall_s"])
    os.chdir(job["folder"])


def _leave_network() -> bool:
    """Whether this process and its children now have no network at all."""
    libc = ctypes.CDLL(None)
    return libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def _say(answer: socket.socket, words: dict) -> None:
    try:
        answer.sendall(json.dumps(words, ensure_ascii=False, default=str).encode(errors="replace") + b"\n")
    except OSError:  # the caller is gone: nobody is there to be told
        return


if __name__ == "__main__":
    main()
