"""Whose turn it is to be read: a few files at once, the others in a line that is served in order and is not endless.

How many is `at_once` and `waiting` of `[reading]` in the settings (`parks/settings.csv`).
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from door.progress import tell
from landuse.words.errors import LanduseError
from parks import settings

_MOST = 1000
_LOOK_S = 1.0  # how often one that waits says so: where nobody listens any more, it leaves the line

_changed = threading.Condition()
_line: deque[object] = deque()
_reading: set[object] = set()
_held: ContextVar[bool] = ContextVar("held", default=False)


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Wait until a file may be read; the turn is given back when the block ends. A block within a block has it already.

    Raises
    ------
    LanduseError : readers_full, settings_reading, settings_unreadable
    """
    if _held.get():
        yield
        return
    ticket = object()
    _wait(ticket, name)
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
        _leave(ticket)


def _wait(ticket: object, name: str) -> None:
    at_once, waiting = _setting("at_once", 1), _setting("waiting", 0)
    with _changed:
        if len(_line) >= waiting and len(_reading) + len(_line) >= at_once:
            raise LanduseError("readers_full", file=name, reading=len(_reading), waiting=len(_line))
        _line.append(ticket)
    try:
        place = _place(ticket, at_once, 0)
        while place:
            tell("waiting", place, len(_line))
            place = _place(ticket, at_once, place)
    except BaseException:  # whoever waited has left: the tab was closed, or Control-C
        _leave(ticket)
        raise


def _place(ticket: object, at_once: int, before: int) -> int:
    """A ticket's place in the line, from 1, as soon as it has changed or some time has gone; 0 where its turn has come and is taken."""
    with _changed:
        _changed.wait_for(lambda: _is_next(ticket, at_once) or _line.index(ticket) + 1 != before, _LOOK_S)
        if not _is_next(ticket, at_once):
            return _line.index(ticket) + 1
        _reading.add(_line.popleft())
        _changed.notify_all()
        return 0


def _is_next(ticket: object, at_once: int) -> bool:
    return _line[0] is ticket and len(_reading) < at_once


def _leave(ticket: object) -> None:
    with _changed:
        _reading.discard(ticket)
        if ticket in _line:
            _line.remove(ticket)
        _changed.notify_all()


def _setting(name: str, least: int) -> int:
    value = settings.setting("reading", name)
    if not least <= value <= _MOST:
        raise LanduseError("settings_reading", file=settings.SETTINGS, name=name, value=value, least=least, most=_MOST)
    return value
