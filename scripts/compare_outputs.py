"""Hold two folders of `scripts/write_outputs.py` against each other: one line for each difference, exit code 1 if there is any.

    python scripts/compare_outputs.py BEFORE AFTER

Files that pack others are unpacked: zips (XLSX, DOCX, backups) member by member, GeoPackages row by row, GeoParquet as its table and
metadata, gzip as what it holds, PDFs as the words, size and drawing of each page, pages' tables as their rows. What may differ is taken
away first by `RULES`, each with its reason, and nothing else is.
"""

import argparse
import base64
import gzip
import io
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

_SEEN = 60  # letters of a difference that are shown
_COLOURS = (b"rg", b"RG", b"scn", b"SCN", b"gs")  # of a PDF: what text sets too, so that it counts where a shape is drawn
_SHAPES = (b"m", b"l", b"c", b"h", b"re", b"S", b"f", b"f*", b"B", b"W", b"w", b"Do")
_PAINTS = (b"S", b"f", b"f*", b"B")


@dataclass(frozen=True)
class Rule:
    """What may differ between two runs: everything that the pattern finds is made one word.

    where : a pattern of the names that the rule is for: the file's, and for a member of a packed file `file!member`
    """

    name: str
    reason: str
    pattern: bytes
    where: str = ""


RULES = (
    Rule("scratch folder", "the data and the files that are asked about lie in a new folder each time", rb"/[^\s\"']*/outputs-[^/\s\"']+"),
    Rule("output folder", "exports are named by the folder that they are written to", rb"/[^\s\"'!]*/(?=(export|command|route|page)/)"),
    Rule("moment of writing", "a GeoPackage, a document's properties and a backup's manifest say when they were written",
         rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?", r"\.gpkg!rows$|!docProps/core\.xml$|!manifest\.json$"),
    Rule("snapshot id", "the fingerprint of method and data in a snapshot's name changes when a source file moves",
         rb"(?<=\d\d-\d\d_)[0-9a-f]{10,64}"),
    Rule("method fingerprint", "until 26 November 2026 the digest of the method's source files, which changed when one of them moved",
         rb'(?<="method": ")[0-9a-f]{10}(?=")|(?<=>)[0-9a-f]{10}(?=<)'),
    Rule("register's generation", "a register that is restored is one of its own, known by a random name in the addresses of shapes",
         rb"(?<=-)[0-9a-f]{32}(?=-\d+\b)", r"^page/"),
    Rule("register kept", "what is kept before a restore is named by the moment", rb"(?<=before-restore-)20\d{6}T\d+(?=\.zip)"),
    Rule("address of shapes", "the same fingerprint stands in the addresses of a map's shapes, so that a browser asks anew",
         rb"(?<=&v=)[0-9a-f]{10}|(?<=geo/answer/)[0-9a-f]{24}(?=/)"),
    Rule("element id", "Streamlit's id of an element is a digest that the path of the page's script is part of",
         rb"(?<=\$\$ID-)[0-9a-f]{32}", r"^page/"),
    Rule("folium id", "folium gives each map and element a random id", rb"(?<=_)[0-9a-f]{32}"),
)  # fmt: skip


def differences(before: Path, after: Path) -> Iterator[str]:
    """Each difference in a line; none where both folders tell the same."""
    names = sorted({path.relative_to(home).as_posix() for home in (before, after) for path in home.rglob("*") if path.is_file()})
    for name in names:
        if not (before / name).is_file() or not (after / name).is_file():
            yield f"{name}: only in {(before if (before / name).is_file() else after).name}"
            continue
        one, other = (home.joinpath(name).read_bytes() for home in (before, after))
        if one != other:
            yield from _in_parts(name, dict(_parts(name, one)), dict(_parts(name, other)))


def plain(name: str, content: bytes) -> bytes:
    """A content without what may differ."""
    for rule in RULES:
        if re.search(rule.where, name):
            content = re.sub(rule.pattern, f"<{rule.name}>".encode(), content)
    return content


def _in_parts(name: str, one: dict[str, bytes], other: dict[str, bytes]) -> Iterator[str]:
    for part in dict.fromkeys([*one, *other]):
        if part not in one or part not in other:
            yield f"{part}: only in {'the first' if part in one else 'the second'}"
        elif plain(part, one[part]) != plain(part, other[part]):
            yield _first_difference(part, plain(part, one[part]), plain(part, other[part]))


def _first_difference(name: str, one: bytes, other: bytes) -> str:
    """Where two contents part, and what stands there."""
    lines = list(zip_longest(one.splitlines(), other.splitlines(), fillvalue=b"(nothing)"))
    unlike = [(number, *pair) for number, pair in enumerate(lines, start=1) if pair[0] != pair[1]]
    number, left, right = unlike[0] if unlike else (0, one[-20:], other[-20:])
    at = max(next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0) - 15, 0)
    seen = [repr(side[at : at + _SEEN].decode("utf-8", "backslashreplace")) for side in (left, right)]
    return f"{name}: line {number} ({len(unlike)} lines unlike): {seen[0]} | {seen[1]}"


