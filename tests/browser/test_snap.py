"""What is drawn snaps to the borders of what stands on the map, unless that is switched off; lines are drawn by mouse as areas are."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import ready
from tests.browser.test_frame import _MAP
from tests.browser.walk import settle

pytestmark = pytest.mark.browser
_CORNER = f"""() => {{
  const root = {_MAP}, div = root.querySelector(".map"), map = div.leafletMap, units = div.parkUnits, box = div.getBoundingClientRect();
  for (let i = 0; i < units.count; i++) {{
    const at = units.start[units.first[i]], [x, y] = [0, 1].map(axis => units.origin[axis] + units.xy[at + axis] / 10);
    const place = L.CRS.EPSG3857.unproject(L.point(x, y)), spot = map.latLngToContainerPoint(place).add([box.x, box.y]);
    const bare = [[0, 0], [130, 0], [130, 130], [0, 130]].every(([dx, dy]) => {{
      const seen = document.elementFromPoint(spot.x + dx, spot.y + dy);
      return seen?.shadowRoot === root && div.contains(root.elementFromPoint(spot.x + dx, spot.y + dy));
    }});
    if (bare && spot.y < innerHeight - 150) return {{ x: spot.x, y: spot.y, lat: place.lat, lng: place.lng }};
  }}
}}"""
_CORNERS = f"""() => {{
  const map = {_MAP}.querySelector(".map").leafletMap;
  return map.pm.getGeomanDrawLayers().map(layer => layer.getLatLngs().flat(2).map(({{ lat, lng }}) => [lat, lng]));
}}"""
_NEAR_PX = 7


def _draw(page: Page, tool: str, spot: dict[str, float]) -> list[float]:
    """Draw something whose first corner is clicked beside a corner of a unit; where that corner came to stand."""
    before = len(page.evaluate(_CORNERS))
    page.get_by_role("button", name=tool, exact=True).click()
    for x, y in ((_NEAR_PX - 2, _NEAR_PX - 2), (130, 0), (130, 130)):
        page.mouse.move(spot["x"] + x - 3, spot["y"] + y)
        page.mouse.move(spot["x"] + x, spot["y"] + y)
        page.mouse.click(spot["x"] + x, spot["y"] + y)
        page.wait_for_timeout(300)
    page.locator("[data-act=finish]").click()
    page.wait_for_function(f"count => ({_CORNERS})().length > count", arg=before)
    return page.evaluate(_CORNERS)[-1][0]


def _apart(corner: list[float], spot: dict[str, float]) -> float:
    return max(abs(corner[0] - spot["lat"]), abs(corner[1] - spot["lng"]))


def test_a_corner_snaps_to_a_corner_of_a_unit_until_that_is_switched_off(watched) -> None:
    page = watched("?park=verdal&page=ledig_forst")
    ready(page)
    settle(page)
    spot = page.evaluate(_CORNER)
    assert _apart(_draw(page, "Tegn linje", spot), spot) < 1e-9
    expect(page.get_by_text("Linje 1").first).to_be_attached()
    switch = page.get_by_role("button", name="Fest til grenser")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert _apart(_draw(page, "Tegn flate", spot), spot) > 1e-6


def test_the_alt_key_lets_go(watched) -> None:
    page = watched("?park=verdal&page=ledig_forst")
    ready(page)
    settle(page)
    spot = page.evaluate(_CORNER)
    page.keyboard.down("Alt")
    assert _apart(_draw(page, "Tegn linje", spot), spot) > 1e-6
    page.keyboard.up("Alt")
