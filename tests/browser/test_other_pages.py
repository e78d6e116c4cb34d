"""Pages of other hosts and ports, in a Chromium whose own protection is switched off: they read nothing and open no socket."""

import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from landuse.words.errors import LanduseError
from tests import bad_requests
from tests.browser.server import CHROMIUM_ARGS, ready
from views.web.guards import PUBLISHED

UNPROTECTED = (
    *CHROMIUM_ARGS.split(), "--disable-web-security", "--disable-site-isolation-trials", "--host-resolver-rules=MAP evil.example 127.0.0.1",
)  # fmt: skip
STRANGERS = ("127.0.0.1", "localhost", "evil.example")  # another port, another name of this machine, another host
REFUSED = LanduseError("site_refused").text("nb")
_OWN_PAGES = ("/", "/index.html", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/static/js/none.js", "/manifest.json")
_TRIES = """targets => {
  const PATIENCE_MS = 20000;
  const inner = frame => { try { return frame.contentDocument.body.innerText; } catch { return ""; } };
  const fetched = (target, options) => async () => {
    const answer = await fetch(target, { credentials: "include", ...options }), text = await answer.text();
    return answer.status == 403 ? "" : `${answer.status} ${text}`;
  };
  const asked = target => () => new Promise((done, failed) => {
    const one = new XMLHttpRequest();
    one.open("GET", target);
    one.onerror = failed;
    one.onload = () => done(one.status == 403 ? "" : one.responseText);
    one.send();
  });
  const put = (tag, at, target) => () => new Promise(done => {
    const part = document.createElement(tag);
    if (tag == "link") part.rel = "stylesheet";
    part.onload = () => done(["iframe", "object"].includes(tag) ? inner(part) : "loaded");
    part.onerror = () => done("");
    part[at] = target;
    document.body.append(part);
    setTimeout(() => done(inner(part)), PATIENCE_MS);
  });
  const sent = target => () => new Promise(done => {
    const frame = document.createElement("iframe"), form = document.createElement("form");
    frame.name = `answer-${target}`;
    Object.assign(form, { method: "post", action: target, target: frame.name });
    document.body.append(frame, form);
    frame.onload = () => done(inner(frame));
    form.submit();
    setTimeout(() => done(inner(frame)), PATIENCE_MS);
  });
  const socket = target => () => new Promise(done => {
    const one = new WebSocket(target.replace("http", "ws"));
    one.onopen = () => done("open");
    one.onerror = one.onclose = () => done("");
  });
  const file = new FormData();
  file.append("f", new Blob(["x"]), "f");
  const claims = { headers: { "Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": "localhost" } };
  const ways = target => ({
    cors: fetched(target, { mode: "cors" }), "no-cors": fetched(target, { mode: "no-cors" }),
    "same-origin": fetched(target, { mode: "same-origin" }), POST: fetched(target, { method: "POST", body: "x" }),
    DELETE: fetched(target, { method: "DELETE" }), upload: fetched(target, { method: "PUT", body: file }), claims: fetched(target, claims),
    xhr: asked(target), img: put("img", "src", target), script: put("script", "src", target), link: put("link", "href", target),
    iframe: put("iframe", "src", target), object: put("object", "data", target), form: sent(target), socket: socket(target),
  });
  const told = (how, target, act) => act().catch(() => "").then(text => [how, target, text]);
  const tried = targets.flatMap(target => Object.entries(ways(target)).map(([how, act]) => told(how, target, act)));
  return Promise.all(tried).then(told => told.filter(([how, target, text]) => text));
}"""
_LINK = "target => { const link = document.createElement('a'); link.href = target; document.body.append(link); link.click(); }"
_WINDOW = """target => new Promise(done => {
  const other = open(target);
  setTimeout(() => { let text = ""; try { text = other.document.body.innerText; } catch {} other.close(); done(text); }, 1000);
})"""


class _Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another page</title><body></body>")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of a server of somebody else's pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def unprotected(chromium: Any) -> Iterator[Any]:
    """A browser without its own protection."""
    browser = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=list(UNPROTECTED))
    yield browser
    browser.close()


def _targets(address: str) -> list[str]:
    """A good address of every route of the app and of Streamlit, and the pages themselves."""
    found = [bad_requests.address(route, park="verdal") + bad_requests.query(route) for route in bad_requests.all_routes()]
    closed = [target for target in found if not target.startswith(PUBLISHED)]
    return list(dict.fromkeys(f"{address}{target}".replace("prove", "verdal") for target in (*_OWN_PAGES, *closed)))


def _told(tried: list[list[str]]) -> list[list[str]]:
    """What was read beside the sentence of the refusal and the browser's own page in a frame that may not be filled."""
    return [one for one in tried if one[2].strip() != REFUSED and not one[2].endswith(" refused to connect.")]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_page_from_elsewhere_reads_nothing_and_opens_no_socket(address: str, elsewhere: int, unprotected: Any, stranger: str) -> None:
    page = unprotected.new_page()
    page.goto(f"http://{stranger}:{elsewhere}/")
    assert _told(page.evaluate(_TRIES, _targets(address))) == []
    assert page.evaluate(_WINDOW, f"{address}/geo/norway.geojson") == ""
    page.close()


def test_a_page_from_elsewhere_may_read_what_is_published_and_change_nothing(address: str, elsewhere: int, chromium: Any) -> None:
    """In a browser as people have it, as a map of somebody else's would."""
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{elsewhere}/")
    told = page.evaluate(_TRIES, [f"{address}/geo/published.geojson"])
    read = {how: text for how, _, text in told if "FeatureCollection" in text}
    assert set(read) == {"xhr"}  # which carries no cookies, as a stranger must not
    page.close()


def test_a_name_that_is_pointed_at_this_machine_shows_one_sentence(address: str, unprotected: Any) -> None:
    """As DNS rebinding does: to the browser it is the same site and origin."""
    page, port = unprotected.new_page(), address.rpartition(":")[2]
    for path in ("", "geo/norway.geojson", "_stcore/health"):
        assert page.goto(f"http://evil.example:{port}/{path}").status == 403
        assert page.inner_text("body") == LanduseError("host_refused", host=f"evil.example:{port}").text("nb")
    tried = page.evaluate(_TRIES, [f"http://evil.example:{port}/{path}" for path in ("_stcore/stream", "geo/norway.geojson")])
    assert [one for one in _told(tried) if not one[2].startswith("Parkareal svarer ikke under navnet")] == []
    page.close()


def test_the_same_attempts_of_its_own_page_read_and_open(address: str, unprotected: Any) -> None:
    """Else the attempts would prove nothing."""
    page = unprotected.new_page()
    page.goto(f"{address}/assets/vendor/leaflet/dist/leaflet.css")
    told = page.evaluate(_TRIES, [f"{address}/geo/norway.geojson", f"{address}/_stcore/stream", f"{address}/assets/map/main.js"])
    assert {how for how, _, _ in told} >= {"cors", "no-cors", "same-origin", "claims", "xhr", "script", "socket"}
    page.close()


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_link_from_elsewhere_opens_the_page(address: str, elsewhere: int, chromium: Any, stranger: str) -> None:
    page = chromium.new_page()
    page.goto(f"http://{stranger.replace('evil.example', '127.0.0.1')}:{elsewhere}/")
    page.evaluate(_LINK, address)
    ready(page)
    page.close()
