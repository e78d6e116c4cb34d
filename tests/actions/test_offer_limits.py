"""An offer is held against what is offered: a plot's whole area, a unit's whole floor; and what is said of one that is not shown."""

from datetime import date

import pytest

from actions.offers import nominate, published
from landuse.words.errors import LanduseError, Number
from tests.actions.test_decide import _park, _unit
from tests.actions.test_nominate import _OFFER, _refused
from tests.squares import buildings, plots, records, rect

_DAY = date(2026, 6, 30)


@pytest.fixture
def park(make_park: object) -> None:
    """B is 20 daa, idle and the park's own; A is let, with a hall of 2 000 m² of which 400 are vacant."""
    said = records(("plot", "A", "lease"), ("plot", "B", "idle"), ("building", "1", "vacant_floor", "400"))
    hall = buildings({"building_id": "1", "geometry": rect(10, 10, 50, 50), "floor_m2": 2000})
    _park(make_park, records=said, plots=plots(("A", rect(0, 0)), ("B", rect(100, 0, 200))), buildings=hall)


def _published() -> int:
    number = nominate.new_nomination("prove", _unit("B"), "Kari", _DAY, facts=_OFFER | {"net_daa": 20})
    nominate.step(number, "nominate", "Kari", _DAY, 1)
    nominate.step(number, "publish", "Kari", _DAY, 2)
    return number


def test_more_land_than_the_plot_has_is_refused_on_every_way_in(park: None) -> None:
    too_much = _OFFER | {"net_daa": 9999}
    error = _refused("fact_too_large", nominate.new_nomination, "prove", _unit("B"), "Kari", _DAY, facts=too_much)
    assert error.values["most"] == pytest.approx(20, abs=0.05) and error.values["title"] == "B"
    assert "9\N{NO-BREAK SPACE}999 daa" in error.text("nb") and "9,999 daa" in error.text("en")
    number = _published()
    _refused("fact_too_large", nominate.edit, number, {"net_daa": 20.2}, "Kari", _DAY, 3)
    assert nominate.one_nomination(number, _DAY)["facts"]["net_daa"] == 20


def test_the_plots_own_area_as_people_round_it_is_let_through(park: None) -> None:
    area_daa = nominate.prefill("prove", _unit("B"), _DAY)["net_daa"]
    number = nominate.new_nomination("prove", _unit("B"), "Kari", _DAY, facts={"net_daa": round(area_daa + 0.04, 2)})
    assert nominate.one_nomination(number, _DAY)["version"] == 1


@pytest.mark.parametrize("step", ["nominate", "publish"])
def test_an_old_draft_of_too_much_land_is_not_carried_on(park: None, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    with monkeypatch.context() as before_the_rule:
        before_the_rule.setattr("landuse.offers.facts.check_fits", lambda *_: None)
        number = nominate.new_nomination("prove", _unit("B"), "Kari", _DAY, facts=_OFFER | {"net_daa": 9999})
        if step == "publish":
            nominate.step(number, "nominate", "Kari", _DAY, 1)
    version = nominate.one_nomination(number, _DAY)["version"]
    _refused("fact_too_large", nominate.step, number, step, "Kari", _DAY, version)
    nominate.edit(number, {"net_daa": 20}, "Kari", _DAY, version)
    nominate.step(number, step, "Kari", _DAY, version + 1)


def test_more_floor_than_the_unit_has_is_refused(park: None) -> None:
    made = ("prove", _unit("A"), "Kari", _DAY, "building", "1")
    error = _refused("fact_too_large", nominate.new_nomination, *made, facts={"floor_m2": 2001})
    assert error.values["most"] == 2000
    assert nominate.new_nomination(*made, facts={"floor_m2": 2000})


def test_a_plot_under_option_says_until_when_and_not_to_whom(park: None) -> None:
    number = _published()
    nominate.step(number, "option", "Kari", _DAY, 3, holder="Holder AS", until=date(2026, 8, 1))
    error = _refused("offer_under_option", published.offer, number)
    assert "1. august 2026" in error.text("nb") and "B" in error.text("nb") and "Holder" not in str(error.values)
    nominate.step(number, "reserve", "Kari", _DAY, 4, holder="Holder AS")
    assert "Holder" not in str(_refused("offer_reserved", published.offer, number).values)
    nominate.step(number, "withdraw", "Kari", _DAY, 5)
    _refused("not_published", published.offer, number)
    _refused("not_published", published.offer, 999)


def test_what_a_step_lacks_tells_of_consent_only_where_consent_is_what_lacks(park: None) -> None:
    number = _published()
    error = _refused("step_needs", nominate.step, number, "option", "Kari", _DAY, 3, holder="Holder AS")
    assert "amtykke" not in error.text("nb") and "consent" not in error.text("en")


def test_whole_numbers_and_dates_are_written_as_the_language_writes_them() -> None:
    error = LanduseError("fact_range", fact="x", low=Number(0), high=Number(300), measure="m", found=Number(-5))
    assert "fra 0 til 300 m, fikk -5." in error.text("nb").replace("\N{MINUS SIGN}", "-")
    late = LanduseError("option_over", until=date(2026, 6, 29), on=_DAY)
    assert "29. juni 2026" in late.text("nb") and "29 June 2026" in late.text("en")
