"""Who is let in, once people log in: one layer around every route of ours and of Streamlit, and around each message of a socket.

Each request is asked for its session, and its act (`asked_acts`) for the parks that it names; what no row has is refused. Without a
login configured the layer lets everything through as if it were not there.
"""

from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.people import asking, sessions, trail
from landuse.roles.person import Person
from landuse.words.errors import LanduseError
from views.web import asked_acts, refusals
from views.web.asked_acts import Asked
from views.web.headers import page_lang
from views.web.off_loop import off_loop

COOKIES = ("__Host-parkareal", "parkareal")  # over TLS a browser takes the first from nobody but this host
_SHELL = ("/", "/index.html")
_READS = ("GET", "HEAD")
_CLOSED = 1008
_UNAUTHORISED, _FORBIDDEN, _UNAVAILABLE, _NOT_FOUND = 401, 403, 503, 404


class Entrance:
    """Lets requests, sockets and their messages through whose asker may, and answers the others with one sentence."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not asking.login_wanted():
            await self.app(scope, receive, send)
            return
        trail.came_from.set((scope.get("client") or ("",))[0])
        row, token = asked_acts.asked(scope["path"]), token_of(Headers(scope=scope).get("cookie", ""))
        try:
            person = await off_loop(sessions.person, token)
            if row is None:
                await refusals.refusal(_NOT_FOUND, page_lang(scope["query_string"]))(scope, receive, send)
                return
            if not row.is_open:
                if person is None and scope["type"] == "http" and scope["method"] in _READS and scope["path"] in _SHELL:
                    await RedirectResponse("/login", 303, {"cache-control": "no-store"})(scope, receive, send)
                    return
                await off_loop(_check, person, row, scope)
        except LanduseError as error:
            await refusals.refuse(error, _status(error), scope, receive, send)
            return
        with asking.asked_by(person):
            if scope["type"] == "websocket":
                await self.app(scope, *_watched(token, receive, send))
            else:
                await self.app(scope, receive, send if row.is_open else _kept_by_nobody(send))


def token_of(cookie: str) -> str:
    """What the browser has of its session; "" where it has nothing."""
    try:
        found: Any = SimpleCookie(cookie)
    except CookieError:
        return ""
    return next((found[name].value for name in COOKIES if name in found), "")


def _check(person: Person | None, row: Asked, scope: Scope) -> None:
    with asking.asked_by(person):
        for park_id in row.parks(scope):
            asking.check(row.act, park_id)
            if row.leaves:
                trail.must_tell(person, trail.DOWNLOAD, park_id, scope["path"])


def _status(error: LanduseError) -> int:
    if error.code == "login_needed":
        return _UNAUTHORISED
    return _FORBIDDEN if error.code in ("role_may_not", "not_your_park", "person_unnamed") else _UNAVAILABLE


def _kept_by_nobody(send: Send) -> Send:
    """What needs a role is kept by no browser and nothing on the way."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            headers["cache-control"] = "no-store"
            del headers["etag"]
            message = {**message, "headers": headers.raw}
        await send(message)

    return told


def _watched(token: str, receive: Receive, send: Send) -> tuple[Receive, Send]:
    """A socket whose every message is asked for its session; one that is over ends it before the message arrives."""
    over = False

    async def heard() -> Message:
        nonlocal over
        message = await receive()
        if message["type"] != "websocket.receive" or await _holds(token):
            return message
        over = True
        await send({"type": "websocket.close", "code": _CLOSED})
        return {"type": "websocket.disconnect", "code": _CLOSED}

    async def told(message: Message) -> None:
        if not over:
            await send(message)

    return heard, told


async def _holds(token: str) -> bool:
    """Whether a session holds now; where the register does not answer nobody is let in."""
    try:
        return await off_loop(sessions.person, token) is not None
    except LanduseError:
        return False