def _parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """What a file holds, by name."""
    if content[:2] == b"\x1f\x8b":
        yield from _parts(f"{name}!unpacked", gzip.decompress(content))
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield from _parts(f"{name}!{member.filename}", archive.read(member))
    elif content[:15] == b"SQLite format 3":
        yield f"{name}!rows", "\n".join(_database(content)).encode()
    elif content[:4] == b"PAR1":
        yield f"{name}!table", _table(content)
    elif content[:5] == b"%PDF-":
        yield from _pdf(name, content)
    elif name.startswith("page/"):
        document = json.loads(content)
        yield name, json.dumps(_readable(document), ensure_ascii=False, indent=1).encode()
    else:
        yield name, content


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Title and language, and each page's words, size and shapes; without ids and moments.

    Letters are numbered by the document's own fonts, and a line breaks elsewhere when a snapshot's id is wider, so words are told alone.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    yield f"{name}!about", f"{reader.metadata.title} {reader.trailer['/Root'].get('/Lang')} {len(reader.pages)} pages".encode()
    for number, page in enumerate(reader.pages, start=1):
        yield f"{name}!page {number} words", "\n".join(page.extract_text().split()).encode()
        yield f"{name}!page {number} drawing", "\n".join([str(page.mediabox), *_drawn(page)]).encode()


def _drawn(page: Any) -> Iterator[str]:
    """Every shape of a PDF's page, with the colours that hold there."""
    colours: dict[bytes, str] = {}
    for operands, operator in page.get_contents().operations:
        if operator in _COLOURS:
            colours[operator] = str(operands)
        elif operator in _SHAPES:
            yield f"{operator.decode()} {operands} {colours if operator in _PAINTS else ''}"


def _database(content: bytes) -> Iterator[str]:
    """Every table of a SQLite file, as statements."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    yield from connection.iterdump()
    connection.close()


def _table(content: bytes) -> bytes:
    """A Parquet file as its schema, its metadata and its rows, whatever it is packed with."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(io.BytesIO(content))
    rows = [json.dumps(row, default=_hex, ensure_ascii=False) for row in table.to_pylist()]
    return "\n".join([str(table.schema.remove_metadata()), repr(table.schema.metadata), *rows]).encode()


def _readable(node: object) -> object:
    """A page with its tables as rows, so that a difference in one can be read."""
    import pyarrow

    if isinstance(node, list):
        return [_readable(one) for one in node]
    if not isinstance(node, dict):
        return node
    if set(node) <= {"data", "styler", "elementId"} and isinstance(node.get("data"), str):
        try:
            return pyarrow.ipc.open_stream(base64.b64decode(node["data"])).read_all().to_pylist()
        except (pyarrow.ArrowInvalid, ValueError):
            return node
    return {name: _readable(one) for name, one in node.items()}


def _hex(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def main() -> int:
    """Tell the differences; 1 where there are any."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("before", type=Path)
    words.add_argument("after", type=Path)
    asked = words.parse_args()
    count, files = 0, sum(path.is_file() for path in asked.before.rglob("*"))
    for line in differences(asked.before, asked.after):
        count += 1
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{count} differences in {files} files\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
