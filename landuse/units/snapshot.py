"""What was found on a date: units, facts, classes, floors and nature in one immutable table."""

import json
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from landuse.measure import crs, flatten
from landuse.measure.by_tiles import Tiled, polygons_in
from landuse.plans.main_routes import main_routes
from landuse.plans.readiness import readiness
from landuse.plans.restrictions import BOUND, CLARIFY, bound_questions
from landuse.progress import nature
from landuse.rules import threshold
from landuse.units import building_points, buildings, evidence, grey_map, plans, propose, records, schema, yards, zones
from landuse.units import cut as units_cut
from landuse.units.classify import classify
from landuse.units.evidence import Ground
from landuse.units.facts import Question, ask_all, share_pct
from landuse.units.offerable import offerable

_JSON = json.JSONEncoder(ensure_ascii=False).encode
_WATER = ("81", "82")  # AR5: fresh water, sea


@dataclass(frozen=True)
class Found:
    """A snapshot with what was settled and asked on the way.

    units : schema.SNAPSHOT; facts : schema.FACTS; overlaps : what two rows of one layer both claimed; moved : what fitting the
    layers to each other moved (cut.Cut)
    """

    units: gpd.GeoDataFrame
    facts: pd.DataFrame
    overlaps: pd.DataFrame
    moved: pd.DataFrame


def find(park_id: str, perimeter: gpd.GeoDataFrame, ground: Ground, questions: list[Question]) -> Found:
    """Cut the park, ask every layer, class every unit.

    Parameters
    ----------
    perimeter, ground : canonical frames in the park's work CRS, filtered by date
    questions : the layers beside those in `ground` (flood, protected, land cover …)

    Raises
    ------
    LanduseError : as units.cut and overlap.overlap_areas
    """
    resource, resource_overlaps = flatten.flatten(flatten.newest_first(ground.land_resource, "land_resource"), "row")
    standing = buildings.in_state(ground.buildings, buildings.STANDS)
    sealed = resource[resource["ar5_arealtype"].isin(["11", "12"])]
    grey = resource[nature.kind_of(resource) == "grey"]
    carrying = yards.carrying(building_points.telling(standing))
    unseen = building_points.ground_of(carrying, pd.concat([ground.plots.geometry, ground.parcels.geometry]))
    uses = propose.Uses(carrying, ground.works.geometry, sealed.geometry, grey.geometry, unseen)
    held = records.held_ids(ground.records, ground.plots, ground.parcels)
    cut = units_cut.cut(park_id, perimeter, ground.plots, ground.parcels, ground.zoning, uses, held)
    own = [
        Question("works", polygons_in(uses.in_parts["works"], cut.units.crs), flat=True),
        Question("sealed", sealed, flat=True),
        Question("grey", grey, flat=True),
        Question("land_resource", resource, "ar5_arealtype", tiles=True, unmapped_codes=("99",), watched=True),
    ]
    facts = ask_all(cut.units, own + bound_questions(questions) + questions)
    own_days = {**ground.dated, **grey_map.oldest(questions)}
    watched = {question.layer_id for question in own + questions if question.watched}
    known = evidence.gather(cut.units, replace(ground, dated=own_days), facts, watched)
    known["grey_map_days"] = grey_map.days(questions)
    found = cut.units.join(classify(known)).join(nature.nature_m2(cut.units, resource)).join(grey_map.areas_m2(cut.units, facts))
    found["parcel_number"] = _parcel_numbers(cut.units, ground.parcels)
    found["net"] = known["zone_counts"].isin(zones.BUSINESS)
    found["evidence"] = _as_json(known)
    found = found.join(_told_of_plans(found, cut.units, facts, known))
    found = found.join(_floors(found, ground, standing)).join(_axes(found, ground, facts, uses.of("sealed")))
    found = found.join(offerable(found))
    overlaps = pd.concat([cut.overlaps, resource_overlaps.assign(layer_id="land_resource")], ignore_index=True)
    return Found(schema.check(found, schema.SNAPSHOT, "snapshot"), facts, overlaps, cut.moved)


