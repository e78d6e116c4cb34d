"""The figures of one park, or of several together, from their sums: the same wherever sums come from, a park's data or its return."""

from datetime import date
from typing import Any

import pandas as pd

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
from landuse.words.numbers import M2_PER_DAA

Sums = tuple[pd.Series, pd.Series, pd.Series]  # now, then, since


def summed(each: list[Sums]) -> Sums:
    """The sums of several parks together: areas are sums of true areas, those left out that have counted land and no rate."""
    now, then = (together([one[place] for one in each]) for place in (0, 1))
    since = pd.DataFrame([one[2] if is_rated(one[0]) else one[2] * 0 for one in each]).sum()
    return now, then, since


def is_rated(now: pd.Series) -> bool:
    """Whether a park's sums count in a total."""
    return has_rate(now) or now["total_m2"] == 0


def rates(now: pd.Series, then: pd.Series, since: pd.Series, on: date, first: date) -> dict[str, Any]:
    """The figures (landuse.progress.status.Figures) of one park, or of the sums over several.

    Parameters
    ----------
    now, then : utilisation.AMOUNTS on the day and at the baseline, m²
    since : actions.progress.progress.SINCE, what the overlay of the two says, m²
    on, first : the day, and that of the baseline
    """
    rate, then_rate = (land_rate_pct(row) for row in (now, then))
    floor_rate, then_floor = (building_utilisation_pct(row["answered_stock_m2"], row["vacant_floor_m2"]) for row in (now, then))
    taken = rose.taken_m2(since)
    taken_pct = 100 * since["vacant_taken_m2"] / since["vacant_then_m2"] if since["vacant_then_m2"] else None
    return {
        "total_daa": now["total_m2"] / M2_PER_DAA,
        "in_use_daa": (now["total_m2"] - now["vacant_m2"]) / M2_PER_DAA,
        "vacant_daa": now["vacant_m2"] / M2_PER_DAA,
        "business_daa": now["business_m2"] / M2_PER_DAA,
        "offerable_daa": now["offerable_m2"] / M2_PER_DAA,
        "unbuilt_infrastructure_daa": now["unbuilt_infrastructure_m2"] / M2_PER_DAA,
        "main_routes_daa": now["main_route_m2"] / M2_PER_DAA,
        "land_utilisation_without_main_pct": _rounded(rate_without_main_pct(now)),
        "sea_to_fill_daa": now["sea_to_fill_m2"] / M2_PER_DAA,
        "clarify_daa": now["clarify_m2"] / M2_PER_DAA,
        "land_utilisation_pct": _rounded(rate),
        "land_utilisation_range_pct": _rounded_pair(land_range_pct(now)),
        "land_utilisation_without_idle_held_pct": _rounded(rate_without_idle_held_pct(now)),
        "confirmed_pct": _rounded(confirmed_pct(now)),
        "by_word_pct": _rounded(_share_pct(now["by_statements_m2"] + now["by_decisions_m2"], now["total_m2"])),
        "by_statements_daa": now["by_statements_m2"] / M2_PER_DAA,
        "by_decisions_daa": now["by_decisions_m2"] / M2_PER_DAA,
        "undecided_daa": now["undecided_m2"] / M2_PER_DAA,
        "undecided_units": int(now["undecided_units"]),
        "asking_units": int(now["asking_units"]),
        "units": int(now["units"]),
        "net_total_daa": now["net_total_m2"] / M2_PER_DAA,
        "net_vacant_daa": now["net_vacant_m2"] / M2_PER_DAA,
        "net_land_utilisation_pct": _rounded(land_utilisation_pct(now["net_total_m2"], now["net_vacant_m2"])),
        "adopted_land_utilisation_pct": _rounded(_share_pct(since["adopted_in_use_m2"], since["adopted_m2"]) if has_rate(now) else None),
        "vacant_taken_pct": _rounded(taken_pct),
        "vacant_taken_daa": since["vacant_taken_m2"] / M2_PER_DAA,
        "building_stock_m2": int(now["stock_m2"]),
        "vacant_building_m2": int(now["vacant_floor_m2"]),
        "building_utilisation_pct": _rounded(floor_rate),
        "building_utilisation_range_pct": _rounded_pair(building_range_pct(now)),
        "greenfield_daa": now["greenfield_m2"] / M2_PER_DAA,
        "greenfield_not_mapped_daa": now["greenfield_not_mapped_m2"] / M2_PER_DAA,
        "potential_daa": now["potential_m2"] / M2_PER_DAA,
        "idle_held_daa": now["idle_held_m2"] / M2_PER_DAA,
        "other_use_daa": now["other_use_m2"] / M2_PER_DAA,
        "spare_daa": now["spare_m2"] / M2_PER_DAA,
        "bound_daa": now["bound_m2"] / M2_PER_DAA,
        "unzoned_in_use_daa": now["unzoned_in_use_m2"] / M2_PER_DAA,
        "nature_built_into_account_daa": since["nature_built_m2"] / M2_PER_DAA,
        "nature_in_use_daa": taken["nature"] / M2_PER_DAA,
        "farmland_in_use_daa": taken["farmland"] / M2_PER_DAA,
        "in_use_unmapped_daa": taken["unmapped"] / M2_PER_DAA,
        "in_use_by_kind": {kind: since[f"was_{kind}_m2"] / M2_PER_DAA for kind in KINDS},
        "needed_daa_per_year": _rounded(targets.needed_daa_per_year(now["vacant_m2"], now["total_m2"], on) if has_rate(now) else None),
        "land_pace": _pace(rate, then_rate, targets.land()["target_pct"], on, first),
        "building_pace": _pace(floor_rate, then_floor, targets.buildings()["target_pct"], on, first),
    }


def _pace(now_pct: float | None, then_pct: float | None, target_pct: float, now: date, then: date) -> dict | None:
    if now_pct is None:
        return None
    return {name: _rounded(value, 2) for name, value in targets.pace(now_pct, then_pct, target_pct, now, then).items()}


def _share_pct(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def _rounded(value: float | None, decimals: int = 1) -> float | None:
    return None if value is None else round(float(value), decimals)


def _rounded_pair(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [round(pair[0], 1), round(pair[1], 1)]
