"""How long people wait, as the browser sees it: tried until it is quick enough, since other work shares the machine."""

import math
import time
from collections.abc import Callable, Iterable
from functools import partial

import pytest
from playwright.sync_api import Page

from tests.browser.server import UNIT_ON_SCREEN, ready

pytestmark = [pytest.mark.browser, pytest.mark.soak]  # a clock is no judge on a machine that does other work
FIRST_MAP_SECONDS, CLICK_SECONDS, OTHER_PARK_SECONDS = 5.0, 0.5, 0.6
_TRIES = 8


def test_first_map(watched, record_property):
    """A page that nobody has opened before in this browser, the server being warm."""
    ready(watched("?park=verdal"), 60)
    best = _best((lambda: _first_map(watched) for _ in range(_TRIES)), FIRST_MAP_SECONDS)
    record_property("first_map_s", round(best, 2))
    assert best < FIRST_MAP_SECONDS


def test_click_to_card(watched, record_property):
    page = watched("?park=verdal")
    ready(page)
    units = page.evaluate(_IDS)[:_TRIES]
    best = _best((partial(_click, page, unit) for unit in units), CLICK_SECONDS)
    record_property("click_to_card_s", round(best, 2))
    assert best < CLICK_SECONDS


def test_other_park(watched, record_property):
    page = watched("?park=verdal")
    ready(page)
    best = _best((partial(_other_park, page, park) for park in ["viken", "verdal"] * (_TRIES // 2)), OTHER_PARK_SECONDS)
    record_property("other_park_s", round(best, 2))
    assert best < OTHER_PARK_SECONDS


_IDS = """() => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r && r.querySelector(".map"));
  const div = root.querySelector(".map"), map = div.leafletMap, units = div.parkUnits, found = [];
  const low = innerHeight - div.getBoundingClientRect().y - 20;
  for (let i = 0; i < units.count; i++) {
    if (units.facts.area_m2[i] < 30000) continue;
    const middle = units.middle(i), spot = map.latLngToContainerPoint(L.CRS.EPSG3857.unproject(L.point(...middle)));
    const bare = div.contains(root.elementFromPoint(spot.x, spot.y + div.getBoundingClientRect().y));
    if (units.at(middle, 0) === i && spot.y < low && bare) found.push(units.facts.unit_id[i]);
  }
  return found;
}"""


def _best(measures: Iterable[Callable[[], float]], limit: float) -> float:
    """The shortest of the waits, measured until one is within the limit."""
    best = math.inf
    for measure in measures:
        best = min(best, measure())
        if best < limit:
            break
    return best


def _first_map(watched) -> float:
    start = time.monotonic()
    ready(watched("?park=verdal"))
    return time.monotonic() - start


def _click(page: Page, unit: str) -> float:
    page.wait_for_timeout(400)
    spot = page.evaluate(UNIT_ON_SCREEN, [unit, False])
    start = time.monotonic()
    page.mouse.click(spot["x"], spot["y"])
    page.locator(f".card[data-unit='{unit}']").wait_for(timeout=30_000)
    return time.monotonic() - start


def _other_park(page: Page, park: str) -> float:
    page.wait_for_timeout(600)
    start = time.monotonic()
    page.get_by_label("Park", exact=True).select_option(park)
    page.locator(f".map[data-ready^='geo/{park}/']").wait_for(timeout=30_000)
    return time.monotonic() - start
