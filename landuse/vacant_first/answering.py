"""Making the answer: of the best candidates what fits and fails, the nature each would take, the layers it meets, the difference."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from landuse.measure import crs
from landuse.rules import table
from landuse.units.schema import Status
from landuse.vacant_first import fits, needed, themes
from landuse.vacant_first.alternative import Asked, alternative, by_answer, taken_by_unit
from landuse.vacant_first.answer import Alternative, Answer
from landuse.vacant_first.candidate import BUILDING, Candidate
from landuse.vacant_first.proposal import Ground, Proposal
from landuse.vacant_first.same_ground import Groups, is_shaped, of_candidates

_VERDICTS = ("vacant_can", "vacant_may", "new_land_needed")
_CRITERIA = ("nature", "farmland", "met", "readiness", "conditions", "surplus", "plots", "availability", "own_park")


def answer_to(about: Mapping[str, Any], grounds: Mapping[str, Ground], best: list[Candidate], asked: Asked) -> Answer:
    """The answer, from what was read and ranked.

    Parameters
    ----------
    about : the fields that are handed in: park_id, park_name, date, example, method, needs_assumed, counted, weights, sources
    grounds : by park, what its candidates are held against; under "" what the proposal is
    best : the candidates that are shown, in their order
    asked : the needs, and the proposal held against them
    """
    alternatives, layers = _alternatives(best, grounds, asked)
    told = asked.proposal.told | {"layers": layers}
    verdict = _VERDICTS[min((one.word for one in best), default=2)]
    return Answer(
        **about,
        **told,
        needs=asked.needs,
        proposal_stands=_of_proposal(asked),
        answer=verdict,
        need_new_land=verdict == _VERDICTS[2],
        alternatives=alternatives,
        zero=asked.zero,
        criteria=list(_CRITERIA),
        themes_not_mapped=_not_mapped(told),
        assumptions=_assumptions(told, asked.needs),
    )


def _of_proposal(asked: Asked) -> dict[str, Any]:
    """What the proposal fits and fails, what nobody knows of it, and what the ground that is needed takes inside it."""
    takes = needed.needed(asked.groups, asked.needed_m2, is_shaped(asked.needs)) if asked.groups and asked.needed_m2 else None
    return by_answer(asked.rows) | {"needed": takes}


def _alternatives(best: list[Candidate], grounds: Mapping[str, Ground], asked: Asked) -> tuple[list[Alternative], list[dict]]:
    """The alternatives in the order given, and what the layers say of the proposal itself."""
    parks = {candidate.sites.park_id: candidate for candidate in best}
    taken: dict[str, list[dict]] = {}
    groups: dict[str, Groups] = {}
    layers: dict[str, list[dict]] = {}
    for park_id, one in parks.items():
        mine = {str(rank): each for rank, each in enumerate(best) if each.sites.park_id == park_id}
        taken |= taken_by_unit(list(mine.values()), grounds[park_id])
        groups |= of_candidates(mine, taken, grounds[park_id])
        layers |= _layers(mine, grounds[park_id], asked.proposal if one.sites.own else None)
    if not any(one.sites.own for one in parks.values()):
        layers |= _layers({}, grounds[""], asked.proposal)
    told = [
        alternative(rank, one, grounds[one.sites.park_id], taken, groups.get(str(rank)), layers.get(str(rank), []), asked)
        for rank, one in enumerate(best)
    ]
    own = [{"of": of} | row for of in asked.proposal.targets.index for row in layers.get(of, [])]
    return told, own


def _layers(mine: Mapping[str, Candidate], ground: Ground, proposal: Proposal | None) -> dict[str, list[dict]]:
    """What the layers say of each candidate, by its place, and of the proposal by its name; asked in one go."""
    grounds = {rank: one.whole for rank, one in mine.items() if one.kind != BUILDING}
    shapes = gpd.GeoSeries(list(grounds.values()), index=list(grounds), crs=ground.epsg, dtype="geometry")
    frame = gpd.GeoDataFrame({"area_m2": crs.area_m2(shapes)}, geometry=shapes)
    if proposal is not None:
        frame = pd.concat([frame, proposal.targets]) if len(frame) else proposal.targets
    told: dict[str, list[dict]] = {}
    for row in themes.ask_themes(frame, ground.themes):
        told.setdefault(row.pop("of"), []).append(row)
    return told


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
    if fits.SLOPE in asked:
        used.append({"what": "slope.step_m", "value": rules["slope"]["step_m"], "unit": "m", "basis": rules["slope"]["basis"]})
    if "ready_by" in asked:
        months = {step: rules["readiness_months"][step] for step in fits.LADDER}
        basis = rules["readiness_months"]["basis"]
        used += [{"what": f"readiness_months.{step}", "value": value, "unit": "months", "basis": basis} for step, value in months.items()]
    return used
