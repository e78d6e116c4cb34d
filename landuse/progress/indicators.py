"""The indicators of a park, and of several together: each a row with what it is, how it is found, and what it rests on.

A row is found for every park and for all of them from their sums, given in the answer of `status` under its name, and written into exports
where it has a place there, as `figure.NAME` in the catalogues. `docs/indicators.md` is written from the rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landuse.plans.restrictions import BOUND, CLARIFY
from landuse.progress import rose, targets
from landuse.progress.nature_in_use import KINDS
from landuse.progress.utilisation import (
    building_range_pct,
    building_utilisation_pct,
    confirmed_pct,
    has_rate,
    land_range_pct,
    land_rate_pct,
    land_utilisation_pct,
    rate_without_idle_held_pct,
    rate_without_main_pct,
    together,
)
from landuse.units.asked import BUILDINGS, GROUND
from landuse.words.numbers import M2_PER_DAA

DAA, PCT, M2, UNITS = "daa", "%", "m²", "units"
LAND, BUILDING = "land", "building"


Parts = tuple[pd.Series, pd.Series, pd.Series]  # now, then, since


@dataclass(frozen=True)
class Sums:
    """What an indicator is found of: the sums of one park or of several, m².

    now, then : on the day and at the baseline (`landuse.progress.utilisation.AMOUNTS`)
    since : of the overlay of both (`actions.progress.progress.SINCE`)
    on, first : the day, and that of the baseline
    """

    now: pd.Series
    then: pd.Series
    since: pd.Series
    on: date
    first: date

    @property
    def taken(self) -> Mapping[str, float]:
        """Ground in use now that was not at the baseline, m², by what it was."""
        return rose.taken_m2(self.since)


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    name : in the answer of `status`; its unit ends it
    unit : daa, %, m², units, daa/year; blank where it is no single number
    found : its value; None where nobody has answered
    meaning : what it is, for the page about indicators
    place : where it stands among the figures of an export; None where it stands in none
    decimals : with which it is written there
    rests_on : layers of which a park must have one, or the indicator is not mapped
    effect : of layers, where it rests on all that have it
    of_then : whether the layers of the baseline decide that, since it is about ground that was taken
    """

    name: str
    unit: str
    found: Callable[[Sums], Any]
    meaning: str
    place: float | None = None
    decimals: int = 0
    rests_on: tuple[str, ...] = ()
    effect: str = ""
    of_then: bool = False


def _daa(column: str) -> Callable[[Sums], float]:
    return lambda sums: sums.now[column] / M2_PER_DAA


def _since_daa(column: str) -> Callable[[Sums], float]:
    return lambda sums: sums.since[column] / M2_PER_DAA


def _taken_daa(kind: str) -> Callable[[Sums], float]:
    return lambda sums: sums.taken[kind] / M2_PER_DAA


def _whole(column: str) -> Callable[[Sums], int]:
    return lambda sums: int(sums.now[column])


def _pct(rate: Callable[[pd.Series], float | None]) -> Callable[[Sums], float | None]:
    return lambda sums: rounded(rate(sums.now))


