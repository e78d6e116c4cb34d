"""Offer a plot: from draft to taken into use, who may do what, and what investors never see."""

import json
from datetime import date

import pytest

from actions.offers.nominate import (
    candidates,
    edit,
    fact_fields,
    list_nominations,
    new_nomination,
    one_nomination,
    published,
    published_plot,
    step,
)
from landuse.offers import facts as offer_facts
from landuse.offers.nomination import Person, rules, states
from landuse.roles.may import who_may
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from tests.actions.test_decide import _park, _unit
from tests.squares import buildings, plots, records, rect

_DAY = date(2026, 6, 30)
_OFFER = {
    "contact_role": "Eiendomssjef",
    "contact_email": "tomt@park.no",
    "description_nb": "Flat tomt",
    "description_en": "Level plot",
    "power_mw": 12.0,
    "power_reserved_by": "Hemmelig Kunde AS",
    "power_reserved_on": date(2026, 1, 1),
    "price_nok_m2": 900,
}
_SECRETS = ("Hemmelig", "Holder AS", "Grunneier", "Kari", "12.0", "power", "holder", "consent")


@pytest.fixture
def park(make_park: object) -> None:
    """B is idle and the park's own, C is idle and another owner's."""
    said = records(("plot", "A", "lease"), ("plot", "B", "idle"), ("plot", "C", "offered"))
    held = plots(("A", rect(0, 0)), ("B", rect(100, 0, 200)), ("C", rect(300, 0), "other_owner"))
    _park(make_park, records=said, plots=held)


def _refused(code: str, call: object, *arguments: object, **named: object) -> LanduseError:
    with pytest.raises(LanduseError) as refused:
        call(*arguments, **named)
    assert refused.value.code == code
    assert refused.value.text("nb") != refused.value.text("en")
    return refused.value


def _published(plot: str = "B") -> int:
    number = new_nomination("prove", _unit(plot), "Kari", _DAY)
    edit(number, _OFFER, "Kari", _DAY, 1)
    step(number, "nominate", "Kari", _DAY, 2)
    step(number, "publish", "Kari", _DAY, 3)
    return number


def _state(number: int, on: date = _DAY) -> str:
    return one_nomination(number, on)["state"]


def test_the_whole_way(park: None) -> None:
    assert [(row["title"], row["kind"]) for row in candidates("prove", _DAY)] == [("B", "plot"), ("C", "plot")]
    number = _published()
    assert [row["title"] for row in candidates("prove", _DAY)] == ["C"]
    step(number, "option", "Kari", _DAY, 4, holder="Holder AS", until=date(2026, 8, 1))
    step(number, "reserve", "Kari", _DAY, 5, holder="Holder AS")
    step(number, "take", "Kari", _DAY, 6, reason="Bygget står")
    row = one_nomination(number, _DAY, lang="en")
    assert (row["state"], row["version"], row["may"]) == ("taken", 7, [])
    assert [event["state"] for event in row["history"]] == ["draft", "draft", "nominated", "published", "option", "reserved", "taken"]
    assert "E-mail" in row["history"][1]["changed"] and row["history"][6]["reason"] == "Bygget står"
    _refused("nomination_closed", edit, number, {"price_nok_m2": 1}, "Kari", _DAY, 7)


def test_what_the_inventory_knows_is_filled_in(park: None) -> None:
    facts = one_nomination(new_nomination("prove", _unit("B"), "Kari", _DAY), _DAY)["facts"]
    assert facts["net_daa"] == pytest.approx(20, abs=0.02)
    assert facts["zone"] == "1340" and facts["allowed_use"] and facts["readiness"] == "ferdig_regulert"


def test_investors_see_the_plot_and_no_people_holders_or_power(park: None) -> None:
    number = new_nomination("prove", _unit("C"), "Kari", _DAY)
    edit(number, _OFFER, "Kari", _DAY, 1)
    step(number, "nominate", "Kari", _DAY, 2, consent_by="Grunneier", consent_on=_DAY)
    assert published(None, _DAY).empty
    step(number, "publish", "Kari", _DAY, 3)
    step(number, "option", "Kari", _DAY, 4, holder="Holder AS", until=_DAY)
    step(number, "end_option", "Kari", _DAY, 5)
    shown = published(None, _DAY, "en")
    assert shown.crs.to_epsg() == 4326 and shown.loc[number, ["title", "description", "price_nok_m2"]].tolist() == ["C", "Level plot", 900]
    one = published_plot(number, _DAY)
    for text in (shown.to_json(default=str), json.dumps(one, default=str)):
        assert not [secret for secret in _SECRETS if secret in text]
    assert ("price_nok_m2", "Pris", "900\N{NO-BREAK SPACE}kr/m²") in one["facts_text"]
    step(number, "withdraw", "Kari", _DAY, 6)
    _refused("not_published", published_plot, number, _DAY)
    _refused("not_published", published_plot, 999, _DAY)


