"""What would flip a class is true: each single fact is carried out in the park's data, and the ground really becomes what was said."""

import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from actions.units.classify import ground, questions
from landuse.units.evidence import Ground
from landuse.units.snapshot import find
from parks.park import read_park
from parks.read import read_layer
from tests.squares import frame

_DAY = date(2024, 1, 1)
_TRIED, _LEAST_PCT, _TURNS = 100, 98, 4
_OF_ZONES = ("ready_zoned", "zone_counts", "plan_state")
_RECORDS = {"in_use": "lease", "idle": "idle", "offered": "offered"}


def _with_record(known: Ground, unit: pd.Series, kind: str, value: str | None = None) -> Ground:
    about = ("plot", unit["plot_id"]) if isinstance(unit["plot_id"], str) else ("parcel", unit["parcel_id"])
    row = {"about_type": about[0], "about": about[1], "kind": kind, "value": value, "said_by": "Prøve", "said_on": pd.Timestamp(_DAY)}
    old = known.records
    if kind != "tenure":  # the newest of them; what disagrees with it is another matter
        old = old[~((old["about_type"] == about[0]) & (old["about"] == about[1]) & old["kind"].isin(["lease", "taken", "idle", "offered"]))]
    return replace(known, records=pd.concat([old, frame("records", [row], known.plots.crs)], ignore_index=True))


def _with_ground(known: Ground, unit: pd.Series, kind: tuple[str, str]) -> Ground:
    rest = known.land_resource.copy()
    rest["geometry"] = rest.geometry.difference(unit.geometry)
    rest = rest[~rest.geometry.is_empty]
    row = {"ar5_arealtype": kind[0], "ar5_grunnforhold": kind[1], "geometry": unit.geometry}
    return replace(known, land_resource=pd.concat([rest, frame("land_resource", [row], rest.crs)], ignore_index=True))


def _carried_out(known: Ground, unit: pd.Series, flip: dict) -> Ground | None:
    """The park's data with one fact as the flip has it; None where the data have no single fact for it."""
    fact, operator, wanted = flip["fact"], flip["operator"], flip["threshold"]
    named = isinstance(unit["plot_id"], str) or isinstance(unit["parcel_id"], str)
    if fact == "record_says" and named:
        return _with_record(known, unit, _RECORDS[wanted])
    if fact == "tenure" and named:
        return _with_record(known, unit, "tenure", wanted)
    if fact in _OF_ZONES:
        mine = known.zoning.geometry.intersection(unit.geometry).area > 0.5 * unit.geometry.area
        zoning = known.zoning.copy()
        if fact == "ready_zoned":
            zoning.loc[mine, "further_plan_required"] = not wanted
        elif fact == "zone_counts":
            zoning.loc[mine, "zone_code"] = "1340" if wanted == "net" else "3040"
        else:
            zoning = zoning[~mine] if wanted == "none" else zoning
        return replace(known, zoning=zoning) if fact != "plan_state" or wanted == "none" else None
    if fact == "standing_buildings" and operator == ">=":
        row = {"building_id": str(unit.name), "building_type": "211", "building_status": "TB", "geometry": unit.geometry}
        return replace(known, buildings=pd.concat([known.buildings, frame("buildings", [row], known.plots.crs)], ignore_index=True))
    if fact == "standing_buildings":
        return replace(known, buildings=known.buildings[known.buildings.intersection(unit.geometry).area < 1])
    if fact == "sealed_pct":
        return _with_ground(known, unit, ("11", "99") if operator == ">=" else ("30", "44"))
    return None


def test_what_would_flip_a_class_flips_it_when_it_is_carried_out() -> None:
    """One fact of each property at a time, all properties at once; what is said of a zone, which many share, alone."""
    park = read_park("skogmo")
    outline, known, asked = read_layer(park, "perimeter", _DAY), ground(park, _DAY), questions(park, _DAY)
    units = find(park.id, outline, known, asked).units
    tried, wrong = 0, []
    for turn in range(_TURNS):
        changed, told = _all_at_once(known, units, turn)
        now = find(park.id, outline, changed, asked).units
        tried += len(told)
        becomes = {unit_id: _class_of_most(now, units.geometry[unit_id]) for unit_id in told}
        untrue = [unit_id for unit_id, flip in told.items() if becomes[unit_id] != flip["becomes"]]
        wrong += [(unit_id, units.at[unit_id, "class"], told[unit_id], becomes[unit_id]) for unit_id in untrue]
    assert tried >= _TRIED
    assert 100 * len(wrong) / tried <= 100 - _LEAST_PCT, wrong


def _all_at_once(known: Ground, units: gpd.GeoDataFrame, turn: int) -> tuple[Ground, dict[str, dict]]:
    """The park with one flip of each property carried out, another in each turn; of a zone's, only the first."""
    told: dict[str, dict] = {}
    properties, zoned = set(), turn > 0
    for unit_id, unit in units.iterrows():
        flips = [one for one in json.loads(unit["flips_if"]) if (one["fact"] in _OF_ZONES) != zoned]
        if not flips or unit["base_id"] in properties:
            continue
        made = _carried_out(known, unit, flips[(turn + len(told)) % len(flips)])
        if made is not None:
            told[str(unit_id)] = flips[(turn + len(told)) % len(flips)]
            known = made
            properties.add(unit["base_id"])
        if told and not zoned:
            break
    return known, told


def _class_of_most(units: gpd.GeoDataFrame, shape: shapely.Geometry) -> str:
    """The class of most of a piece of ground."""
    near = units.iloc[units.sindex.query(shape, predicate="intersects")]
    return str(near.intersection(shape).area.groupby(near["class"]).sum().idxmax())
