"""Headers and language of every answer: what a browser may load, who may frame the page, and `<html lang>`."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.map import map_data
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import LOG

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_SERVED_LANG = b'<html lang="en">'  # Streamlit's page has it fixed
_FOR_WHOM = b"cross-origin-resource-policy"
_STARTS = ("http.response.start", "websocket.http.response.start")
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def content_security_policy(images_from: str = "") -> str:
    """What a page may load: itself only, and images of one host where a background map may be turned on.

    `blob:` is how Streamlit loads the few lines that mount the map, inline styles are how it draws everything,
    and its own inline scripts are named by their hash.
    """
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(INDEX.read_bytes())]
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' blob: " + " ".join(f"'sha256-{value}'" for value in hashes),
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {images_from}".strip(),
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def security_headers() -> list[tuple[bytes, bytes]]:
    """The headers of every answer; the last one may be said otherwise by an answer that is for everybody's pages."""
    return [
        (b"content-security-policy", content_security_policy(_background_host()).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (_FOR_WHOM, b"same-origin"),
    ]


class SecurityHeaders:
    """Adds the headers to every answer, a socket's refusal too, and the asked language to the page itself."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        lang = page_lang(scope["query_string"]) if scope["type"] == "http" and scope["path"] == "/" else None
        if lang:
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}

        async def changed(message: Message) -> None:
            if message["type"] in _STARTS:
                message = {**message, "headers": self._with_ours(message.get("headers", []))}
            elif lang and message["type"] == "http.response.body":
                message = {**message, "body": message.get("body", b"").replace(_SERVED_LANG, _asked_lang(lang))}
            await send(message)

        await self.app(scope, receive, changed)

    def _with_ours(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        theirs = [(name.lower(), value) for name, value in headers]
        ours = [(name, value) for name, value in self.headers if name != _FOR_WHOM or _FOR_WHOM not in dict(theirs)]
        names = {name for name, _ in ours}
        return [(name, value) for name, value in theirs if name not in names] + ours


def _background_host() -> str:
    """The host of the background map that the settings allow; none, and a line in the log, where they cannot be read."""
    try:
        allowed = map_data.background()
    except LanduseError as error:
        LOG.warning("%s", error)
        return ""
    return allowed.host if allowed else ""


def page_lang(query: bytes) -> str:
    """The language that a page's address asks for, bokmål where it asks for none that there is."""
    asked = parse_qs(query.decode("latin-1")).get("lang", [""])[0]
    return asked if asked in messages.LANGS else messages.DEFAULT_LANG


def _asked_lang(lang: str) -> bytes:
    """The page's first tag in one language, as long as the served one, so that the content length holds."""
    return _SERVED_LANG.replace(b"en", lang.encode())
