"""The report's arithmetic, the ranges that the undecided leave, the residual and the pace."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.progress import residual, targets
from landuse.progress.utilisation import (
    AMOUNTS,
    amounts,
    building_range_pct,
    building_utilisation_pct,
    confirmed_pct,
    land_range_pct,
    land_rate_pct,
    land_utilisation_pct,
    rate_without_idle_held_pct,
    together,
)  # fmt: skip
from landuse.rules import table
from landuse.units import schema

_TOTAL, _VACANT = 18_000, 3_700  # daa, the report's baseline
_USED = _TOTAL - _VACANT


def test_baseline_rate_is_79() -> None:
    assert land_utilisation_pct(_TOTAL, _VACANT) == pytest.approx(79.4, abs=0.05)
    assert round(79.4) == targets.land()["baseline_pct"]
    assert (targets.land()["baseline_total_daa"], targets.land()["baseline_vacant_daa"]) == (_TOTAL, _VACANT)


def test_what_the_land_target_asks_for() -> None:
    assert targets.vacant_at_target_daa(_TOTAL) == 1_800
    assert _VACANT - targets.vacant_at_target_daa(_TOTAL) == 1_900


def test_the_two_readings_of_the_target_differ() -> None:
    taken = _VACANT * targets.land()["vacant_taken_target_pct"] / 100
    assert taken == 3_330
    assert land_utilisation_pct(_TOTAL, _VACANT - taken) == pytest.approx(98, abs=0.1)


def test_three_routes_to_90() -> None:
    assert land_utilisation_pct(_TOTAL, _VACANT - 1_900) == pytest.approx(90)
    assert land_utilisation_pct(_TOTAL - 2_111, _VACANT - 2_111) == pytest.approx(90, abs=0.001)
    assert land_utilisation_pct(_TOTAL + 19_000, _VACANT) == pytest.approx(90)


def test_greenfield_built_straight_to_used_raises_the_rate() -> None:
    rise = land_utilisation_pct(_TOTAL + 100, _VACANT) - land_utilisation_pct(_TOTAL, _VACANT)
    assert rise == pytest.approx(0.11, abs=0.005)


def test_building_stock_of_the_report() -> None:
    """The stock that the report's figures imply: least, as printed, most, since its percent is rounded."""
    said, vacant_m2 = targets.buildings()["baseline_pct"], targets.buildings()["baseline_vacant_m2"]
    least, stated, most = (vacant_m2 / (1 - pct / 100) for pct in (said - 0.5, said, said + 0.5))
    assert stated == pytest.approx(750_000)
    assert least == pytest.approx(667_000, abs=500)
    assert most == pytest.approx(857_000, abs=500)
    assert building_utilisation_pct(750_000, 30_000) == pytest.approx(96)
    assert building_utilisation_pct(750_000, 15_000) == pytest.approx(targets.buildings()["target_pct"])


def test_nothing_counted_is_no_rate() -> None:
    empty = pd.Series({"total_m2": 0, "business_m2": 0, "vacant_m2": 0, "stock_m2": 0, "answered_stock_m2": 0, "vacant_floor_m2": 0})
    assert land_utilisation_pct(0, 0) is None and building_utilisation_pct(0, 0) is None
    assert land_range_pct(empty) is None and building_range_pct(empty) is None


def _inventory(*rows: dict) -> pd.DataFrame:
    blank = {schema.nature_column(kind): 0 for kind in schema.NATURE_KINDS} | {
        "park_id": "p",
        "class": "used",
        "area_m2": 100,
        "undecided": False,
        "asks": False,
        "axis": "",
        "net": True,
        "offerable": False,
        "bound_m2": 0,
        "spare_m2": 0,
        "fitted_m2": 0,
        "vacancy_said": True,
        "floor_m2": 0,
        "vacant_floor_m2": 0,
        "contradictions": "[]",
        "confirmed_recently": False,
        "rule_id": "idle",
    }
    table = pd.DataFrame([blank | row for row in rows], index=[f"u{i}" for i in range(len(rows))])
    return table.assign(could_be=table.get("could_be", [json.dumps(_could_be(row)) for _, row in table.iterrows()]))


def _could_be(row: pd.Series) -> list[str]:
    """What a unit can be: in use for vacant and the reverse where it is undecided, as nearly all are."""
    other = "used" if row["class"] == "vacant_zoned" else "vacant_zoned"
    return [row["class"], other] if row["undecided"] and row["class"] != "not_counted" else [row["class"]]


