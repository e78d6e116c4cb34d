"""Who may ask: the app's own pages, a person who follows a link, programs on the machine, and no page of another host or port."""

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from actions import addresses
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests import asgi
from views.data_eksport import export_routes
from views.ledig_forst import case as ledig_forst_case
from views.web import address as web_address
from views.web.guards import guards
from views.web.headers import SecurityHeaders
from views.web.who_asks import WhoAsks, allowed_hosts

OWN = {"host": "localhost:8501"}
LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def _secret(request: object) -> PlainTextResponse:
    return PlainTextResponse("secret")


def _app() -> Starlette:
    return Starlette(routes=[Route("/data", _secret)], **guards())


@pytest.mark.parametrize(
    "more",
    [
        {},  # QGIS, curl
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "none", **LINK},  # typed, a bookmark, a mail programme
        {"sec-fetch-site": "cross-site", **LINK},  # a link in a mail that is read in the browser
        {"sec-fetch-site": "same-site", **LINK},
        {"origin": "http://localhost:8501", "sec-fetch-site": "same-origin"},
        {"origin": "https://LOCALHOST:8501"},  # behind a proxy that speaks TLS
    ],
)
def test_who_may_ask_gets_the_answer(data_root, more):
    answer = asgi.get(_app(), "/data", OWN | more)
    assert (answer.status_code, answer.text) == (200, "secret")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"host": "evil.example"}, "host_refused"),
        ({"host": "evil.example:8501", "origin": "http://evil.example:8501"}, "host_refused"),
        ({"host": "localhost:8501 "}, "host_refused"),
        ({"host": ""}, "host_refused"),
        ({"origin": "http://localhost:8502"}, "origin_refused"),
        ({"origin": "http://127.0.0.1:8501"}, "origin_refused"),
        ({"origin": "null"}, "origin_refused"),
        ({"origin": "http://evil.example", "sec-fetch-site": "cross-site", **LINK}, "origin_refused"),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}, "site_refused"),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, "site_refused"),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, "site_refused"),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "object"}, "site_refused"),
    ],
)
@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("path", ["/data", "/nothing"])
def test_who_may_not_gets_one_sentence(data_root, more, code, lang, path):
    answer = asgi.get(_app(), f"{path}?lang={lang}", OWN | more)
    asked = OWN | more
    values = {"host": asked["host"] or "–"} if code == "host_refused" else {"origin": asked["origin"]} if code == "origin_refused" else {}
    assert (answer.status_code, answer.text) == (403, LanduseError(code, **values).text(lang))
    assert "content-security-policy" in answer.headers and answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_link_only_reads(data_root):
    scope = _scope("POST", OWN | {"sec-fetch-site": "cross-site"} | LINK)
    assert _status(_app(), scope) == 403
    assert _status(_app(), _scope("HEAD", OWN | {"sec-fetch-site": "cross-site"} | LINK)) == 200


@pytest.mark.parametrize(("server", "status"), [(("127.0.0.1", 8501), 200), (("::1", 8501), 200), (("192.0.2.7", 8501), 403), (None, 200)])
def test_what_arrives_at_an_address_that_others_reach_is_refused(data_root, server, status):
    """However the server was started."""
    assert _status(_app(), _scope("GET", OWN) | {"server": server}) == status


def test_published_data_are_for_every_page_and_for_no_other_host(data_root):
    guarded = [Middleware(SecurityHeaders), Middleware(WhoAsks, published=("/open/",))]
    app = Starlette(routes=[Route("/open/a", _secret, methods=["GET", "POST"]), Route("/data", _secret)], middleware=guarded)
    foreign = {"origin": "https://map.example", "sec-fetch-site": "cross-site"}
    answer = asgi.get(app, "/open/a", OWN | foreign)
    assert (answer.text, answer.headers["access-control-allow-origin"]) == ("secret", "*")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin" and "content-security-policy" in answer.headers
    assert asgi.get(app, "/data", OWN | foreign).status_code == 403
    assert asgi.get(app, "/open/a", {"host": "evil.example"}).status_code == 403
    assert _status(app, _scope("POST", OWN | foreign, "/open/a")) == 403


