"""Class each land unit by the rules in `rules/classes.toml`, and say how sure, what contradicts and what would flip it."""

import json
from collections.abc import Collection
from itertools import product

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.rules.conditions import holds
from landuse.units.doubt import by_rule, doubts
from landuse.units.schema import Confidence

_NOT_VARIED = (  # gaps in a map are not varied, nor what kind of building stands, nor what stands beside a machine's cut
    *("unmapped_pct", "technical_buildings", "dwellings", "buildings_likely", "base_built_pct"),
)
_OF_THE_WHOLE = (("record_says", "in_use"), ("tenure", "leased"), ("tenure", "other_owner"))  # said of a plot, it makes its rest no plot
_ADDED = {  # facts that snapshots of methods 3 and 4 have not
    **{"ground_seen": "nothing", "looks_prepared": False, "tenure_old": False},
    **{"lets_said": True, "base_built_pct": 0.0, "looks_built": False, "buildings_likely": 0},
    **{"traffic_pct": 100.0, "works_asked": False},
}
Met = dict[tuple[str, str, str], np.ndarray]
_WITHOUT_ZONING = ("municipal_only", "draft")  # ground that only a zoning plan in force is missing of
_BUSINESS = {"zone_counts": "net", "ready_zoned": True}
_STEPS = (str(Confidence.HIGH), str(Confidence.MEDIUM), str(Confidence.LOW))


def classify(evidence: pd.DataFrame) -> pd.DataFrame:
    """The class of every unit with its reasons.

    Parameters
    ----------
    evidence : one row per unit, as landuse.units.evidence.gather returns it

    Returns
    -------
    on the same index: class, rule_id, confidence, confidence_reasons, undecided, could_be (the class first, and what it
    could be as well), doubts (of rules/doubts.toml), open_doubts (the questions of rules/classes.toml whose answers give
    other classes), asks, axis, contradictions, flips_if; lists are JSON text
    """
    rules, evidence = table("classes")["rule"], _whole(evidence)
    rule = _first_rule(evidence)
    found = _by_rule(rule, evidence.index)
    doubted = doubts(evidence, found)
    open_doubts, by_answers = readings(evidence)
    named = [list(dict.fromkeys([*one, *sorted(more)])) for one, more in zip(doubted["could_be"], by_answers, strict=True)]
    found["undecided"] = [len(classes) > 1 for classes in named]
    for name, lists in (("could_be", named), ("doubts", doubted["doubts"]), ("open_doubts", open_doubts)):
        found[name] = [json.dumps(listed) for listed in lists]
    contradictions = _contradictions(evidence)
    reasons = [why + ids for why, ids in zip(_lowering_reasons(evidence, contradictions), open_doubts, strict=True)]
    given = [_STEPS.index(rules[i]["confidence"]) for i in rule]
    steps = zip(given, reasons, found["undecided"], strict=True)
    found["confidence"] = [_STEPS[2 if undecided else min(step + len(why), 2)] for step, why, undecided in steps]
    found["confidence_reasons"] = [json.dumps(why) for why in reasons]
    found["contradictions"] = [json.dumps(ids) for ids in contradictions]
    asking = {item["id"] for item in table("classes")["contradiction"] if item["asks"]}
    of_itself = [len(classes) > 1 for classes in doubted["could_be"]]  # what a plan's answer settles is asked once for the plan
    found["asks"] = [open_ or bool(asking & set(ids)) for open_, ids in zip(of_itself, contradictions, strict=True)]
    found["flips_if"] = _flips(evidence, found["class"])
    return found


def could_be(evidence: pd.DataFrame) -> list[set[str]]:
    """What each unit could be, its class among them: all that its doubts and what nobody has said of its plan leave open."""
    evidence = _whole(evidence)
    doubted = doubts(evidence, _by_rule(_first_rule(evidence), evidence.index))["could_be"]
    return [{*one, *more} for one, more in zip(doubted, readings(evidence)[1], strict=True)]


