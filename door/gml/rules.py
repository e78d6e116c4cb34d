"""Rules that Norwegian plan exchange GML is held against before a municipality takes it.

The rules and their ids are those of the plan validation of Direktoratet for byggkvalitet (package Rules.Gml); their names
stand in `rules.csv`. A broken rule does not stop an import: it is for the sender of the plan to mend.
"""

import csv
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from door.formats import registry as formats
from door.guarded import Guarded
from door.limits import LIMITS, MB
from door.process import client

_PLAN, _HEAD_BYTES = re.compile(rb"/SOSI/produktspesifikasjon/[^\s\"'<>]*plan", re.IGNORECASE), 65_536
PASS, FAIL = "pass", "fail"


@dataclass(frozen=True)
class RuleBreak:
    """One place where a rule is broken: the gml:id of the object, and what was found there."""

    rule: str
    gml_id: str
    found: str


@dataclass(frozen=True)
class RulesAsked:
    """Pass or fail of each rule that the file has something for, by the rule's id, and where one is broken."""

    results: dict[str, str] = field(default_factory=dict)
    breaks: tuple[RuleBreak, ...] = ()


NONE_ASKED = RulesAsked()


@cache
def rules() -> dict[str, dict[str, str]]:
    """The names of every rule, by its id."""
    with (Path(__file__).parent / "rules.csv").open(encoding="utf-8", newline="") as stream:
        return {row["rule"]: row for row in csv.DictReader(stream)}


def rules_asked(file: Guarded) -> RulesAsked:
    """Hold a file against the rules; none is asked of one that is not GML of a Norwegian plan, or too large to be held in memory.

    Raises
    ------
    LanduseError : file_damaged, and the refusals of `client.run`
    """
    about = _checked(file)
    breaks = tuple(RuleBreak(*map(str, found)) for found in about["breaks"])
    broken = {found.rule for found in breaks}
    return RulesAsked({rule: FAIL if rule in broken else PASS for rule in rules() if rule in broken or rule in about["asked"]}, breaks)


def _checked(file: Guarded) -> dict[str, Any]:
    if not formats.of(file).has_rules or file.path.stat().st_size > LIMITS["rules_mb"] * MB or not _is_exchange(file.path):
        return {"breaks": [], "asked": []}
    return client.run("rules", file.path.parent, file.name, path=str(file.path), format=file.format)


def _is_exchange(path: Path) -> bool:
    """Whether the file says to follow one of the SOSI product specifications of plans; the rules are those of plans alone."""
    with path.open("rb") as stream:
        return _PLAN.search(stream.read(_HEAD_BYTES)) is not None
