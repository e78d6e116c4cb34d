"""The whole chain over a small park with everything in it: what must not matter does not matter."""

import json
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landuse.measure import crs
from landuse.units import schema, zones
from landuse.units.facts import Question
from landuse.units.snapshot import Found
from landuse.measure.zonal import Grid
from tests.squares import EPSG, SOUTH, WEST, buildings, found, frame, land_resource, parcels, plots, records, rect, zoning

_OUTLINE = rect(0, 0, 600, 200)
_FRAMES = {
    "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0), "leased"), ("T3", rect(200, 0))),
    "parcels": parcels(("a", rect(0, 0, 300, 200)), ("b", rect(300, 0, 200, 200)), ("c", rect(500, 0))),
    "zoning": zoning(
        {"geometry": rect(-50, -50, 600, 150)},
        {"geometry": rect(0, 100, 600, 20), "zone_code": "2010"},
        {"geometry": rect(0, 120, 300, 80), "zone_code": "3040"},
        {"geometry": rect(350, 90, 300, 200), "plan_id": "P2", "plan_date": "2022-05-01", "zone_code": "1350"},
        {"geometry": rect(-100, -100, 900, 500), "plan_id": "K", "plan_type": "20", "zone_code": "1300"},
    ),
    "buildings": buildings(
        {"building_id": "1", "geometry": rect(20, 20, 50, 40), "floor_m2": 3900},
        {"building_id": "2", "geometry": rect(310, 20, 60, 40), "parcel_id": "b"},
        {"building_id": "3", "geometry": rect(450, 150, 30, 30), "parcel_id": "b", "building_status": "IG"},
    ),
    "records": records(("plot", "T3", "offered"), ("parcel", "5038-1/2", "floor", "4000"), ("building", "2", "vacant_floor", "500")),
    "land_resource": land_resource(
        ("11", rect(0, 0, 100, 100)),
        ("30", rect(100, -100, 900, 150)),
        ("21", rect(100, 50, 900, 300)),
        ("50", rect(-100, 100, 200, 200), "46"),
    ),
    "works": [rect(-10, 103, 650, 12)],
}
_CLASSES = np.where(np.arange(80)[None, :] < 30, 10, 50) * np.ones((40, 1), dtype=int)


def _questions(east: float = 0.0) -> list[Question]:
    flood = gpd.GeoDataFrame(geometry=[rect(400 + east, 0, 100, 100)], crs=EPSG)
    return [
        Question("flood", flood),
        Question("protected", frame("protected"), mapped=gpd.GeoSeries([rect(east, 0, 300, 200)], crs=EPSG)),
        Question("power", None),
        Question("land_cover_2020", Grid(_CLASSES, WEST - 100 + east, SOUTH + 300, 10.0, 0), tiles=True),
    ]


def _take(frames: dict, east: float = 0.0) -> Found:
    return found(shapely.affinity.translate(_OUTLINE, east), _questions(east), **frames)


_FOUND = _take(_FRAMES)
_SAID = [
    "plot_id",
    "parcel_id",
    "base_id",
    "zone_code",
    "plan_id",
    "proposed",
    "class",
    "rule_id",
    "confidence",
    "undecided",
    "axis",
    "readiness",
    "building_ids",
]


def test_the_park_has_something_of_everything() -> None:
    units = _FOUND.units
    assert set(units["class"]) == {str(name) for name in schema.LandClass}
    assert units["proposed"].any() and units["plan_id"].nunique() > 1 and (units["confidence"] == "low").any()
    assert set(_FOUND.facts["status"]) == {str(status) for status in schema.Status}


def test_areas_floor_and_nature_are_whole_and_sum() -> None:
    units = _FOUND.units
    assert units["area_m2"].sum() == pytest.approx(crs.area_m2(gpd.GeoSeries([_OUTLINE], crs=EPSG)).iloc[0], abs=1)
    nature = units[[schema.nature_column(kind) for kind in schema.NATURE_KINDS]]
    assert (nature.sum(axis=1) == units["area_m2"]).all()
    assert units["floor_m2"].sum() == 7900 and units["vacant_floor_m2"].sum() == 500
    assert (units["bound_m2"] <= units["area_m2"]).all() and (units["spare_m2"] <= units["area_m2"]).all()


def test_every_question_is_answered_for_every_unit() -> None:
    answered = _FOUND.facts.groupby("layer_id")["unit_id"].nunique()
    for layer_id in ("flood", "protected", "power", "land_cover_2020", "land_resource"):
        assert answered[layer_id] == len(_FOUND.units)


def test_a_shift_of_the_map_changes_no_class() -> None:
    east = 137.25
    moved = {
        name: [shapely.affinity.translate(shape, east) for shape in rows] if name == "works" else _moved(rows, east)
        for name, rows in _FRAMES.items()
    }
    units = _take(moved, east).units
    pd.testing.assert_frame_equal(units[_SAID], _FOUND.units[_SAID])
    assert (units["area_m2"] - _FOUND.units["area_m2"]).abs().max() <= 3