def test_the_owners_consent_is_needed_where_the_park_does_not_own(park: None) -> None:
    number = new_nomination("prove", _unit("C"), "Kari", _DAY)
    assert "consent_by" in _refused("step_needs_consent", step, number, "nominate", "Kari", _DAY, 1).values["missing"]
    step(number, "nominate", "Kari", _DAY, 1, consent_by="Grunneier", consent_on="2026-06-01")
    assert one_nomination(number, _DAY)["consent_on"] == "2026-06-01"


def test_an_option_that_is_over_falls_back_with_an_event(park: None) -> None:
    number = _published()
    step(number, "option", "Kari", date(2026, 6, 30), 4, holder="Holder AS", until="2026-06-30")
    assert (_state(number), len(published(None, _DAY)), len(published(None, date(2026, 7, 1)))) == ("option", 0, 1)
    assert one_nomination(number, _DAY)["version"] == 5
    settings = read_park("prove").settings_path
    settings.write_text(settings.read_text().replace("today = 2026-06-30", "today = 2026-07-15"))
    row = one_nomination(number, date(2026, 7, 15))
    assert (row["state"], row["holder"], row["version"]) == ("published", None, 6)
    last = row["history"][-1]
    assert (last["step"], last["by"], last["on"]) == ("expire", "Parkareal", date(2026, 7, 1))
    assert one_nomination(number, _DAY)["holder"] == "Holder AS"  # as it was then


def test_a_stale_edit_is_told_and_overwrites_nothing(park: None) -> None:
    number = new_nomination("prove", _unit("B"), "Kari", _DAY)
    edit(number, {"price_nok_m2": 900}, "Kari", _DAY, 1)
    error = _refused("stale_edit", edit, number, {"price_nok_m2": 1}, "Ola", _DAY, 1)
    assert error.values["by"] == "Kari"
    _refused("stale_edit", step, number, "nominate", "Ola", _DAY, 1)
    assert one_nomination(number, _DAY)["facts"]["price_nok_m2"] == 900


def test_who_may_take_each_step(park: None) -> None:
    """The rule table, seen from each role, in every state that a plot goes through."""
    viewer, planner = Person("V", "viewer"), Person("P", "planner")
    manager, stranger = Person("M", "park_manager", ("prove",)), Person("S", "park_manager", ("elsewhere",))
    _refused("role_may_not", new_nomination, "prove", _unit("B"), viewer, _DAY)
    number = new_nomination("prove", _unit("B"), planner, _DAY, facts=_OFFER | {"net_daa": 20})
    _refused("role_may_not", list_nominations, "prove", _DAY, viewer)
    _refused("not_your_park", list_nominations, "prove", _DAY, stranger)
    assert list_nominations(None, _DAY, stranger) == []
    _refused("not_your_park", edit, number, {"price_nok_m2": 1}, stranger, _DAY, 1)
    step(number, "nominate", planner, _DAY, 1)
    _refused("role_may_not", step, number, "publish", planner, _DAY, 2)
    _refused("not_your_park", step, number, "publish", stranger, _DAY, 2)
    assert [name for name, _ in list_nominations("prove", _DAY, planner)[0]["may"]] == []
    assert [name for name, _ in list_nominations("prove", _DAY, manager)[0]["may"]] == ["send_back", "publish", "withdraw"]
    step(number, "publish", manager, _DAY, 2)
    _refused("role_may_not", step, number, "expire", Person("A"), _DAY, 3)
    assert one_nomination(number, _DAY)["history"][-1]["role"] == "park_manager"


