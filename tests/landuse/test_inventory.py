"""What people decided, laid over what was found: it wins, follows the ground, and is asked about again."""

import json

import geopandas as gpd
import pandas as pd
import pytest

from landuse.units import decision, inventory
from landuse.units.schema import LandClass
from tests.squares import EPSG, rect

_EVIDENCE = {"works_pct": 0.0, "sealed_pct": 0.0, "grey_pct": 0.0, "building_pct": 0.0}
_CODES = {"land_resource:30": 60.0, "flood:200": 40.0}


_NOTHING_SAID = {"infrastructure": "none", "record_kind": "nothing", "record_says": "nothing", "tenure": None}


def _said(codes: dict[str, float] = _CODES, **shares: float) -> str:
    return json.dumps(_EVIDENCE | _NOTHING_SAID | shares | {"code_pct": codes})


def _snapshot(units: dict, **more: dict) -> gpd.GeoDataFrame:
    """Units by name; `more` says by name what differs from idle land."""
    plain = {
        "class": "vacant_zoned",
        "axis": "",
        "rule_id": "idle",
        "undecided": True,
        "asks": True,
        "building_ids": "[]",
        "evidence": _said(),
    }
    rows = [plain | more.get(name, {}) for name in units]
    return gpd.GeoDataFrame(rows, index=pd.Index(list(units), name="unit_id"), geometry=list(units.values()), crs=EPSG)


def _decided(*rows: tuple) -> gpd.GeoDataFrame:
    """Rows (unit_id, value, shape) or (unit_id, value, shape, kind), the newest last."""
    key = inventory.evidence_key(_snapshot({"x": rect(0, 0)}).iloc[0])
    names = ("unit_id", "value", "geometry", "kind")
    said = {"set_by": "Kari", "set_at": "2026-01-02", "set_reason": "Befart", "evidence": key, "event_id": 1, "kind": "correct"}
    rows = [said | dict(zip(names, row)) for row in rows]
    rows = [row | {"axis": decision.axis(row["kind"], row["value"])} for row in rows]
    columns = list(dict.fromkeys([*names, *said, "axis"]))
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=EPSG)


def _after(snapshot: gpd.GeoDataFrame, decisions: gpd.GeoDataFrame) -> dict:
    found = inventory.inventory(snapshot, decisions)
    return {unit: (row["class"], bool(row["ask_again"])) for unit, row in found.iterrows()}


_A = rect(0, 0)
_LEFT, _RIGHT = rect(0, 0, 50), rect(50, 0, 50)


def test_without_decisions_the_class_is_what_was_found() -> None:
    found = inventory.inventory(_snapshot({"a": _A}), _decided())
    assert found[["class", "found_class", "set_class"]].values.tolist() == [["vacant_zoned", "vacant_zoned", None]]


def test_a_person_wins_and_settles_the_question() -> None:
    found = inventory.inventory(_snapshot({"a": _A, "b": rect(100, 0)}), _decided(("a", "used", _A)))
    assert found["class"].to_dict() == {"a": "used", "b": "vacant_zoned"}
    assert found["found_class"].tolist() == ["vacant_zoned"] * 2
    assert found.loc["a", ["set_by", "set_at", "set_reason"]].tolist() == ["Kari", "2026-01-02", "Befart"]
    assert found[["undecided", "asks", "ask_again"]].values.tolist() == [[False, False, False], [True, True, False]]


def test_the_newest_decision_of_a_unit_counts() -> None:
    assert _after(_snapshot({"a": _A}), _decided(("a", "used", _A), ("a", "not_counted", _A))) == {"a": ("not_counted", False)}


def test_it_follows_a_new_number() -> None:
    assert _after(_snapshot({"b": _A}), _decided(("a", "used", _A))) == {"b": ("used", False)}


def test_it_follows_a_split_and_asks() -> None:
    assert _after(_snapshot({"b": _LEFT, "c": _RIGHT}), _decided(("a", "used", _A))) == {"b": ("used", True), "c": ("used", True)}


def test_it_follows_a_merge_and_asks() -> None:
    decisions = _decided(("a", "used", _LEFT), ("b", "used", _RIGHT))
    assert _after(_snapshot({"c": _A}), decisions) == {"c": ("used", True)}


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_in_a_merge_the_newest_decision_wins_whatever_the_ids(first: str, second: str) -> None:
    decisions = _decided((first, "used", _LEFT), (second, "not_counted", _RIGHT))
    assert _after(_snapshot({"c": _A}), decisions) == {"c": ("not_counted", True)}


def test_a_part_that_is_decided_anew_is_settled() -> None:
    """The parcel was decided, then split, then one part was decided by itself: that part is not asked about any more."""
    decisions = _decided(("a", "used", _A), ("b", "not_counted", _LEFT))
    assert _after(_snapshot({"b": _LEFT, "c": _RIGHT}), decisions) == {"b": ("not_counted", False), "c": ("used", True)}


@pytest.mark.parametrize("old_id", ["a", "z"])
def test_a_renumbered_unit_can_be_decided_anew(old_id: str) -> None:
    decisions = _decided((old_id, "used", _A), ("m", "not_counted", _A))
    assert _after(_snapshot({"m": _A}), decisions) == {"m": ("not_counted", False)}


