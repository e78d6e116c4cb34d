"""Set up an empty park: a folder with its `park.toml`, ready for import."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from actions.people import asking
from landuse.measure import crs
from landuse.words.errors import LanduseError, system_word
from landuse.words.foreign import for_line
from landuse.words.log import happened
from parks.atomic import write_whole
from parks.municipality import place_of
from parks.park import PARK_ID, Park, data_root, park_ids, read_park
from parks.toml import toml

LONGEST_NAME = 80
BASELINE = date(2024, 1, 1)  # the report gives no date: assumed, and said so


@asking.asks("new_park")
def new_park(
    park_id: str,
    name: str,
    municipalities: tuple[str, ...],
    baseline_date: date | None = None,
    adopted: dict[str, Any] | None = None,
    place: tuple[float, float] | None = None,
    mark: Callable[[Path], None] | None = None,
) -> Park:
    """A park without layers, in the work CRS of its first municipality.

    Parameters
    ----------
    baseline_date : None where nobody has said it: the report's is assumed, and said so
    adopted : by, on, basis of the adopted perimeter
    place : latitude and longitude of the park, where they are known; else a point in its first municipality
    mark : called with the park's folder before anybody can see the park (`actions.imports.unborn`)

    Raises
    ------
    LanduseError : the id is taken or cannot be an id, setup_name, a municipality number is unknown, data_unwritable
    """
    if not PARK_ID.fullmatch(park_id):
        raise LanduseError("park_id_invalid", park=park_id)
    name = " ".join(for_line(name).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise LanduseError("setup_name", most=LONGEST_NAME)
    lon, lat = [place_of(number) for number in municipalities][0]
    settings = {
        "id": park_id,
        "name": name,
        "municipalities": list(municipalities),
        "epsg": crs.work_epsg(lon, lat),
        "place": [round(side, 4) for side in place or (lat, lon)],
        "in_baseline": False,
        "baseline_date": baseline_date or BASELINE,
        "baseline_date_assumed": baseline_date is None,
        "example": False,
        "adopted": adopted,
    }
    with _alone():
        if park_id in park_ids():
            raise LanduseError("park_exists", park=park_id)
        path = data_root() / "parcels" / park_id / "park.toml"
        if mark is not None:
            mark(path.parent)
        write_whole(path, lambda temporary: temporary.write_text(toml(settings), encoding="utf-8"))
    happened("new_park", park=park_id)
    return read_park(park_id)


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else makes a park while the block runs, so that of two with the same id only one is made."""
    home = data_root() / "parcels"
    with ExitStack() as stack:
        try:
            home.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((home / ".lock").open("w"))
        except OSError as error:
            raise LanduseError("data_unwritable", file=home.name, reason=system_word(error)) from error
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
