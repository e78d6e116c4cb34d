"""The process that reads strangers' files: a supervisor that opens nothing itself and forks one limited child for each job.

Forked from a process that has its libraries loaded, a child costs some milliseconds instead of a start of its own. It has
its own limits of memory, processor time and clock time, a fence around its own folder, no network where the system allows that,
and dies with its job, so that nothing a file does to it can reach the next file.

Messages: the caller sends a job as JSON with a socket for the answer; the child answers in lines of JSON, and when it is
gone the supervisor adds how it ended, why, and the processor time that it used. Larger results are Arrow files in the job's folder.
"""

import ctypes
import gc
import json
import math
import os
import resource
import select
import shutil
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from door import limits as door_limits
from door.process import ended, fence, jobs
from door.process.child import Child
from landuse.words.errors import LanduseError

MAX_JOB_BYTES = 64_000
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_LOOK_S = 0.02


def main() -> None:
    """Serve jobs from the socket on standard input until its other end is closed."""
    control = socket.socket(fileno=0)
    offline = _leave_network()
    try:
        control.send(json.dumps({"ready": True, "offline": offline, "fence": fence.kernel_abi()}).encode())
    except BrokenPipeError:  # the caller was ended while this process started
        return
    gc.freeze()
    children: dict[int, Child] = {}
    folders: set[str] = set()
    while True:
        readable, _, _ = select.select([control], [], [], _LOOK_S if children else None)
        _reap(children)
        if readable and not _next_job(control, children, folders):
            break
    for child in children.values():
        child.kill()
    for folder in folders:  # of a caller that was ended by force: its copies of files go
        if Path(folder).name.startswith("parkareal-"):
            shutil.rmtree(folder, ignore_errors=True)


def _next_job(control: socket.socket, children: dict[int, Child], folders: set[str]) -> bool:
    """Start the next job; whether there may be more."""
    message, descriptors, _, _ = socket.recv_fds(control, MAX_JOB_BYTES, 1)
    if not message:
        return False
    if not descriptors:  # this process has too many open: the caller sees its socket closed
        return True
    job, answer = json.loads(message), socket.socket(fileno=descriptors[0])
    folders.difference_update([folder for folder in folders if not Path(folder).exists()])
    folders.add(job["folder"])
    try:
        child = _forked(job, answer, control, children)
    except OSError as error:
        _say(answer, {"not_started": error.errno})
        answer.close()
        return True
    children[child.pid] = child
    return True


def _forked(job: dict, answer: socket.socket, control: socket.socket, children: dict[int, Child]) -> Child:
    words, stderr = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(words)
        os.close(stderr)
        raise
    if pid == 0:
        os.setpgid(0, 0)
        os.dup2(stderr, 2)
        control.close()
        for other in children.values():  # a child answers for its own job alone
            other.answer.close()
            os.close(other.words)
        _child(job, answer)
    with suppress(PermissionError, ProcessLookupError):  # it has done so itself
        os.setpgid(pid, pid)
    os.close(stderr)
    return Child(pid, answer, words, job["wall_s"], job["limits"]["memory_mb"] * door_limits.MB)


def _reap(children: dict[int, Child]) -> None:
    for pid, child in list(children.items()):
        child.look()
        if not child.has_ended():
            continue
        end, cpu_s = child.leave()
        _say(child.answer, {"exit": end.exit, "cause": end.cause(), "cpu_s": cpu_s})
        child.answer.close()
        del children[pid]
        if end.exit:
            _pass_on(end.said)


def _pass_on(words: str) -> None:
    with suppress(BrokenPipeError):  # the caller is gone
        sys.stderr.write(words)
        sys.stderr.flush()


def _child(job: dict, answer: socket.socket) -> None:
    """Do one job and end; whatever happens, it never comes back into the supervisor's loop."""
    code = 1
    try:
        _limit(job)
        fence.enclose(Path(job["folder"]))
        door_limits.LIMITS.update(job["limits"])
        result = jobs.TASKS[job["task"]](job, lambda said: _say(answer, {"progress": said}))
        _say(answer, {"result": result})
        code = 0
    except (LanduseError, MemoryError, OSError) as error:
        told = ended.as_it_is(error, job["name"])
        if told is None:
            raise
        _say(answer, {"error": told.code, "values": told.values})
        code = 0 if isinstance(error, LanduseError) else 1
    except ended.HelperEnded as helper:  # this process ends as its helper did, so that the same cause is told
        os.write(2, helper.said.encode(errors="replace"))
        if helper.signal != signal.SIGKILL:
            signal.signal(helper.signal, signal.SIG_DFL)
        os.kill(os.getpid(), helper.signal)
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
    cpu_s = max(1, math.ceil(job["cpu_s"]))
    for kind, soft, hard in (
        (resource.RLIMIT_AS, *[limits["memory_mb"] * door_limits.MB] * 2),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 1),  # a signal of its own first: the hard limit's is that of a machine without memory
        (resource.RLIMIT_FSIZE, *[limits["output_mb"] * door_limits.MB] * 2),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 256, 256),
    ):
        allowed = resource.getrlimit(kind)[1]  # the system's own may be tighter
        most = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
        resource.setrlimit(kind, (min(soft, most - (hard - soft)), most))
    for ending in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(ending, signal.SIG_DFL)
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