def test_ground_that_is_gone_is_left_out() -> None:
    assert _after(_snapshot({"b": rect(500, 0)}), _decided(("a", "used", _A))) == {"b": ("vacant_zoned", False)}


@pytest.mark.parametrize(
    "change",
    [
        {"rule_id": "works"},
        {"building_ids": '["1"]'},
        *[{"evidence": _said(**{name: 5.1})} for name in _EVIDENCE],
        {"evidence": _said(_CODES | {"land_resource:30": 54.9, "land_resource:50": 5.0})},
        {"evidence": _said({"land_resource:30": 60.0})},
        {"evidence": _said(_CODES | {"protected:NR": 5.1})},
    ],
)
def test_it_is_asked_about_again_when_the_evidence_changed(change: dict) -> None:
    found = inventory.inventory(_snapshot({"a": _A}, a=change), _decided(("a", "used", _A)))
    assert found[["class", "ask_again", "asks", "undecided"]].values.tolist() == [["used", True, True, False]]


def test_a_share_that_moves_five_percent_or_less_is_no_change() -> None:
    codes = {"land_resource:30": 55.0, "land_resource:50": 5.0, "flood:200": 40.0}
    change = {"evidence": _said(codes, grey_pct=5.0)}
    assert _after(_snapshot({"a": _A}, a=change), _decided(("a", "used", _A))) == {"a": ("used", False)}


def test_the_snapshot_is_not_changed() -> None:
    snapshot = _snapshot({"a": _A})
    before = snapshot.copy()
    inventory.inventory(snapshot, _decided(("a", "used", _A)))
    pd.testing.assert_frame_equal(snapshot, before)


def test_every_class_can_be_set() -> None:
    for name in LandClass:
        assert _after(_snapshot({"a": _A}), _decided(("a", str(name), _A)))["a"][0] == name


def _row(snapshot: gpd.GeoDataFrame, decisions: gpd.GeoDataFrame, unit: str) -> list:
    return inventory.inventory(snapshot, decisions).loc[unit, ["class", "undecided", "asks", "ask_again", "set_kind"]].tolist()


def test_a_confirmed_class_is_settled_as_found() -> None:
    confirmed = _decided(("a", "vacant_zoned", _A, "confirm"))
    assert _row(_snapshot({"a": _A}), confirmed, "a") == ["vacant_zoned", False, False, False, "confirm"]
    assert inventory.inventory(_snapshot({"a": _A}), confirmed)["set_class"].tolist() == [None]


@pytest.mark.parametrize("change", [{"rule_id": "works"}, {"building_ids": '["1"]', "class": "building_stock"}, {"class": "used"}])
def test_a_confirmation_ends_with_its_evidence_and_the_class_is_as_found(change: dict) -> None:
    found = change.get("class", "vacant_zoned")
    assert _row(_snapshot({"a": _A}, a=change), _decided(("a", "vacant_zoned", _A, "confirm")), "a") == [found, True, True, True, "confirm"]


def test_a_confirmation_follows_a_new_number_and_asks_after_a_split() -> None:
    confirmed = _decided(("a", "vacant_zoned", _A, "confirm"))
    assert _row(_snapshot({"b": _A}), confirmed, "b") == ["vacant_zoned", False, False, False, "confirm"]
    assert _row(_snapshot({"b": _LEFT, "c": _RIGHT}), confirmed, "c") == ["vacant_zoned", True, True, True, "confirm"]


def test_a_release_takes_the_ground_from_older_words_whatever_the_ids() -> None:
    decisions = _decided(("a", "used", _A), ("b", "class", _A, "release"))
    assert _row(_snapshot({"b": _A}), decisions, "b") == ["vacant_zoned", True, True, False, None]


def test_facts_follow_the_ground_beside_the_class() -> None:
    decisions = _decided(("a", "reserved", _A, "availability"), ("a", "yes", _A, "own_reserve"), ("a", "used", _A))
    row = inventory.inventory(_snapshot({"b": _A}), decisions).loc["b"]
    assert row[["class", "availability", "availability_by", "own_reserve", "tenure"]].tolist() == ["used", "reserved", "Kari", True, None]


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        ({"flood:": 50.0}, {"flood:20": 30.0, "flood:200": 50.0}, False),  # one inside the other
        ({"flood:": 80.0}, {"flood:20": 30.0, "flood:200": 50.0}, False),  # side by side
        ({"flood:": 50.0}, {"flood:200": 70.0}, True),
        ({"flood:": 50.0}, {"flood:20": 10.0, "flood:200": 20.0}, True),
        ({"flood:": 50.0}, {}, True),
        ({"flood:": 50.0, "restrictions:310": 10.0}, {"flood:200": 50.0, "restrictions:310": 30.0}, True),
        ({"flood:20": 50.0}, {"flood:200": 50.0}, True),  # the same ground, flooded less often
        ({"restrictions:": 10.0, "restrictions:310": 10.0}, {"restrictions:": 10.0, "restrictions:310": 10.0}, False),
    ],
)
def test_a_decision_of_before_a_layer_had_codes_is_held_against_the_ground_that_they_share(then: dict, now: dict, moved: bool) -> None:
    assert inventory._codes_moved(then, now) is moved
