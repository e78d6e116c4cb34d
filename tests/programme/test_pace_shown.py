"""Pace of a park from its data: by the action, on the page, in words, and what is refused."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from actions.programme.pace import Pace, Wanted, pace
from commands.main import app as command
from landuse.words import messages
from landuse.words.errors import LanduseError
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.programme.conftest import four_plots

MAIN = str(Path(__file__).parent.parent.parent / "views" / "main.py")
_2028 = date(2028, 1, 1)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pace]:
    """A park of four plots and one that was taken; nothing here changes it."""
    root = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(root))
        write_park(root, **four_plots())
        yield pace(["prove"])
        close_registers()


def _unit(found: Pace, plot: str) -> str:
    return str(found.plots.index[found.plots["name"] == plot][0])


def test_the_set_that_takes_least_is_found_with_its_reasons(found: Pace) -> None:
    land = found.goals["land"]
    assert found.start.total_m2 == 50_022  # true areas
    assert list(found.plots["name"]) == ["T2", "T4", "T3"]
    assert found.plots["green_m2"].tolist() == [0, pytest.approx(5_000, abs=2), pytest.approx(found.start.vacant_m2 / 3, abs=2)]
    assert land["needed_m2"] == found.start.vacant_m2 - 5_002
    assert [found.plots.loc[unit, "name"] for unit in land["least"]["units"]] == ["T2", "T4", "T3"]
    assert found.seen_m2_per_year == pytest.approx(found.start.vacant_taken_m2 / 2.494, rel=0.01)
    assert found.supply_years == pytest.approx(found.start.vacant_m2 / found.seen_m2_per_year)


def test_steps_move_the_rate_and_take_what_lies_there(found: Pace) -> None:
    steps = [Wanted("take", _2028, _unit(found, "T4")), Wanted("release", date(2029, 1, 1), _unit(found, "T3"))]
    points = pace(["prove"], steps).points
    assert [round(point.land_pct) for point in points] == [40, 60, 75]
    assert points[1].farmland_m2 == pytest.approx(5_000, abs=2) and points[1].nature_m2 == 0
    assert points[2].nature_m2 == 0 and points[2].released_m2 == pytest.approx(10_000, abs=5)
    new = pace(["prove"], [Wanted("add_used", _2028, daa=100, nature_daa=80)]).points[-1]
    assert new.nature_m2 == 80_000 and new.land_pct > points[0].land_pct


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("pace_unit", [Wanted("take", _2028, "prove-none")]),
        ("pace_twice", [Wanted("take", _2028, "T4"), Wanted("release", _2028, "T4")]),
        ("pace_day", [Wanted("take", date(2020, 1, 1), "T4")]),
        ("pace_size", [Wanted("add_used", _2028, daa=1, nature_daa=2)]),
        ("pace_size", [Wanted("add_used", _2028)]),
    ],
    ids=["unit", "twice", "day", "more nature than ground", "no ground"],
)
def test_a_step_that_cannot_be_is_refused(found: Pace, code: str, steps: list[Wanted]) -> None:
    named = [Wanted(one.what, one.on, _unit(found, "T4") if one.unit == "T4" else one.unit, one.daa, one.nature_daa) for one in steps]
    with pytest.raises(LanduseError) as refused:
        pace(["prove"], named)
    assert refused.value.code == code
    assert all("{" not in refused.value.text(lang) for lang in messages.LANGS)


def test_a_park_without_business_zones_has_no_target(make_park) -> None:
    make_park(**{name: rows for name, rows in four_plots().items() if name != "zoning"})
    with pytest.raises(LanduseError) as refused:
        pace(["prove"])
    assert refused.value.code == "pace_no_rate"


def test_the_command_says_the_same_in_words_and_as_json(found: Pace) -> None:
    taken = f"{_unit(found, 'T2')}=2027-06-30"
    told = CliRunner().invoke(command, ["pace", "prove", "--take", taken, "--add", "daa=3,use=used,on=2028-01-01", "--json"])
    assert told.exit_code == 0, told.output
    said = json.loads(told.stdout)
    assert said["goals"] == found.goals
    assert [point["on"] for point in said["course"]] == ["2026-06-30", "2027-06-30", "2028-01-01"]
    words = CliRunner().invoke(command, ["pace", "prove", "--take", taken, "--lang", "en"]).stdout
    assert messages.text("en", "pace.proposal") in words and "30 June 2027" in words and "{" not in words


@pytest.mark.parametrize(
    "words", ["daa=3", "daa=x,on=2028-01-01", "on=2028-01-01", "daa=3,on=2028-01-01,use=never", "daa=3,on=2028-01-01,x=1"]
)
def test_new_ground_that_cannot_be_read_is_refused(found: Pace, words: str) -> None:
    told = CliRunner().invoke(command, ["pace", "prove", "--add", words])
    assert isinstance(told.exception, LanduseError) and told.exception.code == "pace_add"


def test_the_page_has_it_and_a_step_can_be_tried(found: Pace) -> None:
    app = AppTest.from_file(MAIN, default_timeout=600)
    for key, value in {"park": "prove", "page": "fremdrift", "lang": "nb"}.items():
        app.query_params[key] = value
    app.session_state["part-pace"] = True
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    assert messages.text("nb", "pace.proposal") in _html(app)
    next(one for one in app.multiselect if one.key.endswith("-plots")).select(_unit(found, "T2"))
    next(one for one in app.button if one.key and "pace-" in one.key).click().run()
    assert not app.exception, [error.value for error in app.exception]
    assert messages.text("nb", "pace.course") in _html(app)
    assert re.search(r"60,0\s%", _html(app))


def _html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))