def _whole(evidence: pd.DataFrame) -> pd.DataFrame:
    """The evidence with what an older method did not gather, as it stands where nothing is known."""
    return evidence.assign(**{fact: value for fact, value in _ADDED.items() if fact not in evidence})


def _by_rule(rule: np.ndarray, index: pd.Index) -> pd.DataFrame:
    """class, rule_id and axis of the rules that decide."""
    rules, found = table("classes")["rule"], pd.DataFrame(index=index)
    for column, key, default in (("class", "class", None), ("rule_id", "id", None), ("axis", "axis", "")):
        found[column] = [rules[i].get(key, default) for i in rule]
    return found


def readings(evidence: pd.DataFrame) -> tuple[list[list[str]], list[set[str]]]:
    """What each unit could be, by what nobody has said: the doubts that matter for it, and all classes that their readings give.

    A rule that is itself undecided leaves its other class too: idle for in use and the reverse, where it does not name another.
    """
    doubts = [item for item in table("classes")["doubt"] if holds(evidence, item["when"]).any()]
    where = [holds(evidence, item["when"]) for item in doubts]
    met, changed = _met(evidence), {fact for item in doubts for one in item["readings"] for fact in one}
    by_choice = {}
    for choice in product(*(range(len(item["readings"])) for item in doubts)):
        read = evidence
        for item, here, number in zip(doubts, where, choice, strict=True):
            facts = item["readings"][number].items()
            read = read.assign(**{fact: read[fact].astype(object).where(~here, value) for fact, value in facts})
        by_choice[choice] = _possible(read, met, changed)
    open_doubts: list[list[str]] = [[] for _ in range(len(evidence))]
    for place, item in enumerate(doubts):
        for row in np.flatnonzero(where[place]):
            apart: dict[tuple, set[frozenset]] = {}
            for choice, classes in by_choice.items():
                apart.setdefault((*choice[:place], *choice[place + 1 :]), set()).add(frozenset(classes[row]))
            if any(len(found) > 1 for found in apart.values()):
                open_doubts[row].append(item["id"])
    return open_doubts, [set().union(*found) for found in zip(*by_choice.values(), strict=True)]


def _possible(evidence: pd.DataFrame, met: Met, changed: Collection[str]) -> list[set[str]]:
    """The class that the rules give each row, and the other one where its rule is undecided."""
    rules = table("classes")["rule"]
    found = []
    for number in _first_rule(evidence, met, changed):
        found.append({rules[number]["class"], *by_rule(rules[number])})
    return found


def _first_rule(evidence: pd.DataFrame, met: Met | None = None, changed: Collection[str] = ()) -> np.ndarray:
    """The number of the first rule that holds for each row; the last rule holds always.

    Parameters
    ----------
    met : which rows met each condition before some facts were changed, as `_met` gives it; None: nothing is known yet
    changed : those facts
    """
    met = _met(evidence) if met is None else met | _met(evidence, changed)
    rule = np.full(len(evidence), -1)
    for number, item in enumerate(table("classes")["rule"]):
        holding = rule < 0
        for condition in item["when"]:
            holding = holding & met[_key(condition)]
        rule[holding] = number
    return rule


def _met(evidence: pd.DataFrame, facts: Collection[str] | None = None) -> Met:
    """Which rows meet each condition of the rules, or each that is about some facts, looked at once however many rules have it."""
    every = {_key(condition): condition for item in table("classes")["rule"] for condition in item["when"]}
    return {key: holds(evidence, [condition]) for key, condition in every.items() if facts is None or condition[0] in facts}


def _key(condition: list) -> tuple[str, str, str]:
    fact, operator, wanted = condition
    return fact, operator, repr(wanted)


def _contradictions(evidence: pd.DataFrame) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(len(evidence))]
    for item in table("classes")["contradiction"]:
        for row in np.flatnonzero(holds(evidence, item["when"])):
            found[row].append(item["id"])
    return found


