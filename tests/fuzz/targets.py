"""What is fuzzed: each target takes bytes and may answer, or refuse with a LanduseError, and nothing else."""

import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow

from door import content as door_content
from door import zip as door_zip
from door.formats import fgb as formats_fgb
from door.formats import geojson as formats_geojson
from door.formats import parquet as formats_parquet
from door.formats import shp as formats_shp
from door.formats import sosi as formats_sosi
from door.formats.csv import SHEETS
from door.formats.registry import by_ending
from door.geometry import curves as geometry_curves
from door.geometry import straighten
from door.gml import checks as gml_checks
from door.gml import plain as gml_plain
from door.guarded import Guarded
from door.lists import sheets
from landuse.words.errors import LanduseError

_FIXTURES = Path(__file__).parent.parent / "fixtures"
_LAYERS = Path(__file__).parent.parent / "layers" / "fixtures"
_SMALL_BYTES = 20_000


def _file(folder: str, ending: str, content: bytes) -> Guarded:
    path = Path(folder) / f"file{ending}"
    path.write_bytes(content)
    return Guarded(f"fil{ending}", by_ending()[ending], path)


def curves(content: bytes, folder: str) -> None:
    straight, _ = geometry_curves.straightened(np.array([content], dtype=object))
    straighten.parsed(straight)


def geojson(content: bytes, folder: str) -> None:
    file = _file(folder, ".geojson", content)
    formats_geojson.count(file.path, file.name)
    formats_geojson._count_brackets(content, file.name)


def gml(content: bytes, folder: str) -> None:
    file = _file(folder, ".gml", content)
    door_content.check_content(file.path, "gml", file.name)
    gml_plain.plain(file.path, file.name, "area")


def gml_rules(content: bytes, folder: str) -> None:
    with np.errstate(all="ignore"):
        gml_checks.check(_file(folder, ".gml", content))


def flatgeobuf(content: bytes, folder: str) -> None:
    file = _file(folder, ".fgb", content)
    formats_fgb.count(file.path, file.name)


def dbf(content: bytes, folder: str) -> None:
    file = _file(folder, ".shp", content)
    file.path.with_suffix(".dbf").write_bytes(content)
    file.path.with_suffix(".cpg").write_bytes(content[:12])
    file.path.with_suffix(".shx").write_bytes(content)
    formats_shp.dbf_encoding(file.path)
    formats_shp.count(file.path, file.name)


def archive(content: bytes, folder: str) -> None:
    path = Path(folder) / "fil.zip"
    path.write_bytes(content)
    with door_zip.opened(path, path.name) as opened:
        door_zip.extract_one(opened, Path(folder), path.name)


def sosi(content: bytes, folder: str) -> None:
    file = _file(folder, ".sos", content)
    file.path.with_suffix(".sosi.json").unlink(missing_ok=True)
    door_content.check_content(file.path, "sosi", file.name)
    text, _ = formats_sosi._text(file)
    formats_sosi._escaped(text).encode("iso8859-1")
    formats_sosi.count(file, "polygons")
    formats_sosi.named_crs(file)
    lines = formats_sosi.lines_of(file)
    formats_sosi.done(file, lines)
    formats_sosi.curves(lines, "lines", formats_sosi.row_numbers(lines, "lines"))


def csv_sheet(content: bytes, folder: str) -> None:
    file = _file(folder, ".csv", content)
    door_content.check_content(file.path, "csv", file.name)
    with sheets.opened(SHEETS, file, "fil") as source:
        list(source.batches)


def parquet(content: bytes, folder: str) -> None:
    file = _file(folder, ".parquet", content)
    try:
        with formats_parquet.opened(file) as source:
            next(source.batches, None)
    except (pyarrow.ArrowException, ValueError, OSError):
        return  # what the reading process makes a refusal of


TARGETS: dict[str, Callable[[bytes, str], None]] = {
    "curves": curves, "geojson": geojson, "gml": gml, "gml_rules": gml_rules, "flatgeobuf": flatgeobuf, "dbf": dbf, "archive": archive,
    "sosi": sosi, "csv": csv_sheet, "parquet": parquet,
}  # fmt: skip


def run(target: str, content: bytes, folder: str) -> None:
    """One try: a LanduseError is an answer."""
    try:
        TARGETS[target](content, folder)
    except LanduseError as error:
        error.text("nb")
    finally:
        shutil.rmtree(Path(folder) / "file.gdb", ignore_errors=True)


def seeds(target: str) -> list[bytes]:
    """Small files that are right, to start from."""
    plain = {
        "geojson": [_LAYERS / "plots.geojson"],
        "gml": [_FIXTURES / "plan_curves.gml"],
        "gml_rules": [_FIXTURES / "gml" / "gml.bue.1-pass.gml", _FIXTURES / "gml" / "gml.flate.4-fail.gml"],
        "sosi": [_FIXTURES / "sosi" / "flate_oy.sos", _FIXTURES / "sosi" / "valgkretserdos8.SOS"],
    }
    if target in plain:
        return [path.read_bytes()[:_SMALL_BYTES] for path in plain[target]] + ([_ARCS.encode()] if target == "sosi" else [])
    return _made()[target]


_ARCS = """.HODE
..TEGNSETT UTF-8
...KOORDSYS 22
...ENHET 0.01
.BUEP 1:
..NØ
0 0 ...KP 1
..NØ
100 500
0 1000 ...KP 1
.BUE 2:
..RADIUS -5
..STORBUE 1
..ENHET 0.1
..NØ
0 0
0 90
.SIRKEL 3:
..RADIUS 2
..NØH
0 0 5
.SIRKELP 4: ! three places
..NØ
0 0
0 9
9 0
.BEZIER 5:
..NØ
0 0
.FLATE 6:
..REF :1 :-2
 (:3) (:4 :9)
..NAVN "..NØ !"
..NØ
0 0
.OBJEKT 7:
.SLUTT
"""


def _made() -> dict[str, list[bytes]]:
    arc = struct.pack("<BII", 1, 8, 3) + struct.pack("<6d", 0, 0, 1, 1, 2, 0)
    surface = struct.pack("<BII", 1, 12, 1) + struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 9, 1) + arc
    with TemporaryDirectory() as folder:
        path = Path(folder)
        with zipfile.ZipFile(path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("plan.gdb/gdb", b"\5\0\0\0")
            packed.writestr("plan.gml", b"<gml/>")
        pyarrow.parquet.write_table(pyarrow.table({"plot_id": ["T1"]}), path / "a.parquet")
        header = bytes([3, 124, 1, 1]) + struct.pack("<IHH", 1, 33 + 32, 11) + bytes(20)
        field = b"NAVN".ljust(11, b"\0") + b"C" + bytes(4) + bytes([10, 0]) + bytes(14)
        return {
            "curves": [arc, surface],
            "archive": [(path / "a.zip").read_bytes()],
            "parquet": [(path / "a.parquet").read_bytes()],
            "dbf": [header + field + b"\r" + b" " + "Blåbær".encode("cp1252").ljust(10)],
            "csv": [b'Tomt;Leietaker;Ansatte\nT1;"A;B";12\n', "Gnr\tBnr\tKnr\tStatus\n1\t2\t5038\tLedig\n".encode("utf-16")],
            "flatgeobuf": [b"fgb\3fgb\0" + struct.pack("<II", 20, 12) + bytes(60)],
        }
