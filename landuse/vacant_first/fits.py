"""What a candidate fits, what it fails and by how much, and what nobody knows of it; the proposal itself by the same measure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.vacant_first import available
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN, Search
from landuse.vacant_first.needs import NEEDS
from landuse.vacant_first.widths import longest_strip_m, widest_m
from landuse.words.numbers import M2_PER_DAA

WITHIN = ("water", "sewer", "quay", "rail")  # needs that a plot meets by being near enough
LADDER = ("avsatt", "regulert", "ferdig_regulert", "opparbeidet", "byggeklar")
SAID, MEASURED, NOT_SAID, NOT_MAPPED, CONDITIONS = "said_by_park", "measured", "not_said", "layer_not_mapped", "conditions_unmet"
ASSUMED_TIME, TO_BE_BUILT, NOT_PUBLISHED = "time_assumed", "floor_to_be_built", "not_published"
CONTRADICTED, DRAWN, PLAN_FIRST, BOUND = "contradicted_by_map", "line_drawn", "plan_first", "all_bound"
SLOPE, NO_TERRAIN = "slope_pct", "terrain_not_mapped"
NEAR = (*WITHIN, "main_road_m")
AT_MOST = (*NEAR, SLOPE)  # needs that are met by what is no more than a limit


def answers(facts: pd.DataFrame, needs: Mapping[str, Any]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Each site's answer to the needs beside size and power: those that one plot meets for all, and those that all must meet.

    Parameters
    ----------
    facts : `<need>_m` distances (0: on it; inf: none; NaN: not known) of WITHIN and main_road, slope_pct, zone_code, ready_on,
        available (a word)
    """
    any_of = {need: _answer(facts[f"{need}_m"] <= _within_m(need), facts[f"{need}_m"]) for need in WITHIN if need in needs}
    if "main_road_m" in needs:
        any_of["main_road_m"] = _answer(facts["main_road_m"] <= needs["main_road_m"], facts["main_road_m"])
    all_of = {available.NEED: available.answers(facts["available"])}
    if SLOPE in needs:
        all_of[SLOPE] = _answer(facts[SLOPE] <= needs[SLOPE], facts[SLOPE])
    if "zone_codes" in needs:
        all_of["zone_codes"] = _answer(facts["zone_code"].isin(needs["zone_codes"]), facts["zone_code"])
    if "ready_by" in needs:
        all_of["ready_by"] = _answer(facts["ready_on"] <= pd.Timestamp(needs["ready_by"]), facts["ready_on"])
    return any_of, all_of


def ready_on(readiness: str, conditions: list[str], available_from: Any, on: date) -> tuple[pd.Timestamp, str]:
    """When a plot can be built on, and why that is thought: not known while a condition of the plan is unmet."""
    if conditions:
        return pd.NaT, CONDITIONS
    if isinstance(available_from, str) and available_from:
        return pd.Timestamp(available_from), SAID
    months = table("vacant_first")["readiness_months"].get(readiness)
    if not isinstance(months, int):
        return pd.NaT, NOT_SAID
    return pd.Timestamp(on) + pd.DateOffset(months=months), ASSUMED_TIME


def measure(need: str) -> str:
    """The column of facts that a need of AT_MOST is held against."""
    return f"{need}_m" if need in WITHIN else need


def limit(need: str, needs: Mapping[str, Any]) -> float:
    """The most that meets a need of AT_MOST, in its unit."""
    return _within_m(need) if need in WITHIN else float(needs[need])


def fit_rows(search: Search, members: tuple[int, ...], own: pd.DataFrame, needs: Mapping[str, Any]) -> list[dict]:
    """One row per need, and whether it can be had: need, answer, wanted, has, short, unit, because; `against` where a map contradicts.

    Parameters
    ----------
    own : what is known of the members, as for `answers`, with `because` as {need: why} and `against` as {need: what is said and measured};
        without `available` nobody can say whether the ground can be had, and it is not asked
    """
    rows = []
    for need in needs:
        told = _SIZE[need](search, members, needs) if need in _SIZE else _OTHER.get(need, _near)(own, need, needs, search, members)
        answer, has, because = told
        rows.append(_row(need, answer, needs[need], has, because) | _against(own, need, answer))
    return rows + ([_available_row(own)] if "available" in own else [])


