"""The layer around all routes: every address × every role × own and other parks, sessions that are over, sockets, what is kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from actions.people import accounts, asking, sessions, trail
from landuse.roles import may
from landuse.roles.person import ROLES
from landuse.words.errors import LanduseError
from parks.park import data_root as root_now
from register import sessions as kept_sessions
from register.engine import open_register
from tests import asgi
from views.web import asked_acts, entrance
from views.web.asked_acts import Asked
from views.web.entrance import Entrance
from views.web.geodata import routes
from views.web.guards import guards

_PARTS = {"{rest:path}": "a/b", "{nomination:row}": "7", "{case:row}": "7", "{layer}": "plots", "{name}": "x.xlsx", "{park}": "own"}
_PARTS |= dict.fromkeys(("{token}", "{part}", "{session}", "{file}"), "x")
_HEADERS = {"cache-control": "private, max-age=31536000", "etag": '"x"'}


async def _inside(scope: Any, receive: Any, send: Any) -> None:
    """What stands behind the layer: says who it takes the asker for."""
    person = asking.current()
    await PlainTextResponse(f"in: {person.name if person else '–'}", headers=_HEADERS)(scope, receive, send)


def _address(row: Asked, park: str = "own") -> str:
    address = row.path
    for part, value in (_PARTS | {"{park}": park}).items():
        address = address.replace(part, value)
    return f"{address}?park={park}" if row.park == "query" else address


def _get(address: str, token: str = "") -> asgi.Answer:
    return asgi.get(Entrance(_inside), address, {"cookie": f"parkareal={token}"} if token else {})


@pytest.fixture
def everybody(logs_in, make_park) -> dict[str, str]:
    """A session of each role; the manager's own park is `own`."""
    for park_id in ("own", "other"):
        make_park(park_id)
    return {role: logs_in(role, role, ("own",) if role == "park_manager" else ()) for role in ROLES}


def test_every_route_is_in_the_table_before_any_other_that_takes_its_address() -> None:
    ours = [route.path + "/{rest:path}" if isinstance(route, Mount) else route.path for route in routes()]
    assert all(isinstance(route, Route | Mount) for route in routes())
    assert [path for path in ours if path not in [row.path for row in asked_acts.table()]] == []
    assert [row.path for row in asked_acts.table() if asked_acts.asked(_address(row).partition("?")[0]) != row] == []
    assert {row.act for row in asked_acts.table()} <= set(may.acts()) and {row.park for row in asked_acts.table()} == {"", "path", "query"}
    assert [row.path for row in asked_acts.table() if "{park}" in row.path and row.park != "path"] == []


def test_every_address_role_and_park_is_answered_as_the_matrix_says(everybody) -> None:
    persons = {role: sessions.person(token) for role, token in everybody.items()}
    for row in asked_acts.table():
        for park in ("own", "other"):
            for role, token in everybody.items():
                about = park if row.park else None
                allowed = row.is_open or may.may(persons[role], row.act, about)
                answer = _get(_address(row, park), token)
                assert answer.status_code == (200 if allowed else 403), (row.path, park, role)
                assert not allowed or answer.text == f"in: {role.title()}"
                assert answer.headers["cache-control"] == ("no-store" if not allowed or not row.is_open else _HEADERS["cache-control"])
                assert row.is_open or "etag" not in answer.headers
    told = trail.rows()
    assert {row["act"] for row in told if row["outcome"] == "refused"} == {"case", "export", "import", "units", "figures"}
    left = {_address(row, park).partition("?")[0] for row in asked_acts.table() if row.leaves for park in ("own", "other")}
    assert {row["about"] for row in told if row["act"] == trail.DOWNLOAD} == left
    assert trail.verify()[0] == len(told)


@pytest.mark.parametrize("row", asked_acts.table(), ids=lambda row: row.path)
def test_without_a_session_only_what_is_open_is_answered(row: Asked, idp) -> None:
    for token in ("", "stolen", "x" * 5000):
        status = 200 if row.is_open else 303 if row.path in ("/", "/index.html") else 401
        assert _get(_address(row), token).status_code == status


