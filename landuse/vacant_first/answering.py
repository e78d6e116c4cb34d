"""Making the answer: of the best candidates what fits and fails, the nature each would take, the layers it meets, the difference."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.rules import table
from landuse.units import schema
from landuse.units.schema import Status
from landuse.vacant_first import fits, taken, themes
from landuse.vacant_first.answer import Alternative, Answer
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN
from landuse.vacant_first.order import BUILDING, PLOT, Candidate, building_answers
from landuse.vacant_first.proposal import Footprint, Ground, Proposal, as_geojson
from landuse.vacant_first.ranking import WORDS

NOT_SHARED = "NOT_SHARED"
_VERDICTS = ("vacant_can", "vacant_may", "new_land_needed")
_CRITERIA = ("nature", "farmland", "met", "readiness", "conditions", "surplus", "plots", "availability", "own_park")


def answer_to(
    about: Mapping[str, Any],
    footprint: Footprint,
    proposal: Proposal,
    grounds: Mapping[str, Ground],
    best: list[Candidate],
    asked: Mapping[str, Any],
) -> Answer:
    """The answer, from what was read and ranked.

    Parameters
    ----------
    about : the fields that are handed in: park_id, park_name, date, example, method, needs_assumed, counted, weights, sources
    grounds : by park, what its candidates are held against; under "" what the proposal is
    best : the candidates that are shown, in their order
    asked : the needs
    """
    alternatives, layers = _alternatives(best, footprint, proposal, grounds, asked)
    told = proposal.told | {"layers": layers}
    verdict = _VERDICTS[min((one.word for one in best), default=2)]
    return Answer(
        **about,
        **told,
        needs=asked,
        answer=verdict,
        need_new_land=verdict == _VERDICTS[2],
        alternatives=alternatives,
        zero={"taken": []},
        criteria=list(_CRITERIA),
        themes_not_mapped=_not_mapped(told),
        assumptions=_assumptions(told, asked),
    )


def _alternatives(
    best: list[Candidate], footprint: Footprint, proposal: Proposal, grounds: Mapping[str, Ground], needs: Mapping[str, Any]
) -> tuple[list[Alternative], list[dict]]:
    """The alternatives in the order given, and what the layers say of the proposal itself."""
    parks = {candidate.sites.park_id: candidate for candidate in best}
    taken_by_unit: dict[str, list[dict]] = {}
    layers: dict[str, list[dict]] = {}
    for park_id, one in parks.items():
        mine = {str(rank): each for rank, each in enumerate(best) if each.sites.park_id == park_id}
        taken_by_unit |= _taken_by_unit(list(mine.values()), grounds[park_id])
        layers |= _layers(mine, grounds[park_id], proposal if one.sites.own else None)
    if not any(one.sites.own for one in parks.values()):
        layers |= _layers({}, grounds[""], proposal)
    told = [
        _alternative(rank, one, grounds[one.sites.park_id], taken_by_unit, layers.get(str(rank), []), footprint, proposal, needs)
        for rank, one in enumerate(best)
    ]
    own = [{"of": of} | row for of in proposal.targets.index for row in layers.get(of, [])]
    return told, own


def _taken_by_unit(candidates: list[Candidate], ground: Ground) -> dict[str, list[dict]]:
    """Rows of ground by unit, whole m² that sum to the unit; buildings take none."""
    frames = [one.frame for one in candidates if one.kind != BUILDING]
    if not frames:
        return {}
    units = pd.concat([frame[["whole_m2", "geometry"]] for frame in frames])
    units = units[~units.index.duplicated()]
    parts = gpd.GeoDataFrame({"of": units.index, "line": -1, "how": taken.HOWS[0]}, geometry=units.geometry.to_numpy(), crs=ground.epsg)
    pieces = taken.cut_ground(parts, ground.land_resource, ground.perimeter, ground.failed)
    found: dict[str, list[dict]] = {}
    for row in taken.whole_rows(pieces, {str(unit): round(area) for unit, area in units["whole_m2"].items()}):
        found.setdefault(row["of"], []).append(row)
    return found


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


def _alternative(
    rank: int,
    one: Candidate,
    ground: Ground,
    taken_by_unit: Mapping[str, list[dict]],
    layers: list[dict],
    footprint: Footprint,
    proposal: Proposal,
    needs: Mapping[str, Any],
) -> Alternative:
    own = one.frame
    met = building_answers(own, needs) if one.kind == BUILDING else fits.fit_rows(one.search, one.members, one.sites.plots, needs)
    mine = [row for unit in own.index for row in taken_by_unit.get(str(unit), [])] if one.kind != BUILDING and ground.shared else []
    area_m2 = int(round(own["area_m2"].sum())) if one.kind != BUILDING else 0
    return Alternative(
        units=[str(unit) for unit in own.index],
        kind=one.kind,
        park_id=one.sites.park_id,
        park_name=one.sites.park_name,
        own_park=one.sites.own,
        example=one.sites.example,
        names=[_text(name) for name in own["names"]],
        plots=len(own) if one.kind != BUILDING else 0,
        rank=rank + 1,
        rank_word=WORDS[one.word],
        score=one.score,
        criteria=one.criteria,
        fits=_answered(met, FIT),
        fails=_answered(met, FAIL),
        unknown=_answered(met, UNKNOWN),
        whole_m2=int(round(own["whole_m2"].sum())),
        area_m2=area_m2,
        usable_m2=int(one.search.usable_m2(one.members)) if one.kind != BUILDING else 0,
        surplus_m2=max(area_m2 - int(round(one.search.size.area_m2)), 0) if one.kind != BUILDING else 0,
        floor_m2=int(own["floor_m2"].sum()) if one.kind == BUILDING else 0,
        readiness=_least_ready(own),
        unmet_conditions=sorted({str(words) for said in own["conditions"] for words in said}),
        availability=[str(word) for word in own["availability"]],
        proposed=bool(own["proposed"].any()),
        published_on=None if one.sites.own else str(own["published_on"].iloc[0]),
        nomination_ids=[] if one.sites.own else [int(number) for number in own["nomination_id"]],
        across_road=_across_road(one),
        taken=taken.as_taken(mine, taken.TAKEN[1:]),
        taken_status="HIT" if ground.shared else NOT_SHARED,
        taken_sums=taken.by_group(mine),
        difference=_difference(mine, proposal.rows) if ground.shared else [],
        layers=layers,
        overlaps_proposal_m2=_overlap_m2(one.whole, footprint, one.sites.epsg),
        geometry=as_geojson(gpd.GeoSeries([one.whole], crs=one.sites.epsg))[0],
    )


def _answered(rows: list[dict], answer: int) -> list[dict]:
    return [{name: value for name, value in row.items() if name != "answer"} for row in rows if row["answer"] == answer]


def _least_ready(own: gpd.GeoDataFrame) -> str | None:
    steps = [fits.LADDER.index(step) for step in own["readiness"] if step in fits.LADDER]
    return fits.LADDER[min(steps)] if steps else None


def _across_road(one: Candidate) -> bool:
    """Whether some of its plots hang together only by an internal road."""
    if one.kind in (PLOT, BUILDING):
        return False
    inside = set(one.members)
    kinds = [kind for pair, kind in zip(one.sites.near.pairs, one.sites.near.kinds) if set(pair.tolist()) <= inside]
    return "road" in kinds


def _difference(mine: list[dict], proposal: list[dict]) -> list[dict]:
    """By group of nature, what the candidate takes less what the proposal takes with its lines; negative: it takes less."""
    theirs, own = taken.by_group(proposal), taken.by_group(mine)
    groups = [group for group in schema.NATURE_KINDS if group in theirs or group in own]
    return [{"group": group, "m2": own.get(group, 0) - theirs.get(group, 0)} for group in groups]


def _overlap_m2(whole: shapely.Geometry, footprint: Footprint, epsg: int) -> int:
    if epsg != footprint.epsg or not shapely.intersects(whole, footprint.shape):
        return 0
    shared = shapely.intersection(whole, footprint.shape)
    return int(round(crs.area_m2(gpd.GeoSeries([shared], crs=epsg)).iloc[0])) if shared.area > 0 else 0


def _text(name: Any) -> str | None:
    return name if isinstance(name, str) and name else None


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
