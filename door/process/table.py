"""Reading a table in the reading process: batch by batch, counted, clipped, and left as an Arrow stream.

What is read never leaves this process as objects: geometry goes as plain two-dimensional WKB, attributes as Arrow columns.
"""

import sqlite3
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from door.columns import arrow
from door.formats import (
    as_written,
    fgb_values,
    geojson,
    geojson_lines,
    gml,
    gml_plain,
    gml_srs,
    gml_values,
    gpkg,
    parquet,
    registry,
    shp,
    sosi,
    value_counts,
)  # fmt: skip
from door.formats.gml_geometries import AREA
from door.formats.source import Source
from door.formats.value_counts import ValueCounts
from door.geometry import curves
from door.geometry.clip import Clip
from door.geometry.straighten import flattened
from door.guarded import LISTS, Guarded
from door.lists import sheets
from door.lists.statements import NOTHING_SAID, Said
from door.process.output import Left
from door.process.totals import Totals
from landuse.words.errors import LanduseError
from parks.disk import is_full
from parks.shape_column import cuts

UNREADABLE = (DataSourceError, DataLayerError, pyarrow.ArrowException, NotImplementedError, UnicodeDecodeError)
BATCH_ROWS = 20_000
_SMALL_BYTES = 20_000_000  # whose values are counted twice where that takes as long as reading


def table_names(file: Guarded) -> list[str]:
    """Names of the tables (object types) in a file.

    Raises
    ------
    LanduseError : file_damaged, and what the format's own reader refuses
    """
    with warnings.catch_warnings(action="ignore"):  # said again, and kept, when the table is read
        if file.format == "gml":
            return sorted(gml_plain.plain(file.path, file.name, AREA)[1].rows)
        if file.format in ("shp", "geojson", "parquet"):
            return [Path(file.name).stem]
        if file.format in LISTS:
            return sheets.sheet_names(file)
        try:
            opened = sosi.prepared(file) if file.format == "sosi" else file.path
            names = [str(name) for name, _ in pyogrio.list_layers(opened)]
            return gpkg.without_views(file.path, names) if file.format == "gpkg" else names
        except (*UNREADABLE, sqlite3.Error) as error:
            raise damaged(file, error) from error


