"""The map first: its share of the window, what lies over it, the one mark, the ways to a unit, and the tools in it."""

import re
from typing import Any

import pytest
import shapely
from playwright.sync_api import Page, expect
from pyproj import Geod

from landuse.words import messages
from tests.browser.server import UNIT_ON_SCREEN, ready
from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_SIZES = [(1440, 900), (1920, 1080), (390, 844)]
_LEAST_MAP, _HIGHEST_TOP = 0.85, 60
_LEAST_FREE = {1440: 0.65, 1920: 0.65, 390: 0.45}
_MOST_MARKS = 2
_MAP = """[...document.querySelectorAll("*")].map(each => each.shadowRoot).find(root => root?.querySelector(".map"))"""
_SHARES = f"""() => {{
  const root = {_MAP}, div = root.querySelector(".map"), box = div.getBoundingClientRect(), steps = 60;
  let free = 0;
  for (let i = 0; i < steps; i++) for (let j = 0; j < steps; j++) {{
    const x = (i + 0.5) / steps * innerWidth, y = (j + 0.5) / steps * innerHeight;
    if (document.elementFromPoint(x, y)?.shadowRoot === root && div.contains(root.elementFromPoint(x, y))) free += 1;
  }}
  const wide = Math.min(box.right, innerWidth) - Math.max(box.left, 0), high = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return {{ top: box.top, map: wide * high / (innerWidth * innerHeight), free: free / steps ** 2 }};
}}"""
_MARKS = """mark => {
  const drawn = node => !node || (getComputedStyle(node).display !== "none" && drawn(node.parentElement)); // parts of an SVG too
  const shown = node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && drawn(node), found = [];
  const look = root => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (data.includes(mark) && shown(parentElement)) found.push(data);
    }
    for (const node of root.querySelectorAll(".watermark")) if (shown(node) && node.style.backgroundImage) found.push("watermark");
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) look(node.shadowRoot);
  };
  look(document.body);
  return found;
}"""


def _fold(page: Page) -> None:
    for part in page.locator(".side details[open] > summary").all():
        part.click()


@pytest.mark.parametrize(("width", "height"), _SIZES)
@pytest.mark.parametrize("query", ["", "?park=verdal", "?park=verdal&page=ledig_forst"])
def test_the_map_has_the_window(watched, query: str, width: int, height: int) -> None:
    page = watched(query, width, height)
    ready(page, 120)
    settle(page)
    shares = page.evaluate(_SHARES)
    assert shares["map"] >= _LEAST_MAP and shares["top"] <= _HIGHEST_TOP


@pytest.mark.parametrize(("width", "height"), _SIZES)
def test_most_of_the_window_is_bare_map_with_a_card_open(watched, width: int, height: int) -> None:
    page = watched("?park=verdal", width, height)
    ready(page)
    spot = page.evaluate(UNIT_ON_SCREEN, [None, False])
    page.mouse.click(spot["x"], spot["y"])
    page.locator(".card[data-unit]").wait_for(timeout=60_000)
    settle(page)
    _fold(page)
    if width < 641:
        assert page.locator(".st-key-panel").get_attribute("data-sheet") == "half"
    assert page.evaluate(_SHARES)["free"] >= _LEAST_FREE[width]


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("page_id", ["kart", "fremdrift", "ledig_forst"])
def test_invented_data_are_marked_twice_at_most(watched, page_id: str, lang: str) -> None:
    page = watched(f"?park=verdal&page={page_id}&lang={lang}")
    settle(page)
    mark = messages.text(lang, "views.example.mark")
    marks = page.evaluate(_MARKS, mark)
    assert 1 <= len(marks) <= _MOST_MARKS and mark in marks, marks
    page.emulate_media(media="print")
    assert len(page.evaluate(_MARKS, mark)) > _MOST_MARKS  # on paper each figure has its own


def test_two_clicks_from_the_start_page_to_a_reason(watched) -> None:
    page = watched("")
    ready(page, 120)
    page.locator(".park[data-park=verdal] i").click()
    page.locator(".map[data-ready^='geo/verdal/']").wait_for()
    spot = page.evaluate(UNIT_ON_SCREEN, [None, False])
    page.mouse.click(spot["x"], spot["y"])
    expect(page.locator(".card section h3").filter(has_text="Hvorfor")).to_be_visible()


def test_search_by_keyboard_opens_a_park_and_shows_a_unit_close_by(watched) -> None:
    """The same map stands there all the time."""
    page = watched("")
    ready(page, 120)
    page.evaluate(f"() => {{ {_MAP}.querySelector('.map').same = true; }}")
    _search(page, "Verdal")
    page.locator(".map[data-ready^='geo/verdal/']").wait_for()
    name = _named(page)
    before = _zoom(page)
    _search(page, name)
    expect(page.locator(".card h2")).to_contain_text(name)
    page.wait_for_url(re.compile("unit="))
    assert _zoom(page) > before and page.evaluate(f"{_MAP}.querySelector('.map').same") is True


