"""Open a large file by what it is."""

from bulk.gpkg import open_geopackage
from bulk.parquet import open_geoparquet
from bulk.source import Named, Source
from landuse.words.errors import LanduseError


def open_source(text: str) -> Source:
    """`parcels.parquet`, `plan.gpkg`, or one table of several: `plan.gpkg:zones`.

    Raises
    ------
    LanduseError : file_missing, stream_format, and what `open_geoparquet` and `open_geopackage` raise
    """
    named = Named.parse(text)
    if not named.path.is_file():
        raise LanduseError("file_missing", file=named.path.name)
    ending = named.path.suffix.lower()
    if ending == ".gpkg":
        return open_geopackage(named)
    if ending in (".parquet", ".geoparquet"):
        return open_geoparquet(named.path.absolute(), named.name)
    raise LanduseError("stream_format", file=named.path.name)
