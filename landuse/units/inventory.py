"""The inventory: what was found, with what people decided. Everything that counts and shows land reads this table."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from landuse import rules
from landuse.measure import crs
from landuse.measure.flatten import flatten
from landuse.rules import threshold
from landuse.units import decision, holders
from landuse.units.lineage import lineage
from landuse.units.offerable import offerable
from landuse.units.schema import LandClass
from landuse.words import codelists

_WATCHED_SHARES = ("works_pct", "sealed_pct", "grey_pct", "building_pct")
_SET_COLUMNS = ("set_class", "set_kind", "set_by", "set_at", "set_reason", "set_event")
RECORDED = "record_"  # how the rules begin that rest on the park's own record (rules/classes.toml)
_NOT_OFFERED = "not_offered"


def inventory(snapshot: gpd.GeoDataFrame, decisions: gpd.GeoDataFrame, on: date | None = None) -> gpd.GeoDataFrame:
    """The snapshot with the decisions that hold on its date.

    A class that a person set wins and stays; one that a person confirmed is settled as it was found. Both follow the
    ground when units are split, merged or renumbered, and are asked about again when the evidence under them has
    changed: the class that was set stays meanwhile, the one that was confirmed is again as found. None is dropped in silence.

    Parameters
    ----------
    snapshot : schema.SNAPSHOT
    decisions : one that holds a row: event_id, unit_id, axis, kind, value (landuse.units.decision), set_by, set_at, set_reason,
        evidence (JSON, as it was when decided), geometry (the unit as it was); the newest last
    on : the day that is looked at; None: nothing is known to have been confirmed within the year

    Returns
    -------
    the snapshot with what follows from who holds the ground; found_class; set_class, set_kind, set_by, set_at, set_reason,
    set_event; ask_again; availability, tenure and own_reserve, each with `_by` (who set it; None: the park's records say
    so, or nobody); and class, undecided, could_be, doubts, asks, offerable and offerable_reason as they are after the
    decisions; confirmed_recently; said_later (its class rests on what somebody said after the day)
    """
    snapshot = _with_doubts(holders.follow(snapshot, _said_tenure(snapshot, decisions)))
    table = _with_facts(snapshot.assign(found_class=snapshot["class"], ask_again=False))
    for name in _SET_COLUMNS:
        table[name] = None
    if decisions.empty:
        return table.assign(confirmed_recently=_confirmed(table, on), said_later=_said_later(table, on))
    settled = pd.Series(False, index=table.index)
    for axis, said in decisions.groupby("axis", sort=False):
        for row in follow(said, snapshot).itertuples():
            if axis == decision.CLASS_AXIS:
                settled[row.after_id] = _set_class(table, row)
            else:
                _set_fact(table, axis, row)
    decided = table["set_class"].notna()
    table.loc[decided, "class"] = table.loc[decided, "set_class"]
    table["undecided"] &= ~settled
    table["asks"] = (table["asks"] & ~settled) | table["ask_again"]
    table.loc[~table["undecided"], "could_be"] = [json.dumps([one]) for one in table["class"][~table["undecided"]]]
    table.loc[~table["undecided"], "doubts"] = "[]"
    return table.assign(**offerable(table), confirmed_recently=_confirmed(table, on), said_later=_said_later(table, on))


def _with_doubts(snapshot: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A snapshot of an older method with what each unit could be: in use for vacant and the reverse, where it is undecided."""
    if "could_be" in snapshot:
        return snapshot
    classes = zip(snapshot["class"], snapshot["undecided"], strict=True)
    other = {LandClass.VACANT: LandClass.USED, LandClass.NOT_COUNTED: LandClass.NOT_COUNTED}
    could_be = [json.dumps(list(dict.fromkeys([one, other.get(one, LandClass.VACANT)] if open_ else [one]))) for one, open_ in classes]
    return snapshot.assign(could_be=could_be, doubts="[]")


def _said_tenure(snapshot: gpd.GeoDataFrame, decisions: gpd.GeoDataFrame) -> dict[str, str]:
    """Who holds the ground of each unit that people have said it of."""
    if decisions.empty:
        return {}
    said = decisions[decisions["axis"] == holders.RECORD_KIND]
    rows = follow(said, snapshot).itertuples() if len(said) else ()
    return {row.after_id: row.value for row in rows if row.kind != decision.RELEASE}


def _confirmed(table: gpd.GeoDataFrame, on: date | None) -> pd.Series:
    """Whether somebody has spoken of each unit's land within the year before the day (ages.toml): the park's record, or a person's word."""
    if on is None:
        return pd.Series(False, index=table.index)
    recorded, decided = _said_on(table)
    since = pd.Timestamp(on) - pd.DateOffset(months=rules.table("ages")["confirmed"]["months"])
    return (recorded >= since) | (decided >= since)