def read(
    file: Guarded, name: str, target: Path, within: dict | None, told: Callable[[Any], None], wants: str = AREA, said: Said = NOTHING_SAID
) -> dict[str, Any]:
    """Write a table's attributes to an Arrow stream and its geometry to an Arrow file beside it, and say what there is to know of it.

    Parameters
    ----------
    wants : which geometry a row is read by where it has several: area, line, point, area_or_point
    said : of a list, what a person says of its headings

    Returns
    -------
    rows (counted without the reader), read, values (by column, those in the
    file, None where nothing but the reader counts them, and those read, not blank), sums (by column of numbers,
    likewise), listed (of a list, what its sheet has), crs (what the file names), clipped_rows, clipped_m2, notes (rows by what was
    done to their geometry), done (what was done to the file), said (the driver's warnings), columns, sheet_rows

    Raises
    ------
    LanduseError : file_damaged, disk_full_reading; past_columns, past_vertices, past_feature_vertices
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            file = geojson_lines.joined(file) if file.format == "geojson" else file
            rows = 0 if file.format in LISTS else registry.counted(file, name, wants)
            with _opened(file, name, wants, said) as source:
                rows = rows if source.rows is None else source.rows
                found = _written(file, source, target, within, lambda done: told([done, rows]))
        except (*UNREADABLE, sqlite3.Error, ValueError, OSError) as error:
            raise (LanduseError("disk_full_reading", file=file.name) if is_full(error) else damaged(file, error)) from error
    driver_said = sorted({first_line(warning.message, file.path.parent) for warning in caught})
    done = [*source.done, *gpkg.stale_notes(file, name, rows)]
    more = {"sheet_rows": source.sheet_rows, "listed": source.listed and asdict(source.listed)}
    return {"rows": rows, "crs": source.crs, "done": done, "said": driver_said[:20], **more, **found}


def _opened(file: Guarded, name: str, wants: str, said: Said) -> Any:
    if file.format == "parquet":
        return parquet.opened(file)
    if file.format in LISTS:
        return sheets.opened(file, name, said)
    return _GdalTable(file, name, wants)


class _GdalTable:
    """A table through GDAL, as a context that closes it."""

    def __init__(self, file: Guarded, name: str, wants: str) -> None:
        path, done = file.path, []
        if file.format == "sosi":
            path, self._lines = sosi.prepared(file), sosi.lines_of(file)
            done = sosi.done(file, self._lines)
        options = {}
        if file.format == "gml":
            path, self._gml = gml_plain.plain(file.path, file.name, wants)
            gml.prepare(path)
            done = [["several_shapes", names, rows] for names, rows in self._gml.several.get(name, {}).items()]
            done += [["shape_elsewhere", link, rows] for link, rows in self._gml.elsewhere.get(name, {}).items()]
            done += [["page_of_more", *self._gml.of_more]] if self._gml.of_more else []
            options = {"SKIP_CORRUPTED_FEATURES": "YES"}  # each of them comes back, without its geometry
        if file.format == "geojson":
            path = geojson.prepared(file.path)
            done = geojson.done(file.path)
        if file.format == "shp":
            encoding, note = shp.dbf_encoding(file.path)
            options, done = {"encoding": encoding}, note
        layer = None if file.format in ("shp", "geojson") else name
        options["return_fids"] = file.format in ("gpkg", "shp")  # whose own bytes are read beside it
        options["datetime_as_string"] = True  # or a moment loses its zone on the way
        self._context = pyogrio.raw.open_arrow(path, layer=layer, batch_size=BATCH_ROWS, use_pyarrow=True, **options)
        self._file, self._name, self._done = file, name, done
        self._is_small = file.path.is_file() and file.path.stat().st_size <= _SMALL_BYTES

    def __enter__(self) -> Source:
        meta, reader = self._context.__enter__()
        named = meta["geometry_name"] or "wkb_geometry"
        geometry = named if named in reader.schema.names else None
        crs = [meta["crs"]] if meta["crs"] else []
        if self._file.format == "gml":
            ids, named = self._gml.ids.get(self._name, []), gml_srs.numbers(self._gml.srs)
            batches = gml.with_missing(reader, tuple(ids), geometry)
            row_of = {own: place for place, own in enumerate(ids, start=1)} if len(set(ids)) == len(ids) else {}
            raised = self._gml.raised.get(self._name, [])
            systems = [f"EPSG:{number}" for number in sorted(named)]
            counts = gml_values.counts(self._file.path, self._file.name, self._name) if self._is_small else ValueCounts()
            return Source(batches, geometry, row_of, [], systems, self._done, raised=raised, counts=counts)
        if self._file.format == "sosi":
            numbers = sosi.row_numbers(self._lines, self._name)
            curved, unread = sosi.curves(self._lines, self._name, numbers)
            named = sosi.named_crs(self._file)
            counts = value_counts.of_sosi(self._file, numbers) if self._is_small else ValueCounts()
            return Source(iter(reader), geometry, {}, numbers, named, self._done, curved, unread, counts=counts)
        if self._file.format == "geojson":
            return Source(iter(reader), geometry, crs=crs, done=self._done, counts=value_counts.of_geojson(self._file.path))
        if self._file.format == "fgb" and self._is_small:
            return Source(iter(reader), geometry, crs=crs, done=self._done, counts=fgb_values.counts(self._file.path))
        beside = as_written.written(self._file, self._name, meta)
        if beside is None:
            return Source(iter(reader), geometry, crs=crs, done=self._done)
        batches = beside.batches(iter(reader), meta["fid_column"] or "OGC_FID")
        return Source(batches, geometry, crs=crs, done=self._done, counts=beside.counts)

    def __exit__(self, *error: Any) -> None:
        self._context.__exit__(*error)


def _written(file: Guarded, source: Source, target: Path, within: dict | None, told: Callable[[int], None]) -> dict[str, Any]:
    clip, totals = Clip(within, source.crs), Totals(file.name)
    notes, names = dict[str, list[int]](), list[str]()
    with Left(target) as left:
        for batch in _pieces(source):
            rows = _numbered(batch, source, totals.rows)
            shapes, raw = _shapes(batch, source, rows, notes)
            columns, names = arrow.plain(batch, source.geometry, escaped=file.format == "sosi")
            totals.add(batch.num_rows, shapes, len(columns))
            totals.add_values(names, columns)
            left.add(arrow.assembled(rows, shapes, raw, columns, clip.keep(shapes, rows)))
            told(totals.rows)
    return {"read": totals.rows, "columns": names, "notes": notes, **totals.against(source.counts), **clip.said()}


def _shapes(batch: pyarrow.RecordBatch, source: Source, rows: np.ndarray, notes: dict[str, list[int]]) -> tuple[Any, Any]:
    """The batch's geometries, straight and flat, and their bytes as read; None for a table without. What was done is noted by row."""
    if source.geometry is None:
        return None, None
    flat = flattened(np.array(batch.column(source.geometry).to_pylist(), dtype=object), curves.deviation(source.crs))
    flat.shapes[np.isin(rows, source.unread)] = None
    before = {"curve": source.curved, "height": source.raised}  # what was done before the reader saw it
    for kind, where in {**flat.done, **{own: flat.done[own] | np.isin(rows, there) for own, there in before.items()}}.items():
        if where.any():
            notes.setdefault(kind, []).extend(rows[where].tolist())
    return flat.shapes, flat.raw


def _pieces(source: Source) -> Iterator[pyarrow.RecordBatch]:
    """The batches, cut where their geometry is large: twenty million corners at once would not fit in a reading process."""
    for batch in source.batches:
        shapes = None if source.geometry is None else batch.column(source.geometry)
        storage = shapes.storage if isinstance(shapes, pyarrow.ExtensionArray) else shapes
        if storage is None or not (pyarrow.types.is_binary(storage.type) or pyarrow.types.is_large_binary(storage.type)):
            yield batch
            continue
        for one, other in cuts(storage) if len(batch) else [(0, 0)]:
            yield batch.slice(one, other - one)


def _numbered(batch: pyarrow.RecordBatch, source: Source, before: int) -> np.ndarray:
    """The rows' numbers in the file: by gml:id or as the file numbers them where there is that, else by their order."""
    rows = np.arange(before + 1, before + batch.num_rows + 1)
    if source.numbers and before + batch.num_rows <= len(source.numbers):
        return np.array(source.numbers[before : before + batch.num_rows], dtype=np.int64)
    if not source.row_of or gml.ID not in batch.schema.names:
        return rows
    return np.array([source.row_of.get(own, row) for own, row in zip(batch.column(gml.ID).to_pylist(), rows.tolist(), strict=True)])


def damaged(file: Guarded, error: Exception) -> LanduseError:
    """The refusal of a file that its reader cannot read."""
    return LanduseError("file_damaged", file=file.name, reason=first_line(error, file.path.parent))


def first_line(reason: object, folder: Path) -> str:
    """What a library said, cut to a line, without the folder's place on the server."""
    line = (str(reason).strip().splitlines() or [type(reason).__name__])[0]
    return line.replace(f"{folder}/", "").replace(str(folder), "")[:200].rstrip(" .")
