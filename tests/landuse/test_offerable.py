"""Missing data are never vacant land, and what can be offered is a fact of its own beside the class."""

import csv
import json
from functools import cache
from itertools import combinations

import pandas as pd
import pytest
import shapely

from actions.units.layer_questions import works_layers
from landuse.rules import FOLDER, table
from landuse.units import offerable, zones
from landuse.units.facts import Question
from landuse.words import codelists, messages
from tests.squares import buildings, found, land_resource, parcels, plots, records, rect, zoning

_COUNTED = list(csv.DictReader((FOLDER / "counted_zones.csv").read_text(encoding="utf-8").splitlines()))
_GROSS = [row["code"] for row in _COUNTED if row["counts"] == "gross"]
_ROUTES = [row["code"] for row in _COUNTED if row["infrastructure"] in ("transport", "line")]
_PLOTS = [row["code"] for row in _COUNTED if row["infrastructure"] == "plot"]
_FOREST = land_resource(("30", rect(-500, -500, 2000, 2000)))
_ALL_WORKS = dict.fromkeys(("buildings", *works_layers()))
_VERGES = tuple(row["code"] for row in _COUNTED if row["built_by"] == "verge")
_UNSEEN = tuple(row["code"] for row in _COUNTED if row["counts"] == "gross" and not row["shown_by"])  # no layer shows what lies there
_NO_LINE = plots(("x", rect(0, 0)))[["geometry"]].iloc[:0]


@cache
def _park(*said: str, maps: bool = False) -> pd.DataFrame:
    """One strip of a parcel for each zone of infrastructure, by zone code: with all maps, which show nothing there, or with none."""
    strips = zoning(*[{"geometry": rect(0, 10 * row, 100, 10), "zone_code": code} for row, code in enumerate(_GROSS)])
    outline = rect(0, 0, 100, 10 * len(_GROSS))
    frames = {"asked": _ALL_WORKS, "land_resource": _FOREST} if maps else {}
    told = records(*[("parcel", "a", kind) for kind in said])
    lines = [Question(name, _NO_LINE) for name in ("power", "water_lines")] if maps else []
    units = found(outline, lines, zoning=strips, parcels=parcels(("a", outline)), records=told, **frames).units
    return units.set_index("zone_code")


def _unit(code: str, **frames: object) -> pd.Series:
    """The one unit of a park that is all one zone."""
    zone = zoning({"geometry": rect(0, 0), "zone_code": code})
    return found(rect(0, 0), zoning=zone, parcels=parcels(("a", rect(0, 0))), **frames).units.iloc[0]


def test_every_infrastructure_zone_says_its_kind_its_maps_and_where_its_code_is_from() -> None:
    assert {"2010", "2020", "2080", "2100", "2160"} <= set(_ROUTES)
    assert {"1501", "1502", "1510", "1550", "2040", "2041", "2043"} <= set(_PLOTS)
    for row in _COUNTED:
        told = [bool(row[name]) for name in ("infrastructure", "code_evidence")]
        assert told == [row["counts"] == "gross"] * 2 and row["basis"], row["code"]
        assert bool(row["shown_by"]) == (row["counts"] == "gross") or row["infrastructure"] == "line", row["code"]
        assert set(row["shown_by"].split()) <= {*works_layers(), "land_resource", "power", "water_lines"}
        assert row["code_evidence"] in ("", "unverified", "official catalogue", "several agreeing public sources")
    for code in ("1501", "1502"):
        assert next(row for row in _COUNTED if row["code"] == code)["code_evidence"] == "unverified"


@pytest.mark.parametrize("code", _GROSS)
def test_without_a_map_that_would_show_it_infrastructure_is_undecided_and_in_use(code: str) -> None:
    """Nothing is known of the ground: no vacant land, nothing to offer."""
    unit = _park().loc[code]
    assert (unit["class"], bool(unit["offerable"])) == ("used", False)
    assert bool(unit["undecided"]) == (code not in _VERGES)
    assert unit["offerable_reason"] == ("route" if code in _ROUTES else "undecided")


@pytest.mark.parametrize("code", [code for code in _GROSS if code not in (*_VERGES, *_UNSEEN)])
def test_where_a_map_shows_nothing_it_is_unbuilt_and_never_in_the_net(code: str) -> None:
    unit = _park(maps=True).loc[code]
    assert tuple(unit[["class", "undecided", "net", "offerable"]]) == ("vacant_zoned", False, False, False)
    assert unit["offerable_reason"] == ("route" if code in _ROUTES else "park_has_not_said")