def _said_later(table: gpd.GeoDataFrame, on: date | None) -> pd.Series:
    """Whether each unit's class rests on what the park's record or a person said after the day that it holds from."""
    if on is None:
        return pd.Series(False, index=table.index)
    recorded, decided = _said_on(table)
    day, of_record = pd.Timestamp(on), table["rule_id"].str.startswith(RECORDED)
    return (of_record & table["set_kind"].isna() & (recorded > day)) | (table["set_kind"].notna() & (decided > day))


def _said_on(table: gpd.GeoDataFrame) -> tuple[pd.Series, pd.Series]:
    """The days on which the park's record and a person spoke of each unit."""
    recorded = pd.Series([json.loads(text).get("record_on") for text in table["evidence"]], index=table.index, dtype=object)
    texts = (days.astype("str").str.slice(0, 10) for days in (recorded, table["set_at"].astype(object)))
    first, second = (pd.to_datetime(days, errors="coerce") for days in texts)
    return first, second


def _with_facts(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The facts beside the class, as the park's own records give them."""
    evidence = [json.loads(text) for text in table["evidence"]]
    kinds = [row.get("record_kind") for row in evidence]
    table["availability"] = [kind if codelists.is_known("availability", kind or "") else _NOT_OFFERED for kind in kinds]
    table["tenure"] = pd.Series([row.get("tenure") for row in evidence], index=table.index, dtype=object)
    table["own_reserve"] = [kind == "own_reserve" for kind in kinds]
    return table.assign(**{f"{name}_by": None for name in decision.FACTS})


def _set_class(table: gpd.GeoDataFrame, row: Any) -> bool:
    """Write what a person said of a unit's class; whether that settles it."""
    unit = row.after_id
    if row.kind == decision.RELEASE:
        table.loc[unit, [*_SET_COLUMNS, "ask_again"]] = [*[None] * len(_SET_COLUMNS), False]
        return False
    changed = row.change in ("split", "merged") or evidence_changed(row.evidence, table.loc[unit])
    confirmed = row.kind == decision.CONFIRM
    changed |= confirmed and row.value != table.loc[unit, "found_class"]
    said = [None if confirmed else row.value, row.kind, row.set_by, str(row.set_at), row.set_reason, row.event_id]
    table.loc[unit, [*_SET_COLUMNS, "ask_again"]] = [*said, changed]
    return not (confirmed and changed)


def _set_fact(table: gpd.GeoDataFrame, fact: str, row: Any) -> None:
    if row.kind != decision.RELEASE:
        value = row.value == decision.YES if fact == decision.OWN_RESERVE else row.value
        table.loc[row.after_id, [fact, f"{fact}_by"]] = [value, row.set_by]


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
    """What a decision about a unit rested on: the rule, its buildings, the shares that the rules read, and every mapped code's share."""
    evidence = json.loads(unit["evidence"])
    shares = {name: evidence[name] for name in _WATCHED_SHARES}
    return json.dumps({"rule_id": unit["rule_id"], "building_ids": unit["building_ids"], **shares, "code_pct": evidence["code_pct"]})


def evidence_changed(key_then: str, unit: pd.Series) -> bool:
    """Whether the ground under a decision has changed: another rule, other buildings, or a share moved over 5 %."""
    then, now = json.loads(key_then), json.loads(evidence_key(unit))
    if not {"rule_id", "building_ids", *_WATCHED_SHARES} <= set(then):
        return True  # nobody knows what it rested on
    moved = any(abs(then[name] - now[name]) > threshold("code_change_pct") for name in _WATCHED_SHARES)
    if "code_pct" in then:  # a decision from before codes were kept knows its shares alone
        moved |= _codes_moved(then["code_pct"], now["code_pct"])
    return moved or then["rule_id"] != now["rule_id"] or then["building_ids"] != now["building_ids"]


def _codes_moved(then: Mapping[str, float], now: Mapping[str, float]) -> bool:
    """Whether the share of any code (`layer:code`) has changed.

    A decision from before a layer was asked by its codes knows the ground that they lay on together: at least as much as the code
    that lies on most of it, at most all of them side by side.
    """
    most_pct = threshold("code_change_pct")
    whole = {code for code in then if code.endswith(":") and code not in now and not any(o.startswith(code) for o in then if o != code)}
    for code in whole:
        shares = [share for other, share in now.items() if other.startswith(code)]
        if not max(shares, default=0.0) - most_pct <= then[code] <= min(sum(shares), 100.0) + most_pct:
            return True
    codes = {code for code in then.keys() | now.keys() if f"{code.partition(':')[0]}:" not in whole}
    return any(abs(then.get(code, 0.0) - now.get(code, 0.0)) > most_pct for code in codes)