def building_rows(floor_m2: int, spare_m2: int | None, facts: pd.DataFrame, needs: Mapping[str, Any]) -> list[dict]:
    """The same for a standing building: its vacant floor, and the spare ground of its plot."""
    rows = []
    for need, wanted in needs.items():
        if need == "floor_m2":
            rows.append(_row(need, FIT if floor_m2 >= wanted else FAIL, wanted, floor_m2, SAID))
        elif need == "daa":
            has = None if spare_m2 is None else spare_m2 / M2_PER_DAA
            answer = UNKNOWN if has is None else FIT if has >= wanted else FAIL
            rows.append(_row(need, answer, wanted, has, NOT_PUBLISHED if has is None else MEASURED))
        elif need in ("width_m", "side_m"):
            rows.append(_row(need, UNKNOWN, wanted, None, NOT_SAID))
        else:
            answer, *told = _building_answer(facts, need, needs)
            rows.append(_row(need, answer, *told) | _against(facts, need, answer))
    return [*rows, _available_row(facts)]


def bound_row(need: str, wanted: Any) -> dict:
    """A need of ground that is bound all over."""
    return _row(need, FAIL, wanted, None, BOUND)


def _available_row(own: pd.DataFrame) -> dict:
    """Whether all of them can be had: the word of the one that stands most in the way."""
    word = available.word(*own["available"])
    return _row(available.NEED, int(available.answers([word])[0]), True, None, word)


def _against(own: pd.DataFrame, need: str, answer: int) -> dict:
    """What the park says and the map contradicts, where that is why nobody knows."""
    found = [against[need] for against in own["against"] if need in against] if answer == UNKNOWN and "against" in own else []
    return {"against": found[0], "because": CONTRADICTED} if found else {}


def _building_answer(facts: pd.DataFrame, need: str, needs: Mapping[str, Any]) -> tuple:
    answer, has, because = _OTHER.get(need, _near)(facts, need, needs, None, (0,))
    return answer, needs[need], has, because


def _row(need: str, answer: int, wanted: Any, has: Any, because: str) -> dict:
    number = isinstance(has, (int, float)) and not isinstance(has, bool) and np.isfinite(has)
    kept = round(float(has), 3) if number else has if isinstance(has, (str, list)) else None
    row = {"need": need, "answer": answer, "wanted": wanted, "has": kept, "unit": _unit(need), "because": because}
    return row | ({"short": _short(need, wanted, has)} if answer == FAIL else {})


def _unit(need: str) -> str:
    return "m" if need in WITHIN else "" if need == available.NEED else NEEDS[need][1]


def _short(need: str, wanted: Any, has: Any) -> float | None:
    """How much is lacking, in the need's unit: days for a date, metres too far, or percentage points too steep."""
    if need == "ready_by":
        return None if not isinstance(has, str) else float((pd.Timestamp(has) - pd.Timestamp(wanted)).days)
    if isinstance(has, (list, str)) or has is None or not np.isfinite(has):
        return None
    if need in AT_MOST:
        return round(float(has) - limit(need, {need: wanted}), 2 if need == SLOPE else 1)
    return round(float(wanted) - float(has), 3)


def _daa(search: Search, members: tuple[int, ...], needs: Mapping[str, Any]) -> tuple:
    area_m2 = search.area_m2(members)
    return FIT if area_m2 >= search.size.area_m2 else FAIL, area_m2 / M2_PER_DAA, MEASURED