def _moved(rows: gpd.GeoDataFrame, east: float) -> gpd.GeoDataFrame:
    return rows if rows.geometry.isna().all() else rows.set_geometry(rows.translate(east))


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    shuffled = {
        name: list(random.permutation(rows)) if name == "works" else rows.iloc[random.permutation(len(rows))].reset_index(drop=True)
        for name, rows in _FRAMES.items()
    }
    units = _take(shuffled).units
    numbers = ["area_m2", "floor_m2", "vacant_floor_m2", "bound_m2", *[schema.nature_column(kind) for kind in schema.NATURE_KINDS]]
    pd.testing.assert_frame_equal(units[_SAID + numbers], _FOUND.units[_SAID + numbers])


def test_an_overlap_inside_the_land_resource_is_said() -> None:
    assert "land_resource" not in set(_FOUND.overlaps["layer_id"])
    doubled = pd.concat([_FRAMES["land_resource"], land_resource(("60", rect(0, 0, 100, 50)))], ignore_index=True)
    overlaps = _take(_FRAMES | {"land_resource": gpd.GeoDataFrame(doubled, crs=EPSG)}).overlaps
    assert overlaps[overlaps["layer_id"] == "land_resource"]["overlap_m2"].tolist() == pytest.approx([5000])


def test_evidence_is_json_without_nan() -> None:
    for text in _FOUND.units["evidence"]:
        json.loads(text, parse_constant=pytest.fail)


@pytest.mark.parametrize("missing", [*_FRAMES])
def test_a_park_without_one_of_its_layers_is_still_classed(missing: str) -> None:
    units = _take({name: rows for name, rows in _FRAMES.items() if name != missing}).units
    assert units["area_m2"].sum() == _FOUND.units["area_m2"].sum()
    if missing == "zoning":
        assert set(units["class"]) == {"not_counted"}


def test_a_park_with_nothing_but_a_perimeter() -> None:
    units = found(_OUTLINE).units
    assert units[["class", "rule_id"]].values.tolist() == [["not_counted", "no_plan"]]


@pytest.mark.parametrize(
    ("plan", "readiness"),
    [
        ({}, "ferdig_regulert"),
        ({"further_plan_required": True}, "regulert"),
        ({"plan_type": "20"}, "avsatt"),
        ({"plan_status": "2"}, "avsatt"),
        ({"plan_status": "4"}, ""),
    ],
)
def test_readiness_by_plan(plan: dict, readiness: str) -> None:
    assert found(rect(0, 0), zoning=zoning({"geometry": rect(0, 0)} | plan)).units["readiness"].tolist() == [readiness]


def test_readiness_and_conditions_that_the_park_has_said() -> None:
    said = records(("plot", "T1", "readiness", "byggeklar"), ("plot", "T1", "unmet_condition", "Ny avkjørsel"))
    unit = found(rect(0, 0), plots=plots(("T1", rect(0, 0))), zoning=zoning({"geometry": rect(0, 0)}), records=said).units.iloc[0]
    assert (unit["readiness"], json.loads(unit["unmet_conditions"])) == ("byggeklar", ["Ny avkjørsel"])


def test_the_newest_record_decides_in_any_row_order() -> None:
    old, new = ("parcel", "5038-1/1", "lease", None, "2020-01-01"), ("parcel", "5038-1/1", "offered", None, "2025-01-01")
    for said in (records(old, new), records(new, old)):
        unit = found(rect(0, 0), parcels=parcels(("a", rect(0, 0))), zoning=zoning({"geometry": rect(0, 0)}), records=said).units.iloc[0]
        assert (unit["class"], json.loads(unit["contradictions"])[0]) == ("vacant_zoned", "records_disagree")


def test_the_newest_of_two_records_of_one_kind_is_named() -> None:
    old, new = ("parcel", "5038-1/1", "lease", None, "2020-01-01"), ("parcel", "5038-1/1", "lease", None, "2025-01-01")
    for said in (records(old, new), records(new, old)):
        unit = found(rect(0, 0), parcels=parcels(("a", rect(0, 0))), zoning=zoning({"geometry": rect(0, 0)}), records=said).units.iloc[0]
        assert json.loads(unit["evidence"])["record_on"] == "2025-01-01"


@pytest.mark.parametrize(("said", "vacant"), [(None, True), (False, True), (True, False)])
def test_a_plan_may_say_nothing_of_a_further_plan(said: bool | None, vacant: bool) -> None:
    plan = zoning({"geometry": rect(0, 0, 400, 200)})
    flags = pd.Series(pd.array([said], dtype="boolean"), index=plan.index)
    units = found(rect(0, 0, 400, 200), [], zoning=plan.assign(further_plan_required=flags), parcels=_FRAMES["parcels"]).units
    unbuilt = units[units["rule_id"].isin(["idle", "ground_not_mapped", "prepared_ground", "plan_required"])]
    assert len(unbuilt) and set(unbuilt["class"] == "vacant_zoned") == {vacant}


def test_a_plan_holds_from_the_day_it_was_adopted() -> None:
    plan = zoning({"geometry": rect(0, 0, 100, 100), "plan_date": "2025-06-01"})
    assert zones.adopted_by(plan, date(2024, 1, 1)).empty
    assert len(zones.adopted_by(plan, date(2025, 6, 1))) == 1
