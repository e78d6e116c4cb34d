"""From a park's files to what investors see: roads are never offered, and doubt is settled before a plot is."""

import json
from datetime import date
from pathlib import Path

import pytest

from actions.exports.export import export
from actions.offers.nominate import candidates, edit, list_nominations, new_nomination, published, step
from actions.progress.status import status
from actions.progress.words import card_text, status_text
from actions.units.decide import confirmation_list, decide, version
from actions.units.explain import explain
from actions.units.inventory import inventory
from actions.vacant_first.sites import own_sites
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from tests.squares import buildings, frame, land_resource, parcels, perimeter, plots, records, rect, zoning

_DAY = date(2026, 6, 30)
_FOREST = land_resource(("30", rect(-500, -500, 2000, 2000)))
_GRAVEL = land_resource(("50", rect(-500, -500, 2000, 2000), "46"))
_OFFER = {"contact_role": "Daglig leder", "contact_email": "post@park.no", "description_nb": "Flat tomt", "net_daa": 5}
_ROADS = ("2010", "2015", "2080")


def _roads_only(make_park: object, **more: object) -> None:
    """A park whose plan has roads and parking and nothing else."""
    strips = [{"geometry": rect(0, 50 * row, 300, 50), "zone_code": code} for row, code in enumerate(_ROADS)]
    outline = rect(0, 0, 300, 150)
    make_park(perimeter=perimeter(outline), parcels=parcels(("a", outline)), zoning=zoning(*strips), **more)


def _mixed(make_park: object, ground: object = _FOREST, said: object = None) -> None:
    """Business land P, a road R and a quay Q, each a plot of its own, of which maps show nothing built."""
    make_park(
        perimeter=perimeter(rect(0, 0, 300)),
        plots=plots(("P", rect(0, 0)), ("R", rect(100, 0)), ("Q", rect(200, 0))),
        zoning=zoning(
            {"geometry": rect(0, 0)}, {"geometry": rect(100, 0), "zone_code": "2010"}, {"geometry": rect(200, 0), "zone_code": "2041"}
        ),
        roads=frame("roads", [{"kind": "internal", "geometry": rect(900, 900)}]),
        buildings=buildings({"building_id": "9", "geometry": rect(900, 900)}),
        land_resource=ground,
        **({} if said is None else {"records": said}),
    )


def _unit(plot: str) -> str:
    units = inventory("prove", _DAY)
    return str(units.index[units["plot_id"] == plot][0])


def _refused(plot: str) -> LanduseError:
    with pytest.raises(LanduseError) as refused:
        new_nomination("prove", _unit(plot), "Kari", _DAY, facts=_OFFER)
    return refused.value


@pytest.mark.parametrize("maps", [{}, {"land_resource": _FOREST}, {"land_resource": _GRAVEL}], ids=["none", "forest", "gravel"])
def test_a_plan_of_roads_alone_gives_no_rate_and_nothing_to_offer(make_park: object, maps: dict) -> None:
    _roads_only(make_park, **maps)
    units, told = inventory("prove", _DAY), status(["prove"], _DAY, "nb").as_json()
    row = told["parks"][0]
    assert not units["offerable"].any() and candidates("prove", _DAY) == []
    assert row["total_daa"] == pytest.approx(45, rel=1e-2) and row["offerable_daa"] == 0
    for name in ("land_utilisation_pct", "land_utilisation_range_pct", "net_land_utilisation_pct", "adopted_land_utilisation_pct"):
        assert row[name] is None, name
    assert any("ingen næringsformål" in note for note in row["notes"])
    assert told["total"]["land_utilisation_pct"] is None and read_park("prove").name in " ".join(told["total"]["notes"])
    assert "100" not in status_text(told, "nb").splitlines()[1]
    if not maps:
        assert row["vacant_daa"] == 0 and row["undecided_daa"] == row["total_daa"]
        assert all(entry["effect_pp"] == 0 for entry in confirmation_list("prove", _DAY))


def test_roads_without_business_land_do_not_lift_the_rate_of_the_others(make_park: object) -> None:
    _mixed(make_park)
    alone = status(None, _DAY).as_json()["total"]
    outline = rect(0, 0, 900)
    make_park(
        "veg", perimeter=perimeter(outline), parcels=parcels(("a", outline)), zoning=zoning({"geometry": outline, "zone_code": "2010"})
    )
    both = status(None, _DAY).as_json()["total"]
    for name in ("land_utilisation_pct", "total_daa", "vacant_daa"):
        assert both[name] == alone[name], name
    assert both["land_utilisation_pct"] is not None


def test_unbuilt_infrastructure_has_a_line_of_its_own(make_park: object) -> None:
    _mixed(make_park)
    row = status(["prove"], _DAY, "nb").as_json()["parks"][0]
    assert row["vacant_daa"] == pytest.approx(30, rel=1e-2)
    assert row["offerable_daa"] == pytest.approx(10, rel=1e-2) and row["unbuilt_infrastructure_daa"] == pytest.approx(20, rel=1e-2)
    assert row["net_vacant_daa"] == row["offerable_daa"]
    assert any("ikke opparbeidet infrastruktur" in note for note in row["notes"])


