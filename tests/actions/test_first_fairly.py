"""Vacant first judges fairly: what cannot be had is no answer, near misses by what is lacking, one ground and one measure for all."""

from collections.abc import Callable
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from actions.offers.nominate import edit, new_nomination, step
from actions.units.decide import decide, version
from actions.units.inventory import inventory
from actions.vacant_first.encroach import encroach
from actions.vacant_first.words import in_words
from landuse.words import messages
from tests.squares import EPSG, buildings, frame, land_resource, parcels, perimeter, plots, records, rect, zoning

_DAY = date(2026, 6, 30)
_FOREST_AND_OPEN = land_resource(("30", rect(0, 0, 60)), ("12", rect(60, 0, 440)))
_GROUND = (rect(0, 0), rect(200, 0), rect(400, 0))
_PROPOSAL = gpd.GeoSeries([rect(0, 300)], crs=EPSG)
_OFFER = {"contact_role": "Daglig leder", "contact_email": "post@park.no", "description_nb": "Tomt", "net_daa": 9}


def _park(make_park: Callable, said: tuple = (), ground: gpd.GeoDataFrame = _FOREST_AND_OPEN, **more: object) -> None:
    """Three plots of 10 daa that stand apart, all idle and the park's own, a proposal of 10 daa beside them."""
    idle = [("plot", name, "idle") for name in ("A", "B", "C")]
    layers = {
        "perimeter": perimeter(*_GROUND),
        "plots": plots(("A", rect(0, 0)), ("B", rect(200, 0)), ("C", rect(400, 0))),
        "parcels": parcels(*(zip("pqr", _GROUND))),
        "zoning": zoning({"geometry": rect(0, 0, 500)}),
        "records": records(*(said or idle)),
        "buildings": buildings({"building_id": "9", "geometry": rect(900, 900)}),
        "land_resource": ground,
    }
    make_park(**layers | more)


def _unit(plot: str) -> str:
    units = inventory("prove", _DAY)
    return str(units.index[units["plot_id"] == plot][0])


def _ask(needs: dict, footprint: object = _PROPOSAL, lines: object = None) -> dict:
    return encroach("prove", footprint, needs, lines, _DAY).as_json()


def _named(answer: dict) -> dict[str, dict]:
    units = inventory("prove", _DAY)
    return {str(units.loc[one["units"][0], "plot_id"]): one for one in answer["alternatives"] if len(one["units"]) == 1}


def _available(one: dict) -> tuple[str, str]:
    return next((answer, row["because"]) for answer in ("fits", "fails", "unknown") for row in one[answer] if row["need"] == "available")


def test_with_every_vacant_plot_reserved_vacant_land_cannot_take_it(make_park: Callable) -> None:
    _park(make_park)
    assert _ask({"daa": 9})["answer"] == "vacant_can"
    decide("prove", [_unit(name) for name in "ABC"], "availability", "reserved", "Kari", "Avtale", _DAY, version("prove"))
    answer = _ask({"daa": 9})
    assert answer["answer"] == "new_land_needed" and answer["need_new_land"]
    assert {_available(one) for one in answer["alternatives"]} == {("fails", "reserved")}
    told = in_words(answer, "nb")["alternatives"][0]["fails"][0]["text"]
    assert told == "Kan tilbys: nei, reservert"


_CAN, _MAY, _CANNOT = ("fits", "vacant_can"), ("may_fit", "vacant_may"), ("falls_short", "new_land_needed")


@pytest.mark.parametrize(
    ("by", "word", "stands"),
    [
        ("record", "option", _MAY),
        ("record", "reserved", _CANNOT),
        ("person", "reserved", _CANNOT),
        ("offer", "offered", _CAN),
        ("offer", "option", _MAY),
        ("offer", "reserved", _CANNOT),
    ],
)
def test_whoever_said_it_the_word_counts(make_park: Callable, by: str, word: str, stands: tuple[str, str]) -> None:
    """The park's record, a person on the confirmation list, or the state of an offer: one plot can be had, by its word."""
    _park(make_park, said=(("plot", "A", word if by == "record" else "idle"), ("plot", "B", "lease"), ("plot", "C", "lease")))
    if by == "person":
        decide("prove", [_unit("A")], "availability", word, "Kari", "Avtale", _DAY, version("prove"))
    if by == "offer":
        _offered("A", word)
    answer = _ask({"daa": 9})
    assert (_named(answer)["A"]["rank_word"], answer["answer"]) == stands


def _offered(plot: str, word: str) -> None:
    made = new_nomination("prove", _unit(plot), "Kari", _DAY, facts=_OFFER)
    step(made, "nominate", "Kari", _DAY, 1)
    step(made, "publish", "Kari", _DAY, 2)
    if word == "option":
        step(made, "option", "Kari", _DAY, 3, holder="Firma", until=date(2026, 12, 31))
    if word == "reserved":
        step(made, "reserve", "Kari", _DAY, 3, holder="Firma")


