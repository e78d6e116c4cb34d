"""The ladder of measures: avoid, limit, restore, and only last compensate; each step with its choice and its reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from landuse.rules import table
from landuse.units import schema
from landuse.words.errors import LanduseError

OPEN = "open"
ALTERNATIVES = "alternatives"
_MOST = 4000
_NATURE = (*schema.GREENFIELD_KINDS, "water")


def steps() -> dict[str, list[str]]:
    """The steps in order, each with what may be chosen."""
    return table("ladder")["steps"]


def checked(said: Mapping[str, Any] | None) -> dict[str, Any]:
    """The ladder in one form: every step with choice and reason, and the reasons why alternatives were not chosen.

    Parameters
    ----------
    said : {step: {"choice", "reason"}} and, under ALTERNATIVES, {key of the alternative: reason}; what is missing is open

    Raises
    ------
    LanduseError : ladder_unknown; ladder_unreasoned, a choice without its reason; ladder_order, compensation chosen while
        a step before it is open
    """
    given = dict(said or {})
    ladder: dict[str, Any] = {name: _step(name, given.pop(name, None) or {}) for name in steps()}
    ladder[ALTERNATIVES] = {str(key): _text(why) for key, why in dict(given.pop(ALTERNATIVES, None) or {}).items() if _text(why)}
    if given:
        raise LanduseError("ladder_unknown", found=next(iter(given)), known=", ".join(steps()))
    *before, last = steps()
    unsaid = next((name for name in before if ladder[name]["choice"] == OPEN), None)
    if ladder[last]["choice"] == "planned" and unsaid:
        raise LanduseError("ladder_order", step=unsaid)
    return ladder


def open_steps(ladder: Mapping[str, Any]) -> list[str]:
    """The steps that nobody has answered."""
    return [name for name in steps() if ladder[name]["choice"] == OPEN]


def key_of(alternative: Mapping[str, Any]) -> str:
    """What names an alternative in the ladder, whatever its rank: the park and the units that it is made of."""
    return f"{alternative['park_id']}:{'+'.join(sorted(alternative['units']))}"


def unexplained(ladder: Mapping[str, Any], alternatives: Sequence[Mapping[str, Any]]) -> list[str]:
    """The alternatives that fit, or may, and of which nobody has said why they were not chosen."""
    could = [one for one in alternatives if one["rank_word"] != "falls_short"]
    return [key_of(one) for one in could if key_of(one) not in ladder[ALTERNATIVES]]


def nature_m2(sums: Mapping[str, Mapping[str, int]], how: str | None = None) -> int:
    """Farmland and nature in sums by how and group (an answer's `taken_sums["footprint"]`), m²."""
    return sum(nature_in(groups) for way, groups in sums.items() if how in (None, way))


def nature_in(groups: Mapping[str, int]) -> int:
    """Farmland and nature in areas by group, m²; what is built already or not mapped is none."""
    return sum(area for group, area in groups.items() if group in _NATURE)


def limited(first: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, int] | None:
    """What moving and shrinking did between a case's first and last version, m² less; None where the footprint is the same.

    Parameters
    ----------
    first, last : answers in brief: footprint_m2, footprint_digest and taken_sums
    """
    if first["footprint_digest"] == last["footprint_digest"]:
        return None
    natures = [nature_m2(one["taken_sums"]["footprint"]) for one in (first, last)]
    return {"footprint_m2": first["footprint_m2"] - last["footprint_m2"], "nature_m2": natures[0] - natures[1]}


def _step(name: str, said: Mapping[str, Any]) -> dict[str, str]:
    choice, reason = str(said.get("choice") or OPEN), _text(said.get("reason"))
    if choice not in steps()[name]:
        raise LanduseError("ladder_unknown", found=choice, known=", ".join(steps()[name]))
    if choice != OPEN and not reason:
        raise LanduseError("ladder_unreasoned", step=name)
    return {"choice": choice, "reason": reason}


def _text(value: Any) -> str:
    return " ".join(str(value or "").replace("\x00", "").split())[:_MOST]
