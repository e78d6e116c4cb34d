"""How parks moved: their sums on dates, what each cause moved between two dates, and the points of the line to the target.

Everything is kept by park, days, snapshot and decisions, so that it is counted once for each state of the data.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from actions.once import once
from actions.progress import changes, ground_moved
from actions.progress.ground_in_use import in_use_since_m2
from actions.units.classify import fingerprint, is_known, snapshot_id
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.progress import movements
from landuse.progress.nature_in_use import KINDS
from landuse.progress.piece_nature import COLUMNS as NATURE
from landuse.progress.utilisation import (
    amounts,
    building_range_pct,
    building_utilisation_pct,
    land_range_pct,
    land_rate_pct,
    together,
)
from landuse.units.records import stated_amounts
from parks.park import Park, data_root, read_park
from parks.read import read_layer
from register import decisions
from register.engine import open_register

Moment = date | Literal["baseline", "today"]
_LEAST_M2 = 0.5  # smaller pieces are rounding
SINCE = (
    *("adopted_m2", "adopted_in_use_m2", "vacant_then_m2", "vacant_taken_m2", "nature_built_m2"),
    *(f"was_{kind}_m2" for kind in KINDS),
    *("vacant_left_m2", "new_in_use_m2", "set_in_use_m2", "told_later_m2"),
)
_GROUPS = ("vacant_m2", "in_use_m2")


@dataclass(frozen=True)
class Moved:
    """What moved in a park between two days.

    causes : indexed by cause, vacant_m2 and in_use_m2, whole and summing exactly
    then, now : vacant_m2 and in_use_m2 on each day
    units : one piece of ground a row: cause, unit_id, before_id, was, became, area_m2, what lay on it then (NATURE); the largest first
    recut : split or merged units: before_id, after_id, change
    since : as `since` of the two days; idle_held_m2 : idle land that others hold, on each day
    """

    causes: pd.DataFrame
    then: pd.Series
    now: pd.Series
    units: pd.DataFrame
    recut: pd.DataFrame
    since: pd.Series
    idle_held_m2: tuple[float, float]


def day(park: Park, moment: Moment) -> date:
    """The day that a moment is for a park, never before its baseline."""
    if moment == "baseline":
        return park.baseline_date
    return park.current_date() if moment == "today" else max(moment, park.baseline_date)


def moments(parks: list[Park]) -> list[Moment]:
    """The baseline, each 1 January after it, and today."""
    first, last = min(park.baseline_date for park in parks), max(park.current_date() for park in parks)
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    return ["baseline", *(new_year for new_year in years if first < new_year < last), "today"]


def with_perimeter(parks: list[Park], moment: Moment) -> list[Park]:
    """The parks that have a perimeter at a moment; the others have not answered."""
    return [park for park in parks if has_perimeter(park, day(park, moment))]


def has_perimeter(park: Park, on: date) -> bool:
    """Whether a park has a perimeter on a day; without one it has not answered. A frozen baseline has the one that it was frozen with."""
    frozen = kept_baseline(park)
    return (frozen is not None and frozen.on == on) or _has_perimeter(park.id, on, f"{data_root()} {fingerprint(park)}")


def is_taken(park: Park, moment: Moment) -> bool:
    """Whether what was found in a park is there already, so that nobody waits for it."""
    return is_known(snapshot_id(park.id, day(park, moment)))


def sums(park_id: str, on: date) -> pd.Series:
    """What every rate of a park is made of (utilisation.AMOUNTS), m².

    Raises
    ------
    LanduseError : as inventory
    """
    return _sums(park_id, on, _state(park_id, on)).copy()


def moved(park_id: str, then: date, now: date) -> Moved:
    """What moved in a park between two days; read it, never change it.

    Raises
    ------
    LanduseError : as inventory
    """
    return _moved(park_id, then, now, _state(park_id, then), _state(park_id, now))


def since(park_id: str, then: date, now: date) -> pd.Series:
    """What can be summed over parks of the overlay of then and now (SINCE), m²; was_… is ground in use now, by what it was then."""
    return _since(park_id, then, now, _state(park_id, then), _state(park_id, now)).copy()


def moved_together(park_ids: tuple[str, ...], then: Moment, now: Moment) -> Moved:
    """What moved in several parks, summed; `units` and `recut` name the park of each row.

    Raises
    ------
    LanduseError : as inventory
    """
    days = {park_id: [day(read_park(park_id), moment) for moment in (then, now)] for park_id in park_ids}
    each = {park_id: moved(park_id, *days[park_id]) for park_id in park_ids}
    causes = pd.concat([one.causes for one in each.values()]).groupby(level=0).sum()
    listed = [cause for cause in movements.CAUSES if cause in causes.index]
    named = {name: pd.concat([getattr(one, name).assign(park_id=park_id) for park_id, one in each.items()]) for name in ("units", "recut")}
    return Moved(
        causes.loc[listed],
        sum(one.then for one in each.values()),
        sum(one.now for one in each.values()),
        named["units"].sort_values("area_m2", ascending=False, ignore_index=True),
        named["recut"].reset_index(drop=True),
        sum(one.since for one in each.values()),
        (sum(one.idle_held_m2[0] for one in each.values()), sum(one.idle_held_m2[1] for one in each.values())),
    )


def point(park_ids: tuple[str, ...], moment: Moment) -> dict:
    """The rates of several parks at a moment, with the range that the undecided leave.

    Returns
    -------
    on (the latest of the parks' days), land_pct, land_range_pct, building_pct, building_range_pct; None: nothing counted
    """
    days = {park_id: day(read_park(park_id), moment) for park_id in park_ids}
    total = together([sums(park_id, on) for park_id, on in days.items()])
    return {
        "on": max(days.values()),
        "land_pct": land_rate_pct(total),
        "land_range_pct": land_range_pct(total),
        "building_pct": building_utilisation_pct(total["answered_stock_m2"], total["vacant_floor_m2"]),
        "building_range_pct": building_range_pct(total),
    }


def layers_on(park: Park, on: date) -> set[str]:
    """The layers that a park's figures of a day rest on: of a frozen baseline those that it had then, else those that it has."""
    frozen = kept_baseline(park)
    return set(frozen.inputs["sources"] if frozen is not None and frozen.on == on else park.layers)


def dated_layers(park: Park) -> tuple[list[str], list[str]]:
    """Layers with a row that starts or ends between the baseline and today, and those that are the same all the time."""
    days = changes.of_layers(park)
    return [name for name, found in days.items() if found], [name for name, found in days.items() if not found]


def jobs(park_ids: tuple[str, ...], moment: Moment) -> float | None:
    """How many jobs the parks' records name; None where none does."""
    parks = [read_park(park_id) for park_id in park_ids]
    counted = [_jobs(park.id, day(park, moment), f"{data_root()} {fingerprint(park)}") for park in parks]
    said = [number for number in counted if number is not None]
    return sum(said) if said else None


def _state(park_id: str, on: date) -> str:
    """A name of a park's snapshot on a day, of the register and of the decisions that hold, which changes with any of them."""
    park = read_park(park_id)
    snapshot = snapshot_id(park_id, on)
    generation = decisions.version(open_register(data_root()), park_id).generation
    said = decisions.live(open_register(data_root()), park_id, on, park.epsg)
    words = said.drop(columns="geometry").astype(str).to_csv(index=False)
    return f"{data_root()} {snapshot} {generation} {hashlib.blake2s(words.encode()).hexdigest()[:16]}"


@once(maxsize=512)
def _has_perimeter(park_id: str, on: date, _version: str) -> bool:
    return not read_layer(read_park(park_id), "perimeter", on).empty


@once(maxsize=512)
def _sums(park_id: str, on: date, _now: str) -> pd.Series:
    """Of the day that the baseline is frozen for as they were kept, with those that no method knew then."""
    found, frozen = amounts(inventory(park_id, on)).iloc[0], kept_baseline(read_park(park_id))
    if frozen is not None and frozen.on == on:
        found.update(pd.Series(frozen.about["amounts"], dtype="int64"))
    return found


@once(maxsize=256)
def _since(park_id: str, then: date, now: date, was: str, became: str) -> pd.Series:
    ground = ground_moved.overlay(park_id, then, now, was, became)
    told_later_m2, already_m2 = ground_moved.told_later_m2(park_id, then, now, was, became)
    vacant_then = float(_sums(park_id, then, was)["vacant_m2"])
    built = movements.nature_built_m2(ground), *in_use_since_m2(park_id, then, now, ground)
    taken = (movements.vacant_taken_m2(ground) - already_m2, *built)
    behind = movements.behind_m2(ground, inventory(park_id, now))
    return pd.Series((*movements.adopted_m2(ground), vacant_then, *taken, *behind.values(), told_later_m2), index=SINCE)


@once(maxsize=128)
def _moved(park_id: str, then: date, now: date, was: str, became: str) -> Moved:
    before, after = inventory(park_id, then), inventory(park_id, now)
    ground = ground_moved.told_apart(park_id, then, now, was, became)
    causes = movements.summed(ground, before, after)
    pieces = ground[(ground["was"] != ground["became"]) & (ground["area_m2"] >= _LEAST_M2)]
    units = pieces.assign(unit_id=pieces["after_id"].where(pieces["after_id"].notna(), pieces["before_id"]))
    columns = ["cause", "unit_id", "before_id", "was", "became", "area_m2", *NATURE]
    first, last = _sums(park_id, then, was), _sums(park_id, now, became)
    listed = units[columns].sort_values("area_m2", ascending=False)
    held = (float(first["idle_held_m2"]), float(last["idle_held_m2"]))
    since_then = _since(park_id, then, now, was, became)
    return Moved(causes, _in_account(first), _in_account(last), listed, movements.recut(before, after), since_then, held)


def _in_account(row: pd.Series) -> pd.Series:
    return pd.Series([row["vacant_m2"], row["total_m2"] - row["vacant_m2"]], index=_GROUPS)


@once(maxsize=64)
def _jobs(park_id: str, on: date, _version: str) -> float | None:
    rows = read_layer(read_park(park_id), "records", on)
    said = stated_amounts(rows["value"][rows["kind"] == "jobs"]).dropna()
    return float(said.sum()) if len(said) else None
