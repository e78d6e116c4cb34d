"""The report's targets and baseline, what follows from them by arithmetic, and the pace that they ask for."""

from datetime import date

from landuse.rules import table
from landuse.words.numbers import M2_PER_DAA

_DAYS_A_YEAR = 365.25


def land() -> dict:
    """target_pct, baseline_pct, baseline_total_daa, baseline_vacant_daa, vacant_taken_target_pct."""
    return table("targets")["land"]


def buildings() -> dict:
    """target_pct, baseline_pct, baseline_vacant_m2."""
    return table("targets")["buildings"]


def deadline() -> date:
    """The last day of the target year."""
    return table("targets")["deadline"]["date"]


def vacant_at_target_daa(total_daa: float) -> float:
    """What may stay vacant when the land target is met."""
    return total_daa * (100 - land()["target_pct"]) / 100


def pace(now_pct: float, then_pct: float | None, target_pct: float, now: date, then: date) -> dict[str, float | None]:
    """Percentage points a year: needed to reach the target by the deadline, and seen since the baseline.

    None where there is no time left to need it in, or no time gone by to see it in.
    """
    left_years = (deadline() - now).days / _DAYS_A_YEAR
    gone_years = (now - then).days / _DAYS_A_YEAR
    needed = max(target_pct - now_pct, 0.0) / left_years if left_years > 0 else None
    seen = (now_pct - then_pct) / gone_years if then_pct is not None and gone_years > 0 else None
    return {"needed_pp_per_year": needed, "seen_pp_per_year": seen}


def needed_daa_per_year(vacant_m2: float, total_m2: float, now: date) -> float | None:
    """How much vacant land has to be taken into use each year to the deadline."""
    left_years = (deadline() - now).days / _DAYS_A_YEAR
    over_daa = vacant_m2 / M2_PER_DAA - vacant_at_target_daa(total_m2 / M2_PER_DAA)
    return max(over_daa, 0.0) / left_years if left_years > 0 else None
