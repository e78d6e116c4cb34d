"""A reading process as its supervisor watches it: what it says, how much memory it takes, when its time on the clock is up."""

import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from door.process.ended import End

_KEPT_BYTES = 4000
_GRACE_S = 2.0


@dataclass
class Child:
    """A child at work, in a process group of its own with all that it starts.

    answer : the socket of its answer
    words : the reading end of its stderr
    wall_s : how long it may take on the clock
    most_bytes : how much address space it may take
    """

    pid: int
    answer: socket.socket
    words: int
    wall_s: float
    most_bytes: int

    def __post_init__(self) -> None:
        self._deadline = time.monotonic() + self.wall_s + _GRACE_S
        self._by_clock, self._peak_bytes, self._said = False, 0, b""
        os.set_blocking(self.words, False)

    def look(self) -> None:
        """Hear what it said since, see what it takes, and end it when its time is up."""
        self._hear()
        self._peak_bytes = max(self._peak_bytes, _peak_bytes(self.pid))
        if time.monotonic() > self._deadline and not self._by_clock:
            self._by_clock = True
            self.kill()

    def has_ended(self) -> bool:
        """Whether it has; nothing is known of it any more once it is taken leave of."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def leave(self) -> tuple[End, float]:
        """How it ended and the seconds of processor that it and its helpers used; what it has started goes with it."""
        self.kill()
        _, status, used = os.wait4(self.pid, 0)
        self._hear()
        os.close(self.words)
        code = os.waitstatus_to_exitcode(status)
        end = End(code, self._by_clock, self._peak_bytes, self.most_bytes, self._said.decode(errors="replace"))
        return end, used.ru_utime + used.ru_stime

    def kill(self) -> None:
        """End it and all of its process group by force."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            while said := os.read(self.words, 65_536):
                self._said = (self._said + said)[-_KEPT_BYTES:]


def _peak_bytes(pid: int) -> int:
    """The most address space that a process has had; 0 where that is not told."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmPeak:")), 0)