def test_a_taken_offer_is_no_answer(make_park: Callable) -> None:
    _park(make_park, said=(("plot", "A", "idle"), ("plot", "B", "lease"), ("plot", "C", "lease")))
    _offered("A", "reserved")
    step(1, "take", "Kari", _DAY, 4)
    answer = _ask({"daa": 9})
    assert _available(_named(answer)["A"]) == ("fails", "taken") and answer["answer"] == "new_land_needed"


def test_undecided_land_may_fit_and_says_so(make_park: Callable) -> None:
    """Built-up ground that nobody has said anything of."""
    _park(make_park, said=(("plot", "B", "lease"), ("plot", "C", "lease")), ground=land_resource(("50", rect(0, 0, 500), "46")))
    answer = _ask({"daa": 9})
    assert _available(_named(answer)["A"]) == ("unknown", "undecided")
    assert (_named(answer)["A"]["rank_word"], answer["answer"]) == ("may_fit", "vacant_may")


def test_contradicted_land_may_fit_and_says_so(make_park: Callable) -> None:
    """The park says idle; a building is under way there."""
    begun = buildings({"building_id": "1", "geometry": rect(20, 20, 40, 40), "building_status": "IG", "building_type": "211"})
    _park(make_park, said=(("plot", "A", "idle"), ("plot", "B", "lease"), ("plot", "C", "lease")), buildings=begun)
    answer = _ask({"daa": 9})
    assert _named(answer)["A"]["rank_word"] == "may_fit" and answer["answer"] == "vacant_may"
    assert _available(_named(answer)["A"])[1] in ("contradicted", "undecided")


def test_near_misses_stand_by_how_much_is_lacking(make_park: Callable) -> None:
    """The only plot of 34 daa before small ones, and no hall of 99 m² among what is asked to give land."""
    halls = buildings({"building_id": "1", "geometry": rect(410, 10, 80, 80), "building_type": "211", "floor_m2": 6400.0})
    ground = rect(0, 0, 40), rect(100, 0, 200, 170), rect(400, 0)
    large = {"plots": plots(*zip("ABC", ground)), "perimeter": perimeter(*ground), "parcels": parcels(*zip("pqr", ground))}
    vacant = records(("plot", "A", "idle"), ("plot", "B", "idle"), ("building", "1", "vacant_floor", "99"))
    _park(make_park, **large, records=vacant, buildings=halls, zoning=zoning({"geometry": rect(0, 0, 500, 500)}))
    answer = _ask({"daa": 50, "quay": True})
    assert list(_named(answer)) == ["B", "A"] and answer["counted"]["buildings"] == 0
    lacking = [one["lacking"] for one in answer["alternatives"]]
    assert lacking == sorted(lacking) and lacking[0] == pytest.approx(1 - 34 / 50, abs=0.01)
    assert all(one["kind"] != "building" for one in answer["alternatives"])
    assert [one["kind"] for one in _ask({"floor_m2": 90})["alternatives"]][0] == "building"


def test_candidate_and_proposal_are_measured_on_the_ground_that_is_needed(make_park: Callable) -> None:
    """Plot A: 6 of 10 daa are forest. A need of 5 daa takes 1 to 5 daa of it; the proposal's forest is counted the same way."""
    woods = pd.concat([_FOREST_AND_OPEN, land_resource(("30", rect(0, 300)))], ignore_index=True)
    _park(make_park, ground=woods)
    answer = _ask({"daa": 5})
    first = _named(answer)["A"]
    assert first["needed"]["nature"] == {"least_m2": pytest.approx(1000, abs=15), "most_m2": pytest.approx(5000, abs=15)}
    assert first["needed"]["exact"] and first["needed"]["m2"] == 5000
    assert answer["proposal_stands"]["needed"]["nature"] == {"least_m2": 5000, "most_m2": 5000}
    low, high = (first["needed_difference"]["nature"][end] for end in ("least_m2", "most_m2"))
    assert (low, high) == (pytest.approx(-4000, abs=15), pytest.approx(0, abs=15))
    assert sum(row["m2"] for row in first["taken"] if row["group"] == "forest") == pytest.approx(6000, abs=15)  # the whole stands beside it
    assert _named(answer)["B"]["needed_difference"]["nature"] == {"least_m2": -5000, "most_m2": -5000}


def test_a_width_makes_the_ends_bounds(make_park: Callable) -> None:
    _park(make_park)
    told = in_words(_ask({"daa": 5, "width_m": 50}), "nb")
    first = next(one for one in told["alternatives"] if one["units"] == [_unit("A")])
    assert not first["needed"]["exact"] and "ytre grenser" in first["needed_text"]["nature"]


