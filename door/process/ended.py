"""Why a reading process ended before it had an answer, or never began: the cause as it is, and the sentence that says it."""

import errno
import resource
import signal
from dataclasses import dataclass

from door.limits import LIMITS, MB
from landuse.words.errors import LanduseError
from parks.disk import is_full

TIME, CLOCK, MEMORY, MACHINE, CRASH = "time", "clock", "memory", "machine", "crash"
OF_ITS_OWN = (TIME, MEMORY, CRASH)  # what a file does to its process, not the machine
_NEAR = 0.9  # of the memory that is allowed: what fails there, fails for want of it
_WORDS = ("bad_alloc", "out of memory", "cannot allocate memory", "memory allocation of", "memory allocation failed", "malloc of size")
_NO_ROOM, _NO_FILES = (errno.EAGAIN, errno.ENOMEM), (errno.EMFILE, errno.ENFILE)


@dataclass(frozen=True)
class End:
    """How a reading process ended, as its supervisor saw it.

    exit : its exit code, or minus the signal that ended it
    by_clock : whether the supervisor ended it, its time on the clock being up
    peak_bytes, most_bytes : the most address space that it was seen with, and what it may take
    said : the last that it wrote to stderr
    """

    exit: int
    by_clock: bool = False
    peak_bytes: int = 0
    most_bytes: int = LIMITS["memory_mb"] * MB
    said: str = ""

    def cause(self) -> str:
        """One of the causes above; asked where there is no answer."""
        if self.by_clock or self.exit == -signal.SIGALRM:
            return CLOCK
        if self.exit == -signal.SIGXCPU:
            return TIME
        if self.exit == -signal.SIGKILL:  # not by us: so the system ends a process when its memory is gone
            return MACHINE
        short = says_memory(self.said) or self.peak_bytes >= _NEAR * self.most_bytes
        return MEMORY if self.exit and short else CRASH


class HelperEnded(Exception):
    """A program that the reading process had started was ended by a signal; `said` is its stderr."""

    def __init__(self, ended_by: int, said: str) -> None:
        super().__init__(ended_by, said)
        self.signal, self.said = ended_by, said


def says_memory(words: str) -> bool:
    """Whether a library's last words are that it got no memory."""
    return any(known in words.lower() for known in _WORDS)


def as_it_is(error: Exception, name: str) -> LanduseError | None:
    """What a job's error is told as: a library without memory or room on the disk says that the file is damaged, which it is not.

    Returns
    -------
    the refusal; None where the error is a fault of ours
    """
    chain = [error, *([error.__cause__] if error.__cause__ else [])]
    if any(isinstance(one, MemoryError) or says_memory(str(one)) or getattr(one, "errno", 0) == errno.ENOMEM for one in chain):
        return memory_refusal(name)
    own_limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0] == LIMITS["output_mb"] * MB  # a reading process's, not the system's
    if own_limit and any(getattr(one, "errno", 0) == errno.EFBIG for one in chain):
        return LanduseError("past_output_mb", file=name, limit=LIMITS["output_mb"])
    if any(is_full(one) for one in chain):
        return LanduseError("disk_full_reading", file=name)
    if isinstance(error, LanduseError):
        return error
    return not_started(error, name, name) if isinstance(error, OSError) and error.errno in (*_NO_ROOM, *_NO_FILES) else None


def memory_refusal(name: str) -> LanduseError:
    """The refusal of a file that needs more memory than a reading process may take."""
    return LanduseError("reader_memory", file=name, limit_mb=LIMITS["memory_mb"])


def refusal(cause: str, name: str, is_list: bool, cpu_s: float, wall_s: float) -> LanduseError:
    """The sentence for a cause.

    Parameters
    ----------
    cpu_s, wall_s : the time that the whole file had
    """
    if cause == TIME:
        return LanduseError("reader_time_list" if is_list else "reader_time", file=name, cpu_s=round(cpu_s))
    if cause == CLOCK:
        return LanduseError("reader_clock", file=name, wall_s=round(wall_s), cpu_s=round(cpu_s))
    if cause == MEMORY:
        return memory_refusal(name)
    return LanduseError("reader_memory_machine" if cause == MACHINE else "reader_crashed", file=name)


def not_started(error: OSError, name: str, program: str) -> LanduseError:
    """The refusal where a program that reads cannot start."""
    if error.errno in _NO_ROOM:
        return LanduseError("reader_no_process", file=name)
    if error.errno in _NO_FILES:
        return LanduseError("reader_no_files", file=name)
    return LanduseError("reader_missing", file=name, program=program, reason=getattr(error, "strerror", None) or error)
