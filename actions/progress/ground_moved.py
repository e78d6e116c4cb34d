"""The ground that moved in a park between two days: what changed on it, and what is only known better of the day that was kept."""

from datetime import date

import geopandas as gpd
import pandas as pd

from actions.once import once
from actions.progress import restating
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.progress import movements
from parks.asked import rows_that_speak
from parks.park import read_park


@once(maxsize=128)
def overlay(park_id: str, then: date, now: date, was: str, became: str) -> pd.DataFrame:
    """The pieces (landuse.progress.movements.pieces) of two days, as they are kept; was and became name their states."""
    park = read_park(park_id)
    frozen = kept_baseline(park)
    kept = frozen.ground if frozen is not None and frozen.on <= then else None  # whatever the layer says of that ground since
    if frozen is not None and kept is not None and frozen.on == then:
        return movements.pieces(inventory(park_id, then), inventory(park_id, now), kept)
    return movements.pieces(inventory(park_id, then), inventory(park_id, now), rows_that_speak(park, "land_resource", then), kept)


def told_apart(park_id: str, then: date, now: date, was: str, became: str) -> pd.DataFrame:
    """The pieces with their causes, in two steps where the first day is known otherwise now than it was kept.

    First what is known better of that day, whoever accepted, refused or left it: then what changed from there on the ground.

    Raises
    ------
    LanduseError : as inventory
    """
    before, after = inventory(park_id, then), inventory(park_id, now)
    plans_known = _plans_known(park_id, then)
    live = _known_now(park_id, then) if now > then else None
    if live is None:
        return movements.told_apart(overlay(park_id, then, now, was, became), before, after, plans_known)
    known = movements.known_later(_known(park_id, then, was, became))
    rows = rows_that_speak(read_park(park_id), "land_resource", then)
    since = movements.pieces(live, after, rows, _ground(park_id))
    return pd.concat([known, movements.told_apart(since, live, after, plans_known)], ignore_index=True)


def told_later_m2(park_id: str, then: date, now: date, was: str, became: str) -> tuple[float, float]:
    """Ground of which it was told after the first day was kept that it was otherwise then; and of the vacant what was in use.

    The second is in use on the later day too: it was not taken into use between the two.
    """
    live = _known_now(park_id, then) if now > then else None
    if live is None:
        return 0.0, 0.0
    known = _known(park_id, then, was, became)
    moved = movements.known_later(known)
    later_m2 = float(moved["area_m2"][moved["cause"] == movements.TOLD_LATER].sum())
    return later_m2, movements.in_use_already_m2(known, inventory(park_id, then), live, inventory(park_id, now))


@once(maxsize=64)
def _known(park_id: str, then: date, was: str, became: str) -> pd.DataFrame:
    """The pieces of a day as it was kept and as it is known now."""
    before, live = inventory(park_id, then), _known_now(park_id, then)
    return movements.pieces(before, before if live is None else live, _ground(park_id))


def _known_now(park_id: str, then: date) -> gpd.GeoDataFrame | None:
    """A day as it is known now, where it is the one that was kept and is known otherwise."""
    frozen = kept_baseline(read_park(park_id))
    if frozen is None or frozen.on != then:
        return None
    return restating.known_now(park_id)


def _ground(park_id: str) -> gpd.GeoDataFrame | None:
    frozen = kept_baseline(read_park(park_id))
    return None if frozen is None else frozen.ground


def _plans_known(park_id: str, then: date) -> bool:
    """Whether the park's plans say of themselves what was in force on a day: of one that holds from its file's day, nobody knows it."""
    since = [one.rows_from for one in read_park(park_id).sources.get("zoning", ())]
    return not any(day is not None and day > then for day in since)
