"""Which reasons for not reading a layer pass by themselves, and which last as long as its file: the one place that tells them apart.

A file that is broken is as broken tomorrow, and "the layer failed" is an answer of its own. Memory, descriptors and disks come
back: what they stopped is told as `not_now`, is never an answer, and is asked again by the next who wants to know.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from landuse.words.errors import LanduseError, Word

Read = TypeVar("Read")
_SYSTEM = (
    errno.EACCES, errno.EAGAIN, errno.EBUSY, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENODEV, errno.ENOMEM,
    errno.ENOSPC, errno.EPERM, errno.ESTALE, errno.ETIMEDOUT,
)  # fmt: skip
_MEMORY_WORDS = ("out of memory", "unable to allocate", "malloc of size", "realloc of size", os.strerror(errno.ENOMEM).lower())
_SYSTEM_WORDS = (  # as the C library and SQLite say it, and GDAL passes it on
    *(os.strerror(number).lower() for number in _SYSTEM),
    "disk i/o error",
    "unable to open database file",
    "database is locked",
    "database or disk is full",
)


def tried(what: str, read: Callable[[], Read]) -> Read | None:
    """What a layer gives; None where its file is broken, which is told as FAILED.

    Parameters
    ----------
    what : the layer, as a sentence names it

    Raises
    ------
    LanduseError : not_now, when the reason passes
    """
    try:
        with told_if_passing(what):
            return read()
    except LanduseError as error:
        if error.code == "not_now":
            raise
        return None


@contextmanager
def told_if_passing(what: str) -> Iterator[None]:
    """Tell what ends the block for a passing reason as `not_now`, in one sentence with the true cause; other errors go by."""
    try:
        yield
    except (LanduseError, MemoryError, OSError) as error:
        reason = passing_reason(error)
        if reason is None or (isinstance(error, LanduseError) and error.code == "not_now"):
            raise
        raise LanduseError("not_now", what=what, reason=reason) from error


def passing_reason(error: BaseException) -> str | None:
    """What stopped the reading and will pass; None where the fault is in the file and stays."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, LanduseError) and cause.code == "not_now":
            return str(cause.values["reason"])
        said = str(cause.values.get("reason", "")) if isinstance(cause, LanduseError) else str(cause)
        if isinstance(cause, MemoryError) or any(words in said.lower() for words in _MEMORY_WORDS):
            return Word("not_now.memory")
        if isinstance(cause, OSError) and cause.errno is not None:  # what the system says is never about a file's content
            return cause.strerror or type(cause).__name__
        if any(words in said.lower() for words in _SYSTEM_WORDS):
            return next(words for words in _SYSTEM_WORDS if words in said.lower())
        cause = cause.__cause__ or cause.__context__
    return None
