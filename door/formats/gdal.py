"""A table through GDAL's driver: its batches by Arrow, and what the driver says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyogrio

from door.guarded import Guarded

BATCH_ROWS = 20_000
_SMALL_BYTES = 20_000_000


@dataclass(frozen=True)
class Driven:
    """A table that a driver has opened.

    rows : its batches
    geometry : the column of its geometry; None where it has none
    crs : the coordinate system that the driver says
    about : what pyogrio says of it
    """

    rows: pyarrow.RecordBatchReader
    geometry: str | None
    crs: list[str]
    about: dict[str, Any]


@contextmanager
def driven(path: Path, table: str | None, **options: Any) -> Iterator[Driven]:
    """A table for as long as the block runs; moments of time come as text, or they lose their zone on the way.

    Parameters
    ----------
    table : None where a file of the format has one alone
    options : the driver's own
    """
    asked = {"batch_size": BATCH_ROWS, "use_pyarrow": True, "datetime_as_string": True, **options}
    with pyogrio.raw.open_arrow(path, layer=table, **asked) as (about, rows):
        named = about["geometry_name"] or "wkb_geometry"
        yield Driven(rows, named if named in rows.schema.names else None, [about["crs"]] if about["crs"] else [], about)


def tables(path: Path) -> list[str]:
    """The tables that the driver sees."""
    return [str(name) for name, _ in pyogrio.list_layers(path)]


def one_table(file: Guarded) -> list[str]:
    """The one table of a file that has no more, by the file's own name."""
    return [Path(file.name).stem]


def is_small(file: Guarded) -> bool:
    """Whether the values are counted twice where that takes as long as reading."""
    return file.path.is_file() and file.path.stat().st_size <= _SMALL_BYTES
