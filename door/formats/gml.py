"""GML: what GDAL gets wrong in Norwegian files, put right before it reads.

Mixed geometry types with heights (FKB-Bygning) make it refuse a file, and a compound CRS (EPSG:5972) becomes a number
that does not exist. GDAL keeps what it found in a `.gfs` beside the file; there the geometry type is set to "any" and
the CRS taken out, and both are read from the file's own words instead.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from door.formats import gdal
from door.formats.base import Format, Tables
from door.formats.heads import BOM, DOCTYPES, XML_HEAD_BYTES
from door.formats.source import Source
from door.formats.value_counts import ValueCounts
from door.gml import plain as gml_plain
from door.gml import srs, values
from door.gml.content import GmlContent
from door.gml.geometries import AREA
from door.guarded import Guarded
from door.lists.statements import Said
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_line

ID = "gml_id"
_REFUSAL = re.compile(rb"<(?:\w+:)?(?:Service)?ExceptionReport\b")
_REASON = re.compile(rb"<(?:\w+:)?(?:ExceptionText|ServiceException)\b[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)")
_WORDS = (b"opengis.net/gml", b"opengis.net/wfs")
_GEOMETRY_TYPE = re.compile(r"<GeometryType>[^<]*<")
_SRS_NAME = re.compile(r"\s*<SRSName>[^<]*</SRSName>")
_COUNTS = re.compile(r"<DatasetSpecificInfo>.*?</DatasetSpecificInfo>", re.DOTALL)


def with_missing(batches: Iterable[pyarrow.RecordBatch], ids: tuple[str, ...], geometry: str | None) -> Iterator[pyarrow.RecordBatch]:
    """The rows that GDAL reads, and after them those that it leaves out for a geometry that is none.

    Parameters
    ----------
    ids : the gml:id of every row of the table; where one is missing or stands twice, nothing can be told and nothing is added
    """
    schema, seen = None, set[str | None]()
    for batch in batches:
        schema = batch.schema
        seen.update(batch.column(ID).to_pylist() if ID in schema.names else [])
        yield batch
    if len(set(ids)) != len(ids) or "" in ids:
        return
    missing = [own for own in ids if own not in seen]
    schema = schema or getattr(batches, "schema", None)
    if missing and schema is not None and ID in schema.names:
        blank = {geometry: [b""] * len(missing), ID: missing}
        columns = [pyarrow.array(blank.get(part.name, [None] * len(missing)), part.type) for part in schema]
        yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def prepare(path: Path) -> None:
    """Let GDAL describe the copy that `door.gml.plain` made, then free the description of geometry type and CRS."""
    if path.with_suffix(".gfs").exists():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # "Unrecognized geometry type": what is mended here
        try:
            pyogrio.list_layers(path)
        except (DataLayerError, DataSourceError):  # the type it cannot name; the description is written all the same
            if not path.with_suffix(".gfs").exists():
                raise
    described = path.with_suffix(".gfs")
    if described.exists():
        words = _GEOMETRY_TYPE.sub("<GeometryType>0<", described.read_text(encoding="utf-8"))
        described.write_text(_COUNTS.sub("", _SRS_NAME.sub("", words)), encoding="utf-8")


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """The rows of one object type, of the copy that was written plain."""
    path, content = gml_plain.plain(file.path, file.name, wants)
    prepare(path)
    with gdal.driven(path, table, SKIP_CORRUPTED_FEATURES="YES") as found:  # each of them comes back, without its geometry
        ids = content.ids.get(table, [])
        yield Source(
            with_missing(found.rows, tuple(ids), found.geometry),
            found.geometry,
            row_of={own: place for place, own in enumerate(ids, start=1)} if len(set(ids)) == len(ids) else {},
            crs=[f"EPSG:{number}" for number in sorted(srs.numbers(content.srs))],
            done=_done(content, table),
            raised=content.raised.get(table, []),
            counts=values.counts(file.path, file.name, table) if gdal.is_small(file) else ValueCounts(),
            row_name=ID,
        )


def _done(content: GmlContent, table: str) -> list[list[Any]]:
    """What was done to the file, and what a service says of its own answer."""
    done: list[list[Any]] = [["several_shapes", names, rows] for names, rows in content.several.get(table, {}).items()]
    done += [["shape_elsewhere", link, rows] for link, rows in content.elsewhere.get(table, {}).items()]
    return [*done, *([["page_of_more", *content.of_more]] if content.of_more else [])]


def _refused(copy: Path, head: bytes, name: str) -> None:
    """A service's refusal, and a DOCTYPE.

    Raises
    ------
    LanduseError : service_refused, doctype_refused
    """
    if refused := _REFUSAL.search(head):
        said = _REASON.search(head, refused.end())
        raise LanduseError("service_refused", file=name, reason=for_line(said[1].decode("utf-8", "replace").strip())[:160] if said else "–")
    if _has_doctype(copy):
        raise LanduseError("doctype_refused", file=name)


def _has_doctype(copy: Path) -> bool:
    """Looked for in every encoding that an XML parser knows by itself, in pieces that overlap."""
    with copy.open("rb") as stream:
        last = b""
        while piece := stream.read(1 << 20):
            if any(words in last + piece for words in DOCTYPES):
                return True
            last = piece[-64:]
    return False


def _is_gml(head: bytes, copy: Path) -> bool:
    with copy.open("rb") as stream:
        start = stream.read(XML_HEAD_BYTES)
    plain = start.replace(b"\0", b"")
    return plain.removeprefix(BOM).lstrip(b"\xff\xfe \t\r\n").startswith(b"<") and any(word in plain for word in _WORDS)


FORMAT = Format(
    title_nb="GML",
    title_en="GML",
    endings=(".gml",),
    rank=4,
    how=(
        "GML 3.2 (plan exchange 5.0, FKB): mixed geometry types and heights; a row whose geometry is broken is set aside, the others "
        "are kept"
    ),
    driver="GML",
    looks_like=_is_gml,
    tables=Tables(
        lambda file: sorted(gml_plain.plain(file.path, file.name, AREA)[1].rows),
        opened,
        lambda file, table, wants: gml_plain.plain(file.path, file.name, wants)[1].rows.get(table, 0),
    ),
    refused=_refused,
    written_anew=True,
    has_rules=True,
)
