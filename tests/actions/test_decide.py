"""Confirm and correct what was found: the list, the effect on the rate, and what follows in the inventory."""

from datetime import date
from pathlib import Path

import pytest

from actions.units import decide as deciding
from actions.map import map_data
from actions.units.decide import confirmation_list, confirmation_summary, decide, history, recent, undo
from actions.units.explain import explain
from actions.units.inventory import inventory
from actions.progress.status import status
from landuse.words.errors import LanduseError
from tests.squares import frame, land_resource, perimeter, plots, records, rect, zoning

_DAY, _LATER = date(2026, 6, 30), date(2026, 7, 1)
_READY = land_resource(("12", rect(-500, -500, 2000, 2000), "46"))


def _park(make_park: object, **more: object) -> None:
    """Three plots of 10, 20 and 10 daa: A let; B and C ready ground that nobody has said anything of."""
    frames = {
        "perimeter": perimeter(rect(0, 0, 400)),
        "plots": plots(("A", rect(0, 0)), ("B", rect(100, 0, 200)), ("C", rect(300, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 400)}),
        "records": records(("plot", "A", "lease")),
        "land_resource": _READY,
    }
    make_park(**(frames | more))


def _unit(plot: str) -> str:
    units = inventory("prove", _DAY)
    return units.index[units["plot_id"] == plot][0]


def _say(plots_: str, kind: str = "confirm", value: str | None = None, on: date = _DAY, **more: object) -> list[int]:
    more = {"based_on": deciding.version("prove")} | more
    return decide("prove", [_unit(plot) for plot in plots_], kind, value, "Kari", "Befart", on, **more)


def _row(plot: str) -> dict:
    return inventory("prove", _DAY).loc[_unit(plot)].to_dict()


def _rate() -> float:
    return status(["prove"], _DAY)["parks"][0]["land_utilisation_pct"]


def _refused(code: str, call: object, *arguments: object, **named: object) -> LanduseError:
    with pytest.raises(LanduseError) as refused:
        call(*arguments, **named)
    assert refused.value.code == code
    return refused.value


def test_the_largest_effect_comes_first_and_is_the_rates_own(make_park: object) -> None:
    _park(make_park)
    listed = confirmation_list("prove", _DAY)
    seen = [(row["title"], round(row["area_m2"], -2), round(abs(row["effect_pp"]), 1)) for row in listed]
    assert seen == [("B", 20000, 50), ("C", 10000, 25)]
    for row in listed:
        before = _rate()
        [event] = decide("prove", row["unit_id"], "correct", row["other_class"], "Kari", "Befart", _DAY, row["version"])
        assert _rate() - before == pytest.approx(row["effect_pp"], abs=0.1)  # the rate is told with one decimal
        undo(event, "Kari", "Prøve")
    assert all(row["why"] and row["class_label"] and row["other_class_label"] and not row["asked_again"] for row in listed)


def test_the_list_reads_in_both_languages(make_park: object) -> None:
    _park(make_park)
    assert [row["why"] for row in confirmation_list("prove", _DAY, "nb")] != [row["why"] for row in confirmation_list("prove", _DAY, "en")]


def test_a_confirmed_unit_leaves_the_list_and_narrows_the_range(make_park: object) -> None:
    _park(make_park)
    before = confirmation_summary("prove", _DAY)
    found = _row("B")["class"]
    _say("B", value=found)
    after = confirmation_summary("prove", _DAY)
    row = _row("B")
    assert (row["class"], row["undecided"], row["asks"], row["set_class"], row["set_kind"]) == (found, False, False, None, "confirm")
    assert [listed["title"] for listed in confirmation_list("prove", _DAY)] == ["C"]
    areas = [round(summary["area_m2"], -2) for summary in (before, after)]
    assert (before["units"], after["units"], areas) == (2, 1, [30000, 10000])
    assert after["high_pct"] - after["low_pct"] < before["high_pct"] - before["low_pct"]
    assert after["land_utilisation_pct"] == before["land_utilisation_pct"]
    assert "Kari" in explain(_unit("B"), _DAY, "nb")["why"][0]


def test_effects_are_those_of_the_rate_as_it_is_now(make_park: object) -> None:
    """Taking A out of the account makes what is left weigh more."""
    _park(make_park)
    _say("A", "correct", "not_counted")
    assert [round(abs(row["effect_pp"]), 1) for row in confirmation_list("prove", _DAY)] == [66.7, 33.3]


