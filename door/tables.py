"""The tables of a file from outside, read whole: every row comes out, is clipped away and counted, or the reading fails.

The reading itself happens in a process of its own (`process.table`, through `client`); what it leaves is looked through here.
"""

from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import pyproj
import shapely

from door.columns.arrow import LOST, ROW
from door.formats.registry import of
from door.formats.source import Listed
from door.guarded import Guarded
from door.lists.statements import NOTHING_SAID, Said
from door.process import client
from door.surroundings import Within
from landuse.words.errors import LanduseError
from parks.rows import Rows
from parks.shape_column import SCHEMA, ShapeColumn, shapes_beside

GEOMETRY = "geometry"
_number = count()


@dataclass(frozen=True)
class Table:
    """One table of a file.

    plain : the attributes, one row per row that was not clipped away, in the file's order
    shapes : geometry of these rows in the file's CRS, straight and in two dimensions, None where there is none to read
    rows : rows in the file, counted another way
    row : the number in the file, from 1, of each row of the frame
    unreadable : where there is a geometry that no library here can read
    said : warnings of the driver
    clipped_rows, clipped_m2 : what lies outside the park's ring and was left out, and its true area in m²
    beyond_ring : whether none of the rows meets the ring, so that all were read
    notes : rows of the file, from 1, by what was done to their geometry: unclosed_ring (closed), curve (made straight to
        1 cm), height (left out), hole (a part inside another part)
    values : by column of the file, how many values it has that are not blank, counted another way (None where the format does not allow
        it), and how many were read, those of rows that were clipped away among them
    sums : by column of numbers, the sum of the file and that of what was read, of all rows; of those that are counted another way
    listed : of a list, what its sheet has
    sheet_rows : of a list, the sheet's row that each row comes of, as a spreadsheet program numbers them; empty for other files
    done : what was done to the file as a whole, each with its values: ("encoding", bytes are, header says),
        ("content", what it is, ending), ("unpivoted", sheet rows, statements), ("formulas", cells) …
    """

    name: str
    plain: pd.DataFrame
    shapes: ShapeColumn
    rows: int
    has_geometry: bool
    unreadable: pd.Series
    said: tuple[str, ...] = ()
    row: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    clipped_rows: int = 0
    clipped_m2: float = 0.0
    beyond_ring: bool = False
    notes: dict[str, list[int]] = field(default_factory=dict)
    values: dict[str, tuple[int | None, int]] = field(default_factory=dict)
    sums: dict[str, tuple[float, float]] = field(default_factory=dict)
    listed: Listed | None = None
    sheet_rows: tuple[int, ...] = ()
    done: tuple[tuple[Any, ...], ...] = ()

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """Attributes and geometry at once, in memory."""
        return Rows(self.plain, self.shapes).frame()


def table_names(file: Guarded) -> list[str]:
    """Names of the tables (object types) in a file.

    Raises
    ------
    LanduseError : file_damaged, and the refusals of `client.run`
    """
    return [str(name) for name in _run("names", file)]


def read_table(file: Guarded, name: str, within: Within | None = None, wants: str = "area", said: Said = NOTHING_SAID) -> Table:
    """All rows of one table, or those that meet the park's ring.

    Where none meets it, all rows come out: whether they lie anywhere near is for the check of their place.

    Parameters
    ----------
    wants : which geometry a row is read by where it has several, as its layer declares: area, line, point, area_or_point
    said : of a list, what a person says of its headings

    Raises
    ------
    LanduseError : file_damaged; rows_lost, when a library reads fewer or more rows than the file has; the limits
    """
    target = file.path.with_name(f"table-{next(_number)}.arrow")
    words = {**asdict(said), "whole": sorted(said.whole)}
    about = _run("table", file, table=name, target=str(target), within=within and within.as_job(), wants=wants, said=words)
    if about["read"] != about["rows"]:
        raise LanduseError("rows_lost", file=file.name, rows=about["rows"], read=about["read"])
    if within is not None and about["clipped_rows"] and not about["met_ring"]:
        return replace(read_table(file, name, wants=wants, said=said), beyond_ring=True)
    return _table(file, name, about, _attributes(target, file), _shapes(target, file))


def _run(task: str, file: Guarded, **params: Any) -> Any:
    return client.run(task, file.path.parent, file.name, is_list=of(file).is_list, path=str(file.path), format=file.format, **params)


