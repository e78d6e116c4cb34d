"""The land inventory as GeoParquet 1.1, with a bounding box per row and where it comes from in the file's metadata."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from exchange.dataset import Dataset

_KEY = b"parkareal"


def write_geoparquet(path: Path, data: Dataset) -> None:
    """Write in the rows' own CRS; the metadata key `parkareal` holds the same as GeoJSON's member."""
    data.rows.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)
    table = pq.read_table(path)
    described = json.dumps(data.about, ensure_ascii=False).encode()
    pq.write_table(table.replace_schema_metadata(dict(table.schema.metadata) | {_KEY: described}), path, compression="zstd")