def test_the_settings_add_names(data_root):
    assert allowed_hosts() == {"localhost", "127.0.0.1", "[::1]"}
    (data_root / "settings.toml").write_text('[server]\nhosts = ["Parkareal.example.no"]\n', encoding="utf-8")
    named = {"host": "parkareal.example.no"}
    assert asgi.get(_app(), "/data", named | {"origin": "https://parkareal.example.no"}).status_code == 200
    assert asgi.get(_app(), "/data", {"host": "other.example.no"}).status_code == 403


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("[server", "settings_unreadable"),
        ("server = 1", "settings_unreadable"),
        ('[server]\nhosts = "a.no"', "setting_kind"),
        ('[server]\nhosts = ["*"]', "host_unreadable"),
        ('[server]\nhosts = ["*.example.no"]', "host_unreadable"),
        ('[server]\nhosts = ["a.no:8501"]', "host_unreadable"),
        ('[server]\nhosts = ["http://a.no"]', "host_unreadable"),
        ("[server]\nhosts = [1.5, {}]", "setting_kind"),
    ],
)
def test_settings_that_cannot_be_meant_open_to_nobody_and_are_told_in_the_log(data_root, caplog, words, code):
    (data_root / "settings.toml").write_text(words, encoding="utf-8")
    with pytest.raises(LanduseError) as refused:
        addresses.hosts()
    assert refused.value.code == code
    assert allowed_hosts() == {"localhost", "127.0.0.1", "[::1]"}
    assert refused.value.text("en") in caplog.text


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_its_own_machine_may_be_listened_on(address):
    addresses.check_address(address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.0.2.7", "example.no", "127.1", "localhost.no", "::ffff:192.0.2.7"])
def test_no_other_address_is_listened_on(address):
    with pytest.raises(LanduseError) as refused:
        addresses.check_address(address)
    assert refused.value.code == "address_open"


def test_a_strange_name_cannot_write_into_the_log(data_root, caplog):
    asgi.get(_app(), "/data", {"host": "evil\x9b2J\x85" + "x" * 500})
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.isprintable() and len(said) < 400


@pytest.mark.parametrize("text", ["1", "999999999"])
def test_a_row_has_a_number(text):
    assert web_address.number(text) == int(text)


@pytest.mark.parametrize("text", [None, "", "0", "01", "-1", "1.0", "²", "٣", "1\n", "2147483648", "9" * 5000, "nonsense"])
def test_what_is_no_number_of_a_row(text):
    assert web_address.number(text) is None


@pytest.mark.parametrize("text", ["", "20260630", "2026-W01-1", "2026-06-31", "1899-12-31", "2101-01-01", "٢٠٢٦-٠٦-٣٠", "2026-06-30\n"])
def test_what_is_no_day(text):
    with pytest.raises(ValueError):
        web_address.day(text)
    assert web_address.day("2026-06-30").isoformat() == "2026-06-30"


@pytest.mark.parametrize("case", ["²", "٣", "9223372036854775808", "-1", "nonsense"])
def test_a_case_that_cannot_be_is_none(data_root, monkeypatch, case):
    monkeypatch.setattr(ledig_forst_case.st, "session_state", {"case": case})
    assert ledig_forst_case.taken_up(None, "nb") is None


def test_no_page_makes_a_number_of_whatever_is_a_digit():
    """`²` is a digit and no number: pages read numbers of rows by `address.number`."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in Path(web_address.__file__).parent.glob("*.py")}
    assert [name for name, source in sources.items() if ".isdigit()" in source and "int(" in source] == []


def test_a_park_that_an_address_names_often_is_exported_once():
    scope = _scope("GET", {}, "/export/a.csv") | {"query_string": b"park=a&" * 2000 + b"park=b", "path_params": {"name": "a.csv"}}
    assert export_routes._wish(Request(scope)).park_ids == ("a", "b")


def _scope(method: str, headers: dict[str, str], path: str = "/data") -> dict[str, Any]:
    packed = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "query_string": b"", "root_path": "", "headers": packed}


def _status(app: Any, scope: dict[str, Any]) -> int:
    return asgi.said(app, scope)[0]["status"]