def test_steps_out_of_turn_are_refused(park: None) -> None:
    number = new_nomination("prove", _unit("B"), "Kari", _DAY)
    _refused("step_not_now", step, number, "publish", "Kari", _DAY, 1)
    _refused("step_unknown", step, number, "sell", "Kari", _DAY, 1)
    _refused("step_says", step, number, "nominate", "Kari", _DAY, 1, holder="Holder AS")
    _refused("person_unnamed", step, number, "nominate", " ", _DAY, 1)
    step(number, "nominate", "Kari", _DAY, 1)
    assert "contact_role" in _refused("publish_lacks", step, number, "publish", "Kari", _DAY, 2).values["missing"]
    _refused("nomination_backdated", edit, number, _OFFER, "Kari", date(2026, 6, 29), 2)
    edit(number, _OFFER, "Kari", _DAY, 2)
    step(number, "publish", "Kari", _DAY, 3)
    _refused("publish_lacks", edit, number, {"contact_email": None}, "Kari", _DAY, 4)
    _refused("step_needs", step, number, "option", "Kari", _DAY, 4, holder="Holder AS")
    _refused("option_over", step, number, "option", "Kari", _DAY, 4, holder="Holder AS", until="2026-06-29")
    assert one_nomination(number, _DAY)["version"] == 4
    _refused("nomination_unknown", step, 999, "publish", "Kari", _DAY, 1)


def test_only_vacant_land_and_floor_once_at_a_time(park: None, make_park: object) -> None:
    _refused("nomination_not_vacant", new_nomination, "prove", _unit("A"), "Kari", _DAY)
    number = new_nomination("prove", _unit("B"), "Kari", _DAY)
    _refused("nominated_already", new_nomination, "prove", _unit("B"), "Kari", _DAY)
    step(number, "withdraw", "Kari", _DAY, 1)
    assert new_nomination("prove", _unit("B"), "Kari", _DAY) != number


def test_a_vacant_building(make_park: object) -> None:
    said = records(("plot", "A", "lease"), ("building", "1", "vacant_floor", "400"))
    hall = buildings({"building_id": "1", "geometry": rect(10, 10, 50, 50), "floor_m2": 2000})
    _park(make_park, records=said, buildings=hall)
    assert ("A", "building") in [(row["title"], row["kind"]) for row in candidates("prove", _DAY)]
    number = new_nomination("prove", _unit("A"), "Kari", _DAY, "building", "1")
    row = one_nomination(number, _DAY)
    assert (row["facts"]["floor_m2"], row["title"]) == (400, "A, 1")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"net_daa": -1}, "fact_range"),
        ({"net_daa": "many"}, "fact_range"),
        ({"max_bya_pct": 101}, "fact_range"),
        ({"net_daa": float("nan")}, "fact_range"),
        ({"max_height_m": -5.0}, "fact_range"),
        ({"contact_email": "kari"}, "fact_invalid"),
        ({"available_from": "soon"}, "fact_invalid"),
        ({"readiness": "nearly"}, "fact_invalid"),
        ({"unmet_conditions": "one"}, "fact_invalid"),
        ({"zone": "x" * 201}, "fact_invalid"),
        ({"photo": "../../etc/passwd.png"}, "fact_invalid"),
        ({"photo": "/etc/x.png"}, "fact_invalid"),
        ({"photo": "tomt.svg"}, "fact_invalid"),
        ({"power_mw": 12}, "fact_needs"),
        ({"transformer_kva": 500}, "fact_unknown"),
        ({"floor_m2": 500}, "fact_unknown"),
    ],
)
def test_facts_that_cannot_be_are_refused(facts: dict, code: str) -> None:
    _refused(code, offer_facts.checked, facts, "plot")


def test_every_fact_step_and_state_has_words() -> None:
    for lang in messages.LANGS:
        assert all(field["label"] for field in fact_fields(lang))
        for name in [one["id"] for one in rules()["step"]] + ["made", "edited"]:
            assert messages.text(lang, f"nomination.step.{name}")
        for state in states():
            assert messages.text(lang, f"nomination.state.{state}")


def test_every_step_leads_somewhere_and_power_is_never_public() -> None:
    assert {state for one in rules()["step"] for state in one["from"]} <= set(states())
    assert all(one["act"] in ("offer", "publish", "") and "viewer" not in who_may(one["act"]) for one in rules()["step"])
    assert not [field["key"] for field in fact_fields() if field["public"] and "power" in field["key"]]
