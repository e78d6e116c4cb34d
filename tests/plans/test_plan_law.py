"""Plans as the law reads them, each point on a park of one or two squares."""

import json
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from actions.units.layer_questions import question
from landuse.progress.utilisation import amounts, land_range_pct, rate_without_main_pct
from landuse.units import plans, zones
from landuse.units.facts import Question
from landuse.units.inventory import inventory
from landuse.units.plans import Answer
from landuse.words.errors import LanduseError
from tests.squares import found, frame, land_resource, plots, records, rect, zoning

_ALL = rect(0, 0, 200)
_PLOTS = plots(("T1", rect(0, 0)), ("T2", rect(100, 0)))
_IDLE = records(("plot", "T1", "idle"), ("plot", "T2", "lease"))
_GROUND = land_resource(("30", _ALL))
_NOBODY = gpd.GeoDataFrame({"axis": []}, geometry=[], crs=25832)


def _units(
    zones_: gpd.GeoDataFrame, said: tuple[Answer, ...] = (), questions: tuple[Question, ...] = (), **more: object
) -> gpd.GeoDataFrame:
    """T1 is idle by the park's own word, T2 is let; by plot."""
    given = {"plots": _PLOTS, "records": _IDLE, "land_resource": _GROUND, "zoning": plans.answered(zones_, said)} | more
    return found(_ALL, list(questions), **given).units.set_index("plot_id", drop=False)


def _range(units: gpd.GeoDataFrame) -> tuple[float, float] | None:
    return land_range_pct(amounts(inventory(units.set_index(units.index.rename("unit_id")), _NOBODY)).iloc[0])


def _plan(**more: object) -> dict:
    return {"geometry": _ALL, "plan_date": "2010-01-01"} | more


def _municipal(**more: object) -> dict:
    about = {"geometry": _ALL, "plan_id": "K1", "plan_name": "KPA", "plan_type": "20", "plan_date": "2020-01-01", "zone_code": "5100"}
    return about | {"further_plan_required": None} | more


# --- newer against older across levels ---


@pytest.mark.parametrize(
    ("newer", "said", "land_class", "asks"),
    [
        ({"plan_date": "2005-01-01"}, (), "vacant_zoned", []),  # the municipal plan is the older one
        ({"zone_code": "1300"}, (), "vacant_zoned", []),  # the newer one says the same
        ({}, (), "vacant_zoned", [["precedence", "K1"]]),
        ({"older_plans_first": True}, (), "vacant_zoned", []),
        ({"older_plans_first": False}, (), "not_counted", []),
        ({}, ("older_first",), "vacant_zoned", []),
        ({}, ("this_first",), "not_counted", []),
        ({}, ("this_first", "older_first"), "vacant_zoned", []),  # the newest answer holds
        ({"plan_date": None}, (), "vacant_zoned", [["precedence", "K1"]]),  # nobody knows which is the newer
        ({"plan_status": "2"}, (), "vacant_zoned", []),  # not adopted
        ({"zone_code": "2010"}, (), "vacant_zoned", [["precedence", "K1"]]),  # a road over industry is another purpose
    ],
)
def test_newer_municipal_plan_against_older_zoning_plan(newer: dict, said: tuple, land_class: str, asks: list) -> None:
    units = _units(zoning(_plan(), _municipal(**newer)), tuple(Answer("K1", "precedence", one, "§ 1.2") for one in said))
    idle = units.loc["T1"]
    assert (idle["class"], json.loads(idle["plan_asks"]), bool(idle["undecided"])) == (land_class, asks, bool(asks))
    assert idle["area_m2"] + units.loc["T2", "area_m2"] == units["area_m2"].sum()


def test_land_in_use_under_a_conflict_is_undecided_too_and_the_range_takes_both() -> None:
    units = _units(zoning(_plan(), _municipal()))
    assert sorted(json.loads(units.loc["T2", "could_be"])) == ["not_counted", "used"]
    low, high = _range(units)
    assert (low, high) == (0.0, 100.0)


