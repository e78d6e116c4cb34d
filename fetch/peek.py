"""What can be seen of a page without reading it: bounded patterns over its bytes, never a parser."""

import hashlib
import re

from fetch.receipt import Stop
from fetch.services import Service

_MATCHED = re.compile(rb'(?:numberMatched|totalElements|totaltAntallTreff|"count)"?\s*[=:]\s*"?(\d{1,9})')
_ERROR = re.compile(rb"<(?:\w+:)?(?:ExceptionReport|ServiceException)|^\s*\{\s*\"error\"\s*:")
_CODE = re.compile(rb'(?:exceptionCode|code)="([\w.]{1,60})"|"code"\s*:\s*(\d{1,6})')
_PAGE_OF_THE_WEB = re.compile(rb"<html|<!doctype", re.IGNORECASE)
_HEAD_BYTES, _LOOK_BYTES, _TAIL_BYTES = 4_000, 20_000, 200
_BEGINS = {"gml": (b"<",), "json": (b"{", b"["), "zip": (b"PK\x03\x04",)}
_ENDS = {"gml": (b"FeatureCollection>", b"/>"), "json": (b"}", b"]")}


def members(service: Service, body: bytes) -> int:
    """How many features a page has: counted, since services say 0 beside three of them."""
    return sum(1 for _ in re.finditer(service.pattern, body))


def promised(body: bytes) -> int | None:
    """How many features there are in all, as the service says; None where it does not."""
    found = _MATCHED.search(body, 0, _LOOK_BYTES) or _MATCHED.search(body, max(0, len(body) - _LOOK_BYTES // 4))
    return int(found[1]) if found else None


def fingerprint(service: Service, body: bytes) -> str:
    """Of the features alone: the head of a page holds the time and its own address."""
    first = re.search(service.pattern, body)
    last = body.rfind(b"]") if service.media == "json" else len(body)
    return hashlib.sha256(body[first.start() if first else 0 : last]).hexdigest()


def check(service: Service, status: int, body: bytes) -> None:
    """Stop where a page is no page of features, or its end is not there.

    Raises
    ------
    Stop : refused_in_words, refused, not_a_service, cut_short
    """
    head, tail = body[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \r\n\t"), body[-_TAIL_BYTES:].rstrip()
    if found := _ERROR.search(head):
        code = _CODE.search(body, found.start(), _LOOK_BYTES)
        raise Stop(
            "refused_in_words", status=status, exception=next((part.decode() for part in code.groups() if part), "–") if code else "–"
        )
    if status != 200:
        raise Stop("refused", status=status)
    if not head.startswith(_BEGINS[service.media]) or _PAGE_OF_THE_WEB.search(head):
        raise Stop("not_a_service", starts=head[:40].decode("latin-1"))
    if service.media in _ENDS and not tail.endswith(_ENDS[service.media]):
        raise Stop("cut_short", bytes=len(body))
