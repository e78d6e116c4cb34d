"""The slider of time: which days it stops at, what an address may ask for, and that the pages show the chosen day."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from actions.map import map_data
from actions.progress import changes
from actions.units import decide
from parks.park import Park
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.squares import buildings, rect, two_plots
from tests.views.opened import without_fault
from views import state
from views.web import cached

_BUILT, _GONE, _SAID = date(2025, 3, 1), date(2025, 9, 1), date(2026, 2, 1)


@pytest.fixture
def park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Park:
    """A house that stood for half a year, and one from before the baseline until after today."""
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    monkeypatch.setattr(cached, "find_days", lambda *asked: asked_for.append(asked))
    asked_for.clear()
    always = {"building_id": "B1", "geometry": rect(120, 20, 40, 40), "valid_from": date(2020, 1, 1), "valid_to": date(2027, 1, 1)}
    a_while = {"building_id": "B2", "geometry": rect(20, 20, 60, 60), "valid_from": _BUILT, "valid_to": _GONE}
    yield write_park(tmp_path, **two_plots(), buildings=buildings(always, a_while))
    close_registers()


asked_for: list[tuple] = []


def _told(app: AppTest, name: str) -> list[dict]:
    """What the components of a page were given that has a name in it."""
    told = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.json]
    return [one for one in told if name in one]


def test_it_stops_where_something_changed_between_baseline_and_today(park: Park) -> None:
    assert changes.days(park) == {_BUILT: ("buildings",), _GONE: ("buildings",)}
    units = map_data.units_frame(park.id, park.current_date(), map_data.version(park.id))
    decide.decide(park.id, units.index[0], "correct", "used", "Kari", "Befart", _SAID, decide.version(park.id))
    assert changes.days(park)[_SAID] == (changes.SAID,)


def test_many_days_are_one_a_month_or_one_a_year_and_lose_no_change() -> None:
    first = date(2010, 1, 1)
    few = {first + timedelta(days=3 * number): (f"layer{number % 3}",) for number in range(changes.MOST_DAYS)}
    assert changes.thinned(few) == few
    a_month = changes.thinned({first + timedelta(days=5 * number): (f"layer{number % 3}",) for number in range(100)})
    assert list(a_month)[0] == date(2010, 1, 31) and set(a_month[date(2010, 1, 31)]) == {"layer0", "layer1", "layer2"}
    a_year = changes.thinned({first + timedelta(days=11 * number): ("buildings",) for number in range(365)})
    assert len(a_year) <= changes.MOST_DAYS and [day.year for day in a_year] == list(range(2010, 2021))


@pytest.mark.parametrize("words", ["", "yesterday", "2025-13-01", "20250301", "1850-01-01", "2025-03-01 ", None])
def test_what_is_no_day_is_none(words: str | None) -> None:
    assert state.read_when(words) is None


def test_the_address_says_the_day_and_the_slider_stands_on_it(park: Park) -> None:
    app = without_fault(park=park.id, date=_BUILT.isoformat())
    slider = _told(app, "days")[0]
    assert [day["id"] for day in slider["days"]] == ["baseline", "2025-03-01", "2025-09-01", "today"]
    assert slider["date"] == "2025-03-01" and slider["days"][1]["note"] == "Bygninger"
    url = _told(app, "units")[0]["units"]["url"]
    assert "date=2025-03-01" in url
    bar = _told(app, "pages")[0]
    assert bar["date"] == "2025-03-01" and [day["id"] for day in bar["dates"]] == ["today", "baseline", "2025-03-01"]
    assert asked_for[0][1] == ["baseline", _GONE, "today"]  # the nearest first, and never the day that is shown


@pytest.mark.parametrize(
    ("asked", "shown"), [("2019-05-05", "baseline"), ("2024-01-01", "baseline"), ("2030-01-01", "today"), ("x", "today")]
)
def test_a_day_outside_the_park_s_time_is_the_nearest_in_it(park: Park, asked: str, shown: str) -> None:
    assert without_fault(park=park.id, date=asked).session_state["date"] == shown


def test_a_day_of_no_change_stands_among_the_others_and_norway_has_no_single_day(park: Park) -> None:
    ids = [day["id"] for day in _told(without_fault(park=park.id, date="2025-05-17"), "days")[0]["days"]]
    assert ids == ["baseline", "2025-03-01", "2025-05-17", "2025-09-01", "today"]
    assert without_fault(date="2025-05-17").session_state["date"] == "today"


@pytest.mark.parametrize("page", ["kart", "fremdrift", "bekreftelse", "ledig_forst", "tomter", "data"])
def test_every_page_takes_a_single_day(park: Park, page: str) -> None:
    app = without_fault(park=park.id, page=page, date=_BUILT.isoformat(), data="export")
    assert not app.error and app.session_state["date"] == "2025-03-01"


def test_a_house_that_stood_for_a_while_is_on_the_map_of_that_time_alone(park: Park) -> None:
    version = map_data.version(park.id)
    classes = [dict(map_data.units_table(park.id, on, version)["class"].value_counts()) for on in (park.baseline_date, _BUILT, _GONE)]
    assert classes[1]["building_stock"] > classes[0]["building_stock"] == classes[2]["building_stock"]


def test_no_page_reads_the_day_but_by_the_state_that_has_held_it_against_the_park() -> None:
    views = Path(__file__).parent.parent.parent / "views"
    own = {views / "state.py", views / "frame" / "days.py", views / "frame" / "bar.py"}  # the address, the slider and the choice
    reads = [path.name for path in views.rglob("*.py") if path not in own and 'state["date"]' in path.read_text(encoding="utf-8")]
    assert reads == []
