"""GeoJSON with a feature a line (GeoJSONSeq, NDJSON; RFC 8142 with its record signs) as one document, which is what is read.

Two objects beside each other are never one JSON document: a file in which a line ends one and the next begins another is such lines.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from door.formats.json_depth import depth
from door.guarded import Guarded
from door.limits import check_limit
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_line

RECORD_SIGN = b"\x1e"
_BOM = b"\xef\xbb\xbf"
_FIRST_BYTES = 20_000_000  # no feature is longer


def joined(file: Guarded) -> Guarded:
    """The file as one collection beside it where it has a feature a line; else itself.

    Raises
    ------
    LanduseError : json_line_damaged, json_line_other, file_crs_several, past_json_depth
    """
    target = file.path.with_name("joined.geojson")
    if not _is_lines(file.path):
        return file
    systems = dict[str, None]()
    with file.path.open("rb") as source, target.open("wb") as whole:
        whole.write(b'{"type":"FeatureCollection","features":[')
        for place, (line, words) in enumerate(_lines(source)):
            feature = _feature(words, line, file.name)
            systems.update({json.dumps(feature["crs"]): None} if feature.get("crs") is not None else {})
            whole.write((b",\n" if place else b"\n") + words)
        if len(systems) > 1:
            raise LanduseError("file_crs_several", file=file.name, named=for_line(", ".join(systems))[:160])
        whole.write(b"\n]" + b"".join(b',"crs":' + system.encode() for system in systems) + b"}")
    return replace(file, path=target)


def _is_lines(path: Path) -> bool:
    """Whether the first line is an object of its own, and the next begins another."""
    with path.open("rb") as stream:
        start = stream.readline(_FIRST_BYTES).removeprefix(_BOM)
        while start and not start.strip():
            start = stream.readline(_FIRST_BYTES)
        if start.lstrip().startswith(RECORD_SIGN):
            return True
        after = stream.readline(_FIRST_BYTES)
        while after and not after.strip():
            after = stream.readline(_FIRST_BYTES)
    first = start.strip()
    return first.startswith(b"{") and first.endswith(b"}") and after.lstrip().startswith(b"{")


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The number of each line that is not blank, and its words; where records have a sign of their own, several lines are one."""
    kept, started, signed = list[bytes](), 1, False
    for number, line in enumerate(source, start=1):
        words = (line.removeprefix(_BOM) if number == 1 else line).strip()
        signed = signed or words.startswith(RECORD_SIGN)
        if kept and (words.startswith(RECORD_SIGN) or not signed):
            yield started, b" ".join(kept)
            kept = []
        words = words.removeprefix(RECORD_SIGN).strip()
        if words:
            started = started if kept else number
            kept.append(words)
    if kept:
        yield started, b" ".join(kept)


def _feature(words: bytes, line: int, name: str) -> dict[str, Any]:
    """A line as a feature; one member twice is left to the reading of the whole."""
    check_limit("json_depth", depth(words), name)
    try:
        found = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise LanduseError("json_line_damaged", file=name, line=line) from error
    kind = found.get("type") if isinstance(found, dict) else type(found).__name__
    if kind != "Feature":
        raise LanduseError("json_line_other", file=name, line=line, kind=for_line(str(kind))[:40])
    return dict(found)
