"""One page from one service: two tries, silence and size and time held to their limits, no other host whatever it says."""

import hashlib
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from fetch import peek
from fetch.limits import LIMITS
from fetch.receipt import Receipt, Stop
from fetch.services import Service, account

_KEPT_HEADERS = ("content-type", "date", "last-modified", "etag", "server", "retry-after")
_TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_gates: dict[str, threading.BoundedSemaphore] = {}
_gates_lock = threading.Lock()


class Wire:
    """A connection to the hosts of services that the settings name, and to no other.

    hosts : their names
    contact : who answers for the questions
    sleep : waits; another in tests
    """

    def __init__(self, hosts: frozenset[str], contact: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._hosts, self._sleep = hosts, sleep
        headers = {"User-Agent": f"parkareal (+mailto:{contact})", "Accept-Encoding": "identity"}
        trusted = ssl.create_default_context()  # whom the machine trusts, and no settings of the environment
        self._client = httpx.Client(headers=headers, follow_redirects=False, trust_env=False, verify=trusted)

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def wait(self, seconds: float) -> None:
        """Wait, as a service asked."""
        self._sleep(seconds)

    def get(
        self, service: Service, address: str, params: dict[str, str], target: Path, receipt: Receipt, ends: float, body: str | None = None
    ) -> bytes:
        """One page, whose bytes are kept whatever they are.

        Parameters
        ----------
        target : where the bytes are kept
        ends : when the whole answer must be there, on the monotonic clock
        body : JSON that is sent; None: the page is only asked for

        Raises
        ------
        Stop : why there is no page
        """
        if httpx.URL(address).host != service.host or service.host not in self._hosts:
            raise Stop("host_not_named", host=httpx.URL(address).host)
        silences = (LIMITS["first_silence_s"], LIMITS["second_silence_s"])
        for number, silence in enumerate(silences, start=1):
            sent_at = datetime.now(UTC).isoformat(timespec="seconds")
            note: dict[str, Any] = {"file": target.name, "address": address, "params": params, "sent_at": sent_at, "try": number}
            began, wait = time.monotonic(), float(LIMITS["wait_s"])
            try:
                page = self._read(service, address, params, silence, ends, note, body)
                if note["status"] not in _TRY_AGAIN:
                    target.write_bytes(page)
                    note |= {"bytes": len(page), "sha256": hashlib.sha256(page).hexdigest()}
                    peek.check(service, note["status"], page)
                    return page
                wait = _retry_after(note)
                why = Stop("refused_wait" if wait > LIMITS["longest_wait_s"] else "refused", status=note["status"], wait_s=round(wait))
            except httpx.TimeoutException:
                why = Stop("timeout", silence_s=silence)
            except httpx.TransportError as error:
                why = Stop("broken_off", what=type(error).__name__)
            finally:
                receipt.pages.append(note | {"took_s": round(time.monotonic() - began, 3)})
            if number == len(silences) or wait > LIMITS["longest_wait_s"] or time.monotonic() + wait > ends:
                break
            self._sleep(wait)
        raise why

    def _read(
        self, service: Service, address: str, params: dict[str, str], silence: float, ends: float, note: dict[str, Any], body: str | None
    ) -> bytes:
        own = account(service)
        request = self._client.build_request(
            "GET" if body is None else "POST",
            address,
            params=params,
            content=body,
            headers={} if body is None else {"Content-Type": "application/json"},
            timeout=httpx.Timeout(silence),
        )
        with _gate(service.host):
            reply = self._client.send(request, auth=httpx.BasicAuth(*own) if own else None, stream=True, follow_redirects=False)
            try:
                return _within_limits(reply, ends, note)
            finally:
                reply.close()


def _within_limits(reply: httpx.Response, ends: float, note: dict[str, Any]) -> bytes:
    """The bytes of a reply, as they come over the wire."""
    note |= {"status": reply.status_code}
    note |= {"headers": {name: value[:300] for name, value in reply.headers.items() if name in _KEPT_HEADERS}}
    if reply.is_redirect:
        raise Stop("moved", to=reply.headers.get("location", "")[:200])
    if "content-encoding" in reply.headers:
        raise Stop("packed", encoding=reply.headers["content-encoding"][:40])
    parts, size = [], 0
    for part in reply.iter_raw():
        size += len(part)
        if size > LIMITS["page_bytes"]:
            raise Stop("too_large", most_mb=LIMITS["page_bytes"] // 1_000_000)
        if time.monotonic() > ends:
            raise Stop("too_slow", most_s=LIMITS["answer_s"])
        parts.append(part)
    return b"".join(parts)


def _gate(host: str) -> threading.BoundedSemaphore:
    with _gates_lock:
        return _gates.setdefault(host, threading.BoundedSemaphore(LIMITS["at_once"]))


def _retry_after(note: dict[str, Any]) -> float:
    """Seconds that a service asks us to wait; ours where it says nothing."""
    said = note["headers"].get("retry-after", "")
    if said.isdigit():
        return float(said)
    with suppress(TypeError, ValueError):
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    return float(LIMITS["wait_s"])
