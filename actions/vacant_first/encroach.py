"""What a proposed expansion takes of nature, inside the park and outside it, and the vacant land that could take it instead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.vacant_first.answer import sources, tell
from actions.vacant_first.order import ranked
from actions.vacant_first.read_proposal import read_footprint, read_lines
from actions.vacant_first.sites import own_sites, published_sites
from actions.vacant_first.takes import read_ground, what_it_takes
from landuse.quality import dates
from landuse.rules import table
from landuse.units.method import method_fingerprint
from landuse.units.schema import Status
from landuse.vacant_first import fits, ranking
from landuse.vacant_first.needs import read_needs
from parks.park import read_park

_ANSWERS = ("vacant_can", "vacant_may", "new_land_needed")
_CRITERIA = ("nature", "farmland", "met", "readiness", "conditions", "surplus", "plots", "availability", "own_park")


def encroach(
    park_id: str | None,
    footprint: Any,
    needs: Mapping[str, Any] | None = None,
    lines: Any = None,
    on: date | None = None,
    weights: Mapping[str, float] | None = None,
) -> dict:
    """The whole answer as one JSON document without words of a language; docs/vacant_first.md says what every key is.

    Parameters
    ----------
    park_id : whose plots come first; None: published plots of all parks alone
    footprint : GeoDataFrame or GeoSeries with a CRS, GeoJSON in degrees, a file's path, or ids of vacant units to build out
    needs : see landuse.vacant_first.needs; the footprint's own area where nothing is said of size
    lines : supply lines in the same forms, with kind and serves
    on : a date; the park's today where it is None
    weights : importance of each ranking criterion, 0–10

    Raises
    ------
    LanduseError : unknown_park, footprint_*, line_*, need_*, weight_*, and as the door says of a file
    """
    park = read_park(park_id) if park_id else None
    day = on or (park.current_date() if park else dates.norwegian_today())
    shape = read_footprint(footprint, park, day)
    drawn = read_lines(lines, shape.epsg)
    ground = read_ground(park, shape.epsg, day)
    proposal = what_it_takes(shape, drawn, ground)
    asked, assumed = read_needs(needs, proposal.told["footprint_m2"])
    weighed = ranking.read_weights(weights)
    all_sites = ([own_sites(park, day)] if park else []) + published_sites(park_id)
    best, counted = ranked(all_sites, asked, weighed, frozenset(shape.units), table("vacant_first")["search"]["shown"])
    alternatives, layers = tell(best, shape, proposal, ground, asked)
    told = proposal.told | {"layers": layers}
    answer = _ANSWERS[min((one.word for one in best), default=2)]
    example = any(one.sites.park.example for one in best) or bool(park and park.example)
    return {
        "park_id": park_id,
        "park_name": park.name if park else None,
        "date": day.isoformat(),
        "example": example,
        "method": method_fingerprint(),
        **told,
        "needs": asked,
        "needs_assumed": assumed,
        "answer": answer,
        "need_new_land": answer == _ANSWERS[2],
        "alternatives": alternatives,
        "counted": counted,
        "zero": {"taken": []},
        "weights": weighed,
        "criteria": list(_CRITERIA),
        "themes_not_mapped": _not_mapped(told),
        "sources": sources(ground, park, day) if park else [],
        "assumptions": _assumptions(told, asked),
    }


def _not_mapped(told: dict) -> list[str]:
    """The layers that say nothing of the footprint, or not of all of it."""
    silent = (str(Status.NOT_MAPPED), str(Status.FAILED))
    layers = [row["layer_id"] for row in told["layers"] if row["of"] == "footprint" and (row["status"] in silent or row["unmapped_m2"])]
    blank = any(row["kind"] == "not_mapped" for row in told["taken"])
    silent_nature = told["untouched"]["status"] in silent
    return (["land_resource"] if blank else []) + layers + (["untouched"] if silent_nature else [])


def _assumptions(told: dict, asked: Mapping[str, Any]) -> list[dict]:
    """The unverified numbers that this answer used, each with what it is and where it comes from."""
    rules, lines = table("vacant_first"), table("supply_lines")
    used = [
        {"what": f"line.{kind}.{name}", "value": lines[kind][name], "unit": "m", "basis": lines[kind]["basis"]}
        for kind in dict.fromkeys(row["kind"] for row in told["lines"])
        for name in ("width_m", "side_m", "belt_m", "working_m")
        if lines[kind].get(name) and not lines[kind]["verified"]
    ]
    used += [
        {"what": f"within.{need}_m", "value": rules["within"][f"{need}_m"], "unit": "m", "basis": rules["within"]["basis"]}
        for need in ("water", "sewer", "quay", "rail")
        if need in asked
    ]
    if "ready_by" in asked:
        months = {step: rules["readiness_months"][step] for step in fits.LADDER}
        basis = rules["readiness_months"]["basis"]
        used += [{"what": f"readiness_months.{step}", "value": value, "unit": "months", "basis": basis} for step, value in months.items()]
    return used
