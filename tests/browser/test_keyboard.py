"""By keyboard: a way past the bar, an order that follows the page, a place that can be seen, and no part that holds one fast."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_MOST_STOPS = 50
_SEEN_PIXELS = 40  # that differ where the focus is drawn
_DARKER = 24  # levels of grey that an eye tells apart
_WHERE = """() => {
  let at = document.activeElement;
  const regions = ["bar", "stage", "strip", "panel"], region = regions.findIndex(name => at?.closest(`.st-key-${name}`));
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height, name: at.outerHTML.slice(0, 120), table: !!at.closest("canvas"),
    region, skip: at.className === "skip", last: at.hasAttribute("download") };
}"""
_LEAVE = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  window.left = at; at.blur();
}"""


@pytest.fixture
def page(watched) -> Page:
    opened = watched("?park=verdal")
    settle(opened)
    return opened


def test_the_first_link_leads_past_the_bar(page: Page) -> None:
    while not _next(page)["skip"]:  # the page itself comes first where it scrolls, so that arrow keys do so
        assert page.evaluate(_WHERE)["region"] <= 0
    assert page.evaluate(_WHERE)["height"] > 20  # seen as soon as it has the focus
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'innhold'")
    assert _next(page)["region"] > 0


def test_where_the_keyboard_is_can_be_seen_and_goes_from_bar_to_map_to_panel(page: Page) -> None:
    regions, unseen, there = [], [], {"last": False}
    while not there["last"]:
        there = _next(page)
        regions.append(there["region"])
        if there["region"] >= 0 and _drawn(page, there) < _SEEN_PIXELS:
            unseen.append(there["name"])
        assert len(regions) < _MOST_STOPS
    assert len(regions) >= 20 and unseen == []
    told = [region for region in regions if region >= 0]
    assert told == sorted(told) and set(told) == {0, 1, 2, 3}  # never back to what lies above


def test_the_table_shows_its_cell_and_lets_the_keyboard_go(page: Page) -> None:
    page.locator(".st-key-panel summary").filter(has_text="Arealenhetene").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    there = _next(page)
    while not there["table"]:
        there = _next(page)
    before = page.screenshot(clip=_around(there))
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(250)
    assert _apart(before, page.screenshot(clip=_around(there))) >= _SEEN_PIXELS
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not (page.evaluate(_WHERE) or {"table": False})["table"]


def _next(page: Page) -> dict:
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    there = page.evaluate(_WHERE)
    assert there is not None
    return there


def _drawn(page: Page, there: dict) -> int:
    """How many pixels around the place differ with and without the focus."""
    focused = page.screenshot(clip=_around(there))
    page.evaluate(_LEAVE)
    page.wait_for_timeout(250)
    left = page.screenshot(clip=_around(there))
    page.evaluate("window.left.focus({ focusVisible: true, preventScroll: true })")
    return _apart(focused, left)


def _around(there: dict) -> dict:
    return {"x": max(there["x"] - 8, 0), "y": max(there["y"] - 8, 0), "width": there["width"] + 16, "height": there["height"] + 16}


def _apart(one: bytes, other: bytes) -> int:
    pictures = [Image.open(BytesIO(taken)).convert("L") for taken in (one, other)]
    return sum(ImageChops.difference(*pictures).histogram()[_DARKER + 1 :])
