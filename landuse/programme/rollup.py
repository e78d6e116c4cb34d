"""Many returns together: national figures, those that declare four figures alone on a line of their own, who has not answered, change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from landuse.programme.returns import Find, Return
from landuse.progress.together import summed
from landuse.progress.utilisation import building_utilisation_pct, land_utilisation_pct
from landuse.words.numbers import M2_PER_DAA

FOUR = ("total_daa", "vacant_daa", "floor_m2", "vacant_floor_m2")


@dataclass(frozen=True)
class Declared:
    """The report's own four figures, as a park has declared them for a year; None: not answered."""

    park_id: str
    name: str
    year: int
    total_daa: float | None
    vacant_daa: float | None
    floor_m2: float | None
    vacant_floor_m2: float | None
    by: str
    on: str
    basis: str = ""


@dataclass(frozen=True)
class RollUp:
    """What many returns say together.

    returns : the newest of each park; declared : of the parks that have no return with data
    figures : of the returns that count in the baseline (landuse.progress.status.Figures); None where there is none
    declared_figures : sums of the four and the rates that follow, each with how many parks answered (`_of`); None where nobody has
    missing : ids that were expected and have not answered
    moves : of each park with a return of an earlier year: vacant, total and rate, then and now
    outside : parks with a return that is no part of the baseline
    """

    returns: list[Return]
    declared: list[Declared]
    figures: dict[str, Any] | None
    declared_figures: dict[str, Any] | None
    missing: list[str]
    moves: list[dict[str, Any]]
    outside: list[str]


def rolled_up(returns: Sequence[Return], declared: Sequence[Declared], expected: Collection[str], find: Find) -> RollUp:
    """The roll-up; of several returns of a park the newest day counts, and of one day the one that was signed last.

    find : the figures that follow from sums
    """
    newest = _newest(returns)
    counted = [one for one in newest if one.in_baseline and one.has_perimeter]
    alone = _newest_declared([one for one in declared if one.park_id not in {each.park_id for each in newest}])
    answered = {one.park_id for one in newest} | {one.park_id for one in alone}
    return RollUp(
        newest,
        alone,
        _figures(counted, find),
        _sums(alone),
        sorted(set(expected) - answered),
        [move for one in newest if (move := _move(one, _earlier(one, returns)))],
        [one.park_id for one in newest if not one.in_baseline],
    )


def _newest(returns: Sequence[Return]) -> list[Return]:
    found: dict[str, Return] = {}
    for one in sorted(returns, key=lambda each: (each.on, each.at)):
        found[one.park_id] = one
    return [found[park_id] for park_id in sorted(found)]


def _newest_declared(declared: Sequence[Declared]) -> list[Declared]:
    found: dict[str, Declared] = {}
    for one in sorted(declared, key=lambda each: (each.year, each.on)):
        found[one.park_id] = one
    return [found[park_id] for park_id in sorted(found)]


def _figures(counted: Sequence[Return], find: Find) -> dict[str, Any] | None:
    """The same as the app finds from the parks' own data, by the same sums in the same order."""
    if not counted:
        return None
    sums = summed([(one.now, one.then, one.since) for one in counted])
    nowhere = set.intersection(*(set(one.unmapped) for one in counted))
    days = max(one.on for one in counted), min(one.baseline_date for one in counted)
    return find(*sums, *days) | dict.fromkeys(nowhere)


def _sums(declared: Sequence[Declared]) -> dict[str, Any] | None:
    """Sums of what was answered. A rate is of the parks that answered both of its figures."""
    if not declared:
        return None
    told: dict[str, Any] = {}
    for name in FOUR:
        said = [value for one in declared if (value := getattr(one, name)) is not None]
        told |= {name: sum(said) if said else None, f"{name}_of": len(said)}
    land, floor = (_pairs(declared, *pair) for pair in (("total_daa", "vacant_daa"), ("floor_m2", "vacant_floor_m2")))
    rates_pct = {"land_utilisation_pct": land_utilisation_pct(*land), "building_utilisation_pct": building_utilisation_pct(*floor)}
    return told | {name: None if value is None else round(value, 1) for name, value in rates_pct.items()}


def _pairs(declared: Sequence[Declared], whole: str, part: str) -> tuple[float, float]:
    both = [(getattr(one, whole), getattr(one, part)) for one in declared]
    said = [(one, other) for one, other in both if one is not None and other is not None]
    return sum(one for one, _ in said), sum(other for _, other in said)


def _earlier(one: Return, returns: Sequence[Return]) -> Return | None:
    """The newest return of the park of an earlier year."""
    before = [other for other in returns if other.park_id == one.park_id and other.on.year < one.on.year]
    return max(before, key=lambda other: (other.on, other.at), default=None)


def _move(now: Return, then: Return | None) -> dict[str, Any] | None:
    if then is None:
        return None
    each = {"now": now, "then": then}
    told: dict[str, Any] = {"park_id": now.park_id, "name": now.name, "from": then.on.isoformat(), "to": now.on.isoformat()}
    for name, one in each.items():
        rate = land_utilisation_pct(one.now["total_m2"], one.now["vacant_m2"]) if one.rated else None
        told |= {f"total_{name}_daa": one.now["total_m2"] / M2_PER_DAA, f"vacant_{name}_daa": one.now["vacant_m2"] / M2_PER_DAA}
        told |= {f"land_{name}_pct": None if rate is None else round(rate, 1)}
    return told | {"method_changed": now.receipt.get("method") != then.receipt.get("method")}
