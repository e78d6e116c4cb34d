"""A supervisor forked from the test, so that its children can be given tasks of the test's own."""

import faulthandler
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from door.process import jobs, started, supervisor
from door.limits import LIMITS

PLENTY_MB = 20_000  # of address space: a test's own process may have used half of what a reading process is given
Task = Callable[[dict, Callable[[Any], None]], Any]


class Forked:
    """What the rest of the programme asks of a process that it has started."""

    def __init__(self, pid: int) -> None:
        self.pid, self._code = pid, None

    def poll(self) -> int | None:
        if self._code is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def wait(self, timeout: float) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._code

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@contextmanager
def supervised(monkeypatch: pytest.MonkeyPatch, **tasks: Task) -> Iterator[Forked]:
    """Let `client.run` reach these tasks by their names, in children with all of their limits."""
    monkeypatch.setitem(LIMITS, "memory_mb", PLENTY_MB)
    for name, task in tasks.items():
        monkeypatch.setitem(jobs.TASKS, name, task)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        ours.close()
        faulthandler.disable()
        os.dup2(theirs.fileno(), 0)
        try:
            supervisor.main()
        finally:
            os._exit(0)
    theirs.close()
    ready, process = json.loads(ours.recv(1000)), Forked(pid)
    worker = started.Worker(process, ours, os.getpid(), ready["offline"], ready["fence"])
    monkeypatch.setattr(started, "_running", [worker])
    try:
        yield process
    finally:
        ours.close()
        process.wait(60)


def no_more_processes(*_: Any, **__: Any) -> subprocess.Popen:
    """In the place of `subprocess.Popen` or `os.fork`: the machine has no room for another."""
    raise BlockingIOError(11, "Resource temporarily unavailable")
