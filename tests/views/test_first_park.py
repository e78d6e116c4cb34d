"""The first park: all files dropped at once, or drawn at a place known by its coordinates; and no page without a next step."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from actions.imports import set_up_park
from landuse.words import messages
from landuse.words.errors import LanduseError
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.squares import buildings, perimeter, rect, two_plots
from tests.views.opened import html, without_fault


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    yield tmp_path
    close_registers()


def _links(app: AppTest) -> list[str]:
    """Where the boxes that say what to do next lead."""
    boxes = re.findall(r'<div class="notice next".*?</div>', html(app), flags=re.DOTALL)
    return [unescape(address) for box in boxes for address in re.findall(r'href="([^"]+)"', box)]


@pytest.mark.parametrize("text", ["63,79 11,44", "63.79, 11.44", "63.79° N, 11.44° Ø", "11.44 63.79"])
def test_a_place_in_degrees_has_its_municipality(text: str) -> None:
    assert set_up_park.place_typed(text, ()) == ((63.79, 11.44), "5038")


def test_a_place_in_utm_is_read_near_the_municipality_that_is_chosen() -> None:
    (lat, lon), number = set_up_park.place_typed("620200 7075500", ("5038",))
    assert number == "5038" and (lat, lon) == pytest.approx((63.786, 11.439), abs=1e-3)


@pytest.mark.parametrize(("text", "chosen"), [("Ørin", ()), ("63.79", ()), ("1 2", ()), ("620200 7075500", ())])
def test_what_is_no_place_says_how_to_write_one(text: str, chosen: tuple[str, ...]) -> None:
    with pytest.raises(LanduseError) as refused:
        set_up_park.place_typed(text, chosen)
    assert refused.value.code == "place_unread"


def test_without_parks_files_are_dropped_first_and_a_place_chooses_its_municipality(root: Path) -> None:
    app = without_fault()
    assert html(app).index(messages.text("nb", "new.drop")) < html(app).index(messages.text("nb", "new.title"))
    assert app.button(key="new-files-read").disabled
    app.text_input(key="new-place").set_value("63,79 11,44").run()
    assert app.multiselect(key="new-municipality").value == ["5038"]
    shown = next(json.loads(one.proto.json)["bounds"] for one in app.get("bidi_component") if "bounds" in (one.proto.json or ""))
    (south, west), (north, east) = shown
    assert south < 63.79 < north and west < 11.44 < east and north - south < 0.02
    app.text_input(key="new-place").set_value("et sted").run()
    assert "et sted" in html(app) and app.multiselect(key="new-municipality").value == ["5038"]


def test_each_empty_page_leads_on(root: Path) -> None:
    write_park(root, "bare", perimeter=perimeter(rect(0, 0, 200)))
    assert "?park=bare&page=data&data=import" in {_ordered(link) for link in _links(without_fault(park="bare"))}
    assert "?park=bare&page=ledig_forst" in {_ordered(link) for link in _links(without_fault(page="ledig_forst"))}
    assert "?page=data&data=new" in {_ordered(link) for link in _links(without_fault(page="data", data="import"))}


def test_a_park_without_a_vacant_plot_leads_to_what_is_open(root: Path) -> None:
    houses = buildings(*({"building_id": f"B{x}", "geometry": rect(x, 20, 60, 60)} for x in (20, 120)))
    write_park(root, "full", **two_plots(), buildings=houses)
    app = without_fault(park="full", page="ledig_forst")
    app.button_group(key="first-source").set_value("plot").run()
    assert messages.text("nb", "first.plots.no_vacant") in html(app)
    assert "?park=full&page=bekreftelse" in {_ordered(link) for link in _links(app)}


def _ordered(address: str) -> str:
    """An address with its choices in one order."""
    order = ("park", "page", "data")
    parts = sorted(address.removeprefix("?").split("&"), key=lambda part: order.index(part.split("=")[0]))
    return "?" + "&".join(parts)