def test_amounts_by_class_and_axis() -> None:
    found = amounts(
        _inventory(
            {"floor_m2": 50, "vacant_floor_m2": 5, "spare_m2": 7, "bound_m2": 10},
            {"class": "building_stock", "floor_m2": 200, "fitted_m2": 3, "rule_id": "record_in_use_building"},
            {"class": "vacant_zoned", "offerable": True, "nature_forest_m2": 60, "nature_grey_m2": 40, "undecided": True, "asks": True},
            {"class": "vacant_zoned", "net": False, "nature_bog_m2": 100, "rule_id": "record_idle", "set_kind": "correct"},
            {"axis": "idle_held", "undecided": True, "asks": True, "floor_m2": 30},
            {"class": "not_counted", "axis": "potential", "fitted_m2": 4},
            {"class": "not_counted", "contradictions": '["unzoned_in_use"]', "undecided": True, "floor_m2": 999},
        )
    ).loc["p"]
    assert found.to_dict() == {
        "total_m2": 500,
        "vacant_m2": 200,
        "undecided_used_m2": 100,
        "undecided_vacant_m2": 100,
        "net_total_m2": 390,
        "net_vacant_m2": 100,
        "business_m2": 400,
        "offerable_m2": 100,
        "unbuilt_infrastructure_m2": 100,
        "main_route_m2": 0,
        "main_route_vacant_m2": 0,
        "sea_to_fill_m2": 0,
        "clarify_m2": 0,
        "idle_held_m2": 100,
        "other_use_m2": 0,
        "fitted_m2": 7,
        "low_total_m2": 500,
        "low_vacant_m2": 300,
        "high_total_m2": 500,
        "high_vacant_m2": 100,
        "undecided_m2": 300,
        "confirmed_m2": 0,
        "by_statements_m2": 100,
        "by_decisions_m2": 100,
        "said_later_m2": 0,
        "potential_m2": 100,
        "unzoned_in_use_m2": 100,
        "spare_m2": 7,
        "bound_m2": 10,
        "greenfield_m2": 160,
        "greenfield_not_mapped_m2": 0,
        "stock_m2": 280,
        "vacant_floor_m2": 5,
        "answered_stock_m2": 280,
        "floor_in_doubt_m2": 30,
        "units": 7,
        "undecided_units": 3,
        "asking_units": 2,
    }


def test_roads_alone_have_no_rate_and_move_nobody_elses() -> None:
    roads = amounts(_inventory({"net": False, "area_m2": 900})).iloc[0]
    park = amounts(_inventory({}, {"class": "vacant_zoned"}, {"net": False, "area_m2": 200})).iloc[0]
    nothing = amounts(_inventory({"class": "not_counted"})).iloc[0]
    assert (land_rate_pct(roads), land_range_pct(roads)) == (None, None)
    assert land_rate_pct(together([roads, park, nothing])) == land_rate_pct(park) == 75
    assert land_rate_pct(together([roads])) is None and land_rate_pct(together([nothing])) is None


def test_parks_are_kept_apart_and_sorted() -> None:
    found = amounts(_inventory({"park_id": "b"}, {"park_id": "a", "class": "not_counted"}))
    assert found["total_m2"].to_dict() == {"a": 0, "b": 100}
    assert (found.dtypes == "int64").all() and tuple(found.columns) == AMOUNTS


def test_range_is_what_the_undecided_leave() -> None:
    row = amounts(_inventory({"undecided": True}, {"class": "vacant_zoned", "undecided": True}, {}, {"class": "vacant_zoned"})).iloc[0]
    assert land_range_pct(row) == (25, 75)
    assert land_utilisation_pct(row["total_m2"], row["vacant_m2"]) == 50


def test_undecided_land_may_also_not_count_and_the_range_takes_it_every_way() -> None:
    rows = [{}, {"class": "vacant_zoned", "undecided": True, "could_be": '["vacant_zoned", "used", "not_counted"]'}]
    assert land_range_pct(amounts(_inventory({"could_be": '["used"]'}, rows[1])).iloc[0]) == (50, 100)
    garden = {"undecided": True, "could_be": '["used", "not_counted"]'}
    vacant = {"class": "vacant_zoned", "could_be": '["vacant_zoned"]'}
    assert land_range_pct(amounts(_inventory(garden, vacant, {"could_be": '["used"]'})).iloc[0]) == (50, pytest.approx(200 / 3))


def test_held_idle_land_stands_apart_and_what_was_confirmed_is_a_share() -> None:
    row = amounts(_inventory({"axis": "idle_held"}, {"class": "vacant_zoned"}, {"confirmed_recently": True}, {})).iloc[0]
    assert (land_rate_pct(row), rate_without_idle_held_pct(row), confirmed_pct(row)) == (75, 50, 25)
    nothing = amounts(_inventory({"class": "not_counted"})).iloc[0]
    assert (rate_without_idle_held_pct(nothing), confirmed_pct(nothing)) == (None, None)