def test_h910_alone_settles_nothing() -> None:
    zone = frame("restrictions", [{"kind": "H910", "geometry": _ALL}])
    units = _units(zoning(_plan(), _municipal()), questions=(question("restrictions", zone),))
    assert json.loads(units.loc["T1", "plan_asks"]) == [["precedence", "K1"]]
    assert units.loc["T1", "bound_m2"] == units.loc["T1", "clarify_m2"] == 0


# --- plan requirement ---


@pytest.mark.parametrize(
    ("plan_type", "land_class"), [("35", "vacant_zoned"), ("32", "vacant_zoned"), ("34", "not_counted"), ("30", "not_counted")]
)
def test_silence_is_not_asked_and_the_likelier_is_by_the_plans_type(plan_type: str, land_class: str) -> None:
    units = _units(zoning(_plan(plan_type=plan_type, further_plan_required=None)))
    idle = units.loc["T1"]
    assert (idle["class"], sorted(json.loads(idle["could_be"]))) == (land_class, ["not_counted", "vacant_zoned"])
    assert (json.loads(idle["plan_asks"]), idle["readiness"]) == ([["requirement", "P1"]], "regulert")
    assert (bool(idle["offerable"]), bool(units.loc["T2", "undecided"])) == (False, False)
    assert _range(units) == pytest.approx((50.0, 100.0), abs=0.1)


@pytest.mark.parametrize(
    ("answer", "land_class", "step"), [("none", "vacant_zoned", "ferdig_regulert"), ("required", "not_counted", "regulert")]
)
def test_one_answer_settles_all_land_of_the_plan(answer: str, land_class: str, step: str) -> None:
    units = _units(zoning(_plan(plan_type="34", further_plan_required=None)), (Answer("P1", "requirement", answer, "§ 3.1"),))
    idle = units.loc["T1"]
    assert (idle["class"], idle["undecided"], idle["readiness"], idle["plan_asks"]) == (land_class, False, step, "[]")
    assert set(units["further_plan_clause"]) == {"§ 3.1"}


def test_joint_planning_and_a_municipal_requirement_are_answers() -> None:
    silent = _plan(plan_type="35", further_plan_required=None)
    zone = frame("restrictions", [{"kind": "H810", "geometry": _ALL}])
    joint = _units(zoning(silent), questions=(question("restrictions", zone),)).loc["T1"]
    above = _units(zoning(silent, _municipal(zone_code="1300", further_plan_required=True))).loc["T1"]
    for idle in (joint, above):
        assert (idle["class"], bool(idle["undecided"]), idle["rule_id"]) == ("not_counted", False, "record_vacant_plan_required")


def test_an_answer_must_be_one_of_the_questions() -> None:
    with pytest.raises(LanduseError, match="perhaps") as caught:
        plans.check("requirement", "perhaps")
    assert caught.value.code == "plan_answer_unknown"
    with pytest.raises(LanduseError) as caught:
        plans.check("colour", "none")
    assert caught.value.code == "plan_question_unknown"


# --- private detailed plans that lapse ---


@pytest.mark.parametrize(
    ("about", "on", "lapsed"),
    [
        ({}, date(2019, 12, 31), "no"),
        ({}, date(2020, 1, 1), "maybe"),
        ({"proposer": "Kommunal"}, date(2025, 1, 1), "no"),
        ({"proposer": None}, date(2025, 1, 1), "no"),
        ({"plan_type": "34"}, date(2025, 1, 1), "no"),
        ({"plan_adopted": "2016-01-01"}, date(2025, 1, 1), "no"),  # the decision counts, not the day in force
        ({"plan_date": None}, date(2025, 1, 1), "no"),
        ({"works_begun_in_time": True}, date(2025, 1, 1), "no"),
        ({"works_begun_in_time": False}, date(2025, 1, 1), "lapsed"),
    ],
)
def test_private_detailed_plans_lapse_and_are_asked_about(about: dict, on: date, lapsed: str) -> None:
    idle = _units(zoning(_plan(proposer="Privat") | about), on=on).loc["T1"]
    assert json.loads(idle["evidence"])["plan_lapsed"] == lapsed
    expected = {
        "no": ("vacant_zoned", "ferdig_regulert", []),
        "maybe": ("vacant_zoned", "regulert", [["lapse", "P1"]]),
        "lapsed": ("not_counted", "regulert", []),
    }
    assert (idle["class"], idle["readiness"], json.loads(idle["plan_asks"])) == expected[lapsed]
    if lapsed == "lapsed":
        assert idle["rule_id"] == "record_vacant_plan_lapsed"


