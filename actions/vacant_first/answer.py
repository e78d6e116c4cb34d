"""All that is told of the best candidates: what fits and fails, the nature each would take, the layers it meets, the difference."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from actions.vacant_first.order import BUILDING, PLOT, Candidate, building_answers
from actions.vacant_first.read_proposal import Footprint
from actions.vacant_first.takes import Ground, Proposal, as_geojson, read_ground
from exchange.sharing import closed_layers
from landuse.measure import crs
from landuse.units import schema
from landuse.vacant_first import fits, taken, themes
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN
from landuse.vacant_first.ranking import WORDS

NOT_SHARED = "NOT_SHARED"


def tell(
    best: list[Candidate], footprint: Footprint, proposal: Proposal, ground: Ground, needs: Mapping[str, Any]
) -> tuple[list[dict], list[dict]]:
    """The alternatives as the answer gives them, in the order given, and what the layers say of the proposal itself."""
    parks = {candidate.sites.park.id: candidate for candidate in best}
    taken_by_unit: dict[str, list[dict]] = {}
    layers: dict[str, list[dict]] = {}
    for park_id, one in parks.items():
        mine = {str(rank): each for rank, each in enumerate(best) if each.sites.park.id == park_id}
        read = _ground(one, ground)
        taken_by_unit |= _taken_by_unit(list(mine.values()), read)
        layers |= _layers(mine, read, proposal if one.sites.own else None)
    if not any(one.sites.own for one in parks.values()):
        layers |= _layers({}, ground, proposal)
    told = [_alternative(rank, one, taken_by_unit, layers.get(str(rank), []), footprint, proposal, needs) for rank, one in enumerate(best)]
    own = [{"of": of} | row for of in proposal.targets.index for row in layers.get(of, [])]
    return told, own


def _ground(candidate: Candidate, own: Ground) -> Ground | None:
    """The layers a candidate is held against; of another park only those that may leave the house."""
    if candidate.sites.own:
        return own
    park = candidate.sites.park
    closed = closed_layers(park)
    read = read_ground(park, park.epsg, park.current_date())
    resource = None if "land_resource" in closed else read.land_resource
    kept = [theme for theme in read.themes if theme.question.layer_id not in closed]
    return Ground(park.epsg, resource, read.failed, read.perimeter, kept, None, False)


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
    taken_by_unit: Mapping[str, list[dict]],
    layers: list[dict],
    footprint: Footprint,
    proposal: Proposal,
    needs: Mapping[str, Any],
) -> dict:
    own = one.frame
    park = one.sites.park
    met = building_answers(own, needs) if one.kind == BUILDING else fits.fit_rows(one.search, one.members, one.sites.plots, needs)
    shared = one.sites.own or "land_resource" not in closed_layers(park)
    mine = [row for unit in own.index for row in taken_by_unit.get(str(unit), [])] if one.kind != BUILDING and shared else []
    area_m2 = int(round(own["area_m2"].sum())) if one.kind != BUILDING else 0
    return {
        "units": [str(unit) for unit in own.index],
        "kind": one.kind,
        "park_id": park.id,
        "park_name": park.name,
        "own_park": one.sites.own,
        "example": park.example,
        "names": [_text(name) for name in own["names"]],
        "plots": len(own) if one.kind != BUILDING else 0,
        "rank": rank + 1,
        "rank_word": WORDS[one.word],
        "score": one.score,
        "criteria": one.criteria,
        "fits": _answered(met, FIT),
        "fails": _answered(met, FAIL),
        "unknown": _answered(met, UNKNOWN),
        "whole_m2": int(round(own["whole_m2"].sum())),
        "area_m2": area_m2,
        "usable_m2": int(one.search.usable_m2(one.members)) if one.kind != BUILDING else 0,
        "surplus_m2": max(area_m2 - int(round(one.search.size.area_m2)), 0) if one.kind != BUILDING else 0,
        "floor_m2": int(own["floor_m2"].sum()) if one.kind == BUILDING else 0,
        "readiness": _least_ready(own),
        "unmet_conditions": sorted({str(words) for said in own["conditions"] for words in said}),
        "availability": [str(word) for word in own["availability"]],
        "proposed": bool(own["proposed"].any()),
        "published_on": None if one.sites.own else str(own["published_on"].iloc[0]),
        "nomination_ids": [] if one.sites.own else [int(number) for number in own["nomination_id"]],
        "across_road": _across_road(one),
        "taken": taken.as_taken(mine, taken.TAKEN[1:]),
        "taken_status": "HIT" if shared else NOT_SHARED,
        "taken_sums": taken.by_group(mine),
        "difference": _difference(mine, proposal.rows) if shared else [],
        "layers": layers,
        "overlaps_proposal_m2": _overlap_m2(one.whole, footprint, park.epsg),
        "geometry": as_geojson(gpd.GeoSeries([one.whole], crs=park.epsg))[0],
    }


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


def sources(ground: Ground, park: Any, on: date) -> list[dict]:
    """The layers that the answer rests on, with what the park says of each."""
    closed = closed_layers(park)
    ids = ["land_resource", "perimeter", "zoning", "plots", "roads", "quays", "rail", "water_lines", "untouched"]
    ids += [theme.question.layer_id for theme in ground.themes]
    rows = []
    for layer_id in dict.fromkeys(ids):
        said = park.layers.get(layer_id)
        if said:
            dated = str(said["dated"]) if said.get("dated") else None
            row = {"layer_id": layer_id, "source": said.get("source"), "dated": dated, "licence": said.get("licence")}
            rows.append(row | {"origin": said.get("origin"), "shareable": layer_id not in closed})
    return rows
