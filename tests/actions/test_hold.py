"""Who holds the properties: one answer settles all of their idle land, follows the ground, and moves the range."""

from datetime import date

import pytest

from actions.progress.status import status
from actions.units import decide, hold, questions
from actions.units.inventory import inventory
from landuse.words.errors import LanduseError
from tests.squares import buildings, land_resource, parcels, perimeter, rect, zoning

_DAY = date(2026, 6, 30)
_FOREST = land_resource(("30", rect(-500, -500, 2000, 2000)))
_HALL = {"building_id": "1", "geometry": rect(10, 10, 60, 60)}


@pytest.fixture
def park(make_park: object) -> object:
    """Three parcels of 10 daa: a hall on the first, forest on the others; nobody has said who holds them."""
    lots = parcels(("a", rect(0, 0)), ("b", rect(100, 0)), ("c", rect(200, 0)), tenure=None)
    frames = {"parcels": lots, "buildings": buildings(_HALL), "land_resource": _FOREST, "zoning": zoning({"geometry": rect(0, 0, 300)})}
    return make_park(perimeter=perimeter(rect(0, 0, 300)), **frames)


def _row() -> dict:
    return status(["prove"], _DAY).as_json()["parks"][0]


def _say(names: str, tenure: str, **more: object) -> list:
    more = {"by": "Kari", "reason": "Grunnboka", "on": _DAY, "based_on": decide.version("prove")} | more
    return hold.hold("prove", hold.read_names(names, "prove"), tenure, **more)


def _of(parcel: str) -> object:
    units = inventory("prove", _DAY)
    return units[units["parcel_id"] == parcel].iloc[0]


def test_idle_land_waits_for_who_holds_it_and_one_answer_settles_all(park: object) -> None:
    assert [one.name for one in hold.properties("prove", _DAY)][:2] == ["5038-1/2", "5038-1/3"]
    assert _row()["land_utilisation_range_pct"] == [pytest.approx(33.3, abs=0.1), 100.0]
    _say("1/2, 5038-1/3", "own")
    assert [(_of(one)["class"], _of(one)["undecided"], _of(one)["offerable"]) for one in "bc"] == [("vacant_zoned", False, True)] * 2
    assert _row()["land_utilisation_range_pct"] == [pytest.approx(33.3, abs=0.1)] * 2
    assert not any(one.open_m2 for one in hold.properties("prove", _DAY))


def test_what_others_hold_is_in_use_with_the_rate_beside_it_without(park: object) -> None:
    _say("1/2", "own")
    _say("1/3", "other_owner")
    assert tuple(_of("c")[["class", "axis", "undecided", "tenure_by"]]) == ("used", "idle_held", False, "Kari")
    assert _row()["land_utilisation_pct"] == pytest.approx(66.7, abs=0.1)
    assert _row()["land_utilisation_without_idle_held_pct"] == pytest.approx(33.3, abs=0.1)


def test_a_register_of_owners_does_not_say_what_is_let_and_one_answer_does(make_park: object) -> None:
    """The park's own land waits as long as its list knows other owners and no tenants; a part is let by its own name."""
    lots = parcels(("a", rect(0, 0)), ("b", rect(100, 0)), ("c", rect(200, 0)))
    lots["tenure"] = ["other_owner", "own", "own"]
    frames = {"buildings": buildings(_HALL), "land_resource": _FOREST, "zoning": zoning({"geometry": rect(0, 0, 300)})}
    make_park(perimeter=perimeter(rect(0, 0, 300)), parcels=lots, **frames)
    waits = {one.name: one.open_m2 > 0 for one in hold.properties("prove", _DAY)}
    assert waits == {"5038-1/2": True, "5038-1/3": True, "5038-1/1": False}
    assert [(_of(one)["class"], _of(one)["undecided"]) for one in "bc"] == [("vacant_zoned", True)] * 2
    assert [one["kind"] for one in questions.largest("prove", _DAY)] == ["holder"]
    _say("1/2, 1/3", "own")
    _say(str(_of("c").name), "leased")
    assert [(_of(one)["class"], _of(one)["undecided"]) for one in "bc"] == [("vacant_zoned", False), ("used", False)]
    assert not any(one.open_m2 for one in hold.properties("prove", _DAY)) and questions.largest("prove", _DAY) == []


def test_a_list_that_knows_a_tenant_says_what_is_let(make_park: object) -> None:
    lots = parcels(("a", rect(0, 0)), ("b", rect(100, 0)), ("c", rect(200, 0)))
    lots["tenure"] = ["other_owner", "own", "leased"]
    frames = {"buildings": buildings(_HALL), "land_resource": _FOREST, "zoning": zoning({"geometry": rect(0, 0, 300)})}
    make_park(perimeter=perimeter(rect(0, 0, 300)), parcels=lots, **frames)
    assert [(_of(one)["class"], _of(one)["undecided"]) for one in "bc"] == [("vacant_zoned", False), ("used", False)]


def test_an_answer_holds_from_its_day_and_can_be_taken_back(park: object) -> None:
    events = _say("1/2", "own", holds_from=date(2026, 1, 1))
    before = inventory("prove", date(2025, 12, 31))
    assert before[before["parcel_id"] == "b"].iloc[0]["undecided"] and not _of("b")["undecided"]
    decide.undo(events, "Kari", "Feil eiendom")
    assert _of("b")["undecided"] and _of("b")["tenure"] == "not_said"


@pytest.mark.parametrize(("names", "code"), [("9/9", "property_unknown"), (" ,\n", "property_none"), ("1/2, 9/9", "property_unknown")])
def test_an_unknown_property_is_named_and_nothing_is_said(park: object, names: str, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        _say(names, "own")
    assert refused.value.code == code
    assert _of("b")["undecided"] and int(decide.version("prove")) == 0


def test_lists_are_read_as_people_write_them(park: object) -> None:
    assert hold.read_names("5038-1/2; 1 / 3\n5038 1/2/0/0,Tomt 12", "prove") == ["5038-1/2", "5038-1/3", "Tomt 12"]
