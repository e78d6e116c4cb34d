"""How far a long job has come, told to whoever asked to hear it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Told = Callable[[str, int, int], None]

_listener: ContextVar[Told | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(listener: Told | None) -> Iterator[None]:
    """What jobs in the block say on their way goes to a listener: the stage, rows done, all rows.

    Stages: reading, checking, looking; comparing and matching where the park has the layer already; writing.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(stage: str, done: int, total: int) -> None:
    """Say how far a stage has come."""
    listener = _listener.get()
    if listener:
        listener(stage, done, total)
