"""Pace: where steps on plots lead by when, which vacant plots reach a target with the least nature taken, and how long the land lasts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from actions.exports.common import named_units
from actions.progress import progress
from actions.units.inventory import inventory
from landuse.programme import pace as reason
from landuse.programme.least_nature import Chosen, by_list, least_nature, plain_order
from landuse.programme.pace import Account, Point, Step
from landuse.progress import targets
from landuse.progress.utilisation import has_rate
from landuse.units.schema import GREENFIELD_KINDS, LandClass, nature_column
from landuse.words.errors import LanduseError
from landuse.words.numbers import M2_PER_DAA
from parks.park import Park, park_ids, read_park

READINGS = ("land", "vacant_taken")
_FARMLAND = "farmland"
_SUMS = ("nature_m2", "farmland_m2", "unmapped_m2")


@dataclass(frozen=True)
class Wanted:
    """A step that somebody asks about. Of a plot by its unit_id; new ground by its own name, with daa and what lies on it in daa."""

    what: reason.What
    on: date
    unit: str = ""
    daa: float = 0.0
    nature_daa: float = 0.0
    farmland_daa: float = 0.0


@dataclass(frozen=True)
class Pace:
    """The whole answer, without words of a language. Areas in m².

    parks : ids of those that are counted; rows of `plots` are their vacant plots in the plain list's order: unit_id, park_id, name,
        area_m2, was_vacant_m2, what lies on it, green_m2, offerable, offerable_reason, undecided
    goals : by reading, what is needed, what the plots could give, and both sets
    seen_m2_per_year, needed_m2_per_year, supply_years : None where it cannot be said
    """

    parks: tuple[str, ...]
    example: bool
    since: date
    start: Account
    plots: pd.DataFrame
    goals: dict[str, dict[str, Any]]
    points: list[Point]
    seen_m2_per_year: float | None
    needed_m2_per_year: float | None
    supply_years: float | None

    def as_json(self) -> dict[str, Any]:
        """As one JSON document."""
        rows = self.plots.rename_axis("unit_id").reset_index().to_dict("records")
        course = [
            {"on": point.account.on.isoformat()}
            | {name: getattr(point.account, name) for name in ("total_m2", "vacant_m2")}
            | {name: getattr(point, name) for name in (*_SUMS, "released_m2", "added_m2", "land_pct", "vacant_taken_pct")}
            for point in self.points
        ]
        own = ("parks", "example", "goals", "seen_m2_per_year", "needed_m2_per_year", "supply_years")
        start = asdict(self.start) | {"on": self.start.on.isoformat()}
        return {name: getattr(self, name) for name in own} | {
            "since": self.since.isoformat(),
            "start": start,
            "plots": rows,
            "course": course,
        }


def pace(wanted: Sequence[str] | None = None, steps: Sequence[Wanted] = (), on: date | None = None) -> Pace:
    """The answer for one park, or for several together.

    Parameters
    ----------
    wanted : park ids; None for all of the baseline
    steps : what is asked about, in any order
    on : the day to start from; each park's today where it is None

    Raises
    ------
    LanduseError : unknown_park; pace_no_rate, where no park has a rate; pace_unit, pace_twice, pace_day, pace_size of a step;
        pace_unsolved; as inventory
    """
    parks = _counted([read_park(park_id) for park_id in (wanted or park_ids())], wanted is None, on)
    days = {park.id: on or park.current_date() for park in parks}
    plots = pd.concat([_plots(park, days[park.id]) for park in parks])
    start, since = _start(parks, days), min(park.baseline_date for park in parks)
    ordered = plots.loc[plain_order(plots)]
    seen = reason.seen_m2_per_year(start, since)
    needed = targets.needed_daa_per_year(start.vacant_m2, start.total_m2, start.on)
    return Pace(
        tuple(park.id for park in parks),
        any(park.example for park in parks),
        since,
        start,
        ordered,
        {name: _goal(name, start, ordered) for name in READINGS},
        reason.course(start, _steps(steps, ordered, start.on)),
        seen,
        None if needed is None else needed * M2_PER_DAA,
        reason.years_of_supply(start.vacant_m2, seen),
    )


def _counted(parks: list[Park], baseline_only: bool, on: date | None) -> list[Park]:
    """The parks that have an account on both days."""
    days = {park.id: (park.baseline_date, on or park.current_date()) for park in parks}
    there = [park for park in parks if park.in_baseline or not baseline_only]
    there = [park for park in there if all(progress.has_perimeter(park, day) for day in days[park.id])]
    rated = [park for park in there if has_rate(progress.sums(park.id, days[park.id][1]))]
    if not rated:
        raise LanduseError("pace_no_rate", parks=", ".join(park.name for park in parks) or "–")
    return rated


def _start(parks: list[Park], days: dict[str, date]) -> Account:
    """Where the parks stand together."""
    now = pd.DataFrame([progress.sums(park.id, days[park.id]) for park in parks]).sum()
    since = pd.DataFrame([progress.since(park.id, min(park.baseline_date, days[park.id]), days[park.id]) for park in parks]).sum()
    then, taken = (round(float(since[name])) for name in ("vacant_then_m2", "vacant_taken_m2"))
    return Account(max(days.values()), int(now["total_m2"]), int(now["vacant_m2"]), then, taken)


def _plots(park: Park, on: date) -> pd.DataFrame:
    """A park's vacant plots; ground for roads and works that are not built is none: it is built with the plots, not chosen."""
    units = inventory(park.id, on)
    vacant = units[(units["class"] == LandClass.VACANT) & (units["net"] | units["offerable"])]
    names = named_units(park, on)["name"].reindex(vacant.index)
    new = _newly_vacant_m2(park, on).reindex(vacant.index, fill_value=0.0).round().astype("int64")
    green = [nature_column(kind) for kind in GREENFIELD_KINDS]
    table = pd.DataFrame(
        {
            "park_id": park.id,
            "name": names.where(names.notna(), vacant.index.to_series()),
            "area_m2": vacant["area_m2"],
            "was_vacant_m2": (vacant["area_m2"] - new).clip(lower=0),
            "nature_m2": vacant[[name for name in green if name != nature_column(_FARMLAND)]].sum(axis=1),
            "farmland_m2": vacant[nature_column(_FARMLAND)],
            "unmapped_m2": vacant[nature_column("not_mapped")],
            "offerable": vacant["offerable"],
            "offerable_reason": vacant["offerable_reason"],
            "undecided": vacant["undecided"],
        },
        index=vacant.index,
    )
    return table.assign(green_m2=table[list(_SUMS)].sum(axis=1))


