"""The slider of time: by keys and by finger, in the address, on the same map and view, and out of the way of a raised sheet."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import UNIT_ON_SCREEN, ready
from tests.browser.test_frame import _MAP
from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_SEEN = f"() => {{ const map = {_MAP}.querySelector('.map').leafletMap, at = map.getCenter(); return [map.getZoom(), at.lat, at.lng]; }}"
_MARK = f"""() => {{
  const div = {_MAP}.querySelector(".map");
  div.same = true;
  div.leafletMap.setZoom(15, {{ animate: false }});
}}"""
_CLASSES = f"() => {_MAP}.querySelector('.map').parkUnits.facts.cls.join()"
_FOCUSED = """() => {
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node.type;
}"""


def _drawn(page: Page, day: str) -> Any:
    """The classes of a day once they are drawn."""
    page.locator(f".map[data-ready*='date={day}']").wait_for(timeout=120_000)
    settle(page)
    return page.evaluate(_CLASSES)


def test_keys_move_the_day_and_the_map_stays_where_it_is(watched) -> None:
    page = watched("?park=verdal")
    ready(page)
    page.evaluate(_MARK)
    now, seen = _drawn(page, "2026-06-30"), page.evaluate(_SEEN)
    slider = page.locator(".days input")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile("date=baseline"))
    then = _drawn(page, "2024-01-01")
    assert then != now and page.evaluate(_SEEN) == seen
    assert page.evaluate(f"{_MAP}.querySelector('.map').same") is True
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Utgangspunkt \(1\. januar 2024\)"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"date=\d{4}-\d\d-\d\d"))
    day = page.url.split("date=")[1][:10]
    _drawn(page, day)
    expect(page.locator(".wide select").first).to_have_value(day)
    assert page.evaluate(_FOCUSED) == "range"
    page.keyboard.press("End")
    page.wait_for_url(re.compile(r"^[^#]*\?park=verdal$"))
    assert _drawn(page, "2026-06-30") == now


def test_on_a_phone_it_lies_over_the_sheet_until_that_is_raised(watched) -> None:
    page = watched("?park=verdal&date=baseline", 390, 844)
    ready(page)
    settle(page)
    box, sheet = page.locator(".days").bounding_box(), page.locator(".st-key-panel").bounding_box()
    assert box["y"] + box["height"] <= sheet["y"] and box["x"] >= 0 and box["x"] + box["width"] <= 390
    after = page.locator(".days button").last
    assert min(after.bounding_box()[side] for side in ("width", "height")) >= 44
    after.click()
    page.wait_for_url(re.compile(r"date=\d{4}-"))
    settle(page)
    spot = page.evaluate(UNIT_ON_SCREEN, [None, False])
    page.mouse.click(spot["x"], spot["y"])
    page.locator(".card[data-unit]").wait_for()
    expect(page.locator(".days")).to_be_hidden()
