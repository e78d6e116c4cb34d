"""Invented parks say so in their names, and stand in no list beside one's own unless somebody asks for it."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from actions.exports.export import _about
from landuse.words import messages
from parks.park import name_words, read_park
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.squares import perimeter, rect, zoning
from tests.views.opened import without_fault


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A park of one's own and an invented one."""
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    for park_id, example in (("egen", False), ("oppdiktet", True)):
        write_park(tmp_path, park_id, example=example, perimeter=perimeter(rect(0, 0, 200)), zoning=zoning({"geometry": rect(0, 0, 200)}))
    yield tmp_path
    close_registers()


def shown(app: AppTest) -> tuple[list[str], list[str]]:
    """The ids in the bar's chooser, and in the table of parks."""
    told = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.json]
    bar = next(one["parks"] for one in told if "dates" in one)
    table = next((one["rows"] for one in told if "caption" in one), [])
    return [row["id"] for row in bar], [row["id"] for row in table]


def test_an_own_park_stands_without_invented_ones_until_somebody_asks(both: Path) -> None:
    app = without_fault()
    assert shown(app) == (["norway", "egen"], ["egen"])
    app.toggle(key="examples_switch").set_value(True).run()
    assert shown(app) == (["norway", "egen", "oppdiktet"], ["egen", "oppdiktet"])
    assert app.query_params["examples"] == "shown"


def test_an_address_opens_an_invented_park_all_the_same(both: Path) -> None:
    assert shown(without_fault(park="oppdiktet"))[0] == ["norway", "egen", "oppdiktet"]
    assert shown(without_fault(park="egen"))[0] == ["norway", "egen"]


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_name_says_it_where_a_park_is_chosen_and_where_it_leaves_the_tool(both: Path, lang: str) -> None:
    own, invented = read_park("egen"), read_park("oppdiktet")
    word = messages.text(lang, "frame.invented")
    assert name_words(own, lang) == "Egen" and name_words(invented, lang) == f"Oppdiktet ({word})"
    told = _about([own, invented], {park.id: park.current_date() for park in (own, invented)}, (), lang, False)
    assert f"Oppdiktet ({word})" in told["title"] and [row["name"] for row in told["parks"]] == ["Egen", f"Oppdiktet ({word})"]