def test_the_proposal_itself_stands_against_every_need(make_park: Callable) -> None:
    rails = frame("rail", [{"geometry": rect(0, 700).boundary}])
    _park(make_park, rail=rails, zoning=zoning({"geometry": rect(0, 0, 500, 500)}))
    needs = {"daa": 12, "width_m": 80, "side_m": 90, "rail": True, "quay": True, "zone_codes": ["1340"], "ready_by": "2027-01-01", "mw": 5}
    stands = _ask(needs)["proposal_stands"]
    found = {row["need"]: (answer, row["because"]) for answer in ("fits", "fails", "unknown") for row in stands[answer]}
    assert set(found) == set(needs)
    assert found["daa"][0] == "fails" and found["width_m"][0] == found["side_m"][0] == "fits"
    assert found["rail"][0] == "fails" and found["quay"] == ("unknown", "layer_not_mapped")
    assert found["zone_codes"] == ("fits", "measured") and found["ready_by"][0] == "unknown" and found["mw"][0] == "unknown"
    outside = gpd.GeoSeries([rect(0, 600)], crs=EPSG)
    unzoned = _ask({"zone_codes": ["1340"]}, outside)["proposal_stands"]["unknown"]
    assert [(row["need"], row["because"]) for row in unzoned if row["need"] == "zone_codes"] == [("zone_codes", "plan_first")]


def test_a_line_that_reaches_the_proposal_brings_what_it_is_drawn_for(make_park: Callable) -> None:
    _park(make_park, water_lines=frame("water_lines", [{"kind": "water", "geometry": rect(0, 900).boundary}]))
    short, stray = (shapely.LineString(rect(0, y, 10, 300).exterior.coords[:2]) for y in (410, 2000))
    for shape, word, reaches in ((short, "fits", True), (stray, "fails", False)):
        drawn = gpd.GeoDataFrame({"kind": ["water"]}, geometry=[shape], crs=EPSG)
        answer = _ask({"daa": 5, "water": True}, lines=drawn)
        told = {row["need"]: name for name in ("fits", "fails", "unknown") for row in answer["proposal_stands"][name]}
        assert (told["water"], answer["lines"][0]["reaches"]) == (word, reaches)


def test_the_zero_alternative_is_today_with_adopted_plans_carried_out(make_park: Callable) -> None:
    """Half of the proposal is zoned for industry in force, in forest: the plan takes that forest without the proposal."""
    woods = land_resource(("30", rect(0, 300)))
    plans = zoning({"geometry": rect(0, 300, 50)}, {"geometry": rect(50, 300, 50), "zone_code": "5100", "plan_id": "P2"})
    _park(make_park, ground=woods, zoning=pd.concat([plans, zoning({"geometry": rect(0, 0, 500, 100)})], ignore_index=True))
    zero = _ask({"daa": 5})["zero"]
    assert (zero["status"], zero["planned_m2"], zero["rest_m2"]) == ("HIT", pytest.approx(5000, abs=8), pytest.approx(5000, abs=8))
    assert {row["group"]: row["m2"] for row in zero["taken"]} == {"forest": zero["planned_m2"]}
    assert [row["zone_code"] for row in zero["zones"]] == ["1340"]
    text = in_words(_ask({"daa": 5}), "nb")["zero"]["text"]
    assert "også uten forslaget" in text and "Resten" in text


@pytest.mark.parametrize(("said", "far_m", "against"), [("own", 440, True), ("own", 10, False), ("shared", 440, False), ("none", 0, True)])
def test_what_the_map_contradicts_is_neither_met_nor_failed(make_park: Callable, said: str, far_m: float, against: bool) -> None:
    """A park says own quay, and the map's nearest is 440 m away: the alternative may fit, and says what both say."""
    quay = frame("quays", [{"geometry": rect(-far_m - 100 if far_m else -50, 0)}])
    _park(make_park, said=(("plot", "A", "idle"), ("plot", "B", "lease"), ("plot", "C", "lease")), quays=quay)
    made = new_nomination("prove", _unit("A"), "Kari", _DAY, facts=_OFFER | {"quay": said})
    assert made == 1
    one = _named(_ask({"daa": 5, "quay": True}))["A"]
    rows = [row for row in one["unknown"] if row["because"] == "contradicted_by_map"]
    assert bool(rows) == against
    if against and far_m:
        text = in_words(_ask({"daa": 5, "quay": True}), "nb")["alternatives"][0]["unknown"][0]["text"]
        assert "440" in text and "Egen" in text and one["rank_word"] == "may_fit"
    edit(1, {"quay": None}, "Kari", _DAY, 1)
    assert not [row for row in _named(_ask({"daa": 5, "quay": True}))["A"]["unknown"] if row["because"] == "contradicted_by_map"]


def test_every_word_of_what_can_be_had_has_a_sentence() -> None:
    for lang in messages.LANGS:
        for word in ("taken", "reserved", "option", "undecided", "plan_not_answered", "contradicted", "offered", "not_offered"):
            assert messages.text(lang, f"encroach.available.{word}")
