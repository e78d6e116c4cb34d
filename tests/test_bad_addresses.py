"""A real server over one park: bad requests by the thousand, sockets of strangers, and nothing that leaves the machine."""

import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from actions.offers import nominate
from actions.vacant_first import cases
from actions.vacant_first.cases import Draft
from door.write import write_gpkg_table
from landuse.offers.nomination import Person
from landuse.words import messages
from landuse.words.errors import LanduseError
from register.engine import close_registers
from tests import bad_requests, squares
from tests.browser.server import ROOT, serve, stop
from tests.watched.sitecustomize import CAUSE, PLANTED, WARM
from views.web.headers import security_headers

PARK, DAY = "prove", date(2026, 6, 30)
_SETTINGS = """id = "prove"
name = "Prøve"
municipalities = ["5038"]
epsg = 25832
place = [63.79, 11.44]
today = 2026-06-30
example = true
"""
_SHELL = b"<title>Streamlit</title>"
_BEFORE_THE_APP = b"Invalid HTTP request received."  # said by the web server of what is no HTTP, in its own words, before any app
_WAIT_S = 120


@dataclass(frozen=True)
class Served:
    """A server: host and port, its data, its log, and the file that names every address off the machine that it turned to."""

    own: str
    root: Path
    log: Path
    outside: Path

    @property
    def token(self) -> str:
        """What Streamlit gives a page against requests from others."""
        said = bad_requests.send(self.own, bad_requests.line("GET", "/_stcore/health", self.own)).headers["set-cookie"]
        return re.search("_streamlit_xsrf=([^;]+)", said)[1]


