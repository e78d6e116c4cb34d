"""Eleven ways to raise the land rate without a firm moving onto vacant land that stood idle: each with what the reader is told.

Two plots of 10 daa, one let and one idle, frozen at a rate of 50. None of the ways moves the baseline, and none of them is unsaid.
"""

import json
from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest

from actions.plans import questions
from actions.progress import baseline, progress
from actions.progress.status import status
from actions.units import decide
from actions.units.inventory import inventory
from landuse.units.plans import Answer
from parks.park import Park
from tests.actions.test_baseline import IDLE, LET, NOW, THEN, bring, half
from tests.squares import land_resource, perimeter, plots, records, rect, zoning

_ADOPTED = '[adopted]\nby = "Styret"\non = 2024-01-01\nbasis = "Vedtak"\n'
_SINCE = "2025-03-01"
_FOREST_AND_FIELD = land_resource(("30", rect(-500, -500, 700, 2000)), ("21", rect(200, -500, 1300, 2000)))
_TWO = zoning({"geometry": rect(0, 0, 200)})
_THREE_PLOTS = plots(("T1", rect(0, 0)), ("T2", rect(100, 0)), ("T3", rect(200, 0)))


def _from(rows: gpd.GeoDataFrame, place: int, day: str = _SINCE, ends: bool = False) -> gpd.GeoDataFrame:
    """The rows, one of which begins or ends on a day."""
    name = "valid_to" if ends else "valid_from"
    days = rows[name].copy()
    days.iloc[place] = pd.Timestamp(day)
    return rows.assign(**{name: days.astype("datetime64[ms]")})


def _taken(kind: str = "taken") -> gpd.GeoDataFrame:
    return records(LET, ("plot", "T2", kind, None, "2025-06-01", _SINCE))


def _fill() -> None:
    bring("records", _taken())


def _dezone() -> None:
    bring("zoning", _from(zoning({"geometry": rect(0, 0)}, {"geometry": rect(100, 0), "plan_id": "P2"}), 1, ends=True))


def _enlarge_and_build() -> None:
    bring("perimeter", _outlines(rect(0, 0, 200), rect(0, 0, 300)))
    bring("plots", _THREE_PLOTS)
    bring("zoning", _from(zoning({"geometry": rect(0, 0, 200)}, {"geometry": rect(200, 0), "plan_id": "P2"}), 1))
    bring("records", records(LET, IDLE, ("plot", "T3", "taken", None, "2025-06-01", _SINCE)))


def _set_by_hand() -> None:
    unit = inventory("prove", NOW).query("plot_id == 'T2'").index[0]
    decide.decide("prove", unit, "correct", "used", "Ola", "Slik er det", NOW, decide.version("prove"))


def _remeasure() -> None:
    """The park's outline and its let plot are measured again, ten metres wider, into the forest beside them."""
    bring("perimeter", _outlines(rect(0, 0, 200), rect(-10, 0, 210)))
    bring("plots", plots(("T1", rect(-10, 0, 110, 100)), ("T2", rect(100, 0))))
    bring("zoning", zoning({"geometry": rect(-10, 0, 210)}))


def _draft_into_force() -> None:
    bring("records", records(LET, IDLE, ("plot", "T3", "lease", None, "2025-06-01", _SINCE)))
    bring("zoning", _from(zoning({"geometry": rect(0, 0, 200)}, {"geometry": rect(200, 0), "plan_id": "P2"}), 1))


def _let_to_a_sleeping_firm() -> None:
    bring("records", _taken("own_reserve"))


def _shrink() -> None:
    bring("perimeter", _outlines(rect(0, 0, 200), rect(0, 0)))


def _require_a_plan() -> None:
    said = Answer("P2", "requirement", "required", "§ 3.1")
    questions.answer("prove", said, "Ola", "Bestemmelsene", questions.version("prove"))


def _rezone_to_green() -> None:
    rows = zoning({"geometry": rect(0, 0)}, {"geometry": rect(100, 0)}, {"geometry": rect(100, 0), "plan_id": "P2", "zone_code": "3040"})
    bring("zoning", _from(_from(rows, 1, ends=True), 2))


def _outlines(then: object, now: object) -> gpd.GeoDataFrame:
    """The perimeter until a day, and from then on."""
    return _from(_from(perimeter(then, now), 0, ends=True), 1)


_NATURE, _FARMLAND = "that was nature", "that was farmland"
_NEW, _LEFT = "was not counted at the baseline", "is no business land any more"
_SET, _HELD = "somebody set the class here", "idle and held by others"
_WAYS: dict[Callable[[], None], tuple[list[str], str, tuple[float, float]]] = {  # what is told, the cause, daa of nature and farmland
    _fill: ([_NATURE], "taken_into_use", (10, 0)),
    _dezone: ([_LEFT], "dezoned", (0, 0)),
    _enlarge_and_build: ([_FARMLAND, _NEW], "entered", (0, 10)),
    _set_by_hand: ([_NATURE, _SET], "set_by_person", (10, 0)),
    _remeasure: ([_NATURE, _NEW], "entered", (1, 0)),
    _draft_into_force: ([_FARMLAND, _NEW], "nature_built", (0, 10)),
    _let_to_a_sleeping_firm: ([_NATURE, _HELD], "taken_into_use", (10, 0)),
    _shrink: ([_LEFT], "left", (0, 0)),
    _require_a_plan: ([_LEFT], "told_later", (0, 0)),
    _rezone_to_green: ([_LEFT], "dezoned", (0, 0)),
}