def test_the_obstacle_is_told_on_every_surface(make_park: object, tmp_path: Path) -> None:
    _mixed(make_park)
    for plot, reason in (("P", ""), ("R", "route"), ("Q", "park_has_not_said")):
        card = explain(_unit(plot), _DAY, "nb")
        assert (card["offerable"], card["offerable_reason"]) == (not reason, reason)
        assert card["offerable_text"] == messages.text("nb", f"offerable.{reason or 'yes'}")
        assert card["offerable_text"] in card_text(card, "nb")
    for name in ("ut.geojson", "ut.csv"):
        export(["prove"], _DAY, tmp_path / name)
    told = [row["properties"] for row in json.loads((tmp_path / "ut.geojson").read_text(encoding="utf-8"))["features"]]
    assert {(row["plot_id"], row["offerable"], row["offerable_reason"], row["to_confirm"]) for row in told} == {
        ("P", True, None, False),
        ("R", False, "route", False),
        ("Q", False, "park_has_not_said", False),
    }
    head = (tmp_path / "ut.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert all(messages.text("nb", f"column.{name}") in head for name in ("to_confirm", "offerable", "offerable_reason", "offerable_label"))


def test_only_what_can_be_offered_is_nominated_and_searched(make_park: object) -> None:
    _mixed(make_park)
    assert [row["title"] for row in candidates("prove", _DAY)] == ["P"]
    for plot, reason in (("R", "route"), ("Q", "park_has_not_said")):
        error = _refused(plot)
        assert error.code == "nomination_not_offerable" and error.text("nb").endswith(messages.text("nb", f"offerable.{reason}"))
    assert own_sites(read_park("prove"), _DAY).plot_ids == [_unit("P")]


def test_the_parks_word_makes_a_quay_an_offer_and_never_a_road(make_park: object) -> None:
    _mixed(make_park, said=records(("plot", "R", "offered"), ("plot", "Q", "offered")))
    assert {row["title"] for row in candidates("prove", _DAY)} == {"P", "Q"}
    assert new_nomination("prove", _unit("Q"), "Kari", _DAY, facts=_OFFER) > 0
    assert _refused("R").code == "nomination_not_offerable"


def test_whatever_a_person_says_of_a_road_it_is_never_an_offer(make_park: object) -> None:
    _mixed(make_park)
    for kind, value in (("correct", "vacant_zoned"), ("availability", "offered")):
        decide("prove", [_unit("R"), _unit("Q")], kind, value, "Kari", "Befart", _DAY, version("prove"))
        units = inventory("prove", _DAY).set_index("plot_id")
        assert units.loc["R", "offerable_reason"] == "route" and units.loc["Q", "offerable"]


def test_undecided_land_is_offered_after_somebody_confirmed_it(make_park: object) -> None:
    _mixed(make_park, _GRAVEL)
    error = _refused("P")
    assert error.code == "nomination_not_offerable" and messages.text("nb", "views.page.bekreftelse") in error.text("nb")
    decide("prove", [_unit("P")], "confirm", None, "Kari", "Befart", _DAY, version("prove"))
    assert new_nomination("prove", _unit("P"), "Kari", _DAY, facts=_OFFER) > 0


def _publish(plot: str) -> int:
    number = new_nomination("prove", _unit(plot), "Kari", _DAY, facts=_OFFER)
    step(number, "nominate", "Kari", _DAY, 1)
    step(number, "publish", "Kari", _DAY, 2)
    return number


def test_a_nomination_stays_with_its_reason_and_is_not_shown_to_investors(make_park: object) -> None:
    """The plan changes under a published plot: it becomes a road."""
    _mixed(make_park)
    number = _publish("P")
    assert list(published(["prove"], _DAY).index) == [number]
    road = zoning({"geometry": rect(0, 0, 200), "zone_code": "2010"}, {"geometry": rect(200, 0)})
    make_park(perimeter=perimeter(rect(0, 0, 300)), plots=plots(("P", rect(0, 0)), ("Q", rect(200, 0))), zoning=road, land_resource=_FOREST)
    assert published(["prove"], _DAY).empty
    row = list_nominations("prove", _DAY, lang="nb")[0]
    assert (row["id"], row["state"], row["offerable_reason"]) == (number, "published", "route")
    assert row["offerable_text"] == messages.text("nb", "offerable.route")
    for taken in ("option", "reserve"):
        with pytest.raises(LanduseError) as refused:
            step(number, taken, "Kari", _DAY, row["version"], holder="Holder AS", **({"until": _DAY} if taken == "option" else {}))
        assert refused.value.code == "nomination_not_offerable"
    edit(number, {"price_nok_m2": 100}, "Kari", _DAY, row["version"])
    step(number, "withdraw", "Kari", _DAY, row["version"] + 1)


def test_a_floor_is_offered_whatever_its_ground_is(make_park: object) -> None:
    said = records(("building", "1", "vacant_floor", "500"))
    hall = buildings({"building_id": "1", "geometry": rect(10, 10, 60, 60), "floor_m2": 3000})
    ground = {"perimeter": perimeter(rect(0, 0)), "plots": plots(("P", rect(0, 0))), "zoning": zoning({"geometry": rect(0, 0)})}
    make_park(**ground, buildings=hall, records=said)
    facts = {name: value for name, value in _OFFER.items() if name != "net_daa"} | {"floor_m2": 500}
    number = new_nomination("prove", _unit("P"), "Kari", _DAY, "building", "1", facts)
    step(number, "nominate", "Kari", _DAY, 1)
    step(number, "publish", "Kari", _DAY, 2)
    assert published(["prove"], _DAY)["kind"].tolist() == ["building"]
    assert list_nominations("prove", _DAY)[0]["offerable_reason"] == ""