def _lowering_reasons(evidence: pd.DataFrame, contradictions: list[list[str]]) -> list[list[str]]:
    """Why the confidence is less than the rule's own: each kind of reason lowers it one step."""
    reasons = []
    pairs = zip(contradictions, evidence["failed_layers"], evidence["unmapped_pct"], strict=True)
    for ids, failed, unmapped_pct in pairs:
        why = ["contradicted"] if ids else []
        why += ["layer_failed"] if len(failed) else []
        why += ["ground_not_mapped"] if unmapped_pct >= 10 else []
        reasons.append(why)
    return reasons


def _variants(evidence: pd.DataFrame) -> list[tuple[str, str, object]]:
    """Every other answer that a rule looks for: (fact, operator, value)."""
    said = [(fact, "==", value) for fact, values in table("classes")["flips"].items() for value in values]
    numeric = set()
    for item in table("classes")["rule"]:
        for fact, operator, wanted in item["when"]:
            if operator == ">=" and fact not in _NOT_VARIED:
                numeric |= {(fact, "<", wanted)} | ({(fact, ">=", wanted)} if fact != "buildings_in_doubt" else set())
    return said + sorted(numeric)


def _flips(evidence: pd.DataFrame, found: pd.Series) -> list[str]:
    """Single facts that, being different, would give another class, as JSON lists for each unit."""
    classes = np.array([item["class"] for item in table("classes")["rule"]])
    flips: list[list[dict]] = [[] for _ in range(len(evidence))]
    met = _met(evidence)
    for fact, operator, wanted in _variants(evidence):
        said = _set(fact, operator, wanted)
        already = holds(evidence, [[fact, operator, wanted]])
        becomes = classes[_first_rule(evidence.assign(**said), met, said)]
        if (fact, wanted) in _OF_THE_WHOLE:
            already = already | evidence["proposed"].to_numpy(dtype=bool)
        if (fact, operator) == ("standing_buildings", ">="):
            already = already | ~evidence["holds_building"].to_numpy(dtype=bool)  # too small for one that a plot can stand on
        values, condition = evidence[fact].tolist(), {"fact": fact, "operator": operator, "threshold": wanted}
        for row in np.flatnonzero(~already & (becomes != found.to_numpy())):
            flips[row].append(condition | {"value": values[row], "becomes": str(becomes[row])})
    for row, flip in _with_a_plan(evidence, found, classes):
        if not any(one["fact"] == flip["fact"] and one["threshold"] == flip["threshold"] for one in flips[row]):
            flips[row].append(flip)
    return [json.dumps(items, ensure_ascii=False) for items in flips]


def _with_a_plan(evidence: pd.DataFrame, found: pd.Series, classes: np.ndarray) -> list[tuple[int, dict]]:
    """What a zoning plan for business that comes into force would make of ground with a municipal plan or a draft alone.

    Neither the plan's state nor its purpose flips such ground by itself: the purposes of municipal plans do not count.
    """
    state = evidence["plan_state"].tolist()
    becomes = classes[_first_rule(evidence.assign(plan_state="in_force", **_BUSINESS))]
    flip = {"fact": "plan_state", "operator": "==", "threshold": "in_force", "with": dict(_BUSINESS)}
    rows = [row for row in range(len(evidence)) if state[row] in _WITHOUT_ZONING and becomes[row] != found.iloc[row]]
    return [(row, flip | {"value": state[row], "becomes": str(becomes[row])}) for row in rows]


def _set(fact: str, operator: str, wanted: object) -> dict[str, object]:
    """The facts that are changed so that a condition holds: just at a threshold, or just under it; what a plan asks for is then said."""
    value = wanted if operator != "<" else type(wanted)(0) if wanted == 1 else np.nextafter(wanted, 0)
    return {fact: value} | ({"requirement_said": "none" if value else "required"} if fact == "ready_zoned" else {})