def _width(search: Search, members: tuple[int, ...], needs: Mapping[str, Any]) -> tuple:
    fits = search.is_wide(members)
    needed_m2 = min(search.size.area_m2, search.area_m2(members)) if search.area_m2(members) >= search.size.area_m2 else 1.0
    widest = widest_m(search.ground(members), 0.999 * needed_m2)
    return FIT if fits else FAIL, max(widest, search.size.width_m) if fits else min(widest, search.size.width_m), MEASURED


def _side(search: Search, members: tuple[int, ...], needs: Mapping[str, Any]) -> tuple:
    fits = search.is_long(members)
    if fits:
        return FIT, None, MEASURED
    has = longest_strip_m(search.ground(members), search.size.strip_m, search.directions_deg(members))
    return FAIL, min(has, search.size.side_m), MEASURED


def _floor(own: pd.DataFrame, need: str, needs: Mapping[str, Any], search: Search, members: tuple[int, ...]) -> tuple:
    return UNKNOWN, None, TO_BE_BUILT


def _power(own: pd.DataFrame, need: str, needs: Mapping[str, Any], search: Search, members: tuple[int, ...]) -> tuple:
    mw = own["mw"].to_numpy(dtype=float)
    if np.isnan(mw).all():
        return UNKNOWN, None, _because(own, need)
    total = float(np.nansum(mw))
    return FIT if total >= needs[need] else UNKNOWN if np.isnan(mw).any() else FAIL, total, SAID


def _near(own: pd.DataFrame, need: str, needs: Mapping[str, Any], search: Search, members: tuple[int, ...]) -> tuple:
    """What one plot has for all: the nearest of them."""
    far_m = own[measure(need)]
    if far_m.isna().all():
        return UNKNOWN, None, _because(own, need)
    nearest = far_m.idxmin()
    answer = FIT if far_m[nearest] <= limit(need, needs) else UNKNOWN if far_m.isna().any() else FAIL
    return answer, float(far_m[nearest]), own.loc[nearest, "because"].get(need, MEASURED)


def _slope(own: pd.DataFrame, need: str, needs: Mapping[str, Any], search: Search, members: tuple[int, ...]) -> tuple:
    """The steepest of them: the ground of one is built on whatever the next is like."""
    answer = int(min(_answer(own[need] <= needs[need], own[need])))
    if answer == UNKNOWN:
        return UNKNOWN, None, own.loc[own[need].isna(), "because"].iloc[0].get(need, NO_TERRAIN)
    return answer, float(own[need].max()), MEASURED


def _zone(own: pd.DataFrame, need: str, needs: Mapping[str, Any], search: Search, members: tuple[int, ...]) -> tuple:
    given = own["zone_code"]
    answer = min(_answer(given.isin(needs[need]), given))
    return int(answer), sorted(set(given.dropna().astype(str))), MEASURED if given.notna().all() else _because(own, need)


def _ready(own: pd.DataFrame, need: str, needs: Mapping[str, Any], search: Search, members: tuple[int, ...]) -> tuple:
    days = own["ready_on"]
    answer = int(min(_answer(days <= pd.Timestamp(needs[need]), days)))
    unknown = days[days.isna()]
    if answer == UNKNOWN:
        return UNKNOWN, None, own.loc[unknown.index[0], "because"].get(need, NOT_SAID)
    last = days.idxmax()
    return answer, days[last].date().isoformat(), own.loc[last, "because"].get(need, NOT_SAID)


def _because(own: pd.DataFrame, need: str) -> str:
    return own["because"].iloc[0].get(need, NOT_SAID)


def _answer(fits: pd.Series, given: pd.Series) -> np.ndarray:
    return np.where(given.isna(), UNKNOWN, np.where(fits, FIT, FAIL)).astype(np.int64)


def _within_m(need: str) -> float:
    return table("vacant_first")["within"][f"{need}_m"]


_SIZE = {"daa": _daa, "width_m": _width, "side_m": _side}
_OTHER = {"floor_m2": _floor, "mw": _power, SLOPE: _slope, "zone_codes": _zone, "ready_by": _ready}
