"""The days on which something in a park changed: rows of its layers that begin or end, and what people said from a day on."""

from collections.abc import Mapping
from datetime import date

from actions.once import once
from actions.units.classify import fingerprint
from landuse.units import decision
from parks.park import Park, data_root, read_park
from parks.read import read_days
from register import decisions
from register.engine import open_register

SAID = "said"  # what changed where people have said something of units
MOST_DAYS = 60  # more stops than that nobody tells apart on a slider; then the last of each month, or of each year, stands for all
_COARSER = ("%Y-%m", "%Y")


def of_layers(park: Park) -> Mapping[str, frozenset[date]]:
    """The days after the baseline, until today, on which rows of each layer begin or end; none for a layer that is the same all the time.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    return _of_layers(park.id, f"{data_root()} {fingerprint(park)} {park.current_date()}")


def days(park: Park) -> dict[date, tuple[str, ...]]:
    """The days between baseline and today on which something changed, in order, each with the layers, and SAID; at most MOST_DAYS.

    Raises
    ------
    LanduseError : layer_unreadable, and what the register says
    """
    first, last = park.baseline_date, park.current_date()
    found: dict[date, list[str]] = {}
    for name, changed in (*of_layers(park).items(), (SAID, _said(park.id))):
        for day in changed:
            if first < day < last:
                found.setdefault(day, []).append(name)
    return thinned({day: tuple(found[day]) for day in sorted(found)})


def thinned(found: dict[date, tuple[str, ...]]) -> dict[date, tuple[str, ...]]:
    """The days, or where they are many the last of each month or year, with all that changed in it."""
    for pattern in _COARSER:
        if len(found) <= MOST_DAYS:
            break
        together: dict[str, tuple[date, tuple[str, ...]]] = {}
        for day, names in found.items():
            before = together.get(f"{day:{pattern}}", (day, ()))[1]
            together[f"{day:{pattern}}"] = (day, tuple(dict.fromkeys((*before, *names))))
        found = dict(together.values())
    return found


def _said(park_id: str) -> set[date]:
    events = decisions.history(open_register(data_root()), park_id)
    return {event["holds_from"] for event in events if event["undone_by_event"] is None and event["kind"] != decision.UNDO}


@once(maxsize=64)
def _of_layers(park_id: str, _version: str) -> dict[str, frozenset[date]]:
    park = read_park(park_id)
    first, last = park.baseline_date, park.current_date()
    tables = sorted(name for name, about in park.layers.items() if "file" not in about)  # a raster has no rows with days
    return {layer_id: frozenset(day for day in read_days(park, layer_id) if first < day <= last) for layer_id in tables}