def _attributes(path: Path, file: Guarded) -> pyarrow.Table | None:
    """What the reading process left, checked through before anything uses it."""
    try:
        if not path.exists() or path.stat().st_size == 0:
            return None
        with pyarrow.OSFile(str(path)) as source:
            table = pyarrow.ipc.open_stream(source).read_all()
        table.validate(full=True)
    except (OSError, pyarrow.ArrowException) as error:
        raise LanduseError("reader_crashed", file=file.name) from error
    return table


def _shapes(path: Path, file: Guarded) -> pyarrow.NativeFile | None:
    """The file of geometry, every part of it checked through; it stays open."""
    beside = shapes_beside(path)
    if not beside.exists():
        return None
    try:
        source = pyarrow.OSFile(str(beside))
        reader = pyarrow.ipc.open_file(source)
        if not reader.schema.equals(SCHEMA):
            raise LanduseError("reader_crashed", file=file.name)
        for number in range(reader.num_record_batches):
            reader.get_batch(number).validate(full=True)
    except (OSError, pyarrow.ArrowException) as error:
        raise LanduseError("reader_crashed", file=file.name) from error
    return source


def _table(file: Guarded, name: str, about: dict[str, Any], rows: pyarrow.Table | None, source: pyarrow.NativeFile | None) -> Table:
    rows = pyarrow.table({}) if rows is None else rows
    size = rows.num_rows
    shapes = ShapeColumn(source, _crs(file, about["crs"]), size)
    if len(shapes) != size:
        raise LanduseError("reader_crashed", file=file.name)
    lost = rows.column(LOST).to_numpy(zero_copy_only=False) if size and LOST in rows.column_names else np.zeros(size, dtype=bool)
    columns = {
        str(own): _values(rows.column(f"c{place}")) if size else np.array([], dtype=object)
        for place, own in enumerate(about["columns"])
        if own != GEOMETRY
    }
    plain = pd.DataFrame(columns, index=range(size))
    return Table(
        name=name,
        plain=plain,
        shapes=shapes,
        rows=about["rows"],
        has_geometry=bool(lost.any()) or any((~(shapely.is_missing(part) | shapely.is_empty(part))).any() for _, part in shapes.parts()),
        unreadable=pd.Series(lost.astype(bool), index=plain.index),
        said=tuple(str(words) for words in about["said"]),
        row=pd.Series(rows.column(ROW).to_numpy() if size else np.array([], dtype="int64"), index=plain.index),
        clipped_rows=about["clipped_rows"],
        clipped_m2=about["clipped_m2"],
        notes={str(kind): list(numbers) for kind, numbers in about["notes"].items()},
        values={str(name): (None if there is None else int(there), int(read)) for name, (there, read) in about["values"].items()},
        sums={str(name): (float(there), float(read)) for name, (there, read) in about["sums"].items()},
        listed=_listed(about["listed"]),
        sheet_rows=tuple(int(number) for number in about["sheet_rows"]),
        done=(*file.notes, *(tuple(note) for note in about["done"])),
    )


def _listed(said: dict[str, Any] | None) -> Listed | None:
    if said is None:
        return None
    values = {str(name): (int(there), int(read)) for name, (there, read) in said["values"].items()}
    read_as = {str(name): str(word) for name, word in said["read_as"].items()}
    return Listed(values, [str(name) for name in said["unread"]], bool(said["is_made"]), read_as)


def _values(column: pyarrow.ChunkedArray) -> Any:
    """A column as pandas has it: texts stay packed, a tenth of what they take one by one."""
    values = column.to_pandas()
    return values if pyarrow.types.is_string(column.type) else values.to_numpy()


def _crs(file: Guarded, named: list[str]) -> pyproj.CRS | None:
    """The horizontal CRS that the file names."""
    try:
        found = {_horizontal(pyproj.CRS.from_user_input(words)) for words in named}
    except pyproj.exceptions.CRSError as error:
        raise LanduseError("file_crs_unknown", file=file.name, named=named[0][:60]) from error
    if len(found) > 1:
        raise LanduseError("file_crs_several", file=file.name, named=", ".join(sorted(crs.to_string() if crs else "–" for crs in found)))
    return found.pop() if found else None


def _horizontal(crs: pyproj.CRS) -> pyproj.CRS | None:
    if crs.is_compound:
        return _horizontal(crs.sub_crs_list[0])
    if crs.is_engineering:
        return None
    return crs.to_2d()
