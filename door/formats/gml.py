"""GML: what GDAL gets wrong in Norwegian files, put right before it reads.

Mixed geometry types with heights (FKB-Bygning) make it refuse a file, and a compound CRS (EPSG:5972) becomes a number
that does not exist. GDAL keeps what it found in a `.gfs` beside the file; there the geometry type is set to "any" and
the CRS taken out, and both are read from the file's own words instead.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

ID = "gml_id"
_GEOMETRY_TYPE = re.compile(r"<GeometryType>[^<]*<")
_SRS_NAME = re.compile(r"\s*<SRSName>[^<]*</SRSName>")
_COUNTS = re.compile(r"<DatasetSpecificInfo>.*?</DatasetSpecificInfo>", re.DOTALL)


def with_missing(batches: Iterable[pyarrow.RecordBatch], ids: tuple[str, ...], geometry: str | None) -> Iterator[pyarrow.RecordBatch]:
    """The rows that GDAL reads, and after them those that it leaves out for a geometry that is none.

    Parameters
    ----------
    ids : the gml:id of every row of the table; where one is missing or stands twice, nothing can be told and nothing is added
    """
    schema, seen = None, set()
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
    """Let GDAL describe the copy that `gml_plain` made, then free the description of geometry type and CRS."""
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