def _watched(outside: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT / "tests" / "watched"), "PARKAREAL_WATCH": str(outside)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app over one park with a published plot, a kept case, and a staged import that cannot be opened."""
    root, told = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("told")
    planted = root / "parcels" / PARK / "pending" / PLANTED
    planted.mkdir(parents=True)
    _park(root / "parcels" / PARK)
    (planted / "report.json").write_text("{}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(root))
        _say()
    log, outside = told / "log.txt", told / "outside.txt"
    outside.touch()
    process, address = serve(root, log, _watched(outside))
    try:
        _warmed(log)
        yield Served(address.removeprefix("http://"), root, log, outside)
    finally:
        stop(process)


def _park(folder: Path) -> None:
    """Two plots, one of them idle."""
    layers = {
        "perimeter": squares.perimeter(squares.rect(0, 0, 300)),
        "zoning": squares.zoning({"geometry": squares.rect(0, 0, 300)}),
        "plots": squares.plots(("A", squares.rect(0, 0)), ("B", squares.rect(100, 0, 200))),
        "records": squares.records(("plot", "A", "lease"), ("plot", "B", "idle")),
    }
    for layer_id, rows in layers.items():
        write_gpkg_table(rows, layer_id, folder / "park.gpkg")
    about = "".join(f'\n[layers.{layer_id}]\nsource = "Prøve"\nlicence = "NLOD"\norigin = "example"\n' for layer_id in layers)
    (folder / "park.toml").write_text(_SETTINGS + about, encoding="utf-8")


def _say() -> None:
    """A published plot and a kept case."""
    plot = next(row["unit_id"] for row in nominate.candidates(PARK, DAY) if row["kind"] == "plot")
    number = nominate.new_nomination(PARK, plot, "Kari", DAY)
    contact = {"contact_role": "Eiendomsutvikler", "contact_email": "tomter@example.no", "description_nb": "Klar tomt"}
    nominate.edit(number, contact, "Kari", DAY, 1)
    nominate.step(number, "nominate", "Kari", DAY, 2, consent_by="Ola Eier", consent_on=DAY)
    nominate.step(number, "publish", "Kari", DAY, 3)
    cases.keep(Draft(PARK, "Utvidelse", {"footprint": [plot], "needs": {"daa": 1.0}}, {}), Person("Kari"), "")
    close_registers()


def _warmed(log: Path) -> None:
    """Wait until the server has kept what it keeps at its start."""
    deadline = time.monotonic() + _WAIT_S
    while WARM not in (told := log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, told
        time.sleep(0.1)


def _tree(root: Path) -> dict[str, str]:
    """Every file of the data with its digest, the register too; not what readers of it share in memory."""
    files = [path for path in root.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_bad_requests_get_a_refusal_and_change_nothing(served: Served) -> None:
    before, walked, seen = _tree(served.root), set(), Counter()
    names = [name.decode() for name, _ in security_headers()]
    for route, request in bad_requests.wrong(served.own, served.token):
        reply = bad_requests.send(served.own, request)
        first = request[:200]
        assert 200 <= reply.status < 500, (reply, first)
        if reply.body != _BEFORE_THE_APP:
            assert [name for name in names if name not in reply.headers] == [], (reply, first)
            assert reply.status < 400 or reply.headers["content-language"] in messages.LANGS, (reply, first)
            assert reply.status < 400 or request.startswith(b"HEAD") or len(reply.body.decode().split()) > 3, (reply, first)
        assert _SHELL not in reply.body or re.match(rb"GET /(index.html)?(\?\S*)? ", request), first
        assert re.match("(?!//)[/.]|$", reply.headers.get("location", "").removeprefix(f"http://{served.own}")), (reply.headers, first)
        walked.add(route)
        seen[reply.status] += 1
    assert walked == {route.path for route in bad_requests.all_routes()} | {""}
    assert seen.total() >= 1500 and seen[404] > 300 and seen[403] > 200, seen
    assert _tree(served.root) == before


def test_the_same_addresses_well_asked_give_what_is_there(served: Served) -> None:
    """Else the walk would knock at closed doors."""
    found = {}
    for route in bad_requests.own_routes():
        target = bad_requests.address(route, nomination="1", case="1") + bad_requests.query(route)
        found[route.path] = bad_requests.send(served.own, bad_requests.line("GET", target, served.own)).status
    assert {path for path, status in found.items() if status != 200} == {
        "/geo/answer/{token}/{part}.geojson",  # answers are found by people, and forgotten
        "/geo/{park}/import/{token}/{name}",
        "/plots/{nomination:row}/photo.jpg",
        *("/login", "/login/back", "/logout"),  # addresses only where people log in
    }


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
@pytest.mark.parametrize("port", ["", ":8501", ":9"])
def test_its_own_machine_reaches_it_under_every_port_of_a_tunnel(served: Served, name: str, port: str) -> None:
    asked = f"Host: {name}{port}\r\nOrigin: http://{name}{port}\r\nSec-Fetch-Site: same-origin"
    assert bad_requests.send(served.own, bad_requests.line("GET", "/geo/norway.geojson", None, asked)).status == 200


def test_a_fault_tells_nothing_but_the_log(served: Served) -> None:
    for lang in messages.LANGS:
        target = f"/geo/{PARK}/import/{PLANTED}/rows.geojson?lang={lang}"
        reply = bad_requests.send(served.own, bad_requests.line("GET", target, served.own))
        assert (reply.status, reply.body.decode()) == (500, messages.text(lang, "refused.500"))
        assert {name.decode() for name, _ in security_headers()} <= set(reply.headers)
    assert CAUSE in served.log.read_text(encoding="utf-8")


STRANGE_ORIGINS = (None, "null", "http://evil.example", "https://203.0.113.9", "http://127.0.0.1:1", "http://localhost:{port}", "file://")


@pytest.mark.parametrize("path", ["/_stcore/stream", "/_stcore/stream?lang=en", "/geo/norway.geojson", "/nothing"])
@pytest.mark.parametrize("origin", STRANGE_ORIGINS)
def test_no_stranger_opens_a_socket(served: Served, path: str, origin: str | None) -> None:
    said = origin and origin.format(port=served.own.rpartition(":")[2])
    with pytest.raises(InvalidStatus) as refused, connect(f"ws://{served.own}{path}", origin=said):
        pass
    answer, lang = refused.value.response, "en" if "lang=en" in path else "nb"
    assert answer.status_code == 403
    error = LanduseError("origin_refused", origin=said) if said else LanduseError("origin_missing")
    assert answer.body.decode() == error.text(lang)
    assert {name.decode() for name, _ in security_headers()} <= {name.lower() for name in answer.headers}


def test_a_socket_for_another_name_or_to_nowhere_is_refused(served: Served) -> None:
    port = served.own.rpartition(":")[2]
    for target, name in ((f"ws://evil.example:{port}/_stcore/stream", "evil.example"), (f"ws://{served.own}/_stcore/other", "127.0.0.1")):
        wire = socket.create_connection(("127.0.0.1", int(port)))
        with pytest.raises(InvalidStatus) as refused, connect(target, sock=wire, origin=f"http://{name}:{port}"):
            pass
        assert refused.value.response.status_code == 403 and len(refused.value.response.body.split()) > 3


def test_broken_uploads_of_a_page_of_its_own_are_refused(served: Served) -> None:
    with connect(f"ws://{served.own}/_stcore/stream", origin=f"http://{served.own}", subprotocols=["streamlit"]) as page:
        session = _session(page)
        for body in bad_requests.BODIES:
            target = f"/_stcore/upload_file/{session}/f"
            reply = bad_requests.send(served.own, bad_requests.upload(target, served.own, served.token, body))
            assert reply.status == (204 if body in bad_requests.READABLE else 400), body


def _session(page: object) -> str:
    """Begin a page as a browser would; the name of its session."""
    begin, said = BackMsg(), ForwardMsg()
    begin.rerun_script.query_string = "page=om_tallene"
    page.send(begin.SerializeToString())
    while said.WhichOneof("type") != "new_session":
        said.ParseFromString(page.recv(timeout=_WAIT_S))
    return said.new_session.initialize.session_id


def test_nothing_leaves_the_machine(served: Served) -> None:
    """At the start, on pages, and where a stranger's page makes Streamlit look its own address up."""
    _foreign_socket(served.own)
    assert served.outside.read_text(encoding="utf-8") == ""


