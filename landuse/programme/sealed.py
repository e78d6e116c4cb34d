"""A document in parts that can be read anywhere and changed nowhere: canonical JSON, a digest for each part, and a seal over all.

The seal is Ed25519 (RFC 8032) over kind, format and digests. What a changed byte has hit is told by the part's name; a file that says
the same in other bytes (spaces, order, another way to write a number) is told too.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from landuse.words.errors import LanduseError

FORMAT = 1
FORM, SEAL = "form", "seal"  # what is wrong where it is no part: how the file is written, the seal itself
_HEAD = ("kind", "format", "digests")
_NAMES = {*_HEAD, "parts", "seal"}
_HEX = set("0123456789abcdef")


@dataclass(frozen=True)
class Checked:
    """A document that was read.

    wrong : the names of the parts whose bytes are not those that were sealed, FORM and SEAL among them; empty: whole
    key : the public key that it names, in hexadecimals
    """

    parts: dict[str, Any]
    wrong: tuple[str, ...]
    key: str


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON: sorted, without spaces, in ASCII.

    Raises
    ------
    ValueError : a number that is none
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def sealed(kind: str, parts: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The file of a document, sealed with a key."""
    digests = {name: hashlib.sha256(canonical(part)).hexdigest() for name, part in parts.items()}
    head = {"kind": kind, "format": FORMAT, "digests": digests}
    seal = {"key": key.public_key().public_bytes_raw().hex(), "value": key.sign(canonical(head)).hex()}
    return canonical(head | {"parts": dict(parts), "seal": seal})


def opened(kind: str, content: bytes, name: str) -> Checked:
    """What a file holds, and what of it is not as it was sealed.

    Raises
    ------
    LanduseError : sealed_unreadable, where it is no such document at all; sealed_newer
    """
    document, same = _document(content, name)
    if document.get("kind") != kind or not isinstance(document.get("format"), int):
        raise LanduseError("sealed_unreadable", file=name)
    if document["format"] > FORMAT:
        raise LanduseError("sealed_newer", file=name, found=document["format"], known=FORMAT)
    parts, digests, seal = (_table(document, one) for one in ("parts", "digests", "seal"))
    wrong = [one for one in sorted({*parts, *digests}) if digests.get(one) != hashlib.sha256(canonical(parts.get(one))).hexdigest()]
    if not same or set(document) != _NAMES:
        wrong.append(FORM)
    if not _holds(seal, {one: document.get(one) for one in _HEAD}):
        wrong.append(SEAL)
    return Checked(parts, tuple(wrong), str(seal.get("key", "")))


def _document(content: bytes, name: str) -> tuple[dict[str, Any], bool]:
    """The document, and whether it is written in the one way there is."""
    try:
        document = json.loads(content.decode("ascii"), parse_constant=_no_number)
        same = content == canonical(document)
    except (ValueError, RecursionError) as error:
        raise LanduseError("sealed_unreadable", file=name) from error
    if not isinstance(document, dict):
        raise LanduseError("sealed_unreadable", file=name)
    return document, same


def _table(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the document; nothing where there is none."""
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def _no_number(_said: str) -> None:
    raise ValueError("a number that is none")


def _holds(seal: Mapping[str, Any], head: Mapping[str, Any]) -> bool:
    key, value = (seal.get(one) for one in ("key", "value"))
    if set(seal) != {"key", "value"} or not (_is_hex(key, 64) and _is_hex(value, 128)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(key))).verify(bytes.fromhex(str(value)), canonical(head))
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_hex(text: object, length: int) -> bool:
    return isinstance(text, str) and len(text) == length and set(text) <= _HEX