def _search(page: Page, words: str) -> None:
    page.locator(".search input").focus()
    page.locator(".search input").fill(words)
    expect(page.locator(".search [role=option][aria-selected=true]")).to_contain_text(words)
    page.keyboard.press("Enter")


def _named(page: Page) -> str:
    """The name of a plot that no other name begins with."""
    names = page.evaluate(f"{_MAP}.querySelector('.map').parkUnits.facts.name")
    return next(name for name in names if re.fullmatch("Tomt [0-9]{3}", name or ""))


def _zoom(page: Page) -> float:
    return page.evaluate(f"{_MAP}.querySelector('.map').leafletMap.getZoom()")


def test_plots_have_their_names_from_a_zoom_on(watched) -> None:
    page = watched("?park=verdal")
    ready(page)
    counts = [_written(page, zoom) for zoom in (12, 15, 16)]
    assert counts[0] == 0 and counts[1] > 10
    page.locator(".layers summary").click()
    page.locator(".layers input[name=names]").uncheck()
    assert _written(page, 16) == 0


def _written(page: Page, zoom: float) -> int:
    page.evaluate(f"zoom => {_MAP}.querySelector('.map').leafletMap.setZoom(zoom, {{ animate: false }})", zoom)
    page.wait_for_timeout(100)
    return int(page.locator("canvas.names").get_attribute("data-drawn"))


def test_each_colour_of_a_layer_is_in_the_key(watched) -> None:
    page = watched("?park=verdal")
    ready(page)
    page.locator(".layers summary").click()
    told = page.locator(".layers .codes").all_inner_texts()
    assert any("Skog" in words and "Myr" in words for words in told) and any("Parkering" in words for words in told)
    assert page.locator(".key .legend li").count() == 5


def test_a_figure_shows_only_what_it_counts_and_again_all(watched) -> None:
    page = watched("?park=verdal")
    ready(page)
    vacant = page.locator(".strip [data-show=vacant_zoned]")
    vacant.click()
    expect(vacant).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("show=vacant_zoned"))
    vacant.click()
    expect(vacant).to_have_attribute("aria-pressed", "false")


def test_what_is_measured_is_what_the_ellipsoid_says(watched) -> None:
    """Four places around Verdal, by the tool's own sums and by pyproj; and the tool reads along while it is used."""
    page = watched("?park=verdal")
    ready(page)
    corners = [(11.42, 63.79), (11.44, 63.79), (11.445, 63.80), (11.42, 63.798)]
    sizes: dict[str, Any] = page.evaluate(
        """async corners => {
          const { sizes } = await import(new URL("assets/map/measure.js", document.baseURI).href);
          return sizes(corners.map(([lng, lat]) => ({ lat, lng })));
        }""",
        corners,
    )
    ring = shapely.Polygon(corners)
    area_m2, around_m = Geod(ellps="GRS80").geometry_area_perimeter(ring)
    assert sizes["area"] == pytest.approx(abs(area_m2), rel=5e-4) and sizes["around"] == pytest.approx(around_m, rel=5e-4)
    page.locator(".buttons .measure").click()
    for x, y in ((500, 400), (600, 400), (600, 500)):
        page.mouse.click(x, y)
        page.wait_for_timeout(300)
    expect(page.locator(".reading span")).to_contain_text(re.compile(r"daa · .* m"))
    assert "unit=" not in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".reading")).to_be_hidden()


def test_a_phone_has_its_pages_in_the_menu_and_its_sheet_goes_up_and_down(watched) -> None:
    page = watched("?park=verdal", 390, 844)
    ready(page)
    sheet, grip = page.locator(".st-key-panel"), page.locator("button.grip")
    heights = [sheet.get_attribute("data-sheet")]
    for _ in range(3):
        grip.click()
        heights.append(sheet.get_attribute("data-sheet"))
    assert heights == ["peek", "half", "full", "peek"]
    page.locator(".menu summary").click()
    page.locator(".menu a[data-page=om_tallene]").click()
    expect(page).to_have_title(re.compile("^Om tallene –"))
    page.locator(".menu summary").click()
    assert page.locator(".menu a[aria-current=page]").inner_text() == "Om tallene"


def test_the_same_map_stands_there_from_page_to_page(watched) -> None:
    page = watched("?park=verdal")
    ready(page)
    for name in ("ledig_forst", "bekreftelse", "kart"):
        page.evaluate(f"() => {{ {_MAP}.querySelector('.map').same = true; }}")
        page.locator(f"nav.wide a[data-page={name}]").click()
        page.wait_for_url(re.compile("park=verdal" if name == "kart" else f"page={name}"))
        settle(page)
        assert page.evaluate(f"{_MAP}.querySelector('.map').same") is True, name
