"""Requests that no page of ours makes: every route of the app and of Streamlit with addresses, queries, headers, methods and
bodies that are wrong in their own way each. What is sent is bytes, so that no client mends it on the way."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from unittest.mock import MagicMock

from starlette.routing import BaseRoute, Mount
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from views.web.geodata import routes

_PARTS = {  # a value for each part of an address, which finds something where the server's folder has it
    "park": "prove", "layer": "perimeter", "nomination": "2", "case": "2", "token": "0123456789abcdef", "part": "taken", "name": "a.csv",
    "path": "vendor/leaflet/leaflet.js", "file_id": "0.png", "session_id": "s",
}  # fmt: skip
_QUERY = {
    "shapes": "date=2026-06-30", "map.html": "date=2026-06-30", "fremdrift.pdf": "date=2026-06-30",
    "arealregnskap.xlsx": "date=2026-06-30",
    "search.json": "date=2026-06-30&q=1", "{name}": "park=prove",
}  # fmt: skip
_WRONG_PARTS = (
    "9223372036854775808", "99999999999999999999999999", "9" * 5000, "2147483648", "-1", "0", "00", "1.5", "1e3", "0x1", "%D9%A3", "%C2%B2",
    "%00", "x%00.geojson", "..%2f..%2f..%2fetc%2fpasswd", "..", "%2e%2e", "%252e%252e%252f", "..%5c..%5cwin.ini", "%5c%5chost%5cshare",
    "C:%5cwin.ini", "a" * 3000, "%", "%zz", "%ff%fe", "%ed%a0%80", "%F0%9F%98%80", "%E2%80%AE", "<script>alert(1)</script>", "nothing",
    "'%20OR%201=1--", "%0d%0aset-cookie:%20a=1", "{{7*191}}", "{0.__class__}", "%25s%25n", ".", "~root", "units.shapes", "a;b=c", "a:b@c",
)  # fmt: skip
_WRONG_QUERIES = (
    "date=", "date=soon", "date=2026-13-01", "date=2026-02-30", "date=0000-00-00", "date=0001-01-01", "date=9999-12-31", "date=1677-09-21",
    "date=20260630", "date=2026-W01-1", "date=-2026-01-01", "date=99999999999-01-01", "date=%D9%A2026-06-30", "date=2026-06-30T00:00",
    "date=2026-06-30%00", "date=" + "9" * 5000, "date=2026-06-30&date=x", "lang=%00", "lang=xx", "lang=" + "a" * 5000, "lang[]=nb", "%",
    "%zz=%zz",
    "&" * 5000, "=" * 500, "a=" + "b" * 60_000, "park=%00", "park=..%2f..", "park=" + "a" * 5000, "park=%ff", "park=", "park[]=prove",
    "&".join(f"k{number}=v" for number in range(3000)), "v=%00", "when=never", "paper=A0", "published=%FF", "families=%00", "token=1;DROP",
)  # fmt: skip
_WRONG_HEADERS = (
    "Range: bytes=-", "Range: bytes=9999999999-", "Range: bytes=5-1", "Range: bytes=0-0,1-1,2-2", "Range: lines=1-2",
    "Range: " + "9" * 4000,
    "Range: bytes=99999999999999999999999-", "Range: bytes=-99999999999999999999999", "Range: bytes=\xb2-\xb3",
    "If-None-Match: \xff\xfe", "If-None-Match: W/" + '"x",' * 1500, "If-None-Match: *", "If-Modified-Since: yesterday",
    "If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT", "If-Range: \xff", "Accept-Encoding: gzip;q=\xff",
    "Accept-Encoding: " + "br," * 2000,
    "Accept-Encoding: gzip;q=-1, *;q=99", "Accept: " + "*/*," * 1500, "Accept-Language: \xff", "Cookie: \xff\xfe=\x80", "Cookie: ;;;=;=;,",
    "Cookie: _streamlit_session=e30.x.y; _streamlit_user=2|1:0", "Cookie: _streamlit_xsrf=2|zz|zz|zz",
    "Cookie: _streamlit_xsrf=2|" + "f" * 3000,
    "Cookie: _streamlit_user=" + "A" * 6000, "X-Xsrftoken: \xff", "Content-Type: \xff/\xff", "Content-Length: -1", "Content-Length: 1e9",
    "Content-Length: 99999999999999999999", "Transfer-Encoding: nonsense", "Transfer-Encoding: chunked\r\nContent-Length: 5",
    "Expect: 200-maybe",
    "Connection: upgrade\r\nUpgrade: nonsense", "Forwarded: for=\xff", "X-Forwarded-For: \xff", "X-Forwarded-Proto: javascript",
    "X-Http-Method-Override: DELETE", "Authorization: Basic \xff", "Referer: \xff", "Bad Header: x", "No colon", ": empty", "X: a\x00b",
)  # fmt: skip
_STRANGERS = (
    "Host: evil.example", "Host: evil.example:{port}", "Host: 10.0.0.1", "Host: ", "Host: localhost@evil.example",
    "Host: localhost.evil.example",
    "Host: 127.0.0.1.", "Host: 0.0.0.0", "Host: 127.0.0.1:x", "Host: [::ffff:127.0.0.1]", "Host: localhost/../", "Host: 2130706433",
    "Host: localhost\r\nHost: evil.example",
    "Host: {own}\r\nOrigin: http://evil.example", "Host: {own}\r\nOrigin: null", "Host: {own}\r\nOrigin: http://127.0.0.1:1",
    "Host: {own}\r\nOrigin: http://localhost:{port}", "Host: {own}\r\nOrigin: ftp://{own}",
    "Host: {own}\r\nOrigin: http://{own}.evil.example",
    "Host: {own}\r\nOrigin: http://{own}\r\nOrigin: http://evil.example", "Host: {own}\r\nOrigin: ",
    "Host: {own}\r\nOrigin: http://u@{own}",
    "Host: {own}\r\nSec-Fetch-Site: cross-site", "Host: {own}\r\nSec-Fetch-Site: same-site", "Host: {own}\r\nSec-Fetch-Site: nonsense",
    "Host: {own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
    "Host: {own}\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image",
)  # fmt: skip
_WRONG_METHODS = ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "MKCOL", "FOO", "get", "G" * 300)
_WRONG_ENDS = ("/", "/x", "%2f", "/..", ".bak", "?", "//")
BODIES = (
    ("multipart/form-data", b""), ("multipart/form-data; boundary=", b"--\r\n"), ("multipart/form-data; boundary=x", b"--x"),
    ("multipart/form-data; boundary=x; charset=none",
    b'--x\r\nContent-Disposition: form-data; name="\xff"; filename="a"\r\n\r\nb\r\n--x--'),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nonsense\r\n\r\nb\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\n\x00\xff: \r\n\r\n"), ("multipart/form-data; boundary=x", b"--y\r\n" * 500),
    ("multipart/form-data; boundary=" + "x" * 3000, b"--x\r\n"), ("multipart/form-data; boundary=\xff", b"--\xff\r\n"),
    ("application/x-www-form-urlencoded", b"%&=" * 500), ("application/x-www-form-urlencoded; charset=none", b"a=\xff"),
    ("application/json", b'{"a":' * 500), ("text/xml", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'), ("",
    b"\x00" * 500),
)  # fmt: skip
READABLE = (BODIES[3],)  # the reader of uploads takes another character set for Latin-1
_LINES = (
    b"GET http://evil.example/ HTTP/1.1", b"GET http://{own}/geo/norway.geojson HTTP/1.1", b"OPTIONS * HTTP/1.1",
    b"CONNECT evil.example:443 HTTP/1.1",
    b"GET //evil.example/%2e%2e HTTP/1.1", b"GET /\\evil.example HTTP/1.1", b"GET /%2f%2fevil.example/ HTTP/1.1", b"GET  HTTP/1.1",
    b"GET /\xff\xfe HTTP/1.1", b"GET / HTTP/9.9", b"GET /", b"nonsense", b"\x00\x01\x02", b"GET /a b HTTP/1.1",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1",
    b"GET /?" + b"a" * 60_000 + b" HTTP/1.1", b"PRI * HTTP/2.0",
)  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """What the server answered; status 0 where it closed the connection without a word."""

    status: int
    headers: dict[str, str]
    body: bytes


def own_routes() -> list[BaseRoute]:
    """Every route of the app."""
    return routes()


def all_routes() -> list[BaseRoute]:
    """Every route of the app and of Streamlit."""
    return [*own_routes(), *create_streamlit_routes(MagicMock())]


def address(route: BaseRoute, **instead: str) -> str:
    """A good address of a route, with other values for some of its parts; KeyError where a part has none in `_PARTS`."""
    path = route.path + "/{path}" if isinstance(route, Mount) else route.path
    return re.sub(r"{(\w+)(?::\w+)?}", lambda part: instead.get(part[1], _PARTS[part[1]]), path)


def query(route: BaseRoute) -> str:
    """What a good address of a route asks for."""
    return next((f"?{asked}" for end, asked in _QUERY.items() if route.path.endswith(end)), "")


def parts(route: BaseRoute) -> list[str]:
    """The names of the parts of a route's address that a stranger chooses."""
    return ["path"] if isinstance(route, Mount) else re.findall(r"{(\w+)", route.path)


