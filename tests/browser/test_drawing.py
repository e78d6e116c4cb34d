"""Drawing on the map in a real browser: by mouse, by text, kept through reruns and languages; and a park set up end to end."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from landuse.measure import crs
from landuse.quality.dates import norwegian_today
from parks.park import read_park
from parks.read import read_layer
from tests.browser.server import ready

pytestmark = pytest.mark.browser
MAP = """() => [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r?.querySelector(".map"))?.querySelector(".map")
  ?? { dataset: {} }"""  # it can be gone for a moment while the page is drawn
STEP = 90  # pixels between the corners that are clicked


@pytest.fixture
def form(watched: Callable) -> Page:
    """The form of a new park with Verdal chosen, its map ready."""
    page = watched("?page=data&data=new", height=1500)
    page.get_by_label("Parkens navn").fill("Ørin Sør")
    page.get_by_label("Parkens navn").press("Tab")
    choose_municipality(page, "5038")
    ready(page, 60)
    expect(page.get_by_role("button", name="Tegn flate")).to_be_visible(timeout=30_000)
    return page


@pytest.fixture(autouse=True)
def no_new_parks(data_root: Path):
    yield
    for folder in (data_root / "parcels").glob("orin-*"):
        shutil.rmtree(folder)


def choose_municipality(page: Page, number: str) -> None:
    field = page.get_by_role("combobox", name=re.compile("Kommune"))
    field.click()
    field.type(number)
    page.get_by_role("option", name=re.compile(number)).click()
    page.keyboard.press("Escape")


def corner(page: Page, x: int, y: int) -> tuple[float, float]:
    """A place on the screen, steps from the middle of the map."""
    box = page.locator(".map").first.bounding_box()
    return box["x"] + box["width"] / 2 + x * STEP, box["y"] + box["height"] / 2 + y * STEP


def click(page: Page, *corners: tuple[int, int]) -> None:
    for place in corners:
        page.mouse.move(*corner(page, *place))
        page.mouse.click(*corner(page, *place))
        page.wait_for_timeout(120)  # a second click within Leaflet's own pause would be a double click


def drawn(page: Page, count: int) -> None:
    """Wait until so many shapes stand on the map."""
    page.wait_for_function(f"count => ({MAP})().dataset.drawn === String(count)", arg=count)


def test_a_polygon_is_drawn_changed_and_deleted_by_mouse(form):
    form.evaluate(f"() => {{ ({MAP})().mark = 'the same map'; }}")
    form.get_by_role("button", name="Tegn flate").click()
    click(form, (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    row = form.get_by_text(re.compile(r"Flate 1: .*daa"))
    expect(row).to_be_visible(timeout=20_000)
    before = row.inner_text()
    form.get_by_role("button", name="Endre punkter").click()
    form.locator(".map .marker-icon").first.wait_for()
    form.mouse.move(*corner(form, 1, 1))
    form.mouse.down()
    form.mouse.move(*corner(form, 2, 2), steps=8)
    form.mouse.up()
    expect(row).not_to_have_text(before, timeout=20_000)
    changed = row.inner_text()
    form.get_by_role("link", name="English").click()
    row = form.get_by_text(re.compile(r"Polygon 1: .*daa"))
    expect(row).to_be_visible(timeout=20_000)
    assert re.findall(r"\d", row.inner_text().partition(":")[2]) == re.findall(r"\d", changed.partition(":")[2])
    assert form.evaluate(f"() => ({MAP})().mark") == "the same map"
    form.get_by_role("button", name="Delete", exact=True).click()
    click(form, (0, 0))
    expect(form.get_by_text("Nothing is drawn yet.")).to_be_visible(timeout=20_000)
    drawn(form, 0)


def test_a_polygon_can_be_finished_undone_and_cancelled_by_button_and_key(form):
    form.get_by_role("button", name="Tegn flate").click()
    click(form, (-1, -1), (1, -1), (1, 1), (2, 2))
    form.get_by_role("button", name="Angre siste punkt").click()
    form.get_by_role("button", name="Fullfør").click()
    drawn(form, 1)
    form.get_by_role("button", name="Tegn flate").click()
    click(form, (-2, 0), (-2, 1))
    form.locator(".map").first.press("Escape")
    expect(form.get_by_role("button", name="Avbryt")).to_be_hidden()
    drawn(form, 1)


def test_a_corner_that_would_make_the_polygon_cross_itself_is_not_taken(form):
    form.get_by_role("button", name="Tegn flate").click()
    click(form, (-1, -1), (1, 1), (1, -1), (-1, 1))
    form.get_by_role("button", name="Fullfør").click()
    drawn(form, 1)
    corners = form.evaluate(f"""() => {{ let count; ({MAP})().leafletMap.eachLayer(l => {{
        if (l.options.pane === "drawn" && l.getLatLngs) count = l.getLatLngs()[0].length; }}); return count; }}""")
    assert corners == 3


def test_drawing_is_not_loaded_where_no_page_asks_for_it(watched):
    page = watched("?park=viken")
    ready(page)
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name).filter(name => /geoman|sketch/.test(name))")
    assert loaded == [] and page.evaluate("window.L.PM === undefined")


def test_without_a_mouse_a_park_is_set_up_and_its_perimeter_stands_on_the_map(form, data_root, monkeypatch):
    field = form.get_by_label(re.compile("Uten mus"))
    field.fill("63.795 11.42\nher")
    form.get_by_role("button", name="Legg til på kartet").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_text("Linje 2, «her», er ikke to tall.")).to_be_visible(timeout=20_000)
    field.fill("POLYGON((11.42 63.79, 11.45 63.79, 11.45 63.80, 11.42 63.80, 11.42 63.79))")
    form.get_by_role("button", name="Legg til på kartet").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_text(re.compile("Flate 1: "))).to_be_visible(timeout=20_000)
    drawn(form, 1)
    form.get_by_role("button", name="Opprett parken", exact=True).focus()
    form.keyboard.press("Enter")
    expect(form.get_by_text("Ørin Sør er opprettet (id: orin-sor).")).to_be_visible(timeout=60_000)
    form.wait_for_function(f"() => ({MAP})().dataset.ready === 'made-orin-sor'")
    form.wait_for_function(f"""() => {{ let found = 0; ({MAP})().leafletMap.eachLayer(l => {{
        if (l.options.pane === "outline" && l.options.shapes) found += l.options.shapes.count; }}); return found === 1; }}""")
    monkeypatch.setenv("PARKAREAL_DATA", str(data_root))
    outline = read_layer(read_park("orin-sor"), "perimeter", norwegian_today())
    assert crs.area_m2(outline.geometry).sum() == pytest.approx(1_648_366, rel=1e-3)  # 0.03° by 0.01° at 63.8° N


def test_an_export_is_made_and_fetched(watched):
    page = watched("?page=data&data=export&park=viken")
    page.get_by_text("Excel (XLSX)").click()
    page.get_by_role("button", name="Lag filen").click()
    link = page.get_by_role("link", name=re.compile(r"Last ned viken-.*\.xlsx"))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as fetched:
        link.click()
    assert fetched.value.path().read_bytes().startswith(b"PK")
