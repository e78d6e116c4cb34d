"""One alternative as it is told: what it fits and fails, the ground it takes, and what it takes on the ground that is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.units import schema
from landuse.vacant_first import fits, needed, taken
from landuse.vacant_first.answer import Alternative
from landuse.vacant_first.candidate import BUILDING, PLOT, Candidate, asked_size, rows_of
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN
from landuse.vacant_first.proposal import Footprint, Ground, Proposal, as_geojson
from landuse.vacant_first.ranking import WORDS
from landuse.vacant_first.same_ground import Groups, is_shaped

NOT_SHARED = "NOT_SHARED"


@dataclass(frozen=True)
class Asked:
    """What every candidate is held against.

    rows : the proposal itself against every need (landuse.vacant_first.proposal_fits)
    groups : what lies on the proposal's ground that the needed part may be laid on, by group of nature; None where all is bound
    zero : the zero alternative (landuse.vacant_first.zero)
    """

    needs: Mapping[str, Any]
    footprint: Footprint
    proposal: Proposal
    rows: list[dict]
    groups: Groups | None
    zero: dict

    @property
    def needed_m2(self) -> float:
        """The ground that is needed; 0 where no land is."""
        return asked_size(self.needs).area_m2


def alternative(
    rank: int,
    one: Candidate,
    ground: Ground,
    taken_by_unit: Mapping[str, list[dict]],
    groups: Groups | None,
    layers: list[dict],
    asked: Asked,
) -> Alternative:
    """All that is told of one candidate, in its place.

    Parameters
    ----------
    taken_by_unit : rows of ground by unit
    groups : what lies where the needed part may be laid; None of a building, and where it is not shared
    """
    own, needs = one.frame, asked.needs
    met = rows_of(one, needs)
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
        lacking=round(one.lacking, 3),
        **by_answer(met),
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
        difference=_difference(mine, asked.proposal.rows) if ground.shared else [],
        needed=needed.needed(groups, asked.needed_m2, is_shaped(needs)) if groups and asked.needed_m2 else None,
        needed_difference=_needed_difference(groups, asked),
        layers=layers,
        overlaps_proposal_m2=_overlap_m2(one.whole, asked.footprint, one.sites.epsg),
        geometry=as_geojson(gpd.GeoSeries([one.whole], crs=one.sites.epsg))[0],
    )


def by_answer(rows: list[dict]) -> dict[str, list[dict]]:
    """The rows of needs as an answer has them: fits, fails, unknown."""
    return {name: _answered(rows, answer) for name, answer in (("fits", FIT), ("fails", FAIL), ("unknown", UNKNOWN))}


def _needed_difference(groups: Groups | None, asked: Asked) -> dict | None:
    """What the candidate takes less what the proposal takes, on the same number of m²; None where one of them cannot be told."""
    if not groups or not asked.groups or not asked.needed_m2:
        return None
    return needed.difference(groups, asked.groups, asked.needed_m2, is_shaped(asked.needs))


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


def taken_by_unit(candidates: list[Candidate], ground: Ground) -> dict[str, list[dict]]:
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
