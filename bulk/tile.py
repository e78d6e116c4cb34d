"""One tile of an overlay: what every layer says of the units that begin in it, kept as one file."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bulk.raster_window import RasterSource
from bulk.source import ROW, Box, Source, column_of
from landuse.measure.geometry_columns import Column, from_columns
from landuse.measure.outline_areas import true_per_planar
from landuse.measure.overlap import shared_by_code
from landuse.measure.ragged import Ragged
from landuse.measure.tiles import Tile
from landuse.measure.validity import check_columns
from landuse.measure.zonal import class_cells
from parks.atomic import write_whole

RESULT = pa.schema(
    [
        (ROW, pa.int64()),
        ("unit_id", pa.string()),
        ("layer", pa.string()),
        ("code", pa.string()),
        ("overlap_m2", pa.float64()),
        ("area_m2", pa.float64()),
    ]
)
_UNITS = b"units"


@dataclass(frozen=True)
class Asked:
    """A layer and the column that its ground is summed by; None sums all of it under ""."""

    source: Source
    by: str | None


@dataclass(frozen=True)
class Work:
    """What is done for every tile.

    unit_id : the column that names the units
    folder : where the tiles' files go; every worker sees it
    """

    units: Source
    unit_id: str
    layers: tuple[Asked, ...]
    rasters: tuple[RasterSource, ...]
    folder: Path


@dataclass(frozen=True)
class TileJob:
    """A tile, and the file that `Work` lies in (so that it is sent to each worker once)."""

    work: Path
    tile: Tile


def measure_tile(job: TileJob) -> int:
    """Measure the units of a tile, unless its file is there already.

    Returns
    -------
    how many units begin in the tile

    Raises
    ------
    LanduseError : geometry_refused, naming the row; units_named_twice
    """
    work = _work(job.work)
    path = tile_path(work.folder, job.tile)
    if not path.exists():
        units = _units(work, job.tile)
        found = [RESULT.empty_table(), *(_measured(some, work) for some in _together(units, job.tile.side_m))]
        table = pa.concat_tables(found).replace_schema_metadata({_UNITS: str(len(units)).encode()})
        write_whole(path, lambda temporary: _write(temporary, table))
    with pa.ipc.open_file(path) as kept:
        return int(kept.schema.metadata[_UNITS])


def tile_path(folder: Path, tile: Tile) -> Path:
    """The file of a tile."""
    return folder / f"tile-{tile.name}.arrow"


def _write(path: Path, table: pa.Table) -> None:
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


@lru_cache(maxsize=4)
def _work(path: Path) -> Work:
    with path.open("rb") as stream:
        return pickle.load(stream)


@dataclass(frozen=True)
class _Units:
    """Units that begin in a tile.

    rows : their places in the file
    """

    rows: np.ndarray
    ids: pa.ChunkedArray
    shapes: Ragged

    def __len__(self) -> int:
        return len(self.rows)

    def taken(self, places: np.ndarray) -> "_Units":
        """Some of them; these themselves where that is all."""
        if len(places) == len(self):
            return self
        return _Units(self.rows[places], self.ids.take(pa.array(places)), self.shapes.taken(places))

    @property
    def box(self) -> Box:
        """Around all of them."""
        boxes = self.shapes.boxes
        return tuple(float(side) for side in (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)))


def _units(work: Work, tile: Tile) -> _Units:
    """The units that begin in the tile."""
    table = work.units.window(tile.box, (work.unit_id,))
    shapes = _checked([column_of(table, work.units.name)])
    units = _Units(table[ROW].to_numpy(), table[work.unit_id].cast(pa.string()), shapes)
    return units.taken(np.flatnonzero(tile.holds(shapes.boxes[:, :2])))


def _together(units: _Units, side_m: float) -> Iterator[_Units]:
    """Units whose layers are read in one piece: those no larger than the tile, and each larger one alone."""
    boxes = units.shapes.boxes
    is_large = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0.0) > side_m
    if not is_large.all():
        yield units.taken(np.flatnonzero(~is_large))
    for place in np.flatnonzero(is_large):
        yield units.taken(np.array([place]))


def _measured(units: _Units, work: Work) -> pa.Table:
    """What every layer and raster says of some units."""
    share = true_per_planar(units.shapes, work.units.crs)
    found = [_layer_areas(units, work), *(_class_areas(units, raster) for raster in work.rasters)]
    unit = np.concatenate([one.unit for one in found])
    area = np.concatenate([one.overlap_m2 for one in found])
    layer, code = (pa.chunked_array([getattr(one, name) for one in found], pa.string()) for name in ("layer", "code"))
    columns = [pa.array(units.rows[unit]), units.ids.take(pa.array(unit)), layer, code, pa.array(area), pa.array(area * share[unit])]
    return pa.Table.from_arrays(columns, schema=RESULT)


class _Found(NamedTuple):
    """Planar areas: the unit's place, the names of layer and code."""

    unit: np.ndarray
    layer: pa.Array
    code: pa.Array
    overlap_m2: np.ndarray


def _layer_areas(units: _Units, work: Work) -> _Found:
    """All layers on units; their rows are read as one layer, so that each unit's edges are put in order once."""
    tables = [asked.source.window(units.box, (asked.by,) if asked.by else ()) for asked in work.layers]
    shapes = _checked([column_of(table, asked.source.name) for table, asked in zip(tables, work.layers)])
    codes, layer_of, names = [np.empty(0, np.int64)], [], []
    for table, asked in zip(tables, work.layers):
        coded = _coded(table, asked.by)
        codes.append(coded.indices.to_numpy() + np.int64(len(layer_of)))
        layer_of += [asked.source.name] * len(coded.dictionary)
        names += coded.dictionary.to_pylist()
    shared = shared_by_code(units.shapes, shapes, np.concatenate(codes))
    code = pa.array(shared.code)
    return _Found(shared.unit, pa.array(layer_of, pa.string()).take(code), pa.array(names, pa.string()).take(code), shared.overlap_m2)


def _class_areas(units: _Units, raster: RasterSource) -> _Found:
    grid = raster.window(units.box)
    cells = class_cells(units.shapes, grid)
    said = cells[~cells["blank"]]
    code = pa.array(said["code"].to_numpy(np.int64)).cast(pa.string())
    layer = pa.array([raster.name], pa.string()).take(pa.array(np.zeros(len(said), np.int64)))
    return _Found(said["row"].to_numpy(np.int64), layer, code, said["cells"].to_numpy() * grid.cell_m**2)


def _coded(table: pa.Table, by: str | None) -> pa.DictionaryArray:
    """The code of each row, as text; "" where there is none."""
    codes = pc.fill_null(table[by].cast(pa.string()), "") if by else pa.array([""] * len(table), pa.string())
    return pc.dictionary_encode(codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else codes)


def _checked(columns: list[Column]) -> Ragged:
    """The shapes of columns, all of them valid.

    Raises
    ------
    LanduseError : geometry_refused, with the file's name and the row
    """
    shapes = from_columns(columns)
    check_columns(shapes, columns)
    return shapes
