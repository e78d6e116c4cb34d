"""The tiles' files put together as one table, in the order of the units, whatever the tiles were."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bulk.sorted import append_rows, appended_rows
from bulk.source import ROW
from bulk.tile import RESULT, Work, tile_path
from landuse.measure.tiles import Tile
from parks.atomic import write_whole

_SHELF_UNITS = 200_000  # units whose rows are sorted at once
_WRITTEN = pa.schema([field for field in RESULT if field.name != ROW])
_KEY = b"parkareal"


def write_result(work: Work, tiles: list[Tile], output: Path) -> int:
    """Write the table whole or not at all.

    Returns
    -------
    rows written
    """
    shelves = _fill_shelves(work.folder, tiles)
    written = 0

    def write(temporary: Path) -> None:
        nonlocal written
        schema = _WRITTEN.with_metadata({_KEY: json.dumps(_about(work), ensure_ascii=False).encode()})
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for rows in _sorted_shelves(shelves):
                writer.write_table(rows.cast(schema))
                written += len(rows)

    write_whole(output, write)
    return written


def _about(work: Work) -> dict:
    """What a reader of the table wants to know: nothing of tiles or workers, which change no bit of it."""
    return {
        "units": work.units.name,
        "crs": work.units.crs.to_string(),
        "layers": {asked.source.name: asked.by for asked in work.layers} | {raster.name: "class" for raster in work.rasters},
        "overlap_m2": "planar",
        "area_m2": "true",
    }


def _fill_shelves(folder: Path, tiles: list[Tile]) -> list[Path]:
    """Hand every row of every tile to the shelf of its unit; shelves of an earlier, broken attempt are made anew."""
    for path in folder.glob("shelf-*.arrows"):
        path.unlink()
    places = set()
    for tile in tiles:
        with pa.ipc.open_file(tile_path(folder, tile)) as kept:
            table = kept.read_all().replace_schema_metadata(None)
        numbers = table[ROW].to_numpy() // _SHELF_UNITS
        for number in np.unique(numbers).tolist():
            append_rows(_shelf(folder, number), table.filter(pa.array(numbers == number)))
            places.add(number)
    return [_shelf(folder, number) for number in sorted(places)]


def _shelf(folder: Path, number: int) -> Path:
    return folder / f"shelf-{number}.arrows"


def _sorted_shelves(shelves: list[Path]) -> Iterator[pa.Table]:
    for path in shelves:
        rows = appended_rows(path)
        yield rows.sort_by([(ROW, "ascending"), ("layer", "ascending"), ("code", "ascending")]).drop_columns([ROW])