def _told_of_plans(found: pd.DataFrame, cut_units: gpd.GeoDataFrame, facts: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """What stands beside the class of each unit's plan: plan_asks, plan_is_enough, lapses_on, main_route, sea_to_fill."""
    table = pd.DataFrame({"plan_asks": plans.asked(found, cut_units)})
    lapsed, conflict = known["plan_lapsed"] != plans.NOT_LAPSED, known["plan_conflict"]
    table["plan_is_enough"] = (known["requirement_said"] == plans.NONE) & ~lapsed & ~conflict
    about = ("plan_type", "proposer", "plan_adopted", "plan_date", "works_begun_in_time")
    days = [None if begun is True else plans.lapses_on(*row) for *row, begun in zip(*(cut_units[name] for name in about), strict=True)]
    table["lapses_on"] = pd.Series(pd.to_datetime(days), index=cut_units.index).astype("datetime64[ms]")
    table["main_route"] = main_routes(cut_units, known, share_pct(facts, cut_units.index, "main_routes"))
    sea_pct = sum(share_pct(facts, cut_units.index, "land_resource", (code,)) for code in _WATER)
    table["sea_to_fill"] = known["zone_counts"].isin(zones.BUSINESS) & (sea_pct >= threshold("sea_pct"))
    return table


def _parcel_numbers(cut_units: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> pd.Series:
    numbers = pd.Series(records.matrikkelnummer(parcels).to_numpy(), index=parcels["parcel_id"].astype(str))
    return cut_units["parcel_id"].map(numbers[~numbers.index.duplicated()])


def _floors(found: gpd.GeoDataFrame, ground: Ground, standing: gpd.GeoDataFrame) -> pd.DataFrame:
    counted = found.index[found["class"].isin(schema.COUNTED)]
    stands = buildings.stands_on(found, standing)
    plot_of = stands.assign(plot_id=stands["unit_id"].map(found["plot_id"])).sort_values("share").groupby("building_id")["plot_id"].last()
    floors = buildings.floor_m2(standing, ground.records, ground.parcels, plot_of)
    stands = stands[(stands["known_by"] != buildings.WITHIN) | (stands["building_id"].map(floors["floor_m2"]) > 0)]
    by_unit = buildings.floor_by_unit(stands, floors, counted).reindex(found.index, fill_value=0)
    by_unit["vacancy_said"] = bool((ground.records["kind"] == "vacant_floor").any())
    ids: dict[str, list[str]] = {}
    for unit_id, building_id in zip(stands["unit_id"], stands["building_id"], strict=True):
        ids.setdefault(unit_id, []).append(building_id)
    by_unit["building_ids"] = pd.Series([json.dumps(sorted(ids.get(one, ()))) for one in found.index], index=found.index, dtype=object)
    silent = stands["building_id"].map(floors["floor_source"]) == "none"
    without = stands[silent].groupby("unit_id")["building_id"].nunique()
    by_unit["buildings_without_floor"] = without.reindex(found.index, fill_value=0).astype(int)
    spread = stands[stands["building_id"].map(floors["spread"]).fillna(False).astype(bool)]
    by_unit["floor_spread"] = found.index.isin(spread["unit_id"])
    return by_unit


def _axes(found: gpd.GeoDataFrame, ground: Ground, facts: pd.DataFrame, in_use: list[Tiled]) -> pd.DataFrame:
    """What is said beside the class: bound and spare area, readiness and unmet conditions."""
    table = pd.DataFrame(index=found.index)
    for name in (BOUND, CLARIFY):
        hits = facts[(facts["layer_id"] == name) & (facts["status"] == schema.Status.HIT)]
        area_m2 = hits.groupby("unit_id")["overlap_m2"].sum().reindex(found.index, fill_value=0.0)
        table[f"{name}_m2"] = area_m2.clip(upper=found["area_m2"]).round().astype("int64")
    built_net = found["class"].isin(schema.IN_USE) & found["net"]
    spare = propose.idle_rest_m2(found[built_net], in_use).reindex(found.index, fill_value=0.0)
    planar = pd.Series(crs.planar_area_m2(found.geometry), index=found.index)
    table["spare_m2"] = (spare * found["area_m2"] / planar).round().astype("int64")
    table["readiness"] = readiness(found, records.values(found, ground.records, "readiness"))
    unmet = records.values(found, ground.records, "unmet_condition")
    table["unmet_conditions"] = [json.dumps(words, ensure_ascii=False) for words in unmet]
    return table


def _as_json(known: pd.DataFrame) -> list[str]:
    """Each row as a JSON object, made column by column: most columns hold few values, and each of those is written once."""
    columns = [_members(name, known[name].tolist()) for name in known.columns]
    return ["{" + ", ".join(members) + "}" for members in zip(*columns, strict=True)]


def _members(name: str, values: list) -> list[str]:
    """A column's values as members of JSON objects."""
    key, written = _JSON(name) + ": ", {}
    if any(isinstance(value, (list, dict)) for value in values):
        return [key + _JSON(_plain(value)) for value in values]
    kinds = [(type(value), value) for value in values]  # True is no 1
    for kind in kinds:
        if kind not in written:
            written[kind] = key + _JSON(_plain(kind[1]))
    return [written[kind] for kind in kinds]


def _plain(value: object) -> object:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, float):
        return round(value, 2)
    if hasattr(value, "item"):
        return value.item() if not isinstance(value.item(), float) else round(value.item(), 2)
    return value if isinstance(value, (str, bool, int)) else str(value)[:10]
