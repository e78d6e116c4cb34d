"""A backup damaged or forged in one way or another, by chance but the same for the same seed."""

import copy
import hashlib
import io
import json
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import Any

Content = dict[str, bytes]
_MANIFEST = "manifest.json"
_JSON_COLUMNS = ("facts", "terms", "asked", "ladder", "answer", "evidence")
_HOSTILE = [
    "{{7*191}}", "=HYPERLINK(\"x\")", "<script>alert(1)</script>", "\u202egnp.exe", "a\x00b", "\ud800", "x" * 100_000, "../../etc/passwd",
    "#{}$%&_~^\\", "%s%n", "", " ", "\n\n", "'; DROP TABLE decision; --", "é" * 61,
]  # fmt: skip
_VALUES: list[Any] = [
    None, True, -1, 0, 1, 2**31, 2**63, 10**400, 1.5, -0.0, float("nan"), float("inf"), [], {}, [[]], {"a": 1}, "zzz", "2036-01-01",
    "1899-12-31", "2036-01-01T00:00:00+00:00", "1800-01-01T00:00:00+00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00",
    "2026-01-01T00:00:00", "garbage", "2026-02-30", "AAAA", "####", 999_999, *_HOSTILE,
]  # fmt: skip


def mutated(whole: bytes, seed: int) -> tuple[str, bytes]:
    """What was done, and the file after it."""
    chance = random.Random(seed)
    ways: list[tuple[int, Callable[[bytes, random.Random], tuple[str, bytes]]]] = [(2, _of_bytes), (2, _of_archive), (6, _of_rows)]
    way = chance.choices([way for _, way in ways], [weight for weight, _ in ways])[0]
    return way(whole, chance)


def unpacked(whole: bytes) -> Content:
    """The files of a backup by name."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Content, then: Callable[[zipfile.ZipFile], None] = lambda archive: None) -> bytes:
    """The backup of some files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
        then(archive)
    return target.getvalue()


def with_rows(content: Content, table: str, rows: list[dict[str, Any]]) -> Content:
    """Other rows of a table, with every checksum right."""
    part = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    manifest = json.loads(content[_MANIFEST])
    manifest["tables"][table] = {"rows": len(rows), "sha256": hashlib.sha256(part).hexdigest()}
    return content | {f"{table}.jsonl": part, _MANIFEST: json.dumps(manifest).encode()}


