"""The nature account of parks: what was taken, put back and planned, by kind and year, beside the rate."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import pandas as pd

from actions.progress import progress
from actions.progress.land_cover import built_daa, restored_daa
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.progress import nature_account as account
from landuse.progress import utilisation
from landuse.progress.utilisation import land_rate_pct
from landuse.words.numbers import M2_PER_DAA
from parks.park import Park, data_root, park_ids, read_park
from register import cases
from register.engine import open_register

On = date | Literal["baseline"] | None
FLOWS = ("taken", "taken_by_person", "released")


def nature_account(wanted: list[str] | None = None, on: On = None) -> dict:
    """Farmland and nature taken, put back and planned, per park and for the baseline's parks among them.

    Parameters
    ----------
    wanted : park ids; None for all
    on : the last day; None for each park's today, "baseline" for each park's baseline date

    Returns
    -------
    {"parks": [...], "total": {...}}; each with id, date, land_utilisation_pct, and in daa by kind (nature_account.COLUMNS):
    `years` (year, from, to, and FLOWS), `planned` by plan_year, `set_aside`, `proposed` (in open cases of Vacant first),
    `seen_taken` and `seen_restored` (land covers, inside and in the ring). None: there is nothing to count it from. A park
    that has not answered has `years` None

    Raises
    ------
    LanduseError : an unknown park, or layers that do not allow an answer
    """
    parks = [read_park(park_id) for park_id in (wanted or park_ids())]
    rows = [park_account(park, on) | {"proposed": proposed_daa(park.id)} for park in parks]
    counted = [row for row in rows if row["in_baseline"] and row["years"] is not None]
    return {"parks": rows, "total": together(counted) if counted else None}


def park_account(park: Park, on: On = None) -> dict:
    """The account of one park."""
    last = park.baseline_date if on == "baseline" else on or park.current_date()
    row = {"id": park.id, "name": park.name, "date": last.isoformat(), "example": park.example, "in_baseline": park.in_baseline}
    if not progress.has_perimeter(park, last):
        return row | dict.fromkeys(("land_utilisation_pct", "years", "planned", "set_aside", "seen_taken", "seen_restored"))
    sums = progress.sums(park.id, last)
    now = inventory(park.id, last)
    frozen = kept_baseline(park)
    mapped = "land_resource" in park.layers or (frozen is not None and len(frozen.ground) > 0)
    return row | {
        "land_utilisation_pct": land_rate_pct(sums),
        "years": _years(park, last) if mapped else None,
        "planned": _plans(account.planned_m2(now)) if mapped else None,
        "set_aside": _daa(account.set_aside_m2(now)) if mapped else None,
        "seen_taken": built_daa(park, last),
        "seen_restored": restored_daa(park, last),
    }


def proposed_daa(park_id: str) -> dict[str, float] | None:
    """Nature that the open cases of Vacant first would build down, lines included, daa by kind; None: there is no open case.

    Each case counts whole, so that two cases about the same ground count it twice.
    """
    events = [found["events"][-1] for found in cases.cases(open_register(data_root()), [park_id])]
    sums = [event["answer"]["taken_sums"] for event in events if event["state"] == cases.OPEN]
    built = [groups for one in sums for hows in one.values() for how, groups in hows.items() if how == "nedbygd"]
    return _daa(pd.Series({kind: sum(groups.get(kind, 0) for groups in built) for kind in account.COLUMNS})) if sums else None


def together(rows: list[dict]) -> dict:
    """Several parks' accounts, summed; a figure that a park has not got is left out of the sum."""
    return {
        "parks": [row["id"] for row in rows],
        "date": max(row["date"] for row in rows),
        "example": any(row["example"] for row in rows),
        "land_utilisation_pct": _rate_of(rows),
        "years": _sum_years([row["years"] for row in rows if row["years"] is not None]),
        "planned": _sum_plans([row["planned"] for row in rows if row["planned"] is not None]),
        "set_aside": _sum([row["set_aside"] for row in rows if row["set_aside"] is not None]),
        "proposed": _sum([row["proposed"] for row in rows if row["proposed"] is not None]),
        "seen_taken": _sum_seen([row["seen_taken"] for row in rows if row["seen_taken"]]),
        "seen_restored": _sum_seen([row["seen_restored"] for row in rows if row["seen_restored"]]),
    }


def _years(park: Park, last: date) -> list[dict]:
    """What moved from each 1 January, or the baseline, to the next, or the last day."""
    first = park.baseline_date
    starts = [first, *(date(year, 1, 1) for year in range(first.year + 1, last.year + 1) if first < date(year, 1, 1) < last)]
    return [_year(park.id, then, now, last) for then, now in pairwise([*starts, last])]


def _year(park_id: str, then: date, now: date, last: date) -> dict:
    pieces = progress.moved(park_id, then, now).units
    flows = (account.taken_m2(pieces), account.taken_m2(pieces, by_person=True), account.released_m2(pieces))
    until = now if now == last else now - timedelta(days=1)
    row = {"year": then.year, "from": then.isoformat(), "to": until.isoformat()}
    return row | {name: _daa(flow) for name, flow in zip(FLOWS, flows, strict=True)}


def _plans(table: pd.DataFrame) -> list[dict]:
    return [{"plan_year": int(year) or None, **_daa(row)} for year, row in table.iterrows() if row.sum() > 0]


def _daa(areas_m2: pd.Series) -> dict[str, float]:
    return {kind: round(float(areas_m2[kind]) / M2_PER_DAA, 3) for kind in account.COLUMNS}


def _rate_of(rows: list[dict]) -> float | None:
    return land_rate_pct(utilisation.together([progress.sums(row["id"], date.fromisoformat(row["date"])) for row in rows]))


def _sum(rows: list[dict]) -> dict[str, float] | None:
    return {kind: round(sum(row[kind] for row in rows), 3) for kind in account.COLUMNS} if rows else None


def _sum_years(accounts: list[list[dict]]) -> list[dict]:
    by_year: dict[int, list[dict]] = {}
    for row in (row for years in accounts for row in years):
        by_year.setdefault(row["year"], []).append(row)
    return [
        {"year": year, "from": min(row["from"] for row in rows), "to": max(row["to"] for row in rows)}
        | {name: _sum([row[name] for row in rows]) for name in FLOWS}
        for year, rows in sorted(by_year.items())
    ]


def _sum_plans(accounts: list[list[dict]]) -> list[dict]:
    by_year: dict[int, list[dict]] = {}
    for row in (row for plans in accounts for row in plans):
        by_year.setdefault(row["plan_year"] or 0, []).append(row)
    return [{"plan_year": year or None, **(_sum(rows) or {})} for year, rows in sorted(by_year.items())]


def _sum_seen(seen: list[dict]) -> dict | None:
    if not seen:
        return None
    where = [name for name in seen[0] if name not in ("from_year", "to_year")]
    summed = {name: {kind: round(sum(one[name][kind] for one in seen), 3) for kind in seen[0][name]} for name in where}
    return {"from_year": min(one["from_year"] for one in seen), "to_year": max(one["to_year"] for one in seen), **summed}
