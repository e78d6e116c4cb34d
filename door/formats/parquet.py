"""GeoParquet, read by Arrow: its geometry column and CRS from the file's `geo` metadata, its rows batch by batch."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet

from door.formats import value_counts
from door.formats.base import Format, Tables
from door.formats.gdal import one_table
from door.formats.source import Source
from door.guarded import Guarded
from door.limits import MB, check_limit
from door.lists.statements import NOTHING_SAID, Said
from landuse.words.errors import LanduseError

_BATCH_ROWS = 20_000
_LONGITUDE_FIRST = "OGC:CRS84"  # what GeoParquet means where it names none


@contextmanager
def opened(file: Guarded, table: str = "", wants: str = "", said: Said = NOTHING_SAID) -> Iterator[Source]:
    """A GeoParquet file as a source of batches.

    Raises
    ------
    LanduseError : parquet_encoding, where the geometry is not WKB; past_columns, past_unpacked_mb
    """
    with pyarrow.parquet.ParquetFile(file.path, memory_map=False) as parquet:
        check_limit("columns", parquet.metadata.num_columns, file.name)
        unpacked = sum(parquet.metadata.row_group(number).total_byte_size for number in range(parquet.metadata.num_row_groups))
        check_limit("unpacked_mb", round(unpacked / MB), file.name)
        geometry, crs = _geometry(parquet.schema_arrow.metadata or {}, parquet.schema_arrow.names, file)
        yield Source(parquet.iter_batches(batch_size=_BATCH_ROWS), geometry, crs=crs, counts=value_counts.of_parquet(file))


def count(file: Guarded) -> int:
    """Rows as the file's footer has them, beside those that are read."""
    with pyarrow.parquet.ParquetFile(file.path, memory_map=False) as parquet:
        return parquet.metadata.num_rows


def _geometry(metadata: dict[bytes, bytes], names: list[str], file: Guarded) -> tuple[str | None, list[str]]:
    if b"geo" not in metadata:
        return None, []
    said = json.loads(metadata[b"geo"])
    primary = said.get("primary_column")
    about = said.get("columns", {}).get(primary, {})
    if primary not in names or about.get("encoding") != "WKB":
        raise LanduseError("parquet_encoding", file=file.name, found=str(about.get("encoding", "–"))[:40])
    if "crs" not in about:
        return primary, [_LONGITUDE_FIRST]
    return primary, [json.dumps(about["crs"])] if about["crs"] else []


def _is_parquet(head: bytes, copy: Path) -> bool:
    with copy.open("rb") as stream:
        stream.seek(max(copy.stat().st_size - 4, 0))
        return head.startswith(b"PAR1") and stream.read() == b"PAR1"


FORMAT = Format(
    title_nb="GeoParquet",
    title_en="GeoParquet",
    endings=(".parquet", ".geoparquet"),
    rank=7,
    how="geometry as WKB",
    looks_like=_is_parquet,
    tables=Tables(one_table, opened, lambda file, table, wants: count(file)),
)
