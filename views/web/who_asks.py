"""Who may ask the server anything: its own pages, a person who follows a link, and programs on the machine.

A page that some other host or port has put into the same browser is refused, on every address and on the socket:

    Host             one of the names that the app answers under, whatever the port; else a page elsewhere may have its own
                     name point at this machine
    Origin           the app's own, the port too; a socket must have one
    Sec-Fetch-Site   the app's own page or the person; from elsewhere only a link that opens in the window (a mail's)

A program (QGIS, curl) sends neither Origin nor Sec-Fetch-Site and passes. Published data are for everybody's pages.
"""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions import addresses
from landuse.words.errors import LanduseError
from landuse.words.log import LOG
from views.web import refusals

_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:\d{1,5})?")
_OWN_SITE = ("same-origin", "none")
_READS = ("GET", "HEAD")
_SHOWN = 100  # letters of a header that a sentence repeats
_FORBIDDEN = 403
_OPEN_TO_ALL = [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]


def allowed_hosts() -> frozenset[str]:
    """The names that the app answers under; its own machine's alone, and a line in the log, where the settings cannot be read."""
    try:
        return addresses.hosts()
    except LanduseError as error:
        LOG.warning("%s", error)
        return addresses.own_hosts()


class WhoAsks:
    """Lets requests and sockets through whose asker may ask, and answers the others with one sentence.

    Parameters
    ----------
    hosts : names under which the app answers, small letters, without ports
    published : beginnings of addresses whose data any page may read
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None = None, published: tuple[str, ...] = ()):
        self.app = app
        self.hosts = allowed_hosts() if hosts is None else hosts
        self.published = published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        published = scope["type"] == "http" and scope["method"] in _READS and scope["path"].startswith(self.published or ("\0",))
        try:
            check(scope, self.hosts, published)
        except LanduseError as error:
            LOG.warning("refused %s: %s", scope["type"], error)
            await refusals.refuse(error, _FORBIDDEN, scope, receive, send)
            return

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *_OPEN_TO_ALL]}
            await send(message)

        await self.app(scope, receive, opened if published else send)


def check(scope: Scope, hosts: Collection[str], published: bool = False) -> None:
    """Refuse who may not ask.

    Raises
    ------
    LanduseError : address_open, host_refused, origin_refused, origin_missing, site_refused
    """
    headers = Headers(scope=scope)
    if scope.get("server"):
        addresses.check_address(scope["server"][0])
    host = _host(headers, hosts)
    if published:
        return
    origins = headers.getlist("origin")
    if any(origin.lower() not in (f"http://{host}", f"https://{host}") for origin in origins):
        raise LanduseError("origin_refused", origin=_shown(origins))
    if scope["type"] == "websocket" and not origins:
        raise LanduseError("origin_missing")
    sites = headers.getlist("sec-fetch-site")
    if any(site not in _OWN_SITE for site in sites) and not _is_link(scope, headers):
        raise LanduseError("site_refused")


def _host(headers: Headers, hosts: Collection[str]) -> str:
    """The name and port that the request is for, in small letters."""
    named = headers.getlist("host")
    found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
    if found is None or found["name"].lower() not in hosts:
        raise LanduseError("host_refused", host=_shown(named))
    return named[0].lower()


def _shown(values: list[str]) -> str:
    """A header's values as a sentence and the log repeat them: short, and without what a terminal would act on."""
    said = ", ".join(values)[:_SHOWN]
    return "".join(letter if letter.isprintable() else "�" for letter in said) or "–"


def _is_link(scope: Scope, headers: Headers) -> bool:
    """Whether a person follows a link, so that the answer fills the window and no page elsewhere can read it."""
    how = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    return scope["type"] == "http" and scope["method"] in _READS and how == ("navigate", "document")