def test_building_range_takes_floor_in_doubt_as_vacant() -> None:
    row = amounts(_inventory({"floor_m2": 100, "asks": True, "vacant_floor_m2": 20}, {"floor_m2": 100})).iloc[0]
    assert building_range_pct(row) == (50, 90)


_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "class": st.sampled_from([str(name) for name in schema.LandClass]),
            "area_m2": st.integers(0, 10**6),
            "undecided": st.booleans(),
            "net": st.booleans(),
            "asks": st.booleans(),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(_ROWS)
def test_the_rate_lies_in_its_range(rows: list[dict]) -> None:
    row = amounts(_inventory(*rows)).iloc[0]
    rate = land_rate_pct(row)
    assert (rate is None) == (row["business_m2"] == 0)
    if rate is not None:
        low, high = land_range_pct(row)
        assert 0 <= low <= rate <= high <= 100 + 1e-9
    assert row["net_total_m2"] <= row["total_m2"] and row["net_vacant_m2"] <= row["vacant_m2"]


@given(_ROWS, st.integers(1, 9))
def test_the_residual_sums_to_the_difference(rows: list[dict], expected: int) -> None:
    found = residual.residual_pp(amounts(_inventory(*rows)), expected)
    assert set(found) == {*residual.CAUSES, "total"}
    if found["total"] is None:
        assert set(found.values()) == {None}
        return
    assert sum(found[name] or 0.0 for name in residual.CAUSES) == pytest.approx(found["total"], abs=1e-9)
    assert (found["no_data"] is None) == (expected != 1)


def test_residual_of_the_reports_own_figures_is_rounding_alone() -> None:
    said = amounts(_inventory({"area_m2": _USED * 1000}, {"area_m2": _VACANT * 1000, "class": "vacant_zoned"}))
    found = residual.residual_pp(said, 1)
    assert found["rounding"] == pytest.approx(0.444, abs=0.001)
    assert found["total"] == pytest.approx(found["rounding"])


def test_pace_to_the_deadline() -> None:
    found = targets.pace(80.0, 79.0, 90.0, date(2026, 12, 31), date(2024, 12, 31))
    assert found == pytest.approx({"needed_pp_per_year": 2.5, "seen_pp_per_year": 0.5}, rel=1e-3)
    assert targets.deadline() == date(2030, 12, 31)


def test_pace_is_silent_where_there_is_no_time() -> None:
    day = date(2024, 1, 1)
    assert targets.pace(80.0, 79.0, 90.0, day, day)["seen_pp_per_year"] is None
    assert targets.pace(80.0, None, 90.0, date(2025, 1, 1), day)["seen_pp_per_year"] is None
    assert targets.pace(80.0, 79.0, 90.0, targets.deadline(), day)["needed_pp_per_year"] is None
    assert targets.needed_daa_per_year(1e6, 1e7, targets.deadline()) is None


def test_nothing_is_needed_where_the_target_is_met() -> None:
    assert targets.pace(95.0, 94.0, 90.0, date(2026, 1, 1), date(2024, 1, 1))["needed_pp_per_year"] == 0
    assert targets.needed_daa_per_year(1e6, 2e7, date(2026, 1, 1)) == 0
    assert targets.needed_daa_per_year(3_700e3, 18_000e3, date(2026, 12, 31)) == pytest.approx(1_900 / 4, rel=1e-3)


def test_targets_are_data_with_their_source() -> None:
    assert "Siva" in table("targets")["source"]
    assert np.isclose(targets.land()["target_pct"], 90)
    assert all(row["basis"] for row in table("thresholds").values())


def test_a_park_that_has_said_nothing_of_vacant_floor_has_no_building_rate() -> None:
    silent = {"class": "building_stock", "floor_m2": 800, "vacancy_said": False}
    row = amounts(_inventory(silent)).iloc[0]
    assert row["stock_m2"] == 800 and row["answered_stock_m2"] == 0
    assert building_range_pct(row) is None
    assert building_utilisation_pct(row["answered_stock_m2"], row["vacant_floor_m2"]) is None


def test_what_rests_on_peoples_word_is_of_the_park_or_of_a_person_here() -> None:
    """A person's word here goes before the park's record; land that does not count is of neither."""
    rows = [
        {"rule_id": "record_in_use"},
        {"rule_id": "record_idle", "class": "vacant_zoned", "set_kind": "correct", "said_later": True},
        {"rule_id": "standing_building"},
        {"rule_id": "record_in_use", "class": "not_counted"},
    ]
    sums = amounts(_inventory(*({"set_kind": None, "said_later": False} | row for row in rows))).iloc[0]
    one = sums["total_m2"] // 3
    assert (sums["by_statements_m2"], sums["by_decisions_m2"], sums["said_later_m2"]) == (one, one, one)
