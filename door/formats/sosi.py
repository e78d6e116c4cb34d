"""SOSI 4.x: read by GDAL's own driver through `ogr2ogr`, on a copy whose bytes are what its header says.

The driver is in no Python wheel; Debian's `gdal-bin` has it. It refuses files whose TEGNSETT is not that of their bytes,
it takes KOORDSYS 201–230 (EUREF89 NTM) for degrees, leaves out symbols, and makes little of arcs (`sosi_curves`). So the copy
is written as ISO 8859-1, letters that this lacks as `{u014b}` until they are read, symbols as points, arcs as lines, and the CRS is
taken from the header.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from door.formats import gdal, sosi_values
from door.formats.base import Format, Tables
from door.formats.sosi_curves import Lines, as_lines
from door.formats.source import Source
from door.formats.value_counts import ValueCounts
from door.geometry.curves import deviation
from door.guarded import Guarded
from door.lists.statements import Said
from door.process.ended import HelperEnded, memory_refusal, says_memory
from landuse.measure import crs
from landuse.words.errors import LanduseError

_HEADER = re.compile(rb"^\s*\.\.TEGNSETT\s+([^\s!]+)", re.MULTILINE)
_KOORDSYS = re.compile(r"^\s*\.\.\.KOORDSYS\s+(\d+)", re.MULTILINE)
_SYMBOL = re.compile(rb"^([ \t]*\.)SYMBOL\b", re.MULTILINE)
_CODECS = {
    "ISO8859-1": "iso8859-1", "ISO8859-10": "iso8859-10", "ANSI": "cp1252", "UTF-8": "utf-8", "DOSN8": "cp865",
    "ND7": "iso8859-1", "ISO8859-15": "iso8859-15",
}  # fmt: skip
_END = re.compile(r"^\s*\.SLUTT", re.MULTILINE)
_NOT_LATIN_1 = re.compile(r"[^\x00-\xff]")
_ESCAPED = re.compile(r"\{u([0-9a-f]{4,5})\}")
_NAMED = 12
_KEPT_DRIVERS = ("SOSI", "GPKG", "Memory")
_DRIVER_LINE = re.compile(r"^\s+(\S.*?) -[a-z,]*(?:vector|raster)", re.MULTILINE)


def prepared(file: Guarded) -> Path:
    """The file as a GeoPackage beside the private copy, made when it is not there yet.

    Raises
    ------
    LanduseError : sosi_driver_missing, file_damaged, file_crs_unknown, past_vertices, sosi_unread, reader_memory
    HelperEnded : the driver's program was ended by a signal
    """
    target = file.path.with_suffix(".sosi.gpkg")
    if target.exists():
        return target
    check_driver(file.name)
    text, _ = _text(file)
    if not _END.search(text):
        raise LanduseError("file_damaged", file=file.name, reason=".SLUTT")
    straight = _escaped(_made_lines(file).text)
    body = _HEADER.sub(b"..TEGNSETT ISO8859-1", straight.encode("iso8859-1"), count=1)
    copy = file.path.with_name("recoded.sos")
    copy.write_bytes(_SYMBOL.sub(rb"\1PUNKT", body))
    command = ["ogr2ogr", "-f", "GPKG", str(target), str(copy)]
    made = _helped(command)
    if made.returncode != 0 or not target.exists():
        target.unlink(missing_ok=True)
        words = made.stderr.decode(errors="replace")
        if says_memory(words):
            raise memory_refusal(file.name)
        said = [line for line in words.splitlines() if line.startswith("ERROR")]
        reason = (said or ["ogr2ogr"])[0].replace(str(file.path.parent), "")[:160].rstrip(" .")
        raise LanduseError("sosi_unread", file=file.name, reason=reason)
    return target


def _helped(command: list[str]) -> subprocess.CompletedProcess:
    made = subprocess.run(command, env=_environment(), capture_output=True, stdin=subprocess.DEVNULL)
    if made.returncode < 0:
        raise HelperEnded(-made.returncode, made.stderr.decode(errors="replace"))
    return made


def check_driver(name: str) -> None:
    """That there is an `ogr2ogr` with a SOSI driver.

    Raises
    ------
    LanduseError : sosi_driver_missing, which names the package that brings it
    """
    if shutil.which("ogr2ogr") is None or "SOSI" not in _drivers():
        raise LanduseError("sosi_driver_missing", file=name)


def count(file: Guarded, table: str) -> int:
    """Groups of the text that become rows of a table."""
    return len(lines_of(file).numbers.get(table, []))


def named_crs(file: Guarded) -> list[str]:
    """The CRS of the header's KOORDSYS; none where it has no EPSG number."""
    found = _KOORDSYS.search(_text(file)[0])
    epsg = crs.koordsys_epsg(int(found[1])) if found else None
    if found and epsg is None:
        raise LanduseError("file_crs_unknown", file=file.name, named=f"KOORDSYS {found[1]}")
    return [f"EPSG:{epsg}"] if epsg else []


