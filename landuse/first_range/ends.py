"""The two ranges: between which figures the rate surely lies, each patch all or nothing, and where it usually lies, by usual shares."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.first_range.declared import declared
from landuse.rules.conditions import holds

USED, VACANT, OUTSIDE = "used", "vacant", "outside"
BUILT, UNBUILT, UNCLEAR, NOT_COUNTED = "bebygd", "ubebygd", "uavklart", "utenfor"
GROUPS = (BUILT, UNBUILT, UNCLEAR, NOT_COUNTED)


@dataclass(frozen=True)
class Range:
    """low_pct, high_pct : of the land that counts, how much is in use"""

    low_pct: float
    high_pct: float

    @property
    def width_pp(self) -> float:
        """Its width in percentage points."""
        return self.high_pct - self.low_pct


@dataclass(frozen=True)
class Said:
    """What somebody has answered on the spot.

    vacant_m2 : how much of the perimeter is vacant and fully zoned today; None: not answered
    outside_m2 : how much of it is not zoned for business; None: not answered
    patches : by the number of a patch, how it is used: used, vacant, outside
    """

    vacant_m2: float | None = None
    outside_m2: float | None = None
    patches: tuple[tuple[int, str], ...] = ()


NOTHING = Said()


def judged(pieces: gpd.GeoDataFrame, said: Said = NOTHING) -> gpd.GeoDataFrame:
    """The patches with the rule that holds of each, what it could be, and what such ground usually is.

    Returns
    -------
    as given, with `rule`, `group` (of GROUPS), `could_be` (a tuple of used, vacant, outside), and of its ground the usual shares
    `used_low`, `used_high`, `vacant_low`, `vacant_high` (0–1)
    """
    known = declared()["rule"]
    which = np.select([holds(pieces, rule["when"]) for rule in known], np.arange(len(known)))
    chosen, answers = [known[int(place)] for place in which], dict(said.patches)
    pairs = zip(chosen, pieces["zone"], strict=True)
    shares = [_shares(rule, zone, answers.get(number)) for number, (rule, zone) in enumerate(pairs, start=1)]
    could = [(answers[number],) if number in answers else tuple(rule["could_be"]) for number, rule in enumerate(chosen, start=1)]
    return pieces.assign(
        rule=[rule["id"] for rule in chosen],
        group=[rule["group"] for rule in chosen],
        could_be=pd.Series(could, index=pieces.index, dtype=object),
        **{name: [one[name] for one in shares] for name in ("used_low", "used_high", "vacant_low", "vacant_high")},
    )


def sure(found: gpd.GeoDataFrame, said: Said = NOTHING) -> Range | None:
    """All that the patches leave open: every one of them wholly one thing or another. None where nothing counts for certain or at all."""
    total, least = float(found["area_m2"].sum()), _sure_m2(found, USED)
    barred = _sure_m2(found, OUTSIDE)
    if said.vacant_m2 is not None:
        counted = total - (barred if said.outside_m2 is None else said.outside_m2)
        most = max(counted - said.vacant_m2, 0.0)
        fewest = most if said.outside_m2 is not None else min(least, most)
        return _range(fewest, said.vacant_m2, most, said.vacant_m2)
    vacant = found["could_be"].map(lambda kinds: VACANT in kinds)
    must_be_vacant = _sure_m2(found, VACANT)
    used = found["could_be"].map(lambda kinds: USED in kinds)
    return _range(least, float(found["area_m2"][vacant].sum()), float(found["area_m2"][used].sum()), must_be_vacant)


def likely(found: gpd.GeoDataFrame, said: Said = NOTHING) -> Range | None:
    """What such ground usually is, between the shares of `first_range.toml`; never outside what is sure."""
    area, bounds = found["area_m2"], sure(found, said)
    if bounds is None:
        return None
    if said.vacant_m2 is not None and said.outside_m2 is not None:
        return bounds
    low_used, high_used = (float((area * found[name]).sum()) for name in ("used_low", "used_high"))
    low_vacant, high_vacant = (float((area * found[name]).sum()) for name in ("vacant_low", "vacant_high"))
    if said.vacant_m2 is not None:
        low_vacant = high_vacant = said.vacant_m2
    usual = _range(low_used, high_vacant, high_used, low_vacant)
    if usual is None:
        return None
    low = min(max(usual.low_pct, bounds.low_pct), bounds.high_pct)
    return Range(low, max(min(usual.high_pct, bounds.high_pct), low))


def by_group_m2(found: gpd.GeoDataFrame) -> dict[str, float]:
    """How much of the ground is built, unbuilt, unclear, and outside the account for certain."""
    sums = found.groupby("group")["area_m2"].sum()
    return {group: float(sums.get(group, 0.0)) for group in GROUPS}


def _shares(rule: dict, zone: str, answer: str | None) -> dict[str, float]:
    if answer is not None:
        used, vacant = float(answer == USED), float(answer == VACANT)
        return {"used_low": used, "used_high": used, "vacant_low": vacant, "vacant_high": vacant}
    return {f"{name}_{end}": float(value) for name in (USED, VACANT) for end, value in zip(("low", "high"), rule[name][zone], strict=True)}


def _sure_m2(found: gpd.GeoDataFrame, kind: str) -> float:
    return float(found["area_m2"][found["could_be"] == (kind,)].sum()) if len(found) else 0.0


def _range(low_used_m2: float, low_vacant_m2: float, high_used_m2: float, high_vacant_m2: float) -> Range | None:
    """The rates of two cases; None where no ground counts in either."""
    rates = [_rate(low_used_m2, low_vacant_m2), _rate(high_used_m2, high_vacant_m2)]
    told = [rate for rate in rates if rate is not None]
    return Range(min(told), max(told)) if told else None


def _rate(used_m2: float, vacant_m2: float) -> float | None:
    return 100 * used_m2 / (used_m2 + vacant_m2) if used_m2 + vacant_m2 > 0 else None
