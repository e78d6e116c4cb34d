"""Whether there was no room left: on the disk of the park's data, or where temporary files are."""

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WORDS = ("database or disk is full", "No space left on device")  # SQLite, and the C library, as GDAL passes them on


def is_full(error: BaseException) -> bool:
    """Whether an error says that a file could not grow."""
    return isinstance(error, OSError) and error.errno in _FULL or any(words in str(error) for words in _WORDS)