def test_a_confirmation_ends_when_the_evidence_changes(make_park: object) -> None:
    _park(make_park)
    _say("B")
    _park(make_park, land_resource=land_resource(("30", rect(-500, -500, 2000, 2000))))
    [row] = [row for row in confirmation_list("prove", _DAY) if row["title"] == "B"]
    assert row["asked_again"] and row["said_before"]["by"] == "Kari"
    assert _row("B")["class"] == _row("B")["found_class"]
    _say("B")
    assert "B" not in [row["title"] for row in confirmation_list("prove", _DAY)]


def test_a_class_that_was_set_stays_and_can_be_set_once_more_by_confirming(make_park: object) -> None:
    _park(make_park)
    other = confirmation_list("prove", _DAY)[0]["other_class"]
    _say("B", "correct", other)
    _park(make_park, land_resource=land_resource(("30", rect(-500, -500, 2000, 2000))))
    assert (_row("B")["class"], _row("B")["ask_again"]) == (other, True)
    _say("B", value=other)
    assert (_row("B")["class"], _row("B")["ask_again"]) == (other, False)


def test_confirming_what_one_did_not_see_is_refused(make_park: object) -> None:
    _park(make_park)
    _say("B", "correct", "not_counted")
    _refused("confirm_other_class", _say, "CB", value=_row("C")["class"])
    assert len(recent("prove")) == 1


def test_many_at_once_and_undone_at_once(make_park: object) -> None:
    _park(make_park)
    events = _say("BC", "correct", "used")
    assert (_rate(), len(events), confirmation_list("prove", _DAY)) == (100.0, 2, [])
    undo(events, "Ola", "Feil")
    assert len(confirmation_list("prove", _DAY)) == 2


def test_a_stale_edit_is_told_and_overwrites_nothing(make_park: object) -> None:
    _park(make_park)
    seen = confirmation_list("prove", _DAY)[0]["version"]
    _say("B", "correct", "used")
    assert _refused("stale_edit", _say, "B", "correct", "not_counted", based_on=seen).values["by"] == "Kari"
    assert _row("B")["class"] == "used"


def test_an_unknown_unit_is_told(make_park: object) -> None:
    _park(make_park)
    _refused("unknown_unit", decide, "prove", ["prove-x"], "confirm", None, "Kari", "Befart", _DAY, 0)
    _refused("unknown_unit", history, "nowhere-x")


def test_facts_stand_beside_the_class_and_say_who(make_park: object) -> None:
    _park(make_park, records=records(("plot", "A", "lease"), ("plot", "B", "offered")))
    assert (_row("B")["availability"], _row("B")["availability_by"], _row("B")["tenure"]) == ("offered", None, "own")
    _say("B", "availability", "reserved")
    _say("B", "own_reserve", "yes")
    _say("B", "tenure", "other_owner")
    row = _row("B")
    assert (row["availability"], row["availability_by"], row["own_reserve"], row["tenure"]) == ("reserved", "Kari", True, "other_owner")
    _say("B", "release", "availability")
    assert (_row("B")["availability"], _row("B")["availability_by"]) == ("offered", None)


def test_released_the_unit_asks_again(make_park: object) -> None:
    _park(make_park)
    _say("B")
    _say("B", "release", "class", holds_from=_LATER)
    assert _row("B")["asks"] is False
    assert inventory("prove", _LATER).loc[_unit("B"), "asks"]


def test_the_history_says_all_in_words(make_park: object) -> None:
    _park(make_park)
    [first] = _say("B")
    _say("B", "tenure", "own")
    _say("B", "own_reserve", "no")
    _say("B", "release", "tenure")
    undo(first, "Ola", "Feil tomt")
    rows = history(_unit("B"), "en")
    assert [(row["kind_label"], row["value_label"]) for row in rows[:4]] == [
        ("Undone", "Confirmed"),
        ("Released", "Tenure"),
        ("Own reserve", "No"),
        ("Tenure", "The park’s own"),
    ]
    assert [row["may_undo"] for row in rows] == [False, True, True, True, False]
    assert (rows[0]["by"], rows[0]["reason"], rows[0]["undoes"]) == ("Ola", "Feil tomt", first)
    assert rows[4]["undone_by_event"] == rows[0]["event_id"]
    assert [row["event_id"] for row in recent("prove", 2)] == [row["event_id"] for row in rows[:2]]


def test_maps_follow_a_decision(make_park: object) -> None:
    _park(make_park)
    before = map_data.version("prove")
    _say("B")
    assert map_data.version("prove") != before


def test_a_park_with_nothing_to_ask_has_an_empty_list(make_park: object, tmp_path: Path) -> None:
    _park(make_park, plots=plots(("A", rect(0, 0))), perimeter=perimeter(rect(0, 0)), parcels=frame("parcels"))
    assert confirmation_list("prove", _DAY) == []
