"""GeoJSON counted without GDAL, and the documents that no reader agrees on refused."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from door.formats import gdal, geojson_lines, value_counts
from door.formats.base import Format, Tables
from door.formats.json_depth import TOKEN, depth
from door.formats.source import Source
from door.guarded import Guarded
from door.limits import check_limit
from door.lists.statements import Said
from landuse.measure import crs
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_line

_SMALL_BYTES = 20_000_000
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
_KINDS = {
    "FeatureCollection", "Feature", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
}  # fmt: skip


class _Twice(ValueError):
    """A member that stands twice in one object."""

    def __init__(self, member: str):
        self.member = member
        super().__init__(member)


def count(path: Path, name: str) -> int:
    """Features of a GeoJSON document by a JSON parser; of a large one by its brackets.

    Raises
    ------
    LanduseError : json_damaged, json_twice, file_damaged, past_json_depth
    """
    content = path.read_bytes()
    check_limit("json_depth", depth(content[:_SMALL_BYTES]), name)
    if len(content) > _SMALL_BYTES:
        return _count_brackets(content, name)
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_unique)
    except _Twice as twice:
        raise LanduseError("json_twice", file=name, member=twice.member) from twice
    except json.JSONDecodeError as error:
        raise LanduseError("json_damaged", file=name, line=error.lineno, column=error.colno) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise LanduseError("file_damaged", file=name, reason="UTF-8" if isinstance(error, UnicodeDecodeError) else "JSON") from error
    kind = document.get("type") if isinstance(document, dict) else type(document).__name__
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _not_geojson(document, kind, name)
    if kind != "FeatureCollection":
        return 1
    features = document.get("features")
    if not isinstance(features, list):
        raise LanduseError("file_damaged", file=name, reason="features")
    return len(features)


def done(path: Path) -> list[list[Any]]:
    """What a service says of its own answer, where it is one page of more (OGC API: `numberMatched`; ArcGIS: `exceededTransferLimit`)."""
    if path.stat().st_size > _SMALL_BYTES:
        return []
    document = json.loads(path.read_bytes().decode("utf-8-sig"))
    sent, there = (value if isinstance(value := document.get(name), int) else -1 for name in ("numberReturned", "numberMatched"))
    features, links = document.get("features"), document.get("links")
    sent = len(features) if sent < 0 and isinstance(features, list) else sent
    is_next = isinstance(links, list) and any(isinstance(link, dict) and link.get("rel") == "next" for link in links)
    own = document.get("properties")
    cut = document.get("exceededTransferLimit") is True or (isinstance(own, dict) and own.get("exceededTransferLimit") is True)
    return [["page_of_more", sent, there]] if is_next or cut or 0 <= sent < there else []


def _not_geojson(document: Any, kind: Any, name: str) -> LanduseError:
    """What a JSON document is that is no GeoJSON: a service's refusal, or another kind of JSON."""
    error = document.get("error") if isinstance(document, dict) else None
    if isinstance(error, dict):
        return LanduseError("service_refused", file=name, reason=for_line(str(error.get("message") or error.get("code") or "–"))[:160])
    is_esri = isinstance(document, dict) and "features" in document and bool({"geometryType", "spatialReference", "fields"} & set(document))
    shown = "Esri JSON" if is_esri else {"Topology": "TopoJSON"}.get(str(kind), f"type {for_line(str(kind))[:40]}")
    return LanduseError("json_not_geojson", file=name, kind=shown)


def prepared(path: Path) -> Path:
    """The document to read: a copy beside it where a text holds NUL, at which GDAL would end it."""
    content = path.read_bytes()
    if b"\\u0000" not in content:
        return path
    target = path.with_name("plain.geojson")
    target.write_bytes(_NUL.sub(rb"\1\\ufffd", content))
    return target


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member of GeoJSON's own that stands twice is read by one parser first and by the other last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        times = Counter(key for key, _ in pairs)
        raise _Twice(next(key for key, number in times.items() if number > 1)[:40])
    return found


def _count_brackets(content: bytes, name: str) -> int:
    """Objects directly inside the list of the outermost "features"."""
    depth = rows = 0
    inside, last = False, b""
    for found in TOKEN.finditer(content):
        sign = content[found.start()]
        if sign in b"{[":
            depth += 1
            inside = inside or (depth == 2 and sign == ord("[") and last == b'"features"')
            rows += depth == 3 and inside and sign == ord("{")
        elif sign in b"}]":
            inside = inside and depth != 2
            depth -= 1
        elif depth == 1:
            last = found[0]
    if depth != 0:
        raise LanduseError("file_damaged", file=name, reason="}")
    return rows


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """The features of the document."""
    path, notes = prepared(file.path), done(file.path)
    with gdal.driven(path, None) as found:
        yield Source(iter(found.rows), found.geometry, crs=found.crs, done=notes, counts=value_counts.of_geojson(file.path))


def _is_object(head: bytes, copy: Path) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lstrip(b"\x1e \t\r\n").startswith(b"{")


FORMAT = Format(
    title_nb="GeoJSON",
    title_en="GeoJSON",
    endings=(".geojson", ".json", ".ndjson", ".geojsonl", ".geojsons"),
    rank=2,
    how="degrees, or the `crs` that it names; one document, or a feature a line",
    driver="GeoJSON",
    looks_like=_is_object,
    tables=Tables(gdal.one_table, opened, lambda file, table, wants: count(file.path, file.name), joined=geojson_lines.joined),
    unsaid_epsg=crs.MAP_EPSG,
)