_NOBODYS = ("/nowhere", "/_stcore/metrics", "/app/static/x", "/oauth2callback", "/auth/login", "/geo/own", "//", "/login/x")


@pytest.mark.parametrize("address", _NOBODYS)
def test_what_no_row_has_is_nobodys(address: str, everybody) -> None:
    assert _get(address, everybody["admin"]).status_code == 404


def test_several_parks_are_each_asked_for(everybody) -> None:
    mine = {"park=own": 200, "park=own&park=other": 403, "park=other&park=own": 403, "": 403, "park=": 403, "park=own&park=": 403}
    for query, status in mine.items():
        assert _get(f"/export/x.xlsx?{query}", everybody["park_manager"]).status_code == status, query


_ALTERED = ("parkareal={}x", "parkareal=x{}", "another={}", "parkareal=; another={}", "PARKAREAL={}", "parkareal={};parkareal=", '\x00"={}')


@pytest.mark.parametrize("cookie", _ALTERED)
def test_a_session_that_was_altered_or_is_of_another_name_is_none(cookie: str, logs_in) -> None:
    answer = asgi.get(Entrance(_inside), "/geo/own/units.shapes", {"cookie": cookie.format(logs_in("kari"))})
    assert answer.status_code == 401


def test_a_session_is_over_when_it_is_idle_old_or_ended(everybody, monkeypatch) -> None:
    address, token = "/geo/own/units.shapes", everybody["planner"]
    assert _get(address, token).status_code == 200
    for later in (kept_sessions.IDLE, kept_sessions.MOST):
        with monkeypatch.context() as patch:
            patch.setattr(sessions, "datetime", _Clock(later))
            assert _get(address, token).status_code == 401
    sessions.end(token)
    assert _get(address, token).status_code == 401
    with asking.asked_by(sessions.person(everybody["admin"])):
        accounts.give_role(ROLES.index("park_manager") + 1, "viewer")
    assert _get(address, everybody["park_manager"]).status_code == 401


class _Clock:
    def __init__(self, later: timedelta):
        self.later = later

    def now(self, zone: Any) -> datetime:
        return datetime.now(UTC) + self.later


def test_where_the_trail_cannot_be_written_unpublished_data_stay_and_pages_are_read(everybody, monkeypatch) -> None:
    def full(*_: Any) -> int:
        raise LanduseError("register_disk_full", where="x", kept="", name="x")

    monkeypatch.setattr(trail.kept, "add", full)
    assert _get("/geo/own/map.html", everybody["planner"]).status_code == 503
    assert _get("/geo/own/units.shapes", everybody["planner"]).status_code == 200


def test_without_a_login_the_layer_is_not_there(data_root) -> None:
    for address in ("/nowhere", "/geo/own/units.shapes", "/"):
        answer = _get(address)
        assert (answer.status_code, answer.text, answer.headers["etag"]) == (200, "in: –", '"x"')


def test_a_lost_role_ends_a_socket_at_the_next_message(everybody) -> None:
    heard: list[Any] = []

    async def page(_scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["bytes"])
            await send({"type": "websocket.send", "bytes": b"run"})
        heard.append(message["type"])
        await send({"type": "websocket.send", "bytes": b"late"})

    async def talk() -> list[Any]:
        said: list[Any] = []
        asked = iter([b"one", b"two"])

        async def receive() -> Any:
            content = next(asked)
            if content == b"two":
                sessions.end(everybody["planner"])
            return {"type": "websocket.receive", "bytes": content}

        async def send(message: Any) -> None:
            said.append((message["type"], message.get("bytes") or message.get("code")))

        await Entrance(page)(_socket(everybody["planner"]), receive, send)
        return said

    assert asyncio.run(talk()) == [("websocket.accept", None), ("websocket.send", b"run"), ("websocket.close", 1008)]
    assert heard == [b"one", "websocket.disconnect"]


