"""What leaves a unit's class undecided, and which classes it could be (rules/doubts.toml)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.rules.conditions import holds
from landuse.units.schema import IN_USE, LandClass

COLUMNS = ("could_be", "doubts")


def doubts(evidence: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The doubts about each unit.

    Parameters
    ----------
    evidence : as landuse.units.evidence.gather returns it
    found : on the same index: class, rule_id, axis

    Returns
    -------
    on the same index: could_be (list of classes, its own first), doubts (list of ids, in the order of the rule file)
    """
    rules = {item["id"]: item for item in table("classes")["rule"]}
    facts = evidence.assign(**{name: found[name] for name in ("class", "rule_id", "axis")})
    facts["looks_idle"] = [rules[rule_id].get("looks_idle", False) for rule_id in found["rule_id"]]
    also: list[list[str]] = [by_rule(rules[rule_id]) for rule_id in found["rule_id"]]
    ids: list[list[str]] = [[] for _ in range(len(facts))]
    for item in table("doubts")["doubt"]:
        for row in np.flatnonzero(holds(facts, item["when"])):
            ids[row].append(item["id"])
            also[row] = also[row] + item["also"]
    could_be = [list(dict.fromkeys([own, *others])) for own, others in zip(found["class"], also, strict=True)]
    return pd.DataFrame({name: pd.Series(lists, found.index, dtype=object) for name, lists in zip(COLUMNS, (could_be, ids), strict=True)})


def by_rule(rule: dict) -> list[str]:
    """What else a unit could be by its rule alone: in use for vacant and the reverse, unless the rule says."""
    if not rule.get("undecided", False):
        return []
    return list(rule.get("also", [str(LandClass.VACANT if rule["class"] in IN_USE else LandClass.USED)]))


def holder_asked(ids: Sequence[str]) -> bool:
    """Whether any of a unit's doubts is settled by who holds the land."""
    return any(item["question"] == "holder" for item in table("doubts")["doubt"] if item["id"] in ids)


def question(ids: Sequence[str]) -> str:
    """Who can settle a unit's doubts: `holder` where all of them are about that alone, else `unit`."""
    asked = {item["question"] for item in table("doubts")["doubt"] if item["id"] in ids}
    return "holder" if asked == {"holder"} else "unit"
