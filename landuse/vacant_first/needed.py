"""What the ground that is needed takes of nature and farmland, wherever in a larger ground it is laid: at least, and at most.

A plot of 90 daa that a newcomer takes 34 of is not charged with 90; nobody has drawn which 34, so both ends are told.
"""

from collections.abc import Mapping

import pandas as pd

from landuse.progress import nature_told

NATURE, FARMLAND = "nature", "farmland"
KINDS = {NATURE: ("forest", "bog", "other_nature", "water"), FARMLAND: ("farmland",)}
_BLANK = "not_mapped"


def bounds_m2(amount_m2: float, area_m2: float, blank_m2: float, needed_m2: float) -> tuple[int, int]:
    """The least and the most of a kind on ground of `needed_m2` inside a larger ground, whole m².

    Where any part may be chosen both are reached: the least takes all other ground first, the most this kind first. Where the part
    must have a width or a length, they are bounds: no part takes less or more.

    Parameters
    ----------
    amount_m2 : of the kind on all of the ground; blank_m2 : not mapped, which may be of the kind or not
    needed_m2 : at most `area_m2`
    """
    least = needed_m2 - (area_m2 - amount_m2)
    return round(max(least, 0.0)), round(min(needed_m2, amount_m2 + blank_m2))


def needed(groups: Mapping[str, float], needed_m2: float, shaped: bool) -> dict:
    """What stands beside a candidate and the proposal alike, each on the daa that are needed.

    Parameters
    ----------
    groups : by group of nature, the ground that the needed part may lie on, m²
    shaped : whether a width or a length is asked, so that not any part will do

    Returns
    -------
    m2 (what was measured: what is needed, or all there is); nature and farmland, each least_m2 and most_m2; area_m2 of all the ground
    and unmapped_m2 of it; exact (both ends are reached; else they are bounds)
    """
    area_m2 = float(sum(groups.values()))
    measured_m2, blank_m2 = min(needed_m2, area_m2), float(groups.get(_BLANK, 0.0))
    told: dict = {"m2": round(measured_m2)}
    for name, kinds in KINDS.items():
        amount_m2 = float(sum(groups.get(kind, 0.0) for kind in kinds))
        least, most = bounds_m2(amount_m2, area_m2, blank_m2, measured_m2)
        told[name] = {"least_m2": least, "most_m2": max(most, least)}
    settled = all(told[name]["least_m2"] == told[name]["most_m2"] for name in KINDS)
    return told | {"area_m2": round(area_m2), "unmapped_m2": round(blank_m2), "exact": settled or not shaped}


def difference(candidate: Mapping[str, float], proposal: Mapping[str, float], needed_m2: float, shaped: bool) -> dict:
    """What the candidate takes less what the proposal takes, both on the same number of m²: at least, and at most.

    Parameters
    ----------
    candidate, proposal : by group of nature, m²

    Returns
    -------
    m2 (that was compared); nature and farmland, each least_m2 and most_m2 (negative: the candidate takes less); exact, as `needed`;
    comparable, whether the ground of both is mapped
    """
    same_m2 = min(needed_m2, sum(candidate.values()), sum(proposal.values()))
    own, theirs = (needed(groups, same_m2, shaped) for groups in (candidate, proposal))
    told: dict = {"m2": round(same_m2)}
    for name in KINDS:
        low = own[name]["least_m2"] - theirs[name]["most_m2"]
        told[name] = {"least_m2": low, "most_m2": own[name]["most_m2"] - theirs[name]["least_m2"]}
    comparable = nature_told.comparable(candidate, proposal)
    return told | {"exact": own["exact"] and theirs["exact"], "comparable": comparable}


def charged_m2(amount_m2: pd.Series, area_m2: pd.Series, needed_m2: float) -> pd.Series:
    """What the order among candidates goes by: the middle of the least and the most on the ground that is needed; NaN where not told.

    Parameters
    ----------
    needed_m2 : 0 where no size is asked: then all of the ground
    """
    measured = area_m2.clip(upper=needed_m2) if needed_m2 else area_m2
    least = (measured - (area_m2 - amount_m2)).clip(lower=0.0)
    return (least + amount_m2.clip(upper=measured)) / 2
