"""How far each park and all of them together have come: rates, targets, the difference from the report, notes."""

from dataclasses import fields
from datetime import date
from typing import TypeVar

import pandas as pd

from actions.progress import baseline, grey_map, progress
from actions.progress.indicators import NOT_MAPPED, unmapped
from actions.progress.land_cover import WHERE, built_daa
from landuse.progress import indicators, residual, targets
from landuse.progress.indicators import is_rated, summed
from landuse.progress.status import ParkStatus, Status, TotalStatus
from landuse.progress.status_notes import notes
from landuse.progress.utilisation import AMOUNTS
from landuse.words import messages
from parks.park import Park, adopted_words, park_ids, read_park

_Told = TypeVar("_Told", ParkStatus, TotalStatus)
_INDICATORS = ("land_mapped", "coordinated", "pyramid_updated", "local_fund", "doga_guide")


def status(wanted: list[str] | None = None, on: date | str | None = None, lang: str = messages.DEFAULT_LANG) -> Status:
    """Rates, targets and what follows, for parks and for the baseline's parks among them.

    Parameters
    ----------
    wanted : park ids; None for all
    on : a date, `"baseline"` for each park's own baseline date, None for each park's today
    lang : of the sentences in `notes`

    Returns
    -------
    a figure that is None is not answered, or of those that rest on layers not mapped; a total is of the parks where it is mapped

    Raises
    ------
    LanduseError : an unknown park, or layers that do not allow an answer
    """
    parks = [read_park(park_id) for park_id in (wanted or park_ids())]
    rows = [_park_status(park, _date_of(park, on), lang) for park in parks]
    promised = {
        "land_utilisation_pct": targets.land()["target_pct"],
        "vacant_taken_pct": targets.land()["vacant_taken_target_pct"],
        "building_utilisation_pct": targets.buildings()["target_pct"],
        "deadline": targets.deadline().isoformat(),
    }
    expected = sum(1 for park in (read_park(park_id) for park_id in park_ids()) if park.in_baseline)
    return Status([_told(ParkStatus, row) for row in rows], _total(rows, expected, lang), promised)


def _date_of(park: Park, on: date | str | None) -> date:
    if on == "baseline":
        return park.baseline_date
    return on if isinstance(on, date) else park.current_date()


def _park_status(park: Park, on: date, lang: str) -> dict:
    then = min(park.baseline_date, on)
    row = {
        "id": park.id,
        "name": park.name,
        "date": on.isoformat(),
        "baseline_date": park.baseline_date.isoformat(),
        "example": park.example,
        "in_baseline": park.in_baseline,
        "baseline": baseline.told(park),
        "adopted": adopted_words(park, lang),
        "has_perimeter": progress.has_perimeter(park, on),
        "_now": _sums(park, on),
        "_then": _sums(park, then),
        "_since": _since(park, then, on),
        "_unmapped": _unmapped(park, then, on),
    }
    sums = indicators.Sums(row["_now"], row["_then"], row["_since"], on, park.baseline_date)
    row["figures"] = indicators.found(sums) | dict.fromkeys(row["_unmapped"])
    row["nature_built_seen"] = built_daa(park, on) if row["has_perimeter"] else None
    row["_grey_map"] = grey_map.beside(park.id, on) if row["has_perimeter"] else None
    row["grey_map"] = grey_map.told(row["_grey_map"])
    row["indicators"] = {name: _declared(park, name) for name in _INDICATORS}
    row["notes"] = baseline.notes(row["baseline"], lang)
    row["notes"] += notes(row["_now"], row["_then"], row["_since"], row["has_perimeter"], lang)
    return row


def _unmapped(park: Park, then: date, on: date) -> set[str]:
    """The figures that no layer of the park can tell; of ground that was taken, what the park had at the baseline counts."""
    now, first = progress.layers_on(park, on), progress.layers_on(park, then)
    return unmapped(now, first)


def _sums(park: Park, on: date) -> pd.Series:
    """Nothing for a park that has no perimeter on the date yet: it has not answered, and the others still have."""
    return progress.sums(park.id, on) if progress.has_perimeter(park, on) else pd.Series(0, index=AMOUNTS)


def _since(park: Park, then: date, on: date) -> pd.Series:
    """What can be summed over parks of the overlay of then and now, m²; nothing where a perimeter is missing or not adopted."""
    both = progress.has_perimeter(park, then) and progress.has_perimeter(park, on)
    found = progress.since(park.id, then, on) if both else pd.Series(0.0, index=progress.SINCE)
    if not park.adopted:
        found[["adopted_m2", "adopted_in_use_m2"]] = 0.0
    return found


def _total(rows: list[dict], expected: int, lang: str) -> TotalStatus | None:
    """The parks of the baseline together; areas are sums of true areas."""
    counted = [row for row in rows if row["in_baseline"] and row["has_perimeter"]]
    if not counted:
        return None
    now, then, since = summed([(row["_now"], row["_then"], row["_since"]) for row in counted])
    on = max(date.fromisoformat(row["date"]) for row in counted)
    first = min(date.fromisoformat(row["baseline_date"]) for row in counted)
    total = {"parks": [row["id"] for row in counted], "expected_parks": expected, "date": on.isoformat()}
    total["parks_with_own_data"] = sum(1 for row in counted if not row["example"])
    everywhere = set.intersection(*(row["_unmapped"] for row in counted))
    total["figures"] = indicators.found(indicators.Sums(now, then, since, on, first)) | dict.fromkeys(everywhere)
    differences = residual.residual_pp(pd.DataFrame([row["_then"] for row in counted]), expected)
    total["residual_pp"] = {name: indicators.rounded(value, 3) for name, value in differences.items()}
    total["nature_built_seen"] = _sum_built(counted)
    total["grey_map"] = grey_map.told(grey_map.together([row["_grey_map"] for row in counted]))
    stands = baseline.notes_together([row["baseline"] for row in counted], lang)
    total["notes"] = stands + notes(now, then, since, True, lang) + _not_rated(counted, lang) + _partly_mapped(counted, everywhere, lang)
    return _told(TotalStatus, total)


def _not_rated(rows: list[dict], lang: str) -> list[str]:
    """Which parks are left out of a total since they have no business zones."""
    names = ", ".join(row["name"] for row in rows if not is_rated(row["_now"]))
    return [messages.text(lang, "status.not_rated", parks=names)] if names else []


def _partly_mapped(rows: list[dict], everywhere: set[str], lang: str) -> list[str]:
    """Which figures of a total are of some of its parks, since the others have no such layer."""
    counts = {name: sum(name not in row["_unmapped"] for row in rows) for name in NOT_MAPPED if name not in everywhere}
    return [
        messages.text(lang, "status.partly_mapped", figure=messages.text(lang, f"figure.{name}"), count=count, all=len(rows))
        for name, count in counts.items()
        if count < len(rows)
    ]


def _sum_built(rows: list[dict]) -> dict | None:
    seen = [row["nature_built_seen"] for row in rows if row["nature_built_seen"]]
    if not seen:
        return None
    summed = {where: {kind: sum(one[where][kind] for one in seen) for kind in seen[0][where]} for where in WHERE}
    return {"from_year": min(one["from_year"] for one in seen), "to_year": max(one["to_year"] for one in seen)} | summed


def _declared(park: Park, indicator: str) -> dict | None:
    """What the park has declared; None: not answered."""
    said = [row for row in park.declared if row["indicator"] == indicator]
    return {key: str(value) for key, value in said[-1].items()} if said else None


def _told(kind: type[_Told], row: dict) -> _Told:
    """What of a row is told."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})