def test_the_day_that_a_plan_lapses_is_told_before_it_comes() -> None:
    assert _units(zoning(_plan(proposer="privat")), on=date(2019, 6, 1)).loc["T1", "lapses_on"] == pd.Timestamp("2020-01-01")


# --- purposes ---


def test_a_park_counts_by_its_own_adopted_list() -> None:
    office = zoning(_plan(zone_code="1310"))
    assert _units(office).loc["T1", "class"] == "not_counted"
    by_list = zones.counted_by_park(office, {"1310": "net"})
    assert (_units(by_list).loc["T1", "class"], _units(by_list).loc["T1", "net"]) == ("vacant_zoned", True)
    dropped = zones.counted_by_park(zoning(_plan()), {"1340": "no"})
    assert _units(dropped).loc["T1", "class"] == "not_counted"


@pytest.mark.parametrize(
    ("said", "land_class", "asks"), [(None, "vacant_zoned", True), (True, "vacant_zoned", False), (False, "not_counted", False)]
)
def test_combined_purposes_are_asked_about(said: bool | None, land_class: str, asks: bool) -> None:
    idle = _units(zoning(_plan(zone_code="1800", combines_industry=said))).loc["T1"]
    assert (idle["class"], idle["plan_asks"] == '[["combined", "P1"]]', bool(idle["undecided"])) == (land_class, asks, asks)


def test_sea_that_is_zoned_is_vacant_on_a_line_of_its_own_and_never_ready() -> None:
    said = records(("plot", "T1", "idle"), ("plot", "T2", "lease"), ("plot", "T1", "readiness", "byggeklar"))
    units = _units(zoning(_plan()), land_resource=land_resource(("82", rect(0, 0)), ("30", rect(100, 0))), records=said)
    assert (units.loc["T1", "class"], bool(units.loc["T1", "sea_to_fill"]), units.loc["T1", "readiness"]) == (
        "vacant_zoned",
        True,
        "ferdig_regulert",
    )
    assert amounts(inventory(units, _NOBODY)).iloc[0]["sea_to_fill_m2"] == units.loc["T1", "area_m2"]


def test_what_the_park_says_of_readiness_never_goes_above_its_plan() -> None:
    said = records(("plot", "T1", "idle"), ("plot", "T1", "readiness", "byggeklar"))
    assert _units(zoning(_plan()), records=said).loc["T1", "readiness"] == "byggeklar"
    assert _units(zoning(_plan(further_plan_required=None)), records=said).loc["T1", "readiness"] == "regulert"


@pytest.mark.parametrize(("status", "step"), [("6", "regulert"), ("2", "avsatt")])
def test_an_adopted_plan_whose_effect_is_put_off_is_zoned_at_best(status: str, step: str) -> None:
    assert _units(zoning(_plan(plan_status=status)), records=records()).loc["T1", "readiness"] == step


# --- roads, railways, restrictions ---


