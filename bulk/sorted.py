"""A copy of a file with neighbours beside each other, for files that keep their rows in no order or in one piece."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bulk.source import BATCH_ROWS, GEOMETRY, ROW, Source, boxes
from landuse.measure.tiles import Census, Tile, tile_of

_SIDES = ("xmin", "ymin", "xmax", "ymax")


def write_sorted(source: Source, columns: tuple[str, ...], path: Path, folder: Path) -> None:
    """GeoParquet with the rows of one square after another, a row group to each, and their places in the file in `row`.

    Parameters
    ----------
    folder : for the squares while they fill; memory holds one batch or one square at a time
    """
    census = Census()
    for corners in source.corners():
        census.add(corners[~np.isnan(corners).any(axis=1)])
    tiles = census.tiles(BATCH_ROWS)
    for batch in source.batches(columns):
        _hand_out(batch, source.name, tiles, folder)
    schema = _schema(source, columns)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for number in range(-1, len(tiles)):
            for rows in _square(folder / f"{number}.arrows"):
                for start in range(0, len(rows), BATCH_ROWS):
                    writer.write_table(_with_boxes(rows.slice(start, BATCH_ROWS), source.name, schema))


def _hand_out(batch: pa.Table, name: str, tiles: list[Tile], folder: Path) -> None:
    """Append each row of a batch to the file of its square; what has no geometry goes to a file of its own (−1)."""
    corners = boxes(batch, name)[:, :2]
    blank = np.isnan(corners).any(axis=1)
    numbers = np.where(blank, -1, tile_of(tiles, np.where(blank[:, None], 0.0, corners)))
    for number in np.unique(numbers):
        rows = batch.filter(pa.array(numbers == number))
        append_rows(folder / f"{number}.arrows", rows)


def append_rows(path: Path, rows: pa.Table) -> None:
    """Add rows to a file of Arrow streams, one after the other."""
    with path.open("ab") as stream, pa.ipc.new_stream(stream, rows.schema) as writer:
        writer.write_table(rows)


def appended_rows(path: Path) -> pa.Table | None:
    """All rows of a file of Arrow streams; None where nothing was ever added."""
    if not path.exists():
        return None
    found, size = [], path.stat().st_size
    with path.open("rb") as stream:
        while stream.tell() < size:
            found.append(pa.ipc.open_stream(stream).read_all())
    return pa.concat_tables(found)


def _square(path: Path) -> Iterator[pa.Table]:
    rows = appended_rows(path)
    if rows is not None:
        yield rows.sort_by(ROW)
        path.unlink()


def _schema(source: Source, columns: tuple[str, ...]) -> pa.Schema:
    kinds = next(iter(source.batches(columns)), None)
    fields = [kinds.schema.field(name) for name in (ROW, *columns, GEOMETRY)] if kinds is not None else []
    box = pa.field("bbox", pa.struct([(side, pa.float64()) for side in _SIDES]))
    about = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {
            GEOMETRY: {
                "encoding": _encoding(fields[-1].type) if fields else "WKB",
                "geometry_types": [],
                "crs": source.crs.to_json_dict(),
                "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
            }
        },
    }
    return pa.schema([*fields, box], metadata={"geo": json.dumps(about)})


def _encoding(kind: pa.DataType) -> str:
    """What GeoParquet calls a column of shapes: lists in lists of points are polygons, one list more multipolygons."""
    depth = 0
    while pa.types.is_list(kind):
        kind, depth = kind.value_type, depth + 1
    return {0: "WKB", 2: "polygon", 3: "multipolygon"}[depth]


def _with_boxes(rows: pa.Table, name: str, schema: pa.Schema) -> pa.Table:
    around = boxes(rows, name)
    sides = pa.StructArray.from_arrays([pa.array(around[:, i]) for i in range(4)], names=list(_SIDES))
    return pa.Table.from_arrays([*rows.columns, sides], schema=schema)