def test_a_map_that_covers_a_part_of_the_ground_says_nothing_of_the_rest() -> None:
    assert _unit("2010", asked={"roads": _series(rect(0, 0, 60))})["rule_id"] == "infrastructure_not_seen"
    assert _unit("2010", asked={"roads": _series(rect(-1, -1, 102, 102))})["rule_id"] == "infrastructure_not_built"
    assert _unit("2010", land_resource=land_resource(("30", rect(0, 0, 60))))["rule_id"] == "infrastructure_not_seen"


def _series(shape: shapely.Geometry) -> object:
    return plots(("x", shape)).geometry


def test_a_map_of_something_else_says_nothing() -> None:
    for code, mapped in (("2010", "technical"), ("2020", "roads"), ("2140", "quays"), ("2110", "roads")):
        assert _unit(code, asked={mapped: None})["rule_id"] == "infrastructure_not_seen", code
    assert _unit("2140", land_resource=_FOREST)["rule_id"] == "infrastructure_not_seen"  # it does not show what lies in the ground


def test_a_route_is_unbuilt_only_where_the_maps_of_all_that_it_may_hold_show_nothing() -> None:
    """A route for any line may hold a cable or a main; no layer shows district heating or telecom, so nobody can say that none is there."""
    zone = zoning({"geometry": rect(0, 0), "zone_code": "2100"})
    silent = {name: Question(name, _NO_LINE) for name in ("power", "water_lines")}
    both = ([silent["power"]], [*silent.values()])
    told = [found(rect(0, 0), asked, zoning=zone, asked=_ALL_WORKS).units.iloc[0]["rule_id"] for asked in both]
    assert told == ["infrastructure_not_seen", "infrastructure_not_built"]
    assert set(_UNSEEN) == {"2120", "2160"}
    assert all(_park(maps=True).loc[code, "rule_id"] == "infrastructure_not_seen" for code in _UNSEEN)


def test_a_line_in_its_route_is_built() -> None:
    line = plots(("x", rect(0, 40, 100, 2)))[["geometry"]]
    asked = [Question("water_lines", line)]
    zone = zoning({"geometry": rect(0, 0), "zone_code": "2140"})
    assert found(rect(0, 0), asked, zoning=zone).units.iloc[0]["rule_id"] == "infrastructure_lines"
    assert found(rect(0, 0), [Question("water_lines", line.iloc[:0])], zoning=zone).units.iloc[0]["rule_id"] == "infrastructure_not_built"


def test_works_over_it_are_use_as_before() -> None:
    assert _unit("2010", works=[rect(0, 0, 100, 60)])["rule_id"] == "works"
    assert _unit("2010", works=[rect(0, 0, 100, 30)])["rule_id"] == "infrastructure_built"


@pytest.mark.parametrize("kind", ["idle", "offered"])
def test_what_a_park_says_of_a_parcel_is_not_about_the_road_across_it(kind: str) -> None:
    blind, seen = _park(kind), _park(kind, maps=True)
    assert (blind.loc[_ROUTES, "class"] == "used").all() and not blind.loc[_ROUTES, "offerable"].any()
    assert not seen.loc[_ROUTES, "offerable"].any()
    for units in (blind, seen):
        assert (units.loc[_PLOTS, "class"] == "vacant_zoned").all() and units.loc[_PLOTS, "offerable"].all()


def test_business_land_that_is_idle_can_be_offered_and_prepared_ground_not_before_it_is_confirmed() -> None:
    assert tuple(_unit("1340", land_resource=_FOREST)[["offerable", "offerable_reason"]]) == (True, "")
    gravel = land_resource(("50", rect(-500, -500, 2000, 2000), "46"))
    assert tuple(_unit("1340", land_resource=gravel)[["undecided", "offerable", "offerable_reason"]]) == (True, False, "undecided")