@pytest.mark.parametrize(("owner_form", "is_main"), [(None, True), ("1", True), ("2", False)])
def test_a_public_main_road_has_a_line_of_its_own(owner_form: str | None, is_main: bool) -> None:
    zones_ = zoning(_plan(geometry=rect(0, 0)), _plan(geometry=rect(100, 0, 60), zone_code="2011", owner_form=owner_form),
                    _plan(geometry=rect(160, 0, 40), zone_code="2019", owner_form=owner_form))  # fmt: skip
    road = gpd.GeoDataFrame(geometry=[rect(100, 0, 50)], crs=25832)
    questions = (Question("main_routes", road),)
    units = found(
        _ALL,
        list(questions),
        plots=plots(("T1", rect(0, 0))),
        zoning=zones_,
        records=_IDLE,
        works=[rect(100, 0, 50)],
        land_resource=_GROUND,
    ).units
    assert list(units.set_index("zone_code").loc[["1340", "2011", "2019"], "main_route"]) == [False, is_main, is_main]
    row = amounts(inventory(units, _NOBODY)).iloc[0]
    assert rate_without_main_pct(row) == pytest.approx(0.0 if is_main else 50.0, abs=0.1)


@pytest.mark.parametrize(("code", "effect"), [("310", "gross"), ("333", "gross"), ("350", "gross"), ("140", "net"), ("611", "no")])
def test_purposes_of_the_older_act_are_known(code: str, effect: str) -> None:
    assert zones.counts(code, "30") == effect
    assert zones.infrastructure(code, "30") == ("transport" if effect == "gross" else "none")


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("H730", "bound_m2"),
        ("H130", "bound_m2"),
        ("landfill", "bound_m2"),
        ("H320", "clarify_m2"),
        ("quick_clay", "clarify_m2"),
        ("awareness", "clarify_m2"),
    ],
)
def test_only_what_forbids_building_binds(kind: str, column: str) -> None:
    zone = frame("restrictions", [{"kind": kind, "geometry": rect(0, 0)}])
    idle = _units(zoning(_plan()), questions=(question("restrictions", zone),)).loc["T1"]
    other = "clarify_m2" if column == "bound_m2" else "bound_m2"
    assert (idle[column], idle[other]) == (idle["area_m2"], 0)


def test_a_temporary_ban_is_a_bar_to_offering() -> None:
    ban = frame("restrictions", [{"kind": "temporary_ban", "geometry": rect(0, 0)}])
    idle = _units(zoning(_plan()), questions=(question("restrictions", ban),)).loc["T1"]
    assert (idle["class"], idle["offerable"], idle["offerable_reason"]) == ("vacant_zoned", False, "temporary_ban")


# --- properties ---


def test_the_order_of_the_plan_rows_changes_nothing() -> None:
    rows = [
        _plan(geometry=rect(0, 0, 120), field_name="BI1", further_plan_required=None),
        _plan(geometry=rect(100, 0, 100), field_name="BI2", zone_code="1350"),
        _plan(geometry=rect(50, 0, 100), plan_id="P2", plan_date="2012-01-01", zone_code="2011"),
        _municipal(geometry=rect(0, 0, 150)),
        _municipal(geometry=rect(60, 0, 140), plan_id="K2", plan_date="2021-01-01", zone_code="1300"),
    ]
    columns = ["class", "zone_code", "plan_id", "rival_plan_id", "field_name", "plan_asks", "could_be", "area_m2"]
    plain = found(_ALL, plots=_PLOTS, zoning=zoning(*rows), records=_IDLE, land_resource=_GROUND).units
    for turn in range(1, len(rows)):
        turned = found(_ALL, plots=_PLOTS, zoning=zoning(*rows[turn:], *rows[:turn]), records=_IDLE, land_resource=_GROUND).units
        pd.testing.assert_frame_equal(pd.DataFrame(turned[columns]), pd.DataFrame(plain[columns]))
    assert plain.geometry.area.sum() == pytest.approx(_ALL.area)
    assert plain.union_all().symmetric_difference(_ALL).area < 0.01


def test_units_tell_field_plan_proposer_and_clause() -> None:
    row = _plan(field_name="BI1", proposer="privat", provisions="§ 4 og kart", further_plan_clause="§ 2.1", plan_adopted="2009-12-01")
    idle = _units(zoning(row)).loc["T1"]
    told = idle[["field_name", "proposer", "provisions", "further_plan_clause"]].tolist()
    assert told == ["BI1", "privat", "§ 4 og kart", "§ 2.1"] and idle["plan_adopted"] == pd.Timestamp("2009-12-01")
