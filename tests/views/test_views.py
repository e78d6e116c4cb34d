"""The pages with data and with none, the routes, the headers and the vendored files; the map itself is looked at in tests/browser."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from actions.map import map_data
from landuse.units.schema import LandClass
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from layers import looks
from tests import asgi
from tests.views.opened import html, run
from views.kart.table import filtered
from views.parts import figures
from views.web import vendor
from views.web.geodata import routes
from views.web.headers import SecurityHeaders

ROOT = Path(__file__).parent.parent.parent
DAY = "2026-06-30"


@pytest.fixture
def no_parks(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def two_parks(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("data")
    for park_id in ("verdal", "viken"):
        folder = ROOT / "data" / "parcels" / park_id
        if not folder.is_dir():
            pytest.skip(f"the example park {park_id} has not been made")
        shutil.copytree(folder, root / "parcels" / park_id)
    return root


@pytest.fixture
def parks(two_parks, monkeypatch) -> Path:
    monkeypatch.setenv("PARKAREAL_DATA", str(two_parks))
    return two_parks


@pytest.fixture
def client() -> "Client":
    return Client(Starlette(routes=[*routes(), Route("/", _page)], middleware=[Middleware(SecurityHeaders)]))


class Client:
    def __init__(self, app: Starlette):
        self.app = app

    def get(self, address: str, headers: dict[str, str] | None = None) -> asgi.Answer:
        return asgi.get(self.app, address, headers)


def _page(request) -> HTMLResponse:
    return HTMLResponse('<!DOCTYPE html><html lang="en"></html>')


@pytest.mark.parametrize("lang", messages.LANGS)
def test_empty_data_folder_says_what_to_do_next(no_parks, lang):
    app = run(lang=lang)
    assert not app.exception
    assert messages.text(lang, "data.first") in html(app)
    assert any(button.label == messages.text(lang, "new.make") for button in app.button)


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("park", ["norway", "verdal", "viken"])
@pytest.mark.parametrize("date", ["today", "baseline"])
def test_page_draws_without_error_and_with_the_mark(parks, lang, park, date):
    app = run(lang=lang, park=park, date=date)
    assert not app.exception and not app.error
    mark = messages.text(lang, "views.example.mark")
    assert html(app).count(mark) >= 6


def test_unknown_park_in_the_address_is_told_and_norway_shown(parks):
    app = run(park="atlantis")
    assert "atlantis" in app.error[0].value
    assert app.session_state["park"] == "norway"


def test_unit_in_the_address_shows_its_card(parks):
    unit = _units().index[0]
    app = run(park="verdal", unit=unit)
    assert f'data-unit="{unit}"' in html(app)


def test_unit_that_is_gone_is_told(parks):
    app = run(park="verdal", unit="verdal-gone")
    assert for_markdown("verdal-gone") in app.warning[0].value


def test_nonsense_in_the_address_becomes_the_default(parks):
    app = run(lang="<script>", date="yesterday", show="everything")
    assert not app.exception
    assert app.session_state["lang"] == "nb" and app.session_state["date"] == "today"


def test_filters_part_the_units_by_class(parks):
    units = _units()
    parts = [filtered(units, str(name)) for name in LandClass]
    assert sum(len(part) for part in parts) == len(units) == len(filtered(units, "all"))
    assert filtered(units, "confirm")["asks"].all()


def test_bad_park_settings_are_one_sentence(parks, tmp_path, monkeypatch):
    shutil.copytree(parks / "parcels" / "viken", tmp_path / "parcels" / "viken")
    (tmp_path / "parcels" / "viken" / "park.toml").write_text("id = ", encoding="utf-8")
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    app = run()
    assert not app.exception and len(app.error) == 1 and for_markdown("viken/park.toml") in app.error[0].value


def test_units_route_is_compressed_tagged_and_kept_by_version(parks, client):
    version = map_data.version("verdal")
    answer = client.get(f"/geo/verdal/units.shapes?date={DAY}&v={version}")
    assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
    assert set(answer.json()["facts"]["unit_id"]) == set(_units().index)
    again = client.get(f"/geo/verdal/units.shapes?date={DAY}", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304 and "immutable" not in again.headers["cache-control"]


def test_units_route_gives_plain_text_to_those_who_ask_for_it(parks, client):
    answer = client.get(f"/geo/verdal/units.shapes?date={DAY}", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert json.loads(answer.content)["steps"]


def test_coordinates_of_the_routes_are_web_mercator_in_norway(parks, client):
    east, north = client.get(f"/geo/verdal/units.shapes?date={DAY}").json()["origin"]
    assert 11 < east / 20037508.34 * 180 < 12 and 9_200_000 < north < 9_300_000


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/geo/atlantis/units.shapes?date=2026-06-30", 404),
        ("/geo/verdal/records.shapes?date=2026-06-30", 404),
        ("/geo/verdal/nothing.shapes?date=2026-06-30", 404),
        ("/geo/..%2f..%2fetc/units.shapes?date=2026-06-30", 404),
        ("/geo/verdal/units.shapes?date=soon", 400),
        ("/geo/verdal/units.shapes", 400),
        ("/assets/../app.py", 404),
        ("/assets/vendor/..%2f..%2f..%2fapp.py", 404),
    ],
)
def test_wrong_addresses_are_refused(parks, client, path, status):
    assert client.get(path).status_code == status


def test_norway_route_has_every_municipality(client):
    assert len(client.get("/geo/norway.geojson").json()["features"]) == 357


@pytest.mark.parametrize("lang", messages.LANGS)
def test_map_file_opens_alone_and_is_marked(parks, client, lang):
    answer = client.get(f"/geo/verdal/map.html?date={DAY}&lang={lang}")
    page = answer.text
    assert "attachment" in answer.headers["content-disposition"]
    assert messages.text(lang, "views.example.band") in page and f'<html lang="{lang}">' in page
    told = json.loads(re.search(r'<script type="application/json" id="told">(.*?)</script>', page)[1])
    assert told["in_doubt"]["label"] == messages.text(lang, "views.undecided") and len(told["layers"]) > 3
    assert {address for address in re.findall(r'(?:src|href)="(?!data:|#)([^"]+)"', page) if "leafletjs.com" not in address} == set()


def test_headers_shut_out_other_hosts_and_frames(client):
    headers = client.get("/").headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'self'" in policy and "http" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0] and "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(("query", "lang"), [("", "nb"), ("?lang=en", "en"), ("?lang=nb", "nb"), ("?lang=xx", "nb")])
def test_page_is_served_in_the_asked_language(client, query, lang):
    assert f'<html lang="{lang}">' in client.get(f"/{query}").text


def test_every_class_and_every_layer_has_a_look():
    assert {name.rstrip("?") for name in looks.class_styles()} == {str(name) for name in LandClass}
    assert all(looks.look(layer_id) for layer_id in looks.drawn_layers())
    assert not looks.look("power").on
    with pytest.raises(LanduseError, match="records"):
        looks.look("records")


def test_classes_differ_in_more_than_colour():
    shapes = [(s["pattern"], str(s["dash"]), s["weight"]) for name, s in looks.class_styles().items() if not name.endswith("?")]
    told = [_luminance(s["fill"]) for name, s in looks.class_styles().items() if not name.endswith("?")]
    assert len(set(shapes)) >= 3
    assert min(abs(a - b) for i, a in enumerate(told) for b in told[i + 1 :]) > 0.05


def test_not_answered_is_said_in_words():
    assert figures.share(None, "nb") == "ikke besvart" and figures.share(0.0, "nb").startswith("0,0")


def test_vendored_files_are_those_of_the_lock():
    lock = json.loads(vendor.LOCK.read_text(encoding="utf-8"))
    for package, said in lock.items():
        folder = vendor.VENDOR_DIR / package.rsplit("/", 1)[-1]
        assert vendor.checksums(folder) == said["files"]
        assert any("LICENSE" in name for name in said["files"])


def test_catalogues_have_the_same_keys():
    assert set(messages.catalogue("nb")) == set(messages.catalogue("en"))


def test_layer_bytes_are_small_and_whole(parks):
    park = map_data.park("verdal")
    packed = map_data.layer_shapes("verdal", "land_resource", map_data.day(park, "today"), map_data.version("verdal"))
    assert len(packed) < 150_000
    assert json.loads(gzip.decompress(packed))["facts"]["code"][0]


def _units():
    park = map_data.park("verdal")
    return map_data.units_table("verdal", map_data.day(park, "today"), map_data.version("verdal"))


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_long_table_is_drawn_in_parts_and_follows_the_picked_unit(monkeypatch):
    import pandas as pd

    from views.kart import table

    shown = pd.DataFrame({"area_m2": range(1201)}, index=[f"p-{number}" for number in range(1201)])
    state = {"unit": "p-700"}
    monkeypatch.setattr(table.st, "session_state", state)
    monkeypatch.setattr(table.st, "selectbox", lambda label, options, key, format_func: [format_func(each) for each in options])
    page, part = table._page(shown, "nb")
    assert (page, part.index[0], len(part)) == (1, "p-500", 500)
    state["table_page"] = 2  # the reader turns the page, the unit stays picked
    assert [table._page(shown, "nb")[0], len(table._page(shown, "nb")[1])] == [2, 201]
    state["unit"] = None
    assert table._page(shown.iloc[:500], "nb")[0] == 0
    assert table._rows_of(2, 1201, "nb") == "1\N{NO-BREAK SPACE}001–1\N{NO-BREAK SPACE}201 av 1\N{NO-BREAK SPACE}201"
