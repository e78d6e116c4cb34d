"""The confirmation list: what the tool is unsure of or sees contradicted, and how much each answer would move the rate."""

import json
from collections.abc import Collection

import pandas as pd

from landuse.progress.utilisation import land_utilisation_pct
from landuse.units.doubt import question
from landuse.units.schema import COUNTED, IN_USE, LandClass


def confirmation(inventory: pd.DataFrame, also: Collection[str] = ()) -> pd.DataFrame:
    """The units of one park that ask for a person's word: those of one question together, the one that moves the gross rate most first.

    Parameters
    ----------
    inventory : as landuse.units.inventory returns it, of one park
    also : units that are wanted whether they ask or not

    Returns
    -------
    the asking rows, and those that are wanted, with other_class and effect_pp: what the rate would rise (negative: fall)
    by, in percentage points, if the unit were of the other class and all else as it is; question and about: who can settle
    it (landuse.units.doubt), and of which property or plot
    """
    asking = inventory[inventory["asks"].astype(bool) | inventory.index.isin(list(also))]
    asking = asking.assign(other_class=[other_class(row) for _, row in asking.iterrows()])
    total_m2 = int(inventory["area_m2"][inventory["class"].isin(COUNTED)].sum())
    vacant_m2 = int(inventory["area_m2"][inventory["class"] == LandClass.VACANT].sum())
    business = (inventory["class"].isin(COUNTED) & inventory["net"]).any()  # without business zones there is no rate to move
    effects = [_effect_pp(row, total_m2, vacant_m2) if business else 0.0 for _, row in asking.iterrows()]
    asking = asking.assign(effect_pp=pd.Series(effects, index=asking.index, dtype=float))
    asking["question"] = [question(json.loads(ids)) for ids in asking["doubts"]]
    asking["about"] = [_about(row) for _, row in asking.iterrows()]
    together = asking.groupby(["question", "about"])
    order = asking.assign(size=asking["effect_pp"].abs().round(9), name=asking.index, key=asking["question"] + asking["about"])
    order["of_question"] = order["size"].groupby([order["question"], order["about"]]).transform("sum").round(9)
    order["daa_of_question"] = together["area_m2"].transform("sum")
    by = ["of_question", "daa_of_question", "key", "size", "area_m2", "name"]
    return asking.loc[order.sort_values(by, ascending=[False, False, True, False, False, True]).index]


def _about(unit: pd.Series) -> str:
    """The property or plot that a unit's question is about."""
    named = ("parcel_number", "parcel_id", "plot_id") if unit["question"] == "holder" else ()
    return next((str(unit[name]) for name in (*named, "base_id") if isinstance(unit.get(name), str) and unit[name]), str(unit.name))


def other_class(unit: pd.Series) -> str:
    """What else a unit in doubt could be: what was found against a person's word, what its doubts leave open, or idle for in use."""
    if unit["found_class"] != unit["class"]:
        return str(unit["found_class"])
    likely = _other(unit)
    others = [one for one in json.loads(unit.get("could_be") or "[]") if one != unit["class"]] if unit["undecided"] else []
    return likely if not others or likely in others else others[0]


def _other(unit: pd.Series) -> str:
    if unit["class"] in IN_USE:
        return str(LandClass.VACANT)
    if unit["class"] == LandClass.VACANT:
        return str(LandClass.BUILDING if json.loads(unit["building_ids"]) else LandClass.USED)
    flips = [item["becomes"] for item in json.loads(unit["flips_if"]) if item["becomes"] in COUNTED]
    return str(flips[0] if flips else LandClass.USED)


def _effect_pp(unit: pd.Series, total_m2: int, vacant_m2: int) -> float:
    """The gross rate with the other class less the rate as it is; from or to nothing counted is 0."""
    area_m2 = int(unit["area_m2"])
    grown_m2 = area_m2 * (int(unit["other_class"] in COUNTED) - int(unit["class"] in COUNTED))
    emptied_m2 = area_m2 * (int(unit["other_class"] == LandClass.VACANT) - int(unit["class"] == LandClass.VACANT))
    now = land_utilisation_pct(total_m2, vacant_m2)
    then = land_utilisation_pct(total_m2 + grown_m2, vacant_m2 + emptied_m2)
    return 0.0 if now is None or then is None else then - now