def _foreign_socket(own: str) -> None:
    with pytest.raises(InvalidStatus), connect(f"ws://{own}/_stcore/stream", origin="http://203.0.113.9"):
        pass


def test_what_would_leave_the_machine_is_seen(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    said = "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.settimeout(0.1)\nfor f in (s.connect, s.sendto):\n" \
        " try: f(*(([b'x'] if f == s.sendto else []) + [('203.0.113.9', 9)]))\n except OSError: pass\n" \
        "try: socket.getaddrinfo('name.invalid', 80)\nexcept OSError: pass"  # fmt: skip
    seen = tmp_path / "seen.txt"
    subprocess.run([sys.executable, "-c", said], env=os.environ | _watched(seen), check=True)
    assert seen.read_text(encoding="utf-8").split() == [
        "socket.connect", "203.0.113.9", "socket.sendto", "203.0.113.9", "socket.getaddrinfo", "name.invalid",
    ]  # fmt: skip


def test_an_address_that_others_reach_is_refused_however_the_server_is_started(tmp_path: Path) -> None:
    streamlit, seen = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"], tmp_path / "seen.txt"
    starts = {
        "flag": ([*streamlit, "--server.address", "0.0.0.0"], {}),
        "environment": (streamlit, {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "PARKAREAL_LANG": "en"}),
        "serve": ([sys.executable, "-m", "landuse", "serve", "--port", "0"], {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}),
    }
    running = {name: _started(command, _watched(seen) | more) for name, (command, more) in starts.items()}
    try:
        for name, process in running.items():
            _, told = process.communicate(timeout=_WAIT_S)
            sentence = LanduseError("address_open", address="0.0.0.0").text("en" if name == "environment" else "nb")
            assert (process.returncode, told.strip().splitlines()[-1], "Traceback" in told) == (1, sentence, False), name
    finally:
        for process in running.values():
            _end(process)
    assert not seen.exists()


def _started(command: list[str], more: dict[str, str]) -> subprocess.Popen:
    environment = {key: value for key, value in os.environ.items() if key != "PARKAREAL_LANG"} | more
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **told)


def _end(process: subprocess.Popen) -> None:
    """End a server that was not refused, with what it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=_WAIT_S)
