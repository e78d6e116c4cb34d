"""A file that waits for its turn to be read: whoever gave it is told its place in the line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from door.progress import told_to


@contextmanager
def told_place(listener: Callable[[int, int], None]) -> Iterator[None]:
    """What is read in the block tells its place in the line, from 1, and how many wait; 0 and 0 when its turn has come."""

    def told(stage: str, place: int, count: int) -> None:
        listener(*((place, count) if stage == "waiting" else (0, 0)))

    with told_to(told):
        yield
