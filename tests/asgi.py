"""Ask an ASGI app one question without a server or a network."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Answer:
    """What the app said."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


def get(app: Any, address: str, headers: dict[str, str] | None = None) -> Answer:
    """The answer to one GET; gzip is taken unless the headers say otherwise."""
    with ThreadPoolExecutor(1) as pool:  # a thread of its own: a browser test may have left a loop running in this one
        return pool.submit(asyncio.run, got(app, address, headers)).result()


async def got(app: Any, address: str, headers: dict[str, str] | None = None) -> Answer:
    """The same, for several at once in one loop."""
    parts = urlsplit(address)
    asked = {"host": "test", "accept-encoding": "gzip"} | (headers or {})
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in asked.items()],
    }
    answered = await _messages(app, scope)
    named = {name.decode(): value.decode() for name, value in answered[0]["headers"]}
    return Answer(answered[0]["status"], named, b"".join(message.get("body", b"") for message in answered[1:]))


def said(app: Any, scope: dict[str, Any]) -> list[dict[str, Any]]:
    """Every message with which an app answers a request without a body."""
    with ThreadPoolExecutor(1) as pool:  # a thread of its own: a browser test may have left a loop running in this one
        return pool.submit(asyncio.run, _messages(app, scope)).result()


async def _messages(app: Any, scope: dict[str, Any]) -> list[dict[str, Any]]:
    answered: list[dict[str, Any]] = []
    asked_for = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        message = next(asked_for, None)
        if message is None:
            await asyncio.Event().wait()  # the asker stays, and says nothing more
        return message

    async def send(message: dict[str, Any]) -> None:
        answered.append(message)

    await app(scope, receive, send)
    return answered
