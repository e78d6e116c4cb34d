"""Rules that Norwegian plan exchange GML is held against before a municipality takes it.

The rules and their ids are those of the plan validation of Direktoratet for byggkvalitet (package Rules.Gml); their names
stand in `_gml_rules.csv`. A broken rule does not stop an import: it is for the sender of the plan to mend.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from layers import _sandbox
from layers._guarded import Guarded
from layers._limits import LIMITS, MB

_PRODUCT, _HEAD_BYTES = b"/SOSI/produktspesifikasjon/", 65_536
PASS, FAIL, NOT_ASKED = "pass", "fail", "not asked"


@dataclass(frozen=True)
class RuleBreak:
    """One place where a rule is broken: the gml:id of the object, and what was found there."""

    rule: str
    gml_id: str
    found: str


@cache
def rules() -> dict[str, dict[str, str]]:
    """The names of every rule, by its id."""
    with (Path(__file__).parent / "_gml_rules.csv").open(encoding="utf-8", newline="") as stream:
        return {row["rule"]: row for row in csv.DictReader(stream)}


def rule_breaks(file: Guarded) -> tuple[RuleBreak, ...]:
    """Where a file breaks a rule; nothing for one that is not GML of a Norwegian product, or too large to be held in memory.

    Raises
    ------
    LanduseError : file_damaged, and the refusals of `_sandbox.run`
    """
    return tuple(RuleBreak(*map(str, found)) for found in _checked(file)["breaks"])


def rule_results(file: Guarded) -> dict[str, str]:
    """pass, fail or "not asked" for each rule; a rule is asked where the file has what it is about."""
    about = _checked(file)
    broken = Counter(found[0] for found in about["breaks"])
    return {rule: FAIL if broken[rule] else (PASS if rule in about["asked"] else NOT_ASKED) for rule in rules()}


def _checked(file: Guarded) -> dict[str, Any]:
    if file.format != "gml" or file.path.stat().st_size > LIMITS["rules_mb"] * MB or not _is_exchange(file.path):
        return {"breaks": [], "asked": []}
    return _sandbox.run("rules", file.path.parent, file.name, path=str(file.path), format=file.format)


def _is_exchange(path: Path) -> bool:
    """Whether the file says to follow one of the SOSI product specifications."""
    with path.open("rb") as stream:
        return _PRODUCT in stream.read(_HEAD_BYTES)