def _share_pct(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def rounded(value: float | None, decimals: int = 1) -> float | None:
    """A value as it is told; None stays None."""
    return None if value is None else round(float(value), decimals)


def _between(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [round(pair[0], 1), round(pair[1], 1)]


def _by_word(sums: Sums) -> float | None:
    return rounded(_share_pct(sums.now["by_statements_m2"] + sums.now["by_decisions_m2"], sums.now["total_m2"]))


def _adopted(sums: Sums) -> float | None:
    return rounded(_share_pct(sums.since["adopted_in_use_m2"], sums.since["adopted_m2"]) if has_rate(sums.now) else None)


def _floor_pct(row: pd.Series) -> float | None:
    return building_utilisation_pct(row["answered_stock_m2"], row["vacant_floor_m2"])


def _needed(sums: Sums) -> float | None:
    asked = has_rate(sums.now)
    return rounded(targets.needed_daa_per_year(sums.now["vacant_m2"], sums.now["total_m2"], sums.on) if asked else None)


def _pace(rate: Callable[[pd.Series], float | None], which: str) -> Callable[[Sums], dict[str, float | None] | None]:
    def found(sums: Sums) -> dict[str, float | None] | None:
        now_pct, then_pct = rate(sums.now), rate(sums.then)
        if now_pct is None:
            return None
        target_pct = (targets.land() if which == LAND else targets.buildings())["target_pct"]
        return {name: rounded(value, 2) for name, value in targets.pace(now_pct, then_pct, target_pct, sums.on, sums.first).items()}

    return found


INDICATORS = (
    Indicator("total_daa", DAA, _daa("total_m2"), "counted land", 1),
    Indicator("in_use_daa", DAA, lambda sums: (sums.now["total_m2"] - sums.now["vacant_m2"]) / M2_PER_DAA, "of it in use", 2),
    Indicator("vacant_daa", DAA, _daa("vacant_m2"), "of it vacant", 3),
    Indicator("business_daa", DAA, _daa("business_m2"), "land zoned for business"),
    Indicator("offerable_daa", DAA, _daa("offerable_m2"), "vacant land that can be offered", 17),
    Indicator("unbuilt_infrastructure_daa", DAA, _daa("unbuilt_infrastructure_m2"), "zoned for infrastructure that is not built", 18),
    Indicator("main_routes_daa", DAA, _daa("main_route_m2"), "main routes within the counted land", 19),
    Indicator("land_utilisation_without_main_pct", PCT, _pct(rate_without_main_pct), "the rate without main routes", 20, 1),
    Indicator("sea_to_fill_daa", DAA, _daa("sea_to_fill_m2"), "zoned sea that would have to be filled", 21),
    Indicator("clarify_daa", DAA, _daa("clarify_m2"), "land that something must be clarified of", 22, effect=CLARIFY),
    Indicator("land_utilisation_pct", PCT, _pct(land_rate_pct), "land in use of counted land", 4, 1),
    Indicator(
        "land_utilisation_range_pct", "", lambda sums: _between(land_range_pct(sums.now)),
        "the rate by what is undecided, least and most",
    ),
    Indicator(
        "land_utilisation_without_idle_held_pct", PCT, _pct(rate_without_idle_held_pct),
        "the rate with idle land that others hold as not in use", 7, 1,
    ),
    Indicator("confirmed_pct", PCT, _pct(confirmed_pct), "counted land that somebody has spoken of within the year before the day", 8, 1),
    Indicator("by_word_pct", PCT, _by_word, "counted land whose class rests on people's word", 9, 1),
    Indicator("by_statements_daa", DAA, _daa("by_statements_m2"), "of that, by the park's record", 10),
    Indicator("by_decisions_daa", DAA, _daa("by_decisions_m2"), "of that, by what somebody set or confirmed here", 11),
    Indicator("undecided_daa", DAA, _daa("undecided_m2"), "land whose class nobody has settled", 16),
    Indicator("undecided_units", UNITS, _whole("undecided_units"), "units whose class nobody has settled"),
    Indicator("asking_units", UNITS, _whole("asking_units"), "units that ask somebody"),
    Indicator("units", UNITS, _whole("units"), "units of counted land"),
    Indicator("net_total_daa", DAA, _daa("net_total_m2"), "counted land without roads and the like"),
    Indicator("net_vacant_daa", DAA, _daa("net_vacant_m2"), "of that vacant"),
    Indicator(
        "net_land_utilisation_pct", PCT, lambda sums: rounded(land_utilisation_pct(sums.now["net_total_m2"], sums.now["net_vacant_m2"])),
        "the rate of net land", 5, 1,
    ),
    Indicator("adopted_land_utilisation_pct", PCT, _adopted, "the rate within the perimeter as it was adopted", 6, 1),
    Indicator(
        "vacant_taken_pct", PCT, lambda sums: rounded(_share_pct(sums.since["vacant_taken_m2"], sums.since["vacant_then_m2"])),
        "land vacant at the baseline that is in use now", 15, 1,
    ),
    Indicator("vacant_taken_daa", DAA, _since_daa("vacant_taken_m2"), "the same as an area"),
    Indicator("building_stock_m2", M2, _whole("stock_m2"), "floor of all buildings", 23, rests_on=(BUILDINGS,)),
    Indicator("vacant_building_m2", M2, _whole("vacant_floor_m2"), "of it vacant", 24, rests_on=(BUILDINGS,)),
    Indicator("building_utilisation_pct", PCT, _pct(_floor_pct), "floor in use of floor that is answered for", 25, 1),
    Indicator(
        "building_utilisation_range_pct", "", lambda sums: _between(building_range_pct(sums.now)),
        "the same by what is not answered, least and most",
    ),
    Indicator("greenfield_daa", DAA, _daa("greenfield_m2"), "vacant land that is nature or farmland", 26, rests_on=(GROUND,)),
    Indicator("greenfield_not_mapped_daa", DAA, _daa("greenfield_not_mapped_m2"), "vacant land whose ground nobody has mapped", 27),
    Indicator("potential_daa", DAA, _daa("potential_m2"), "land outside plans that could be zoned"),
    Indicator("idle_held_daa", DAA, _daa("idle_held_m2"), "idle land that others hold"),
    Indicator("other_use_daa", DAA, _daa("other_use_m2"), "land in other use than business"),
    Indicator("spare_daa", DAA, _daa("spare_m2"), "land in use with room for more", 29, rests_on=(BUILDINGS,)),
    Indicator("bound_daa", DAA, _daa("bound_m2"), "vacant land that a restriction binds", 28, effect=BOUND),
    Indicator("unzoned_in_use_daa", DAA, _daa("unzoned_in_use_m2"), "land in use without a plan"),
    Indicator(
        "nature_built_into_account_daa", DAA, _since_daa("nature_built_m2"), "nature built down since the baseline, by the account",
        rests_on=(GROUND,), of_then=True,
    ),
    Indicator("nature_in_use_daa", DAA, _taken_daa("nature"), "ground in use now that was nature at the baseline", 12, 1),
    Indicator("farmland_in_use_daa", DAA, _taken_daa("farmland"), "the same that was farmland", 13, 1),
    Indicator("in_use_unmapped_daa", DAA, _taken_daa("unmapped"), "such ground that nobody had mapped", 14, 1),
    Indicator(
        "in_use_by_kind", "", lambda sums: {kind: sums.since[f"was_{kind}_m2"] / M2_PER_DAA for kind in KINDS},
        "all of it in daa by the kind of ground",
    ),
    Indicator("needed_daa_per_year", "daa/year", _needed, "land that must come into use a year to reach the target"),
    Indicator("land_pace", "", _pace(land_rate_pct, LAND), "percentage points a year so far and from here to the target, of land"),
    Indicator("building_pace", "", _pace(_floor_pct, BUILDING), "the same of floor"),
)  # fmt: skip


def found(sums: Sums) -> dict[str, Any]:
    """Every indicator by its name."""
    return {one.name: one.found(sums) for one in INDICATORS}


def summed(each: list[Parts]) -> Parts:
    """The sums of several parks together: areas are sums of true areas, those left out that have counted land and no rate."""
    now, then = (together([one[place] for one in each]) for place in (0, 1))
    since = pd.DataFrame([one[2] if is_rated(one[0]) else one[2] * 0 for one in each]).sum()
    return now, then, since


def is_rated(now: pd.Series) -> bool:
    """Whether a park's sums count in a total."""
    return has_rate(now) or now["total_m2"] == 0


def by_name(name: str) -> Indicator:
    """The row of that name; KeyError where there is none."""
    return {one.name: one for one in INDICATORS}[name]


def exported() -> list[Indicator]:
    """Those that stand in exports, in their order."""
    return sorted((one for one in INDICATORS if one.place is not None), key=lambda one: one.place or 0)
