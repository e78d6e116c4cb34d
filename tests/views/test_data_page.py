"""The page *Data og eksport*: layers, a new park from form to map, and exports by an address that checks every park."""

import io
import json
import shutil
import sqlite3
import zipfile
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from starlette.applications import Starlette

from actions.exports.formats import ENDINGS
from actions.imports import park_layers, set_up_park
from actions.imports.set_up_park import Plan
from actions.map import map_data
from landuse.measure import crs
from landuse.quality import drawn as drawn_area
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from parks.read import read_layer
from tests import asgi
from tests.views.opened import html, run
from views.data_eksport.export_file import Wish
from views.map.drawing import Drawing
from views.web import geodata

ROOT = Path(__file__).parent.parent.parent
PARK = "skogmo"
TODAY = date(2026, 6, 30)
SQUARE = "63.80 11.42\n63.80 11.44\n63.79 11.44\n63.79 11.42"  # in Verdal
DRAWN = drawn_area.collection(drawn_area.read_text(SQUARE, "polygon", (63.79, 11.44)).shapes)


@pytest.fixture(scope="module")
def one_park(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("data")
    folder = ROOT / "data" / "parcels" / PARK
    if not folder.is_dir():
        pytest.skip(f"the example park {PARK} has not been made")
    shutil.copytree(folder, root / "parcels" / PARK)
    return root


@pytest.fixture
def root(one_park, monkeypatch) -> Path:
    monkeypatch.setenv("PARKAREAL_DATA", str(one_park))
    return one_park


def fetch(address: str) -> asgi.Answer:
    return asgi.get(Starlette(routes=geodata.routes()), f"/{address}")


def test_layers_are_listed_with_date_source_licence_sharing_and_rows(root):
    app = run(page="data", park=PARK)
    assert not app.exception
    park, told = read_park(PARK), html(app)
    for layer in park_layers.park_layers(park, "nb"):
        assert layer.title in told and layer.licence in told
    assert "nei, bare internt" in told  # power and the park's records
    assert f">{len(read_layer(park, 'zoning'))}</td>" in told


def test_all_parks_are_listed_where_none_is_chosen(root):
    told = html(run(page="data"))
    assert read_park(PARK).name in told and "Overhalla (5047)" in told and "(antatt)" in told


def test_without_parks_every_page_offers_to_set_up_the_first(data_root):
    for page in ("kart", "data"):
        app = run(page=page)
        assert not app.exception
        assert messages.text("nb", "data.first") in html(app)
        assert any(button.key == "new-make" for button in app.button)


def test_a_park_is_set_up_from_the_form_and_shown(data_root):
    app = run(page="data", data="new")
    app.text_input(key="new-name").set_value("Ærø & Sønn <b>")
    app.multiselect(key="new-municipality").set_value(["5038"]).run()
    app.text_area(key="sketch-text-new-park").set_value(SQUARE)
    next(button for button in app.button if button.label == "Legg til på kartet").click().run()
    assert "1 lest" in html(app) or "Lagt til 1" in html(app)
    app.button(key="new-make").click().run()
    assert not app.exception
    assert app.session_state["park"] == "aero-sonn-b"
    assert "Ærø &amp; Sønn &lt;b&gt; er opprettet" in html(app)
    park = read_park("aero-sonn-b")
    assert park.baseline_date_assumed and park.adopted is None and park.municipalities == ("5038",)
    outline = read_layer(park, "perimeter")
    assert crs.area_m2(outline.geometry).sum() == pytest.approx(DRAWN["features"][0]["properties"]["area_m2"], rel=1e-4)
    app.button(key="new-to-import").click().run()
    assert app.session_state["data"] == "import" and not app.exception


@pytest.mark.parametrize("text", ["", "POLYGON((", "59.1 9.6\n59.2 9.6\n59.2 9.7"])
def test_a_form_that_is_not_filled_in_says_what_is_missing(data_root, text):
    app = run(page="data", data="new")
    app.button(key="new-make").click().run()
    assert messages.text("nb", "error.setup_perimeter") in html(app)
    app.multiselect(key="new-municipality").set_value(["5038"]).run()
    app.text_area(key="sketch-text-new-park").set_value(text)
    next(button for button in app.button if button.label == "Legg til på kartet").click().run()
    assert 'class="notice error"' in html(app)
    assert map_data.park_ids() == []


def test_a_park_says_when_and_by_whom_its_perimeter_was_adopted(data_root):
    plan = Plan("Nord", ("5038",), date(2023, 1, 1), "Styret", date(2023, 5, 2), "sak 12/23")
    park, report = set_up_park.set_up_drawn(plan, DRAWN, TODAY)
    assert (park.baseline_date, park.baseline_date_assumed) == (date(2023, 1, 1), False)
    assert park.adopted == {"by": "Styret", "on": date(2023, 5, 2), "basis": "sak 12/23"}
    assert (report.rows_in_file, report.kept) == (1, 1)
    assert list(read_layer(park, "perimeter")["adopted_by"]) == ["Styret"]
    assert read_layer(park, "perimeter")["valid_from"].dt.date.tolist() == [date(2023, 5, 2)]  # it holds from its adoption
    assert park.place == pytest.approx((63.795, 11.43), abs=1e-3)


def test_ground_drawn_twice_counts_once(data_root):
    whole = DRAWN["features"][0]
    part = shapely.from_geojson(json.dumps(whole["geometry"])).buffer(-0.001)
    twice = {"type": "FeatureCollection", "features": [whole, {**whole, "geometry": shapely.geometry.mapping(part)}]}
    _, report = set_up_park.set_up_drawn(Plan("Nord", ("5038",)), twice, TODAY)
    assert report.rows_in_file == 1 and report.area_kept_m2 == pytest.approx(whole["properties"]["area_m2"], rel=1e-4)


def test_a_second_park_of_the_same_name_is_refused_and_one_of_a_like_name_gets_an_id_of_its_own(data_root):
    ids = [set_up_park.set_up_drawn(Plan(name, ("5038",)), DRAWN, TODAY)[0].id for name in ("Nord", "Nord!")]
    assert ids == ["nord", "nord-2"]
    with pytest.raises(LanduseError) as refused:
        set_up_park.set_up_drawn(Plan(" nord", ("5038",)), DRAWN, TODAY)
    assert refused.value.code == "setup_name_taken" and map_data.park_ids() == ["nord", "nord-2"]


def test_a_perimeter_in_a_file_is_read_in_the_zone_it_says(data_root):
    content = gpd.GeoSeries.from_wkt([shapely.from_geojson(json.dumps(DRAWN["features"][0]["geometry"])).wkt], crs=4326)
    folder = data_root / "up"
    folder.mkdir()
    content.to_frame("geometry").set_geometry("geometry").to_crs(25833).to_file(folder / "grense.gpkg")
    park, _ = set_up_park.set_up_file(Plan("Sør", ("5038",)), "../../grense.gpkg", (folder / "grense.gpkg").read_bytes(), TODAY)
    assert park.layers["perimeter"]["source"] == "grense.gpkg"
    assert crs.area_m2(read_layer(park, "perimeter").geometry).sum() == pytest.approx(
        DRAWN["features"][0]["properties"]["area_m2"], rel=1e-4
    )


@pytest.mark.parametrize(
    ("plan", "drawn", "code"),
    [
        (Plan("", ("5038",)), DRAWN, "setup_name"),
        (Plan("x" * 81, ("5038",)), DRAWN, "setup_name"),
        (Plan("123", ("5038",)), DRAWN, "setup_name"),
        (Plan("Nord", ()), DRAWN, "setup_municipality"),
        (Plan("Nord", ("9999",)), DRAWN, "outline_unknown"),
        (Plan("Nord", ("5038",)), None, "setup_perimeter"),
        (Plan("Nord", ("5038",), TODAY + timedelta(days=1)), DRAWN, "setup_future"),
        (Plan("Nord", ("5038",), adopted_by="Styret"), DRAWN, "setup_adopted"),
        (Plan("Nord", ("5038",), basis="sak 1"), DRAWN, "setup_adopted"),
        (Plan("Nord", ("1840",)), DRAWN, "file_elsewhere"),
    ],
)
def test_what_cannot_be_a_park_is_refused_and_leaves_nothing(data_root, plan, drawn, code):
    with pytest.raises(LanduseError) as caught:
        set_up_park.set_up_drawn(plan, drawn, TODAY)
    assert caught.value.code == code
    assert all(caught.value.text(lang) for lang in messages.LANGS)
    assert [path.name for path in (data_root / "parcels").iterdir()] in ([], [".lock"])


def test_a_broken_file_leaves_no_park_behind(data_root):
    with pytest.raises(LanduseError):
        set_up_park.set_up_file(Plan("Nord", ("5038",)), "grense.gpkg", b"SQLite format 3\0 and no more", TODAY)
    assert [path.name for path in (data_root / "parcels").iterdir()] in ([], [".lock"])


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_is_fetched_and_opens(root, ending):
    wish = Wish((PARK,), "today", ending, "nb")
    answer = fetch(wish.address())
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{wish.file_name()}"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert OPENED[ending](answer.content) == (len(map_data.units_frame(PARK, TODAY, map_data.version(PARK))) or None)


OPENED = {
    ".geojson": lambda content: len(json.loads(content)["features"]),
    ".gpkg": lambda content: _rows_in_gpkg(content),
    ".parquet": lambda content: len(gpd.read_parquet(io.BytesIO(content))),
    ".xlsx": lambda content: zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").count(b"<row ") and _units(),
    ".csv": lambda content: len(content.decode("utf-8-sig").splitlines()) - 1,
    ".html": lambda content: b"<html lang" in content and b"http://" not in content.replace(b"http://www.w3.org", b"") and _units(),
    ".pdf": lambda content: content.startswith(b"%PDF-") and _units(),
}


def _units() -> int:
    return len(map_data.units_frame(PARK, TODAY, map_data.version(PARK)))


def _rows_in_gpkg(content: bytes) -> int:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    rows = connection.execute("SELECT count(*) FROM arealenheter").fetchone()[0]
    connection.close()
    return rows


def test_an_export_asks_for_every_park_in_it(root, monkeypatch):
    asked = []
    monkeypatch.setattr(geodata, "may_see", lambda request, park_id: asked.append(park_id) or False)
    assert fetch(f"export/x.csv?park={PARK}&park=other").status_code == 403
    assert asked == [PARK]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("export/x.csv", "Ingen park er valgt"),
        ("export/x.csv?park=nowhere", "nowhere"),
        (f"export/x.exe?park={PARK}", ".exe"),
        (f"export/x.pdf?park={PARK}&paper=A0", "A0"),
        (f"export/x.pdf?park={PARK}&published=1", "pdf"),
        (f"export/..%2f..%2fapp.py?park={PARK}", ""),
    ],
)
def test_an_address_that_asks_for_nothing_is_told_so(root, address, words):
    answer = fetch(address)
    assert answer.status_code == 404 and words in answer.text


def test_export_to_investors_says_what_is_left_out(root):
    app = run(page="data", data="export", park=PARK)
    app.radio(key="export-audience").set_value("investors")
    app.radio(key="export-format").set_value(".csv").run()
    app.button(key="export-make").click().run()
    assert not app.exception
    assert messages.text("nb", "export.left.always") in html(app).replace("&#x27;", "'")
    assert "published=1" in html(app) and "download" in html(app)
    app.radio(key="export-format").set_value(".pdf").run()
    assert messages.text("nb", "export.page.no_public_print") in html(app)


def test_an_export_of_the_baseline_is_of_the_baseline(root):
    told = json.loads(fetch(Wish((PARK,), "baseline", ".geojson", "en").address()).content)
    assert told["parkareal"]["parks"][0]["date"] == read_park(PARK).baseline_date.isoformat()
    for member in ("checksum", "mark", "licence", "parks"):
        assert told["parkareal"][member]
    assert told["parkareal"]["parks"][0]["snapshot"] and told["parkareal"]["parks"][0]["layers"]["zoning"]["source"]


def test_a_drawing_has_a_name_a_place_and_kinds():
    assert Drawing("a", (60.0, 10.0)).kinds == drawn_area.KINDS