def _frozen(make_park: Callable[..., Park], way: Callable[[], None]) -> dict:
    """The park of two plots, frozen; what the way needs to have been there at the baseline is there."""
    frames = half(land_resource=_FOREST_AND_FIELD)
    if way is _draft_into_force:
        frames |= {"perimeter": perimeter(rect(0, 0, 300)), "plots": _THREE_PLOTS}
    if way is _require_a_plan:
        frames["zoning"] = zoning({"geometry": rect(0, 0)}, {"geometry": rect(100, 0), "plan_id": "P2", "further_plan_required": None})
    make_park(rest=_ADOPTED, **frames)
    baseline.freeze("prove", "Styret", "Vedtatt")
    return status(["prove"], "baseline", "en").as_json()["parks"][0]


@pytest.mark.parametrize("way", list(_WAYS), ids=lambda way: way.__name__.strip("_"))
def test_the_rate_rises_and_why_is_told(make_park: Callable[..., Park], way: Callable[[], None]) -> None:
    told, cause, (nature, farmland) = _WAYS[way]
    before = _frozen(make_park, way)
    assert before["land_utilisation_pct"] == 50.0
    way()
    row = status(["prove"], lang="en").as_json()["parks"][0]
    assert row["land_utilisation_pct"] > 50.0
    for words in told:
        assert sum(words in note for note in row["notes"]) == 1, row["notes"]
    assert row["nature_in_use_daa"] == pytest.approx(nature, abs=0.02) and row["farmland_in_use_daa"] == pytest.approx(farmland, abs=0.02)
    moves = progress.moved("prove", THEN, NOW).causes
    assert moves.loc[cause].abs().sum() > 0
    after = status(["prove"], "baseline", "en").as_json()["parks"][0]
    assert {name: after[name] for name in before if name not in ("baseline", "notes")} == {
        name: before[name] for name in before if name not in ("baseline", "notes")
    }
    json.dumps(row, allow_nan=False)


@pytest.mark.parametrize("way", [_dezone, _shrink, _require_a_plan, _rezone_to_green], ids=lambda way: way.__name__.strip("_"))
def test_on_the_adopted_perimeter_land_that_is_left_out_stays_vacant(make_park: Callable[..., Park], way: Callable[[], None]) -> None:
    _frozen(make_park, way)
    way()
    row = status(["prove"]).as_json()["parks"][0]
    assert (row["land_utilisation_pct"], row["adopted_land_utilisation_pct"]) == (100.0, 50.0)


def test_a_sleeping_firm_is_no_firm_in_the_rate_beside(make_park: Callable[..., Park]) -> None:
    _frozen(make_park, _let_to_a_sleeping_firm)
    _let_to_a_sleeping_firm()
    assert status(["prove"]).as_json()["parks"][0]["land_utilisation_without_idle_held_pct"] == 50.0


def test_what_rests_on_peoples_word_is_told_beside_the_rate(make_park: Callable[..., Park]) -> None:
    _frozen(make_park, _set_by_hand)
    before = status(["prove"]).as_json()["parks"][0]
    assert (before["by_word_pct"], before["by_decisions_daa"]) == (100.0, 0.0) and before["by_statements_daa"] == before["total_daa"]
    _set_by_hand()
    after = status(["prove"]).as_json()["parks"][0]
    assert after["by_decisions_daa"] == pytest.approx(10, abs=0.02) == after["by_statements_daa"]


def test_the_eleventh_a_statement_backdated_before_freezing(make_park: Callable[..., Park]) -> None:
    """A lease said in 2026 to hold since 2020 lowers the baseline's rate of vacant land before it is frozen; the baseline says so."""
    make_park(**half(records=records(("plot", "T1", "lease", None, "2023-11-15"), ("plot", "T2", "idle", None, "2023-11-15"))))
    assert not any("after the day" in note for note in status(["prove"], lang="en").as_json()["parks"][0]["notes"])
    bring("records", records(("plot", "T1", "idle", None, "2026-06-01", "2020-01-01"), ("plot", "T2", "idle", None, "2023-11-15")))
    kept = baseline.freeze("prove", "Styret", "Vedtatt")
    assert kept.about["amounts"]["said_later_m2"] == pytest.approx(10_000, rel=1e-3)
    bring("records", records(("plot", "T1", "lease", None, "2026-06-01", _SINCE), ("plot", "T2", "idle", None, "2023-11-15")))
    for on in (None, "baseline"):
        notes = status(["prove"], on, "en").as_json()["parks"][0]["notes"]
        assert sum("after the day" in note for note in notes) == 1, notes