def rows_of(content: Content, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [json.loads(line) for line in content[f"{table}.jsonl"].splitlines()]


def _of_bytes(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    at = chance.randrange(len(whole))
    ways = {
        "cut": lambda: whole[:at],
        "flipped": lambda: _flipped(whole, chance),
        "a block of zeros": lambda: whole[:at] + bytes(64) + whole[at + 64 :],
        "more before": lambda: b"#!/bin/sh\n" + whole,
        "more after": lambda: whole + b"\x00" * 100,
        "twice": lambda: whole + whole,
        "its tail": lambda: whole[at:],
    }
    what = chance.choice(list(ways))
    return what, ways[what]()


def _flipped(whole: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(whole)
    for _ in range(chance.choice([1, 1, 1, 8, 64])):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _link(archive: zipfile.ZipFile) -> None:
    member = zipfile.ZipInfo("link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(member, "/etc/passwd")


def _twice(archive: zipfile.ZipFile) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the name is there already is the point
        archive.writestr("decision.jsonl", b"")


def _of_archive(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    content = unpacked(whole)
    pictures = [name for name in content if name.startswith("photos/")]
    manifest = json.loads(content[_MANIFEST])
    table = chance.choice(list(manifest["tables"]))
    deep = b"[" * 100_000 + b"]" * 100_000
    ways: dict[str, Callable[[], bytes]] = {
        "a name twice": lambda: packed(content, _twice),
        "out of the folder": lambda: packed(content | {"../../evil": b"x"}),
        "an absolute name": lambda: packed(content | {"/etc/evil": b"x"}),
        "a link": lambda: packed(content, _link),
        "a bomb beside": lambda: packed(content | {"zeros": bytes(30_000_000)}),
        "a bomb of rows": lambda: packed(content | {f"{table}.jsonl": b"\n" * 5_000_000}),
        "a size that is not so": lambda: _patched(whole, b"PK\x01\x02", 24, struct.pack("<I", 4_000_000_000)),
        "a checksum that is not so": lambda: _patched(whole, b"PK\x01\x02", 16, b"\x00\x01\x02\x03"),
        "locked": lambda: _patched(whole, b"PK\x01\x02", 8, b"\x01\x00"),
        "packed another way": lambda: _patched(whole, b"PK\x01\x02", 10, b"\x63\x00"),
        "a manifest without end": lambda: packed(content | {_MANIFEST: deep}),
        "rows without end": lambda: packed(_signed_part(content, table, deep + b"\n", 1)),
        "no object": lambda: packed(_signed_part(content, table, b"[1]\n", 1)),
        "no text": lambda: packed(_signed_part(content, table, b"\xff\xfe\n", 1)),
        "a table less": lambda: packed({name: part for name, part in content.items() if name != f"{table}.jsonl"}),
        "no photo": lambda: packed({name: part for name, part in content.items() if name not in pictures[:1]}),
        "another photo": lambda: packed(content | dict.fromkeys(pictures[:1], b"\xff\xd8garbage")),
        "a photo that is none": lambda: packed(_with_photo(content, b"garbage")),
        "newer": lambda: packed(content | {_MANIFEST: json.dumps(manifest | {"schema": "9999"}).encode()}),
        "older than it is": lambda: packed(content | {_MANIFEST: json.dumps(manifest | {"schema": "0003"}).encode()}),
        "much older": lambda: packed(content | {_MANIFEST: json.dumps(manifest | {"schema": "0001"}).encode()}),
        "a manifest of another": lambda: packed(content | {_MANIFEST: json.dumps(manifest | {chance.choice(list(manifest)): 7}).encode()}),
        "a manifest that lacks": lambda: packed(content | {_MANIFEST: _without(manifest, chance.choice(list(manifest)))}),
        "a table that is none": lambda: packed(_signed_part(content, "sqlite_master", b"{}\n", 1)),
    }  # fmt: skip
    what = chance.choice(list(ways))
    return what, ways[what]()


def _without(manifest: dict[str, Any], key: str) -> bytes:
    return json.dumps({name: value for name, value in manifest.items() if name != key}).encode()


def _patched(whole: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """Other bytes in the first entry of the archive's own list."""
    at = whole.index(mark) + offset
    return whole[:at] + value + whole[at + len(value) :]


def _signed_part(content: Content, table: str, part: bytes, rows: int) -> Content:
    manifest = json.loads(content[_MANIFEST])
    manifest["tables"][table] = {"rows": rows, "sha256": hashlib.sha256(part).hexdigest()}
    return content | {f"{table}.jsonl": part, _MANIFEST: json.dumps(manifest).encode()}


def _with_photo(content: Content, photo: bytes) -> Content:
    name = f"{hashlib.sha256(photo).hexdigest()[:40]}.jpg"
    manifest = json.loads(content[_MANIFEST])
    manifest["photos"].append(name)
    return content | {f"photos/{name}": photo, _MANIFEST: json.dumps(manifest).encode()}


def _of_rows(whole: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Right in every checksum, wrong in what it says."""
    content = unpacked(whole)
    tables = [name for name in json.loads(content[_MANIFEST])["tables"] if rows_of(content, name)]
    table = chance.choice(tables)
    rows = rows_of(content, table)
    at = chance.randrange(len(rows))
    column = chance.choice(list(rows[at]))
    value = chance.choice(_VALUES)
    ways: dict[str, Callable[[], object]] = {
        "a column less": lambda: rows[at].pop(column),
        "a column more": lambda: rows[at].update({"more": value}),
        "a row less": lambda: rows.pop(at),
        "a row twice": lambda: rows.append(copy.deepcopy(rows[at])),
        "a row again": lambda: rows.append(copy.deepcopy(rows[at]) | {"id": 77_777}),
        "rows turned": lambda: rows.reverse(),
        "of another": lambda: rows[at].update({column: rows[0][column]}),
        "a code with another letter": lambda: rows[at].update({column: f"{rows[at][column]}x"}),
    }
    inside = [name for name in _JSON_COLUMNS if name in rows[at]]
    what = chance.choice([*ways, *["a value"] * 12, *["inside"] * (14 if inside else 0)])
    if what == "a value":
        rows[at][column] = value
    elif what == "inside":
        column = chance.choice(inside)
        rows[at][column] = _within(rows[at][column], column == "evidence", value, chance)
    else:
        ways[what]()
    return f"{what}: {table} {at} {column} {str(value)[:30]!r}", packed(with_rows(content, table, rows))


def _within(said: Any, is_text: bool, value: Any, chance: random.Random) -> Any:
    """JSON with one leaf or branch of it another, gone or more."""
    whole = json.loads(said) if is_text else said
    places = list(_places(whole))
    if not places:
        whole["more"] = value
    else:
        place, key = chance.choice(places)
        if chance.random() < 0.25:
            place.pop(key)
        else:
            place[key] = value
    return json.dumps(whole) if is_text else whole


def _places(value: Any) -> Any:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from _places(value[key])
