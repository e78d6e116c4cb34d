"""What was found on a date: units, facts, classes, floors and nature in one immutable table."""

import json
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from landuse.measure import crs, flatten
from landuse.progress import nature
from landuse.units import buildings, evidence, grey_map, propose, records, schema, yards, zones
from landuse.units import cut as units_cut
from landuse.units.classify import classify
from landuse.units.evidence import Ground
from landuse.units.facts import Question, ask_all
from landuse.units.offerable import offerable

_BINDING = ("flood", "restrictions")


@dataclass(frozen=True)
class Found:
    """A snapshot with what was settled and asked on the way.

    units : schema.SNAPSHOT; facts : schema.FACTS; overlaps : what two rows of one layer both claimed
    """

    units: gpd.GeoDataFrame
    facts: pd.DataFrame
    overlaps: pd.DataFrame


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
    uses = propose.Uses(yards.carrying(standing), ground.works.geometry, sealed.geometry, grey.geometry)
    held = records.held_ids(ground.records, ground.plots, ground.parcels)
    cut = units_cut.cut(park_id, perimeter, ground.plots, ground.parcels, ground.zoning, uses, held)
    own = [
        Question("works", ground.works),
        Question("sealed", sealed),
        Question("grey", grey),
        Question("land_resource", resource, "ar5_arealtype", tiles=True, unmapped_codes=("99",)),
    ]
    facts = ask_all(cut.units, own + _bound(questions) + questions)
    own_days = {**ground.dated, **grey_map.oldest(questions)}
    known = evidence.gather(cut.units, replace(ground, dated=own_days), facts)
    known["grey_map_days"] = grey_map.days(questions)
    found = cut.units.join(classify(known)).join(nature.nature_m2(cut.units, resource)).join(grey_map.areas_m2(cut.units, facts))
    found["parcel_number"] = _parcel_numbers(cut.units, ground.parcels)
    found["net"] = known["zone_counts"] == zones.Counts.NET
    found["evidence"] = _as_json(known)
    found = found.join(_floors(found, ground, standing)).join(_axes(found, ground, facts, uses.outlines(uses.sealed)))
    found = found.join(offerable(found))
    overlaps = pd.concat([cut.overlaps, resource_overlaps.assign(layer_id="land_resource")], ignore_index=True)
    return Found(schema.check(found, schema.SNAPSHOT, "snapshot"), facts, overlaps)


def _bound(questions: list[Question]) -> list[Question]:
    """One question for all that binds land, since a safety distance in a flood zone binds it once."""
    rows = [question.rows.geometry for question in questions if question.layer_id in _BINDING and question.rows is not None]
    return [Question("bound", gpd.GeoDataFrame(geometry=pd.concat(rows, ignore_index=True)))] if rows else []


def _parcel_numbers(cut_units: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> pd.Series:
    numbers = pd.Series(records.matrikkelnummer(parcels).to_numpy(), index=parcels["parcel_id"].astype(str))
    return cut_units["parcel_id"].map(numbers[~numbers.index.duplicated()])


def _floors(found: gpd.GeoDataFrame, ground: Ground, standing: gpd.GeoDataFrame) -> pd.DataFrame:
    counted = found.index[found["class"].isin(schema.COUNTED)]
    stands = buildings.stands_on(found, standing)
    plot_of = stands.assign(plot_id=stands["unit_id"].map(found["plot_id"])).sort_values("share").groupby("building_id")["plot_id"].last()
    floors = buildings.floor_m2(standing, ground.records, ground.parcels, plot_of)
    by_unit = buildings.floor_by_unit(stands, floors, counted).reindex(found.index, fill_value=0)
    by_unit["vacancy_said"] = bool((ground.records["kind"] == "vacant_floor").any())
    ids = stands.groupby("unit_id")["building_id"].agg(lambda names: json.dumps(sorted(names)))
    by_unit["building_ids"] = ids.astype(object).reindex(found.index, fill_value="[]")
    silent = stands["building_id"].map(floors["floor_source"]) == "none"
    without = stands[silent].groupby("unit_id")["building_id"].nunique()
    by_unit["buildings_without_floor"] = without.reindex(found.index, fill_value=0).astype(int)
    spread = stands[stands["building_id"].map(floors["spread"]).fillna(False).astype(bool)]
    by_unit["floor_spread"] = found.index.isin(spread["unit_id"])
    return by_unit


def _axes(found: gpd.GeoDataFrame, ground: Ground, facts: pd.DataFrame, in_use: gpd.GeoSeries) -> pd.DataFrame:
    """What is said beside the class: bound and spare area, readiness and unmet conditions."""
    table = pd.DataFrame(index=found.index)
    bound = facts[(facts["layer_id"] == "bound") & (facts["status"] == schema.Status.HIT)]
    bound_m2 = bound.groupby("unit_id")["overlap_m2"].sum().reindex(found.index, fill_value=0.0)
    table["bound_m2"] = bound_m2.clip(upper=found["area_m2"]).round().astype("int64")
    built_net = found["class"].isin(schema.IN_USE) & found["net"]
    spare = propose.idle_rest_m2(found[built_net], in_use).reindex(found.index, fill_value=0.0)
    planar = pd.Series(crs.planar_area_m2(found.geometry), index=found.index)
    table["spare_m2"] = (spare * found["area_m2"] / planar).round().astype("int64")
    table["readiness"] = _readiness(found, ground)
    unmet = records.values(found, ground.records, "unmet_condition")
    table["unmet_conditions"] = [json.dumps(words, ensure_ascii=False) for words in unmet]
    return table


def _readiness(found: gpd.GeoDataFrame, ground: Ground) -> pd.Series:
    """The step on the ladder: what the park says of the plot, else what the plan alone allows to say."""
    said = records.values(found, ground.records, "readiness").map(lambda texts: texts[-1] if texts else None)
    state = found["plan_state"].map({"municipal_only": "avsatt", "draft": "avsatt", "none": ""}).fillna("ferdig_regulert")
    more = found["further_plan_required"].map(zones.needs_more_plan).astype(bool)
    by_plan = state.where(~((state == "ferdig_regulert") & more), "regulert")
    return said.where(said.notna(), by_plan).astype(str)


def _as_json(known: pd.DataFrame) -> list[str]:
    rows = known.to_dict(orient="records")
    return [json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False) for row in rows]


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
