"""A file geodatabase: a folder, or a zip of one; of its rows the count is that of its own header, which the driver keeps apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyogrio

from door.formats import gdal
from door.formats.base import Format, Tables
from door.formats.source import Source
from door.guarded import Guarded
from door.lists.statements import Said


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    """A table as the driver gives it."""
    with gdal.driven(file.path, table) as found:
        yield Source(iter(found.rows), found.geometry, crs=found.crs)


def count(file: Guarded, table: str, wants: str) -> int:
    """Rows of a table."""
    return int(pyogrio.read_info(file.path, layer=table, force_feature_count=True)["features"])


def _is_geodatabase(head: bytes, copy: Path) -> bool:
    return copy.is_dir() and ((copy / "gdb").exists() or any(copy.glob("a00000001.gdbtable")))


FORMAT = Format(
    title_nb="filgeodatabase",
    title_en="file geodatabase",
    endings=(".gdb",),
    rank=12,
    how="the folder, or a zip of it; by the driver OpenFileGDB",
    driver="OpenFileGDB",
    looks_like=_is_geodatabase,
    tables=Tables(lambda file: gdal.tables(file.path), opened, count),
    is_folder=True,
)
