"""The national map of grey land: the shares of building, other grey and green ground that it states of each surface.

The map states them per surface and not where inside it, so that a unit gets each surface's shares by how much of it lies there.
"""

from collections.abc import Iterable
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.rules import threshold
from landuse.units import facts, schema
from landuse.units.facts import Question
from landuse.words import codelists

LAYER, USE_LAYER = "grey_land", "land_use"
STATED = ("building_pct", "grey_pct", "green_pct")
SHARES = ("building", "grey", "green", "unstated")
PARTS = (*SHARES, "not_mapped")


def column(part: str) -> str:
    """The column that holds how much of a unit is of one of PARTS, m²."""
    return f"grey_map_{part}_m2"


def shares(rows: pd.DataFrame) -> pd.DataFrame:
    """What each surface states, one column for each of SHARES in percent, 100 in sum.

    A surface states its shares where they sum to 100, give or take rounding: building, other grey and green as three, or
    grey with its buildings in it and green as two. One that states nothing, as roads do, or sums that are no whole, is `unstated`.
    """
    building, grey, green = (pd.to_numeric(rows[name]).astype(float) for name in STATED)
    slack_pct = threshold("grey_map_sum_pct")
    apart = abs(building.fillna(0.0) + grey + green - 100) <= slack_pct
    within = (abs(grey + green - 100) <= slack_pct) & (building.fillna(0.0) <= grey)
    least = np.minimum(np.minimum(building.fillna(0.0), grey), green) >= 0
    states = (apart | within) & least
    built = (100 - green).clip(0.0, 100.0)
    roofs = np.minimum(building.fillna(0.0), built)
    parts = {"building": roofs, "grey": built - roofs, "green": 100 - built}
    told = pd.DataFrame({name: part.where(states, 0.0) for name, part in parts.items()}, index=rows.index)
    return told.assign(unstated=np.where(states, 0.0, 100.0))


def mostly(rows: pd.DataFrame) -> pd.Series:
    """Which of SHARES each surface is most of; where two are even, the first."""
    return shares(rows).idxmax(axis=1) if len(rows) else pd.Series(dtype=object, index=rows.index)


def question(rows: gpd.GeoDataFrame | None) -> Question:
    """The map, ready to be asked; `rows` without overlaps, None where it could not be read."""
    told = None if rows is None else rows.assign(**shares(rows))
    return Question(LAYER, told, tiles=True, shares=SHARES)


def evidence(units: gpd.GeoDataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """What the map and SSB say of each unit, percent of the unit; nothing where they are not there or do not cover it.

    Returns
    -------
    grey_map_pct (building and other grey ground), grey_map_building_pct, grey_map_green_pct, grey_map_told_pct (how much of
    the unit the map states shares of); ssb_use (the code of the largest use, "" for none), ssb_use_pct, ssb_business_pct
    """
    part = {name: facts.share_pct(asked, units.index, LAYER, (name,)).clip(upper=100.0) for name in SHARES}
    table = pd.DataFrame(index=units.index)
    table["grey_map_pct"] = (part["building"] + part["grey"]).clip(upper=100.0)
    table["grey_map_building_pct"], table["grey_map_green_pct"] = part["building"], part["green"]
    table["grey_map_told_pct"] = (table["grey_map_pct"] + part["green"]).clip(upper=100.0)
    used = asked[(asked["layer_id"] == USE_LAYER) & (asked["status"] == schema.Status.HIT)].sort_values(["overlap_pct", "code"])
    largest = used.drop_duplicates("unit_id", keep="last").set_index("unit_id")
    table["ssb_use"] = largest["code"].reindex(units.index).fillna("").astype(str)
    table["ssb_use_pct"] = largest["overlap_pct"].reindex(units.index, fill_value=0.0)
    table["ssb_business_pct"] = facts.share_pct(asked, units.index, USE_LAYER, _business()).clip(upper=100.0)
    return table


def areas_m2(units: gpd.GeoDataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """How much of each unit is of each of PARTS as the map has it, whole true m², summing exactly to the unit."""
    hits = asked[(asked["layer_id"] == LAYER) & (asked["status"] == schema.Status.HIT)]
    told = hits.pivot_table(index="unit_id", columns="code", values="overlap_m2", aggfunc="sum", fill_value=0.0)
    told = told.reindex(index=units.index, columns=list(SHARES), fill_value=0.0)
    told["not_mapped"] = (units["area_m2"] - told.sum(axis=1)).clip(lower=0.0)
    summed = told.sum(axis=1)
    true = told.mul((units["area_m2"] / summed).where(summed > 0, 0.0), axis=0)  # what is left of rounding is no ground
    return schema.whole_rows(true, units["area_m2"]).rename(columns=column).rename_axis(columns=None)


def days(questions: Iterable[Question]) -> str | None:
    """The day of the map's data, or first/last where its surfaces are of several; "" where it says none, None where it is not there."""
    rows = [one.rows for one in questions if one.layer_id == LAYER and one.rows is not None and len(one.rows)]
    if not rows:
        return None
    said = pd.concat([frame["data_date"] for frame in rows]).dropna()
    each = [said.min().date().isoformat(), said.max().date().isoformat()] if len(said) else [""]
    return "/".join(dict.fromkeys(each))


def oldest(questions: Iterable[Question]) -> dict[str, date]:
    """The map's own first day by its layer, which says more than that of the file it came in; nothing where it says none."""
    first = (days(questions) or "").partition("/")[0]
    return {LAYER: date.fromisoformat(first)} if first else {}


def _business() -> tuple[str, ...]:
    """The codes of SSB's land use that are business or industry."""
    rows = codelists.table("ssb_arealbruk")
    return tuple(rows.index[rows["business"] == "yes"])
