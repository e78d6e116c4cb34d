"""Class each land unit by the rules in `rules/classes.toml`, and say how sure, what contradicts and what would flip it."""

import json
from collections.abc import Iterable

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.units.schema import Confidence

_STEPS = (str(Confidence.HIGH), str(Confidence.MEDIUM), str(Confidence.LOW))
_OPERATORS = {
    "==": lambda values, wanted: values == wanted,
    ">=": lambda values, wanted: values >= wanted,
    "<": lambda values, wanted: values < wanted,
    "in": lambda values, wanted: values.isin(wanted),
}


def classify(evidence: pd.DataFrame) -> pd.DataFrame:
    """The class of every unit with its reasons.

    Parameters
    ----------
    evidence : one row per unit, as landuse.units.evidence.gather returns it

    Returns
    -------
    on the same index: class, rule_id, confidence, confidence_reasons, undecided, asks, axis, contradictions, flips_if;
    lists are JSON text
    """
    rules = table("classes")["rule"]
    rule = _first_rule(evidence)
    found = pd.DataFrame(index=evidence.index)
    for column, key, default in (("class", "class", None), ("rule_id", "id", None), ("axis", "axis", "")):
        found[column] = [rules[i].get(key, default) for i in rule]
    found["undecided"] = [bool(rules[i].get("undecided", False)) for i in rule]
    contradictions = _contradictions(evidence)
    reasons = _lowering_reasons(evidence, contradictions)
    given = [_STEPS.index(rules[i]["confidence"]) for i in rule]
    found["confidence"] = [_STEPS[min(step + len(why), 2)] for step, why in zip(given, reasons, strict=True)]
    found["confidence_reasons"] = [json.dumps(why) for why in reasons]
    found["contradictions"] = [json.dumps(ids) for ids in contradictions]
    asking = {item["id"] for item in table("classes")["contradiction"] if item["asks"]}
    rule_asks = [bool(rules[i].get("asks", False) or rules[i].get("undecided", False)) for i in rule]
    found["asks"] = [asks or bool(asking & set(ids)) for asks, ids in zip(rule_asks, contradictions, strict=True)]
    found["flips_if"] = _flips(evidence, found["class"])
    return found


def holds(evidence: pd.DataFrame, conditions: Iterable[list]) -> np.ndarray:
    """Which rows meet all of the conditions `[fact, operator, value]`."""
    met = np.ones(len(evidence), dtype=bool)
    for fact, operator, wanted in conditions:
        met &= np.asarray(_OPERATORS[operator](evidence[fact], wanted), dtype=bool)
    return met


def _first_rule(evidence: pd.DataFrame) -> np.ndarray:
    """The number of the first rule that holds for each row; the last rule holds always."""
    rule = np.full(len(evidence), -1)
    for number, item in enumerate(table("classes")["rule"]):
        rule[(rule < 0) & holds(evidence, item["when"])] = number
    return rule


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
            if operator == ">=" and fact != "unmapped_pct":
                numeric |= {(fact, "<", wanted)} | ({(fact, ">=", wanted)} if fact != "buildings_in_doubt" else set())
    return said + sorted(numeric)


def _flips(evidence: pd.DataFrame, found: pd.Series) -> list[str]:
    """Single facts that, being different, would give another class, as JSON lists for each unit."""
    classes = np.array([item["class"] for item in table("classes")["rule"]])
    flips: list[list[dict]] = [[] for _ in range(len(evidence))]
    for fact, operator, wanted in _variants(evidence):
        already = holds(evidence, [[fact, operator, wanted]])
        becomes = classes[_first_rule(_with(evidence, fact, operator, wanted))]
        values, condition = evidence[fact].tolist(), {"fact": fact, "operator": operator, "threshold": wanted}
        for row in np.flatnonzero(~already & (becomes != found.to_numpy())):
            flips[row].append(condition | {"value": values[row], "becomes": str(becomes[row])})
    return [json.dumps(items, ensure_ascii=False) for items in flips]


def _with(evidence: pd.DataFrame, fact: str, operator: str, wanted: object) -> pd.DataFrame:
    """The evidence with one fact set so that a condition holds: just at a threshold, or just under it."""
    value = wanted if operator != "<" else type(wanted)(0) if wanted == 1 else np.nextafter(wanted, 0)
    return evidence.assign(**{fact: value})