def done(file: Guarded, lines: Lines) -> list[list[Any]]:
    """What was done to the file before it was read."""
    said, codec = _HEADER.search(file.path.read_bytes()[:20_000]), _text(file)[1]
    declared = said[1].decode("ascii", "replace") if said else "–"
    notes: list[list[Any]] = [["symbols_as_points", lines.symbols]] if lines.symbols else []
    notes += [["curves_unread", _some(lines.named), len(lines.unread.get("polygons", []))]] if lines.named else []
    notes += [["border_missing", _some(lines.open)]] if lines.open else []
    left_out = [f"{name} ({count})" for name, count in sorted(lines.left_out.items())]
    notes += [["groups_left_out", _some(left_out)]] if left_out else []
    return [*notes, ["encoding", codec, declared]]


def lines_of(file: Guarded) -> Lines:
    """What making lines of the file's curves has found; without the text where it is not the first time.

    Raises
    ------
    LanduseError : file_crs_unknown, past_vertices
    """
    beside = _beside(file)
    return Lines(**json.loads(beside.read_text(encoding="utf-8"))) if beside.exists() else _made_lines(file)


def curves(lines: Lines, table: str, numbers: list[int]) -> tuple[list[int], list[int]]:
    """Numbers of a table's rows whose arcs were made straight, and of those that cannot be followed.

    Parameters
    ----------
    numbers : `row_numbers` of the table
    """
    found = [lines.curved.get(table, []), lines.unread.get(table, [])]
    straight, unread = ([numbers[at] if numbers else at + 1 for at in places] for places in found)
    return straight, unread


def row_numbers(lines: Lines, table: str) -> list[int]:
    """The number that each row of a table has in the file (`.FLATE 46:`); none where two rows share one, or one has none.

    The driver gives the groups of a table in the order of the file.
    """
    numbers = [number for number in lines.numbers.get(table, []) if number]
    whole = len(set(numbers)) == len(lines.numbers.get(table, []))
    return numbers if whole and max(numbers, default=0) < 2**53 else []


def unescaped(text: str) -> str:
    """A value with the letters that ISO 8859-1 lacks put back."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _made_lines(file: Guarded) -> Lines:
    """The file's text with its curves as lines; what was found on the way is kept beside the private copy."""
    lines = as_lines(_text(file)[0], deviation(named_crs(file)), file.name)
    _beside(file).write_text(json.dumps(asdict(replace(lines, text=""))), encoding="utf-8")
    return lines


def _beside(file: Guarded) -> Path:
    return file.path.with_suffix(".sosi.json")


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _text(file: Guarded) -> tuple[str, str]:
    """The file's text and the encoding that its bytes are in, whatever its header says."""
    content = file.path.read_bytes()
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        said = _HEADER.search(content)
        named = said[1].decode("ascii", "replace").upper() if said else "ISO8859-1"
        codec = _CODECS.get(named, "cp1252")
        codec = "cp1252" if codec == "utf-8" else codec
        return content.decode(codec, errors="replace"), codec


def _escaped(text: str) -> str:
    return _NOT_LATIN_1.sub(lambda found: f"{{u{ord(found[0]):04x}}}", text)


@cache
def _drivers() -> frozenset[str]:
    """Every driver that the `ogr2ogr` here has."""
    lists = [subprocess.run([tool, "--formats"], capture_output=True, stdin=subprocess.DEVNULL) for tool in ("ogrinfo", "gdalinfo")]
    return frozenset(name for made in lists for name in _DRIVER_LINE.findall(made.stdout.decode(errors="replace")))


def _environment() -> dict[str, str]:
    """All other drivers are skipped, so that no file can be anything else to it."""
    skipped = ",".join(sorted(_drivers() - set(_KEPT_DRIVERS)))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GDAL", "OGR", "PROJ", "CPL"))}
    return {**kept, "GDAL_SKIP": skipped, "OGR_SKIP": skipped}


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """A table of the GeoPackage that the driver made of the copy, with what the file says of its rows."""
    path, lines = prepared(file), lines_of(file)
    notes = done(file, lines)
    with gdal.driven(path, table) as found:
        numbers = row_numbers(lines, table)
        curved, unread = curves(lines, table, numbers)
        counts = sosi_values.counts(_text(file)[0], numbers) if gdal.is_small(file) else ValueCounts()
        own = Source(iter(found.rows), found.geometry, {}, numbers, named_crs(file), notes, curved, unread, counts=counts)
        yield replace(own, restored=unescaped)


FORMAT = Format(
    title_nb="SOSI",
    title_en="SOSI",
    endings=(".sos",),
    rank=11,
    how=(
        "SOSI 4.x, through GDAL's own driver, which the Debian package `gdal-bin` brings; on a copy whose bytes are what its header says; "
        "EUREF89 NTM (KOORDSYS 205–230) too; a row bears the number of its group (`.FLATE 46:`), a SYMBOL is a point, arcs and circles "
        "(BUEP, BUE, SIRKELP, SIRKEL) are made lines before the driver reads them"
    ),
    looks_like=lambda head, copy: b".HODE" in head,
    tables=Tables(lambda file: gdal.tables(prepared(file)), opened, lambda file, table, wants: count(file, table)),
)
