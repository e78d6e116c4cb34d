"""A park that its files are to make: it stays with data, or files that wait to be taken into use; else it goes, also after a kill."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from actions.imports.pending import waiting
from landuse.words.errors import LanduseError
from parks.park import Park, data_root, park_ids
from parks.versions import locked

_MARK = ".unborn"  # held by whoever makes the park; gone when the park stays

Marking = Callable[[Path], None]


@contextmanager
def becoming(make: Callable[[Marking], Park]) -> Iterator[Park]:
    """A new park while its files are read; whatever ends the block, a park without data and without files that wait goes away.

    Parameters
    ----------
    make : makes the park, and calls what it is given with the park's folder before anybody can see the park
    """
    with ExitStack() as held:

        def mark(home: Path) -> None:
            home.mkdir(parents=True, exist_ok=True)
            fcntl.flock(held.enter_context((home / _MARK).open("w")), fcntl.LOCK_EX)

        park = make(mark)
        try:
            yield park
        finally:
            settle(park.id)


def settle(park_id: str) -> bool:
    """Let a marked park stay where it has data by now, go where it has none and nothing waits; whether it has gone."""
    mark = _home(park_id) / _MARK
    if not mark.exists():
        return False
    with suppress(LanduseError), locked(park_id) as park:  # else somebody is giving it data
        if park.version:
            mark.unlink()
        elif not waiting(park):
            shutil.rmtree(park.folder)
            return True
    return False


def sweep() -> None:
    """Settle what killed processes have left; one that is being made is left to whoever makes it."""
    for park_id in park_ids():
        mark = _home(park_id) / _MARK
        if not mark.exists():
            continue
        with mark.open("w") as held, suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            settle(park_id)


def _home(park_id: str) -> Path:
    return data_root() / "parcels" / park_id