def wrong(own: str, token: str) -> Iterator[tuple[str, bytes]]:
    """Every bad request, with the address of the route that it is for, or none.

    Parameters
    ----------
    own : host and port of the server
    token : of the cookie that Streamlit gives against requests from other pages
    """
    for number, route in enumerate(all_routes()):
        good, every = address(route) + query(route), partial(_share, number)
        for part in parts(route):
            yield from ((route.path, line("GET", address(route, **{part: value}) + query(route), own)) for value in every(_WRONG_PARTS, 2))
        yield from ((route.path, line("GET", f"{address(route)}?{asked}", own)) for asked in every(_WRONG_QUERIES, 3))
        yield from ((route.path, line("GET", good, own, header)) for header in every(_WRONG_HEADERS, 4))
        strangers = (said.format(own=own, port=own.rpartition(":")[2]) for said in every(_STRANGERS, 2))
        yield from ((route.path, line("GET", good, None, said)) for said in strangers)
        yield from ((route.path, line(method, good, own)) for method in every(_WRONG_METHODS, 2))
        yield from ((route.path, line("GET", f"{address(route)}{end}", own)) for end in every(_WRONG_ENDS, 2))
        yield from ((route.path, upload(good, own, token, body, method)) for method in ("PUT", "POST") for body in every(BODIES, 5))
    yield from (("", said.replace(b"{own}", own.encode()) + f"\r\nHost: {own}\r\nConnection: close\r\n\r\n".encode()) for said in _LINES)


def _share(number: int, values: tuple, of: int) -> tuple:
    """One part in so many of the values, another for each route, so that the walk stays short and every value is met."""
    return values[number % of :: of]


def upload(target: str, own: str, token: str, body: tuple[str, bytes], method: str = "PUT") -> bytes:
    """A request with a body, as one of the app's own pages would send it."""
    about = f"Content-Type: {body[0]}\r\nContent-Length: {len(body[1])}\r\nX-Xsrftoken: {token}\r\nCookie: _streamlit_xsrf={token}"
    return line(method, target, own, about) + body[1]


def line(method: str, target: str, own: str | None, more: str = "") -> bytes:
    """A request's head; without a host where `own` is None."""
    host = [f"Host: {own}"] if own else []
    return "\r\n".join([f"{method} {target} HTTP/1.1", *host, *([more] if more else []), "Connection: close", "", ""]).encode("latin-1")


def send(own: str, request: bytes) -> Reply:
    """Send bytes and read the answer."""
    host, _, port = own.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as wire:
        wire.sendall(request)
        said = b"".join(iter(lambda: wire.recv(65536), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rest)}
    return Reply(int(first.split(" ")[1]) if first else 0, headers, body)
