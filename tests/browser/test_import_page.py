"""The side Import in a real browser: a dirty file is read, seen on the map, taken into use and put back; others are answered meanwhile."""

import random
import re
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.server import HOSTILE, serve, stop
from tests.conftest import _OUTLINES, _PARK_TOML

pytestmark = pytest.mark.browser
_WAIT = 90_000
EAST, NORTH = 620_000, 7_076_000


@pytest.fixture(scope="module")
def own_park(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[tuple[str, Path]]:
    """The app over one park without data: its address, and a folder for files."""
    root = tmp_path_factory.mktemp("import")
    (root / "parcels" / "prove").mkdir(parents=True)
    (root / "municipalities.geojson").write_bytes(_OUTLINES.read_bytes())
    words = _PARK_TOML.format(id="prove", municipalities='["5038"]', epsg=25832, example="false", rest="")
    (root / "parcels" / "prove" / "park.toml").write_text(words, encoding="utf-8")
    process, address = serve(root, root / "server.txt")
    yield address, tmp_path_factory.mktemp("files")
    stop(process)


def opened(chromium: Browser, address: str, lang: str = "nb", width: int = 1440) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900 if width > 500 else 844})
    page.goto(f"{address}/?page=data&data=import&park=prove&lang={lang}")
    page.locator("input[type=file]").wait_for(state="attached", timeout=_WAIT)
    return page


def dirty(folder: Path) -> Path:
    """Plots with a bow-tie, a row without geometry, and a script in a name."""
    tie = [(EAST + 300, NORTH), (EAST + 400, NORTH + 100), (EAST + 400, NORTH), (EAST + 300, NORTH + 100)]
    shapes = [shapely.box(EAST, NORTH, EAST + 100, NORTH + 100), shapely.Polygon(tie), None]
    frame = gpd.GeoDataFrame({"tomtenr": ["A1", HOSTILE, "A3"], "navn": ["BlÃ¥bÃ¦r", HOSTILE, "x"]}, geometry=shapes, crs=25832)
    path = folder / "tomter.gpkg"
    pyogrio.write_dataframe(frame, path, driver="GPKG", layer="tomter")
    return path


def test_read_seen_taken_and_put_back(chromium: Browser, own_park) -> None:
    address, folder = own_park
    page = opened(chromium, address)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    unknown = folder / "ukjent.geojson"
    unknown.write_text('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"x":1},"geometry":null}]}')
    page.locator("input[type=file]").set_input_files([dirty(folder), unknown])
    page.get_by_role("button", name="Les filene").click()
    expect(page.get_by_text("1 ting er uklart")).to_be_visible(timeout=_WAIT)
    expect(page.get_by_role("cell", name="tabellen heter «tomter»")).to_be_visible()
    expect(page.get_by_text("Rad 3 har ingen geometri").first).to_be_visible(timeout=_WAIT)
    page.locator(".map[data-ready*=findings]").first.wait_for(timeout=_WAIT)
    assert int(page.locator(".map").first.get_attribute("data-units") or 0) >= 1
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        assert axe.faults(page) == [] and axe.wider_px(page) <= 0
    report = page.request.get(page.get_by_role("link", name="Datarapport som GeoJSON").evaluate("link => link.href"))
    assert report.status == 200 and any(feature["geometry"] for feature in report.json()["features"])
    expect(page.get_by_role("button", name="Ta i bruk")).to_be_disabled()
    field = page.get_by_role("combobox", name=re.compile(r"Lag \(1\)"))
    field.click()
    field.fill("Ta ikke")
    page.get_by_role("option", name=re.compile("Ta ikke med filen")).click()
    page.get_by_role("button", name="Les på nytt med svarene").click()
    expect(page.get_by_role("button", name="Ta i bruk")).to_be_enabled(timeout=_WAIT)
    page.get_by_role("button", name="Ta i bruk").click()
    expect(page.locator(".notice.done")).to_contain_text("Tatt i bruk: tomter.gpkg", timeout=_WAIT)
    expect(page.locator("table").last).to_contain_text("i bruk")
    page.get_by_role("button", name="Gå tilbake").last.click()
    expect(page.locator(".notice.done")).to_contain_text("Versjon 0 er lagt tilbake", timeout=_WAIT)
    assert page.evaluate("window.pwned") is None and faults == []
    page.close()


def test_the_page_in_english_on_a_phone(chromium: Browser, own_park) -> None:
    page = opened(chromium, own_park[0], "en", 390)
    expect(page.get_by_role("button", name="Read the files")).to_be_visible(timeout=_WAIT)
    assert axe.wider_px(page) <= 0
    page.close()


def test_others_are_answered_while_a_bomb_is_refused(chromium: Browser, own_park, record_property) -> None:
    """A polygon that crosses itself everywhere takes minutes to mend; it is given up in its own process."""
    address, folder = own_park
    chance = random.Random(1)
    corners = [(EAST + 1000 * chance.random(), NORTH + 1000 * chance.random()) for _ in range(2_500)]
    frame = gpd.GeoDataFrame({"tomtenr": ["A"]}, geometry=[shapely.Polygon(corners)], crs=25832)
    pyogrio.write_dataframe(frame, folder / "bombe.gpkg", driver="GPKG", layer="tomter")
    page = opened(chromium, address)
    page.locator("input[type=file]").set_input_files(folder / "bombe.gpkg")
    page.get_by_role("button", name="Les filene").click()
    page.get_by_text(re.compile("Leser bombe.gpkg")).first.wait_for(timeout=_WAIT)
    began = time.monotonic()
    urllib.request.urlopen(f"{address}/geo/norway.geojson", timeout=600).read()
    urllib.request.urlopen(f"{address}/?page=kart", timeout=600).read()
    record_property("answer_s", round(time.monotonic() - began, 2))
    refused = page.locator("table tr", has_text="bombe.gpkg")
    assert not refused.first.is_visible()  # it is still at it, and the others have their answers
    expect(refused.first).to_be_visible(timeout=_WAIT)
    expect(page.get_by_role("button", name="Ta i bruk")).to_be_disabled()
    page.close()