def test_a_socket_without_a_session_is_not_opened(idp) -> None:
    assert [message["type"] for message in asgi.said(Entrance(_inside), _socket("stolen"))] == ["websocket.close"]


def _socket(token: str) -> dict[str, Any]:
    return {"type": "websocket", "path": "/_stcore/stream", "query_string": b"", "headers": [(b"cookie", f"parkareal={token}".encode())]}


def test_the_whole_way_in_and_out_through_the_servers_layers(idp, make_park) -> None:
    """From the invitation over the provider to a route, and out again by a form."""
    make_park("own")
    app = Starlette(routes=routes(), **guards())
    own = {"host": "localhost:8501"}
    with asking.asked_by(asking.LOCAL):
        invitation = accounts.invite("Kari", "admin").partition("8501")[2]
    sent = asgi.get(app, invitation, own)
    assert sent.status_code == 303 and sent.headers["cache-control"] == "no-store"
    browser = sent.headers["set-cookie"]
    assert all(word in browser for word in ("HttpOnly", "Path=/", "SameSite=lax")) and "Domain" not in browser
    state, code = idp.lets_in(sent.headers["location"], "kari")
    back = f"/login/back?state={state}&code={code}"
    assert asgi.get(app, back, own).status_code == 403, "another browser"
    sent = asgi.get(app, invitation, own)
    state, code = idp.lets_in(sent.headers["location"], "kari")
    answer = asgi.get(app, f"/login/back?state={state}&code={code}", own | {"cookie": sent.headers["set-cookie"].partition(";")[0]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    token = _cookies(app, f"/login/back?state={state}&code={code}", own)
    assert token == [], "a code is good once"
    asked = asgi.said(app, _request("GET", "/logout", own))
    assert asked[0]["status"] == 200 and b'method="post"' in asked[1]["body"]


def _cookies(app: Any, address: str, headers: dict[str, str]) -> list[str]:
    messages = asgi.said(app, _request("GET", address, headers))
    return [value.decode() for name, value in messages[0]["headers"] if name == b"set-cookie"]


def _request(method: str, address: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = address.partition("?")
    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    more = {"http_version": "1.1", "scheme": "http", "raw_path": path.encode(), "root_path": ""}
    return {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": named, **more}


def test_logging_out_takes_a_form_of_our_own_page(logs_in) -> None:
    app, token = Starlette(routes=routes(), **guards()), logs_in("kari")
    own = {"host": "localhost:8501", "cookie": f"parkareal={token}"}
    elsewhere = own | {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert asgi.said(app, _request("POST", "/logout", elsewhere))[0]["status"] == 403 and sessions.person(token)
    assert asgi.said(app, _request("GET", "/logout", own))[0]["status"] == 200 and sessions.person(token)
    ended = asgi.said(app, _request("POST", "/logout", own | {"origin": "http://localhost:8501"}))[0]
    assert ended["status"] == 303 and sessions.person(token) is None
    assert asgi.get(app, "/logout?done", own).status_code == 200


def test_over_tls_a_browser_takes_the_cookie_from_this_host_alone(idp, data_root) -> None:
    path = data_root / "settings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("http://localhost:8501", "https://localhost"), encoding="utf-8")
    sent = asgi.get(Starlette(routes=routes(), **guards()), "/login", {"host": "localhost"})
    assert sent.headers["set-cookie"].startswith("__Host-parkareal-login=") and "Secure" in sent.headers["set-cookie"]
    assert entrance.token_of("parkareal=old; __Host-parkareal=new") == "new"


def test_the_register_out_of_reach_lets_nobody_in(everybody, monkeypatch) -> None:
    def gone(*_: Any) -> None:
        raise LanduseError("register_unreachable", where="x", kept="", name="x")

    monkeypatch.setattr(sessions, "person", gone)
    assert _get("/geo/own/units.shapes", everybody["planner"]).status_code == 503
    assert open_register(root_now())