def _newly_vacant_m2(park: Park, on: date) -> pd.Series:
    """How much of each unit has become vacant since the baseline, true m²."""
    if on <= park.baseline_date:
        return pd.Series(dtype=float)
    pieces = progress.moved(park.id, park.baseline_date, on).units
    return pieces[pieces["became"] == "vacant"].groupby("unit_id")["area_m2"].sum()


def _goal(name: str, start: Account, plots: pd.DataFrame) -> dict[str, Any]:
    """What one wording of the target needs, the set that takes least, and what the first of the plain list would take."""
    needed = reason.needed_land_m2(start) if name == "land" else reason.needed_of_vacant_m2(start)
    counted = plots.assign(counts_m2=plots["area_m2"] if name == "land" else plots["was_vacant_m2"])
    told = {"needed_m2": needed, "could_m2": int(counted["counts_m2"].sum())}
    return told | {"least": _told(least_nature(counted, needed), plots), "plain": _told(by_list(counted, needed), plots)}


def _told(chosen: Chosen, plots: pd.DataFrame) -> dict[str, Any]:
    mine = plots.loc[list(chosen.units)]
    sums = {name: int(mine[name].sum()) for name in ("area_m2", *_SUMS, "green_m2")}
    return {"units": list(chosen.units), "reaches": chosen.reaches, "counts_m2": chosen.counts_m2} | sums


def _steps(wanted: Sequence[Wanted], plots: pd.DataFrame, start: date) -> list[Step]:
    """The steps with what their ground is.

    Raises
    ------
    LanduseError : pace_unit, pace_twice, pace_day, pace_size
    """
    steps, named = [], set()
    for one in wanted:
        if one.on < start:
            raise LanduseError("pace_day", plot=one.unit or one.what, day=one.on, start=start)
        if one.what in ("add_vacant", "add_used"):
            steps.append(_new_ground(one))
            continue
        if one.unit not in plots.index:
            raise LanduseError("pace_unit", plot=one.unit)
        if one.unit in named:
            raise LanduseError("pace_twice", plot=one.unit)
        named.add(one.unit)
        plot = plots.loc[one.unit]
        amounts = {name: int(plot[name]) for name in ("area_m2", "was_vacant_m2", *_SUMS)}
        steps.append(Step(one.on, one.what, one.unit, **amounts))
    return steps


def _new_ground(one: Wanted) -> Step:
    if not 0 < one.daa <= 100_000 or min(one.nature_daa, one.farmland_daa) < 0 or one.nature_daa + one.farmland_daa > one.daa + 1e-9:
        raise LanduseError("pace_size", daa=one.daa, nature=one.nature_daa, farmland=one.farmland_daa)
    area, nature, farmland = (round(value * M2_PER_DAA) for value in (one.daa, one.nature_daa, one.farmland_daa))
    return Step(one.on, one.what, one.unit, area, 0, nature, farmland)