_KNOWN = {  # one that decides each reason that stands in the rules
    "outside_account": {"class": "not_counted"},
    "route": {"infrastructure": "line"},
    "temporary_ban": {"code_pct": {"restrictions:temporary_ban": 100.0}},
    "plan_not_answered": {"undecided": True, "plan_asks": '[["requirement", "P1"]]'},
    "undecided": {"undecided": True},
    "has_building": {"class": "building_stock"},
    "held_by_others": {"class": "used", "axis": "idle_held"},
    "in_use": {"class": "used"},
    "let_to_others": {"tenure": "ground_lease"},
    "own_reserve": {"own_reserve": True},
    "taken": {"availability": "taken"},
    "park_has_not_said": {"infrastructure": "plot"},
    "contradicted": {"asks": True},
}


@pytest.mark.parametrize("reason", offerable.reasons())
def test_every_reason_decides_something_and_has_its_words(reason: str) -> None:
    facts = {"infrastructure": "none", "record_kind": "nothing", "record_says": "nothing", "tenure": "own"}
    plain = {"class": "vacant_zoned", "axis": "", "undecided": False, "asks": False, "availability": "not_offered", "own_reserve": False}
    plain |= {"tenure": "own", "set_kind": None, "availability_by": None}
    told = _KNOWN[reason]
    evidence = facts | {name: value for name, value in told.items() if name in ("infrastructure", "code_pct")}
    row = plain | {name: value for name, value in told.items() if name not in evidence or name == "tenure"}
    row |= {"evidence": json.dumps(evidence)}
    assert offerable.offerable(pd.DataFrame([row]))["offerable_reason"].tolist() == [reason]
    assert all(offerable.reason_text(reason, lang) != offerable.reason_text("", lang) for lang in messages.LANGS)


def test_the_reasons_are_rule_data_with_a_basis() -> None:
    assert all(item["basis"] and item["when"] for item in table("offerable")["reason"])
    assert set(_KNOWN) == set(offerable.reasons()) and codelists.is_known("availability", "taken")


_LAYERS = {
    "roads": [rect(0, 0, 100, 20)],
    "rail": [rect(0, 20, 100, 20)],
    "technical": [rect(0, 40, 100, 20)],
    "land_resource": land_resource(("12", rect(0, 0, 100, 60)), ("30", rect(0, 60, 100, 40)), ("30", rect(100, 0, 300, 100))),
}
_STRIPS = (("2010", 0), ("2020", 20), ("2110", 40), ("2080", 60), ("2041", 80))


def _park_without(left_out: tuple[str, ...]) -> pd.DataFrame:
    """Five infrastructure zones, three of them built, beside idle business land with a hall."""
    zone = [{"geometry": rect(0, y, 100, 20), "zone_code": code} for code, y in _STRIPS] + [{"geometry": rect(100, 0, 300, 100)}]
    there = {name: rows for name, rows in _LAYERS.items() if name not in left_out}
    works = [shape for name in works_layers() for shape in there.get(name, [])]
    frames = {"works": works, "asked": {name: None for name in works_layers() if name in there}}
    if "land_resource" in there:
        frames["land_resource"] = there["land_resource"]
    hall = buildings({"building_id": "1", "geometry": rect(300, 20, 50, 50)})
    lots = parcels(("a", rect(0, 0)), ("b", rect(100, 0, 100)), ("c", rect(200, 0, 200)))
    return found(rect(0, 0, 400), zoning=zoning(*zone), parcels=lots, buildings=hall, **frames).units


_SUBSETS = [left for count in range(len(_LAYERS) + 1) for left in combinations(_LAYERS, count)]


@pytest.mark.parametrize("left_out", _SUBSETS, ids="+".join)
def test_layers_left_out_never_turn_infrastructure_into_land_to_offer_nor_built_into_vacant(left_out: tuple[str, ...]) -> None:
    whole, units = _park_without(()), _park_without(left_out)
    infrastructure = units[units["zone_code"] != "1340"]
    assert len(infrastructure) == len(_STRIPS) and not infrastructure["offerable"].any() and not infrastructure["net"].any()
    by_code = infrastructure.set_index("zone_code")
    built = whole.set_index("zone_code").loc[["2010", "2020", "2110"], "class"]
    assert (built == "used").all()
    for code in ("2010", "2020"):
        assert by_code.loc[code, "class"] == "used" or set(zones.shown_by(code, "35")) & (set(_LAYERS) - set(left_out))
    if len(left_out) == len(_LAYERS):
        assert (by_code["class"] == "used").all() and by_code["undecided"].all()
