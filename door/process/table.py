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
from pyogrio.errors import DataLayerError, DataSourceError

from door.columns import arrow
from door.formats.registry import all_formats, tables_of
from door.formats.source import Source
from door.geometry import curves
from door.geometry.clip import Clip
from door.geometry.straighten import flattened
from door.gml.geometries import AREA
from door.guarded import Guarded
from door.lists.statements import NOTHING_SAID, Said
from door.process.output import Left
from door.process.totals import Totals
from landuse.words.errors import LanduseError
from parks.disk import is_full
from parks.shape_column import cuts

UNREADABLE = (DataSourceError, DataLayerError, pyarrow.ArrowException, NotImplementedError, UnicodeDecodeError)
all_formats()  # before the fence round this process is closed


def table_names(file: Guarded) -> list[str]:
    """Names of the tables (object types) in a file.

    Raises
    ------
    LanduseError : file_damaged, and what the format's own reader refuses
    """
    with warnings.catch_warnings(action="ignore"):  # said again, and kept, when the table is read
        try:
            return tables_of(file).names(file)
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
    tables = tables_of(file)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            file = tables.joined(file)
            rows = tables.counted(file, name, wants) if tables.counted else 0
            with tables.opened(file, name, wants, said) as source:
                rows = rows if source.rows is None else source.rows
                found = _written(file, source, target, within, lambda done: told([done, rows]))
        except (*UNREADABLE, sqlite3.Error, ValueError, OSError) as error:
            raise (LanduseError("disk_full_reading", file=file.name) if is_full(error) else damaged(file, error)) from error
    driver_said = sorted({first_line(warning.message, file.path.parent) for warning in caught})
    done = [*source.done, *tables.notes(file, name, rows)]
    more = {"sheet_rows": source.sheet_rows, "listed": source.listed and asdict(source.listed)}
    return {"rows": rows, "crs": source.crs, "done": done, "said": driver_said[:20], **more, **found}


def _written(file: Guarded, source: Source, target: Path, within: dict | None, told: Callable[[int], None]) -> dict[str, Any]:
    clip, totals = Clip(within, source.crs), Totals(file.name)
    notes, names = dict[str, list[int]](), list[str]()
    with Left(target) as left:
        for batch in _pieces(source):
            rows = _numbered(batch, source, totals.rows)
            shapes, raw = _shapes(batch, source, rows, notes)
            columns, names = arrow.plain(batch, source.geometry, source.restored)
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
    if not source.row_of or source.row_name not in batch.schema.names:
        return rows
    return np.array(
        [source.row_of.get(own, row) for own, row in zip(batch.column(source.row_name).to_pylist(), rows.tolist(), strict=True)]
    )


def damaged(file: Guarded, error: Exception) -> LanduseError:
    """The refusal of a file that its reader cannot read."""
    return LanduseError("file_damaged", file=file.name, reason=first_line(error, file.path.parent))


def first_line(reason: object, folder: Path) -> str:
    """What a library said, cut to a line, without the folder's place on the server."""
    line = (str(reason).strip().splitlines() or [type(reason).__name__])[0]
    return line.replace(f"{folder}/", "").replace(str(folder), "")[:200].rstrip(" .")
