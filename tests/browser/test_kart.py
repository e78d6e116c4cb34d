"""The page *Kart* in a real browser: what a map component does, no other test can see."""

import re
import urllib.request

import geopandas as gpd
import numpy as np
import pytest
import shapely
from playwright.sync_api import expect

from actions.map import map_data
from landuse.measure import crs
from tests.browser.server import HOSTILE, READY, UNIT_ON_SCREEN, ready
from tests.browser.walk import settle

pytestmark = pytest.mark.browser


def test_click_on_a_unit_shows_its_card_and_its_address(watched):
    page = watched("?park=verdal")
    ready(page)
    spot = page.evaluate(UNIT_ON_SCREEN, [None, False])
    page.mouse.click(spot["x"], spot["y"])
    page.locator(".card[data-unit]").wait_for(timeout=30_000)
    assert page.locator(".card[data-unit]").get_attribute("data-unit") == spot["id"]
    page.wait_for_url(re.compile(f"unit={spot['id']}"))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0  # the map reaches below the screen


def test_the_unit_under_the_mouse_is_the_one_that_covers_the_place(watched, data_root, monkeypatch):
    """A thousand places: what the map finds in its packed shapes, and what GEOS finds in the inventory."""
    page = watched("?park=verdal")
    ready(page)
    monkeypatch.setenv("PARKAREAL_DATA", str(data_root))
    park = map_data.park("verdal")
    units = map_data.units_frame("verdal", map_data.day(park, "today"), map_data.version("verdal"))
    west, south, east, north = units.total_bounds
    random = np.random.default_rng(7)
    places = gpd.GeoSeries(gpd.points_from_xy(random.uniform(west, east, 1000), random.uniform(south, north, 1000)), crs=units.crs)
    clear = places[shapely.distance(places.to_numpy(), shapely.union_all(units.boundary.to_numpy())) > 0.2]
    found = page.evaluate(_UNITS_AT, [[place.x, place.y] for place in clear.to_crs(crs.MAP_EPSG)])
    covering = units.reset_index().sjoin(gpd.GeoDataFrame(geometry=clear), predicate="contains").groupby("index_right")["unit_id"].agg(list)
    assert len(covering) > 400
    for place, unit_id in zip(clear.index, found, strict=True):
        assert (unit_id in covering[place]) if place in covering.index else unit_id is None


_UNITS_AT = """places => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r && r.querySelector(".map"));
  const units = root.querySelector(".map").parkUnits;
  return places.map(([lon, lat]) => {
    const place = L.CRS.EPSG3857.project(L.latLng(lat, lon)), index = units.at([place.x, place.y], 0);
    return index < 0 ? null : units.facts.unit_id[index];
  });
}"""


def test_row_in_the_table_shows_the_card_without_a_mouse(watched):
    page = watched("?park=verdal")
    ready(page)
    page.locator(".st-key-panel summary").filter(has_text="Arealenhetene").click()
    page.locator("[data-testid=stDataFrame]").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # the table is drawn once its part is open
    box = page.locator("[data-testid=stDataFrame]").first.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + 38 + 19)
    expect(page.locator(".card[data-unit]")).to_be_visible(timeout=30_000)


def test_script_in_a_plot_name_is_text(watched):
    page = watched("?park=verdal")
    ready(page)
    unit = page.evaluate(UNIT_ON_SCREEN, [None, True])["id"]
    page.goto(f"{page.url.split('?')[0]}?park=verdal&unit={unit}")
    ready(page)
    expect(page.locator(".card h2")).to_contain_text(HOSTILE)
    spot = page.evaluate(UNIT_ON_SCREEN, [unit, False])
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.move(spot["x"] + 1, spot["y"] + 1)
    page.wait_for_timeout(400)
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize(("lang", "mark", "rate"), [("nb", "EKSEMPEL", "Arealutnyttelse"), ("en", "EXAMPLE", "Land utilisation")])
@pytest.mark.parametrize("width", [1440, 390])
def test_both_languages_at_both_widths(watched, lang, mark, rate, width):
    page = watched(f"?park=verdal&lang={lang}", width, 900 if width > 500 else 844)
    ready(page)
    assert page.evaluate("document.documentElement.lang") == lang
    expect(page.locator(".tile h3").first).to_contain_text(rate)
    for place in (".example summary", ".tile .mark", ".corner", "h2.section .mark"):  # the last three for those who print
        expect(page.locator(place).first).to_contain_text(mark)
    expect(page.locator(".watermark")).to_have_attribute("data-words", mark)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0


def test_language_switch_changes_words_and_html_lang_and_keeps_the_park(watched):
    page = watched("?park=verdal")
    ready(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator(".tile h3").first).to_contain_text("Land utilisation")
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert "lang=en" in page.url and "park=verdal" in page.url


def test_served_page_has_the_asked_language(address):
    for lang in ("nb", "en"):
        with urllib.request.urlopen(f"{address}/?lang={lang}") as answer:
            assert f'<html lang="{lang}">' in answer.read().decode()


def test_back_and_forward_show_what_their_address_says(watched):
    page = watched("?park=verdal")
    ready(page)
    for name in ("Fremdrift", "Tomter"):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(re.compile(f"page={name.lower()}"))
        expect(page).to_have_title(re.compile(f"^{name} –"))
    for move, name in ((page.go_back, "Fremdrift"), (page.go_back, "Kart"), (page.go_forward, "Fremdrift")):
        settle(page)
        move()
        expect(page).to_have_title(re.compile(f"^{name} –"), timeout=30_000)


def test_an_address_of_a_park_that_is_not_there_says_so(watched):
    page = watched("?park=finnesikke")
    expect(page.get_by_text("finnesikke").first).to_be_visible(timeout=30_000)
    page.wait_for_timeout(3_000)
    expect(page.get_by_text("finnesikke").first).to_be_visible()


def test_park_on_the_map_of_norway_opens_it(watched):
    page = watched("")
    ready(page)
    page.locator(".park[data-park=verdal] i").click()
    page.locator(f"{READY.replace(':not', '[data-units]:not')}").first.wait_for(timeout=30_000)
    assert "park=verdal" in page.url


def test_park_without_counted_land_says_so_in_words(watched):
    page = watched("?park=viken")
    ready(page)
    expect(page.locator(".strip b").first).to_have_text("ikke ferdig regulert")


def test_layers_can_be_switched_and_power_is_hidden_at_first(watched):
    page = watched("?park=verdal")
    ready(page)
    page.locator(".layers summary").click()
    assert not page.locator(".layers input[name=power]").is_checked()
    with page.expect_response(re.compile(r"/geo/verdal/flood\.shapes")) as answer:
        page.locator(".layers input[name=flood]").check()
    assert answer.value.status == 200
