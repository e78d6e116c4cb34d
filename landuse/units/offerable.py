"""Whether a land unit can be offered as a plot, and why not: a fact of its own beside the class (rules/offerable.toml)."""

import json

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.rules.conditions import holds
from landuse.words import codelists, messages
from landuse.words.errors import LanduseError, Word

COLUMNS = ("offerable", "offerable_reason")
_SAYS_VACANT = ("idle", "offered")
_AVAILABLE = ("offered", "option", "reserved")


def offerable(units: pd.DataFrame) -> pd.DataFrame:
    """What stands in the way of offering each unit as a plot.

    Parameters
    ----------
    units : class, axis, undecided, asks, evidence (JSON); and where people have said something: availability,
        availability_by, tenure, own_reserve, set_kind

    Returns
    -------
    on the same index: offerable (bool) and offerable_reason (a code of rules/offerable.toml; "" where it can be offered)
    """
    facts = _facts(units)
    reason = np.full(len(units), "", dtype=object)
    for item in table("offerable")["reason"]:
        reason[(reason == "") & holds(facts, item["when"])] = item["id"]
    return pd.DataFrame({"offerable": reason == "", "offerable_reason": reason}, index=units.index)


def reasons() -> list[str]:
    """The codes of all reasons, the first that holds first."""
    return [item["id"] for item in table("offerable")["reason"]]


def reason_text(reason: str, lang: str) -> str:
    """A reason in one sentence; for no reason, that the unit can be offered."""
    return messages.text(lang, _key(reason))


def check_offerable(title: str, reason: str) -> None:
    """Refuse to offer a unit as a plot where there is a reason against it.

    Raises
    ------
    LanduseError : nomination_not_offerable
    """
    if reason:
        raise LanduseError("nomination_not_offerable", unit=title, reason=Word(_key(reason)))


def _key(reason: str) -> str:
    return f"offerable.{reason or 'yes'}"


def _facts(units: pd.DataFrame) -> pd.DataFrame:
    """The facts that the reasons are about, what a person said before what the records say."""
    evidence = [json.loads(text) for text in units["evidence"]]
    facts = pd.DataFrame(units[["class", "axis", "undecided", "asks"]])
    facts["plan_asks"] = (units["plan_asks"] != "[]") if "plan_asks" in units else False
    facts["temporary_ban"] = [row.get("code_pct", {}).get("restrictions:temporary_ban", 0.0) >= 1 for row in evidence]
    facts["infrastructure"] = [row["infrastructure"] for row in evidence]
    kinds = [row["record_kind"] for row in evidence]
    recorded = {
        "availability": [kind if codelists.is_known("availability", kind) else "" for kind in kinds],
        "tenure": [row["tenure"] for row in evidence],
        "own_reserve": [kind == "own_reserve" for kind in kinds],
    }
    for name, said in recorded.items():
        facts[name] = units.get(name, said)
    by_person = pd.Series(False, index=units.index)
    if "set_kind" in units:
        by_person = units["set_kind"].notna() | (units["availability_by"].notna() & units["availability"].isin(_AVAILABLE))
    facts["park_says"] = by_person | np.array([row["record_says"] in _SAYS_VACANT for row in evidence], dtype=bool)
    return facts
