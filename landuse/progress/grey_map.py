"""The national map of grey land beside the account: its share of the gross area, and where the two differ.

The map defines no utilisation. Nothing here is a rate, and nothing of it is held against the baseline.
"""

import json
from collections.abc import Iterable

import pandas as pd

from landuse.rules import table
from landuse.rules.conditions import holds
from landuse.units import decision, grey_map, schema
from landuse.units.grey_map import PARTS
from landuse.units.schema import LandClass

ROWS = (LandClass.BUILDING, LandClass.USED, LandClass.VACANT)  # the gross area by class, as the picture has them
AMOUNTS = tuple(f"{part}_m2" for part in PARTS)
_TOLD = ("grey_map_pct", "grey_map_building_pct", "grey_map_green_pct", "grey_map_told_pct", "grey_map_days")
_FACTS = {"record_says": "nothing", "standing_buildings": 0, "grey_map_days": None}


def parts_m2(inventory: pd.DataFrame) -> pd.DataFrame:
    """Of the gross area of each class, how much is of each of PARTS as the map has it, whole m²; all 0 where it was never asked."""
    counted = inventory[inventory["class"].isin(ROWS) & has_map(inventory)]
    names = {grey_map.column(part): f"{part}_m2" for part in PARTS}
    found = counted.rename(columns=names).reindex(columns=["class", *AMOUNTS], fill_value=0)
    return found.groupby("class")[list(AMOUNTS)].sum().reindex([str(name) for name in ROWS], fill_value=0).astype("int64")


def share_pct(amounts_m2: pd.Series, *parts: str) -> float | None:
    """What some of SHARES are of the ground that the map states shares of, percent; None where it states none."""
    stated = sum(float(amounts_m2[f"{part}_m2"]) for part in ("building", "grey", "green"))
    return 100 * sum(float(amounts_m2[f"{part}_m2"]) for part in parts) / stated if stated else None


def days(inventory: pd.DataFrame) -> str | None:
    """The day of the map's data in an inventory, first/last where there are several; "" where it says none, None without the map."""
    return interval(_evidence(inventory)["grey_map_days"])


def interval(said: Iterable[str | None]) -> str | None:
    """Days and intervals (first/last) as one; None where there is none."""
    each = sorted({day for words in said if isinstance(words, str) for day in words.split("/")})
    dated = [day for day in each if day]
    return "/".join(dict.fromkeys([dated[0], dated[-1]])) if dated else (each[0] if each else None)


def has_map(inventory: pd.DataFrame) -> pd.Series:
    """Whether the map says something of the day that each unit was found on, in the unit's park."""
    return _evidence(inventory)["grey_map_days"].notna() & (grey_map.column("green") in inventory)


def differences(inventory: pd.DataFrame) -> pd.DataFrame:
    """Where classes and map differ, and the ground that the map states nothing of; the largest first.

    Returns
    -------
    on the units' index, those that agree or are not counted left out: side (in_use_green, vacant_grey, not_told), reason
    (landuse/rules/grey_map.toml), class, area_m2, told_m2 (of it green, or grey, as the side says; of not_told nothing)
    """
    known = _facts(inventory[inventory["class"].isin(schema.COUNTED) & has_map(inventory)])
    side = _first("side", known)
    found = known[side != ""].assign(side=side[side != ""])
    rows = [_reasoned(found[found["side"] == one["id"]], one["id"]) for one in table("grey_map")["side"]]
    return pd.concat(rows).sort_values(["area_m2"], ascending=False, kind="stable")[["side", "reason", "class", "area_m2", "told_m2"]]


def per_unit(inventory: pd.DataFrame) -> pd.DataFrame:
    """What both maps say of each unit, as a file writes it: None where a map is not there, or states nothing of the unit.

    Returns
    -------
    grey_map_pct, grey_map_building_pct, grey_map_green_pct, grey_map_told_pct (percent of the unit), grey_map_days, grey_map_differs
    and grey_map_reason (`differences`; None where they agree), ssb_use, ssb_use_pct
    """
    rows = [json.loads(text) for text in inventory["evidence"]]
    told = pd.DataFrame({name: [row.get(name) for row in rows] for name in _TOLD}, index=inventory.index, dtype=object)
    asked = told["grey_map_days"].notna()
    told.loc[~asked, list(_TOLD)] = None
    for name in ("ssb_use", "ssb_use_pct"):
        told[name] = [row[name] if row.get("ssb_use") else None for row in rows]
    found = differences(inventory)
    told["grey_map_differs"] = found["side"].reindex(inventory.index).astype(object)
    told["grey_map_reason"] = found["reason"].reindex(inventory.index).astype(object)
    return told.where(told.notna(), None)


def _reasoned(found: pd.DataFrame, side: str) -> pd.DataFrame:
    told = {"in_use_green": ("green",), "vacant_grey": ("building", "grey")}.get(side, ())
    told_m2 = found[[f"{part}_m2" for part in told]].sum(axis=1).astype("int64")
    return found.assign(reason=_first("reason", found, side), told_m2=told_m2)


def _first(kind: str, known: pd.DataFrame, side: str | None = None) -> pd.Series:
    """The id of the first row of the rules that holds for each unit; "" for none."""
    first = pd.Series("", index=known.index, dtype=object)
    for row in table("grey_map")[kind]:
        if row.get("side") == side:
            first[(first == "") & holds(known, row["when"])] = row["id"]
    return first


def _facts(counted: pd.DataFrame) -> pd.DataFrame:
    """What the rules read of each unit; shares in percent of the unit."""
    names = {grey_map.column(part): f"{part}_m2" for part in PARTS}
    facts = counted.rename(columns=names).reindex(columns=["class", "area_m2", "net", "axis", "undecided", *AMOUNTS])
    facts["in_use"] = facts["class"].isin(schema.IN_USE)
    kind = counted["set_kind"] if "set_kind" in counted else pd.Series(None, index=counted.index)
    facts["set_by_person"] = kind.isin([decision.CONFIRM, decision.CORRECT])
    evidence = _evidence(counted)
    facts["record_says"] = evidence["record_says"]
    facts["buildings"] = [max(len(json.loads(ids)), carry) for ids, carry in zip(counted["building_ids"], evidence["standing_buildings"])]
    for part in ("building", "green", "unstated"):
        facts[f"{part}_pct"] = 100 * facts[f"{part}_m2"] / facts["area_m2"]
    facts["grey_pct"] = 100 * (facts["building_m2"] + facts["grey_m2"]) / facts["area_m2"]
    return facts.assign(told_pct=facts["grey_pct"] + facts["green_pct"])


def _evidence(inventory: pd.DataFrame) -> pd.DataFrame:
    """What was known of each unit of what is read here; of one that was kept before the map was asked, nothing."""
    rows = [json.loads(text) for text in inventory["evidence"]]
    return pd.DataFrame({name: [row.get(name, none) for row in rows] for name, none in _FACTS.items()}, index=inventory.index)
