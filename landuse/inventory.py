"""The inventory: what was found, with what people decided. Everything that counts and shows land reads this table."""

import json

import geopandas as gpd
import pandas as pd

from landuse import crs
from landuse.flatten import flatten
from landuse.lineage import lineage
from landuse.rules import threshold

_WATCHED_SHARES = ("works_pct", "sealed_pct", "grey_pct", "building_pct")


def inventory(snapshot: gpd.GeoDataFrame, decisions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The snapshot with the decisions that hold on its date.

    A class that a person set wins and stays. It follows the ground when units are split, merged or renumbered, and is
    asked about again when the evidence under it has changed; it is never dropped in silence.

    Parameters
    ----------
    snapshot : schema.SNAPSHOT
    decisions : one live decision a row: unit_id, set_class, set_by, set_at, set_reason, evidence (JSON, as it was when
        decided), geometry (the unit as it was); the newest last

    Returns
    -------
    the snapshot with found_class, set_class, set_by, set_at, set_reason, ask_again, and class, undecided and asks as they
    are after the decisions
    """
    table = snapshot.assign(found_class=snapshot["class"], ask_again=False)
    for name in ("set_class", "set_by", "set_at", "set_reason"):
        table[name] = None
    if decisions.empty:
        return table
    for row in follow(decisions, snapshot).itertuples():
        unit = row.after_id
        table.loc[unit, ["set_class", "set_by", "set_at", "set_reason"]] = [
            row.set_class,
            row.set_by,
            str(row.set_at),
            row.set_reason,
        ]
        changed = row.change in ("split", "merged") or evidence_changed(row.evidence, table.loc[unit])
        table.loc[unit, "ask_again"] = changed
    decided = table["set_class"].notna()
    table.loc[decided, "class"] = table.loc[decided, "set_class"]
    table["undecided"] &= ~decided
    table["asks"] = (table["asks"] & ~decided) | table["ask_again"]
    return table


def follow(decisions: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """Each decision with the units that its ground is now (after_id, change), the newest last.

    A decision speaks for the ground that no newer one speaks for; those whose ground is gone are left out.
    """
    was = decisions.drop_duplicates("unit_id", keep="last").iloc[::-1].reset_index(drop=True)
    left, _ = flatten(was, "unit_id")
    left_pct = 100 * pd.Series(crs.planar_area_m2(left.geometry) / crs.planar_area_m2(was.geometry[left.index]), left.index)
    left = left[left_pct >= threshold("split_part_pct")]
    links = lineage(left.set_index("unit_id")[["geometry"]], units[["geometry"]]).dropna(subset=["before_id", "after_id"])
    said = was.assign(age=was.index, taken_pct=100 - left_pct).drop(columns="geometry").set_index("unit_id")
    links = links.join(said, on="before_id").sort_values("age", ascending=False, kind="stable")
    return links.assign(change=links["change"].where(links["taken_pct"] < threshold("split_part_pct"), "split"))


def evidence_key(unit: pd.Series) -> str:
    """What a decision about a unit rested on: the rule, its buildings, and the shares that the rules read."""
    evidence = json.loads(unit["evidence"])
    shares = {name: evidence[name] for name in _WATCHED_SHARES}
    return json.dumps({"rule_id": unit["rule_id"], "building_ids": unit["building_ids"], **shares})


def evidence_changed(key_then: str, unit: pd.Series) -> bool:
    """Whether the ground under a decision has changed: another rule, other buildings, or a share moved over 5 %."""
    then, now = json.loads(key_then), json.loads(evidence_key(unit))
    moved = any(abs(then[name] - now[name]) > threshold("code_change_pct") for name in _WATCHED_SHARES)
    return moved or then["rule_id"] != now["rule_id"] or then["building_ids"] != now["building_ids"]
